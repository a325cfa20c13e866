"""Media: by id, by short code, by place, and what is popular."""

from __future__ import annotations

from typing import Final

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.identity import HIGHEST, from_shortcode
from instagram_v1.emulator.places import circle
from instagram_v1.emulator.store import Span

from .lists import MEDIA_PAGE, media_object, media_objects

_DAY: Final = 24 * 3600
_DISTANCE: Final = (1000, 5000)
_POPULAR_DAYS: Final = 90
_POPULAR_PAGE: Final = 50
_SEARCH_MOST: Final = 100


@handles("media_get")
def get(call: Call) -> Reply:
    """Answer with a media."""
    return Reply(media_object(call, call.media()))


@handles("media_get_by_shortcode")
def get_by_shortcode(call: Call) -> Reply:
    """Answer with the media of a short code."""
    pk = from_shortcode(call.path["shortcode"])
    media = call.store.media.get(pk) if pk is not None else None
    if media is None:
        raise faults.NO_SUCH_SHORTCODE()
    call.check_visible(media)
    return Reply(media_object(call, media))


@handles("media_search")
def search(call: Call) -> Reply:
    """Answer with the media around a point of the last days, the latest first."""
    area = circle(call, _DISTANCE)
    count = call.count(MEDIA_PAGE, _SEARCH_MOST)
    oldest, newest = _window(call)
    span = Span(10_000, max_time=newest + 1, min_time=oldest - 1)
    found = [
        (media, area.distance(media.latitude, media.longitude))
        for media in call.visible(call.store.media.in_box(area.box, span))
        if media.latitude is not None and media.longitude is not None
    ]
    near = [(media, metres) for media, metres in found if metres <= area.radius][:count]
    objects = media_objects(call, [media for media, _ in near])
    if call.profile.media_distance:
        for entry, (_, metres) in zip(objects, near, strict=True):
            entry["distance"] = metres
    return Reply(objects)


def _window(call: Call) -> tuple[int, int]:
    """Give the span of time that is searched: five days by default, seven at most."""
    now = int(call.now)
    if not call.profile.old_filters:
        return now - 5 * _DAY, now
    oldest, newest = call.integer("min_timestamp"), call.integer("max_timestamp")
    newest = now if newest is None else max(0, min(newest, HIGHEST - 1))
    oldest = newest - 5 * _DAY if oldest is None else max(0, oldest)
    return max(oldest, newest - 7 * _DAY), newest


@handles("media_popular")
def popular(call: Call) -> Reply:
    """Answer with what is liked most at the moment."""
    since = int(call.now) - _POPULAR_DAYS * _DAY
    count = call.count(_POPULAR_PAGE, _POPULAR_PAGE)
    return Reply(media_objects(call, call.visible(call.store.media.popular(since, count))))
