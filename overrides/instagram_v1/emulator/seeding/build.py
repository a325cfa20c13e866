"""Puts the world together."""

from __future__ import annotations

from functools import lru_cache
from random import Random
from typing import Final

from instagram_v1.emulator import profiles
from instagram_v1.emulator.identity import access_token, digest, hash_password
from instagram_v1.emulator.profiles import Profile
from instagram_v1.emulator.store import Application, Store
from instagram_v1.emulator.store.accounts import SEEDED

from . import media, people
from .world import World

USERNAME: Final = "noor"
PASSWORD: Final = "rooftops"  # noqa: S105 - the password of an invented person, shown to whoever starts the emulator


@lru_cache(maxsize=4)
def built(profile: str, seed: int, redirect_uri: str) -> tuple[bytes, World]:
    """Give the bytes of a new world's database, and what there is to know of it."""
    store = Store()
    try:
        world = build(store, profiles.find(profile), seed, redirect_uri)
        return store.database.snapshot(), world
    finally:
        store.close()


def build(store: Store, profile: Profile, seed: int, redirect_uri: str) -> World:
    """Build a world in an empty store."""
    database, rng = store.database, Random(seed)  # noqa: S311 - reproducible on purpose
    now = profile.starts
    database.create()
    with store.transaction():
        client = first_client(store, seed, redirect_uri)
        crowd = people.add_people(database, rng, USERNAME, hash_password(PASSWORD, USERNAME))
        people.add_ties(database, rng, crowd, now * 1000)
        places = media.add_places(database, rng)
        made = media.add_media(database, rng, crowd, places, now)
        media.add_likes(database, rng, crowd, made, now * 1000)
        media.add_comments(database, rng, crowd, made, now * 1000)
        if "geography" in profile.subscription_objects:
            _subscribe(store, client, rng)
        give_token(store, profile, seed, crowd.main, client)
        world = World(profile.name, seed, USERNAME, PASSWORD, crowd.main, client)
        world.write(store)
    database.index()
    return world


def first_client(store: Store, seed: int, redirect_uri: str) -> Application:
    """Register the client that everybody may use from the start."""
    client = Application(digest("client", seed), digest("secret", seed), "Emulated App", redirects=(redirect_uri,))
    store.accounts.register(client)
    return client


def _subscribe(store: Store, client: Application, rng: Random) -> None:
    """Add the circle around the centre that geographies/{geo-id}/media/recent is about."""
    sql = "INSERT INTO geographies VALUES (?, ?, ?, ?, ?)"
    geography = rng.randrange(10**6, 10**7)
    store.database.run(sql, geography, client.id, *media.CENTRE, 1500)
    values = (rng.randrange(10**6, 10**7), client.id, "geography", str(geography), "media")
    sql = "INSERT INTO subscriptions VALUES (?, ?, ?, ?, ?, 'http://localhost/callback', ?)"
    store.database.run(sql, *values, SEEDED)


def give_token(store: Store, profile: Profile, seed: int, person: int, client: Application) -> None:
    """Give a client the token of a person, with everything that the era permits."""
    scopes = profile.scopes
    store.accounts.save_token(access_token(seed, person, client.id, *sorted(scopes)), person, client.id, scopes)
