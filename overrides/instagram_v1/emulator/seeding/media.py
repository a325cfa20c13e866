"""The media of the invented world, with their tags, likes and comments."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from attrs import frozen

from instagram_v1.emulator.identity import media_pk
from instagram_v1.emulator.store import Database

from . import words
from .people import Crowd

OWN: Final = 412
OTHERS: Final = 1300
NEAR: Final = 64
CENTRE: Final = (48.858844, 2.294351)
LIKED_BY_MAIN: Final = 170
FAMOUS_LIKES: Final = 168
FAMOUS_COMMENTS: Final = 163

_DAY: Final = 24 * 3600
_METRES_PER_DEGREE: Final = 111_320


@frozen
class _Plan:
    """One media to be: whose, when, and whether it is taken around the centre."""

    owner: int
    created_ms: int
    near: bool = False


def add_places(database: Database, rng: Random) -> list[tuple[int, float, float]]:
    """Add places, most of them around the centre; give (id, latitude, longitude)."""
    rows: list[tuple[int, str, float, float, str, int, int]] = []
    named = [("Tour Eiffel", *CENTRE), *((name, *_around(rng, 2600)) for name in words.PLACES), *words.ELSEWHERE]
    for index, (name, latitude, longitude) in enumerate(named):
        known = (f"{rng.getrandbits(96):024x}", rng.randrange(10**4, 10**7), rng.randrange(10**14, 10**15))
        rows.append((2593354 + index * 7919, name, latitude, longitude, *known))
    database.fill("INSERT INTO places VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    return [(row[0], row[2], row[3]) for row in rows]


def _around(rng: Random, metres: float) -> tuple[float, float]:
    """Pick a point within a distance of the centre."""
    distance, angle = metres * math.sqrt(rng.random()), rng.random() * math.tau
    north, east = distance * math.cos(angle), distance * math.sin(angle)
    latitude = CENTRE[0] + north / _METRES_PER_DEGREE
    longitude = CENTRE[1] + east / (_METRES_PER_DEGREE * math.cos(math.radians(CENTRE[0])))
    return round(latitude, 9), round(longitude, 9)


def add_media(
    database: Database, rng: Random, crowd: Crowd, places: list[tuple[int, float, float]], now: int
) -> list[tuple[int, int, int]]:
    """Add all media; give (number, owner, moment in ms), the oldest first."""
    plans = sorted(_plans(rng, crowd, now * 1000), key=lambda plan: plan.created_ms)
    media: list[tuple[object, ...]] = []
    tags: list[tuple[str, int, int]] = []
    tagged: list[tuple[int, int, float, float]] = []
    made: list[tuple[int, int, int]] = []
    for index, plan in enumerate(plans):
        pk = media_pk(plan.created_ms, plan.owner, index)
        chosen = _tags(rng, plan)
        media.append(_row(rng, plan, pk, chosen, places))
        tags += [(tag, pk, position) for position, tag in enumerate(chosen)]
        tagged += _tagged(rng, crowd, pk)
        made.append((pk, plan.owner, plan.created_ms))
    database.fill("INSERT INTO media VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", media)
    database.fill("INSERT INTO media_tags VALUES (?, ?, ?)", tags)
    database.fill("INSERT INTO tagged VALUES (?, ?, ?, ?)", tagged)
    return made


def _plans(rng: Random, crowd: Crowd, now_ms: int) -> list[_Plan]:
    def earlier(days: float) -> int:
        return now_ms - rng.randrange(60_000, int(days * _DAY * 1000))

    plans = [_Plan(crowd.main, earlier(700), near=rng.random() < 0.1) for _ in range(OWN)]
    plans += [_Plan(rng.choice(crowd.ids[1:]), earlier(400)) for _ in range(OTHERS)]
    # Public people only: what lies around the centre is there to be found by everyone.
    public = crowd.ids[1:13]
    plans += [_Plan(rng.choice(public), earlier(4.9), near=True) for _ in range(NEAR)]
    plans += [_Plan(rng.choice(public), earlier(60), near=True) for _ in range(NEAR)]
    return plans


def _row(
    rng: Random, plan: _Plan, pk: int, tags: list[str], places: list[tuple[int, float, float]]
) -> tuple[object, ...]:
    kind = rng.choices(("image", "video", "carousel"), (85, 10, 5))[0]
    spot = _spot(rng, plan, places)
    ratio = rng.choices((1.0, 1.25, 0.75), (80, 10, 10))[0]
    created = plan.created_ms // 1000
    return (pk, plan.owner, kind, rng.choice(words.FILTERS), _caption(rng, tags), *spot, created, ratio)


def _spot(
    rng: Random, plan: _Plan, places: list[tuple[int, float, float]]
) -> tuple[int | None, float | None, float | None]:
    if plan.near:
        # Half of them at the tower itself, so that one place has enough to page through.
        return places[0] if rng.random() < 0.5 else rng.choice(places[: len(words.PLACES)])
    draw = rng.random()
    if draw < 0.15:
        return rng.choice(places)
    if draw < 0.22:
        return (None, *_around(rng, 40_000))
    return None, None, None


def _tags(rng: Random, plan: _Plan) -> list[str]:
    weights = [30, 24, 16, *(6 for _ in words.TAGS[3:])]
    chosen = rng.choices(words.TAGS, weights, k=rng.choice((0, 1, 1, 2, 3, 4)))
    return list(dict.fromkeys([*chosen, "toureiffel"] if plan.near else chosen))


def _caption(rng: Random, tags: list[str]) -> str | None:
    if not tags and rng.random() < 0.3:
        return None
    return " ".join([rng.choice(words.OPENINGS), rng.choice(words.SUBJECTS), *("#" + tag for tag in tags)])


def _tagged(rng: Random, crowd: Crowd, pk: int) -> list[tuple[int, int, float, float]]:
    people = rng.sample(crowd.ids, rng.choices((0, 1, 3), (88, 9, 3))[0])
    return [(pk, person, round(rng.random(), 6), round(rng.random(), 6)) for person in people]


def add_likes(database: Database, rng: Random, crowd: Crowd, media: list[tuple[int, int, int]], now_ms: int) -> None:
    """Add likes; the moment of a like lies between the media and now."""
    rows: list[tuple[int, int, int, int]] = []
    others = crowd.ids[1:]
    liked = {pk for pk, owner, _ in rng.sample(media, LIKED_BY_MAIN) if owner not in crowd.private}
    famous = famous_media(crowd, media)
    for pk, _, created in media:
        number = FAMOUS_LIKES if pk == famous else min(int(rng.expovariate(0.14)), 60)
        fans = dict.fromkeys(rng.choices(others, k=number)) if pk != famous else rng.sample(others, number)
        people = [*fans, crowd.main] if pk in liked else fans
        rows += [(pk, person, rng.randrange(created, now_ms), 1) for person in people]
    database.fill("INSERT INTO likes VALUES (?, ?, ?, ?)", rows)


def add_comments(database: Database, rng: Random, crowd: Crowd, media: list[tuple[int, int, int]], now_ms: int) -> None:
    """Add comments, their ids growing with time."""
    rows: list[tuple[int, int, int, str]] = []
    famous = famous_media(crowd, media)
    for pk, _, created in media:
        number = FAMOUS_COMMENTS if pk == famous else rng.choices((0, 1, 2, 5, 12), (40, 25, 20, 12, 3))[0]
        rows += [
            (rng.randrange(created, now_ms) // 1000, pk, rng.choice(crowd.ids), rng.choice(words.REMARKS))
            for _ in range(number)
        ]
    rows.sort()
    values = [(10**15 + index * 3779, pk, who, text, moment) for index, (moment, pk, who, text) in enumerate(rows)]
    database.fill("INSERT INTO comments VALUES (?, ?, ?, ?, ?)", values)


def famous_media(crowd: Crowd, media: list[tuple[int, int, int]]) -> int:
    """Give the number of the one media that everybody liked and commented: the main user's fourth-latest."""
    return [pk for pk, owner, _ in media if owner == crowd.main][-4]
