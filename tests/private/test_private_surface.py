"""What can be imported, which address is taken, and that both clients are one."""

from __future__ import annotations

import inspect
import subprocess
import sys
from traceback import TracebackException
from typing import Any

import pytest

import instagram_v1
from instagram_v1 import private
from instagram_v1.private import AsyncPrivateClient, PrivateClient, errors, models
from tests.support.private import BASE, STORED, PrivateColour, fine
from tests.support.wire import Wire

LIST = [
    "OPERATIONS",
    "AsyncPrivateClient",
    "ConversionError",
    "PrivateClient",
    "Session",
    "converters",
    "decode",
    "errors",
    "filters",
    "models",
    "to_private",
    "to_public",
]

BOTH: list[Any] = [PrivateClient, AsyncPrivateClient]


def test_the_public_list() -> None:
    """These names, each of which is there."""
    assert private.__all__ == LIST
    assert dir(private) == sorted(LIST)
    for name in LIST:
        assert getattr(private, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Client'"):
        _ = private.Client


def test_it_is_reached_from_the_package() -> None:
    """``instagram_v1.private`` is there without importing it by name."""
    assert instagram_v1.private is private


@pytest.mark.parametrize("client", BOTH)
def test_there_is_no_default_address(client: Any) -> None:
    """A client without an address says why, and what to do."""
    with pytest.raises(errors.UsageError) as caught:
        client()
    for words in ("no default address", "base_url", "is gone", "must not be spoken to", 'Emulator(api="private")'):
        assert words in str(caught.value)


@pytest.mark.parametrize("client", BOTH)
def test_a_refused_client_can_be_shown(client: Any) -> None:
    """Tools that show the local variables of a traceback meet a client that was never made."""
    with pytest.raises(errors.UsageError) as caught:
        client()
    shown = "".join(TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert f"self = <{client.__name__}, not made>" in shown


@pytest.mark.parametrize("client", BOTH)
@pytest.mark.parametrize(
    "address",
    [
        "http://instagr.am/api/v1",
        "https://i.instagram.com/api/v1/",
        "https://INSTAGRAM.com/api/v1",
        "https://api.instagram.com./v1",
        "http://www.instagr.am:8080/api/v1",
    ],
)
def test_hosts_of_today_are_refused(client: Any, address: str) -> None:
    """Whatever name of the service: nothing is sent there."""
    with pytest.raises(errors.UsageError, match=r"which is refused.*must not be spoken to"):
        client(address)


@pytest.mark.parametrize(
    "address", ["http://notinstagram.com/api", "http://127.0.0.1:9/api/v1/", "https://instagram.com.test"]
)
def test_other_hosts_are_taken(address: str) -> None:
    """A name that only looks like it is somebody else's."""
    with PrivateClient(address) as ig:
        assert repr(ig) == f"<PrivateClient of {address.rstrip('/')}, <Credentials: none>>"


@pytest.mark.parametrize("address", ["", "localhost", "ftp://h/x", "http://user:pw@h/x", "http://h/x?y=1"])
def test_what_is_no_address_is_refused(address: str) -> None:
    """As everywhere in this package."""
    with pytest.raises(errors.UsageError, match="base_url must be an address"):
        PrivateClient(address)


def test_a_client_shows_itself_in_short(colour: PrivateColour) -> None:
    """Where it goes and whether it has a session, which itself it does not show."""
    name = "PrivateClient" if colour.name == "sync" else "AsyncPrivateClient"
    assert repr(colour.client(Wire())) == f"<{name} of {BASE}, <Credentials: session>>"


def test_closing(colour: PrivateColour) -> None:
    """A closed client sends nothing, and its views end with it."""
    wire = Wire(fine(items=[]))
    ig = colour.client(wire)
    view = ig.with_options(timeout=1.0)
    colour.do(ig.aclose if colour.name == "async" else ig.close)
    assert ig.closed
    assert view.closed
    with pytest.raises(errors.ClientClosedError):
        colour.do(lambda: view.feed.popular())
    assert wire.requests == []


def test_headers_and_timeouts_of_a_view(colour: PrivateColour) -> None:
    """A view changes what it is told to, and shares everything else."""
    wire = Wire(fine(items=[]))
    ig = colour.client(wire, headers={"X-One": "1"}, timeout=4.0)
    view = ig.with_options(headers={"X-Two": "2"})
    colour.do(lambda: view.feed.popular())
    assert (wire.requests[0].headers["X-One"], wire.requests[0].headers["X-Two"]) == ("1", "2")
    assert wire.requests[0].timeout == 4.0
    assert wire.requests[0].headers["User-Agent"].startswith("instagram-v1/")


@pytest.mark.parametrize("client", BOTH)
def test_settings_that_cannot_be(client: Any) -> None:
    """Two ways to send, a timeout of nothing, a header that cannot travel."""
    for wrong in (
        {"http_client": object(), "transport": object()},
        {"timeout": 0, "transport": object()},
        {"headers": {"X": "a\nb"}, "transport": object()},
        {"bad_items": "keep", "transport": object()},
        {"http_client": object()},
    ):
        with pytest.raises(errors.UsageError):
            client(BASE, **wrong)


def test_both_clients_take_the_same() -> None:
    """Signatures of both clients differ in their kinds of transports alone."""
    for name in ("__init__", "with_options", "request"):
        plain, awaited = (inspect.signature(getattr(client, name)) for client in BOTH)
        assert list(plain.parameters) == list(awaited.parameters)
        assert [p.kind for p in plain.parameters.values()] == [p.kind for p in awaited.parameters.values()]
    assert {n for n in dir(PrivateClient) if n[0] != "_"} - {"close"} == {
        n for n in dir(AsyncPrivateClient) if n[0] != "_"
    } - {"aclose"}


def test_models_have_public_names() -> None:
    """Tracebacks and pickles name the module that users import from."""
    for name in models.__all__:
        kind = getattr(models, name)
        if isinstance(kind, type) and name not in ("Model", "OpenEnum"):
            assert kind.__module__ == "instagram_v1.private.models"
    user = models.fromdict(models.User, {"pk": "3", "username": "kevin"})
    assert models.evolve(user, pk=4) == models.User(pk=4, username="kevin")
    assert models.asdict(user, wire=True) == {"pk": 3, "username": "kevin"}


def test_reading_archives_needs_no_http() -> None:
    """Decoding loads neither attrs nor httpx nor the public API's models."""
    code = (
        "import sys; from instagram_v1.private import decode;"
        "decode('media_upload', '{\"status\": \"ok\"}');"
        "print(sorted({'attr', 'httpx', '_instagram_v1.models', '_instagram_v1.operations'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (done.stdout.strip(), done.stderr) == ("[]", "")


def test_stored_session_is_a_plain_text() -> None:
    """It can be kept wherever a text can."""
    with PrivateClient(BASE, session=STORED) as ig:
        assert isinstance(ig.session.store(), str)
