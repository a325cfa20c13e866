"""Distances on the map."""

from __future__ import annotations

import math

from attrs import frozen

from . import faults
from .calls import Call
from .store import Media

_EARTH = 6_371_000.0
_METRES_PER_DEGREE = math.tau * _EARTH / 360
# Nearer to the poles a degree of longitude has hardly any length.
_POLAR = 89.0


@frozen
class Circle:
    """A point and a radius in metres."""

    latitude: float
    longitude: float
    radius: float

    @property
    def box(self) -> tuple[float, float, float, float]:
        """The rectangle around the circle: south, north, west, east."""
        north = self.radius / _METRES_PER_DEGREE
        west, east = -180.0, 180.0
        highest = abs(self.latitude) + north
        if highest < _POLAR:
            width = north / math.cos(math.radians(highest))
            # A circle across the date line takes the whole band: what lies outside is measured away later.
            if abs(self.longitude) + width <= 180:
                west, east = self.longitude - width, self.longitude + width
        return self.latitude - north, self.latitude + north, west, east

    def distance(self, latitude: float, longitude: float) -> float:
        """Give the distance of a point from the centre, in metres along the ground."""
        here, there = math.radians(self.latitude), math.radians(latitude)
        half_north, half_east = (there - here) / 2, math.radians(longitude - self.longitude) / 2
        chord = math.sin(half_north) ** 2 + math.cos(here) * math.cos(there) * math.sin(half_east) ** 2
        return round(2 * _EARTH * math.asin(min(1.0, math.sqrt(chord))), 6)

    def holds(self, media: Media) -> bool:
        """Tell whether a media was taken inside the circle."""
        if media.latitude is None or media.longitude is None:
            return False
        return self.distance(media.latitude, media.longitude) <= self.radius


def circle(call: Call, distance: tuple[int, int], name: str = "distance") -> Circle:
    """Read the circle that a request is about.

    What the API did with a distance out of range is not known; it is held at the bounds here.

    Args:
        call: The request.
        distance: Default and highest radius in metres.
        name: Parameter that holds the radius.
    """
    latitude, longitude = call.decimal("lat", 90), call.decimal("lng", 180)
    if latitude is None or longitude is None:
        raise faults.MISSING_PARAMETER(name="lat and lng")
    default, highest = distance
    metres = call.decimal(name, math.inf)
    return Circle(latitude, longitude, default if metres is None else min(max(metres, 0.0), highest))
