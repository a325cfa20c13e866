"""Remembers the latest requests, for whoever looks on."""

from __future__ import annotations

import threading
from collections import deque
from typing import Final

from attrs import frozen

KEPT: Final = 500


@frozen
class Entry:
    """One request and what became of it.

    Attributes:
        number: Its number, from 1 on.
        time: When it came, by the emulator's clock, in unix seconds.
        method: HTTP method.
        path: Path, without the query: tokens travel in that.
        status: Status of the answer.
        operation: Id of the operation; empty for pages and unknown addresses.
        person: Id of whose token was sent, or 0.
        took: Milliseconds until the answer was known.
        faults: Names of the faults that struck it.
    """

    number: int
    time: float
    method: str
    path: str
    status: int
    operation: str
    person: int
    took: float
    faults: tuple[str, ...]


class Journal:
    """The latest requests; older ones are forgotten."""

    def __init__(self, kept: int = KEPT) -> None:
        self._entries: deque[Entry] = deque(maxlen=kept)
        self._lock = threading.Lock()
        self._number = 0

    def note(
        self,
        *,
        time: float,
        method: str,
        path: str,
        status: int,
        operation: str,
        person: int,
        took: float,
        faults: tuple[str, ...],
    ) -> None:
        """Remember a request."""
        with self._lock:
            self._number += 1
            self._entries.append(Entry(self._number, time, method, path, status, operation, person, took, faults))

    def after(self, number: int) -> list[Entry]:
        """Give what came after the request of a number, the earliest first."""
        with self._lock:
            return [entry for entry in self._entries if entry.number > number]
