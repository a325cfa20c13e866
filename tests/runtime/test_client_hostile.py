"""What strangers try: arguments that cannot travel, servers that drip, proxies, other processes, other logs."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import re
import subprocess
import sys
import threading
import time
import types
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import httpx
import pytest

import instagram_v1
from instagram_v1 import AsyncClient, Client, Cursor, Retry, errors, oauth
from instagram_v1.emulator import Emulator
from instagram_v1.runtime.redact import LOGGERS
from tests.support.certificates import MISSING, protect, self_signed
from tests.support.engines import OverHttp
from tests.support.wire import SECRET, TOKEN, AsyncWire, Colour, SyncWire, Wire, ok, query

GOOD = b'{"meta": {"code": 200}, "data": []}'


class Handler(BaseHTTPRequestHandler):
    """Keeps what it is asked; sends its answer at once, or byte by byte."""

    protocol_version = "HTTP/1.1"
    seen: list[tuple[str, dict[str, str]]]
    pause = 0.0

    def do_GET(self) -> None:
        """Answer, and give a cookie."""
        self.seen.append((self.path, dict(self.headers)))
        self.send_response(200)
        self.send_header("Content-Length", str(len(GOOD)))
        self.send_header("Set-Cookie", "csrftoken=of-somebody; Path=/")
        self.end_headers()
        for place in range(len(GOOD)):
            self.wfile.write(GOOD[place : place + 1])
            self.wfile.flush()
            time.sleep(self.pause)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class Quiet(ThreadingHTTPServer):
    """Connections that break off are no news."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@pytest.fixture
def serve() -> Iterator[Callable[..., tuple[str, type[Handler]]]]:
    """Start servers for one test: gives an address and what it keeps."""
    running: list[tuple[Quiet, threading.Thread]] = []

    def start(*, pause: float = 0.0, certificate: Path | None = None) -> tuple[str, type[Handler]]:
        class Own(Handler):
            pass

        Own.seen, Own.pause = [], pause
        server = Quiet(("127.0.0.1", 0), Own)
        if certificate is not None:
            protect(server, certificate)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        scheme = "http" if certificate is None else "https"
        return f"{scheme}://localhost:{server.server_address[1]}/v1", Own

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


class Start(Enum):
    """A moment as a caller's enum."""

    IT = 1435190400


class Late(Enum):
    """Eight days later."""

    IT = 1435190400 + 8 * 86400


@pytest.mark.parametrize("options", [
    {"headers": {"X": "日本"}},
    {"headers": {"X": "é"}},
    {"headers": {"X": "a\r\nY: b"}},
    {"headers": {"X y": "a"}},
    {"headers": {"": "a"}},
    {"client_secret": "s" * 8, "forwarded_for": "1.2.3.4\r\nX: y"},
    {"client_secret": "s" * 8, "forwarded_for": "é"},
    {"client_secret": "\ud800" * 8},
    {"token": "\ud800abc"},
    {"token": "abc\n"},
    {"base_url": "http://exa mple.test/v1"},
    {"base_url": "http://example.test/v1\n"},
    {"base_url": "http://example.test:99999/v1"},
])  # fmt: skip
def test_settings_that_cannot_travel(colour: Colour, options: Any) -> None:
    """Line breaks, half surrogates and other texts that no request can carry are refused when the client is made."""
    with pytest.raises(errors.UsageError) as caught:
        colour.client(Wire(ok([])), **options)
    assert "\ud800" not in str(caught.value)


@pytest.mark.parametrize("call", [
    lambda ig: ig.tags.search("\ud800"),
    lambda ig: ig.users.recent_media("self", count="many"),
    lambda ig: ig.users.recent_media("self", count="0"),
    lambda ig: ig.users.recent_media("self", count=float("nan")),
    lambda ig: ig.request("GET", "/\ud800"),
    lambda ig: ig.request("GET", "/x", {"\ud800": 1}),
    lambda ig: ig.request("GET", "/x", {"": 1}),
    lambda ig: ig.request("GET", "/x", {5: 1}),
    lambda ig: ig.request("GET", "/x", {"a": object()}),
    lambda ig: ig.request("GET", "/x", {"a": ["\ud800"]}),
])  # fmt: skip
def test_arguments_that_cannot_travel(colour: Colour, call: Any) -> None:
    """They are refused by name; nothing but an error of this package comes out."""
    wire = Wire(ok([]))
    with pytest.raises(errors.UsageError):
        colour.do(lambda: call(colour.client(wire)))
    assert wire.requests == []


@pytest.mark.parametrize("call", [
    lambda: oauth.authorize_url("\ud800", "http://x/"),
    lambda: oauth.authorize_url("a", "http://x/\n"),
    lambda: oauth.authorize_url("a", "http://x/", state="\ud800"),
    lambda: oauth.parse_redirect("http://[x/?code=a"),
    lambda: oauth.parse_redirect("\x00"),
])  # fmt: skip
def test_sign_in_arguments_that_cannot_travel(call: Any) -> None:
    """The same when signing in."""
    with pytest.raises(errors.UsageError):
        call()


