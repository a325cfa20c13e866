"""Over real sockets on the loopback: httpx behind the port, and everything that can go wrong on the line."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from instagram_v1 import AsyncClient, Client, Retry, errors
from instagram_v1.runtime.redact import LOGGERS, RedactingFilter
from tests.support.engines import OverHttp
from tests.support.wire import TOKEN, Answer, Colour

GOOD = b'{"meta": {"code": 200}, "data": []}'


class Server(ThreadingHTTPServer):
    """A server whose behaviour a test sets."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[tuple[str, str, bytes]] = []
        self.act: Callable[[Handler], None] = lambda handler: handler.answer(200, GOOD)

    @property
    def base_url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}/v1"

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Connections that a test breaks off are no news."""


class Handler(BaseHTTPRequestHandler):
    """Hands each request to the test."""

    protocol_version = "HTTP/1.1"
    server: Server

    def answer(self, status: int, content: bytes, **headers: str) -> None:
        """Send a whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def reset(self) -> None:
        """Break the connection off without a farewell."""
        self.wfile.flush()
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(self.connection.detach())
        self.close_connection = True

    def do_GET(self) -> None:
        """Every method alike."""
        content = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, content))
        self.server.act(self)

    do_POST = do_DELETE = do_GET  # noqa: N815

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


def search(ig: Any) -> Any:
    """The call of most tests."""
    return ig.tags.search("snow")


def test_requests_over_a_socket(colour: Colour, server: Server, over_http: OverHttp) -> None:
    """Method, encoded path, query and body arrive as they were made."""
    over_http(colour, server.base_url, lambda ig: ig.raw.tags.search("снег & лёд"))
    server.act = lambda handler: handler.answer(200, b'{"meta":{"code":200},"data":{"name":"x","media_count":1}}')
    for name in ("..", "a/b", "снег"):
        over_http(colour, server.base_url, lambda ig, name=name: ig.tags.get(name))  # type: ignore[misc]
    server.act = lambda handler: handler.answer(200, b'{"meta":{"code":200},"data":null}')
    over_http(colour, server.base_url, lambda ig: ig.comments.create("1_2", text="é & ü"))
    over_http(colour, server.base_url, lambda ig: ig.likes.delete("1_2"))
    proof = f"?access_token={TOKEN}"
    quoted = "%D1%81%D0%BD%D0%B5%D0%B3"
    assert server.seen == [
        ("GET", f"/v1/tags/search?q={quoted}%20%26%20%D0%BB%D1%91%D0%B4&access_token={TOKEN}", b""),
        ("GET", f"/v1/tags/%2E%2E{proof}", b""),
        ("GET", f"/v1/tags/a%2Fb{proof}", b""),
        ("GET", f"/v1/tags/{quoted}{proof}", b""),
        ("POST", f"/v1/media/1_2/comments{proof}", b"text=%C3%A9%20%26%20%C3%BC"),
        ("DELETE", f"/v1/media/1_2/likes{proof}", b""),
    ]


@pytest.mark.parametrize("status", [200, 420, 429, 502, 572, 799])
def test_any_status_number(colour: Colour, server: Server, status: int, over_http: OverHttp) -> None:
    """Numbers that no standard knows are answers like any other."""
    server.act = lambda handler: handler.answer(status, GOOD, **{"X-Ratelimit-Remaining": "7"})
    if status == 200:
        got = over_http(colour, server.base_url, lambda ig: ig.raw.tags.search("snow"))
        assert (got.status, got.rate.remaining, got.headers["x-RATELIMIT-remaining"]) == (200, 7, "7")
        return
    with pytest.raises(errors.APIError) as caught:
        over_http(colour, server.base_url, search)
    assert caught.value.status == status


def slow(handler: Handler) -> None:
    """Answer too late."""
    time.sleep(1.0)
    handler.answer(200, GOOD)


def cut(handler: Handler) -> None:
    """Promise more than is sent, then reset."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"meta": {"co')
    handler.reset()


def noise(handler: Handler) -> None:
    """Speak something else than HTTP."""
    handler.wfile.write(b"SSH-2.0-hello\r\n\r\n")
    handler.reset()


def unpackable(handler: Handler) -> None:
    """Claim an encoding that the body has not."""
    handler.answer(200, GOOD, **{"Content-Encoding": "gzip"})


FAULTS: dict[str, tuple[Callable[[Handler], None], type[errors.TransportError]]] = {
    "late": (slow, errors.TransportTimeoutError),
    "cut in mid-body": (cut, errors.TransportError),
    "reset": (Handler.reset, errors.TransportError),
    "noise": (noise, errors.TransportError),
    "unpackable": (unpackable, errors.TransportError),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_faults_of_the_line(colour: Colour, server: Server, fault: str, over_http: OverHttp) -> None:
    """Each becomes a TransportError without a trace of httpx or of the token."""
    server.act, wanted = FAULTS[fault]
    with pytest.raises(wanted) as caught:
        over_http(colour, server.base_url, search, timeout=0.3)
    assert type(caught.value) is wanted
    assert caught.value.__cause__ is caught.value.__context__ is None
    assert "SENTINEL" not in str(caught.value)
    assert caught.value.sent


def test_nobody_listens(colour: Colour, over_http: OverHttp) -> None:
    """A refused connection says that nothing was sent."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(errors.TransportError, match="tags_search: no answer from") as caught:
        over_http(colour, f"http://127.0.0.1:{port}/v1", search)
    assert not caught.value.sent
    assert caught.value.__context__ is None


