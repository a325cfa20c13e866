"""What the package shows to the world, and what a client accepts."""

from __future__ import annotations

import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import instagram_v1
from instagram_v1 import Client, errors
from tests.support.wire import BASE, TOKEN, Colour, Wire, ok

ROOT = Path(__file__).parents[2]

PUBLIC = [
    "OPERATIONS",
    "AsyncClient",
    "AsyncPage",
    "Budget",
    "Client",
    "Cursor",
    "Page",
    "RateLimit",
    "Response",
    "Retry",
    "__version__",
    "asdict",
    "decode",
    "errors",
    "evolve",
    "fromdict",
    "models",
    "oauth",
    "provenance",
    "subscriptions",
]


def test_the_public_list() -> None:
    """The list is what is written down here, and every name of it is there."""
    assert instagram_v1.__all__ == PUBLIC
    assert dir(instagram_v1) == sorted(PUBLIC)
    for name in PUBLIC:
        assert getattr(instagram_v1, name) is not None
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = instagram_v1.nothing_like_it


def test_the_typing_block_agrees_with_the_lazy_one() -> None:
    """What type checkers are told is what is imported."""
    homes: dict[str, str] = instagram_v1._HOMES
    lines = (ROOT / "overrides" / "instagram_v1" / "__init__.py").read_text().splitlines()
    told: dict[str, str] = {}
    for line in (line.strip() for line in lines if line.startswith("    from ") and " import " in line):
        module, _, names = line.removeprefix("from ").partition(" import ")
        told.update({name.strip(): module for name in names.split(",")})
    modules = {name: module for name, module in told.items() if module == "instagram_v1"}
    assert sorted(modules) == ["errors", "models", "oauth", "provenance", "subscriptions"]
    imports = {"import_module": "importlib"}
    assert {n: m for n, m in told.items() if n not in modules and imports.get(n) != m} == homes


def test_importing_the_package_is_light() -> None:
    """Importing loads nothing but itself; making a client loads httpx then."""
    script = f"""
import sys
sys.path[:0] = {[str(ROOT / "overrides"), str(ROOT / "generated")]!r}
before = set(sys.modules)
import instagram_v1
own = sorted(m for m in set(sys.modules) - before if not m.startswith("instagram_v1"))
from instagram_v1 import Client
assert "httpx" not in sys.modules
Client("t").close()
print(own, "httpx" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("['__future__'] True", "")


@pytest.mark.parametrize("wrong", [
    {"base_url": "api.instagram.com/v1"},
    {"base_url": "ftp://api.test/v1"},
    {"base_url": "https://user:pw@api.test/v1"},
    {"base_url": "https://api.test/v1?x=1"},
    {"base_url": "https://api.test/v1#x"},
    {"base_url": "https://"},
    {"base_url": "https://api.test:port/v1"},
    {"base_url": "https://[x/v1"},
    {"timeout": 0},
    {"timeout": -1.0},
    {"token": ""},
    {"client_id": " "},
    {"client_secret": ""},
])  # fmt: skip
def test_settings_that_cannot_work(colour: Colour, wrong: Any) -> None:
    """A client that could not work is not made."""
    with pytest.raises(errors.UsageError):
        colour.client(Wire(), **wrong)


def test_settings_of_a_view_are_checked_too(colour: Colour) -> None:
    """The same holds for other settings later."""
    ig = colour.client(Wire())
    for wrong in ({"timeout": 0}, {"access_token": ""}, {"headers": {"a": "b\n"}}):
        with pytest.raises(errors.UsageError):
            ig.with_options(**wrong)


def test_timeouts_are_finite_unless_asked(colour: Colour) -> None:
    """Thirty seconds by default; a view changes it, None lifts it."""
    wire = Wire(ok([]))
    ig = colour.client(wire)
    for view in (ig, ig.with_options(timeout=2.0), ig.with_options(timeout=None), ig.with_options()):
        colour.do(lambda view=view: view.tags.search("snow"))  # type: ignore[misc]
    assert [request.timeout for request in wire.requests] == [30.0, 2.0, None, 30.0]


def test_a_base_address_with_a_slash(colour: Colour) -> None:
    """A slash at the end of the base address makes no empty segment."""
    wire = Wire(ok([]))
    colour.do(lambda: colour.client(wire, base_url=f"{BASE}/").tags.search("snow"))
    assert wire.requests[0].url.startswith(f"{BASE}/tags/search?")


def test_a_client_shows_itself_in_short(colour: Colour) -> None:
    """Where it goes and what kinds of credentials it has."""
    name = "Client" if colour.name == "sync" else "AsyncClient"
    shown = repr(colour.client(Wire(), client_id="an-id"))
    assert shown == f"<{name} of {BASE}, <Credentials: access_token, client_id>>"
    assert repr(colour.client(Wire(), token=None)) == f"<{name} of {BASE}, <Credentials: none>>"


def test_the_default_address_is_the_historical_one() -> None:
    """Nothing else in the package points to a live host."""
    with Client(TOKEN) as ig:
        assert "https://api.instagram.com/v1," in repr(ig)
    hosts = set[str]()
    for file in (ROOT / "overrides" / "instagram_v1").rglob("*.py"):
        if "emulator" not in file.parts:
            hosts |= set(re.findall(r"[\w.-]*instagram\.com(?:/\w*)*", file.read_text()))
    # Once as an address, and once by itself, for the command that tells who still goes there.
    assert hosts == {"api.instagram.com/v1", "api.instagram.com"}


def test_with_options_keeps_the_rest(colour: Colour) -> None:
    """A view changes what it is told to, and shares everything else."""
    events: list[Any] = []
    wire = Wire(ok([]))
    ig = colour.client(wire, headers={"X-One": "1"}, scopes=["basic"], bad_items="skip", hooks=[events.append])
    colour.do(lambda: ig.with_options(timeout=1.0).tags.search("snow"))
    assert wire.requests[0].headers["X-One"] == "1"
    assert len(events) == 1
    with pytest.raises(errors.MissingScopeError):
        colour.do(lambda: ig.with_options(timeout=1.0).likes.create("1"))
    assert colour.do(lambda: ig.with_options(access_token="another", hooks=()).likes.list("1")) == []
    colour.do(lambda: ig.with_options(access_token="another", hooks=()).comments.list("1"))
    with pytest.raises(errors.DecodeError):
        colour.do(lambda: ig.with_options(access_token="another", hooks=()).likes.create("1"))
    colour.do(lambda: ig.with_options(hooks=()).tags.search("snow"))
    assert len(events) == 1


def test_responses_travel(colour: Colour) -> None:
    """A whole answer survives pickling, and is the same."""
    ig = colour.client(Wire(ok([], headers={"X-Ratelimit-Remaining": "3"})))
    response = colour.do(lambda: ig.raw.tags.search("snow"))
    again = pickle.loads(pickle.dumps(response))
    assert again == response
    assert (again.rate.remaining, again.content, dict(again.headers)) == (3, response.content, dict(response.headers))
    assert repr(again) == f"<Response 200 of tags_search, {len(response.content)} bytes>"
