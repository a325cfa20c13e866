"""Holding answers against the schemas they were given by: what was seen where."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal, TypeAlias
from urllib.parse import unquote

from codegen.learn.recordings import Recording
from codegen.pointer import Json, Parts, find, join, split
from codegen.rules.walk import items, table, texts

Kind: TypeAlias = Literal["null", "boolean", "integer", "number", "string", "array", "object"]
"""What JSON tells apart, integers from other numbers included."""

_DEEPEST: Final = 24


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """A value that was seen.

    Attributes:
        value: The value.
        recording: The answer it stands in.
        inside: Where in its body.
    """

    value: Json
    recording: Recording
    inside: Parts

    @property
    def place(self) -> str:
        """The file and where in it."""
        return self.recording.place + join(self.inside)

    def child(self, key: str, value: Json) -> Sample:
        """A value inside it."""
        return Sample(value, self.recording, (*self.inside, key))


@dataclass(slots=True, eq=False)
class Seen:
    """All that was seen.

    Attributes:
        at: Values by the place of the schema that describes them; of a ``$ref`` also at what it leads to.
        unknown: Values that no schema describes, by the place of the object's schema and their key.
    """

    at: dict[Parts, list[Sample]] = field(default_factory=dict[Parts, list[Sample]])
    unknown: dict[tuple[Parts, str], list[Sample]] = field(default_factory=dict[tuple[Parts, str], list[Sample]])


def kind_of(value: Json) -> Kind:
    """What kind of value it is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def allows(declared: Json, kind: str) -> bool:
    """Whether a ``type`` allows a kind of value."""
    return declared == kind or (declared == "number" and kind == "integer")


def type_of(schema: dict[str, Json]) -> Json:
    """The type of a schema, told by its other keys when it names none."""
    if "type" in schema:
        return schema["type"]
    return "object" if "properties" in schema else "array" if "items" in schema else None


def target(schema: dict[str, Json]) -> Parts:
    """Where a ``$ref`` leads; nowhere for other schemas and other documents."""
    ref = schema.get("$ref")
    return split(unquote(ref[1:])) if isinstance(ref, str) and ref.startswith("#/") else ()


def members(document: dict[str, Json], parts: Parts, depth: int = 0) -> Iterator[tuple[Parts, dict[str, Json]]]:
    """A schema and all that its ``allOf`` brings in.

    Args:
        document: The document.
        parts: Place of the schema.
        depth: How deep it is already.

    Yields:
        Places and schemas, none of them a ``$ref``.
    """
    schema = table(find(document, parts))
    if depth > _DEEPEST:
        return
    if "$ref" in schema:
        yield from members(document, target(schema), depth + 1) if target(schema) else ()
        return
    yield parts, schema
    for index in range(len(items(schema.get("allOf")))):
        yield from members(document, (*parts, "allOf", str(index)), depth + 1)


def properties(document: dict[str, Json], parts: Parts) -> dict[str, Parts]:
    """The properties of an object, those of ``allOf`` included.

    Args:
        document: The document.
        parts: Place of the object's schema.

    Returns:
        The place of each property's schema by its name.
    """
    return {
        name: (*place, "properties", name)
        for place, schema in members(document, parts)
        for name in table(schema.get("properties"))
    }


def required(document: dict[str, Json], parts: Parts) -> dict[str, Parts]:
    """The required properties of an object, with the schema that says so."""
    return {name: place for place, schema in members(document, parts) for name in texts(schema.get("required"))}


class Walk:
    """Walks through answers beside their schemas.

    Args:
        document: A Swagger 2.0 document.
    """

    def __init__(self, document: dict[str, Json]) -> None:
        self._document = document
        self.seen = Seen()

    def value(self, parts: Parts, sample: Sample, depth: int = 0) -> None:
        """Note a value and all inside it.

        Args:
            parts: Place of the schema that describes it.
            sample: The value.
            depth: How many schemas without a step in the value lie above.
        """
        schema = table(find(self._document, parts))
        self.seen.at.setdefault(parts, []).append(sample)
        if sample.value is None or depth > _DEEPEST:
            return
        if "$ref" in schema:
            if isinstance(find(self._document, target(schema)), dict) and target(schema):
                self.value(target(schema), sample, depth + 1)
        elif "x-anyOf" in schema:
            option = self._option(parts, schema, sample)
            if option:
                self.value(option, sample, depth + 1)
        elif isinstance(sample.value, list):
            for index, item in enumerate(sample.value if isinstance(schema.get("items"), dict) else ()):
                self.value((*parts, "items"), sample.child(str(index), item))
        elif isinstance(sample.value, dict):
            self._object(parts, sample, sample.value)

    def _option(self, parts: Parts, schema: dict[str, Json], sample: Sample) -> Parts | None:
        places = [(*parts, "x-anyOf", str(index)) for index in range(len(items(schema["x-anyOf"])))]
        fitting = [place for place in places if self._may_be(place, sample.value)]
        keys = set(sample.value) if isinstance(sample.value, dict) else set[str]()
        return max(fitting, key=lambda place: len(keys & set(properties(self._document, place))), default=None)

    def _may_be(self, parts: Parts, value: Json) -> bool:
        types = [type_of(schema) for _, schema in members(self._document, parts)]
        return any(kind is None or allows(kind, kind_of(value)) for kind in types)

    def _object(self, parts: Parts, sample: Sample, value: dict[str, Json]) -> None:
        known = properties(self._document, parts)
        holders = list(members(self._document, parts))
        others = next((place for place, one in holders if isinstance(one.get("additionalProperties"), dict)), None)
        free = any(one.get("additionalProperties") is True for _, one in holders)
        owner = next((place for place, one in holders if "properties" in one), parts)
        for key, item in value.items():
            child = sample.child(key, item)
            if key in known:
                self.value(known[key], child)
            elif others is not None:
                self.value((*others, "additionalProperties"), child)
            elif not free:
                self.seen.unknown.setdefault((owner, key), []).append(child)