def test_tls_that_is_none(colour: Colour, server: Server, over_http: OverHttp) -> None:
    """A server without TLS at an https address is a fault like any other."""
    with pytest.raises(errors.TransportError, match=r"SSL|TLS|ConnectError"):
        over_http(colour, server.base_url.replace("http:", "https:"), search)


def test_faults_are_retried_over_a_socket(colour: Colour, server: Server, over_http: OverHttp) -> None:
    """A reset connection is opened again."""
    turns = iter([Handler.reset, lambda handler: handler.answer(500, b""), lambda handler: handler.answer(200, GOOD)])
    server.act = lambda handler: next(turns)(handler)  # type: ignore[no-untyped-call]
    assert over_http(colour, server.base_url, search, retry=Retry(backoff=0.01)) == []
    assert len(server.seen) == 3


def test_redirects_are_not_followed(colour: Colour, server: Server) -> None:
    """A redirect is an answer: following it could take the token elsewhere."""
    server.act = lambda handler: handler.answer(302, b"", Location="http://127.0.0.1:9/elsewhere")

    def sync() -> None:
        with httpx.Client(follow_redirects=True) as own:
            Client(TOKEN, base_url=server.base_url, http_client=own).tags.search("snow")

    async def awaited() -> None:
        async with httpx.AsyncClient(follow_redirects=True) as own:
            await AsyncClient(TOKEN, base_url=server.base_url, http_client=own).tags.search("snow")

    with pytest.raises(errors.APIError) as caught:
        colour.do(sync if colour.name == "sync" else awaited)
    assert (caught.value.status, len(server.seen)) == (302, 1)


def test_an_httpx_client_of_ones_own() -> None:
    """Its hooks see the traffic, its headers go along, and closing it stays with its owner."""
    seen: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=GOOD, headers={"X-Via": request.headers["X-Own"]})

    hooks = {"request": [lambda request: seen.append(request.method)]}
    own = httpx.Client(transport=httpx.MockTransport(answer), headers={"X-Own": "mine"}, event_hooks=hooks)
    with Client(TOKEN, http_client=own) as ig:
        assert ig.raw.tags.search("snow").headers["x-via"] == "mine"
    assert (seen, own.is_closed) == (["GET"], False)
    own.close()
    with pytest.raises(errors.ClientClosedError, match="httpx client"):
        Client(TOKEN, http_client=own).tags.search("snow")
    with pytest.raises(errors.UsageError, match="not both"):
        Client(TOKEN, http_client=own, transport=_Port())


class _Port:
    def __init__(self) -> None:
        self.closed = False

    def send(self, request: Any) -> Answer:
        return Answer(status=200, content=GOOD)

    def close(self) -> None:
        self.closed = True


def test_closing_and_using_afterwards(colour: Colour, server: Server) -> None:
    """Closing twice does nothing, use after close says so, and views end with their client."""
    if colour.name == "sync":
        ig: Any = Client(TOKEN, base_url=server.base_url)
        close = ig.close
    else:
        ig = AsyncClient(TOKEN, base_url=server.base_url)
        close = ig.aclose
    view = ig.with_options(timeout=1.0)
    other = ig.with_options(timeout=2.0)
    assert not ig.closed
    colour.do(lambda: ig.tags.search("snow"))
    colour.do(other.close if colour.name == "sync" else other.aclose)
    assert (other.closed, ig.closed, view.closed) == (True, False, False)
    assert colour.do(lambda: view.tags.search("snow")) == []
    for _ in range(2):
        colour.do(close)
    for late in (ig, view):
        assert late.closed
        with pytest.raises(errors.ClientClosedError, match="closed"):
            colour.do(lambda late=late: late.tags.search("snow"))  # type: ignore[misc]
    with pytest.raises(errors.ClientClosedError):
        ig.__enter__() if colour.name == "sync" else colour.do(ig.__aenter__)
    assert len(server.seen) == 2


def test_a_port_of_ones_own_stays_open() -> None:
    """What the client did not make it does not close."""
    port = _Port()
    with Client(TOKEN, transport=port) as ig:
        assert ig.tags.search("snow") == []
    assert not port.closed


def test_threads_share_a_client(server: Server) -> None:
    """Eight threads, one client: every answer belongs to its question."""

    def echo(handler: Handler) -> None:
        name = handler.path.split("/tags/")[1].split("?")[0]
        handler.answer(200, f'{{"meta":{{"code":200}},"data":{{"name":"{name}","media_count":1}}}}'.encode())

    server.act = echo
    wrong: list[Any] = []

    def work(ig: Client, number: int) -> None:
        for turn in range(10):
            name = f"t{number}x{turn}"
            if ig.tags.get(name).name != name:
                wrong.append(name)

    with Client(TOKEN, base_url=server.base_url, retry=None) as ig:
        threads = [threading.Thread(target=work, args=(ig, number)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert wrong == []
    assert len(server.seen) == 80


def test_tasks_share_a_client(server: Server) -> None:
    """Many tasks, one async client."""

    async def main() -> list[Any]:
        async with AsyncClient(TOKEN, base_url=server.base_url, retry=None) as ig:
            return list(await asyncio.gather(*(ig.tags.search(f"t{n}") for n in range(20))))

    assert asyncio.run(main()) == [[]] * 20


def test_loggers_are_guarded_once() -> None:
    """However many clients are made, each logger has one filter."""
    for _ in range(3):
        Client(TOKEN).close()
    for name in LOGGERS:
        assert [type(f) for f in logging.getLogger(name).filters].count(RedactingFilter) == 1
