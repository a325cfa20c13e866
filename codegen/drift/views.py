"""What a schema says, however it is written: references followed, allOf merged, unions turned into sets of types."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from codegen.drift.side import Place, Side
from codegen.pointer import MISSING, Json, Missing, Parts
from codegen.rules.walk import items, table, texts

Typed = frozenset[str]

ANY: Final[Typed] = frozenset(("array", "boolean", "file", "integer", "null", "number", "object", "string"))

LIMITS: Final = {
    **dict.fromkeys(("maximum", "maxLength", "maxItems", "maxProperties"), 1),
    **dict.fromkeys(("minimum", "minLength", "minItems", "minProperties"), -1),
    **dict.fromkeys(("exclusiveMaximum", "exclusiveMinimum", "uniqueItems", "multipleOf", "pattern"), 0),
}
"""Limits: whether a larger number allows more (1), less (-1), or neither can be told by size (0)."""

_NUMBERS: Final = frozenset(("integer", "number"))


@dataclass(eq=False)
class View:
    """What a schema says.

    Attributes:
        place: The schema itself, behind its reference.
        at: Where it was met, before any reference was followed.
        name: The definition it refers to; empty for an inline schema.
        types: Types that a value can have.
        properties: Schema and place of each property.
        required: Names of the required ones.
        items: Schema and place of the elements of a list.
        enum: The only values allowed; ``None`` when any value is.
        closed: Whether the enum says that no other value will ever come.
        nullable: Whether null is allowed, where the schema says so itself.
        facets: Everything else, by key, with its place.
    """

    place: Place
    at: Parts
    name: str
    types: Typed = ANY
    properties: dict[str, tuple[Json, Parts]] = field(default_factory=dict[str, tuple[Json, Parts]])
    required: set[str] = field(default_factory=set[str])
    items: tuple[Json, Parts] | None = None
    enum: list[Json] | None = None
    closed: bool = False
    nullable: bool = False
    facets: dict[str, tuple[Json, Parts]] = field(default_factory=dict[str, tuple[Json, Parts]])

    def facet(self, key: str) -> Json | Missing:
        """What a key says."""
        return self.facets[key][0] if key in self.facets else MISSING

    def facet_place(self, key: str) -> Parts:
        """Where a key stands, or would stand."""
        return self.facets[key][1] if key in self.facets else self.place.at(key)


def view(side: Side, schema: Json, parts: Parts, seen: frozenset[Parts] = frozenset()) -> View:
    """Look at a schema, or at a parameter, which says most of the same things itself.

    Args:
        side: The version of the spec.
        schema: The schema, perhaps a reference.
        parts: Where it stands.
        seen: Schemas whose allOf leads here, so that a circle ends.
    """
    place, name = side.follow(schema, parts)
    if place.parts in seen:
        return View(place, parts, name)
    made = View(place, parts, name)
    members = [item for item in enumerate(items(place.node.get("allOf"))) if isinstance(item[1], dict)]
    for index, member in members:
        _merge(made, view(side, member, place.at("allOf", str(index)), seen | {place.parts}))
    if len(members) == 1 and not table(place.node.get("properties")):
        made.name = made.name or side.follow(members[0][1], ())[1]
    _read(side, made, place)
    if name:
        # Beside a reference stands what holds for this place alone.
        made.nullable = made.nullable or table(schema).get("x-nullable") is True
    return made


def _merge(made: View, member: View) -> None:
    if member.types != ANY:
        made.types = member.types
    made.properties.update(member.properties)
    made.required |= member.required
    made.items = member.items or made.items
    made.enum = member.enum if member.enum is not None else made.enum
    made.closed = made.closed or member.closed
    made.nullable = made.nullable or member.nullable
    made.facets.update({key: value for key, value in member.facets.items() if key != "description"})


def _read(side: Side, made: View, place: Place) -> None:
    node = place.node
    types = _types(side, node, place.parts)
    if types != ANY:
        made.types = types
    for key, schema in table(node.get("properties")).items():
        made.properties[key] = (schema, place.at("properties", key))
    made.required |= set(texts(node.get("required")))
    if isinstance(node.get("items"), dict):
        made.items = (node["items"], place.at("items"))
    if isinstance(node.get("enum"), list):
        made.enum = [value for value in items(node["enum"]) if value is not None]
    made.closed = made.closed or node.get("x-extensible-enum") is False
    made.nullable = made.nullable or node.get("x-nullable") is True
    made.facets.update({key: (value, place.at(key)) for key, value in node.items() if key not in _READ})


_READ: Final = frozenset(
    ("$ref", "allOf", "type", "properties", "required", "items", "enum", "x-nullable", "x-extensible-enum", "schema")
)


def _types(side: Side, node: dict[str, Json], parts: Parts) -> Typed:
    said = node.get("type")
    if isinstance(said, str):
        return frozenset((said,))
    if isinstance(said, list):
        return frozenset(texts(said)) or ANY
    choices = [item for item in items(node.get("x-anyOf")) if isinstance(item, dict)]
    if choices:
        where = (*parts, "x-anyOf")
        return frozenset(name for n, one in enumerate(choices) for name in view(side, one, (*where, str(n))).types)
    if table(node.get("properties")) or isinstance(node.get("additionalProperties"), dict):
        return frozenset(("object",))
    if isinstance(node.get("items"), dict):
        return frozenset(("array",))
    return _types_of(items(node.get("enum"))) or ANY


def _types_of(values: Iterable[Json]) -> Typed:
    return frozenset(_NAMES.get(type(value).__name__, "object") for value in values)


_NAMES: Final = {"str": "string", "bool": "boolean", "int": "integer", "float": "number", "NoneType": "null"}


def holds(wide: Typed, narrow: Typed) -> bool:
    """Whether one set of types allows all that another allows."""
    return narrow <= (wide | {"integer"} if "number" in wide else wide)


def python(types: Typed) -> str:
    """What values of some types are for a program that reads them: numbers among texts are texts."""
    types -= {"null"}
    if types >= ANY - {"null"}:
        return "Any"
    if "string" in types and types <= _NUMBERS | {"string"}:
        return "str"
    return "int" if types == _NUMBERS else " | ".join(sorted(types))
