"""The world's memory: the only place of the emulator that knows SQL."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from .accounts import Accounts
from .database import MEMORY, Database
from .files import WorldError
from .media import MediaStore, Span
from .people import People
from .phones import Phones, Shot, Upload, Venue
from .pictures import Pictures
from .places import Places, Tags
from .rows import (
    Application,
    Code,
    Comment,
    Details,
    Geography,
    Media,
    Person,
    Place,
    Rendition,
    Subscription,
    Tagged,
    Token,
)

__all__ = [
    "Accounts",
    "Application",
    "Code",
    "Comment",
    "Database",
    "Details",
    "Geography",
    "Media",
    "MediaStore",
    "People",
    "Person",
    "Phones",
    "Pictures",
    "Place",
    "Places",
    "Rendition",
    "Shot",
    "Span",
    "Store",
    "Subscription",
    "Tagged",
    "Tags",
    "Token",
    "Upload",
    "Venue",
    "WorldError",
]


class Store:
    """All queries, grouped by what they are about."""

    def __init__(self, path: str = MEMORY) -> None:
        self.database: Database = Database(path)
        self.people: People = People(self.database)
        self.places: Places = Places(self.database)
        self.tags: Tags = Tags(self.database)
        self.pictures: Pictures = Pictures(self.database)
        self.media: MediaStore = MediaStore(self.database, self.people, self.places, self.pictures)
        self.accounts: Accounts = Accounts(self.database)
        self.phones: Phones = Phones(self.database)

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Let everything inside happen, or nothing of it."""
        with self.database.transaction():
            yield

    def stamp(self, now: float) -> int:
        """Give a time in milliseconds that no other event has."""
        return self.database.stamp(now)

    def close(self) -> None:
        """Close the database."""
        self.database.close()
