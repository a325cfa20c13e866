"""Registered clients, tokens, authorisation codes and subscriptions."""

from __future__ import annotations

from attrs import evolve

from .database import Database
from .rows import Application, Code, Subscription, Token

SEEDED = "seeded"
"""What stands in the place of the verify token of subscriptions that nobody made."""

_SUBSCRIPTION = "id, client, object, object_id, aspect, callback"


class Accounts:
    """Queries about clients and what they were granted."""

    def __init__(self, database: Database) -> None:
        self._db = database

    def client(self, client: str) -> Application | None:
        """Find a registered client."""
        row = self._db.row("SELECT id, secret, name, implicit, signed, forwarded FROM clients WHERE id = ?", client)
        if row is None:
            return None
        uris = self._db.rows("SELECT uri FROM redirects WHERE client = ? ORDER BY uri", client)
        flags = bool(row[3]), bool(row[4]), bool(row[5])
        return Application(row[0], row[1], row[2], *flags, tuple(uri[0] for uri in uris))

    def clients(self) -> list[Application]:
        """Give all registered clients, by their names."""
        rows = self._db.rows("SELECT id FROM clients ORDER BY name, id")
        return [found for row in rows if (found := self.client(row[0])) is not None]

    def register(self, client: Application) -> None:
        """Register a client."""
        values = (client.id, client.secret, client.name, client.implicit, client.signed, client.forwarded)
        self._db.run("INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?)", *values)
        self._db.fill("INSERT INTO redirects VALUES (?, ?)", [(client.id, uri) for uri in client.redirects])

    def allow(self, client: str, uri: str) -> None:
        """Let a client send browsers back to another address as well."""
        self._db.run("INSERT OR IGNORE INTO redirects VALUES (?, ?)", client, uri)

    def token(self, token: str) -> Token | None:
        """Find what a token stands for."""
        row = self._db.row("SELECT token, person, client, scopes FROM tokens WHERE token = ?", token)
        return Token(row[0], row[1], row[2], frozenset(row[3].split())) if row else None

    def save_token(self, token: str, person: int, client: str, scopes: tuple[str, ...]) -> None:
        """Keep a token, with the scopes it has from now on."""
        self._db.run("INSERT OR REPLACE INTO tokens VALUES (?, ?, ?, ?)", token, person, client, " ".join(scopes))

    def revoke(self, token: str) -> None:
        """Make a token invalid."""
        self._db.run("DELETE FROM tokens WHERE token = ?", token)

    def save_code(self, code: Code) -> None:
        """Keep an authorisation code until it is exchanged."""
        values = (code.code, code.client, code.person, code.redirect, code.scopes, code.used)
        self._db.run("INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?)", *values)

    def code(self, code: str) -> Code | None:
        """Find an authorisation code."""
        row = self._db.row("SELECT code, client, person, redirect, scopes, used FROM codes WHERE code = ?", code)
        return Code(*row) if row else None

    def codes(self) -> int:
        """Count the codes given out so far."""
        return self._db.number("SELECT count(*) FROM codes")

    def use_code(self, code: str) -> None:
        """Mark a code as used: it works once."""
        self._db.run("UPDATE codes SET used = 1 WHERE code = ?", code)

    def subscriptions(self, client: str) -> list[Subscription]:
        """Give a client's subscriptions, the first made first."""
        sql = f"SELECT {_SUBSCRIPTION} FROM subscriptions WHERE client = ? ORDER BY id"  # noqa: S608
        return [Subscription(*row) for row in self._db.rows(sql, client)]

    def everybodys_subscriptions(self) -> list[Subscription]:
        """Give all subscriptions that clients made; what a world is born with has nobody who listens."""
        sql = f"SELECT {_SUBSCRIPTION} FROM subscriptions WHERE verify <> '{SEEDED}' ORDER BY id"  # noqa: S608
        return [Subscription(*row) for row in self._db.rows(sql)]

    def authorised(self, person: int, client: str) -> bool:
        """Tell whether a person gave a client a token."""
        return self._db.row("SELECT 1 FROM tokens WHERE person = ? AND client = ?", person, client) is not None

    def subscribe(self, subscription: Subscription, verify: str) -> Subscription:
        """Add a subscription; give it with its id."""
        sql = "INSERT INTO subscriptions VALUES (NULL, ?, ?, ?, ?, ?, ?)"
        made = subscription
        values = (made.client, made.object, made.object_id, made.aspect, made.callback, verify)
        return evolve(made, id=self._db.insert(sql, *values))

    def unsubscribe(self, client: str, number: int) -> bool:
        """Delete one subscription; tell whether there was one."""
        return self._db.run("DELETE FROM subscriptions WHERE client = ? AND id = ?", client, number) > 0

    def unsubscribe_all(self, client: str, kind: str) -> None:
        """Delete a client's subscriptions to one kind of object, or to ``all``."""
        self._db.run("DELETE FROM subscriptions WHERE client = ?1 AND ?2 IN (object, 'all')", client, kind)