def test_scopes_in_one_text() -> None:
    """Scopes may be given as they travel."""
    for scopes in ("basic likes", "basic+likes", ["basic", "likes"]):
        assert oauth.authorize_url("a", "http://x/", scopes=scopes).endswith("&scope=basic+likes")


def test_sets_have_an_order(colour: Colour) -> None:
    """The same request goes out every time, also for a set of things that do not compare."""
    wire = Wire(ok([]))
    colour.do(lambda: colour.client(wire).request("GET", "/x", {"a": {10, "b", 9}}))
    assert query(wire.requests[0])["a"] == "10,9,b"


def test_the_window_in_every_form_of_time(colour: Colour) -> None:
    """Seven days are seven days in numbers, texts and datetimes."""
    start = datetime(2015, 6, 25, tzinfo=UTC)
    late = start + timedelta(days=8)
    wire = Wire(ok([]))
    ig = colour.client(wire)
    forms: list[Callable[[datetime], Any]] = [
        lambda moment: moment,
        lambda moment: int(moment.timestamp()),
        lambda moment: str(int(moment.timestamp())),
        lambda moment: Decimal(int(moment.timestamp())),
        lambda moment: Start.IT if moment == start else Late.IT,
    ]
    for form in forms:
        with pytest.raises(errors.ParameterRuleError, match="7 days"):
            colour.do(lambda form=form: ig.media.search(1.0, 2.0, min_timestamp=form(start), max_timestamp=form(late)))  # type: ignore[misc]
    assert wire.requests == []
    colour.do(lambda: ig.media.search(1.0, 2.0, min_timestamp=start, max_timestamp=start + timedelta(days=6)))
    assert query(wire.requests[0])["min_timestamp"] == "1435190400"


def test_a_cursor_of_a_later_version() -> None:
    """What another version wrote is not guessed at."""
    from base64 import urlsafe_b64encode

    text = Cursor("users_recent_media", {"user-id": "3"}, "7").dumps()
    assert Cursor.loads(text).position == "7"
    later = urlsafe_b64encode(b'[2,"users_recent_media",{"user-id":"3"},"7"]').rstrip(b"=").decode()
    with pytest.raises(errors.PaginationError, match="no cursor"):
        Cursor.loads(later)


def test_a_server_that_drips(colour: Colour, serve: Callable[..., Any], over_http: OverHttp) -> None:
    """A byte now and then keeps no timeout busy, but the deadline holds."""
    base_url, _ = serve(pause=0.1)
    began = time.monotonic()
    with pytest.raises(errors.TransportTimeoutError, match="deadline"):
        over_http(colour, base_url, lambda ig: ig.tags.search("snow"), retry=Retry(deadline=0.4))
    assert time.monotonic() - began < 2.0


def test_cookies_are_not_kept(colour: Colour, serve: Callable[..., Any], over_http: OverHttp) -> None:
    """What the API gave to one user is not sent for another."""
    base_url, handler = serve()

    async def twice(ig: Any) -> None:
        await ig.tags.search("one")
        await ig.with_options(access_token="another-token").tags.search("two")

    def both(ig: Any) -> Any:
        if colour.name == "async":
            return twice(ig)
        ig.tags.search("one")
        return ig.with_options(access_token="another-token").tags.search("two")

    over_http(colour, base_url, both)
    assert [headers.get("Cookie") for _, headers in handler.seen] == [None, None]


