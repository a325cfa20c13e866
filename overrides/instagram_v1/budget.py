"""Staying within the hourly limits: wait, raise or call back before the API refuses."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final, Literal

import attrs

from instagram_v1.errors import BudgetError, UsageError
from instagram_v1.runtime.meter import BudgetEvent

if TYPE_CHECKING:
    from instagram_v1.runtime.operation import Operation

__all__ = ["SANDBOX_WRITES", "WRITES", "Budget", "BudgetEvent"]

WRITES: Final = 60
"""How many likes, comments or changes of relationships a token may make in an hour, each of them."""

SANDBOX_WRITES: Final = 30
"""The same for an application in the sandbox."""


@attrs.frozen(kw_only=True)
class Budget:
    """A policy for the hourly limits; immutable, shared by any number of clients.

    All requests of a token count against the general limit, of which the API says with each answer what is left.
    Writes count against a lower one too, for likes, comments and relationships each; the API says nothing of it
    before it refuses, so it is counted here. Both are counted for each token, for all threads and tasks of one client
    and its views; other processes with the same token are seen only in what the API says.

    Attributes:
        action: What to do when a request would go beyond a limit: ``wait`` until it fits, or raise ``BudgetError`` when
            that would pass the deadline of ``Retry``; ``raise`` at once; or a function that is told, and may raise to
            keep the request from being sent.
        writes: Writes of one kind allowed in an hour: 60, or 30 in the sandbox; ``None`` for not counting them.
        limit: Requests of any kind allowed in an hour, where that is to be less than the API says.
        keep: Requests of the general limit to leave for others.

    Raises:
        UsageError: A value is out of its range.
    """

    action: Literal["wait", "raise"] | Callable[[BudgetEvent], object] = "wait"
    writes: int | None = WRITES
    limit: int | None = None
    keep: int = 0

    def __attrs_post_init__(self) -> None:
        ranges = {
            "action": callable(self.action) or self.action in ("wait", "raise"),
            "writes": self.writes is None or self.writes >= 1,
            "limit": self.limit is None or self.limit >= 1,
            "keep": self.keep >= 0,
        }
        wrong = [name for name, fine in ranges.items() if not fine]
        if wrong:
            raise UsageError(f"Budget: out of range: {', '.join(wrong)}.")

    def group_of(self, operation: Operation[Any, Any], names: tuple[str, ...]) -> str:
        """What an operation is counted with beside all requests: its resource, if it writes for a user."""
        if operation.method == "GET" or "access_token" not in names or self.writes is None:
            return ""
        # An operation that was made up on the spot has no resource; its path ends in one, or in an id below it.
        words = [part for part in operation.path.split("/") if part.isalpha()]
        return operation.resource or (words[-1] if words else "")

    def allowed(self, group: str) -> int | None:
        """Requests allowed in an hour; ``None`` when only the API can say."""
        return self.writes if group else self.limit

    def reserved(self, group: str) -> int:
        """Requests to leave for others."""
        return 0 if group else self.keep

    def decide(self, event: BudgetEvent, left: float | None) -> float | None:
        """Wait, raise or call back.

        Raises:
            BudgetError: The policy is to raise, or the wait would pass the deadline.
        """
        if callable(self.action):
            self.action(event)
            return None
        if self.action == "raise":
            raise _refusal(event, "")
        if left is not None and event.wait >= left:
            raise _refusal(event, f"; waiting would pass the deadline of Retry, {left:.0f} s from now")
        return event.wait


def _refusal(event: BudgetEvent, why: str) -> BudgetError:
    kind = f"changing {event.group}" if event.group else "requests"
    of = f" of {event.limit} an hour" if event.limit is not None else ""
    return BudgetError(
        f"the budget{of} for {kind} is used up{why}; nothing was sent",
        operation=event.operation,
        limit=event.limit,
        retry_after=event.wait,
    )
