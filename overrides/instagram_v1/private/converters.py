"""Turns models of the private API into those of the public one, and back.

``to_public`` and ``to_private`` take a model, or a list of models, and give what the other API calls the same thing:

    private                                   public
    User                                      User (MiniProfile inside other models)
      pk, profile_pic_url                       id, profile_picture
      media_count, following_count,             counts.media, counts.follows,
      follower_count                            counts.followed_by
    Media                                     Media
      pk and user.pk                            id, as ``{pk}_{user.pk}``
      code                                      link
      taken_at                                  created_time
      image_versions of type 5, 6, 7            images.thumbnail, low_resolution, standard_resolution
      comments[0], if by the owner              caption
      comments, likers                          comments.data, likes.data
      filter_type, a number                     filter, a name
      location, or lat and lng alone            location
      media_type 1, 2, 8                        type image, video, carousel
    Comment                                   Comment
    Location                                  Location
      pk, lat, lng, address                     id, latitude, longitude, street_address
    Friendship                                Relationship
      following, outgoing_request               outgoing_status
      followed_by, incoming_request             incoming_status
    Tag                                       Tag

What exists on both sides comes back as it was, also a filter or a type that nobody has heard of. What exists on one
side alone cannot:

    public, lost on the way through private
      ids of comments and captions (empty afterwards); ids of media without an owner's part (whole afterwards)
      host and form of ``link`` (that of ``site`` afterwards), and one without a code
      how many comments and likes there are beyond those listed
      ``attribution``, ``carousel_media``, ``distance``, ``tags``, ``user_has_liked``, ``users_in_photo``, ``videos``
      ``bio``, ``website``, ``is_business``, ``type`` and the two parts of a name, of people
      ``target_user_is_private``, and every status that is neither a tie nor a request, such as ``blocked_by_you``
      whether a first comment of the owner was the caption, where there is no caption
      a ``type`` of media that is neither known nor a number (``0`` afterwards)
      whether a text, a list or a status was left out or empty; and that a User was a MiniProfile
    private, lost on the way through public
      ``device_timestamp``, ``external_id``, ``external_source``, ``liker_ids`` beyond their number
      ``media_id`` of a comment that stands alone; any ``content_type`` but ``comment``, any comment ``type`` but 1
      pictures of a type other than 5, 6 and 7; their order
      ``lat`` and ``lng`` of a media that differ from those of its location; counts of users inside other models
      whether a list or a request was left out or empty
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, cast, overload
from urllib.parse import quote, unquote

from instagram_v1 import models as public
from instagram_v1.private import models as private
from instagram_v1.private.filters import translated
from instagram_v1.runtime.errors import InstagramError

__all__ = ["SITE", "ConversionError", "to_private", "to_public"]

SITE: Final = "http://instagr.am"
"""Where links to media led in 2010."""

_NUMBER = re.compile(r"-?[0-9]{1,30}", re.ASCII)
_LINK = re.compile(r"https?://[^/]*/p/([^/?#]*)/?(?:[?#].*)?")
_SIZES: Final = {5: "thumbnail", 6: "low_resolution", 7: "standard_resolution"}
_TYPES: Final = {1: "image", 2: "video", 8: "carousel"}
"""1 is all there was in 2010; the other two are what later versions of the app call them."""
_CODES: Final = {name: code for code, name in _TYPES.items()}


class ConversionError(InstagramError):
    """A value has no place on the other side: most often an id that is no number.

    Attributes:
        path: Where the value stands, such as ``$.user.id``.
    """

    def __init__(self, message: str, *, path: str = "$") -> None:
        super().__init__(message)
        self.path = path


@overload
def to_public(value: private.Media, *, site: str = ...) -> public.Media: ...
@overload
def to_public(value: private.User, *, site: str = ...) -> public.User: ...
@overload
def to_public(value: private.Comment, *, site: str = ...) -> public.Comment: ...
@overload
def to_public(value: private.Location, *, site: str = ...) -> public.Location: ...
@overload
def to_public(value: private.Friendship, *, site: str = ...) -> public.Relationship: ...
@overload
def to_public(value: private.Tag, *, site: str = ...) -> public.Tag: ...
@overload
def to_public(value: Sequence[private.Media], *, site: str = ...) -> list[public.Media]: ...
@overload
def to_public(value: Sequence[private.User], *, site: str = ...) -> list[public.User]: ...
@overload
def to_public(value: Sequence[private.Comment], *, site: str = ...) -> list[public.Comment]: ...
@overload
def to_public(value: Sequence[private.Tag], *, site: str = ...) -> list[public.Tag]: ...
def to_public(value: Any, *, site: str = SITE) -> Any:
    """Turn a model of the private API, or a list of them, into what the public API calls the same thing.

    Args:
        value: A Media, User, Comment, Location, Friendship or Tag of the private API, or a list.
        site: Scheme and host of the links that codes become.

    Raises:
        ConversionError: There is no such thing on the other side.
    """
    return _each(value, _PUBLIC, lambda turn, item, _: turn(item, site))


@overload
def to_private(value: public.Media) -> private.Media: ...
@overload
def to_private(value: public.User | public.MiniProfile) -> private.User: ...
@overload
def to_private(value: public.Comment | public.Caption) -> private.Comment: ...
@overload
def to_private(value: public.Location) -> private.Location: ...
@overload
def to_private(value: public.Relationship) -> private.Friendship: ...
@overload
def to_private(value: public.Tag) -> private.Tag: ...
@overload
def to_private(value: Sequence[public.Media]) -> list[private.Media]: ...
@overload
def to_private(value: Sequence[public.User | public.MiniProfile]) -> list[private.User]: ...
@overload
def to_private(value: Sequence[public.Comment]) -> list[private.Comment]: ...
@overload
def to_private(value: Sequence[public.Tag]) -> list[private.Tag]: ...
def to_private(value: Any) -> Any:
    """Turn a model of the public API, or a list of them, into what the private API calls the same thing.

    Args:
        value: A Media, User, MiniProfile, Comment, Caption, Location, Relationship or Tag, or a list.

    Raises:
        ConversionError: There is no such thing on the other side, or an id is no number.
    """
    return _each(value, _PRIVATE, lambda turn, item, path: turn(item, path))


def _each(value: object, ways: Mapping[type, Any], call: Callable[[Any, Any, str], Any], path: str = "$") -> Any:
    if isinstance(value, list | tuple):
        items = cast("Sequence[Any]", value)
        return [_each(item, ways, call, f"{path}[{index}]") for index, item in enumerate(items)]
    turn = ways.get(type(value))
    if turn is None:
        known = ", ".join(kind.__name__ for kind in ways)
        raise ConversionError(f"{type(value).__name__} cannot be converted, at {path}: {known} can.", path=path)
    return call(turn, value, path)


# Towards the public API


def _public_user(user: private.User, _: str = "") -> public.User:
    numbers = (user.media_count, user.following_count, user.follower_count)
    counts = None
    if numbers != (None, None, None):
        counts = public.UserCounts(media=numbers[0], follows=numbers[1], followed_by=numbers[2])
    return public.User(
        id=str(user.pk),
        username=user.username,
        full_name=user.full_name,
        profile_picture=user.profile_pic_url,
        counts=counts,
    )


def _mini(user: private.User) -> public.MiniProfile:
    return public.MiniProfile(
        id=str(user.pk), username=user.username, full_name=user.full_name, profile_picture=user.profile_pic_url
    )


def _public_comment(comment: private.Comment, _: str = "") -> public.Comment:
    return public.Comment(id="", created_time=str(comment.created_at), from_=_mini(comment.user), text=comment.text)


def _public_location(location: private.Location, _: str = "") -> public.Location:
    return public.Location(
        id=None if location.pk is None else str(location.pk),
        name=location.name,
        latitude=location.lat,
        longitude=location.lng,
        street_address=location.address,
    )


def _public_media(media: private.Media, site: str) -> public.Media:
    caption, comments = _split(media)
    return public.Media(
        id=f"{media.pk}_{media.user.pk}",
        created_time=str(media.taken_at),
        images=_images(media.image_versions),
        type=public.MediaType(_TYPES.get(media.media_type, str(media.media_type))),
        user=_mini(media.user),
        caption=caption,
        comments=comments,
        likes=_likes(media),
        filter=None if media.filter_type is None else translated(media.filter_type),
        link=None if media.code is None else f"{site}/p/{quote(media.code, safe='')}/",
        location=_spot(media),
    )


def _split(media: private.Media) -> tuple[public.Caption | None, public.MediaComments | None]:
    """Tell the caption from the comments: it is the first of them, by the owner."""
    if media.comments is None:
        return None, None
    caption, rest = None, media.comments
    if rest and rest[0].user.pk == media.user.pk:
        first, rest = _public_comment(rest[0]), rest[1:]
        caption = public.Caption(id=first.id, created_time=first.created_time, from_=first.from_, text=first.text)
    return caption, public.MediaComments(count=len(rest), data=[_public_comment(entry) for entry in rest])


def _likes(media: private.Media) -> public.MediaLikes | None:
    if media.likers is None and media.liker_ids is None:
        return None
    count = max(len(media.likers or ()), len(media.liker_ids or ()))
    return public.MediaLikes(count=count, data=None if media.likers is None else [_mini(who) for who in media.likers])


def _images(versions: Iterable[private.ImageVersion]) -> public.MediaImages:
    sizes = {
        _SIZES[version.type]: public.Image(url=version.url, width=version.width, height=version.height)
        for version in versions
        if version.type in _SIZES
    }
    return public.MediaImages(**sizes)


def _spot(media: private.Media) -> public.Location | None:
    place = _public_location(media.location) if media.location else public.Location()
    latitude = media.lat if place.latitude is None else place.latitude
    longitude = media.lng if place.longitude is None else place.longitude
    found = public.evolve(place, latitude=latitude, longitude=longitude)
    return None if found == public.Location() else found


def _relationship(friendship: private.Friendship, _: str = "") -> public.Relationship:
    outgoing = "follows" if friendship.following else "requested" if friendship.outgoing_request else "none"
    incoming = "followed_by" if friendship.followed_by else "requested_by" if friendship.incoming_request else "none"
    return public.Relationship(
        outgoing_status=public.RelationshipOutgoingStatus(outgoing),
        incoming_status=public.RelationshipIncomingStatus(incoming),
    )


def _public_tag(tag: private.Tag, _: str = "") -> public.Tag:
    return public.Tag(name=tag.name, media_count=tag.media_count)


# Towards the private API


def _number(text: str, path: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ConversionError(f"{text!r:.60} is no number, at {path}: the private API has numbers there.", path=path)
    return int(text)


def _private_user(user: public.User | public.MiniProfile, path: str) -> private.User:
    counts = user.counts if isinstance(user, public.User) else None
    return private.User(
        pk=_number(user.id, f"{path}.id"),
        username=user.username,
        full_name=user.full_name,
        profile_pic_url=user.profile_picture,
        media_count=counts.media if counts else None,
        following_count=counts.follows if counts else None,
        follower_count=counts.followed_by if counts else None,
    )


def _private_comment(comment: public.Comment | public.Caption, path: str, media: int | None = None) -> private.Comment:
    return private.Comment(
        media_id=media,
        text=comment.text or "",
        created_at=_number(comment.created_time, f"{path}.created_time"),
        user=_private_user(comment.from_, f"{path}.from"),
        content_type="comment",
        type=1,
    )


def _private_location(location: public.Location, path: str) -> private.Location:
    return private.Location(
        pk=None if location.id is None else _number(location.id, f"{path}.id"),
        name=location.name,
        lat=location.latitude,
        lng=location.longitude,
        address=location.street_address,
    )


def _private_media(media: public.Media, path: str) -> private.Media:
    pk = _number(media.id.partition("_")[0], f"{path}.id")
    place = media.location
    return private.Media(
        pk=pk,
        taken_at=_number(media.created_time, f"{path}.created_time"),
        image_versions=_versions(media.images),
        media_type=_code(media.type),
        user=_private_user(media.user, f"{path}.user"),
        code=_short_code(media.link),
        comments=_joined(media, pk, path),
        likers=_likers(media, path),
        filter_type=None if media.filter is None else translated(media.filter),
        location=_private_location(place, f"{path}.location") if place and _named(place) else None,
        lat=place.latitude if place else None,
        lng=place.longitude if place else None,
    )


def _joined(media: public.Media, pk: int, path: str) -> list[private.Comment] | None:
    """Put the caption before the comments, as the first of them."""
    listed = media.comments.data if media.comments else None
    if listed is None and media.caption is None and media.comments is None:
        return None
    first = [] if media.caption is None else [_private_comment(media.caption, f"{path}.caption", pk)]
    rest = [_private_comment(entry, f"{path}.comments.data[{at}]", pk) for at, entry in enumerate(listed or ())]
    return [*first, *rest]


def _likers(media: public.Media, path: str) -> list[private.User] | None:
    listed = media.likes.data if media.likes else None
    return None if listed is None else [_private_user(who, f"{path}.likes.data[{at}]") for at, who in enumerate(listed)]


def _versions(images: public.MediaImages) -> list[private.ImageVersion]:
    found = ((kind, getattr(images, name)) for kind, name in _SIZES.items())
    return [
        private.ImageVersion(type=kind, url=image.url, width=image.width, height=image.height)
        for kind, image in found
        if image is not None
    ]


def _code(kind: str) -> int:
    if kind in _CODES:
        return _CODES[kind]
    return int(kind) if _NUMBER.fullmatch(kind) else 0


def _short_code(link: str | None) -> str | None:
    found = _LINK.fullmatch(link) if link else None
    return unquote(found[1]) if found else None


def _named(location: public.Location) -> bool:
    # A mere point on the map is no place: a media has that beside it.
    return (location.id, location.name, location.street_address) != (None, None, None)


def _friendship(relationship: public.Relationship, _: str) -> private.Friendship:
    outgoing, incoming = relationship.outgoing_status, relationship.incoming_status
    return private.Friendship(
        status="ok",
        following=outgoing == "follows",
        outgoing_request=outgoing == "requested",
        followed_by=incoming == "followed_by",
        incoming_request=incoming == "requested_by",
    )


def _private_tag(tag: public.Tag, _: str) -> private.Tag:
    return private.Tag(name=tag.name, media_count=tag.media_count)


_PUBLIC: Final[dict[type, Callable[[Any, str], Any]]] = {
    private.Media: _public_media,
    private.User: _public_user,
    private.Comment: _public_comment,
    private.Location: _public_location,
    private.Friendship: _relationship,
    private.Tag: _public_tag,
}

_PRIVATE: Final[dict[type, Callable[[Any, str], Any]]] = {
    public.Media: _private_media,
    public.User: _private_user,
    public.MiniProfile: _private_user,
    public.Comment: _private_comment,
    public.Caption: _private_comment,
    public.Location: _private_location,
    public.Relationship: _friendship,
    public.Tag: _private_tag,
}
