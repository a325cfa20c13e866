"""Keeps the faults that are switched on, and decides which requests they strike."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from random import Random

from attrs import define

from .kinds import KINDS, Kind, Value
from .spec import InjectedFault, parse


@define
class _Active:
    """A fault that is switched on, and how often it was met."""

    fault: InjectedFault
    rng: Random
    met: int = 0
    struck: int = 0

    def strikes(self, operation: str) -> bool:
        """Decide about one request."""
        fault = self.fault
        if not fault.concerns(operation) or (fault.times and self.struck >= fault.times):
            return False
        self.met += 1
        # One draw for each request that is concerned, so that the outcome depends on their number alone.
        if self.rng.random() >= fault.rate or self.met <= fault.after:
            return False
        self.struck += 1
        return True


class Faults:
    """The faults of one emulator.

    The same seed, the same faults in the same order and the same requests in the same order give the same outcome.
    """

    def __init__(self, seed: int, initial: Iterable[str | InjectedFault] = ()) -> None:
        self._seed = seed
        self._added = 0
        self._active: list[_Active] = []
        self._lock = threading.Lock()
        for fault in initial:
            self.add(fault)

    def add(self, fault: str | InjectedFault, **options: Value) -> InjectedFault:
        """Switch a fault on.

        Args:
            fault: Its name, such as ``server-error``; also ``server-error:rate=0.5,status=503``.
            options: ``rate``, ``operation``, ``times``, ``after``, and what the kind itself can be told.

        Returns:
            The fault, which ``clear()`` takes to switch it off again.
        """
        made = parse(fault, **options)
        with self._lock:
            # Seeded by text: that is stable across processes, unlike the hash of a tuple.
            rng = Random(f"{self._seed} {self._added} {made.kind}")  # noqa: S311 - repeatable on purpose
            self._added += 1
            self._active.append(_Active(made, rng))
        return made

    def clear(self, fault: str | InjectedFault | None = None) -> None:
        """Switch off one fault, or all of a kind by its name, or all there are.

        After all have been switched off, the same faults have the same outcome as the first time.
        """
        with self._lock:
            if fault is None:
                self._active, self._added = [], 0
            else:
                self._active = [entry for entry in self._active if fault not in (entry.fault, entry.fault.kind)]

    def struck(self, operation: str) -> list[tuple[InjectedFault, Kind, Random]]:
        """Give the faults that strike a request for an operation, in the order in which they were added."""
        if not self._active:
            return []
        with self._lock:
            hits = [entry for entry in self._active if entry.strikes(operation)]
        return [(entry.fault, KINDS[entry.fault.kind], entry.rng) for entry in hits]

    def counts(self) -> list[tuple[InjectedFault, int]]:
        """Give each fault with how often it struck."""
        with self._lock:
            return [(entry.fault, entry.struck) for entry in self._active]

    def __iter__(self) -> Iterator[InjectedFault]:
        return iter([fault for fault, _ in self.counts()])

    def __len__(self) -> int:
        return len(self._active)

    def __repr__(self) -> str:
        return f"<Faults {[str(fault) for fault in self]}>"
