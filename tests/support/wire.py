"""An API in memory behind the port, and one way to drive both clients through the same case."""

from __future__ import annotations

import asyncio
import inspect
import json
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from instagram_v1 import AsyncClient, Client
from instagram_v1.runtime.clock import Clock
from instagram_v1.runtime.errors import TransportError
from instagram_v1.runtime.transport import Answer, Request

__all__ = [
    "BASE",
    "SECRET",
    "TOKEN",
    "Answer",
    "AsyncWire",
    "Colour",
    "FakeClock",
    "Request",
    "SyncWire",
    "Wire",
    "form",
    "ok",
    "path",
    "query",
    "refusal",
]

TOKEN = "1234567.fedcba9.SENTINEL00token00of00the00user00"
SECRET = "SENTINEL00secret00of00the00application"
BASE = "https://api.test/v1"

Reply = Answer | TransportError | Callable[[Request], Answer]


def ok(data: Any = None, *, pagination: Any = None, headers: dict[str, str] | None = None) -> Answer:
    """A successful answer around some data."""
    body: dict[str, Any] = {"meta": {"code": 200}, "data": data}
    if pagination is not None:
        body["pagination"] = pagination
    return Answer(status=200, headers=headers or {}, content=json.dumps(body).encode())


def refusal(status: int, kind: str, message: str, *, bare: bool = False, code: int | None = None) -> Answer:
    """An error of the API, in either of its shapes."""
    inner = {"code": code or status, "error_type": kind, "error_message": message}
    return Answer(status=status, content=json.dumps(inner if bare else {"meta": inner}).encode())


def query(request: Request) -> dict[str, str]:
    """The parameters in the address of a request."""
    return dict(parse_qsl(urlsplit(request.url).query, keep_blank_values=True))


def form(request: Request) -> dict[str, str]:
    """The fields in the body of a request."""
    return dict(parse_qsl((request.content or b"").decode(), keep_blank_values=True))


def path(request: Request) -> str:
    """The path of a request as it travels."""
    return urlsplit(request.url).path


class FakeClock:
    """A clock that moves only when somebody waits."""

    def __init__(self) -> None:
        self.time = 1_000_000.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> None:
        """Move on, and remember by how much."""
        self.waits.append(seconds)
        self.time += seconds

    async def await_(self, seconds: float) -> None:
        """The same, awaited."""
        self.wait(seconds)

    def clock(self) -> Clock:
        """What a client takes; chance is fixed at one half."""
        return Clock(
            monotonic=lambda: self.time,
            now=lambda: self.time,
            chance=lambda: 0.5,
            sleep=self.wait,
            asleep=self.await_,
        )


class Wire:
    """The far end of the port: hands out scripted replies, the last one again and again."""

    def __init__(self, *replies: Reply) -> None:
        self._replies = list(replies)
        self.requests: list[Request] = []

    def reply(self, request: Request) -> Answer:
        """Answer one request."""
        self.requests.append(request)
        reply = self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]
        if isinstance(reply, TransportError):
            raise reply
        return reply if isinstance(reply, Answer) else reply(request)


class SyncWire:
    """The port of ``Client``."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def send(self, request: Request) -> Answer:
        """Answer one request."""
        return self._wire.reply(request)


class AsyncWire:
    """The port of ``AsyncClient``."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    async def send(self, request: Request) -> Answer:
        """Answer one request."""
        return self._wire.reply(request)


class Colour:
    """One of the two clients, driven as if it were plain."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._runner = asyncio.Runner() if name == "async" else None

    def client(self, wire: Wire, *, token: Any = TOKEN, **options: Any) -> Any:
        """A client whose far end is ``wire``."""
        options = {"base_url": BASE, "retry": None, **options}
        if self.name == "async":
            return AsyncClient(token, transport=AsyncWire(wire), **options)
        return Client(token, transport=SyncWire(wire), **options)

    def do(self, call: Callable[[], Any]) -> Any:
        """Make a call, awaiting what it gives where that can be awaited."""
        if self._runner is None:
            return call()

        async def awaited() -> Any:
            made = call()
            return await made if inspect.isawaitable(made) else made

        return self._runner.run(awaited())

    def items(self, walk: Callable[[], Iterable[Any]], limit: int | None = None) -> list[Any]:
        """What a walk gives, up to a number of items; a walk left early is closed."""
        if self._runner is None:
            return _taken(walk(), limit)
        return self._runner.run(_ataken(walk(), limit))

    def close(self) -> None:
        """Stop the event loop."""
        if self._runner is not None:
            self._runner.close()


def _taken(source: Iterable[Any], limit: int | None) -> list[Any]:
    found: list[Any] = []
    for item in source:
        found.append(item)
        if len(found) == limit:
            break
    return found


async def _ataken(source: Any, limit: int | None) -> list[Any]:
    found: list[Any] = []
    walk = aiter(source)
    async for item in walk:
        found.append(item)
        if len(found) == limit:
            break
    await walk.aclose()
    return found
