"""Waiting where the hourly budget is used up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from instagram_v1.errors import RateLimitError

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_FIRST: Final = 60.0
_LONGEST: Final = 900.0


class Patience:
    """Asks again after a wait.

    Args:
        sleep: Waits.
        limit: Seconds to wait in all before one answer; 0 for never waiting.
        tell: Told of each wait before it begins.
    """

    def __init__(
        self, sleep: Callable[[float], None], limit: float, tell: Callable[[float], object] = lambda seconds: None
    ) -> None:
        self._sleep = sleep
        self._limit = limit
        self._tell = tell

    def get(self, fetch: Callable[[], T]) -> T:
        """Fetch something, however often the budget is used up meanwhile.

        Raises:
            RateLimitError: The waiting would take longer than the limit.
        """
        waited, usual = 0.0, _FIRST
        while True:
            try:
                return fetch()
            except RateLimitError as error:
                # Without a word of the API: the budget is counted over a sliding hour, some of it comes back soon.
                wait = max(1.0, error.retry_after) if error.retry_after is not None else usual
                if waited + wait > self._limit:
                    raise
            self._tell(wait)
            self._sleep(wait)
            waited, usual = waited + wait, min(usual * 2, _LONGEST)
