"""Opens the world that an emulator is asked to serve."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from instagram_v1.emulator import profiles, seeding
from instagram_v1.emulator.profiles import Profile
from instagram_v1.emulator.seeding.world import World, latest
from instagram_v1.emulator.store import Store, WorldError, files

Source: TypeAlias = "str | os.PathLike[str] | Mapping[str, Any]"
"""A world as JSON: the name of a file or folder, or the data themselves."""

PROFILE: Final = "2015"
"""The era of the specification, and so of a world that nobody asked for another."""

REDIRECT_URI: Final = "http://localhost:8400/callback"
"""Where `instagram-v1 login` waits for the browser when it is told no other place."""


@frozen
class Wish:
    """What somebody asked for; ``None`` where they did not.

    Attributes:
        profile: The era.
        seed: What a new world is made from.
        redirect_uri: Where the first client may send browsers back to.
        db: The file that the world lives in; in memory without one.
        world: What the world is made of, instead of being invented.
    """

    profile: str | None = None
    seed: int | None = None
    redirect_uri: str | None = None
    db: str | os.PathLike[str] | None = None
    world: Source | None = None


@frozen
class Opened:
    """A world that is ready to be served.

    Attributes:
        store: Its memory.
        profile: The era in which it is served.
        world: What is known of it.
        starts: The moment at which its clock goes on, in unix seconds.
        redirect_uri: Where its client may send browsers back to.
        path: The file it lives in, if any.
    """

    store: Store
    profile: Profile
    world: World
    starts: float
    redirect_uri: str
    path: Path | None = field(default=None)


def open_world(wish: Wish) -> Opened:
    """Open the world that is wished for, or make it.

    Raises:
        WorldError: A file cannot be used.
        ValueError: There is no such profile.
    """
    if wish.profile is not None:
        profiles.find(wish.profile)
    path = None if wish.db is None else Path(wish.db)
    if path is not None and files.exists(path):
        return _reopened(path, wish)
    image, world = _made(wish)
    if path is None:
        store = Store()
        store.database.restore(image)
        return _opened(store, world, wish)
    files.create(path, image)
    return _opened(Store(os.fspath(path)), world, wish, path)


def _made(wish: Wish) -> tuple[bytes, World]:
    if wish.world is None:
        return seeding.built(wish.profile or PROFILE, wish.seed or 0, wish.redirect_uri or REDIRECT_URI)
    # Most emulators are started without a document: reading one is loaded only for those who have it.
    from .loading import loaded

    return loaded(wish.world, wish.profile, wish.seed, wish.redirect_uri or REDIRECT_URI)


def _reopened(path: Path, wish: Wish) -> Opened:
    if wish.world is not None:
        raise WorldError(f"{path} holds a world already: open it without another one, or name a new file")
    files.check(path)
    store = Store(os.fspath(path))
    try:
        world = World.read(store, str(path))
        if wish.seed is not None and wish.seed != world.seed:
            raise WorldError(f"{path} holds the world of seed {world.seed}, not {wish.seed}: name a new file")
        return _opened(store, world, wish, path)
    except BaseException:
        store.close()
        raise


def _opened(store: Store, world: World, wish: Wish, path: Path | None = None) -> Opened:
    profile = profiles.find(wish.profile or world.profile)
    known = world.client.redirects
    redirect_uri = wish.redirect_uri or (REDIRECT_URI if REDIRECT_URI in known else next(iter(known), REDIRECT_URI))
    if redirect_uri not in known:
        # A world that was made elsewhere names the addresses of its own client.
        with store.transaction():
            store.accounts.allow(world.client.id, redirect_uri)
    return Opened(store, profile, world, max(float(profile.starts), latest(store)), redirect_uri, path)
