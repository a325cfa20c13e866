"""What an operation answered, written: as a table, as lines, or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, Protocol

from instagram_v1.cli.columns import cell, columns, dated, fields, fitting

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instagram_v1.cli.screen import Screen

Form = Literal["table", "json", "jsonl"]


class Writer(Protocol):
    """Takes items as they come, in batches, and an end."""

    def write(self, items: Sequence[Any]) -> None:
        """Take items."""
        ...

    def finish(self) -> None:
        """Nothing comes any more."""
        ...


def plain(value: Any) -> Any:
    """A model as plain data under the API's names; plain data as it is."""
    from instagram_v1.models import Model, asdict

    return asdict(value, wire=True) if isinstance(value, Model) else value


def writer(screen: Screen, form: Form, wanted: Any) -> Writer:
    """What writes a list of items of a type."""
    if form == "jsonl":
        return Lines(screen)
    if form == "json":
        return Array(screen)
    return Drawn(screen, wanted) if screen.drawn else Tabbed(screen, wanted)


def write_one(screen: Screen, form: Form, value: Any, wanted: Any) -> None:
    """Write one object, or nothing where the API answers with nothing."""
    data = plain(value)
    if form != "table":
        screen.json(data, indent=2 if form == "json" else None)
        return
    if data is None:
        screen.note("done; the API answers this with nothing.")
        return
    rows = [(".".join(path), cell(data, path), path) for path in fields(wanted)]
    if not screen.drawn:
        for name, text, _ in rows:
            screen.row((name, text))
        return
    screen.table(["field", "value"], [(name, dated(path, text)) for name, text, path in rows if text])


class Lines:
    """JSON Lines: each batch can be read as soon as it is there."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen

    def write(self, items: Sequence[Any]) -> None:
        """Write a line for each."""
        for item in items:
            self._screen.json(plain(item))
        self._screen.flush()

    def finish(self) -> None:
        """Nothing is open."""


class Array:
    """One JSON array, complete or not begun: half of one could not be read."""

    def __init__(self, screen: Screen) -> None:
        self._screen = screen
        self._items: list[Any] = []

    def write(self, items: Sequence[Any]) -> None:
        """Keep them."""
        self._items.extend(plain(item) for item in items)

    def finish(self) -> None:
        """Write them."""
        self._screen.json(self._items, indent=2)


class Tabbed:
    """Cells parted by tabs, below a line of names; the columns are those of the type, whatever came."""

    def __init__(self, screen: Screen, wanted: Any) -> None:
        self._screen = screen
        self._paths = columns(wanted)
        self._begun = False

    def write(self, items: Sequence[Any]) -> None:
        """Write a row for each."""
        self._begin()
        for item in items:
            data = plain(item)
            self._screen.row(cell(data, path) for path in self._paths)
        self._screen.flush()

    def finish(self) -> None:
        """Write the names, if nothing else was."""
        self._begin()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            self._screen.row(".".join(path) or "value" for path in self._paths)


class Drawn:
    """A table, drawn when everything is there, since its columns are as wide as what stands in them."""

    def __init__(self, screen: Screen, wanted: Any) -> None:
        self._screen = screen
        self._paths = columns(wanted)
        self._rows: list[list[str]] = []

    def write(self, items: Sequence[Any]) -> None:
        """Keep them."""
        for item in items:
            data = plain(item)
            self._rows.append([dated(path, cell(data, path)) if path else cell(data, path) for path in self._paths])

    def finish(self) -> None:
        """Draw them."""
        if not self._rows:
            self._screen.note("nothing there.")
            return
        width = self._screen.console().width
        chosen = fitting(self._paths, self._rows, width)
        rows = [[_short(row[place]) for place in chosen] for row in self._rows]
        self._screen.table([".".join(self._paths[place]) or "value" for place in chosen], rows)
        filled = sum(any(row[place] for row in self._rows) for place in range(len(self._paths)))
        if filled > len(chosen):
            self._screen.note(f"{filled - len(chosen)} more columns have no room here; --json shows everything.")


def _short(text: str) -> str:
    clean = " ".join(text.split())
    return clean if len(clean) <= _LONGEST else f"{clean[: _LONGEST - 1]}…"


_LONGEST = 60


def decoded(content: bytes) -> Any:
    """The body of an answer as plain data; as text where it is no JSON."""
    import msgspec

    try:
        body: Any = msgspec.json.decode(content)
        return body
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return content.decode("utf-8", "replace")
