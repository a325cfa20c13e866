"""Lists of media, and the tags that they are found by."""

from __future__ import annotations

from typing import Final

from instagram_v1.emulator.identity import HIGHEST
from instagram_v1.emulator.private.calls import Call, Reply, handles
from instagram_v1.emulator.private.render import Renderer
from instagram_v1.emulator.store import Media, Span

_PAGE: Final = 50
"""Items of a list: nobody wrote down how many there were, nor how to ask for others."""

_TAGS: Final = 50
_POPULAR_DAYS: Final = 90
_DAY: Final = 24 * 3600


def _listed(call: Call, page: list[Media]) -> Reply:
    items = Renderer(call.store, call.origin).media(call.visible(page))
    return Reply({"items": items, "num_results": len(items)})


@handles("feed_timeline")
def timeline(call: Call) -> Reply:
    """Answer with the media of those whom the viewer follows, and their own."""
    return _listed(call, call.store.media.feed(call.me, Span(_PAGE)))


@handles("feed_user")
def user(call: Call) -> Reply:
    """Answer with a person's media."""
    return _listed(call, call.store.media.of_person(call.visible_person().id, Span(_PAGE)))


@handles("feed_popular")
def popular(call: Call) -> Reply:
    """Answer with what is liked most at the moment; nobody has to be signed in for that."""
    return _listed(call, call.store.media.popular(int(call.now) - _POPULAR_DAYS * _DAY, _PAGE))


@handles("feed_tag")
def tag(call: Call) -> Reply:
    """Answer with the media of a tag; one that nothing is tagged with has none."""
    return _listed(call, call.store.media.of_tag(call.path["tag"].lower(), HIGHEST, -1, _PAGE))


@handles("tags_search")
def search(call: Call) -> Reply:
    """Answer with the tags that start with a text."""
    found = call.store.tags.search(call.need("q").removeprefix("#").lower(), _TAGS)
    return Reply({"results": [{"name": name, "media_count": count} for name, count in found]})
