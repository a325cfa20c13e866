"""People, whom they follow and block, and who may see whom."""

from __future__ import annotations

import json
from collections.abc import Iterable

from .database import Database
from .rows import Person

_PERSON = "id, username, full_name, bio, website, picture, private, business"


class People:
    """Queries about accounts and the ties between them."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def get(self, person: int) -> Person | None:
        """Find an account by its id."""
        row = self._db.row(f"SELECT {_PERSON} FROM people WHERE id = ?", person)  # noqa: S608 - constant columns
        return Person(*row) if row else None

    def by_name(self, username: str) -> Person | None:
        """Find an account by its user name, in any case."""
        row = self._db.row(f"SELECT {_PERSON} FROM people WHERE username = ?", username.lower())  # noqa: S608
        return Person(*row) if row else None

    def password(self, username: str) -> tuple[int, str] | None:
        """Give id and password hash of an account."""
        row = self._db.row("SELECT id, password FROM people WHERE username = ?", username.lower())
        return (int(row[0]), str(row[1])) if row else None

    def many(self, ids: Iterable[int]) -> dict[int, Person]:
        """Find several accounts at once."""
        sql = f"SELECT {_PERSON} FROM people WHERE id IN (SELECT value FROM json_each(?))"  # noqa: S608
        return {row[0]: Person(*row) for row in self._db.rows(sql, json.dumps(sorted(set(ids))))}

    def in_order(self, ids: Iterable[int]) -> list[Person]:
        """Find several accounts and keep the order of their ids."""
        wanted = list(ids)
        found = self.many(wanted)
        return [found[person] for person in wanted]

    def search(self, text: str, count: int) -> list[Person]:
        """Find accounts by a part of their name: the exact name first, then names that start so, then the rest."""
        sql = f"""SELECT {_PERSON} FROM people WHERE instr(username, ?1) OR instr(lower(full_name), ?1)
            ORDER BY username <> ?1, instr(username, ?1) <> 1, username LIMIT ?2"""  # noqa: S608
        return [Person(*row) for row in self._db.rows(sql, text.lower(), count)]

    def counts(self, person: int) -> tuple[int, int, int]:
        """Count an account's media, those it follows, and its followers."""
        return (
            self._count("media WHERE owner = ?1", "media", person),
            self._count("follows WHERE follower = ?1 AND state = 'follows'", "follows", person),
            self._count("follows WHERE followed = ?1 AND state = 'follows'", "followers", person),
        )

    def _count(self, which: str, kind: str, person: int) -> int:
        sql = f"""SELECT (SELECT count(*) FROM {which})
            + coalesce((SELECT number FROM unseen WHERE kind = ?2 AND id = CAST(?1 AS TEXT)), 0)"""  # noqa: S608
        return self._db.number(sql, person, kind)

    def follows(self, person: int, before: int | None, count: int) -> list[tuple[int, int]]:
        """Give (id, time) of those that a person follows, the latest first."""
        sql = """SELECT followed, at FROM follows
            WHERE follower = ? AND state = 'follows' AND at < ? ORDER BY at DESC LIMIT ?"""
        return [(row[0], row[1]) for row in self._db.rows(sql, person, _before(before), count)]

    def followers(self, person: int, before: int | None, count: int) -> list[tuple[int, int]]:
        """Give (id, time) of a person's followers, the latest first."""
        sql = """SELECT follower, at FROM follows
            WHERE followed = ? AND state = 'follows' AND at < ? ORDER BY at DESC LIMIT ?"""
        return [(row[0], row[1]) for row in self._db.rows(sql, person, _before(before), count)]

    def requests(self, person: int) -> list[int]:
        """Give the ids of those who asked to follow a person, the latest first."""
        sql = "SELECT follower FROM follows WHERE followed = ? AND state = 'requested' ORDER BY at DESC"
        return [row[0] for row in self._db.rows(sql, person)]

    def tie(self, follower: int, followed: int) -> str:
        """Tell how one person stands to another: ``follows``, ``requested`` or ``none``."""
        row = self._db.row("SELECT state FROM follows WHERE follower = ? AND followed = ?", follower, followed)
        return str(row[0]) if row else "none"

    def blocks(self, blocker: int, blocked: int) -> bool:
        """Tell whether one person blocks another."""
        return self._db.row("SELECT 1 FROM blocks WHERE blocker = ? AND blocked = ?", blocker, blocked) is not None

    def visible(self, person: Person, viewer: int | None) -> bool:
        """Tell whether a viewer may see an account's media and lists."""
        if viewer == person.id:
            return True
        if viewer is not None and self.blocks(person.id, viewer):
            return False
        return not person.private or (viewer is not None and self.tie(viewer, person.id) == "follows")

    def hidden_owners(self, owners: Iterable[int], viewer: int | None) -> set[int]:
        """Give those of the owners whose media a viewer may not see."""
        sql = """SELECT id FROM people WHERE id IN (SELECT value FROM json_each(?1)) AND id IS NOT ?2 AND (
            EXISTS (SELECT 1 FROM blocks WHERE blocker = id AND blocked = ?2)
            OR (private AND NOT EXISTS (
                SELECT 1 FROM follows WHERE follower = ?2 AND followed = id AND state = 'follows')))"""
        return {row[0] for row in self._db.rows(sql, json.dumps(sorted(set(owners))), viewer)}

    def set_tie(self, follower: int, followed: int, state: str, at: int) -> None:
        """Make one person follow another, or ask to."""
        self._db.run("INSERT OR REPLACE INTO follows VALUES (?, ?, ?, ?)", follower, followed, state, at)

    def cut_tie(self, follower: int, followed: int) -> None:
        """Let one person no longer follow another, nor ask to."""
        self._db.run("DELETE FROM follows WHERE follower = ? AND followed = ?", follower, followed)

    def block(self, blocker: int, blocked: int) -> None:
        """Block a person."""
        self._db.run("INSERT OR IGNORE INTO blocks VALUES (?, ?)", blocker, blocked)

    def unblock(self, blocker: int, blocked: int) -> None:
        """Take a block back."""
        self._db.run("DELETE FROM blocks WHERE blocker = ? AND blocked = ?", blocker, blocked)


def _before(at: int | None) -> int:
    return 2**63 - 1 if at is None else at
