"""Turns rows of the world into the objects of the API, with the keys of the era in the order of the era."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final, TypeAlias

from attrs import frozen

from .identity import shortcode
from .profiles import Profile
from .store import Comment, Details, Media, Person, Place, Store

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
_CDN: Final = "https://scontent.cdn.example"


def _pick(values: Json, order: tuple[str, ...]) -> Json:
    return {key: values[key] for key in order if key in values}


class Renderer:
    """Writes objects of the API for one era."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self._order = _LATE if profile.carousels else _EARLY

    @property
    def envelope(self) -> tuple[str, ...]:
        """The order of the top-level keys."""
        return self._order.envelope

    def mini(self, person: Person) -> Json:
        """Write a person as they stand in lists."""
        values = {
            "username": person.username,
            "profile_picture": person.picture,
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
            "link": self._profile.link.format(shortcode=shortcode(media.pk)),
            "comments": {"count": details.comment_counts.get(media.pk, 0)},
            "likes": {"count": details.likes.get(media.pk, 0)},
            "images": {name: _image(media, width) for name, width in _IMAGES},
            "users_in_photo": self._tagged(media, details),
            "caption": self._caption(media, owner),
            "id": media.id,
            "user": self.mini(owner),
        }
        if self._profile.inline_lists:
            self._add_lists(values, media, details)
        if kind == "video":
            values["videos"] = {name: _video(media, width) for name, width in _VIDEOS}
        if kind == "carousel":
            values["carousel_media"] = [_slide(media, number) for number in range(2 + media.pk % 3)]
        if details.liked is not None:
            values["user_has_liked"] = media.pk in details.liked
        return _pick(values, self._order.media)

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
            {"position": {"y": entry.y, "x": entry.x}, "user": self.mini(details.people[entry.person])}
            for entry in details.tagged.get(media.pk, ())
        ]


def _placed(values: Json, place: Place) -> Json:
    """Say where a place is, or leave that out."""
    if place.latitude is None or place.longitude is None:
        return {key: value for key, value in values.items() if value is not None}
    return {**values, "latitude": place.latitude, "longitude": place.longitude}


def media_list(store: Store, renderer: Renderer, page: list[Media], viewer: int | None, inline: bool) -> list[Json]:
    """Write a page of media, whose details are gathered together."""
    details = store.media.details(page, viewer, inline)
    return [renderer.media(media, details) for media in page]


def _image(media: Media, width: int, name: str = "n") -> Json:
    height = width if width == 150 else round(width * media.ratio)
    url = f"{_CDN}/t51.2885-15/s{width}x{height}/e35/{media.pk}_{name}.jpg"
    return {"url": url, "width": width, "height": height}


def _video(media: Media, width: int) -> Json:
    return {
        "url": f"{_CDN}/t50.2886-16/{media.pk}_{width}_n.mp4",
        "width": width,
        "height": round(width * media.ratio),
    }


def _slide(media: Media, number: int) -> Json:
    """Write one picture of an album; every third is a video, which has no pictures of its own."""
    if number == 2:
        return {
            "videos": {name: _video(media, width) for name, width in _VIDEOS},
            "type": "video",
            "users_in_photo": [],
        }
    images = {name: _image(media, width, f"{number}_n") for name, width in _IMAGES}
    return {"images": images, "type": "image", "users_in_photo": []}
