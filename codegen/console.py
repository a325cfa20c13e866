"""What a build says on the way: drawn on a terminal, plain lines anywhere else."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import PurePath
from typing import TYPE_CHECKING, TextIO

from codegen.wording import counted

if TYPE_CHECKING:
    from codegen.build import Built
    from codegen.repair import Outcome

VERDICTS = ("applied", "fixed-upstream", "target-missing", "precondition-changed")


def harmless(text: str) -> str:
    """Take the control characters out of a text that quotes a specification."""
    return "".join(character if character.isprintable() or character == "\n" else "·" for character in text)


class Console:
    """Writes stages with their times, tables and notes.

    Args:
        stream: Where to; standard output by default.
        drawn: Whether to draw and colour; by default on a terminal without NO_COLOR.
    """

    def __init__(self, stream: TextIO | None = None, *, drawn: bool | None = None) -> None:
        self.stream = stream or sys.stdout
        self.drawn = self._can_draw() if drawn is None else drawn
        self._started = time.perf_counter()

    def _can_draw(self) -> bool:
        return self.stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"

    def line(self, text: str = "", *, style: str = "") -> None:
        """Write one line, or several; what a terminal would take for a command is shown as a dot."""
        text = harmless(text)
        if self.drawn and style:
            from rich.console import Console as Rich
            from rich.text import Text

            Rich(file=self.stream, highlight=False).print(Text(text, style=style))
        else:
            self.stream.write(f"{text}\n")
        self.stream.flush()

    @contextmanager
    def stage(self, name: str) -> Generator[None]:
        """Time a stage."""
        began = time.perf_counter()
        yield
        self.line(f"  {name:<16} {time.perf_counter() - began:6.2f} s", style="green")

    def total(self) -> None:
        """Write the time since the start."""
        self.line(f"  {'total':<16} {time.perf_counter() - self._started:6.2f} s", style="bold")

    def table(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table."""
        if self.drawn:
            self._draw(title, head, rows)
            return
        widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
        self.line(title)
        for row in (head, *rows):
            numbers = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
            self.line("  " + "  ".join((row[0].ljust(widths[0]), *numbers)).rstrip())

    def _draw(self, title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        from rich import box
        from rich.console import Console as Rich
        from rich.table import Table
        from rich.text import Text

        table = Table(title=title, title_justify="left", box=box.SIMPLE_HEAD)
        for column, name in enumerate(head):
            table.add_column(name, justify="right" if column else "left")
        for row in rows:
            table.add_row(*(Text(cell) for cell in row))
        Rich(file=self.stream, highlight=False).print(table)

    def repairs(self, outcomes: Sequence[Outcome]) -> None:
        """Write the table of repairs by theme (their file) and verdict."""
        counts: dict[str, dict[str, int]] = {}
        for outcome in outcomes:
            theme = counts.setdefault(PurePath(outcome.repair.file).stem, dict.fromkeys(VERDICTS, 0))
            theme[outcome.verdict] += 1
        rows = [[theme, *(str(count) for count in by_verdict.values())] for theme, by_verdict in sorted(counts.items())]
        if len(rows) > 1:
            rows.append(["all", *(str(sum(c[verdict] for c in counts.values())) for verdict in VERDICTS)])
        if rows:
            self.table("Repairs by theme and verdict", ["theme", *VERDICTS], rows)

    def notes(self, built: Built, *, all_of_them: bool) -> None:
        """Write the notes of rules and conversion: counted, or all of them."""
        if not all_of_them and len(built.notes) > 8:
            stages = ", ".join(
                f"{sum(stage == name for stage, _, _ in built.notes)} of {name}" for name in ("rules", "convert")
            )
            self.line(f"{counted(len(built.notes), 'note')} ({stages}); --verbose lists them")
            return
        for stage, where, text in built.notes:
            self.line(f"  note ({stage}) {where}: {text}", style="dim")
