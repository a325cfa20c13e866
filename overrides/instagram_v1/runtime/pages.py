"""Pages of a list, walked on lazily: one item asked for costs one request.

A walk goes by the cursor, never by the number of items: the API sends short and even empty pages in the middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Protocol, TypeVar

from instagram_v1.runtime.errors import PaginationError, UsageError
from instagram_v1.runtime.steps import Step, newest_mark, next_position

if TYPE_CHECKING:
    import asyncio
    from collections.abc import AsyncIterator, Generator, Iterator, Mapping

    from instagram_v1.runtime.cursor import Cursor
    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.response import Response

E = TypeVar("E")
D = TypeVar("D")
T = TypeVar("T")


class Caller(Protocol):
    """What performs an operation, synchronously."""

    def call(self, operation: Operation[E, D], arguments: Mapping[str, object], *, address: str = "") -> Response[E]:
        """Perform one operation; ``address`` is a ``next_url`` to follow in place of the arguments."""
        ...


class AsyncCaller(Protocol):
    """What performs an operation, asynchronously."""

    async def call(
        self, operation: Operation[E, D], arguments: Mapping[str, object], *, address: str = ""
    ) -> Response[E]:
        """Perform one operation; ``address`` is a ``next_url`` to follow in place of the arguments."""
        ...


class _Answered(Generic[T]):
    """What a page is once its answer is there."""

    def __init__(self, step: Step, response: Response[Any] | None) -> None:
        self._step = step
        self._response: Response[Any] | None = None
        self._items: list[T] = []
        if response is not None:
            self._fill(response)

    def _fill(self, response: Response[Any]) -> None:
        self._response = response
        self._items = list(response.data or ())

    @property
    def _loaded(self) -> bool:
        return self._response is not None

    @property
    def items(self) -> list[T]:
        """The items of this page alone."""
        self._need()
        return self._items

    @property
    def response(self) -> Response[Any]:
        """The whole answer that brought this page."""
        return self._need()

    @property
    def has_next(self) -> bool:
        """Whether the answer names a following page."""
        return bool(next_position(self._step.operation, self._need()))

    @property
    def cursor(self) -> Cursor | None:
        """The place of the following page, to be stored and given to ``resume``; ``None`` on the last page."""
        from instagram_v1.runtime.cursor import Cursor

        position = next_position(self._step.operation, self._need())
        return Cursor.at(self._step, position) if position else None

    def _need(self) -> Response[Any]:
        if self._response is None:
            raise UsageError(
                f"This page of {self._step.operation.id} is not loaded yet: await it first, or use `async for`."
            )
        return self._response

    def _following(self) -> Step:
        response = self._need()
        position = next_position(self._step.operation, response)
        if not position:
            raise PaginationError(
                f"{self._step.operation.id}: this is the last page. Ask `has_next` before `next()`.",
                operation=self._step.operation.id,
            )
        return self._step.following(position)

    def _newer(self) -> Step:
        response = self._need()
        return self._step.newer(newest_mark(self._step.operation, response, self._items))

    def __repr__(self) -> str:
        name, operation = type(self).__name__, self._step.operation.id
        if self._response is None:
            return f"<{name} of {operation}, not loaded>"
        return f"<{name} of {operation}: {len(self._items)} items, {'more follow' if self.has_next else 'the last'}>"

    def __reduce__(self) -> tuple[Any, ...]:
        # Connection and history stay behind: a stored page is read, and walked on through its cursor.
        step = Step(self._step.operation, self._step.arguments, self._step.position)
        return type(self), (None, step, self._response)


class Page(_Answered[T]):
    """One page of a list; iterating it goes on through all following pages, each fetched when it is reached.

    Attributes are those of this page alone: ``items``, ``has_next``, ``cursor``, ``response``.
    """

    def __init__(self, caller: Caller | None, step: Step, response: Response[Any] | None = None) -> None:
        super().__init__(step, response)
        self._caller = caller
        if response is None:
            arguments, address = step.query()
            self._fill(_connected(caller, step).call(step.operation, arguments, address=address))

    def next(self) -> Page[T]:
        """Fetch the following page.

        Raises:
            PaginationError: This is the last page, the pages go in a circle, or the API points to another host.
            APIError: The API refused.
        """
        return Page(_connected(self._caller, self._step), self._following())

    def newer(self) -> Page[T]:
        """Fetch what has appeared since this page, where the API can be asked so.

        Raises:
            UsageError: The operation has no parameter for it.
            APIError: The API refused.
        """
        return Page(_connected(self._caller, self._step), self._newer())

    def pages(self, *, max_pages: int | None = None) -> Iterator[Page[T]]:
        """Walk this page and the following ones, fetching each when it is reached.

        Args:
            max_pages: Stop after so many, counting this one.

        Raises:
            PaginationError: The pages go in a circle, or the API points to another host.
            APIError: The API refused.
        """
        if max_pages is not None and max_pages <= 0:
            return
        page, count = self, 1
        while True:
            yield page
            if not page.has_next or count == max_pages:
                return
            page, count = page.next(), count + 1

    def walk(self, *, max_items: int | None = None, max_pages: int | None = None) -> Iterator[T]:
        """Walk the items of this page and of the following ones; ``for item in page`` is the same without limits.

        Args:
            max_items: Stop after so many items; no page is fetched that is not needed for them.
            max_pages: Stop after so many pages, counting this one.

        Raises:
            PaginationError: The pages go in a circle, or the API points to another host.
            APIError: The API refused.
        """
        left = max_items
        if left is not None and left <= 0:
            return
        for page in self.pages(max_pages=max_pages):
            for item in page.items:
                yield item
                if left is not None:
                    left -= 1
                    if left == 0:
                        return

    def __iter__(self) -> Iterator[T]:
        return self.walk()

    def __deepcopy__(self, memo: dict[int, Any]) -> Page[T]:
        return Page(self._caller, self._step, self._response)


class AsyncPage(_Answered[T]):
    """One page of a list, asked for but not loaded: nothing is sent until it is awaited or iterated.

    ``await`` it for its first page, or use ``async for`` to walk all items of it and of the following pages.
    """

    def __init__(self, caller: AsyncCaller | None, step: Step, response: Response[Any] | None = None) -> None:
        super().__init__(step, response)
        self._caller = caller
        self._lock: asyncio.Lock | None = None

    def __await__(self) -> Generator[Any, Any, AsyncPage[T]]:
        return self._load().__await__()

    async def _load(self) -> AsyncPage[T]:
        if not self._loaded:
            import asyncio

            self._lock = self._lock or asyncio.Lock()
            async with self._lock:
                # A second task that awaited the same page finds it loaded.
                if not self._loaded:
                    await self._fetch()
        return self

    async def _fetch(self) -> None:
        arguments, address = self._step.query()
        caller = _connected(self._caller, self._step)
        self._fill(await caller.call(self._step.operation, arguments, address=address))

    def next(self) -> AsyncPage[T]:
        """The following page, to be awaited.

        Raises:
            PaginationError: This is the last page, or the pages go in a circle.
        """
        return AsyncPage(_connected(self._caller, self._step), self._following())

    def newer(self) -> AsyncPage[T]:
        """What has appeared since this page, to be awaited, where the API can be asked so.

        Raises:
            UsageError: The operation has no parameter for it.
        """
        return AsyncPage(_connected(self._caller, self._step), self._newer())

    async def pages(self, *, max_pages: int | None = None) -> AsyncIterator[AsyncPage[T]]:
        """Walk this page and the following ones, loading each when it is reached.

        Args:
            max_pages: Stop after so many, counting this one.

        Raises:
            PaginationError: The pages go in a circle, or the API points to another host.
            APIError: The API refused.
        """
        if max_pages is not None and max_pages <= 0:
            return
        page, count = await self, 1
        while True:
            yield page
            if not page.has_next or count == max_pages:
                return
            page, count = await page.next(), count + 1

    async def walk(self, *, max_items: int | None = None, max_pages: int | None = None) -> AsyncIterator[T]:
        """Walk the items of this page and of the following ones; ``async for item in page`` is the same.

        Args:
            max_items: Stop after so many items; no page is loaded that is not needed for them.
            max_pages: Stop after so many pages, counting this one.

        Raises:
            PaginationError: The pages go in a circle, or the API points to another host.
            APIError: The API refused.
        """
        left = max_items
        if left is not None and left <= 0:
            return
        async for page in self.pages(max_pages=max_pages):
            for item in page.items:
                yield item
                if left is not None:
                    left -= 1
                    if left == 0:
                        return

    def __aiter__(self) -> AsyncIterator[T]:
        return self.walk()

    def __deepcopy__(self, memo: dict[int, Any]) -> AsyncPage[T]:
        return AsyncPage(self._caller, self._step, self._response)


_AnyCaller = TypeVar("_AnyCaller", Caller, AsyncCaller)


def _connected(caller: _AnyCaller | None, step: Step) -> _AnyCaller:
    if caller is None:
        raise UsageError(
            f"This page of {step.operation.id} was read from an archive, so there is no client to fetch another with. "
            "Give its cursor to `resume` of a client."
        )
    return caller
