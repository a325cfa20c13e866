"""Uploads: a picture is sent first; what it is to be is said afterwards, by the number that it was sent with."""

from __future__ import annotations

from typing import Final

from attrs import evolve

from instagram_v1.emulator.posting import Draft, hashtags, post
from instagram_v1.emulator.private import PHOTO_LIMIT, faults, venues
from instagram_v1.emulator.private.calls import Call, Reply, handles
from instagram_v1.emulator.private.photos import NotAPhoto, measured
from instagram_v1.emulator.private.render import Renderer
from instagram_v1.emulator.store import Media, Shot, Upload
from instagram_v1.private.filters import translated

WAITING: Final = 3600
"""Seconds that an upload waits to be configured. How long it really was is not known."""

MOST: Final = 10
"""Uploads of one person that wait at the same time; beyond that the oldest goes. Ours to say."""

_CAPTION: Final = 2200
_RATIOS: Final = (0.5, 1.6)
"""Height by width: a picture beyond these is shown cut, as there are no addresses for longer ones."""


@handles("media_upload")
def upload(call: Call) -> Reply:
    """Keep a picture until it is configured, and only for so long."""
    stamp, photo = _stamp(call), call.files.get("photo")
    if photo is None:
        raise faults.NO_PHOTO()
    if len(photo) > PHOTO_LIMIT:
        raise faults.PHOTO_TOO_LARGE(most=PHOTO_LIMIT)
    point = call.degrees("lat", 90), call.degrees("lng", 180)
    made = Upload(photo, _ratio(photo), *(point if None not in point else (None, None)))
    if call.store.phones.shot_by(call.me, stamp) is not None:
        raise faults.CONFIGURED_BEFORE()
    phones, now = call.store.phones, int(call.now)
    phones.drop_old(now - WAITING)
    phones.keep(call.me, stamp, made, now)
    phones.drop_beyond(call.me, MOST)
    return Reply()


@handles("media_configure")
def configure(call: Call) -> Reply:
    """Publish an upload, or change what was published before with the same number."""
    stamp = _stamp(call)
    call.store.phones.drop_old(call.now - WAITING)
    waiting = call.store.phones.take(call.me, stamp)
    if waiting is not None:
        return _published(call, stamp, waiting)
    media = _known(call, stamp)
    if media is None:
        raise faults.NOTHING_UPLOADED()
    return _answer(call, _changed(call, stamp, media))


def _published(call: Call, stamp: int, waiting: Upload) -> Reply:
    store, told = call.store, venues.read(call.get("location"))
    person = store.people.many([call.me])[call.me]
    point = None
    if waiting.latitude is not None and waiting.longitude is not None:
        point = waiting.latitude, waiting.longitude
    if told is not None:
        told = told.around(point)
        point = told.point
    place = told.settle(store) if told else None
    draft = Draft(_caption(call), "image", place, point, _filter(call) or "Normal", waiting.ratio)
    media, events = post(store, person, draft, call.now)
    store.pictures.put(media.pk, waiting.picture)
    store.phones.mark(media.pk, Shot(stamp, _source(call) or 0))
    return evolve(_answer(call, media), events=tuple(events))


def _changed(call: Call, stamp: int, media: Media) -> Media:
    """Change what was sent; what was not stays as it is."""
    store = call.store
    made = evolve(
        media,
        caption=_caption(call) if call.sent("caption") else media.caption,
        filter=_filter(call) or media.filter,
    )
    if call.sent("location"):
        told = venues.read(call.get("location"))
        place = told.settle(store) if told else None
        found = store.places.get(place) if place is not None else None
        point = (found.latitude, found.longitude) if found else (told.point if told else None) or (None, None)
        made = evolve(made, place=place, latitude=point[0], longitude=point[1])
    store.phones.change(made, hashtags(made.caption))
    shot = store.phones.shots([media.pk]).get(media.pk)
    source = _source(call)
    if shot is not None or source is not None:
        store.phones.mark(media.pk, Shot(stamp, source if source is not None else shot.source_type if shot else 0))
    return made


def _answer(call: Call, media: Media) -> Reply:
    return Reply({"media": Renderer(call.store, call.origin).media([media])[0]})


def _known(call: Call, stamp: int) -> Media | None:
    """Find the viewer's media of a number; one that no phone told of has the moment it was published."""
    phones = call.store.phones
    pk = phones.shot_by(call.me, stamp)
    pk = phones.published_at(call.me, stamp) if pk is None else pk
    return call.store.media.get(pk) if pk is not None else None


def _stamp(call: Call) -> int:
    stamp = call.integer("device_timestamp")
    if stamp is None:
        raise faults.MISSING_PARAMETER(name="device_timestamp")
    if stamp < 0:
        raise faults.BAD_PARAMETER(name="device_timestamp")
    return stamp


def _ratio(photo: bytes) -> float:
    try:
        width, height = measured(photo)
    except NotAPhoto as error:
        raise faults.BAD_PHOTO(reason=str(error)) from None
    lowest, highest = _RATIOS
    return min(max(round(height / width, 6), lowest), highest)


def _caption(call: Call) -> str | None:
    text = call.get("caption")
    if text is not None and len(text) > _CAPTION:
        raise faults.BAD_PARAMETER(name="caption")
    return text if text and text.strip() else None


def _filter(call: Call) -> str | None:
    code = call.integer("filter_type")
    return None if code is None else translated(str(code))


def _source(call: Call) -> int | None:
    return call.integer("source_type")
