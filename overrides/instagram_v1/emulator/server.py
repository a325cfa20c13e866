"""HTTP around it all: Starlette on uvicorn, in a thread, on a port of this machine only."""

from __future__ import annotations

import asyncio
import socket
import threading
from typing import Final

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect
from starlette.requests import Request as WebRequest
from starlette.routing import BaseRoute, Match
from starlette.types import ASGIApp, Receive, Scope, Send

from . import callbacks, private
from .core import BODY_LIMIT, Pending
from .delivery import deliver
from .front import Front
from .messages import Request
from .protocol import Protocol

HOST: Final = "127.0.0.1"
_STARTING: Final = 10.0
_STOPPING: Final = 5.0


class Endpoint:
    """The ASGI application: translates, and lets those behind it decide."""

    def __init__(self, front: Front) -> None:
        self._front = front

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        web = WebRequest(scope, receive)
        try:
            request = await _read(web)
        except ClientDisconnect:
            return
        answer = self._front.begin(request)
        if isinstance(answer, Pending):
            # Somebody else's server has to be asked: not on the loop, where all others would wait for it.
            body = await run_in_threadpool(callbacks.fetch, answer.url)
            answer = answer.finish(body)
        await deliver(request, answer, scope, send)


async def _read(web: WebRequest) -> Request:
    body = bytearray()
    path = bytes(web.scope.get("raw_path") or web.scope["path"].encode()).decode("latin-1")
    limit = private.body_limit(path) if private.owns(path) else BODY_LIMIT
    async for chunk in web.stream():
        # One byte too many is kept as the mark of a body that is too large; the rest is let go.
        body += chunk[: limit + 1 - len(body)]
    scope = web.scope
    # Clients of HTTP/1.0 name no host.
    host = web.headers.get("host") or "{}:{}".format(*scope["server"])
    return Request(
        method=web.method,
        path=path,
        query=bytes(scope["query_string"]).decode("utf-8", "replace"),
        headers=tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in scope["headers"]),
        body=bytes(body),
        origin=f"{scope['scheme']}://{host}",
    )


class _Everything(BaseRoute):
    """Leads every address to one place: Starlette's own patterns know no line feed, and paths may hold one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        return Match.FULL, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app(scope, receive, send)


class _Uvicorn(uvicorn.Server):
    """Tells the thread that started it when it is ready."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        await super().shutdown(sockets)
        # Who still holds a connection had their time; it must not outlive the loop that it belongs to.
        for connection in list(self.server_state.connections):
            connection.transport.abort()
        await asyncio.sleep(0)


class Server:
    """An emulator on a port, from ``start()`` to ``stop()``."""

    def __init__(self, front: Front, port: int = 0) -> None:
        self._socket = _listen(port)
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            Starlette(routes=[_Everything(Endpoint(front))]),
            http=Protocol,
            ws="none",
            loop="asyncio",
            lifespan="off",
            access_log=False,
            log_config=None,
            log_level="critical",
            date_header=False,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=1,
        )
        self._server = _Uvicorn(config)
        self._thread = threading.Thread(target=self._run, name="instagram-v1-emulator", daemon=True)

    def start(self) -> None:
        """Serve, and come back once requests are answered."""
        self._thread.start()
        if not self._server.ready.wait(_STARTING):
            self.stop()
            raise RuntimeError(f"the emulator did not start within {_STARTING:g} seconds: is the machine overloaded?")

    def stop(self) -> None:
        """End all connections and give the port back."""
        self._server.should_exit = True
        self._thread.join(_STOPPING)
        self._socket.close()

    def _run(self) -> None:
        asyncio.run(self._server.serve(sockets=[self._socket]))


def _listen(port: int) -> socket.socket:
    # The protocol has to be named: asyncio turns Nagle's algorithm off only then, and it costs 40 ms a request.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except (OSError, OverflowError):
        listening.close()
        raise
    return listening
