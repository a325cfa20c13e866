"""Answers that are something else than the spec says: another object, a list, or nothing that it knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from codegen.learn.inferring import best_definition, closest_definition, fit, infer, is_called, shape
from codegen.learn.model import Finding, FindingKind, Lead
from codegen.learn.walking import Sample, Seen, allows, kind_of, properties, target, type_of
from codegen.pointer import Json, Missing, Parts, copy, find, join
from codegen.propose import Draft
from codegen.repair.marking import unmarked
from codegen.rules.walk import table

_BAD: Final = 0.5
_NOTHING: Final[dict[str, Json]] = {"enum": [None], "x-nullable": True}


def structure(document: dict[str, Json], seen: Seen) -> Iterator[Lead]:
    """Find schemas that describe something else than what was seen.

    Args:
        document: A repaired document.
        seen: What was seen.

    Yields:
        Findings with repairs. Fields are to be judged when these are settled.
    """
    wrong = [lead for parts, samples in seen.at.items() for lead in _reference(document, parts, _held(samples), seen)]
    yield from wrong
    # What a wrong reference leads to has been given values that are not its own: it is judged in the next round.
    for parts, samples in seen.at.items() if not wrong else ():
        schema = table(find(document, parts))
        if not {"$ref", "x-anyOf", "allOf", "enum"} & schema.keys():
            yield from _inline(document, parts, schema, samples, _held(samples))


def _held(samples: list[Sample]) -> list[Sample]:
    return [sample for sample in samples if sample.value is not None]


def name_of(parts: Parts) -> str:
    """What a place is called: the nearest property above it."""
    named = [parts[index + 1] for index, part in enumerate(parts[:-1]) if part == "properties"]
    return named[-1] if named else next((part for part in reversed(parts) if part.isidentifier()), "")


def finding(kind: FindingKind, parts: Parts, detail: str, hits: list[Sample], total: int) -> Finding:
    """Make a finding; its example is the first of the values."""
    return Finding(kind, join(parts), detail, len(hits), total, hits[0].place)


def _reference(document: dict[str, Json], parts: Parts, values: list[Sample], seen: Seen) -> Iterator[Lead]:
    schema = table(find(document, parts))
    goal = target(schema)
    if not goal:
        return
    if isinstance(find(document, goal), Missing):
        if values:
            everything = [one for place, held in seen.at.items() for one in held if _refers(document, place, goal)]
            yield _definition(document, goal, [one for one in everything if one.value is not None])
        return
    objects = [sample for sample in values if isinstance(sample.value, dict)]
    others = [sample for sample in values if not isinstance(sample.value, dict)]
    held = type_of(table(find(document, goal)))
    if others and not objects and held == "object":
        yield _replaced(document, parts, schema, others, f"is {kind_of(others[0].value)}, not {goal[-1]}")
    elif objects and _is_other(document, parts, goal, objects, seen):
        yield _replaced(document, parts, schema, objects, f"is no {goal[-1]}")


def _refers(document: dict[str, Json], parts: Parts, goal: Parts) -> bool:
    return target(table(find(document, parts))) == goal


def _definition(document: dict[str, Json], goal: Parts, values: list[Sample]) -> Lead:
    found = finding("no-schema", goal, "the spec refers to it and does not define it", values, len(values))
    objects = [sample for sample in values if isinstance(sample.value, dict)]
    made = shape(document, objects) if objects else infer(document, values, goal[-1])
    draft = Draft(
        kind="learned-definition",
        title=f"{goal[-1]} is not defined",
        op="add",
        at=join(goal),
        value=made,
        because=f"Answers hold objects where the spec refers to {goal[-1]}.",
        sources=(found.evidence,),
    )
    return Lead(found, draft)


def _is_other(document: dict[str, Json], parts: Parts, goal: Parts, objects: list[Sample], seen: Seen) -> bool:
    """Whether a definition is the wrong one here: it knows few of the keys, or one that is named so knows all."""
    share = fit(document, goal, objects)
    if share < _BAD:
        return closest_definition(document, objects, name_of(parts)) not in (None, goal[-1])
    strange = {key for sample in objects for key in table(sample.value)} - properties(document, goal).keys()
    better = best_definition(document, objects, name_of(parts)) if strange else None
    if better is None or better == goal[-1]:
        return False
    here = {id(sample.value) for sample in objects}
    elsewhere = [
        sample for sample in seen.at.get(goal, ()) if id(sample.value) not in here and isinstance(sample.value, dict)
    ]
    only_here = bool(elsewhere) and not any(strange & table(sample.value).keys() for sample in elsewhere)
    called = any(is_called(better, part) for part in parts if part != "properties")
    return only_here and called


def _replaced(
    document: dict[str, Json], parts: Parts, schema: dict[str, Json], values: list[Sample], detail: str
) -> Lead:
    found = finding("wrong-schema", parts, f"what stands here {detail}", values, len(values))
    objects = all(isinstance(sample.value, dict) for sample in values)
    known = closest_definition(document, values, name_of(parts)) if objects else None
    made: dict[str, Json] = {"$ref": f"#/definitions/{known}"} if known else infer(document, values, name_of(parts))
    if schema.get("x-nullable") is True:
        made["x-nullable"] = True
    return Lead(found, _set(parts, schema, made, found))


def _set(parts: Parts, schema: Json, value: Json, found: Finding) -> Draft:
    return Draft(
        kind="learned-schema",
        title=found.detail,
        op="set",
        at=join(parts),
        expect=unmarked(copy(schema)),
        value=value,
        because="Answers hold something else here than the spec says.",
        sources=(found.evidence,),
    )


def _inline(
    document: dict[str, Json], parts: Parts, schema: dict[str, Json], samples: list[Sample], values: list[Sample]
) -> Iterator[Lead]:
    declared = type_of(schema)
    kinds = {kind_of(sample.value) for sample in values}
    empty = declared == "object" and not {"properties", "additionalProperties"} & schema.keys()
    if empty and not values and _is_data(parts):
        found = finding("null", parts, "is null in every answer", samples, len(samples))
        yield Lead(found, _set(parts, schema, dict(_NOTHING), found))
    elif empty and kinds == {"object"} and any(sample.value for sample in values):
        found = finding("unknown-field", parts, "holds fields, and the spec names none", values, len(samples))
        made = infer(document, values, name_of(parts))
        if len(values) < len(samples):
            made["x-nullable"] = True
        yield Lead(found, _set(parts, schema, made, found))
    elif declared in ("array", "object") and kinds and not any(allows(declared, kind) for kind in kinds):
        yield _replaced(document, parts, schema, values, f"is {' or '.join(sorted(kinds))}, not {declared}")


def _is_data(parts: Parts) -> bool:
    return len(parts) > 2 and parts[0] == "paths" and parts[-2] == "properties"
