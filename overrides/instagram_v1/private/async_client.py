"""The awaited client of the private API; ``client`` has the same, blocking."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from _instagram_private.resources import AsyncRawResources, AsyncResources
from instagram_v1.private.settings import (
    ANY_CREDENTIALS,
    CARRIED,
    RETRY,
    SHAPE,
    build_core,
    build_options,
    change,
    session_of,
)
from instagram_v1.runtime.adhoc import ad_hoc
from instagram_v1.runtime.choices import UNCHANGED, Unchanged
from instagram_v1.runtime.host import AsyncHost

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

    import httpx

    from instagram_v1.runtime.callers import AsyncCaller
    from instagram_v1.runtime.clock import Clock
    from instagram_v1.runtime.pipeline import Attempt
    from instagram_v1.runtime.reading import BadItems
    from instagram_v1.runtime.response import Response
    from instagram_v1.runtime.retry import Retry
    from instagram_v1.runtime.session import Session
    from instagram_v1.runtime.transport import AsyncTransport

__all__ = ["AsyncPrivateClient"]


class _Raw(AsyncRawResources):
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller


class AsyncPrivateClient(AsyncResources, AsyncHost):
    """The private API of 2010, awaited. Share it between the tasks of one event loop.

    It starts without a session: ``accounts.login`` gives one, which is kept in memory and brought to later requests.

    Args:
        base_url: Address of the API with its version, such as that of an emulator. There is no default: the service of
            that time is gone, and today's hosts are refused.
        session: What ``session.store()`` gave, or a session to share with another client.
        timeout: Seconds to wait for each of connection, sending and the next bytes; ``None`` for no limit.
        retry: When to try again; ``None`` for never.
        http_client: An httpx client of your own, for proxies, certificates and hooks; closing it stays with you.
        transport: Anything with ``async send(Request) -> Answer`` in place of httpx; closing it stays with you.
        headers: Headers to send beside the usual ones.
        bad_items: What becomes of a list's item that cannot be decoded: ``raise``, ``skip`` or ``raw``.
        hooks: Called after every attempt with its ``Attempt``, which carries no credentials.
        clock: Time and chance, for tests.

    Raises:
        UsageError: There is no base address, or the settings cannot work together.
    """

    def __init__(
        self,
        base_url: str | None = None,
        *,
        session: Session | str | None = None,
        timeout: float | None = 30.0,
        retry: Retry | None = RETRY,
        http_client: httpx.AsyncClient | None = None,
        transport: AsyncTransport | None = None,
        headers: Mapping[str, str] | None = None,
        bad_items: BadItems = "raise",
        hooks: Iterable[Callable[[Attempt], None]] = (),
        clock: Clock | None = None,
    ) -> None:
        options = build_options(timeout=timeout, retry=retry, headers=headers, bad_items=bad_items, hooks=hooks)
        core = build_core(base_url=base_url, session=session, clock=clock, options=options)
        self._open(core, http_client, transport)

    @cached_property
    def raw(self) -> AsyncRawResources:
        """The same resources, whose methods return the whole answer: status, headers, bytes, envelope."""
        return _Raw(self._own)

    @property
    def session(self) -> Session:
        """The session; ``session.store()`` gives it as a text, to be kept as safely as a password."""
        return session_of(self._own.core)

    async def request(self, method: str, path: str, params: Mapping[str, object] | None = None) -> Response[Any]:
        """Call what no method covers; the answer stays plain data.

        Args:
            method: HTTP method.
            path: Path below the base address, such as ``/feed/timeline/``.
            params: Parameters: sent in the body for POST, PUT and PATCH, in the address otherwise.

        Raises:
            UsageError: The path is none, or a value cannot be sent.
            APIError: The API refused.
            TransportError: No answer arrived.
            DecodeError: The answer is no JSON.
        """
        arguments = dict(params or {})
        return await self._own.call(ad_hoc(method, path, arguments, ANY_CREDENTIALS, CARRIED, SHAPE), arguments)

    def with_options(
        self,
        *,
        session: Session | str | Unchanged | None = UNCHANGED,
        timeout: float | Unchanged | None = UNCHANGED,
        retry: Retry | Unchanged | None = UNCHANGED,
        headers: Mapping[str, str] | Unchanged = UNCHANGED,
        bad_items: BadItems | Unchanged = UNCHANGED,
        hooks: Iterable[Callable[[Attempt], None]] | Unchanged = UNCHANGED,
    ) -> Self:
        """A client with other settings on the same connections; it ends when this one is closed.

        Args:
            session: Another user's session; ``None`` for a new one, in which nobody is signed in.
            timeout: Seconds to wait; ``None`` for no limit.
            retry: When to try again; ``None`` for never.
            headers: Headers to send beside those of this client.
            bad_items: What becomes of a list's item that cannot be decoded.
            hooks: Called after every attempt, in place of this client's.

        Raises:
            UsageError: A setting is out of its range.
        """
        core = change(
            self._own.core,
            session=session,
            timeout=timeout,
            retry=retry,
            headers=headers,
            bad_items=bad_items,
            hooks=hooks,
        )
        return self._derived(core)
