"""The few things that an export does to files, in one place, so that a test can end them at any moment."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


class Disk:
    """Writes, and the certainty that they are on the disk."""

    def open(self, path: Path) -> int:
        """Open a file for reading and writing; make it, readable by its owner alone, if it is not there."""
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)

    def append(self, handle: int, content: bytes) -> None:
        """Write at the end of a file."""
        os.lseek(handle, 0, os.SEEK_END)
        left = memoryview(content)
        while left:
            left = left[os.write(handle, left) :]

    def settle(self, handle: int) -> None:
        """Make what was written last, whatever becomes of the machine."""
        os.fsync(handle)

    def cut(self, handle: int, size: int) -> None:
        """Make a file as long as it was, if it is longer."""
        if os.fstat(handle).st_size > size:
            os.ftruncate(handle, size)
            os.fsync(handle)

    def replace(self, path: Path, content: bytes) -> None:
        """Put a file in place of an old one, or of none, all or nothing."""
        new = path.with_name(f".{path.name}.new")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self.append(handle, content)
            self.settle(handle)
        finally:
            os.close(handle)
        new.replace(path)
        self.sync(path.parent)

    def sync(self, folder: Path) -> None:
        """Make the names in a folder last."""
        if sys.platform == "win32":
            return
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def lock(self, handle: int) -> bool:
        """Keep a file for this process, until it ends; tell whether that was possible."""
        if sys.platform == "win32":
            return True
        import fcntl

        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
