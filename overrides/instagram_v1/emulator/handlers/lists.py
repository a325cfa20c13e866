"""What handlers of lists share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from instagram_v1.emulator.calls import Call, Reply
from instagram_v1.emulator.identity import HIGHEST
from instagram_v1.emulator.paging import by_parameter
from instagram_v1.emulator.render import media_list
from instagram_v1.emulator.store import Media, Person, Span

MEDIA_PAGE = 20
MEDIA_MOST = 33


def media_objects(call: Call, page: list[Media]) -> list[dict[str, Any]]:
    """Write a list of media as the viewer sees it."""
    return media_list(call.store, call.renderer, page, call.viewer, call.profile.inline_lists)


def media_object(call: Call, media: Media) -> dict[str, Any]:
    """Write one media as the viewer sees it."""
    return media_objects(call, [media])[0]


def person_objects(call: Call, people: list[Person]) -> list[dict[str, Any]]:
    """Write a list of people."""
    return call.renderer.minis(call.known(people))


def media_span(call: Call, count: int) -> Span:
    """Read which media are asked for; one more than that is fetched, to know whether another page follows."""
    max_pk, min_pk = call.cursor("max_id"), call.cursor("min_id")
    span = Span(count + 1, HIGHEST if max_pk is None else max_pk, -1 if min_pk is None else min_pk)
    if not call.profile.old_filters:
        return span
    # Times were a way to ask until the platform update of November 2015.
    max_time, min_time = call.integer("max_timestamp"), call.integer("min_timestamp")
    return Span(
        span.count,
        span.max_pk,
        span.min_pk,
        HIGHEST if max_time is None else max_time,
        -1 if min_time is None else min_time,
    )


def media_page(
    call: Call,
    fetched: list[Media],
    count: int,
    *,
    whole_id: bool = True,
    replace_self: int | None = None,
    keep: Callable[[Media], bool] | None = None,
) -> Reply:
    """Answer with a page of media whose cursor is the id of its last item.

    Args:
        call: The request that is answered.
        fetched: The media, one more than ``count`` where another page follows.
        count: How many the page holds.
        whole_id: Whether the cursor is the whole id or only its first half.
        replace_self: Id that takes the place of ``self`` in the address of the next page.
        keep: Which of the media to show; the cut is made before, so that a page may be short but nothing is lost.
    """
    page = fetched[:count]
    pagination: dict[str, Any] = {}
    if len(fetched) > count:
        cursor = page[-1].id if whole_id else str(page[-1].pk)
        pagination = by_parameter(call, "next_max_id", "max_id", cursor, replace_self)
    shown = [media for media in call.visible(page) if keep is None or keep(media)]
    return Reply(media_objects(call, shown), pagination)
