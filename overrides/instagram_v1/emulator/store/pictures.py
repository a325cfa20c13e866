"""Pictures that somebody uploaded, and the addresses that recorded pictures had."""

from __future__ import annotations

from collections import defaultdict

from .database import Database
from .rows import Rendition


class Pictures:
    """Queries about pictures: the bytes of those that were uploaded, by the number of their media."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, pk: int, data: bytes) -> None:
        """Keep the picture of a media, in the place of any that was there; the media itself may come later."""
        self._db.run("INSERT OR REPLACE INTO pictures VALUES (?, ?)", pk, data)

    def get(self, pk: int) -> bytes | None:
        """Give the picture of a media as it was uploaded, or ``None`` for one that never was."""
        row = self._db.row("SELECT data FROM pictures WHERE pk = ?", pk)
        return bytes(row[0]) if row else None

    def renditions(self, pks: str) -> dict[int, list[Rendition]]:
        """Give the recorded addresses of several media, whose numbers come as a JSON list."""
        sql = """SELECT pk, slide, kind, size, url, width, height FROM renditions
            WHERE pk IN (SELECT value FROM json_each(?)) ORDER BY pk, slide, kind, size"""
        found: dict[int, list[Rendition]] = defaultdict(list)
        for pk, *rest in self._db.rows(sql, pks):
            found[pk].append(Rendition(*rest))
        return found
