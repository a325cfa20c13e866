"""The awaited client; ``client`` has the same, blocking."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from _instagram_v1.resources import AsyncRawResources, AsyncResources
from instagram_v1.runtime.adhoc import ad_hoc
from instagram_v1.runtime.callers import AsyncCaller
from instagram_v1.runtime.drivers import Lifetime
from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.pages import AsyncPage
from instagram_v1.settings import (
    ANY_CREDENTIALS,
    BASE_URL,
    RETRY,
    UNCHANGED,
    Unchanged,
    build_core,
    build_options,
    change,
    rate_of,
    resumed,
    shown,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Mapping
    from types import TracebackType
    from typing import Self

    import httpx

    from instagram_v1.budget import Budget
    from instagram_v1.runtime.clock import Clock
    from instagram_v1.runtime.cursor import Cursor
    from instagram_v1.runtime.httpx_transport import AsyncHttpxTransport
    from instagram_v1.runtime.pipeline import Attempt
    from instagram_v1.runtime.rate import RateLimit
    from instagram_v1.runtime.reading import BadItems
    from instagram_v1.runtime.response import Response
    from instagram_v1.runtime.retry import Retry
    from instagram_v1.runtime.transport import AsyncTransport

__all__ = ["AsyncClient"]


class _Raw(AsyncRawResources):
    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller


class AsyncClient(AsyncResources):
    """The API, awaited. Share it between the tasks of one event loop.

    Making one installs a filter on the loggers of httpx, so that they do not show tokens.

    Args:
        access_token: The token of a signed-in user, or a function, plain or async, that hands out the token of the
            moment.
        client_id: Id of the application: enough for some reads, and needed for subscriptions.
        client_secret: Secret of the application: needed for subscriptions and signing.
        base_url: Address of the API with its version, such as that of an emulator.
        scopes: The scopes that the token was granted, if known: calls that need another raise at once.
        timeout: Seconds to wait for each of connection, sending and the next bytes; ``None`` for no limit.
        retry: When to try again; ``None`` for never.
        http_client: An httpx client of your own, for proxies, certificates and hooks; closing it stays with you.
        transport: Anything with ``async send(Request) -> Answer`` in place of httpx; closing it stays with you.
        headers: Headers to send beside the usual ones.
        sign_requests: Add ``sig``, for applications that enforce signed requests.
        forwarded_for: The user's IP address, or several joined by commas, for the header that applications of before
            2015 could enforce.
        check_parameters: Check arguments against the documented rules before sending.
        bad_items: What becomes of a list's item that cannot be decoded: ``raise``, ``skip`` or ``raw``.
        hooks: Called after every attempt with its ``Attempt``, which carries no credentials.
        budget: What to do before an hourly limit is hit; ``None`` for finding out by ``RateLimitError``.
        clock: Time and chance, for tests.

    Raises:
        UsageError: The settings cannot work together.
    """

    def __init__(
        self,
        access_token: str | Callable[[], str | Awaitable[str]] | None = None,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        base_url: str = BASE_URL,
        scopes: Iterable[str] | None = None,
        timeout: float | None = 30.0,
        retry: Retry | None = RETRY,
        http_client: httpx.AsyncClient | None = None,
        transport: AsyncTransport | None = None,
        headers: Mapping[str, str] | None = None,
        sign_requests: bool = False,
        forwarded_for: str = "",
        check_parameters: bool = True,
        bad_items: BadItems = "raise",
        hooks: Iterable[Callable[[Attempt], None]] = (),
        budget: Budget | None = None,
        clock: Clock | None = None,
    ) -> None:
        if http_client is not None and transport is not None:
            raise UsageError("Give either http_client or transport, not both.")
        core = build_core(
            access_token=access_token,
            client_id=client_id,
            client_secret=client_secret,
            base_url=base_url,
            sign_requests=sign_requests,
            forwarded_for=forwarded_for,
            clock=clock,
            options=build_options(
                timeout=timeout,
                retry=retry,
                headers=headers,
                bad_items=bad_items,
                scopes=scopes,
                checked=check_parameters,
                hooks=hooks,
                budget=budget,
            ),
        )
        self._close_own: Callable[[], Awaitable[None]] | None = None
        if transport is None:
            transport = own = _httpx(http_client)
            self._close_own = own.aclose
        self._use(AsyncCaller(core, transport, Lifetime()))

    def _use(self, caller: AsyncCaller) -> None:
        self._own = caller
        self._caller = caller

    @cached_property
    def raw(self) -> AsyncRawResources:
        """The same resources, whose methods return the whole answer: status, headers, rate, bytes, envelope."""
        return _Raw(self._own)

    @property
    def rate(self) -> RateLimit:
        """What the API last said of the request budget of this client's token."""
        return rate_of(self._own.core)

    @property
    def closed(self) -> bool:
        """Whether the client, or the one it was derived from, was closed."""
        return self._own.lifetime.closed

    async def request(self, method: str, path: str, params: Mapping[str, object] | None = None) -> Response[Any]:
        """Call what no method covers; the answer stays plain data.

        Args:
            method: HTTP method.
            path: Path below the base address, such as ``/media/popular``.
            params: Parameters: sent in the body for POST, PUT and PATCH, in the address otherwise.

        Raises:
            UsageError: The path is none, or a value cannot be sent.
            APIError: The API refused.
            TransportError: No answer arrived.
            DecodeError: The answer is no JSON.
        """
        arguments = dict(params or {})
        return await self._own.call(ad_hoc(method, path, arguments, ANY_CREDENTIALS), arguments)

    def resume(self, cursor: Cursor) -> AsyncPage[Any]:
        """The page that a cursor stands for, to be awaited or iterated.

        Args:
            cursor: What ``page.cursor`` gave, here or in another process.

        Raises:
            PaginationError: The cursor leads to another host, or belongs to no paged operation.
            APIError: The API refused.
        """
        return AsyncPage(self._own, resumed(cursor))

    def with_options(
        self,
        *,
        access_token: str | Callable[[], str | Awaitable[str]] | Unchanged | None = UNCHANGED,
        scopes: Iterable[str] | Unchanged | None = UNCHANGED,
        timeout: float | Unchanged | None = UNCHANGED,
        retry: Retry | Unchanged | None = UNCHANGED,
        headers: Mapping[str, str] | Unchanged = UNCHANGED,
        check_parameters: bool | Unchanged = UNCHANGED,
        bad_items: BadItems | Unchanged = UNCHANGED,
        hooks: Iterable[Callable[[Attempt], None]] | Unchanged = UNCHANGED,
        budget: Budget | Unchanged | None = UNCHANGED,
    ) -> Self:
        """A client with other settings on the same connections; it ends when this one is closed.

        Args:
            access_token: Another user's token; unless told, its scopes are unknown.
            scopes: The scopes that the token was granted; ``None`` for unknown.
            timeout: Seconds to wait; ``None`` for no limit.
            retry: When to try again; ``None`` for never.
            headers: Headers to send beside those of this client.
            check_parameters: Whether to check arguments before sending.
            bad_items: What becomes of a list's item that cannot be decoded.
            hooks: Called after every attempt, in place of this client's.
            budget: What to do before an hourly limit is hit; what was counted so far stays counted.

        Raises:
            UsageError: A setting is out of its range.
        """
        core = change(
            self._own.core,
            access_token=access_token,
            scopes=scopes,
            timeout=timeout,
            retry=retry,
            headers=headers,
            check_parameters=check_parameters,
            bad_items=bad_items,
            hooks=hooks,
            budget=budget,
        )
        derived = type(self).__new__(type(self))
        derived._close_own = None
        derived._use(self._own.with_core(core))
        return derived

    async def aclose(self) -> None:
        """Close the connections, unless they are yours; closing twice does nothing."""
        if self._own.lifetime.end() and self._close_own is not None:
            await self._close_own()

    async def __aenter__(self) -> Self:
        self._own.lifetime.check()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return shown(self, self._own.core)

    def __reduce__(self) -> str:
        raise UsageError("A client is not pickled: it holds credentials and connections. Make a new one there.")


def _httpx(client: httpx.AsyncClient | None) -> AsyncHttpxTransport:
    # Here, so that importing this module, as type checkers and documentation do, does not cost httpx.
    from instagram_v1.runtime.httpx_transport import AsyncHttpxTransport

    return AsyncHttpxTransport(client)
