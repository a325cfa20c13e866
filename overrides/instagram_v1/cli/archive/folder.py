"""The folder of an export: its files are as long as its journal says, whatever happened before."""

from __future__ import annotations

import os
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any, Final

from instagram_v1.cli.archive.disk import Disk
from instagram_v1.cli.archive.journal import Head, History, Run, Step, history
from instagram_v1.cli.archive.plan import PARTS, Part
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

JOURNAL: Final = "journal.jsonl"
MANIFEST: Final = "manifest.json"
_EVERY: Final = 0.5
_OURS: Final = frozenset({JOURNAL, MANIFEST, *(part.file for part in PARTS)})


class Folder:
    """An open export; closing it leaves no half-written file.

    Args:
        path: The folder; made if it is not there.
        head: What is to be exported into it.
        update: Whether to look for what appeared since everything was complete.
        disk: Writes.
        every: Seconds after which what was stored is made to last.

    Raises:
        Failure: The folder is of another account, has files that are not ours, is in use, or was changed by hand.
    """

    def __init__(
        self, path: Path, head: Head, *, update: bool = False, disk: Disk | None = None, every: float = _EVERY
    ) -> None:
        self.path = path
        self._disk = disk or Disk()
        self._handles: dict[str, int] = {}
        self._update = update
        self._every = every
        self._kept = time.monotonic()
        self._lines: list[bytes] = []
        self._unsettled: set[str] = set()
        self._sizes: dict[str, int] = {}
        self._known = 0
        refuse_strangers(path)
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            self.history: History = self._begun(head)
            self._sizes, self._known = dict(self.history.sizes), self.history.good
            self._check(head)
            for part in PARTS:
                self._handles[part.name] = self._restored(part)
        except BaseException:
            self.close()
            raise

    @property
    def updating(self) -> bool:
        """Whether this run looks for what appeared since everything was complete."""
        return self._update

    def begin(self) -> Run:
        """Say that this run changes something; give it."""
        run = Run(number=self.history.runs + 1, update=self._update)
        self._lines.append(run.line())
        self.history.begin(run)
        return run

    def store(self, step: Step, content: bytes) -> None:
        """Add a step: first its items, and once they last, its line."""
        if content:
            self._disk.append(self._handles[step.part], content)
            self._unsettled.add(step.part)
        self.history.take(step)
        self._lines.append(step.line())
        if time.monotonic() - self._kept >= self._every:
            self.keep()

    def keep(self) -> None:
        """Make everything that was stored last.

        Not after every step: a disk takes longer for it than the API for an answer, and what is lost is asked again.
        """
        for name in sorted(self._unsettled):
            self._disk.settle(self._handles[name])
        self._unsettled.clear()
        if self._lines:
            journal, content = self._handles[JOURNAL], b"".join(self._lines)
            # An attempt that was interrupted may have left half of it.
            self._disk.cut(journal, self._known)
            self._disk.append(journal, content)
            self._disk.settle(journal)
            self._known += len(content)
            self._lines.clear()
        self._sizes, self._kept = dict(self.history.sizes), time.monotonic()

    def size(self, part: Part) -> int:
        """Length of a part's file, as far as it is complete."""
        return self.history.sizes.get(part.name, 0)

    def items(self, part: Part) -> Iterator[tuple[Any, str]]:
        """What a part's file holds: items and their owners.

        Raises:
            Failure: A line is none that was written here.
        """
        with (self.path / part.file).open("rb") as file:
            for number, line in enumerate(file, 1):
                try:
                    yield part.read(line)
                except (ValueError, RecursionError):
                    raise _changed(f"line {number} of {self.path / part.file} is none of an export") from None

    def write_manifest(self, content: bytes) -> None:
        """Put the manifest in place of the last one."""
        path = self.path / MANIFEST
        if not path.exists() or path.read_bytes() != content:
            self._disk.replace(path, content)

    def close(self) -> None:
        """Make what was stored last, cut off what is not complete, and let go of the files."""
        handles = self._handles
        with ExitStack() as stack:
            for handle in handles.values():
                stack.callback(os.close, handle)
            stack.callback(self._cut)
            if len(handles) > len(PARTS):
                self.keep()

    def _cut(self) -> None:
        handles, self._handles = self._handles, {}
        for name, handle in handles.items():
            if name != JOURNAL:
                self._disk.cut(handle, self._sizes.get(name, 0))

    def _begun(self, head: Head) -> History:
        """Open the journal, with at least its first line, for this process alone."""
        journal = self.path / JOURNAL
        if not journal.exists() or not journal.stat().st_size:
            self._disk.replace(journal, head.line())
        handle = self._handles[JOURNAL] = self._disk.open(journal)
        if not self._disk.lock(handle):
            raise Failure(f"another export is writing into {self.path}.", Exit.FILES, "wait until it has ended.")
        found = history(journal.read_bytes(), str(journal))
        if found is None:
            raise _changed(f"{journal} has no first line")
        self._disk.cut(handle, found.good)
        return found

    def _check(self, head: Head) -> None:
        there = self.history.head
        # The same account may have moved to another address; other accounts have other ids.
        if there.account != head.account:
            raise Failure(
                f"{self.path} holds an export of {there.username} ({there.account}), not of {head.username} "
                f"({head.account}).",
                Exit.FILES,
                "export into another folder.",
            )

    def _restored(self, part: Part) -> int:
        """Open a part's file, without what the journal does not know of."""
        path, size = self.path / part.file, self.size(part)
        handle = self._disk.open(path)
        if not _ends_at(handle, size):
            os.close(handle)
            raise _changed(f"{path} is not as its export left it")
        self._disk.cut(handle, size)
        return handle


def refuse_strangers(path: Path) -> None:
    """Refuse a folder with files that are not of an export.

    Raises:
        Failure: There are some, or the name is that of a file.
    """
    if not path.exists():
        return
    if not path.is_dir():
        raise Failure(f"{path} is no folder.", Exit.FILES, "name another place.")
    # Hidden files are those that desktops put everywhere, and our own under way.
    names = sorted(entry.name for entry in path.iterdir() if not entry.name.startswith("."))
    strange = [name for name in names if name not in _OURS]
    if strange or (names and JOURNAL not in names):
        raise Failure(
            f"{path} has files that are not of an export: {', '.join((strange or names)[:3])}.",
            Exit.FILES,
            "move them away, or export into another folder.",
        )


def _ends_at(handle: int, size: int) -> bool:
    """Whether a line ends at a place of a file."""
    if not size:
        return True
    os.lseek(handle, size - 1, os.SEEK_SET)
    return os.read(handle, 1) == b"\n"


def _changed(what: str) -> Failure:
    return Failure(f"{what}: it was changed by hand.", Exit.FILES, "export into another folder.")
