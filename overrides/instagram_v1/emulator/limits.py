"""How many requests were made in the last hour: the sliding window behind both kinds of 429."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final, TypeAlias

from .clock import Clock

HOUR: Final = 3600

Limit: TypeAlias = "int | Iterable[tuple[float, int]]"
"""A number, or several with the moments from which they hold, in unix seconds, the earliest first."""

LIVE: Final = ((0.0, 5000), (1522800000.0, 200))
"""Requests per hour of a token: cut down on 2018-04-04."""

LIVE_WRITES: Final = 60
SANDBOX: Final = ((0.0, 500), (1522800000.0, 200))
SANDBOX_WRITES: Final = 30


class Window:
    """Counts the requests of each key over the last hour.

    Requests of one second share a bucket, so that a key never holds more than an hour's worth of seconds.
    """

    def __init__(self, limit: Limit, clock: Clock) -> None:
        self._limits = [(0.0, limit)] if isinstance(limit, int) else list(limit)
        self._clock = clock
        self._buckets: dict[str, deque[list[int]]] = {}
        self._totals: dict[str, int] = {}

    @property
    def limit(self) -> int:
        """How many requests an hour has room for, at this time."""
        now = self._clock()
        return [limit for since, limit in self._limits if since <= now or since == 0][-1]

    def add(self, key: str) -> int:
        """Count one request; give how many there were in the last hour, this one included."""
        now = int(self._clock())
        self._forget(key, now)
        buckets = self._buckets.setdefault(key, deque())
        if buckets and buckets[-1][0] == now:
            buckets[-1][1] += 1
        else:
            buckets.append([now, 1])
        self._totals[key] = self._totals.get(key, 0) + 1
        return self._totals[key]

    def made(self, key: str) -> int:
        """Give how many requests there were in the last hour."""
        self._forget(key, int(self._clock()))
        return self._totals.get(key, 0)

    def remaining(self, key: str) -> int:
        """Give how many requests are left."""
        return max(0, self.limit - self.made(key))

    def used(self) -> dict[str, int]:
        """Give how many requests each key made in the last hour."""
        now = int(self._clock())
        for key in list(self._buckets):
            self._forget(key, now)
        return {key: made for key, made in self._totals.items() if made}

    def history(self, key: str, bins: int) -> list[int]:
        """Give how the requests of a key spread over the last hour, the earliest first."""
        now, found = int(self._clock()), [0] * bins
        for second, made in list(self._buckets.get(key, ())):
            ago = min(max(now - second, 0), HOUR - 1)
            found[bins - 1 - ago * bins // HOUR] += made
        return found

    def reset(self) -> None:
        """Forget all requests."""
        self._buckets.clear()
        self._totals.clear()

    def _forget(self, key: str, now: int) -> None:
        buckets = self._buckets.get(key)
        while buckets and buckets[0][0] <= now - HOUR:
            self._totals[key] -= buckets.popleft()[1]
