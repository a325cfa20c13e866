"""Rules about what answers may hold: nulls, and values of enums that nobody has declared."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.pointer import Json
from codegen.rules.config import Nullable, OpenEnums
from codegen.rules.walk import Note, answered, inner, items, table, texts, unknown


def nullable(document: dict[str, Json], rule: Nullable, notes: list[Note], file: str) -> None:
    """An optional property of an answer can be null: a server that may leave it out also writes null for it.

    A property that says ``x-nullable: false`` keeps it, and schemas that only requests use are left alone.
    """
    places: set[str] = set()
    for name, schema in list(answered(document)):
        for place, value in _optional(name, schema, frozenset()):
            places |= {name, place}
            if not {name, place}.intersection(rule.excepted):
                value.setdefault("x-nullable", True)
    _check_places(rule.excepted, places, "rules.nullable.except", file)


def _optional(place: str, schema: dict[str, Json], required: frozenset[str]) -> Iterator[tuple[str, dict[str, Json]]]:
    """Optional properties at and below a schema; what an allOf requires anywhere holds for all of its members."""
    members = [member for member in items(schema.get("allOf")) if isinstance(member, dict)]
    wanted = required.union(texts(schema.get("required")), *(texts(member.get("required")) for member in members))
    for name, value in table(schema.get("properties")).items():
        if isinstance(value, dict):
            if name not in wanted:
                yield f"{place}.{name}", value
            yield from _optional(f"{place}.{name}", value, frozenset())
    for child in inner(schema):
        if any(child is member for member in members):
            yield from _optional(place, child, wanted)
        elif not any(child is value for value in table(schema.get("properties")).values()):
            yield from _optional(place, child, frozenset())


def open_enums(document: dict[str, Json], rule: OpenEnums, notes: list[Note], file: str) -> None:
    """String enums of answers are open: a service adds values, and a client that refuses them breaks.

    An enum that says ``x-extensible-enum: false`` keeps it.
    """
    places: set[str] = set()
    for name, schema in list(answered(document)):
        for place, value in _enums(name, schema):
            places |= {name, place}
            if not {name, place}.intersection(rule.excepted):
                value.setdefault("x-extensible-enum", True)
    _check_places(rule.excepted, places, "rules.open-enums.except", file)


def _enums(place: str, schema: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    if _is_text_enum(schema):
        yield place, schema
    properties = table(schema.get("properties"))
    for name, value in properties.items():
        if isinstance(value, dict):
            yield from _enums(f"{place}.{name}", value)
    for child in inner(schema):
        if not any(child is value for value in properties.values()):
            yield from _enums(place, child)


def _is_text_enum(schema: dict[str, Json]) -> bool:
    values = items(schema.get("enum"))
    return schema.get("type", "string") == "string" and bool(values) and len(values) == len(texts(values))


def _check_places(excepted: tuple[str, ...], places: set[str], key: str, file: str) -> None:
    for name in excepted:
        if name not in places:
            raise unknown("place", name, sorted(places), key=key, file=file)
