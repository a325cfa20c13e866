"""Tags: number of media, search, recent media."""

from __future__ import annotations

from typing import Any, Final

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.identity import HIGHEST
from instagram_v1.emulator.paging import WARNING, read_tag_cursor, tag_pages

from .lists import MEDIA_MOST, MEDIA_PAGE, media_objects

_SEARCH_PAGE: Final = 50


def _tag(call: Call) -> str:
    """Give the tag of the path; one that nothing is tagged with leads to the page for unknown addresses."""
    tag = call.path["tag-name"].lower()
    if call.store.tags.count(tag) == 0:
        raise faults.UNKNOWN_ROUTE()
    return tag


@handles("tags_get")
def get(call: Call) -> Reply:
    """Answer with the number of media of a tag."""
    tag = _tag(call)
    return Reply({"media_count": call.store.tags.count(tag), "name": tag})


@handles("tags_search")
def search(call: Call) -> Reply:
    """Answer with the tags that start with a text."""
    text = (call.get("q") or "").removeprefix("#").lower()
    if not text:
        raise faults.MISSING_PARAMETER(name="q")
    # The searches of 2015 answered integral floats; a client has to bear it.
    number = float if call.profile.float_counts else int
    found = call.store.tags.search(text, _SEARCH_PAGE)
    return Reply([{"media_count": number(count), "name": name} for name, count in found])


@handles("tags_recent_media")
def recent_media(call: Call) -> Reply:
    """Answer with the media of a tag; its cursors include the item they name."""
    tag, count = _tag(call), call.count(MEDIA_PAGE, MEDIA_MOST)
    newest, oldest = read_tag_cursor(call, "max_tag_id", "max_id"), read_tag_cursor(call, "min_tag_id", "min_id")
    fetched = call.store.media.of_tag(
        tag, HIGHEST if newest is None else newest, -1 if oldest is None else oldest, count + 1
    )
    pagination: dict[str, Any] = {"deprecation_warning": WARNING}
    if fetched:
        pagination = tag_pages(call, fetched[0].pk, fetched[count].pk if len(fetched) > count else None)
    return Reply(media_objects(call, call.visible(fetched[:count])), pagination)
