"""Gathers people, media, places and ties from decoded answers, until they make a world."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from _instagram_v1 import models
from instagram_v1.emulator.identity import number, split_media_id

from .tables import FORMAT, TABLES, VERSION

_SIZES: Final = ("thumbnail", "low_bandwidth", "low_resolution", "standard_resolution")
_TIES: Final = {
    "relationships_follows": ("follows", True),
    "relationships_followed_by": ("follows", False),
    "relationships_requested_by": ("requested", False),
}


class Collector:
    """What is known so far. What is told twice is kept once, and says the most that anybody said of it."""

    def __init__(self) -> None:
        self.people: dict[int, dict[str, Any]] = {}
        self._main: int | None = None
        self._rows: dict[str, dict[tuple[Any, ...], dict[str, Any]]] = {name: {} for name in TABLES}
        self._counts: dict[tuple[str, str], int] = {}
        self._later: list[Callable[[int], None]] = []

    def take(self, operation: str, arguments: Mapping[str, str], items: Iterable[object]) -> None:
        """Take in what one answer tells."""
        for item in items:
            if isinstance(item, models.User):
                self._user(item, arguments.get("user-id"))
            elif isinstance(item, models.Media):
                self._media(item, operation == "users_liked_media")
            elif isinstance(item, models.MiniProfile):
                self._met(operation, arguments, self._person(item))
            elif isinstance(item, models.Comment):
                self._comment(number(arguments.get("media-id", "").partition("_")[0]), item)
            elif isinstance(item, models.Location):
                self._place(item)
            elif isinstance(item, models.Tag):
                self._counts["tag", item.name.lower()] = item.media_count or 0

    def document(self) -> dict[str, Any]:
        """Give the world in the form that one is loaded from."""
        main = self._main if self._main is not None else next(iter(self.people))
        for event in self._later:
            event(main)
        self._drop_loose_ends()
        rows = {name: [found[key] for key in sorted(found)] for name, found in self._rows.items() if found}
        people = [self.people[main], *(self.people[person] for person in sorted(self.people) if person != main)]
        head = {"format": FORMAT, "version": VERSION, "username": people[0]["username"]}
        return {**head, "people": people, **rows, "unseen": self._unseen(rows)}

    def _put(self, table: str, *key: Any, **values: Any) -> None:
        names = [column.name for column in TABLES[table]]
        row = {**dict(zip(names, key, strict=False)), **values}
        self._rows[table].setdefault(key, {}).update({name: value for name, value in row.items() if value is not None})

    # People

    def _user(self, user: models.User, asked: str | None) -> None:
        person = self._person(user)
        if person is None:
            return
        if asked == "self" or (asked is None and self._main is None):
            self._main = person
        if user.counts is not None:
            known = (
                ("media", user.counts.media), ("follows", user.counts.follows), ("followers", user.counts.followed_by),
            )  # fmt: skip
            self._counts.update({(kind, str(person)): count for kind, count in known if count})

    def _person(self, who: Any) -> int | None:
        """Take in a person; ``None`` for one that only has a name."""
        person = number(who.id or "")
        if person is None:
            return None
        known = self.people.setdefault(person, {"id": person, "username": who.username.lower()})
        names = " ".join(filter(None, (getattr(who, "first_name", None), getattr(who, "last_name", None))))
        told = {
            "full_name": who.full_name or names,
            "bio": getattr(who, "bio", None),
            "website": getattr(who, "website", None),
            "picture": who.profile_picture,
            "business": getattr(who, "is_business", None),
        }
        known.update({name: value for name, value in told.items() if value})
        return person

    def _met(self, operation: str, arguments: Mapping[str, str], person: int | None) -> None:
        """Take in why a person stands in a list."""
        if person is None:
            return
        asked = arguments.get("user-id", "self")
        if operation in _TIES:
            state, outgoing = _TIES[operation]
            at = -len(self._rows["follows"]) - len(self._later)
            self._later.append(lambda main: self._tie(number(asked) or main, person, state, outgoing, at))
        elif operation == "likes_list":
            pk = number(arguments.get("media-id", "").partition("_")[0])
            if pk is not None:
                self._like(pk, person)

    def _tie(self, owner: int, other: int, state: str, outgoing: bool, at: int) -> None:
        pair = (owner, other) if outgoing else (other, owner)
        if owner != other:
            # The first of a list is the latest tie; what the real moments were, nobody wrote down.
            self._put("follows", *pair, state=state, at=1_000_000_000_000 + at)

    # Media

    def _media(self, media: models.Media, liked: bool) -> None:
        halves, owner = split_media_id(media.id), self._person(media.user)
        if halves is None or owner is None:
            return
        pk = halves[0]
        picture = media.images.standard_resolution
        self._put(
            "media", pk, owner=owner, kind=_kind(media), filter=media.filter,
            created=number(media.created_time) or 0, caption=media.caption.text if media.caption else None,
            ratio=round(picture.height / picture.width, 6) if picture and picture.width and picture.height else None,
            **self._spot(media.location),
        )  # fmt: skip
        for position, tag in enumerate(dict.fromkeys(tag.lower() for tag in media.tags or ())):
            self._put("media_tags", tag, pk, position=position)
        for entry in media.users_in_photo or ():
            self._tagged(pk, entry)
        self._renditions(pk, 0, media)
        for slide, part in enumerate(media.carousel_media or (), 1):
            self._renditions(pk, slide, part)
        self._reactions(pk, media)
        if media.user_has_liked or liked:
            self._later.append(lambda main: self._like(pk, main))

    def _renditions(self, pk: int, slide: int, shown: models.Media | models.CarouselMedia) -> None:
        """Take in the addresses of pictures and videos."""
        for kind, sizes in (("images", shown.images), ("videos", shown.videos)):
            for size in _SIZES if sizes is not None else ():
                found = getattr(sizes, size, None)
                if found is not None:
                    values = {"url": found.url, "width": found.width, "height": found.height}
                    self._put("renditions", pk, slide, kind, size, **values)

    def _reactions(self, pk: int, media: models.Media) -> None:
        if media.likes is not None:
            self._counts["likes", str(pk)] = media.likes.count
            for liker in media.likes.data or ():
                person = self._person(liker)
                if person is not None:
                    self._like(pk, person)
        if media.comments is not None:
            self._counts["comments", str(pk)] = media.comments.count
            for comment in media.comments.data or ():
                self._comment(pk, comment)

    def _like(self, pk: int, person: int) -> None:
        likes = self._rows["likes"]
        if (pk, person) not in likes:
            self._put("likes", pk, person, at=1_000_000_000_000 - len(likes))

    def _comment(self, pk: int | None, comment: models.Comment) -> None:
        author, identity = self._person(comment.from_), number(comment.id)
        if pk is not None and author is not None and identity is not None:
            created = number(comment.created_time) or 0
            self._put("comments", identity, pk=pk, author=author, text=comment.text or "", created=created)

    def _tagged(self, pk: int, entry: models.UserInPhoto) -> None:
        person, name = self._person(entry.user), entry.user.username.lower()
        x, y = (entry.position.x, entry.position.y) if entry.position else (0.5, 0.5)

        def put(_: int) -> None:
            # Later answers tell the name alone: who that is, another answer may tell.
            known = person or next((found for found, row in self.people.items() if row["username"] == name), None)
            if known is not None:
                self._put("tagged", pk, known, x=x, y=y)

        self._later.append(put)

    def _spot(self, location: models.Location | None) -> dict[str, Any]:
        if location is None:
            return {}
        place = self._place(location)
        return {"place": place, "latitude": location.latitude, "longitude": location.longitude}

    def _place(self, location: models.Location) -> int | None:
        place = number(location.id or "")
        if place is not None:
            self._put(
                "places", place, name=location.name or "", latitude=location.latitude, longitude=location.longitude
            )
        return place

    # The end

    def _drop_loose_ends(self) -> None:
        """Leave out what hangs on media or people that no answer told of."""
        media = {key[0] for key in self._rows["media"]}
        for table in ("comments", "likes"):
            rows = self._rows[table]
            self._rows[table] = {key: row for key, row in rows.items() if row["pk"] in media}
        ties = self._rows["follows"]
        self._rows["follows"] = {key: row for key, row in ties.items() if set(key) <= self.people.keys()}

    def _unseen(self, rows: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
        """Give how much the counts of the answers exceed what was found."""
        seen: dict[tuple[str, str], int] = {}
        for kind, table, column in (
            ("likes", "likes", "pk"), ("comments", "comments", "pk"), ("media", "media", "owner"),
            ("follows", "follows", "follower"), ("followers", "follows", "followed"), ("tag", "media_tags", "tag"),
        ):  # fmt: skip
            for row in rows.get(table, ()):
                if row.get("state") != "requested":
                    key = (kind, str(row[column]))
                    seen[key] = seen.get(key, 0) + 1
        missing = {key: count - seen.get(key, 0) for key, count in self._counts.items()}
        return [
            {"kind": kind, "id": identity, "number": count}
            for (kind, identity), count in sorted(missing.items())
            if count > 0
        ]


def _kind(media: models.Media) -> str:
    kind = str(media.type)
    return kind if kind in ("image", "video", "carousel") else "image"
