"""Reads a world from JSON: from a dumped one, from one that somebody wrote, or from recorded answers."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

from instagram_v1.emulator import profiles
from instagram_v1.emulator.identity import digest, hash_password
from instagram_v1.emulator.pictures import face_path
from instagram_v1.emulator.profiles import Profile
from instagram_v1.emulator.seeding import PASSWORD, World, first_client, give_token
from instagram_v1.emulator.store import Application, Person, Store, WorldError

from .exchanges import exchanges
from .recordings import recorded
from .tables import FACE, FORMAT, NOW, NUMBERED, STEP, TABLES, VERSION, Column, unpacked

_WANTED: Final = {"bytes": "base64"}
_HEAD: Final = ("format", "version", "profile", "seed", "username", "password", "client", "stamp", "counters")


def loaded(
    source: str | os.PathLike[str] | Mapping[str, Any], profile: str | None, seed: int | None, redirect_uri: str
) -> tuple[bytes, World]:
    """Make the bytes of a world's database from JSON.

    Args:
        source: The data, or a file that holds them, or recorded answers: a folder of them, or a file of traffic.
        profile: The era; the one that the data name by default.
        seed: What tokens are derived from; the one that the data name by default.
        redirect_uri: Where the client may send browsers back to, if the data name no client.
    """
    if isinstance(source, Mapping):
        where, document = "the world", dict(source)
    else:
        path = Path(source)
        where, document = str(path), recorded(path) if path.is_dir() else _read(path)
    return _Loading(document, where).run(profile, seed, redirect_uri)


def _read(path: Path) -> dict[str, Any]:
    try:
        document: object = json.loads(path.read_bytes())
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise WorldError(f"{path} is not JSON: {error}") from None
    if exchanges(document) is not None:
        return recorded(path)
    if isinstance(document, dict):
        return cast("dict[str, Any]", document)
    raise WorldError(f"{path} is not a world: a JSON object with format {FORMAT!r} is wanted")


class _Loading:
    """One document on its way into a database."""

    def __init__(self, document: dict[str, Any], where: str) -> None:
        self._document = document
        self._where = where

    def run(self, profile: str | None, seed: int | None, redirect_uri: str) -> tuple[bytes, World]:
        self._check_head()
        era = self._era(profile)
        given = self._head("seed", int, 0 if seed is None else seed)
        if seed is not None and given != seed:
            raise self._error(f"holds the world of seed {given}, not {seed}: leave the seed out")
        store = Store()
        try:
            store.database.create()
            with store.transaction():
                self._fill(store, era)
                world = self._world(store, era, given, redirect_uri)
                world.write(store)
            store.database.index()
            return store.database.snapshot(), world
        finally:
            store.close()

    def _error(self, text: str) -> WorldError:
        return WorldError(f"{self._where} {text}")

    def _check_head(self) -> None:
        document = self._document
        if document.get("format") != FORMAT or document.get("version") != VERSION:
            raise self._error(f"is not a world: format {FORMAT!r}, version {VERSION} is wanted")
        unknown = sorted(set(document).difference(_HEAD, TABLES))
        if unknown:
            raise self._error(f"has an unknown key {unknown[0]!r}: known are {', '.join((*_HEAD, *TABLES))}")

    def _era(self, profile: str | None) -> Profile:
        try:
            return profiles.find(profile or self._head("profile", str, "2015"))
        except ValueError as error:
            raise self._error(f"names an {error}") from None

    def _head(self, name: str, kind: type, default: Any) -> Any:
        value = self._document.get(name, default)
        if not isinstance(value, kind) or isinstance(value, bool):
            raise self._error(f"at {name}: {kind.__name__} wanted, not {value!r:.60}")
        return value

    def _fill(self, store: Store, era: Profile) -> None:
        for name, columns in TABLES.items():
            sql = f"INSERT INTO {name} VALUES ({', '.join('?' * len(columns))})"  # noqa: S608 - our own names
            rows = self._head(name, list, [])
            for index, row in enumerate(rows):
                values = self._row(f"{name}[{index}]", columns, row, (era.starts, len(rows) - index))
                try:
                    store.database.run(sql, *values)
                except sqlite3.IntegrityError as error:
                    raise self._error(f"at {name}[{index}]: {_reason(error)}") from None
        self._count(store)

    def _row(self, where: str, columns: tuple[Column, ...], row: object, moment: tuple[int, int]) -> list[Any]:
        if not isinstance(row, dict):
            raise self._error(f"at {where}: an object is wanted, not {row!r:.60}")
        given = cast("dict[str, Any]", row)
        unknown = sorted(set(given).difference(column.name for column in columns))
        if unknown:
            raise self._error(f"at {where}: unknown key {unknown[0]!r}")
        return [self._value(f"{where}.{column.name}", column, given, moment) for column in columns]

    def _value(self, where: str, column: Column, row: dict[str, Any], moment: tuple[int, int]) -> Any:
        value = row.get(column.name, column.default)
        if value is ...:
            raise self._error(f"at {where}: missing")
        if value is NOW:
            return moment[0]
        if value is FACE:
            return face_path(row["id"])
        if value is STEP:
            return moment[0] * 1000 - moment[1]
        if not column.fits(value):
            wanted = " or ".join(column.choices) or _WANTED.get(column.kind, column.kind)
            raise self._error(f"at {where}: {wanted} wanted, not {value!r:.60}")
        if column.kind == "bytes":
            return unpacked(value)
        return value.lower() if column.name == "username" else value

    def _count(self, store: Store) -> None:
        """Take care that the number of what was deleted is not given again."""
        counters = self._head("counters", dict, {})
        for name in NUMBERED:
            value = counters.get(name, 0)
            if not isinstance(value, int):
                raise self._error(f"at counters.{name}: integer wanted, not {value!r:.60}")
            highest = store.database.number(f"SELECT max(id) FROM {name}")  # noqa: S608 - our own names
            if max(value, highest):
                store.database.run("DELETE FROM sqlite_sequence WHERE name = ?", name)
                store.database.run("INSERT INTO sqlite_sequence VALUES (?, ?)", name, max(value, highest))
        stamp = self._head("stamp", int, 0)
        if stamp:
            store.database.run("INSERT INTO facts VALUES ('stamp', ?)", str(stamp))

    def _world(self, store: Store, era: Profile, seed: int, redirect_uri: str) -> World:
        password = self._head("password", str, PASSWORD)
        person = self._main(store)
        hashed = hash_password(password, person.username)
        store.database.run("UPDATE people SET password = ? WHERE password IS NULL", hashed)
        client = self._client(store, seed, redirect_uri)
        if "tokens" not in self._document:
            give_token(store, era, seed, person.id, client)
        return World(era.name, seed, person.username, password, person.id, client)

    def _main(self, store: Store) -> Person:
        people = self._head("people", list, [])
        if not people:
            raise self._error("has no people: there has to be at least one")
        username = self._head("username", str, people[0]["username"])
        person = store.people.by_name(username)
        if person is None:
            raise self._error(f"at username: nobody is called {username!r}")
        return person

    def _client(self, store: Store, seed: int, redirect_uri: str) -> Application:
        identity = self._head("client", str, digest("client", seed))
        client = store.accounts.client(identity)
        if client is None and "client" in self._document:
            raise self._error(f"at client: there is no client {identity!r}")
        return client or first_client(store, seed, redirect_uri)


def _reason(error: sqlite3.IntegrityError) -> str:
    text = str(error)
    if "FOREIGN KEY" in text:
        return "it points at something that is not there"
    return f"there are two of them ({text.rpartition(': ')[2]})" if "UNIQUE" in text else text
