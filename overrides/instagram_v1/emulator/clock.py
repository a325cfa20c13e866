"""Where the emulator's time comes from: never from the wall clock by itself.

A clock is anything that can be called and gives unix seconds.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol, TypeAlias, runtime_checkable

Clock: TypeAlias = Callable[[], float]

_LAST: Final = float(2**31 - 1)


@runtime_checkable
class MovableClock(Protocol):
    """A clock that can be moved on: what every emulator has."""

    def __call__(self) -> float:
        """Give the time in unix seconds."""
        ...

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        ...


class ManualClock:
    """A clock that stands still until somebody moves it: the default, so that a run can be repeated to the byte."""

    def __init__(self, start: float) -> None:
        self._now = float(start)
        self._lock = threading.Lock()

    def __call__(self) -> float:
        """Give the time in unix seconds."""
        return self._now

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        with self._lock:
            self._now += seconds

    def __repr__(self) -> str:
        return f"ManualClock({self._now!r})"


class RunningClock:
    """A clock that starts at a given moment and goes on at the usual pace: for a server that people play with.

    Attributes:
        runs: That time passes by itself, so that whoever waits has to.
    """

    runs: Final = True

    def __init__(self, start: float) -> None:
        self._start = float(start)
        self._since = time.monotonic()
        self._lock = threading.Lock()

    def __call__(self) -> float:
        """Give the time in unix seconds."""
        return self._start + time.monotonic() - self._since

    def advance(self, seconds: float) -> None:
        """Move the clock on, beside what passes by itself."""
        with self._lock:
            self._start += seconds

    def __repr__(self) -> str:
        return f"RunningClock({self._start!r})"


class GivenClock:
    """A function that gives the time, moved on by what was asked for.

    Attributes:
        runs: That time passes as the function says, so that whoever waits has to.
    """

    runs: Final = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        """Give the time in unix seconds."""
        return self._clock() + self._ahead

    def advance(self, seconds: float) -> None:
        """Move the clock on."""
        with self._lock:
            self._ahead += seconds

    def __repr__(self) -> str:
        return f"GivenClock({self._clock!r})"


class ShiftedClock:
    """Another clock, moved: what a jump of the clock does to the emulator, without touching the clock itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._shift = 0.0
        self._lock = threading.Lock()

    def __call__(self) -> float:
        """Give the time in unix seconds; never before 1970, nor later than ids made of it can tell."""
        return min(max(0.0, self._clock() + self._shift), _LAST)

    def shift(self, seconds: float) -> None:
        """Jump, forwards or back.

        Raises:
            ValueError: It is no number of seconds.
        """
        if math.isnan(seconds):
            raise ValueError("a clock jumps by a number of seconds, not by nan")
        with self._lock:
            self._shift = min(max(self._shift + seconds, -_LAST), _LAST)
