"""For the tests of programs that use this package: clients that the emulator answers, in the same process.

No socket is opened, and no time passes: where a client waits, for a retry or for its budget, the emulator's clock moves
on instead.

    from instagram_v1 import testing
    from instagram_v1.emulator import Emulator

    with testing.client(Emulator(seed=7)) as ig:
        assert ig.users.get("self").username

``private_client`` and ``async_private_client`` are the same for the private API of 2010.

With pytest there are fixtures for it: ``instagram_emulator``, ``instagram_client``, ``instagram_async_client``,
``instagram_private_client``, ``instagram_async_private_client`` and ``instagram_server``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

from instagram_v1.runtime.clock import Clock
from instagram_v1.runtime.errors import TransportError, TransportTimeoutError
from instagram_v1.runtime.transport import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from instagram_v1 import AsyncClient, Client
    from instagram_v1.emulator import Emulator
    from instagram_v1.emulator import Request as Asked
    from instagram_v1.emulator import Response as Answered
    from instagram_v1.private import AsyncPrivateClient, PrivateClient
    from instagram_v1.runtime.transport import Request

__all__ = [
    "AsyncInProcess",
    "InProcess",
    "Offline",
    "async_client",
    "async_private_client",
    "client",
    "clock",
    "private_client",
]

_NOWHERE = "http://emulator.invalid/api/v1"
"""Address of a private API that listens nowhere: its clients have no default, and no name can resolve to it."""


class Offline(Protocol):
    """What is needed of an ``Emulator``; one that stands behind something else will do."""

    @property
    def clock(self) -> Callable[[], float]:
        """The time in unix seconds; one that can ``advance`` is moved on where a client waits."""
        ...

    def token(self, username: str | None = None, scopes: Iterable[str] | None = None) -> str:
        """Make an access token."""
        ...

    def handle(self, request: Asked) -> Answered:
        """Answer a request."""
        ...


class InProcess:
    """A transport for ``Client`` and ``oauth.exchange_code`` that asks an emulator directly.

    Args:
        emulator: Who answers; it need not be started.
    """

    def __init__(self, emulator: Offline) -> None:
        self._emulator = emulator

    def send(self, request: Request) -> Answer:
        """Answer a request.

        Raises:
            TransportError: The emulator was asked to break this answer off, or to be slower than the timeout.
        """
        return _answer(self._emulator.handle(_translated(request)), request)


class AsyncInProcess:
    """A transport for ``AsyncClient`` and ``oauth.exchange_code_async`` that asks an emulator directly.

    Args:
        emulator: Who answers; it need not be started.
    """

    def __init__(self, emulator: Offline) -> None:
        self._emulator = emulator

    async def send(self, request: Request) -> Answer:
        """Answer a request.

        Raises:
            TransportError: The emulator was asked to break this answer off, or to be slower than the timeout.
        """
        import asyncio

        asked = _translated(request)
        if asked.method == "POST" and asked.path.rstrip("/").endswith("/subscriptions"):
            # It asks the callback before it answers, and that may be served by this very loop.
            return _answer(await asyncio.to_thread(self._emulator.handle, asked), request)
        # Other tasks get their turn, as they would while a network is waited for.
        await asyncio.sleep(0)
        return _answer(self._emulator.handle(asked), request)


def client(emulator: Offline, **options: Any) -> Client:
    """Make a client that an emulator answers in this process.

    Args:
        emulator: Who answers; it need not be started.
        **options: Those of ``Client``. Without credentials among them it acts for the main user; ``scopes`` are then
            what its token permits.
    """
    from instagram_v1 import Client

    return Client(**_options(emulator, InProcess(emulator), options))


def async_client(emulator: Offline, **options: Any) -> AsyncClient:
    """Make an asynchronous client that an emulator answers in this process, as ``client`` does."""
    from instagram_v1 import AsyncClient

    return AsyncClient(**_options(emulator, AsyncInProcess(emulator), options))


def private_client(emulator: Emulator, username: str | None = None, **options: Any) -> PrivateClient:
    """Make a client of the private API that an emulator answers in this process.

    Args:
        emulator: Who answers; it need not be started.
        username: Who is signed in; the main user by default.
        **options: Those of ``PrivateClient``; ``session=None`` for one in which nobody is signed in.
    """
    from instagram_v1.private import PrivateClient

    return PrivateClient(**_private(emulator, username, InProcess(emulator), options))


def async_private_client(emulator: Emulator, username: str | None = None, **options: Any) -> AsyncPrivateClient:
    """Make an asynchronous client of the private API, as ``private_client`` does."""
    from instagram_v1.private import AsyncPrivateClient

    return AsyncPrivateClient(**_private(emulator, username, AsyncInProcess(emulator), options))


def clock(emulator: Offline) -> Clock | None:
    """The time of an emulator, for a client: waiting moves it on. ``None`` for one whose time goes on by itself."""
    time = emulator.clock
    advance = getattr(time, "advance", None)
    if advance is None or getattr(time, "runs", False):
        return None

    async def asleep(seconds: float) -> None:
        import asyncio

        advance(seconds)
        await asyncio.sleep(0)

    return Clock(monotonic=time, now=time, chance=lambda: 0.5, sleep=advance, asleep=asleep)


def _options(emulator: Offline, transport: object, options: dict[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {"transport": transport, "clock": clock(emulator), **options}
    if not {"access_token", "client_id"} & chosen.keys():
        chosen["access_token"] = emulator.token(scopes=options.get("scopes"))
    return chosen


def _private(emulator: Emulator, username: str | None, transport: object, options: dict[str, Any]) -> dict[str, Any]:
    chosen: dict[str, Any] = {"base_url": _NOWHERE, "transport": transport, "clock": clock(emulator), **options}
    if "session" not in options:
        chosen["session"] = emulator.private.session(username)
    return chosen


def _translated(request: Request) -> Asked:
    from instagram_v1.emulator import Request as Made

    parts = urlsplit(request.url)
    return Made(
        method=request.method,
        path=parts.path,
        query=parts.query,
        headers=(("Host", parts.netloc), *request.headers.items()),
        body=request.content or b"",
        origin=f"{parts.scheme}://{parts.netloc}",
    )


def _answer(response: Answered, request: Request) -> Answer:
    delivery, size = response.delivery, len(response.body)
    if delivery.cut is not None:
        raise TransportError(f"the connection was reset after {min(delivery.cut, size)} of {size} bytes")
    slow = max(delivery.wait, 1 / delivery.pace if delivery.pace else 0.0)
    if request.timeout is not None and slow > request.timeout:
        raise TransportTimeoutError(f"nothing came for {request.timeout:g} s")
    return Answer(status=response.status, headers=_joined(response.headers), content=response.body)


def _joined(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    # Two headers of one name are one with a comma, as HTTP has it.
    found: dict[str, str] = {}
    for name, value in headers:
        key = name.lower()
        found[key] = f"{found[key]}, {value}" if key in found else value
    return found
