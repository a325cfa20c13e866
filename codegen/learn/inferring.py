"""Making a schema of values: an existing definition where one fits, else a new one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from codegen.learn.walking import Sample, allows, kind_of, members, properties, required, type_of
from codegen.pointer import Json, Parts, find
from codegen.rules.walk import items, table
from codegen.rules.words import singular, snake

_DEEPEST: Final = 12
_MOSTLY: Final = 0.6
_MANY: Final = 30
OPEN: Final[dict[str, Json]] = {
    "x-anyOf": [{"type": "string"}, {"type": "object", "additionalProperties": True}],
    "x-nullable": True,
}
"""What is said of a value that was null whenever it was seen: anything, or null."""


def infer(document: dict[str, Json], samples: list[Sample], name: str, depth: int = 0) -> dict[str, Json]:
    """Make a schema of values.

    Args:
        document: The document, whose definitions are preferred.
        samples: The values.
        name: What they are called where they stand: of definitions that fit alike, the one called so is taken.
        depth: How deep they lie in what is inferred.

    Returns:
        A schema that allows all of them; nulls count only where there is nothing else.
    """
    values = [sample for sample in samples if sample.value is not None]
    if not values or depth > _DEEPEST:
        return dict(OPEN)
    kinds = sorted({kind_of(sample.value) for sample in values})
    if kinds == ["object"]:
        found = best_definition(document, values, name)
        return {"$ref": f"#/definitions/{found}"} if found else shape(document, values, depth)
    if kinds == ["array"]:
        inner = elements(values)
        return {"type": "array", "items": infer(document, inner, singular(name), depth + 1) if inner else {}}
    if set(kinds) <= {"integer", "number"}:
        return {"type": kinds[-1]}
    return {"type": kinds[0]} if len(kinds) == 1 else {"x-anyOf": [{"type": kind} for kind in kinds]}


def shape(document: dict[str, Json], samples: list[Sample], depth: int = 0) -> dict[str, Json]:
    """Make a schema of objects, property by property.

    Args:
        document: The document.
        samples: The objects.
        depth: How deep they lie in what is inferred.
    """
    fields: dict[str, list[Sample]] = {}
    for sample in samples:
        for key, value in table(sample.value).items():
            fields.setdefault(key, []).append(sample.child(key, value))
    if is_map(fields):
        values = [value for held in fields.values() for value in held]
        return {"type": "object", "additionalProperties": infer(document, values, "", depth + 1)}
    made: dict[str, Json] = {name: infer(document, held, name, depth + 1) for name, held in sorted(fields.items())}
    return {"type": "object", "properties": made}


def is_map(fields: Mapping[str, list[Sample]]) -> bool:
    """Whether keys are data themselves, ids for instance: many of them, and hardly one seen twice."""
    return len(fields) > _MANY and sum(map(len, fields.values())) < 2 * len(fields)


def elements(samples: Iterable[Sample]) -> list[Sample]:
    """The elements of lists."""
    return [sample.child(str(index), item) for sample in samples for index, item in enumerate(items(sample.value))]


def best_definition(document: dict[str, Json], samples: list[Sample], name: str) -> str | None:
    """The definition that describes objects best.

    Args:
        document: The document.
        samples: Objects.
        name: What they are called where they stand.

    Returns:
        The name of a definition that has all their keys and requires none that they lack; of several the one that is
        called as they are, else the one with the fewest others.
    """
    objects = [table(sample.value) for sample in samples]
    keys = {key for value in objects for key in value}
    if not keys:
        return None
    ranked: list[tuple[bool, int, str]] = []
    for candidate in table(document.get("definitions")):
        parts = ("definitions", candidate)
        known, needed = properties(document, parts), required(document, parts)
        complete = keys <= known.keys() and all(needed.keys() <= value.keys() for value in objects)
        if complete and all(_agree(document, known[key], value[key]) for value in objects for key in value):
            ranked.append((not is_called(candidate, name), len(known.keys() - keys), candidate))
    return min(ranked)[2] if ranked else None


def closest_definition(document: dict[str, Json], samples: list[Sample], name: str) -> str | None:
    """The definition that describes objects best, or best of all in part: it may lack some of their keys.

    Args:
        document: The document.
        samples: Objects.
        name: What they are called where they stand.
    """
    complete = best_definition(document, samples, name)
    if complete is not None:
        return complete
    ranked = [
        (-fit(document, ("definitions", candidate), samples), not is_called(candidate, name), candidate)
        for candidate in table(document.get("definitions"))
    ]
    return min(ranked)[2] if ranked and -min(ranked)[0] >= _MOSTLY else None


def is_called(definition: str, name: str) -> bool:
    """Whether a definition is named like a property: ``UserInPhoto`` like ``users_in_photo``."""
    theirs = "_".join(singular(word) for word in snake(name).split("_"))
    return snake(definition) in (theirs, singular(snake(name)))


def _agree(document: dict[str, Json], parts: Parts, value: Json) -> bool:
    """Whether a value may be what a schema says, by its kind and, for objects, by sharing a key."""
    if value is None:
        return True
    options = [place for place, _ in members(document, parts)]
    schemas = [table(find(document, place)) for place in options]
    if any("x-anyOf" in schema or "enum" in schema for schema in schemas):
        return True
    types = [kind for kind in map(type_of, schemas) if kind is not None]
    if types and not any(allows(kind, kind_of(value)) for kind in types):
        return False
    if not isinstance(value, dict) or not value:
        return True
    known = properties(document, parts)
    return not known or bool(known.keys() & value.keys())


def fit(document: dict[str, Json], parts: Parts, samples: list[Sample]) -> float:
    """How well a schema describes objects.

    Args:
        document: The document.
        parts: Place of the schema.
        samples: The objects.

    Returns:
        The share of their keys that it knows; 0 when it requires one that none of them has.
    """
    keys = {key for sample in samples for key in table(sample.value)}
    known, needed = properties(document, parts), required(document, parts)
    if any(name not in keys for name in needed):
        return 0.0
    return len(keys & known.keys()) / len(keys) if keys else 1.0
