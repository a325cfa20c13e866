"""Where a picture was taken, as a phone tells it: a JSON text beside the other parameters."""

from __future__ import annotations

import json
import math
from typing import Any, Final, NoReturn, TypeVar, cast

from attrs import evolve, frozen

from instagram_v1.emulator.identity import HIGHEST
from instagram_v1.emulator.store import Place, Store, Venue

from . import faults

_LONGEST: Final = 200
T = TypeVar("T")


@frozen
class Told:
    """A place as a phone tells of it.

    Attributes:
        pk: Its number, for a place that the service told of before.
        name: What it is called; empty for a mere point.
        latitude: Latitude in degrees.
        longitude: Longitude in degrees.
        venue: Where it stands, and what another service calls it.
    """

    pk: int | None
    name: str
    latitude: float | None
    longitude: float | None
    venue: Venue

    @property
    def point(self) -> tuple[float, float] | None:
        """Where it is, if that was told."""
        return None if self.latitude is None or self.longitude is None else (self.latitude, self.longitude)

    def around(self, point: tuple[float, float] | None) -> Told:
        """Give the same place, which is where a picture of it was taken if nobody said where it is."""
        return evolve(self, latitude=point[0], longitude=point[1]) if point and self.point is None else self

    def settle(self, store: Store) -> int | None:
        """Find the place in the world, or add it; ``None`` for a mere point."""
        if self.pk is not None:
            if store.places.get(self.pk) is None:
                raise faults.NO_SUCH_PLACE()
            return self.pk
        if not self.name:
            return None
        phones, venue = store.phones, self.venue
        # 0 is what phones sent of a place that the other service does not know: it tells none apart.
        if venue.source and venue.external and venue.external != "0":
            known = phones.place_by(venue.source, venue.external)
        else:
            known = phones.place_at(self.name, self.latitude, self.longitude)
        return phones.add_place(Place(0, self.name, self.latitude, self.longitude), venue) if known is None else known


def read(text: str | None) -> Told | None:
    """Read what a phone tells of a place; ``None`` when it tells of none."""
    if text is None:
        return None
    try:
        given: object = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError):
        _refuse()
    if given is None or given == {}:
        return None
    return _told(cast("dict[str, Any]", given)) if isinstance(given, dict) else _refuse()


def _told(given: dict[str, Any]) -> Told:
    latitude, longitude = _degrees(given.get("lat"), 90), _degrees(given.get("lng"), 180)
    if (latitude is None) != (longitude is None):
        _refuse()
    external = given.get("external_id")
    if isinstance(external, int) and not isinstance(external, bool):
        external = str(external) if abs(external) <= HIGHEST else _refuse()
    venue = Venue(_text(given.get("address")), _text(given.get("external_source")), _text(external))
    return Told(_number(given.get("pk")), _text(given.get("name")) or "", latitude, longitude, venue)


def _text(value: object) -> str | None:
    if value is None:
        return None
    # Half a surrogate pair can stand in JSON, but nowhere else.
    if not isinstance(value, str) or len(value) > _LONGEST or any("\ud800" <= letter <= "\udfff" for letter in value):
        _refuse()
    return value or None


def _number(value: object) -> int | None:
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= HIGHEST):
        return value
    return _refuse()


def _degrees(value: object, bound: int) -> float | None:
    if value is None:
        return None
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) <= bound and math.isfinite(value):
        return float(value)
    return _refuse()


def _refuse(_: str = "") -> NoReturn:
    raise faults.BAD_PARAMETER(name="location")
