"""Locations: by id, by point, by another service's id, and their media."""

from __future__ import annotations

from typing import Final

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.identity import number
from instagram_v1.emulator.places import circle
from instagram_v1.emulator.store import Place

from .lists import MEDIA_MOST, MEDIA_PAGE, media_page, media_span

_SEARCH_PAGE: Final = 20
_SEARCH_MOST: Final = 30


def _place(call: Call) -> Place:
    identity = number(call.path["location-id"])
    place = call.store.places.get(identity) if identity is not None else None
    if place is None:
        raise faults.NO_SUCH_PLACE()
    return place


@handles("locations_get")
def get(call: Call) -> Reply:
    """Answer with a place."""
    return Reply(call.renderer.place(_place(call)))


@handles("locations_recent_media")
def recent_media(call: Call) -> Reply:
    """Answer with the media of a place; here the cursor is only the first half of an id."""
    place, count = _place(call), call.count(MEDIA_PAGE, MEDIA_MOST)
    fetched = call.store.media.of_place(place.id, media_span(call, count))
    return media_page(call, fetched, count, whole_id=False)


@handles("locations_search")
def search(call: Call) -> Reply:
    """Answer with the places around a point, the nearest first, or with the one of another service's id."""
    found = _by_foreign_id(call)
    if found is None:
        area = circle(call, call.profile.place_distance)
        near = [
            (area.distance(place.latitude, place.longitude), place)
            for place in call.store.places.in_box(area.box)
            if place.latitude is not None and place.longitude is not None
        ]
        found = [place for metres, place in sorted(near, key=lambda pair: pair[0]) if metres <= area.radius]
    renderer = call.renderer
    return Reply([renderer.place(place) for place in found[: call.count(_SEARCH_PAGE, _SEARCH_MOST)]])


def _by_foreign_id(call: Call) -> list[Place] | None:
    places = call.store.places
    ways = [("facebook_places_id", places.by_facebook)]
    if call.profile.old_filters:
        ways += [("foursquare_v2_id", places.by_foursquare_v2), ("foursquare_id", places.by_foursquare)]
    for name, find in ways:
        value = call.get(name)
        if value is not None:
            return find(value)
    return None
