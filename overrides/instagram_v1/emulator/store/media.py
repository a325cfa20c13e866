"""Media, and everything that hangs on them: tags, likes, comments, tagged people."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from attrs import frozen

from .database import Database
from .people import People
from .pictures import Pictures
from .places import Places
from .rows import Comment, Details, Media, Tagged

_MEDIA = "pk, owner, kind, filter, caption, place, latitude, longitude, created, ratio"
_HIGHEST = 2**63 - 1
_LIKE_COUNTS = """SELECT value, (SELECT count(*) FROM likes WHERE pk = value AND active)
    + coalesce((SELECT number FROM unseen WHERE kind = 'likes' AND id = CAST(value AS TEXT)), 0) FROM json_each(?)"""
_COMMENT_COUNTS = """SELECT value, (SELECT count(*) FROM comments WHERE pk = value)
    + coalesce((SELECT number FROM unseen WHERE kind = 'comments' AND id = CAST(value AS TEXT)), 0)
    FROM json_each(?)"""


@frozen
class Span:
    """Which media of a list are asked for; the bounds are exclusive."""

    count: int
    max_pk: int = _HIGHEST
    min_pk: int = -1
    max_time: int = _HIGHEST
    min_time: int = -1


class MediaStore:
    """Queries about media."""

    def __init__(self, database: Database, people: People, places: Places, pictures: Pictures) -> None:
        self._db = database
        self._pictures = pictures
        self._people = people
        self._places = places

    def add(self, media: Media, tags: Iterable[str]) -> None:
        """Add a media."""
        values = (media.pk, media.owner, media.kind, media.filter, media.caption, media.place)
        where = (media.latitude, media.longitude, media.created, media.ratio)
        self._db.run("INSERT INTO media VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", *values, *where)
        rows = [(tag, media.pk, position) for position, tag in enumerate(tags)]
        self._db.fill("INSERT INTO media_tags VALUES (?, ?, ?)", rows)

    def oldest_of_latest(self, owner: int, count: int) -> int:
        """Give the number of the oldest of a person's latest media."""
        sql = "SELECT min(pk) FROM (SELECT pk FROM media WHERE owner = ? ORDER BY pk DESC LIMIT ?)"
        return self._db.number(sql, owner, count)

    def get(self, pk: int) -> Media | None:
        """Find a media by the first half of its id."""
        row = self._db.row(f"SELECT {_MEDIA} FROM media WHERE pk = ?", pk)  # noqa: S608 - constant columns
        return Media(*row) if row else None

    def many(self, pks: Iterable[int]) -> list[Media]:
        """Find several media and keep the order of their numbers."""
        wanted = list(pks)
        sql = f"SELECT {_MEDIA} FROM media WHERE pk IN (SELECT value FROM json_each(?))"  # noqa: S608
        found = {row[0]: Media(*row) for row in self._db.rows(sql, json.dumps(wanted))}
        return [found[pk] for pk in wanted]

    def of_person(self, owner: int, span: Span) -> list[Media]:
        """Give a person's media, the latest first."""
        return self._listed("owner = ?6", span, owner)

    def latest(self, span: Span) -> list[Media]:
        """Give everybody's media, the latest first."""
        return self._listed("1", span)

    def of_place(self, place: int, span: Span) -> list[Media]:
        """Give the media of a place, the latest first."""
        return self._listed("place = ?6", span, place)

    def feed(self, viewer: int, span: Span) -> list[Media]:
        """Give the media of everyone a person follows, and their own."""
        where = """(owner = ?6 OR owner IN (
            SELECT followed FROM follows WHERE follower = ?6 AND state = 'follows'))"""
        return self._listed(where, span, viewer)

    def in_box(self, box: tuple[float, float, float, float], span: Span) -> list[Media]:
        """Give the media inside a rectangle of the map (south, north, west, east), the latest first."""
        return self._listed("latitude BETWEEN ?6 AND ?7 AND longitude BETWEEN ?8 AND ?9", span, *box)

    def _listed(self, where: str, span: Span, *values: object) -> list[Media]:
        sql = f"""SELECT {_MEDIA} FROM media WHERE {where} AND pk < ?2 AND pk > ?3
            AND created < ?4 AND created > ?5 ORDER BY pk DESC LIMIT ?1"""  # noqa: S608 - both parts are constants
        bounds = (span.count, span.max_pk, span.min_pk, span.max_time, span.min_time)
        return [Media(*row) for row in self._db.rows(sql, *bounds, *values)]

    def of_tag(self, tag: str, newest: int, oldest: int, count: int) -> list[Media]:
        """Give the media of a tag from ``newest`` (inclusive) down to ``oldest`` (exclusive)."""
        sql = "SELECT pk FROM media_tags WHERE tag = ? AND pk <= ? AND pk > ? ORDER BY pk DESC LIMIT ?"
        return self.many(row[0] for row in self._db.rows(sql, tag, newest, oldest, count))

    def liked(self, person: int, after: tuple[int, int] | None, count: int) -> list[tuple[int, int]]:
        """Give (media, time of the like) of what a person likes, the latest like first."""
        sql = """SELECT pk, at FROM likes WHERE person = ? AND active AND (at, pk) < (?, ?)
            ORDER BY at DESC, pk DESC LIMIT ?"""
        at, pk = after or (_HIGHEST, _HIGHEST)
        return [(row[0], row[1]) for row in self._db.rows(sql, person, at, pk, count)]

    def popular(self, since: int, count: int) -> list[Media]:
        """Give the public media with most likes since a moment."""
        sql = """SELECT media.pk FROM media JOIN people ON people.id = owner AND NOT private
            JOIN likes ON likes.pk = media.pk AND active WHERE created > ?
            GROUP BY media.pk ORDER BY count(*) DESC, media.pk DESC LIMIT ?"""
        return self.many(row[0] for row in self._db.rows(sql, since, count))

    def like_time(self, pk: int, person: int) -> int | None:
        """Tell when a person liked a media, also if the like was taken back since."""
        row = self._db.row("SELECT at FROM likes WHERE pk = ? AND person = ?", pk, person)
        return int(row[0]) if row else None

    def like(self, pk: int, person: int, at: int) -> None:
        """Set a like; one that is there already keeps its time."""
        sql = """INSERT INTO likes VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET active = 1, at = excluded.at
            WHERE NOT active"""
        self._db.run(sql, pk, person, at)

    def unlike(self, pk: int, person: int) -> None:
        """Take a like back."""
        self._db.run("UPDATE likes SET active = 0 WHERE pk = ? AND person = ?", pk, person)

    def likers(self, pk: int, count: int) -> list[int]:
        """Give the ids of those who like a media, the latest first."""
        sql = "SELECT person FROM likes WHERE pk = ? AND active ORDER BY at DESC, person LIMIT ?"
        return [row[0] for row in self._db.rows(sql, pk, count)]

    def comments(self, pk: int, count: int) -> list[Comment]:
        """Give the last comments of a media, in the order they were written."""
        sql = "SELECT id, pk, author, text, created FROM comments WHERE pk = ? ORDER BY id DESC LIMIT ?"
        return [Comment(*row) for row in self._db.rows(sql, pk, count)][::-1]

    def comment(self, comment: int) -> Comment | None:
        """Find a comment."""
        row = self._db.row("SELECT id, pk, author, text, created FROM comments WHERE id = ?", comment)
        return Comment(*row) if row else None

    def add_comment(self, pk: int, author: int, text: str, created: int) -> int:
        """Write a comment below all others; give its id."""
        return self._db.insert("INSERT INTO comments VALUES (NULL, ?, ?, ?, ?)", pk, author, text, created)

    def delete_comment(self, comment: int) -> None:
        """Take a comment away."""
        self._db.run("DELETE FROM comments WHERE id = ?", comment)

    def details(self, page: Sequence[Media], viewer: int | None, inline: bool) -> Details:
        """Gather what belongs to a page of media.

        Args:
            page: The media.
            viewer: Whose likes are told, if anybody's.
            inline: Whether the latest comments and likers are wanted beside their number.
        """
        pks = json.dumps([media.pk for media in page])
        tagged, comments, likers = self._tagged(pks), self._latest(pks, inline), self._likers(pks, inline)
        people = {media.owner for media in page}
        people.update(entry.person for entries in tagged.values() for entry in entries)
        people.update(entry.author for entries in comments.values() for entry in entries)
        people.update(person for entries in likers.values() for person in entries)
        return Details(
            people=self._people.many(people),
            places=self._places.many(media.place for media in page if media.place is not None),
            tags=self._tags(pks),
            tagged=tagged,
            likes=self._counts(_LIKE_COUNTS, pks),
            likers=likers,
            comment_counts=self._counts(_COMMENT_COUNTS, pks),
            comments=comments,
            renditions=self._pictures.renditions(pks),
            liked=self._liked(pks, viewer),
        )

    def _counts(self, sql: str, pks: str) -> dict[int, int]:
        return {row[0]: row[1] for row in self._db.rows(sql, pks)}

    def _tags(self, pks: str) -> dict[int, list[str]]:
        sql = "SELECT pk, tag FROM media_tags WHERE pk IN (SELECT value FROM json_each(?)) ORDER BY pk, position"
        found: dict[int, list[str]] = defaultdict(list)
        for pk, tag in self._db.rows(sql, pks):
            found[pk].append(tag)
        return found

    def _tagged(self, pks: str) -> dict[int, list[Tagged]]:
        sql = "SELECT pk, person, x, y FROM tagged WHERE pk IN (SELECT value FROM json_each(?)) ORDER BY pk, person"
        found: dict[int, list[Tagged]] = defaultdict(list)
        for pk, *rest in self._db.rows(sql, pks):
            found[pk].append(Tagged(*rest))
        return found

    def _latest(self, pks: str, inline: bool) -> dict[int, list[Comment]]:
        found: dict[int, list[Comment]] = defaultdict(list)
        if inline:
            sql = """SELECT id, pk, author, text, created FROM (
                SELECT *, row_number() OVER (PARTITION BY pk ORDER BY id DESC) AS place FROM comments
                WHERE pk IN (SELECT value FROM json_each(?))) WHERE place <= 8 ORDER BY id"""
            for row in self._db.rows(sql, pks):
                found[row[1]].append(Comment(*row))
        return found

    def _likers(self, pks: str, inline: bool) -> dict[int, list[int]]:
        found: dict[int, list[int]] = defaultdict(list)
        if inline:
            sql = """SELECT pk, person FROM (
                SELECT *, row_number() OVER (PARTITION BY pk ORDER BY at DESC, person) AS place FROM likes
                WHERE active AND pk IN (SELECT value FROM json_each(?))) WHERE place <= 4 ORDER BY pk, place"""
            for pk, person in self._db.rows(sql, pks):
                found[pk].append(person)
        return found

    def _liked(self, pks: str, viewer: int | None) -> frozenset[int] | None:
        if viewer is None:
            return None
        sql = "SELECT pk FROM likes WHERE person = ? AND active AND pk IN (SELECT value FROM json_each(?))"
        return frozenset(row[0] for row in self._db.rows(sql, viewer, pks))
