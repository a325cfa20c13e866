"""What generated resources stand on: they know operations and arguments, and leave the rest to a caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar, cast

from instagram_v1.runtime.pages import AsyncCaller, AsyncPage, Caller, Page
from instagram_v1.runtime.steps import Step

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.response import Response

__all__ = ["AsyncCaller", "AsyncRawResource", "AsyncResource", "Caller", "RawResource", "Resource"]

E = TypeVar("E")
D = TypeVar("D")
T = TypeVar("T")


class _Sync:
    __slots__ = ("_caller",)

    def __init__(self, caller: Caller) -> None:
        self._caller = caller


class _Async:
    __slots__ = ("_caller",)

    def __init__(self, caller: AsyncCaller) -> None:
        self._caller = caller


class Resource(_Sync):
    """Base of the resources of ``Client``: methods return unwrapped data or pages."""

    __slots__ = ()

    def _one(self, operation: Operation[E, D], arguments: Mapping[str, object]) -> D:
        return cast("D", self._caller.call(operation, arguments).data)

    def _pages(self, operation: Operation[E, list[T]], arguments: Mapping[str, object]) -> Page[T]:
        page: Page[T] = Page(self._caller, Step(operation, arguments))
        return page


class AsyncResource(_Async):
    """Base of the resources of ``AsyncClient``: methods are awaited; pages can be iterated too."""

    __slots__ = ()

    async def _one(self, operation: Operation[E, D], arguments: Mapping[str, object]) -> D:
        return cast("D", (await self._caller.call(operation, arguments)).data)

    def _pages(self, operation: Operation[E, list[T]], arguments: Mapping[str, object]) -> AsyncPage[T]:
        page: AsyncPage[T] = AsyncPage(self._caller, Step(operation, arguments))
        return page


class RawResource(_Sync):
    """Base of the resources of ``Client.raw``: methods return the whole answer."""

    __slots__ = ()

    def _raw(self, operation: Operation[E, D], arguments: Mapping[str, object]) -> Response[E]:
        return self._caller.call(operation, arguments)


class AsyncRawResource(_Async):
    """Base of the resources of ``AsyncClient.raw``: methods return the whole answer."""

    __slots__ = ()

    async def _raw(self, operation: Operation[E, D], arguments: Mapping[str, object]) -> Response[E]:
        return await self._caller.call(operation, arguments)
