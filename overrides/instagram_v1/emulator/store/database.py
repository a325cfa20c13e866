"""The one connection to SQLite: nothing else in the emulator opens a database or begins a transaction."""

from __future__ import annotations

import sqlite3
import threading
import weakref
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeAlias

from .files import prepare
from .schema import APPLICATION, INDEXES, TABLES, VERSION

Row: TypeAlias = tuple[Any, ...]

MEMORY: Final = ":memory:"
_PATIENCE: Final = 0.2
"""Seconds to wait for somebody else's lock: an emulator keeps its file to itself, so that waiting is no use."""


class Database:
    """A SQLite database, in memory or in a file, used by one request at a time.

    The lock makes every change of state serialisable, whatever thread a request comes from.
    """

    def __init__(self, path: str = MEMORY) -> None:
        self.lock: threading.RLock = threading.RLock()
        # Transactions are written out below; autocommit keeps the module from opening its own.
        self._connection = sqlite3.connect(path, timeout=_PATIENCE, check_same_thread=False, isolation_level=None)
        # A world that nobody closed is closed when it is forgotten: newer Pythons warn otherwise.
        weakref.finalize(self, self._connection.close)
        if path != MEMORY:
            prepare(self._connection, path)
        self._connection.execute("PRAGMA foreign_keys = ON")

    def create(self) -> None:
        """Lay out the tables; their indexes come later, when they are full."""
        self._connection.executescript(TABLES)
        self._connection.execute(f"PRAGMA user_version = {VERSION:d}")
        self._connection.execute(f"PRAGMA application_id = {APPLICATION:d}")

    def index(self) -> None:
        """Build the indexes: cheaper after bulk inserts than before."""
        self._connection.executescript(INDEXES)
        self._connection.execute("ANALYZE")

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Let everything inside happen, or nothing of it."""
        with self.lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                # A full disk can fail the commit itself: nothing of it may leak into the next request.
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Give all rows of a query."""
        return self._connection.execute(sql, values).fetchall()

    def row(self, sql: str, *values: object) -> Row | None:
        """Give the first row of a query, or ``None``."""
        found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def number(self, sql: str, *values: object) -> int:
        """Give the one number that a query asks for."""
        row = self.row(sql, *values)
        return int(row[0]) if row and row[0] is not None else 0

    def run(self, sql: str, *values: object) -> int:
        """Change something; give how many rows it concerned."""
        return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, *values: object) -> int:
        """Insert one row; give the id that it got."""
        return self._connection.execute(sql, values).lastrowid or 0

    def fill(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Insert many rows."""
        self._connection.executemany(sql, rows)

    def stamp(self, now: float) -> int:
        """Give a time in milliseconds that no other event has, so that events have an order under any clock."""
        last = self.row("SELECT value FROM facts WHERE name = 'stamp'")
        stamp = max(int(now * 1000), int(last[0]) + 1 if last else 0)
        self.run("INSERT OR REPLACE INTO facts VALUES ('stamp', ?)", str(stamp))
        return stamp

    def snapshot(self) -> bytes:
        """Give the whole database as bytes."""
        return self._connection.serialize()

    def restore(self, snapshot: bytes) -> None:
        """Replace the whole database, which has to be one in memory."""
        self._connection.deserialize(snapshot)

    def close(self) -> None:
        """Close the connection; a world in memory is gone then."""
        self._connection.close()
