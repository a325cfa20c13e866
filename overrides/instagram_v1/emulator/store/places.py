"""Places, circles on the map, and tags."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .database import Database
from .rows import Geography, Place

_PLACE = "id, name, latitude, longitude"


class Places:
    """Queries about places and geographies."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, place: int) -> Place | None:
        """Find a place by its id."""
        row = self._db.row(f"SELECT {_PLACE} FROM places WHERE id = ?", place)  # noqa: S608 - constant columns
        return Place(*row) if row else None

    def many(self, ids: Iterable[int]) -> dict[int, Place]:
        """Find several places at once."""
        sql = f"SELECT {_PLACE} FROM places WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        return {row[0]: Place(*row) for row in self._db.rows(sql, json.dumps(sorted(set(ids))))}

    def in_box(self, box: tuple[float, float, float, float]) -> list[Place]:
        """Give the places inside a rectangle of the map (south, north, west, east)."""
        sql = f"""SELECT {_PLACE} FROM places
            WHERE latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ? ORDER BY id"""  # noqa: S608
        return [Place(*row) for row in self._db.rows(sql, *box)]

    def busiest(self, count: int) -> list[tuple[Place, int]]:
        """Give the places with most media, and how many they have."""
        sql = f"""SELECT {_PLACE}, (SELECT count(*) FROM media WHERE place = places.id) AS number FROM places
            ORDER BY number DESC, id LIMIT ?"""  # noqa: S608
        return [(Place(row[0], row[1], row[2], row[3]), row[4]) for row in self._db.rows(sql, count)]

    def by_facebook(self, value: str) -> list[Place]:
        """Find a place by its id at Facebook."""
        return self._known_as("facebook = CAST(? AS INTEGER)", value)

    def by_foursquare(self, value: str) -> list[Place]:
        """Find a place by its first id at Foursquare."""
        return self._known_as("foursquare = CAST(? AS INTEGER)", value)

    def by_foursquare_v2(self, value: str) -> list[Place]:
        """Find a place by its second id at Foursquare."""
        return self._known_as("foursquare_v2 = ?", value)

    def _known_as(self, where: str, value: str) -> list[Place]:
        sql = f"SELECT {_PLACE} FROM places WHERE {where}"  # noqa: S608 - constants of this class
        return [Place(*row) for row in self._db.rows(sql, value)]

    def geography(self, geography: int) -> Geography | None:
        """Find a circle that a client subscribed to."""
        row = self._db.row("SELECT id, client, latitude, longitude, radius FROM geographies WHERE id = ?", geography)
        return Geography(*row) if row else None

    def add_geography(self, client: str, latitude: float, longitude: float, radius: float) -> int:
        """Note a circle; give its id."""
        return self._db.insert("INSERT INTO geographies VALUES (NULL, ?, ?, ?, ?)", client, latitude, longitude, radius)


class Tags:
    """Queries about hashtags."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def count(self, tag: str) -> int:
        """Count the media of a tag."""
        sql = """SELECT (SELECT count(*) FROM media_tags WHERE tag = ?1)
            + coalesce((SELECT number FROM unseen WHERE kind = 'tag' AND id = ?1), 0)"""
        return self._db.number(sql, tag)

    def search(self, start: str, count: int) -> list[tuple[str, int]]:
        """Give (name, number of media) of the tags that start so: the exact one first, then by their number."""
        sql = """SELECT tag, sum(number) AS total FROM (
                SELECT tag, count(*) AS number FROM media_tags WHERE substr(tag, 1, length(?1)) = ?1 GROUP BY tag
                UNION ALL SELECT id, number FROM unseen WHERE kind = 'tag' AND substr(id, 1, length(?1)) = ?1)
            GROUP BY tag ORDER BY tag <> ?1, total DESC, tag LIMIT ?2"""
        return [(row[0], row[1]) for row in self._db.rows(sql, start, count)]
