"""Posts media as a phone would: the one way in which a world grows, since the API could never do it."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

from .identity import media_pk
from .places import Circle
from .store import Media, Person, Store, Subscription

KINDS: Final = ("image", "video", "carousel")
_HASHTAG = re.compile(r"#(\w+)")


@frozen
class Draft:
    """What somebody is about to post.

    Attributes:
        caption: The text below it; its hashtags become tags.
        kind: ``image``, ``video`` or ``carousel``.
        place: Id of the place it was taken at.
        point: Latitude and longitude, where there is no place.
        filter: Name of the filter.
        ratio: Height of the picture by its width.
    """

    caption: str | None = None
    kind: str = "image"
    place: int | None = None
    point: tuple[float, float] | None = None
    filter: str = "Normal"
    ratio: float = 1.0

    def check(self) -> None:
        """Refuse what no phone would send.

        Raises:
            ValueError: There is no such kind, or the point is not on the map.
        """
        if self.kind not in KINDS:
            raise ValueError(f"a media is one of {', '.join(KINDS)}, not {self.kind!r}")
        if self.point is not None and not (-90 <= self.point[0] <= 90 and -180 <= self.point[1] <= 180):
            raise ValueError(f"{self.point} is not on the map: latitude and longitude in degrees are wanted")


@frozen
class Event:
    """What a subscriber is told of.

    Attributes:
        subscription: Who asked to be told.
        object_id: Which thing changed.
        time: When, in unix seconds.
        media: The new media, where the API names it.
    """

    subscription: Subscription
    object_id: str
    time: int
    media: str | None = None


def post(store: Store, owner: Person, draft: Draft, now: float) -> tuple[Media, list[Event]]:
    """Add a media to the world; give it, and whom to tell.

    Raises:
        ValueError: The draft makes no sense, or the place does not exist.
    """
    draft.check()
    with store.transaction():
        point = _point(store, draft)
        stamp = store.stamp(now)
        pk = media_pk(stamp, owner.id, stamp)
        media = Media(pk, owner.id, draft.kind, draft.filter, draft.caption, draft.place, *point, int(now), draft.ratio)
        tags = hashtags(draft.caption)
        store.media.add(media, tags)
        return media, _events(store, owner, media, tags)


def hashtags(caption: str | None) -> list[str]:
    """Give the tags of a caption, each once, in their order."""
    return list(dict.fromkeys(tag.lower() for tag in _HASHTAG.findall(caption or "")))


def _point(store: Store, draft: Draft) -> tuple[float | None, float | None]:
    if draft.place is None:
        return draft.point or (None, None)
    place = store.places.get(draft.place)
    if place is None:
        raise ValueError(f"there is no place {draft.place}")
    return place.latitude, place.longitude


def _events(store: Store, owner: Person, media: Media, tags: list[str]) -> list[Event]:
    """Find whom to tell: about people those whom they authorised, about all else everybody who asked."""
    found: list[Event] = []
    for subscription in store.accounts.everybodys_subscriptions():
        object_id = _concerned(store, subscription, owner, media, tags)
        if object_id is not None:
            named = media.id if subscription.object == "user" else None
            found.append(Event(subscription, object_id, media.created, named))
    return found


def _concerned(store: Store, subscription: Subscription, owner: Person, media: Media, tags: list[str]) -> str | None:
    """Give the id of what changed for a subscriber, or ``None`` when nothing did."""
    kind, wanted = subscription.object, subscription.object_id
    if kind == "user":
        return str(owner.id) if store.accounts.authorised(owner.id, subscription.client) else None
    if owner.private or wanted is None:
        return None
    if kind == "tag":
        return wanted if wanted.lower() in tags else None
    if kind == "location":
        return wanted if str(media.place) == wanted else None
    area = store.places.geography(int(wanted)) if wanted.isdigit() else None
    inside = area is not None and Circle(area.latitude, area.longitude, area.radius).holds(media)
    return wanted if inside else None
