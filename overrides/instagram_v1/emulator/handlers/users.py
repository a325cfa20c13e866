"""Users: profiles, feeds, search."""

from __future__ import annotations

from typing import Any

from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.faults import MISSING_PARAMETER
from instagram_v1.emulator.paging import by_parameter

from .lists import MEDIA_MOST, MEDIA_PAGE, media_objects, media_page, media_span, person_objects

_SEARCH_PAGE = 50


@handles("users_get")
def get(call: Call) -> Reply:
    """Answer with a profile."""
    person = call.visible_person()
    return Reply(call.renderer.user(person, call.store.people.counts(person.id)))


@handles("users_search")
def search(call: Call) -> Reply:
    """Answer with people whose name contains a text; private ones are listed too."""
    text = call.get("q")
    if text is None:
        raise MISSING_PARAMETER(name="q")
    found = call.store.people.search(text, call.count(_SEARCH_PAGE, _SEARCH_PAGE))
    return Reply(person_objects(call, found))


@handles("users_feed")
def feed(call: Call) -> Reply:
    """Answer with the media of those whom the viewer follows."""
    viewer, count = call.me, call.count(MEDIA_PAGE, MEDIA_MOST)
    return media_page(call, call.store.media.feed(viewer, media_span(call, count)), count)


@handles("users_recent_media")
def recent_media(call: Call) -> Reply:
    """Answer with a person's media, the latest first."""
    person = call.visible_person()
    count = call.count(MEDIA_PAGE, MEDIA_MOST)
    # What a sandbox leaves out is older than all that it shows: the list ends there.
    fetched = call.there(call.store.media.of_person(person.id, media_span(call, count)))
    return media_page(call, fetched, count, replace_self=person.id)


@handles("users_liked_media")
def liked_media(call: Call) -> Reply:
    """Answer with what the viewer likes, by the time of the like."""
    media, viewer = call.store.media, call.me
    count, cursor = call.count(MEDIA_PAGE, MEDIA_MOST), call.cursor("max_like_id")
    after = None
    if cursor is not None:
        at = media.like_time(cursor, viewer)
        # A media that was never liked marks no place in the list, so that nothing comes after it.
        after = (-1, -1) if at is None else (at, cursor)
    liked = media.liked(viewer, after, count + 1)
    page = media.many(pk for pk, _ in liked[:count])
    pagination: dict[str, Any] = {}
    if len(liked) > count:
        pagination = by_parameter(call, "next_max_like_id", "max_like_id", str(page[-1].pk))
    return Reply(media_objects(call, call.visible(page)), pagination)
