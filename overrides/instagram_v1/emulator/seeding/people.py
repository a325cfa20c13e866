"""The people of the invented world, and who follows whom."""

from __future__ import annotations

from random import Random
from typing import Final

from attrs import frozen

from instagram_v1.emulator.pictures import face_path
from instagram_v1.emulator.store import Database

from . import words

CROWD: Final = 480
FOLLOWED: Final = 184
FOLLOWERS: Final = 243
REQUESTS: Final = 7
_YEAR_MS: Final = 365 * 24 * 3600 * 1000


@frozen
class Crowd:
    """Ids of the people; the first is the main user."""

    ids: list[int]
    private: frozenset[int]

    @property
    def main(self) -> int:
        """Id of the main user."""
        return self.ids[0]


def add_people(database: Database, rng: Random, username: str, password: str) -> Crowd:
    """Add the main user and a crowd of others."""
    ids = [rng.randrange(10**6, 10**8), *rng.sample(range(10**8, 2 * 10**9), CROWD)]
    rows = [(ids[0], username, "Noor Haddad", "Rooftops & rivers 🌉", "https://noor.example/", face_path(ids[0]), 0, 0)]
    rows += [_person(rng, index, person) for index, person in enumerate(ids[1:], 1)]
    database.fill("INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", [(*row, password) for row in rows])
    return Crowd(ids, frozenset(int(row[0]) for row in rows if row[6]))


def _person(rng: Random, index: int, person: int) -> tuple[int, str, str, str, str, str, int, int]:
    given, family = rng.choice(words.GIVEN), rng.choice(words.FAMILY)
    full_name = words.ODD_NAMES[index - 1] if index <= len(words.ODD_NAMES) else f"{given.title()} {family}"
    username = f"{given}{rng.choice(words.SUFFIXES)}{index}"
    website = f"https://{given}{index}.example/" if rng.random() < 0.2 else ""
    # The first dozen stay public: they are the ones that tests and examples meet first.
    private = int(index > 12 and rng.random() < 0.12)
    bio = rng.choice(words.BIOS)
    return (person, username, full_name, bio, website, face_path(person), private, rng.random() < 0.05)


def add_ties(database: Database, rng: Random, crowd: Crowd, now_ms: int) -> None:
    """Let people follow each other; every tie gets a moment of its own, being what cursors point at."""
    ties = _ties(rng, crowd)
    moments = rng.sample(range(now_ms - _YEAR_MS, now_ms), len(ties))
    rows = [(*tie, state, moment) for (tie, state), moment in zip(ties.items(), moments, strict=True)]
    database.fill("INSERT INTO follows VALUES (?, ?, ?, ?)", rows)
    # Somebody blocks the main user, so that this case exists.
    database.run("INSERT INTO blocks VALUES (?, ?)", _stranger(crowd, ties), crowd.main)


def _ties(rng: Random, crowd: Crowd) -> dict[tuple[int, int], str]:
    main, others = crowd.main, crowd.ids[1:]
    ties = {(main, other): "follows" for other in rng.sample(others, FOLLOWED)}
    followers = rng.sample(others, FOLLOWERS + REQUESTS)
    ties.update({(other, main): "follows" for other in followers[:FOLLOWERS]})
    ties.update({(other, main): "requested" for other in followers[FOLLOWERS:]})
    unasked = [other for other in others if other in crowd.private and (main, other) not in ties]
    ties.update({(main, other): "requested" for other in unasked[:3]})
    for person in others:
        for other in rng.sample(others, rng.randrange(2, 14)):
            if other != person:
                ties[(person, other)] = "follows"
    return ties


def _stranger(crowd: Crowd, ties: dict[tuple[int, int], str]) -> int:
    main = crowd.main
    return next(other for other in reversed(crowd.ids) if (main, other) not in ties and (other, main) not in ties)
