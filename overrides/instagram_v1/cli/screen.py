"""Where a command writes: tables on a terminal, plain lines anywhere else, remarks beside the data.

Data goes to standard output; remarks, progress and errors go to standard error.
"""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING, TextIO

from instagram_v1.cli.texts import harmless, json_line, one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import Console


class Screen:
    """Standard output and standard error of one command.

    Args:
        colour: Whether colours were not asked away; NO_COLOR and dumb terminals have none either way.
    """

    def __init__(self, *, colour: bool = True) -> None:
        self.colour: bool = colour and not os.environ.get("NO_COLOR")
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                # A name in another script must not end a command in the middle of its output.
                stream.reconfigure(errors="backslashreplace")

    @property
    def drawn(self) -> bool:
        """Whether a person looks at the data."""
        return _terminal(sys.stdout)

    @property
    def watched(self) -> bool:
        """Whether a person looks at remarks and progress."""
        return _terminal(sys.stderr)

    def line(self, text: str) -> None:
        """One line of data."""
        sys.stdout.write(f"{harmless(text)}\n")

    def json(self, value: object, *, indent: int | None = None) -> None:
        """One JSON document."""
        encoding = (sys.stdout.encoding or "utf-8").lower().replace("-", "")
        sys.stdout.write(json_line(value, ascii_only=encoding != "utf8", indent=indent) + "\n")

    def flush(self) -> None:
        """Let readers see what there is so far."""
        sys.stdout.flush()

    def note(self, text: str) -> None:
        """A remark beside the data."""
        sys.stdout.flush()
        sys.stderr.write(f"{harmless(text)}\n")
        sys.stderr.flush()

    def row(self, cells: Iterable[str]) -> None:
        """One row of plain data: cells parted by tabs."""
        sys.stdout.write("\t".join(one_line(cell) for cell in cells) + "\n")

    def table(
        self, names: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: frozenset[int] = frozenset()
    ) -> None:
        """Rows: drawn on a terminal, parted by tabs below a line of names elsewhere.

        Args:
            names: Headings.
            rows: Cells of each row.
            numbers: Which columns are set to the right.
        """
        if not self.drawn:
            self.row(names)
            for row in rows:
                self.row(row)
            return
        from rich import box
        from rich.table import Table
        from rich.text import Text

        drawn = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
        for place, name in enumerate(names):
            drawn.add_column(Text(name), justify="right" if place in numbers else "left", overflow="fold")
        for row in rows:
            # A Text is taken as it stands: brackets in a caption are no markup.
            drawn.add_row(*(Text(harmless(cell.replace("\t", " "))) for cell in row))
        self.console().print(drawn)

    def console(self, *, errors: bool = False) -> Console:
        """What draws, on standard output or on standard error."""
        from rich.console import Console

        return Console(
            file=sys.stderr if errors else sys.stdout,
            color_system="auto" if self.colour else None,
            highlight=False,
            emoji=False,
        )


def settle() -> bool:
    """Send everything that was written; tell whether somebody still reads it.

    Where nobody does, what is left goes nowhere, so that the interpreter's own flush at the end stays quiet.
    """
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        unplug()
        return False
    return True


def unplug() -> None:
    """Let everything that is still written to standard output go nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        # Standard output of a test is no file.
        return
    finally:
        os.close(nowhere)


def _terminal(stream: TextIO) -> bool:
    return stream.isatty() and os.environ.get("TERM") != "dumb"
