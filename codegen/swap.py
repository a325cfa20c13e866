"""Putting a finished build in place: all of it or nothing, also when the process is killed half way.

Everything is prepared in a folder ``.codegen-…`` of the repository, so that putting it in place is renaming. Before the
first rename a journal says what is about to happen; a build that finds the journal of one that was killed undoes it.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from codegen.errors import CodegenError

PREFIX = ".codegen-"
_JOURNAL = "journal.json"
_OLD = "old"
NEW = "new"


@contextmanager
def locked(root: Path, *, shared: bool = False) -> Generator[None]:
    """Keep other builds of this repository out.

    Args:
        root: The repository.
        shared: Whether others may read at the same time (a check) or not (a build).

    Raises:
        CodegenError: Another build is running.
    """
    # The lock is on the folder itself: no file is left behind, and a killed build gives it back.
    handle = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(handle, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise CodegenError(
            "another build is running in this repository", file=root.name, remedy="wait for it to end, then try again"
        ) from None
    try:
        yield
    finally:
        os.close(handle)


@contextmanager
def settled(root: Path) -> Generator[None]:
    """Read a repository in which no build is at work and none that was killed has left anything half done.

    Args:
        root: The repository.

    Raises:
        CodegenError: A build is running.
    """
    if any(root.glob(f"{PREFIX}*")):
        with locked(root):
            recover(root)
    with locked(root, shared=True):
        yield


@contextmanager
def workshop(root: Path) -> Generator[Path]:
    """A temporary folder inside the repository, gone afterwards in any case.

    Call it under `locked` only: it clears away what killed builds have left.
    """
    recover(root)
    folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=root))
    try:
        yield folder
    finally:
        undo(root, folder)
        shutil.rmtree(folder, ignore_errors=True)


def recover(root: Path) -> None:
    """Undo and remove what killed builds have left."""
    for folder in sorted(root.glob(f"{PREFIX}*")):
        if folder.is_dir():
            undo(root, folder)
            shutil.rmtree(folder, ignore_errors=True)


def swap_in(root: Path, folder: Path, targets: Sequence[str]) -> None:
    """Put everything under ``new`` in place of what is there, or nothing of it.

    Args:
        root: The repository.
        folder: The workshop; its ``new`` mirrors the repository.
        targets: Paths of files and folders to put in place, relative to the repository.
    """
    (folder / _OLD).mkdir()
    _write_journal(folder, targets)
    for number, target in enumerate(targets):
        place = root / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            place.rename(folder / _OLD / str(number))
        (folder / NEW / target).rename(place)
    # From here on the build stands: without a journal nothing is undone.
    (folder / _JOURNAL).unlink()


def undo(root: Path, folder: Path) -> None:
    """Put back what a swap that did not end has moved away; without a journal there is nothing to undo."""
    journal = folder / _JOURNAL
    if not journal.exists():
        return
    for number, target in enumerate(json.loads(journal.read_text(encoding="utf-8"))):
        place, old, new = root / target, folder / _OLD / str(number), folder / NEW / target
        # Moved back rather than removed, so that an undo that is killed too can be undone again.
        if not new.exists() and place.exists():
            place.rename(new)
        if old.exists():
            old.rename(place)
    journal.unlink()


def _write_journal(folder: Path, targets: Sequence[str]) -> None:
    # Written aside and renamed, so that a journal is there whole or not at all.
    draft = folder / f"{_JOURNAL}.draft"
    draft.write_text(json.dumps(list(targets)), encoding="utf-8")
    draft.rename(folder / _JOURNAL)
