"""Where a walk through pages stands: what to ask next, and how to notice going in circles.

Pure bookkeeping, shared by the pages of both colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from instagram_v1.runtime.errors import PaginationError, UsageError
from instagram_v1.runtime.model import text
from instagram_v1.runtime.plain import member

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.operation import Operation, Pagination
    from instagram_v1.runtime.response import Response


class Trail:
    """The positions that a walk has visited, in order.

    Pages of one walk share it. A page that is continued a second time takes a copy up to itself, so that two walks
    from one page do not mistake each other's steps for a circle.
    """

    __slots__ = ("_depths",)

    def __init__(self, depths: dict[str, int] | None = None) -> None:
        self._depths = depths if depths is not None else {}

    def step(self, position: str, depth: int) -> Trail | None:
        """Go to a position as step number ``depth``; ``None`` when the walk has been there."""
        if self._depths.get(position, depth) < depth:
            return None
        if len(self._depths) >= depth:
            return Trail({p: d for p, d in self._depths.items() if d < depth} | {position: depth})
        self._depths[position] = depth
        return self


class Step(msgspec.Struct, frozen=True):
    """One page of a walk, by what is asked for.

    Attributes:
        operation: The paged operation.
        arguments: What the caller asked with, by wire name.
        position: The cursor that leads here; empty on a first page.
        trail: The positions visited so far.
        depth: How many of them.
    """

    operation: Operation[Any, Any]
    arguments: Mapping[str, object]
    position: str = ""
    trail: Trail = msgspec.field(default_factory=Trail)
    depth: int = 0

    def query(self) -> tuple[Mapping[str, object], str]:
        """The arguments to send, and the address to follow where the cursor is one."""
        if not self.position:
            return self.arguments, ""
        parameter = _paging(self.operation).next_parameter
        if not parameter or "://" in self.position:
            return self.arguments, self.position
        return {**self.arguments, parameter: self.position}, ""

    def following(self, position: str) -> Step:
        """The step to the page at a position.

        Raises:
            PaginationError: The walk has been at this position before.
        """
        trail, depth = self.trail, self.depth
        if depth == 0:
            # A caller who starts in the middle has visited that place too.
            start = self.position or text_of(self.arguments.get(_paging(self.operation).next_parameter))
            trail, depth = Trail({start: 1} if start else {}), 1 if start else 0
        onward = trail.step(position, depth + 1)
        if onward is None:
            raise PaginationError(
                f"{self.operation.id}: the cursor of the following page has been followed before, so the pages go in "
                "a circle. Stop here, or start again from the first page.",
                operation=self.operation.id,
            )
        return Step(self.operation, self.arguments, position, onward, depth + 1)

    def newer(self, mark: str) -> Step:
        """The first page of what is newer than a mark."""
        paging = _paging(self.operation)
        if not paging.newer_parameter:
            raise UsageError(f"{self.operation.id} cannot be asked for newer items only: it has no such parameter.")
        arguments = {k: v for k, v in self.arguments.items() if k != paging.next_parameter}
        return Step(self.operation, {**arguments, paging.newer_parameter: mark} if mark else arguments)


def next_position(operation: Operation[Any, Any], response: Response[Any]) -> str:
    """The cursor of the following page, or its address where there is no cursor; empty when an answer has neither."""
    paging, pagination = _paging(operation), _pagination(operation, response)
    cursor = text_of(member(pagination, paging.next_key))
    address = text_of(member(pagination, paging.address_key))
    return cursor or (address if "://" in address else "")


def newest_mark(operation: Operation[Any, Any], response: Response[Any], items: list[Any]) -> str:
    """What marks the newest item: the key that the API gives, else the id of the first item."""
    mark = text_of(member(_pagination(operation, response), _paging(operation).newer_key))
    return mark or (text_of(member(items[0], "id")) if items else "")


def text_of(value: object) -> str:
    """A cursor or id as text; empty for everything that is none."""
    return text(value) or "" if isinstance(value, str | int | float) else ""


def _pagination(operation: Operation[Any, Any], response: Response[Any]) -> object:
    # An API without such a key has its cursors beside the data.
    name = operation.envelope.pagination
    return member(response.envelope, name) if name else response.envelope


def _paging(operation: Operation[Any, Any]) -> Pagination:
    if operation.pagination is None:
        raise UsageError(f"{operation.id} does not page, so there is no following page to ask for.")
    return operation.pagination
