"""The package says what it is made of, and Python's own use of ``__spec__`` goes on."""

from __future__ import annotations

import importlib
import importlib.util
import json
import pickle
import re
import subprocess
import sys
from hashlib import sha256
from importlib.machinery import ModuleSpec
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest

import instagram_v1
from instagram_v1 import provenance
from tests.support.wire import Colour, Wire, ok

ROOT = Path(__file__).parents[2]
SPECS = sorted(path.parent for path in (ROOT / "spec").glob("*/codegen.toml"))
PINNED = ("openapi-python-client", "datamodel-code-generator", "ruff")


@pytest.fixture
def spec() -> Any:
    """The specification of the package."""
    return instagram_v1.__spec__


@pytest.mark.parametrize("folder", SPECS, ids=lambda folder: folder.name)
def test_facts_are_those_of_the_build(folder: Path) -> None:
    """Of each API: the document's digest, the repairs and the tools are those of its lock."""
    made, lock = provenance.APIS[folder.name], json.loads((folder / "codegen.lock").read_text(encoding="utf-8"))
    assert made.spec == "sha256:" + sha256((folder / "openapi.yaml").read_bytes()).hexdigest()
    assert made.supplied == lock["inputs"]["swagger.yaml"]
    assert list(made.repairs) == lock["repairs"]
    assert (made.tools, made.templates) == (lock["tools"], lock["templates"])


def test_every_api_is_there() -> None:
    """An API that is built is an API that is told of."""
    assert sorted(provenance.APIS) == [folder.name for folder in SPECS]
    assert provenance.APIS["instagram"] is provenance.PROVENANCE


def test_spec_tells_the_same(spec: Any) -> None:
    """Attributes and items of ``__spec__`` are the facts of the API v1."""
    made = provenance.PROVENANCE
    assert (spec.sha256, spec.repairs, spec.tools) == (made.spec.removeprefix("sha256:"), made.repairs, made.tools)
    assert dict(spec) == {name: getattr(spec, name) for name in ("spec_hash", "sha256", "repairs", "tools", "apis")}
    assert {tool: version(tool) for tool in PINNED} == {tool: spec["tools"][tool] for tool in PINNED}
    assert spec.sha256.startswith(spec.spec_hash)
    with pytest.raises(KeyError, match="colour"):
        spec["colour"]


def test_reprs_are_short(spec: Any) -> None:
    """A reader sees the hash and how many repairs there are, and not their list."""
    assert (
        repr(provenance.PROVENANCE) == f"<Provenance of instagram: spec {spec.spec_hash}, {len(spec.repairs)} repairs>"
    )
    assert f"spec_hash='{spec.spec_hash}', repairs={len(spec.repairs)}, apis=['instagram', " in repr(spec)


def test_it_is_still_a_module_spec(spec: Any) -> None:
    """What the import system put there is there, and another look finds the same."""
    assert isinstance(spec, ModuleSpec)
    found = importlib.util.find_spec("instagram_v1")
    assert found is not None
    assert (found.name, found.origin, list(found.submodule_search_locations or ())) == (
        spec.name,
        spec.origin,
        list(spec.submodule_search_locations or ()),
    )
    assert spec == found
    assert (spec.parent, spec.has_location) == ("instagram_v1", True)


@pytest.mark.parametrize("statement", [
    "import importlib; importlib.reload(instagram_v1); importlib.reload(instagram_v1)",
    "spec = instagram_v1.__spec__; m = importlib.util.module_from_spec(spec); spec.loader.exec_module(m)",
    "import sys; del sys.modules['instagram_v1']; import instagram_v1",
    "import copy; copy.copy(instagram_v1.__spec__)",
    "import pickle; pickle.loads(pickle.dumps(instagram_v1.Cursor)); pickle.loads(pickle.dumps(instagram_v1.Retry()))",
])  # fmt: skip
def test_what_python_does_with_specs(statement: str) -> None:
    """Reloading, loading twice, copying and pickling by name: nothing of it is in the way, and the facts stay."""
    script = f"import importlib.util, instagram_v1\n{statement}\nprint(instagram_v1.__spec__.spec_hash)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == (provenance.PROVENANCE.spec_hash, "")


def test_running_a_part_of_the_package() -> None:
    """``python -m`` finds modules by it."""
    command = [sys.executable, "-W", "error", "-m", "instagram_v1.emulator", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_facts_travel() -> None:
    """They can be kept with what was made by this release."""
    assert pickle.loads(pickle.dumps(provenance.PROVENANCE)) == provenance.PROVENANCE


def test_the_facts_cost_nothing_until_asked() -> None:
    """Importing the package reads none of them."""
    script = "import sys, instagram_v1; print([n for n in ('msgspec', 'instagram_v1.provenance') if n in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_user_agent(colour: Colour) -> None:
    """Each request tells the release and the document, each once, in the form that a header has."""
    wire = Wire(ok([]))
    colour.do(lambda: colour.client(wire).tags.search("snow"))
    agent = wire.requests[0].headers["User-Agent"]
    wanted = f"instagram-v1/{instagram_v1.__version__} spec/{provenance.PROVENANCE.spec_hash} Python/"
    assert agent.startswith(wanted)
    assert re.fullmatch(r"[\w.-]+/[\w.]+ spec/[0-9a-f]{12} Python/\d+\.\d+", agent)


def test_user_agent_can_be_replaced(colour: Colour) -> None:
    """What a caller names in its place is sent in its place."""
    wire = Wire(ok([]))
    colour.do(lambda: colour.client(wire, headers={"User-Agent": "mine/1"}).tags.search("snow"))
    assert wire.requests[0].headers["User-Agent"] == "mine/1"
