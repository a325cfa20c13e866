"""Schemas of OpenAPI 3 in the words of Swagger 2.0."""

from __future__ import annotations

from typing import Final

from codegen.openapi3.places import Source, redirected
from codegen.pointer import Json, Parts, copy, same
from codegen.rules.walk import items, table, texts

_LISTS: Final = ("allOf", "anyOf", "oneOf")
_TABLES: Final = ("properties", "patternProperties")
_SINGLE: Final = ("items", "additionalProperties", "not")
_BESIDE: Final = ("allOf", "title", "description", "example", "readOnly", "xml", "externalDocs")
_BOUNDS: Final = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}


def schema(source: Source, node: Json, place: Parts, parts: Parts) -> Json:
    """Say a schema as Swagger 2.0 would.

    Args:
        source: The file.
        node: The schema.
        place: Where it stands in the file.
        parts: Where it stands in the Swagger 2.0 form.
    """
    if not isinstance(node, dict):
        return {} if node is True else node
    source.note(parts, place)
    made: dict[str, Json] = {}
    for key, value in node.items():
        _member(source, made, key, value, (place, parts))
    _null(made)
    _exclusive(made)
    _union(made)
    return _unwrapped(made)


def _member(source: Source, made: dict[str, Json], key: str, value: Json, at: tuple[Parts, Parts]) -> None:
    place, parts = (*at[0], key), (*at[1], key)
    if key == "$ref" and isinstance(value, str):
        made[key] = redirected(value)
    elif key in _LISTS and isinstance(value, list):
        made[key] = [schema(source, one, (*place, str(n)), (*parts, str(n))) for n, one in enumerate(value)]
    elif key in _TABLES and isinstance(value, dict):
        made[key] = {name: schema(source, one, (*place, name), (*parts, name)) for name, one in value.items()}
    elif key in _SINGLE and isinstance(value, dict):
        made[key] = schema(source, value, place, parts)
    elif key == "discriminator" and isinstance(value, dict):
        made[key] = value.get("propertyName")
    elif key == "const":
        made["enum"] = [copy(value)]
    elif key == "examples" and isinstance(value, list):
        made["example"] = copy(value[0]) if value else None
    else:
        made[key] = copy(value)


def _null(made: dict[str, Json]) -> None:
    """Null is a type of 3.1, a flag of 3.0, and an extension here."""
    kinds = made.get("type")
    nullable = made.pop("nullable", False) is True
    if isinstance(kinds, list):
        named = [kind for kind in texts(kinds) if kind != "null"]
        nullable = nullable or "null" in kinds
        made["type"] = named[0] if len(named) == 1 else list[Json](named)
        if not named:
            del made["type"]
    for key in ("anyOf", "oneOf"):
        options = items(made.get(key))
        if {"type": "null"} in options or {"x-nullable": True} in options:
            nullable = True
            made[key] = [one for one in options if one not in ({"type": "null"}, {"x-nullable": True})]
    if nullable:
        made["x-nullable"] = True
        if isinstance(made.get("enum"), list) and items(made["enum"]) != [None]:
            made["enum"] = [value for value in items(made["enum"]) if value is not None]


def _exclusive(made: dict[str, Json]) -> None:
    """A bound of 3.1 that is excluded stands by itself."""
    for key, bound in _BOUNDS.items():
        value = made.get(key)
        if isinstance(value, int | float) and not isinstance(value, bool):
            made[bound], made[key] = value, True


def _union(made: dict[str, Json]) -> None:
    """Alternatives, among which a list of words beside any word is an open enum."""
    for key in ("anyOf", "oneOf"):
        options = [one for one in items(made.get(key)) if isinstance(one, dict)]
        if not options:
            continue
        del made[key]
        if len(options) == 1 and not set(made) & {"type", "properties", "allOf", "x-anyOf"}:
            made.update({**options[0], **made})
        elif (known := _open_enum(options)) is not None:
            made.update({**known, **made, "x-extensible-enum": True})
        elif "x-anyOf" in made:
            made["allOf"] = [*items(made.get("allOf")), {"x-anyOf": list[Json](options)}]
        else:
            made["x-anyOf"] = list[Json](options)


def _open_enum(options: list[dict[str, Json]]) -> dict[str, Json] | None:
    if len(options) != 2:
        return None
    for known, kind in (options, options[::-1]):
        if "enum" in known and "enum" not in kind and same({**known, "enum": None}, {**kind, "enum": None}):
            return known
    return None


def _unwrapped(made: dict[str, Json]) -> dict[str, Json]:
    """A reference is wrapped only so that something can stand beside it, which Swagger 2.0 readers allow here."""
    members = items(made.get("allOf"))
    only = table(members[0]) if len(members) == 1 else {}
    remarks = all(
        key in ("allOf", "description", "title", "example", "readOnly", "xml") or key.startswith("x-") for key in made
    )
    if "$ref" in only and remarks and "x-anyOf" not in made:
        beside = {key: value for key, value in made.items() if key != "allOf"}
        return {**only, **beside}
    return made
