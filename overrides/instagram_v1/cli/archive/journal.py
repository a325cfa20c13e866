"""What an export has done so far: one line for each step that is complete, and none for one that is not.

The items of a step are written before its line. So whatever ends the process, all that lies behind the last line is
known to be unfinished, is cut off, and is fetched again from the place that the line names.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import attrs

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure
from instagram_v1.runtime.plain import is_dict

if TYPE_CHECKING:
    from collections.abc import Iterator

FORMAT: Final = "instagram-v1 export"
VERSION: Final = 1


@attrs.frozen(kw_only=True)
class Head:
    """What an export is of; the first line.

    Attributes:
        account: Id of the account.
        username: Its name when the export began.
        base_url: Where it was asked for when the export began.
    """

    account: str
    username: str
    base_url: str

    def line(self) -> bytes:
        """The line."""
        return _line({"format": FORMAT, "version": VERSION, **attrs.asdict(self)})


@attrs.frozen(kw_only=True)
class Step:
    """One answer, stored.

    Attributes:
        part: Name of the part.
        of: Id of the owner; empty where there is none.
        walk: Number of the walk through the pages of this list, from 1.
        run: Number of the run that stored it.
        full: Whether the walk goes to the end of the list; otherwise it ends where everything is known.
        new: Items that it added.
        size: Length of the part's file after it.
        next: Cursor of the page that follows; empty at the end of the walk.
        gone: Why there is nothing to be had of this owner any more; empty otherwise.
    """

    part: str
    of: str = ""
    walk: int = 1
    run: int
    new: int
    size: int
    full: bool = False
    next: str = ""
    gone: str = ""

    def line(self) -> bytes:
        """The line; what says nothing is left out."""
        return _line({name: value for name, value in attrs.asdict(self).items() if value or name in ("new", "size")})


@attrs.frozen(kw_only=True)
class Run:
    """A run began.

    Attributes:
        number: Which, from 1.
        update: Whether it looks for what appeared since everything was complete.
    """

    number: int
    update: bool

    def line(self) -> bytes:
        """The line."""
        return _line({"run": self.number, "update": self.update})


@attrs.define
class Progress:
    """Where the walk through one list stands.

    Attributes:
        last: Its last step.
        began: The run in which the present walk began.
    """

    last: Step
    began: int

    def settled(self, since: int) -> bool:
        """Whether nothing is left to do: the walk came to its end in the run that began it.

        A walk that took several runs may have missed what appeared at the head of the list meanwhile.

        Args:
            since: The run that last asked for an update.
        """
        return not self.last.next and self.began == self.last.run and self.began >= since


@attrs.define
class History:
    """Everything that a journal tells.

    Attributes:
        head: What the export is of.
        good: Length of the journal as far as it is complete.
        runs: Number of the last run.
        since: The run that last asked for an update.
        lists: Where each list stands, by part and owner.
        sizes: Length of each part's file.
        items: Number of items of each part.
        gone: Owners of each part of which there was nothing to be had.
    """

    head: Head
    good: int = 0
    runs: int = 0
    since: int = 0
    lists: dict[tuple[str, str], Progress] = attrs.Factory(dict[tuple[str, str], Progress])
    sizes: dict[str, int] = attrs.Factory(dict[str, int])
    items: dict[str, int] = attrs.Factory(dict[str, int])
    gone: dict[str, set[str]] = attrs.Factory(dict[str, set[str]])

    def take(self, step: Step) -> None:
        """Learn of a step."""
        known = self.lists.get((step.part, step.of))
        if known is None or known.last.walk != step.walk:
            self.lists[step.part, step.of] = Progress(step, step.run)
        else:
            known.last = step
        self.sizes[step.part] = step.size
        self.items[step.part] = self.items.get(step.part, 0) + step.new
        missing = self.gone.setdefault(step.part, set())
        missing.add(step.of) if step.gone else missing.discard(step.of)

    def begin(self, run: Run) -> None:
        """Learn of a run."""
        self.runs = run.number
        self.since = run.number if run.update else self.since


def history(content: bytes, where: str) -> History | None:
    """Read a journal; ``None`` for one that has not even its first line.

    Raises:
        Failure: It is none, or is damaged before its end.
    """
    found: History | None = None
    for line, end in _complete(content):
        try:
            record = _record(line)
        except (ValueError, TypeError, KeyError, RecursionError):
            if end == len(content) and found is not None:
                # The last line may have been under way, however it looks.
                break
            raise Failure(
                f"{where} is not the journal of an export, or is damaged.", Exit.FILES, "export into another folder."
            ) from None
        if isinstance(record, Head):
            found = History(record)
        elif found is None:
            raise Failure(f"{where} is not the journal of an export.", Exit.FILES, "export into another folder.")
        elif isinstance(record, Run):
            found.begin(record)
        else:
            found.take(record)
        found.good = end
    return found


def _complete(content: bytes) -> Iterator[tuple[bytes, int]]:
    """Complete lines, each with the place where it ends."""
    start = 0
    while (end := content.find(b"\n", start)) >= 0:
        yield content[start:end], end + 1
        start = end + 1


def _record(line: bytes) -> Head | Run | Step:
    data: Any = json.loads(line)
    if not is_dict(data):
        raise ValueError
    values = data
    if "format" in values:
        if values["format"] != FORMAT or values["version"] != VERSION:
            raise ValueError
        return Head(account=values["account"], username=values["username"], base_url=values["base_url"])
    if "part" in values:
        return Step(**values)
    return Run(number=int(values["run"]), update=bool(values["update"]))


def _line(values: dict[str, Any]) -> bytes:
    return json.dumps(values).encode() + b"\n"
