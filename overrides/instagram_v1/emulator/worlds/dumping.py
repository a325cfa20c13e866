"""Writes a world down as JSON."""

from __future__ import annotations

import json
from typing import Any

from instagram_v1.emulator.seeding import World
from instagram_v1.emulator.store import Store

from .tables import FORMAT, NUMBERED, TABLES, VERSION, Column, packed


def dumped(store: Store, world: World) -> dict[str, Any]:
    """Give a world as plain data; the same world always gives the same."""
    database = store.database
    with store.transaction():
        stamp = database.row("SELECT value FROM facts WHERE name = 'stamp'")
        counters: dict[str, int] = dict(database.rows("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
        return {
            "format": FORMAT,
            "version": VERSION,
            "profile": world.profile,
            "seed": world.seed,
            "username": world.username,
            "password": world.password,
            "client": world.client.id,
            "stamp": int(stamp[0]) if stamp else 0,
            "counters": {name: counters.get(name, 0) for name in NUMBERED},
            **{name: _rows(store, name, columns) for name, columns in TABLES.items()},
        }


def written(document: dict[str, Any]) -> str:
    """Write a dumped world as text: one line for each row, so that two worlds can be compared by their lines."""
    parts = [f"{_line(key)}: {_table(value) if key in TABLES else _line(value)}" for key, value in document.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _table(rows: list[object]) -> str:
    return "[\n" + ",\n".join(map(_line, rows)) + "\n]" if rows else "[]"


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _rows(store: Store, table: str, columns: tuple[Column, ...]) -> list[dict[str, Any]]:
    # The primary key is made of the first columns of each table, and orders its rows.
    names = ", ".join(column.name for column in columns)
    sql = f"SELECT {names} FROM {table} ORDER BY {names}"  # noqa: S608 - both come from the table of tables
    return [
        {column.name: _plain(column, value) for column, value in zip(columns, row, strict=True)}
        for row in store.database.rows(sql)
    ]


def _plain(column: Column, value: object) -> object:
    if isinstance(value, bytes):
        return packed(value)
    return bool(value) if column.kind == "flag" else value
