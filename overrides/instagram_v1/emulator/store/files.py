"""Databases in files: made at one stroke, and looked at before they are opened."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import stat
from pathlib import Path
from typing import Final

from .schema import APPLICATION, UPGRADES, VERSION

_HEAD: Final = 100
_MAGIC: Final = b"SQLite format 3\0"
_VERSION_AT: Final = 60
_APPLICATION_AT: Final = 68


class WorldError(ValueError):
    """A file cannot be used as a world; the text says which, why, and what to do."""


def exists(path: Path) -> bool:
    """Tell whether there is something in a file; an empty one is as good as none.

    Raises:
        WorldError: It cannot be looked at, or is no file: a device would be replaced by a world.
    """
    try:
        found = path.stat()
    except FileNotFoundError:
        return False
    except (OSError, ValueError) as error:
        raise WorldError(f"cannot read {path}: {getattr(error, 'strerror', error)}") from None
    if not stat.S_ISREG(found.st_mode):
        raise WorldError(f"{path} is no ordinary file: choose another one")
    return found.st_size > 0


def check(path: Path) -> None:
    """Refuse a file that is no world of this version, or of an earlier one.

    Only the head is read, and nothing opened: SQLite itself would begin to write into a foreign database.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from None
    if len(head) < _HEAD or not head.startswith(_MAGIC):
        raise WorldError(f"{path} is not a database: choose another file")
    if _number(head, _APPLICATION_AT) != APPLICATION:
        raise WorldError(f"{path} is a database of another program: choose another file")
    version = _number(head, _VERSION_AT)
    if version != VERSION and version not in UPGRADES:
        raise WorldError(
            f"{path} has layout {version}, this version reads {VERSION}: dump it with the version it is of"
        )


def create(path: Path, image: bytes) -> None:
    """Write a whole database into a file: afterwards it is there complete, or not at all."""
    # Behind a link lies the file that is meant.
    target = Path(os.path.realpath(path))
    beside = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        with beside.open("wb") as file:
            file.write(image)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
        _settle(target.parent)
    except OSError as error:
        raise WorldError(f"cannot write {path}: {error.strerror}") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink()


def prepare(connection: sqlite3.Connection, path: str) -> None:
    """Make a connection to a file one that keeps what it acknowledged, and keep others out of the file."""
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        # Each commit waits for the disk: what was answered survives, whatever becomes of the process.
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("BEGIN IMMEDIATE")
        damage = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        busy = "locked" in str(error)
        reason = "another emulator is using it: stop that one, or choose another file" if busy else str(error)
        raise WorldError(f"cannot open {path}: {reason}") from None
    if damage != "ok":
        raise WorldError(f"{path} is damaged ({str(damage).splitlines()[-1]}): restore it from a copy")
    _upgrade(connection, path)


def _upgrade(connection: sqlite3.Connection, path: str) -> None:
    """Bring a file of an earlier layout up to this one, at one stroke."""
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    steps = "".join(UPGRADES[step] for step in range(version, VERSION))
    if not steps:
        return
    try:
        connection.executescript(f"BEGIN IMMEDIATE;{steps}PRAGMA user_version = {VERSION:d};COMMIT;")
    except sqlite3.Error as error:
        raise WorldError(f"cannot bring {path} up to layout {VERSION}: {error}") from None


def _number(head: bytes, at: int) -> int:
    return int.from_bytes(head[at : at + 4], "big")


def _settle(folder: Path) -> None:
    """Make sure that a new name is on the disk; where folders cannot be opened, the system does so by itself."""
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
