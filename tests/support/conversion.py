"""What of a model is left after a way through the other API: the losses that the converters' documentation lists."""

from __future__ import annotations

from typing import Any

from instagram_v1 import models as public
from instagram_v1.private import models as private

SIZES = (5, 6, 7)


def left_of_mini(user: Any) -> public.MiniProfile:
    """Somebody inside another public model."""
    return public.MiniProfile(
        id=user.id, username=user.username, full_name=user.full_name, profile_picture=user.profile_picture
    )


def left_of_user(user: public.User | public.MiniProfile) -> public.User:
    """Somebody alone: bio, website and the rest are gone, and a short profile is a long one."""
    counts = user.counts if isinstance(user, public.User) and user.counts != public.UserCounts() else None
    return public.User(
        id=user.id,
        username=user.username,
        full_name=user.full_name,
        profile_picture=user.profile_picture,
        counts=counts,
    )


def left_of_comment(comment: Any) -> Any:
    """A comment or caption: its id is gone, and no text is an empty one."""
    return type(comment)(
        id="", created_time=comment.created_time, from_=left_of_mini(comment.from_), text=comment.text or ""
    )


def left_of_public(media: public.Media) -> public.Media:
    """A media: everything that phones never knew is gone."""
    caption, listed = media.caption, media.comments.data if media.comments else None
    comments = None
    if caption is not None or media.comments is not None:
        rest = [left_of_comment(comment) for comment in listed or ()]
        comments = public.MediaComments(count=len(rest), data=rest)
    likers = media.likes.data if media.likes else None
    return public.Media(
        id=f"{media.id.partition('_')[0]}_{media.user.id}",
        created_time=media.created_time,
        images=media.images,
        type=media.type,
        user=left_of_mini(media.user),
        caption=left_of_comment(caption) if caption else None,
        comments=comments,
        likes=public.MediaLikes(count=len(likers), data=[left_of_mini(who) for who in likers])
        if likers is not None
        else None,
        filter=media.filter,
        link=f"http://instagr.am/p/{media.link.rstrip('/').rpartition('/')[2]}/" if media.link else None,
        location=None if media.location == public.Location() else media.location,
    )


def left_of_relationship(relationship: public.Relationship) -> public.Relationship:
    """How two people stand: only ties and requests are left."""
    outgoing, incoming = relationship.outgoing_status, relationship.incoming_status
    return public.Relationship(
        outgoing_status=public.RelationshipOutgoingStatus(outgoing if outgoing in ("follows", "requested") else "none"),
        incoming_status=public.RelationshipIncomingStatus(
            incoming if incoming in ("followed_by", "requested_by") else "none"
        ),
    )


def left_of_phone_user(user: private.User) -> private.User:
    """Somebody inside another private model: counts are told where details are asked for."""
    return private.User(
        pk=user.pk, username=user.username, full_name=user.full_name, profile_pic_url=user.profile_pic_url
    )


def left_of_phone_comment(comment: private.Comment, media: int | None) -> private.Comment:
    """A comment: it is one of the usual kind, and of the media that it stands in."""
    return private.Comment(
        media_id=media,
        text=comment.text,
        created_at=comment.created_at,
        user=left_of_phone_user(comment.user),
        content_type="comment",
        type=1,
    )


def left_of_phone_location(location: private.Location) -> private.Location:
    """A place: what another service calls it is gone."""
    return private.Location(
        pk=location.pk, name=location.name, lat=location.lat, lng=location.lng, address=location.address
    )


def left_of_private(media: private.Media) -> private.Media:
    """A media: what only the phone knew is gone, and the place and the point are one."""
    versions = {version.type: version for version in media.image_versions}
    place = left_of_phone_location(media.location) if media.location else private.Location()
    lat = media.lat if place.lat is None else place.lat
    lng = media.lng if place.lng is None else place.lng
    named = (place.pk, place.name, place.address) != (None, None, None)
    merged = private.Location(pk=place.pk, name=place.name, address=place.address, lat=lat, lng=lng)
    return private.Media(
        pk=media.pk,
        taken_at=media.taken_at,
        image_versions=[versions[kind] for kind in SIZES if kind in versions],
        media_type=media.media_type,
        user=left_of_phone_user(media.user),
        code=media.code,
        comments=_all(media.comments, lambda comment: left_of_phone_comment(comment, media.pk)),
        likers=_all(media.likers, left_of_phone_user),
        filter_type=media.filter_type,
        location=merged if named else None,
        lat=lat,
        lng=lng,
    )


def _all(items: Any, left: Any) -> Any:
    return None if items is None else [left(item) for item in items]
