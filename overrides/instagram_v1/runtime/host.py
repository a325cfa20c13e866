"""What every client is, whichever API it speaks to: connections, their end, and views with other settings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instagram_v1.runtime.callers import AsyncCaller, SyncCaller
from instagram_v1.runtime.drivers import Lifetime
from instagram_v1.runtime.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType
    from typing import Self

    import httpx

    from instagram_v1.runtime.pages import AsyncCaller as AsyncCallerPort
    from instagram_v1.runtime.pages import Caller
    from instagram_v1.runtime.pipeline import Core
    from instagram_v1.runtime.transport import AsyncTransport, Transport

_PICKLED = "A client is not pickled: it holds credentials and connections. Make a new one there."
_BOTH = "Give either http_client or transport, not both."


class Host:
    """A blocking client, less its operations: those come from generated resources, which use ``_caller``."""

    _own: SyncCaller
    _caller: Caller
    _close_own: Callable[[], None] | None

    def _open(self, core: Core, http_client: httpx.Client | None, transport: Transport | None) -> None:
        if http_client is not None and transport is not None:
            raise UsageError(_BOTH)
        self._close_own = None
        if transport is None:
            # Here, so that importing clients, as type checkers and documentation do, does not cost httpx.
            from instagram_v1.runtime.httpx_transport import HttpxTransport

            transport = own = HttpxTransport(http_client)
            self._close_own = own.close
        self._use(SyncCaller(core, transport, Lifetime()))

    def _use(self, caller: SyncCaller) -> None:
        self._own = caller
        self._caller = caller

    def _derived(self, core: Core) -> Self:
        derived = type(self).__new__(type(self))
        derived._close_own = None
        derived._use(self._own.with_core(core))
        return derived

    @property
    def closed(self) -> bool:
        """Whether the client, or the one it was derived from, was closed."""
        return self._own.lifetime.closed

    def close(self) -> None:
        """Close the connections, unless they are yours; closing twice does nothing."""
        if self._own.lifetime.end() and self._close_own is not None:
            self._close_own()

    def __enter__(self) -> Self:
        self._own.lifetime.check()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return shown(self)

    def __reduce__(self) -> str:
        raise UsageError(_PICKLED)


class AsyncHost:
    """An awaited client, less its operations: those come from generated resources, which use ``_caller``."""

    _own: AsyncCaller
    _caller: AsyncCallerPort
    _close_own: Callable[[], Awaitable[None]] | None

    def _open(self, core: Core, http_client: httpx.AsyncClient | None, transport: AsyncTransport | None) -> None:
        if http_client is not None and transport is not None:
            raise UsageError(_BOTH)
        self._close_own = None
        if transport is None:
            from instagram_v1.runtime.httpx_transport import AsyncHttpxTransport

            transport = own = AsyncHttpxTransport(http_client)
            self._close_own = own.aclose
        self._use(AsyncCaller(core, transport, Lifetime()))

    def _use(self, caller: AsyncCaller) -> None:
        self._own = caller
        self._caller = caller

    def _derived(self, core: Core) -> Self:
        derived = type(self).__new__(type(self))
        derived._close_own = None
        derived._use(self._own.with_core(core))
        return derived

    @property
    def closed(self) -> bool:
        """Whether the client, or the one it was derived from, was closed."""
        return self._own.lifetime.closed

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
        return shown(self)

    def __reduce__(self) -> str:
        raise UsageError(_PICKLED)


def shown(client: Host | AsyncHost) -> str:
    """The repr of a client: where it goes and what kinds of credentials it has."""
    name, own = type(client).__name__, vars(client).get("_own")
    # Tracebacks with local variables, as error trackers make them, show clients whose settings were refused too.
    return f"<{name} of {own.core.base_url}, {own.core.credentials!r}>" if own else f"<{name}, not made>"
