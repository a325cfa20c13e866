"""What there is to know of a world before the first request."""

from __future__ import annotations

from attrs import frozen

from instagram_v1.emulator.store import Application, Store, WorldError


@frozen
class World:
    """What whoever runs the emulator needs to know of the world; it is kept in the world itself.

    Attributes:
        profile: The era that it was made for.
        seed: What it was built from.
        username: The main user, who has most of everything.
        password: The password of everybody.
        person: Id of the main user.
        client: The client that is registered.
    """

    profile: str
    seed: int
    username: str
    password: str
    person: int
    client: Application

    def write(self, store: Store) -> None:
        """Keep it in the world's memory."""
        facts = {
            "profile": self.profile,
            "seed": str(self.seed),
            "username": self.username,
            "password": self.password,
            "client": self.client.id,
        }
        store.database.fill("INSERT OR REPLACE INTO facts VALUES (?, ?)", list(facts.items()))

    @classmethod
    def read(cls, store: Store, where: str) -> World:
        """Read it from the world's memory; ``where`` names the file in errors."""
        facts = {str(name): str(value) for name, value in store.database.rows("SELECT name, value FROM facts")}
        try:
            person = store.people.by_name(facts["username"])
            client = store.accounts.client(facts["client"])
            seed = int(facts["seed"])
            if person is None or client is None:
                raise KeyError("username or client")
            return cls(facts["profile"], seed, facts["username"], facts["password"], person.id, client)
        except (KeyError, ValueError) as error:
            raise WorldError(f"{where} does not say what world it is ({error}): restore it from a copy") from None


def latest(store: Store) -> float:
    """Give the moment of the last thing that happened in a world, in unix seconds; 0 in one that never changed."""
    stamp = store.database.row("SELECT value FROM facts WHERE name = 'stamp'")
    comment = store.database.number("SELECT max(created) FROM comments")
    return max(int(stamp[0]) / 1000 if stamp else 0.0, float(comment))
