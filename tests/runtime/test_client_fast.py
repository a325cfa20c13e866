"""The engine of the extra ``fast``: what it has to do otherwise than httpx, and still does alike."""

from __future__ import annotations

import asyncio
import gzip
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from instagram_v1 import AsyncClient, Client, Retry, errors
from instagram_v1.fast import AsyncFastTransport, FastTransport
from instagram_v1.runtime.transport import Request
from tests.support.certificates import MISSING, protect, self_signed
from tests.support.wire import TOKEN, Colour

ROOT = Path(__file__).parents[2]
GOOD = b'{"meta": {"code": 200}, "data": []}'


class Server(ThreadingHTTPServer):
    """Keeps what it is asked, and answers as a test says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[str] = []
        self.pause = 0.0
        self.raw = b"Content-Length: %d\r\n\r\n%s" % (len(GOOD), GOOD)

    def url(self, scheme: str = "http", host: str = "127.0.0.1") -> str:
        """Where it listens."""
        return f"{scheme}://{host}:{self.server_address[1]}"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections that break off are no news."""


class Handler(BaseHTTPRequestHandler):
    """Sends the bytes of the test."""

    server: Server

    def do_GET(self) -> None:
        """Answer."""
        self.server.seen.append(self.path)
        time.sleep(self.server.pause)
        self.send_response(200)
        self.wfile.write(b"HTTP/1.0 200 OK\r\n" + self.server.raw)

    def send_response(self, code: int, message: str | None = None) -> None:
        """Leave the head to the test."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[Server]:
    """A server for one test."""
    with Server() as made:
        thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield made
        made.shutdown()
        thread.join()


def through(colour: Colour, call: Callable[[Any], Any], base_url: str, **settings: Any) -> Any:
    """Make calls over one fast engine with these settings."""
    options: dict[str, Any] = {"base_url": f"{base_url}/v1", "retry": None, "timeout": 5.0}
    if colour.name == "sync":
        with FastTransport(**settings) as engine:
            return call(Client(TOKEN, transport=engine, **options))

    async def awaited() -> Any:
        async with AsyncFastTransport(**settings) as engine:
            return await call(AsyncClient(TOKEN, transport=engine, **options))

    return asyncio.run(awaited())


def search(ig: Any) -> Any:
    """The call of most tests."""
    return ig.tags.search("snow")


def test_packed_answers(colour: Colour, server: Server) -> None:
    """An answer that travels packed arrives unpacked."""
    packed = gzip.compress(GOOD)
    server.raw = b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s" % (len(packed), packed)
    assert through(colour, lambda ig: ig.raw.tags.search("snow"), server.url()).content == GOOD


def test_headers_that_are_no_text(colour: Colour, server: Server) -> None:
    """Such a header is left out, the others stay, and one that came twice is one."""
    server.raw = b"X-Odd: caf\xe9\r\nX-Two: 1\r\nX-Two: 2\r\n" + server.raw
    headers = through(colour, lambda ig: ig.raw.tags.search("snow"), server.url()).headers
    assert (headers.get("x-odd"), headers["X-TWO"]) == (None, "1, 2")


@pytest.mark.parametrize("name", ["..", "."])
def test_addresses_that_it_would_rewrite(colour: Colour, server: Server, name: str) -> None:
    """They are asked for as they stand: a name with dots never leads to another resource."""
    with pytest.raises(errors.DecodeError):
        through(colour, lambda ig: ig.tags.get(name), server.url())
    (path,) = server.seen
    assert path.startswith("/v1/tags/" + name.replace(".", "%2E") + "?")


def test_what_steps_in_is_closed_too(colour: Colour, server: Server) -> None:
    """After the end neither engine answers."""
    engine: Any = FastTransport() if colour.name == "sync" else AsyncFastTransport()
    asked = [Request(method="GET", url=server.url() + path) for path in ("/a", "/%2E%2E")]
    for request in asked:
        assert colour.do(lambda request=request: engine.send(request)).content == GOOD  # type: ignore[misc]
    for _ in range(2):
        colour.do(engine.close if colour.name == "sync" else engine.aclose)
    for request in asked:
        with pytest.raises(errors.ClientClosedError):
            colour.do(lambda request=request: engine.send(request))  # type: ignore[misc]
    assert "by pyreqwest" in repr(engine)


def test_through_a_proxy(colour: Colour, server: Server) -> None:
    """Everything goes there, also what httpx steps in for."""
    given = {"proxy": server.url()}
    through(colour, search, "http://api.test", **given)
    with pytest.raises(errors.DecodeError):
        through(colour, lambda ig: ig.tags.get(".."), "http://api.test", **given)
    assert [path.partition("?")[0] for path in server.seen] == [
        "http://api.test/v1/tags/search",
        "http://api.test/v1/tags/%2E%2E",
    ]


def test_a_proxy_that_is_not_there(colour: Colour) -> None:
    """The error shows neither its password nor the token, and says that nothing was sent."""
    given = {"proxy": "http://somebody:SENTINELpassword@127.0.0.1:9"}
    with pytest.raises(errors.TransportError, match="refused") as caught:
        through(colour, search, "http://api.test", **given)
    assert "SENTINEL" not in str(caught.value)
    assert (caught.value.sent, caught.value.__context__, caught.value.__cause__) == (False, None, None)


@pytest.mark.parametrize("settings", [{"proxy": "::nowhere"}, {"certificates": b"none"}, {"certificates": b"\xff"}])
@pytest.mark.parametrize("kind", [FastTransport, AsyncFastTransport])
def test_settings_that_cannot_be_read(kind: Any, settings: Any) -> None:
    """They are refused where they are given."""
    with pytest.raises(errors.UsageError, match=r"proxy|certificates"):
        kind(**settings)


@pytest.mark.skipif(MISSING, reason="openssl, which makes the certificate, is not installed")
def test_certificates_of_ones_own(colour: Colour, server: Server, tmp_path: Path) -> None:
    """What is named as trusted is trusted, by both engines, and nothing else is."""
    certificate = self_signed(tmp_path, "basicConstraints=critical,CA:FALSE")
    protect(server, certificate)
    given = {"certificates": certificate.read_bytes()}
    address = server.url("https", "localhost")
    assert through(colour, search, address, **given) == []
    with pytest.raises(errors.DecodeError):
        through(colour, lambda ig: ig.tags.get(".."), address, **given)
    with pytest.raises(errors.TransportError, match="certificate"):
        through(colour, search, address)


def test_many_timeouts(server: Server) -> None:
    """Engines for timeouts long unused are given up, and requests that they carry end well."""
    with FastTransport() as engine:
        server.pause = 0.3
        answers: list[int] = []
        url = server.url() + "/slow"
        slow = Request(method="GET", url=url, timeout=7.0)
        thread = threading.Thread(target=lambda: answers.append(engine.send(slow).status))
        thread.start()
        while not server.seen:
            time.sleep(0.005)
        server.pause = 0.0
        for number in range(20):
            assert engine.send(Request(method="GET", url=url, timeout=1.0 + number)).status == 200
        thread.join()
    assert answers == [200]


def test_the_time_left_makes_no_engine(server: Server) -> None:
    """A deadline of its own for every request is met by few engines."""
    with FastTransport() as engine:
        ig = Client(TOKEN, base_url=f"{server.url()}/v1", transport=engine, retry=Retry(deadline=5.0))
        for _ in range(12):
            assert search(ig) == []
        assert len(engine._engines._made) <= 2


def test_a_cancelled_task(server: Server) -> None:
    """Cancelling ends the wait at once."""
    server.pause = 1.0

    async def main() -> float:
        async with AsyncFastTransport() as engine:
            ig = AsyncClient(TOKEN, base_url=f"{server.url()}/v1", transport=engine, retry=None)
            began = time.monotonic()
            with pytest.raises(TimeoutError):
                async with asyncio.timeout(0.1):
                    await ig.tags.search("snow")
            return time.monotonic() - began

    assert asyncio.run(main()) < 0.8


def test_threads_share_an_engine(server: Server) -> None:
    """Several clients and threads on one engine."""
    with FastTransport() as engine:
        clients = [Client(TOKEN, base_url=f"{server.url()}/v1", transport=engine) for _ in range(4)]
        threads = [threading.Thread(target=lambda ig=ig: [search(ig) for _ in range(5)]) for ig in clients]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(server.seen) == 20


def test_no_logger_tells_the_token(colour: Colour, server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """At the finest level of every logger, failures included."""
    caplog.set_level(1)
    through(colour, search, server.url())
    with pytest.raises(errors.TransportError):
        through(colour, search, "http://127.0.0.1:9")
    assert "instagram_v1" in {record.name for record in caplog.records}
    assert "SENTINEL" not in "\n".join(f"{r.getMessage()} {r.args!r} {r.exc_text!r}" for r in caplog.records)


def test_httpx_stays_out(server: Server) -> None:
    """Whoever uses this engine does not pay for the import of the other."""
    script = f"""
import sys
sys.path[:0] = {[str(ROOT / "overrides"), str(ROOT / "generated")]!r}
from instagram_v1 import Client
from instagram_v1.fast import FastTransport
with FastTransport() as engine:
    Client("t", base_url={server.url() + "/v1"!r}, transport=engine).tags.search("snow")
print("httpx" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("False", "")


def test_a_forked_process(server: Server) -> None:
    """An engine that was made before a fork says so, instead of hanging."""
    script = f"""
import os, sys
sys.path[:0] = {[str(ROOT / "overrides"), str(ROOT / "generated")]!r}
from instagram_v1 import Client, errors
from instagram_v1.fast import FastTransport
ig = Client("t", base_url={server.url() + "/v1"!r}, transport=FastTransport(), retry=None)
ig.tags.search("snow")
if os.fork() == 0:
    try:
        ig.tags.search("snow")
    except errors.UsageError as error:
        os._exit("forked" in str(error))
    os._exit(3)
print(os.waitstatus_to_exitcode(os.wait()[1]))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout.strip(), done.stderr) == ("1", "")
