"""Timing several ways of doing one thing, so that the ratios between them mean something."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table

Ways = Mapping[str, Callable[[], object]]

console = Console()


def best_times(ways: Ways, *, rounds: int = 15, seconds: float = 0.02) -> dict[str, float]:
    """CPU seconds of one call of each way: its best round, with the rounds of all ways interleaved.

    The best round is the least disturbed one, and interleaving makes a slow moment of the machine hit all ways alike.
    """
    repeats = {name: _repeats(call, seconds) for name, call in ways.items()}
    best = dict.fromkeys(ways, float("inf"))
    for _ in range(rounds):
        for name, call in ways.items():
            best[name] = min(best[name], _cpu(call, repeats[name]) / repeats[name])
    return best


def show(title: str, times: Mapping[str, float], base: str) -> None:
    """Print the times as a table of ratios to one of them; the microseconds belong to this machine alone."""
    table = Table(box=None, pad_edge=False)
    table.add_column("way")
    table.add_column("µs", justify="right")
    table.add_column("ratio", justify="right")
    for name, value in sorted(times.items(), key=lambda row: row[1]):
        table.add_row(name, f"{value * 1e6:.0f}", f"{value / times[base]:.2f}")
    console.print(title, highlight=False)
    console.print(table)
    console.print()


def _repeats(call: Callable[[], object], seconds: float) -> int:
    call()
    start = time.perf_counter()
    call()
    return max(1, int(seconds / max(time.perf_counter() - start, 1e-7)))


def _cpu(call: Callable[[], object], repeats: int) -> float:
    gc.collect()
    start = time.process_time()
    for _ in range(repeats):
        call()
    return time.process_time() - start
