"""Time and chance, in one place, so that tests can bring their own."""

from __future__ import annotations

import random
import time
from collections.abc import Awaitable, Callable

import attrs


async def _asleep(seconds: float) -> None:
    import asyncio

    await asyncio.sleep(seconds)


@attrs.frozen(kw_only=True)
class Clock:
    """Where the client takes time and chance from.

    Attributes:
        monotonic: Seconds that only grow, for durations.
        now: Seconds since 1970, for dates.
        chance: A random number from 0 to 1, for jitter.
        sleep: Waits, blocking.
        asleep: Waits, awaited.
    """

    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], float] = time.time
    chance: Callable[[], float] = random.random
    sleep: Callable[[float], None] = time.sleep
    asleep: Callable[[float], Awaitable[None]] = _asleep
