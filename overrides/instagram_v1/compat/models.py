"""The models of python-instagram, made of those of this package."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import attrs

from instagram_v1 import models as core
from instagram_v1.runtime.plain import is_list

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from typing import Self

__all__ = [
    "ApiModel",
    "Comment",
    "Image",
    "Location",
    "Media",
    "MediaShortcode",
    "Point",
    "Position",
    "Relationship",
    "Tag",
    "User",
    "UserInPhoto",
    "Video",
    "adapted",
]


class ApiModel:
    """Base of these models."""

    _core: ClassVar[type[core.Model]]

    @classmethod
    def object_from_dictionary(cls, entry: dict[str, Any] | None) -> Self | None:
        """Make one of the API's plain data; ``None`` of nothing.

        Raises:
            DecodeError: The data is something else.
        """
        return None if entry is None else adapted(core.fromdict(cls._core, entry))


@attrs.define
class Image(ApiModel):
    """A picture in one size."""

    _core: ClassVar[type[core.Model]] = core.Image
    url: str
    width: int
    height: int

    def __str__(self) -> str:
        return f"Image: {self.url}"


@attrs.define
class Video(Image):
    """A film in one size."""

    _core = core.Video

    def __str__(self) -> str:
        return f"Video: {self.url}"


@attrs.define(kw_only=True)
class User(ApiModel):
    """Somebody; ``counts`` is empty where the API did not count."""

    _core = core.User
    id: str | None
    username: str
    full_name: str | None = None
    profile_picture: str | None = None
    bio: str | None = None
    website: str | None = None
    counts: dict[str, int] = attrs.Factory(dict[str, int])

    def __str__(self) -> str:
        return f"User: {self.username}"


@attrs.define(kw_only=True)
class Tag(ApiModel):
    """A hashtag; inside of media only its name is known."""

    _core = core.Tag
    name: str
    media_count: int | None = None

    def __str__(self) -> str:
        return f"Tag: {self.name}"


@attrs.define(kw_only=True)
class Comment(ApiModel):
    """A comment, or the caption of media."""

    _core = core.Comment
    id: str
    user: User
    text: str | None
    created_at: datetime | None

    def __str__(self) -> str:
        return f'Comment: {self.user.username} said "{self.text}"'


@attrs.define
class Point(ApiModel):
    """A place on the globe."""

    latitude: float
    longitude: float

    def __str__(self) -> str:
        return f"Point: ({self.latitude}, {self.longitude})"


@attrs.define(kw_only=True)
class Location(ApiModel):
    """A place with a name; ``point`` is ``None`` where it has no known position."""

    _core = core.Location
    id: str | None
    name: str | None = None
    point: Point | None = None

    def __str__(self) -> str:
        return f"Location: {self.id} ({self.point})"


@attrs.define(kw_only=True)
class Relationship(ApiModel):
    """How two people stand to each other."""

    _core = core.Relationship
    incoming_status: str = "none"
    outgoing_status: str = "none"
    target_user_is_private: bool = False

    def __str__(self) -> str:
        follows = self.outgoing_status == "follows"
        return f"Relationship: (Follows: {follows}, Followed by: {self.incoming_status == 'followed_by'})"


@attrs.define
class Position(ApiModel):
    """A point in a picture, from 0 to 1."""

    _core = core.Position
    x: float
    y: float

    def __str__(self) -> str:
        return f"Position: ({self.x}, {self.y})"


@attrs.define(kw_only=True)
class UserInPhoto(ApiModel):
    """Somebody who is seen in a picture."""

    _core = core.UserInPhoto
    user: User
    position: Position | None = None

    def __str__(self) -> str:
        return f"UserInPhoto: {self.user.username}"


@attrs.define(kw_only=True)
class Media(ApiModel):
    """A picture or film with all that belongs to it; lists are empty and counts 0 where the API sent none."""

    _core = core.Media
    id: str
    type: str
    user: User
    images: dict[str, Image]
    videos: dict[str, Video]
    created_time: datetime | None
    caption: Comment | None = None
    comment_count: int = 0
    comments: list[Comment] = attrs.Factory(list["Comment"])
    like_count: int = 0
    likes: list[User] = attrs.Factory(list["User"])
    user_has_liked: bool = False
    users_in_photo: list[UserInPhoto] = attrs.Factory(list["UserInPhoto"])
    tags: list[Tag] = attrs.Factory(list["Tag"])
    location: Location | None = None
    filter: str | None = None
    link: str | None = None

    def get_standard_resolution_url(self) -> str | None:
        """The address of the largest picture, or film; ``None`` when there is none."""
        return self._url("standard_resolution")

    def get_low_resolution_url(self) -> str | None:
        """The address of the smaller picture, or film; ``None`` when there is none."""
        return self._url("low_resolution")

    def get_thumbnail_url(self) -> str | None:
        """The address of the smallest picture, also of a film; ``None`` when there is none."""
        found = self.images.get("thumbnail")
        return found.url if found else None

    def _url(self, size: str) -> str | None:
        film = self.videos.get(size) if self.type == "video" else None
        # A film whose files the API left out still has its pictures.
        found = film or self.images.get(size)
        return found.url if found else None

    def __str__(self) -> str:
        return f"Media: {self.id}"


MediaShortcode = Media
"""Media that were asked for by shortcode; they are like any other."""


def adapted(value: Any) -> Any:
    """Turn models of this package into those of python-instagram; lists item by item, everything else as it is."""
    if is_list(value):
        return [adapted(item) for item in value]
    made = _ADAPTERS.get(type(value)) if isinstance(value, core.Model) else None
    return made(value) if made is not None else value


def _user(person: core.User | core.MiniProfile | core.TaggedUser) -> User:
    return User(
        id=person.id,
        username=person.username,
        full_name=person.full_name,
        profile_picture=person.profile_picture,
        bio=person.bio,
        website=person.website,
        counts=core.asdict(person.counts) if isinstance(person, core.User) and person.counts else {},
    )


def _comment(comment: core.Comment | core.Caption) -> Comment:
    return Comment(id=comment.id, user=_user(comment.from_), text=comment.text, created_at=comment.created_at)


def _location(place: core.Location) -> Location:
    known = place.latitude is not None and place.longitude is not None
    point = Point(place.latitude or 0.0, place.longitude or 0.0) if known else None
    return Location(id=place.id, name=place.name, point=point)


def _relationship(relation: core.Relationship) -> Relationship:
    return Relationship(
        incoming_status=str(relation.incoming_status or "none"),
        outgoing_status=str(relation.outgoing_status or "none"),
        target_user_is_private=bool(relation.target_user_is_private),
    )


def _tagged(tagged: core.UserInPhoto) -> UserInPhoto:
    return UserInPhoto(user=_user(tagged.user), position=adapted(tagged.position))


def _sizes(holder: core.MediaImages | core.MediaVideos | None) -> dict[str, Any]:
    if holder is None:
        return {}
    found = {name: getattr(holder, name) for name in holder.__struct_fields__}
    return {name: adapted(value) for name, value in found.items() if value is not None}


def _media(media: core.Media) -> Media:
    comments, likes = media.comments, media.likes
    return Media(
        id=media.id,
        type=str(media.type),
        user=_user(media.user),
        images=_sizes(media.images),
        videos=_sizes(media.videos),
        created_time=media.created_at,
        caption=adapted(media.caption),
        comment_count=comments.count if comments else 0,
        comments=adapted(comments.data or []) if comments else [],
        like_count=likes.count if likes else 0,
        likes=adapted(likes.data or []) if likes else [],
        user_has_liked=bool(media.user_has_liked),
        users_in_photo=adapted(media.users_in_photo or []),
        tags=[Tag(name=name) for name in media.tags or []],
        location=adapted(media.location),
        filter=media.filter,
        link=media.link,
    )


_ADAPTERS: dict[type[Any], Callable[[Any], ApiModel]] = {
    core.Caption: _comment,
    core.Comment: _comment,
    core.Image: lambda image: Image(image.url, image.width, image.height),
    core.Location: _location,
    core.Media: _media,
    core.MiniProfile: _user,
    core.Position: lambda position: Position(position.x, position.y),
    core.Relationship: _relationship,
    core.Tag: lambda tag: Tag(name=tag.name, media_count=tag.media_count),
    core.TaggedUser: _user,
    core.User: _user,
    core.UserInPhoto: _tagged,
    core.Video: lambda video: Video(video.url, video.width, video.height),
}
