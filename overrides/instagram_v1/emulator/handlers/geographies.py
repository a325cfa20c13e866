"""Geographies: the media inside a circle that a client subscribed to."""

from __future__ import annotations

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.identity import number
from instagram_v1.emulator.places import Circle

from .lists import MEDIA_MOST, MEDIA_PAGE, media_page, media_span


@handles("geographies_recent_media")
def recent_media(call: Call) -> Reply:
    """Answer with the media inside a circle; only the client that made it may ask."""
    identity = number(call.path["geo-id"])
    geography = call.store.places.geography(identity) if identity is not None else None
    if geography is None or geography.client != call.client:
        raise faults.NO_SUCH_GEOGRAPHY()
    area = Circle(geography.latitude, geography.longitude, geography.radius)
    count = call.count(MEDIA_PAGE, MEDIA_MOST)
    fetched = call.store.media.in_box(area.box, media_span(call, count))
    return media_page(call, fetched, count, whole_id=False, keep=area.holds)
