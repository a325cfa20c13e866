"""Sandbox mode: what clients saw, from November 2015 on, before they were approved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from .store import Media, Person, Store

PEOPLE: Final = 10
RECENT: Final = 20


class Sandbox:
    """The few people of a sandbox, and the latest media of each; nothing else exists for its clients."""

    def __init__(self, store: Store, people: frozenset[int]) -> None:
        self._store = store
        self.people = people

    @classmethod
    def around(cls, store: Store, person: int) -> Sandbox:
        """Make the sandbox of a person and the first of those whom they follow."""
        others = sorted(other for other, _ in store.people.follows(person, None, PEOPLE * 100))
        return cls(store, frozenset([person, *others[: PEOPLE - 1]]))

    def known(self, people: Iterable[Person]) -> list[Person]:
        """Leave out those who do not exist here."""
        return [person for person in people if person.id in self.people]

    def holds(self, media: Iterable[Media]) -> list[Media]:
        """Leave out the media that do not exist here."""
        entries = list(media)
        inside = self.people.intersection(entry.owner for entry in entries)
        oldest = {person: self._store.media.oldest_of_latest(person, RECENT) for person in inside}
        return [entry for entry in entries if entry.owner in inside and entry.pk >= oldest[entry.owner]]
