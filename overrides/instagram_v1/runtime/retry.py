"""When to try again, and how long to wait before."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import attrs

from instagram_v1.runtime.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
LIMIT_STATUSES = frozenset({420, 429})
RETRIED_STATUSES = LIMIT_STATUSES | {408}


@attrs.frozen(kw_only=True)
class RetryEvent:
    """What an ``on_retry`` callback is told before the wait.

    Attributes:
        operation: Id of the operation.
        attempt: Number of the attempt that failed, counted from 1.
        wait: Seconds until the next one.
        status: HTTP status that it failed with, or ``None`` when no answer arrived.
        reason: What happened, without credentials.
    """

    operation: str
    attempt: int
    wait: float
    status: int | None
    reason: str


def _upper(methods: Iterable[str]) -> frozenset[str]:
    return frozenset(method.upper() for method in methods)


@attrs.frozen(kw_only=True)
class Retry:
    """A policy of trying again; immutable, shared by any number of clients.

    Retried are connection faults and timeouts, HTTP 408, 420 and 429, and every 5xx, for methods that change nothing.
    A server that says how long to wait is obeyed, or not asked again when that would pass the deadline.

    Attributes:
        attempts: Requests in all, counting the first.
        methods: Methods that may be repeated; add ``DELETE`` or ``POST`` only where doing it twice does no harm.
        backoff: Seconds before the second attempt; doubled for each further one.
        max_wait: Longest wait in seconds that is made up here (a server may ask for longer).
        jitter: Share of the wait that is left to chance, from 0 to 1, so that many clients do not return together.
        deadline: Seconds that the whole call may take, waits and attempts; ``None`` for no such limit.
        on_retry: Called before each wait.

    Raises:
        UsageError: A value is out of its range.
    """

    attempts: int = 3
    methods: frozenset[str] = attrs.field(default=SAFE_METHODS, converter=_upper)
    backoff: float = 0.5
    max_wait: float = 30.0
    jitter: float = 0.5
    deadline: float | None = 60.0
    on_retry: Callable[[RetryEvent], None] | None = attrs.field(default=None, repr=False)

    def __attrs_post_init__(self) -> None:
        ranges = {
            "attempts": self.attempts >= 1,
            "backoff": self.backoff >= 0,
            "max_wait": self.max_wait >= 0,
            "jitter": 0 <= self.jitter <= 1,
            "deadline": self.deadline is None or self.deadline > 0,
        }
        wrong = [name for name, fine in ranges.items() if not fine]
        if wrong:
            raise UsageError(f"Retry: out of range: {', '.join(wrong)}.")

    def covers(self, method: str, status: int | None) -> bool:
        """Whether an outcome is of the kind that is tried again.

        Args:
            method: HTTP method of the request.
            status: HTTP status of the answer, or ``None`` when none arrived.
        """
        return method in self.methods and (status is None or status in RETRIED_STATUSES or status >= 500)

    def wait(self, attempt: int, asked: float | None, chance: float) -> float:
        """Seconds to wait after a failed attempt.

        Args:
            attempt: Its number, counted from 1.
            asked: What the server asked for, if it did.
            chance: A random number from 0 to 1.
        """
        if asked is not None:
            return asked
        # The exponent is bounded: 2.0 ** 1024 overflows, and the wait is capped long before.
        full = min(self.max_wait, self.backoff * 2.0 ** min(attempt - 1, 64))
        return full * (1 - self.jitter * chance)
