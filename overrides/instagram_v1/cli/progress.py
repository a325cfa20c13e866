"""How far an export is: a bar on a terminal, nothing elsewhere but the waits, which somebody may wonder about."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self

    from rich.progress import Progress, TaskID

    from instagram_v1.cli.screen import Screen


class Bar:
    """A context manager that shows the progress while it is open.

    Args:
        screen: Where to: on standard error, so that standard output has the data alone.
    """

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._name = ""

    def begin(self, part: str, total: int | None, there: int) -> None:
        """A part begins."""
        if self._bar is None:
            return
        self._finish()
        self._name = part
        self._task = self._bar.add_task(part, total=total, completed=there)

    def advance(self, number: int) -> None:
        """So many more are there."""
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, advance=number, description=self._name)

    def waiting(self, seconds: float) -> None:
        """The budget is used up."""
        words = f"the hourly budget is used up: waiting {_span(seconds)}"
        if self._bar is not None and self._task is not None:
            self._bar.update(self._task, description=f"{self._name} ({words})")
        else:
            self._screen.note(words)

    def __enter__(self) -> Self:
        if self._screen.watched:
            self._bar = _drawn(self._screen)
            self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._bar is not None:
            if error is None:
                self._finish()
            self._bar.stop()

    def _finish(self) -> None:
        if self._bar is not None and self._task is not None:
            done = self._bar.tasks[-1].completed
            self._bar.update(self._task, total=done, completed=done)


def _drawn(screen: Screen) -> Progress:
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    return Progress(*columns, console=screen.console(errors=True))


def _span(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"
