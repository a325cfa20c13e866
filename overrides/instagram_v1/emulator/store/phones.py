"""What the private API keeps beside the world: sessions, uploads, and what phones tell of media and places."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable

from attrs import frozen

from .database import Database
from .rows import Comment, Media, Place

_FREE: int = 10**9
"""Places that phones bring along are numbered from here on, so that they meet none of an invented world."""


@frozen
class Upload:
    """A picture that waits to be configured."""

    picture: bytes
    ratio: float
    latitude: float | None
    longitude: float | None


@frozen
class Shot:
    """What a phone told of a media."""

    device_timestamp: int
    source_type: int


@frozen
class Venue:
    """What a phone told of a place: where it stands, and what another service calls it."""

    address: str | None = None
    source: str | None = None
    external: str | None = None


class Phones:
    """Queries that only the private API needs."""

    def __init__(self, database: Database) -> None:
        self._db = database

    # Sessions

    def begin(self, session: str, person: int, expires: int) -> None:
        """Keep a session until a moment in unix seconds."""
        self._db.run("INSERT INTO phone_sessions VALUES (?, ?, ?)", session, person, expires)

    def session(self, session: str, now: float) -> int | None:
        """Give the id of whose session it is, while it lasts."""
        row = self._db.row("SELECT person FROM phone_sessions WHERE session = ? AND expires > ?", session, now)
        return int(row[0]) if row else None

    def end(self, session: str) -> None:
        """Forget a session."""
        self._db.run("DELETE FROM phone_sessions WHERE session = ?", session)

    def end_expired(self, now: float) -> None:
        """Forget the sessions that are over."""
        self._db.run("DELETE FROM phone_sessions WHERE expires <= ?", now)

    def end_all(self, person: int) -> int:
        """Forget all sessions of a person; give how many there were."""
        return self._db.run("DELETE FROM phone_sessions WHERE person = ?", person)

    # Uploads

    def keep(self, person: int, device_timestamp: int, upload: Upload, now: int) -> None:
        """Keep a picture until it is configured; the same one sent again takes the place of the first."""
        values = (upload.picture, upload.ratio, upload.latitude, upload.longitude, now)
        sql = "INSERT OR REPLACE INTO phone_uploads VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._db.run(sql, person, device_timestamp, *values)

    def drop_old(self, since: float) -> None:
        """Forget the pictures that nobody configured since a moment."""
        self._db.run("DELETE FROM phone_uploads WHERE at < ?", since)

    def drop_beyond(self, person: int, most: int) -> None:
        """Forget a person's pictures beyond the latest few."""
        sql = """DELETE FROM phone_uploads WHERE person = ?1 AND rowid NOT IN (
            SELECT rowid FROM phone_uploads WHERE person = ?1 ORDER BY at DESC, rowid DESC LIMIT ?2)"""
        self._db.run(sql, person, most)

    def upload(self, person: int, device_timestamp: int) -> Upload | None:
        """Find a picture that waits."""
        sql = """SELECT picture, ratio, latitude, longitude FROM phone_uploads
            WHERE person = ? AND device_timestamp = ?"""
        row = self._db.row(sql, person, device_timestamp)
        return Upload(*row) if row else None

    def take(self, person: int, device_timestamp: int) -> Upload | None:
        """Give a picture that waits, and let it wait no longer."""
        found = self.upload(person, device_timestamp)
        sql = "DELETE FROM phone_uploads WHERE person = ? AND device_timestamp = ?"
        self._db.run(sql, person, device_timestamp)
        return found

    # Media

    def mark(self, pk: int, shot: Shot) -> None:
        """Note what a phone told of a media."""
        sql = "INSERT OR REPLACE INTO phone_media VALUES (?, ?, ?)"
        self._db.run(sql, pk, shot.device_timestamp, shot.source_type)

    def shots(self, pks: Iterable[int]) -> dict[int, Shot]:
        """Give what phones told of several media."""
        sql = """SELECT pk, device_timestamp, source_type FROM phone_media
            WHERE pk IN (SELECT value FROM json_each(?))"""
        return {row[0]: Shot(row[1], row[2]) for row in self._db.rows(sql, json.dumps(list(pks)))}

    def shot_by(self, owner: int, device_timestamp: int) -> int | None:
        """Find the number of the media that a person's phone calls so."""
        sql = """SELECT media.pk FROM phone_media JOIN media ON media.pk = phone_media.pk
            WHERE owner = ? AND device_timestamp = ? ORDER BY media.pk DESC"""
        row = self._db.row(sql, owner, device_timestamp)
        return int(row[0]) if row else None

    def published_at(self, owner: int, created: int) -> int | None:
        """Find the latest of a person's media of a second that no phone told anything of."""
        sql = """SELECT pk FROM media WHERE owner = ? AND created = ?
            AND pk NOT IN (SELECT pk FROM phone_media) ORDER BY pk DESC"""
        row = self._db.row(sql, owner, created)
        return int(row[0]) if row else None

    def change(self, media: Media, tags: Iterable[str]) -> None:
        """Change what a media says of itself."""
        sql = "UPDATE media SET filter = ?, caption = ?, place = ?, latitude = ?, longitude = ? WHERE pk = ?"
        values = (media.filter, media.caption, media.place, media.latitude, media.longitude)
        self._db.run(sql, *values, media.pk)
        self._db.run("DELETE FROM media_tags WHERE pk = ?", media.pk)
        rows = [(tag, media.pk, position) for position, tag in enumerate(tags)]
        self._db.fill("INSERT INTO media_tags VALUES (?, ?, ?)", rows)

    def all_likers(self, pks: Iterable[int]) -> dict[int, list[int]]:
        """Give the ids of everybody who likes several media, the latest first."""
        sql = """SELECT pk, person FROM likes WHERE active AND pk IN (SELECT value FROM json_each(?))
            ORDER BY at DESC, person"""
        found: dict[int, list[int]] = defaultdict(list)
        for pk, person in self._db.rows(sql, json.dumps(list(pks))):
            found[pk].append(person)
        return found

    def all_comments(self, pks: Iterable[int]) -> dict[int, list[Comment]]:
        """Give all comments of several media, in the order they were written."""
        sql = """SELECT id, pk, author, text, created FROM comments
            WHERE pk IN (SELECT value FROM json_each(?)) ORDER BY id"""
        found: dict[int, list[Comment]] = defaultdict(list)
        for row in self._db.rows(sql, json.dumps(list(pks))):
            found[row[1]].append(Comment(*row))
        return found

    # Places

    def place_by(self, source: str, external: str) -> int | None:
        """Find the place that another service calls so: as a phone told, or as the world itself knows."""
        row = self._db.row("SELECT place FROM phone_places WHERE source = ? AND external = ?", source, external)
        if row is None and source == "foursquare":
            sql = (
                "SELECT id FROM places WHERE foursquare_v2 = ?1 OR (foursquare <> 0 AND CAST(foursquare AS TEXT) = ?1)"
            )
            row = self._db.row(sql, external)
        return int(row[0]) if row else None

    def place_at(self, name: str, latitude: float | None, longitude: float | None) -> int | None:
        """Find a place by its name and where it is."""
        sql = "SELECT id FROM places WHERE name = ? AND latitude IS ? AND longitude IS ? ORDER BY id"
        row = self._db.row(sql, name, latitude, longitude)
        return int(row[0]) if row else None

    def add_place(self, place: Place, venue: Venue) -> int:
        """Add a place, whose id is ours to give; give that."""
        number = max(self._db.number("SELECT max(id) FROM places") + 1, _FREE)
        foursquare = venue.external if venue.source == "foursquare" and venue.external else ""
        digits = foursquare.isascii() and foursquare.isdigit() and len(foursquare) < 19
        sql = "INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, 0)"
        known = ("", int(foursquare)) if digits else (foursquare, 0)
        self._db.run(sql, number, place.name, place.latitude, place.longitude, *known)
        self._db.run(
            "INSERT INTO phone_places VALUES (?, ?, ?, ?)", number, venue.address, venue.source, venue.external
        )
        return number

    def venues(self, places: Iterable[int]) -> dict[int, Venue]:
        """Give what is known of several places, told by phones or by the world itself."""
        sql = """SELECT places.id, address, coalesce(source, CASE WHEN foursquare <> 0 THEN 'foursquare' END),
                coalesce(external, nullif(foursquare, 0))
            FROM places LEFT JOIN phone_places ON place = places.id
            WHERE places.id IN (SELECT value FROM json_each(?))"""
        rows = self._db.rows(sql, json.dumps(sorted(set(places))))
        return {row[0]: Venue(row[1], row[2], None if row[3] is None else str(row[3])) for row in rows}
