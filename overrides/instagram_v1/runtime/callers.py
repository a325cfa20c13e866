"""What resources call: a core, a transport and a driver, bound together for one client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from instagram_v1.runtime.drivers import Lifetime, adrive, drive
from instagram_v1.runtime.pipeline import Core, exchange

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.response import Response
    from instagram_v1.runtime.transport import AsyncTransport, Transport

E = TypeVar("E")


class SyncCaller:
    """Performs operations, blocking.

    Args:
        core: What all calls share.
        transport: What carries the requests.
        lifetime: Whether it may still send.
    """

    def __init__(self, core: Core, transport: Transport, lifetime: Lifetime) -> None:
        self.core = core
        self.transport = transport
        self.lifetime = lifetime

    def call(self, operation: Operation[E, Any], arguments: Mapping[str, object], *, address: str = "") -> Response[E]:
        """Perform one operation; raises what ``exchange`` raises."""
        self.lifetime.check()
        flow = exchange(self.core, operation, arguments, address=address)
        return drive(flow, self.transport, self.core.clock)

    def with_core(self, core: Core) -> SyncCaller:
        """A view with other settings on the same connections; it ends when this one does."""
        return SyncCaller(core, self.transport, Lifetime(self.lifetime))


class AsyncCaller:
    """Performs operations, awaited.

    Args:
        core: What all calls share.
        transport: What carries the requests.
        lifetime: Whether it may still send.
    """

    def __init__(self, core: Core, transport: AsyncTransport, lifetime: Lifetime) -> None:
        self.core = core
        self.transport = transport
        self.lifetime = lifetime

    async def call(
        self, operation: Operation[E, Any], arguments: Mapping[str, object], *, address: str = ""
    ) -> Response[E]:
        """Perform one operation; raises what ``exchange`` raises."""
        self.lifetime.check()
        flow = exchange(self.core, operation, arguments, address=address)
        return await adrive(flow, self.transport, self.core.clock)

    def with_core(self, core: Core) -> AsyncCaller:
        """A view with other settings on the same connections; it ends when this one does."""
        return AsyncCaller(core, self.transport, Lifetime(self.lifetime))
