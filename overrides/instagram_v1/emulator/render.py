"""Turns rows of the world into the objects of the API, with the keys of the era in the order of the era."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from attrs import frozen

from .identity import private_code, shortcode
from .pictures import film_path, height_of, still_path
from .profiles import Profile
from .store import Comment, Details, Media, Person, Place, Rendition, Store

Json: TypeAlias = dict[str, Any]


@frozen
class _Order:
    envelope: tuple[str, ...]
    mini: tuple[str, ...]
    user: tuple[str, ...]
    counts: tuple[str, ...]
    comment: tuple[str, ...]
    media: tuple[str, ...]


_EARLY: Final = _Order(
    envelope=("pagination", "meta", "data"),
    mini=("username", "profile_picture", "id", "full_name"),
    user=("username", "bio", "website", "profile_picture", "full_name", "counts", "id"),
    counts=("media", "followed_by", "follows"),
    comment=("created_time", "text", "from", "id"),
    media=(
        "attribution", "videos", "tags", "type", "location", "comments", "filter", "created_time", "link", "likes",
        "images", "users_in_photo", "caption", "user_has_liked", "id", "user", "distance",
    ),
)  # fmt: skip
_LATE: Final = _Order(
    envelope=("pagination", "data", "meta"),
    mini=("id", "full_name", "profile_picture", "username"),
    user=("id", "username", "profile_picture", "full_name", "bio", "website", "is_business", "counts"),
    counts=("media", "follows", "followed_by"),
    comment=("id", "text", "created_time", "from"),
    media=(
        "id", "user", "images", "created_time", "caption", "user_has_liked", "likes", "tags", "filter", "comments",
        "type", "link", "location", "attribution", "users_in_photo", "carousel_media", "videos",
    ),
)  # fmt: skip

_IMAGES: Final = (("low_resolution", 320), ("thumbnail", 150), ("standard_resolution", 640))
_VIDEOS: Final = (("low_bandwidth", 480), ("standard_resolution", 640), ("low_resolution", 480))


def _pick(values: Json, order: tuple[str, ...]) -> Json:
    return {key: values[key] for key in order if key in values}


class Renderer:
    """Writes objects of the API for one era.

    Args:
        profile: The era.
        origin: Scheme and host that pictures are found at.
    """

    def __init__(self, profile: Profile, origin: str) -> None:
        self._profile = profile
        self._origin = origin
        self._order = _LATE if profile.carousels else _EARLY

    @property
    def envelope(self) -> tuple[str, ...]:
        """The order of the top-level keys."""
        return self._order.envelope

    def mini(self, person: Person) -> Json:
        """Write a person as they stand in lists."""
        values = {
            "username": person.username,
            "profile_picture": self._face(person),
            "id": str(person.id),
            "full_name": person.full_name,
        }
        return _pick(values, self._order.mini)

    def minis(self, people: Iterable[Person]) -> list[Json]:
        """Write several people."""
        return [self.mini(person) for person in people]

    def user(self, person: Person, counts: tuple[int, int, int]) -> Json:
        """Write a person as they stand alone; ``counts`` are media, follows and followers."""
        media, follows, followed_by = counts
        values = {
            **self.mini(person),
            "bio": person.bio,
            "website": person.website,
            "counts": _pick({"media": media, "follows": follows, "followed_by": followed_by}, self._order.counts),
        }
        if self._profile.carousels:
            values["is_business"] = bool(person.business)
        return _pick(values, self._order.user)

    def comment(self, comment: Comment, author: Person) -> Json:
        """Write a comment."""
        values = {
            "created_time": str(comment.created),
            "text": comment.text,
            "from": self.mini(author),
            "id": str(comment.id),
        }
        return _pick(values, self._order.comment)

    def place(self, place: Place) -> Json:
        """Write a place as it stands alone: here its id is a string."""
        return _placed({"latitude": None, "id": str(place.id), "longitude": None, "name": place.name}, place)

    def media(self, media: Media, details: Details) -> Json:
        """Write one media."""
        kind = media.kind if self._profile.carousels or media.kind != "carousel" else "image"
        owner = details.people[media.owner]
        values: Json = {
            "attribution": None,
            "tags": list(details.tags.get(media.pk, ())),
            "type": kind,
            "location": self._location(media, details),
            "filter": media.filter,
            "created_time": str(media.created),
            "link": self._profile.link.format(
                shortcode=private_code(media.pk) if owner.private else shortcode(media.pk)
            ),
            "comments": {"count": details.comment_counts.get(media.pk, 0)},
            "likes": {"count": details.likes.get(media.pk, 0)},
            "images": self._images(media),
            "users_in_photo": self._tagged(media, details),
            "caption": self._caption(media, owner),
            "id": media.id,
            "user": self.mini(owner),
        }
        if self._profile.inline_lists:
            self._add_lists(values, media, details)
        if kind == "video":
            values["videos"] = self._videos(media)
        if kind == "carousel":
            values["carousel_media"] = [self._slide(media, number) for number in range(1, 3 + media.pk % 3)]
        _recall(values, details.renditions.get(media.pk, ()))
        if details.liked is not None:
            values["user_has_liked"] = media.pk in details.liked
        return _pick(values, self._order.media)

    def _face(self, person: Person) -> str:
        """Give the address of a profile picture: a path is one of ours, all else was recorded so."""
        return self._origin + person.picture if person.picture.startswith("/") else person.picture

    def _images(self, media: Media, slide: int = 0) -> Json:
        return {name: self._image(media, width, slide) for name, width in _IMAGES}

    def _image(self, media: Media, width: int, slide: int) -> Json:
        height = height_of(media, width)
        return {"url": self._origin + still_path(media.pk, width, height, slide), "width": width, "height": height}

    def _videos(self, media: Media) -> Json:
        return {
            name: {
                "url": self._origin + film_path(media.pk, width),
                "width": width,
                "height": height_of(media, width),
            }
            for name, width in _VIDEOS
        }

    def _slide(self, media: Media, number: int) -> Json:
        """Write one picture of an album; every third is a video, which has no pictures of its own."""
        if number == 3:
            return {"videos": self._videos(media), "type": "video", "users_in_photo": []}
        return {"images": self._images(media, number), "type": "image", "users_in_photo": []}

    def _add_lists(self, values: Json, media: Media, details: Details) -> None:
        people = details.people
        comments, likers = details.comments.get(media.pk, ()), details.likers.get(media.pk, ())
        values["comments"]["data"] = [self.comment(entry, people[entry.author]) for entry in comments]
        values["likes"]["data"] = [self.mini(people[person]) for person in likers]

    def _location(self, media: Media, details: Details) -> Json | None:
        if media.place is not None:
            place = details.places[media.place]
            # Inside a media the id of a place is a number.
            return _placed({"latitude": None, "name": place.name, "longitude": None, "id": place.id}, place)
        if media.latitude is not None:
            return {"latitude": media.latitude, "longitude": media.longitude}
        return None

    def _caption(self, media: Media, owner: Person) -> Json | None:
        if media.caption is None:
            return None
        return self.comment(Comment(media.pk >> 8, media.pk, owner.id, media.caption, media.created), owner)

    def _tagged(self, media: Media, details: Details) -> list[Json]:
        return [
            {"position": {"y": entry.y, "x": entry.x}, "user": self._named(details.people[entry.person])}
            for entry in details.tagged.get(media.pk, ())
        ]

    def _named(self, person: Person) -> Json:
        return {"username": person.username} if self._profile.tagged_names else self.mini(person)


def _placed(values: Json, place: Place) -> Json:
    """Say where a place is, or leave that out."""
    if place.latitude is None or place.longitude is None:
        return {key: value for key, value in values.items() if value is not None}
    return {**values, "latitude": place.latitude, "longitude": place.longitude}


def media_list(store: Store, renderer: Renderer, page: list[Media], viewer: int | None, inline: bool) -> list[Json]:
    """Write a page of media, whose details are gathered together."""
    details = store.media.details(page, viewer, inline)
    return [renderer.media(media, details) for media in page]


def _recall(values: Json, recorded: Iterable[Rendition]) -> None:
    """Put the addresses that were recorded in the place of ours."""
    found: dict[tuple[int, str], Json] = {}
    for entry in recorded:
        sizes = found.setdefault((entry.slide, entry.kind), {})
        sizes[entry.size] = {"url": entry.url, "width": entry.width, "height": entry.height}
    slides = sorted({slide for slide, _ in found if slide})
    values.update({kind: sizes for (slide, kind), sizes in found.items() if slide == 0 and kind in values})
    if slides and "carousel_media" in values:
        values["carousel_media"] = [_recalled(slide, found) for slide in slides]


def _recalled(slide: int, found: dict[tuple[int, str], Json]) -> Json:
    kinds = {kind: sizes for (number, kind), sizes in found.items() if number == slide}
    return {**kinds, "type": "video" if "videos" in kinds else "image", "users_in_photo": []}
