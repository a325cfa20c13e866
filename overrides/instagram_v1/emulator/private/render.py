"""Turns rows of the world into the objects of the private API."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

from attrs import frozen

from instagram_v1.emulator.identity import shortcode
from instagram_v1.emulator.pictures import still_path
from instagram_v1.emulator.store import Comment, Details, Media, Person, Place, Shot, Store, Venue
from instagram_v1.private.filters import translated

Json: TypeAlias = dict[str, Any]

_SIZES: Final = ((5, "thumbnail", 150), (6, "low_resolution", 306), (7, "standard_resolution", 612))
_PICTURE: Final = 1
"""The only type of media there was: what is a film today was shown to these phones as its still."""


@frozen
class _Told:
    """What belongs to a page of media beyond what the public API tells."""

    likers: dict[int, list[int]]
    comments: dict[int, list[Comment]]
    shots: dict[int, Shot]
    venues: dict[int, Venue]


class Renderer:
    """Writes objects of the private API.

    Args:
        store: The world.
        origin: Scheme and host that pictures are found at.
    """

    def __init__(self, store: Store, origin: str) -> None:
        self._store = store
        self._origin = origin

    def user(self, person: Person, counts: tuple[int, int, int] | None = None) -> Json:
        """Write a person; ``counts`` are media, follows and followers, where details are asked for."""
        picture = self._origin + person.picture if person.picture.startswith("/") else person.picture
        values: Json = {"username": person.username}
        if counts is not None:
            values |= {"media_count": counts[0], "following_count": counts[1]}
        values |= {"profile_pic_url": picture, "full_name": person.full_name}
        if counts is not None:
            values["follower_count"] = counts[2]
        return {**values, "pk": person.id}

    def comment(self, comment: Comment, author: Person) -> Json:
        """Write a comment."""
        return {
            "media_id": comment.pk,
            "text": comment.text,
            "created_at": comment.created,
            "user": self.user(author),
            "content_type": "comment",
            "type": 1,
        }

    def media(self, page: list[Media]) -> list[Json]:
        """Write a page of media, whose details are gathered together."""
        phones, pks = self._store.phones, [media.pk for media in page]
        places = [media.place for media in page if media.place is not None]
        likers, comments = phones.all_likers(pks), phones.all_comments(pks)
        details = self._store.media.details(page, None, inline=False)
        told = _Told(likers, comments, phones.shots(pks), phones.venues(places))
        people = {person for ids in likers.values() for person in ids}
        people.update(entry.author for entries in comments.values() for entry in entries)
        details.people.update(self._store.people.many(people))
        return [self._media(media, details, told) for media in page]

    def _media(self, media: Media, details: Details, told: _Told) -> Json:
        shot = told.shots.get(media.pk)
        values: Json = {
            "image_versions": self._versions(media, details),
            "code": shortcode(media.pk),
            "likers": [self.user(details.people[person]) for person in told.likers.get(media.pk, ())],
            "taken_at": media.created,
        }
        if media.place is not None:
            values["location"] = _place(details.places[media.place], told.venues[media.place])
        values |= {
            "filter_type": translated(media.filter),
            "device_timestamp": shot.device_timestamp if shot else media.created,
            "user": self.user(details.people[media.owner]),
            "media_type": _PICTURE,
            "pk": media.pk,
            "comments": self._comments(media, details, told),
        }
        where = {"lat": media.latitude, "lng": media.longitude} if media.latitude is not None else {}
        return {**values, **where}

    def _versions(self, media: Media, details: Details) -> list[Json]:
        recorded = {
            entry.size: {"url": entry.url, "width": entry.width, "height": entry.height}
            for entry in details.renditions.get(media.pk, ())
            if (entry.slide, entry.kind) == (0, "images")
        }
        return [{"type": kind, **(recorded.get(name) or self._version(media, side))} for kind, name, side in _SIZES]

    def _version(self, media: Media, side: int) -> Json:
        # Pictures of any other shape came in August 2015: to these phones each is its middle, a square.
        return {"url": self._origin + still_path(media.pk, side, side), "width": side, "height": side}

    def _comments(self, media: Media, details: Details, told: _Told) -> list[Json]:
        """Write the comments; the caption is the first of them, by the owner."""
        first = [] if media.caption is None else [Comment(0, media.pk, media.owner, media.caption, media.created)]
        entries = [*first, *told.comments.get(media.pk, ())]
        return [self.comment(entry, details.people[entry.author]) for entry in entries]


def _place(place: Place, venue: Venue) -> Json:
    values: Json = {
        "external_source": venue.source,
        "name": place.name,
        "address": venue.address,
        "lat": place.latitude,
        "pk": place.id,
        "lng": place.longitude,
        "external_id": _external(venue.external),
    }
    return {key: value for key, value in values.items() if value is not None}


def _external(text: str | None) -> int | str | None:
    """Give the number of a foreign service as the number that it is, and its later texts as texts."""
    digits = text is not None and text.isascii() and text.isdigit() and (text == "0" or text[0] != "0")
    return int(text) if text is not None and digits and len(text) < 19 else text