@pytest.mark.skipif(MISSING, reason="openssl, which makes the certificate, is not installed")
def test_a_certificate_that_nobody_vouches_for(
    colour: Colour, serve: Callable[..., Any], tmp_path: Path, over_http: OverHttp
) -> None:
    """The token is not told to such a server."""
    base_url, handler = serve(certificate=self_signed(tmp_path))
    with pytest.raises(errors.TransportError, match=r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate") as caught:
        over_http(colour, base_url, lambda ig: ig.tags.search("snow"))
    assert (caught.value.sent, handler.seen) == (False, [])
    assert caught.value.__context__ is None


def test_through_a_proxy(serve: Callable[..., Any]) -> None:
    """An httpx client of one's own takes the request through a proxy."""
    base_url, proxy = serve()
    with httpx.Client(proxy=base_url.removesuffix("/v1"), trust_env=False) as own:
        assert Client(TOKEN, base_url="http://api.test/v1", http_client=own).tags.search("snow") == []
    assert proxy.seen[0][0].startswith("http://api.test/v1/tags/search?q=snow")


def test_a_cursor_in_another_process(tmp_path: Path) -> None:
    """A stored text goes on in a process that knows nothing else of the walk."""
    script = """
import sys
from instagram_v1 import Client, Cursor
with Client(sys.argv[2], base_url=sys.argv[1]) as ig:
    print(",".join(item.id for item in ig.resume(Cursor.loads(sys.stdin.read()))))
"""
    with Emulator() as emulator, emulator.client() as ig:
        first = ig.tags.recent_media("paris", count=10)
        assert first.cursor is not None
        command = [sys.executable, "-c", script, emulator.base_url, emulator.token()]
        done = subprocess.run(
            command, input=first.cursor.dumps(), capture_output=True, text=True, timeout=60, cwd=tmp_path, check=False
        )
        rest = [item.id for item in first][len(first.items) :]
    assert done.stderr == ""
    assert rest
    assert done.stdout.strip().split(",") == rest


def test_polling_the_emulator() -> None:
    """Asking a later page for what is newer gives just that, by either kind of mark."""
    with Emulator() as emulator, emulator.client() as ig:
        for first in (ig.users.recent_media("self", count=3), ig.tags.recent_media("paris", count=3)):
            second = first.next()
            newer = [item.id for item in second.newer()]
            assert [item.id for item in first.items] == [
                one for one in newer if one not in {i.id for i in second.items}
            ]


def names_of_loggers(package: str) -> set[str]:
    """The names of all loggers that a package makes."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return set()
    found: set[str] = set()
    for file in Path(spec.origin).parent.rglob("*.py"):
        found |= set(re.findall(r"getLogger\(\s*[\"']([^\"']+)[\"']\s*\)", file.read_text(encoding="utf-8")))
    return found


def test_every_logger_of_the_engine_is_guarded() -> None:
    """A release of httpx that logs under another name is noticed here."""
    found = names_of_loggers("httpx") | names_of_loggers("httpcore")
    assert {"httpx", "httpcore.http11"} <= found <= set(LOGGERS)


def test_an_own_httpx_client_keeps_secrets_from_all_loggers(
    serve: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    """At the finest level of every logger, over real sockets, signed writes and failures included."""
    caplog.set_level(1)
    base_url, _ = serve()
    with httpx.Client(trust_env=False) as own:
        given: dict[str, Any] = {"client_id": "an-id", "client_secret": SECRET, "sign_requests": True, "retry": None}
        ig = Client(TOKEN, base_url=base_url, http_client=own, **given)
        ig.tags.search("snow")
        with pytest.raises(errors.APIError):
            ig.likes.create("1_1")
        nowhere = Client(TOKEN, base_url="http://localhost:9/v1", http_client=own, **given)
        with pytest.raises(errors.TransportError):
            nowhere.tags.search("snow")
    assert {"httpx", "httpcore.http11", "instagram_v1"} <= {record.name for record in caplog.records}
    assert "SENTINEL" not in "\n".join(f"{r.getMessage()} {r.msg!r} {r.args!r} {r.exc_text!r}" for r in caplog.records)


def test_nothing_private_in_public_lists() -> None:
    """Each module's list has public names only, all of which are there, and no module of others."""
    checked = 0
    for found in pkgutil.walk_packages(instagram_v1.__path__, "instagram_v1."):
        if any(part.startswith("_") for part in found.name.split(".")) or ".emulator" in found.name:
            continue
        module = importlib.import_module(found.name)
        for name in getattr(module, "__all__", ()):
            value = getattr(module, name)
            assert not name.startswith("_"), f"{found.name}.{name}"
            own = getattr(value, "__name__", "") == f"{found.name}.{name}"
            assert own or not isinstance(value, types.ModuleType), f"{found.name}.{name}"
            home = getattr(value, "__module__", "instagram_v1") or "instagram_v1"
            if isinstance(value, type) and found.name == "instagram_v1.models":
                assert not home.startswith("_"), f"{found.name}.{name} shows itself as {home}.{name}"
            checked += 1
    assert checked > 100


@pytest.mark.parametrize("wrong", [
    {"timeout": "3"},
    {"bad_items": "drop"},
    {"retry": 5},
    {"budget": 5},
])  # fmt: skip
def test_settings_of_another_kind(colour: Colour, wrong: Any) -> None:
    """What a type checker would tell is told without one, when the client is made and when it is changed."""
    name = next(iter(wrong))
    with pytest.raises(errors.UsageError, match=name):
        colour.client(Wire(ok([])), **wrong)
    with pytest.raises(errors.UsageError, match=name):
        colour.client(Wire(ok([]))).with_options(**wrong)


def test_engines_of_the_other_colour() -> None:
    """An engine for the other client is told at once, without a coroutine left behind."""
    wire = Wire(ok([]))
    with pytest.raises(errors.UsageError, match=r"httpx\.Client"):
        Client(TOKEN, http_client=httpx.AsyncClient())  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match=r"httpx\.AsyncClient"):
        AsyncClient(TOKEN, http_client=httpx.Client())  # type: ignore[arg-type]
    with pytest.raises(errors.UsageError, match="is async"):
        Client(TOKEN, transport=AsyncWire(wire)).tags.search("snow")  # type: ignore[arg-type]

    async def main() -> None:
        await AsyncClient(TOKEN, transport=SyncWire(wire)).tags.search("snow")  # type: ignore[arg-type]

    with pytest.raises(errors.UsageError, match="is not async"):
        asyncio.run(main())
