"""Comparing what an operation answers: envelopes are opened first, as the client opens them."""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.drift.findings import Findings
from codegen.drift.schemas import Schemas
from codegen.drift.side import Operation, Place, Side
from codegen.pointer import MISSING, Json, Parts
from codegen.repair.marking import unmarked
from codegen.rules.config import Envelope
from codegen.rules.walk import is_success, table


@dataclass(eq=False)
class _Answer:
    """What a response holds, out of its envelope."""

    data: tuple[Json, Parts]
    key: str = ""
    beside: dict[str, tuple[Json, Parts]] = field(default_factory=dict[str, tuple[Json, Parts]])


def compare_responses(findings: Findings, schemas: Schemas, old: Operation, new: Operation) -> None:
    """Compare answers by status.

    Args:
        findings: Where to put the differences.
        schemas: Compares their schemas.
        old: The operation before.
        new: The operation after.
    """
    before, after = _responses(findings.old, old), _responses(findings.new, new)
    for status, place in before.items():
        if status not in after:
            kind = "response-removed" if is_success(status) else "error-response-removed"
            findings.removed(kind, place.parts, unmarked(place.node))
    for status, place in after.items():
        if status not in before:
            findings.added("response-added", place.parts, unmarked(place.node))
        else:
            _bodies(findings, schemas, (before[status], old), (place, new), status)
            _headers(findings, schemas, before[status], place)
            _texts(findings, before[status], place)


def _responses(side: Side, operation: Operation) -> dict[str, Place]:
    answers = table(operation.place.node.get("responses"))
    return {
        status: side.follow(response, operation.place.at("responses", status))[0]
        for status, response in answers.items()
        if not status.startswith("x-")
    }


def _bodies(
    findings: Findings, schemas: Schemas, old: tuple[Place, Operation], new: tuple[Place, Operation], status: str
) -> None:
    rule = findings.new.config.rules.envelope
    if rule is None or new[1].name in rule.excepted or not is_success(status) or status in ("204", "205"):
        if "schema" in old[0].node and "schema" in new[0].node:
            schemas.pair(_schema(old[0]), _schema(new[0]), "response")
        else:
            places = old[0].at("schema"), new[0].at("schema")
            _appeared(findings, old[0].node.get("schema"), new[0].node.get("schema"), places)
        return
    before, after = _open(findings.old, old[0], rule), _open(findings.new, new[0], rule)
    if before.key and after.key and before.key != after.key:
        # The method still returns it; whoever looks into the whole answer misses it.
        findings.removed("property-removed", before.data[1], before.data[0])
    schemas.value(before.data, after.data, "response")
    for key, held in before.beside.items():
        if key in after.beside:
            schemas.value(held, after.beside[key], "response")
        else:
            findings.removed("property-removed", held[1], held[0])
    for key, held in after.beside.items():
        if key not in before.beside:
            findings.added("property-added", held[1], held[0])


def _appeared(findings: Findings, old: Json, new: Json, places: tuple[Parts, Parts]) -> None:
    if old is not None:
        findings.removed("type-changed", places[0], old)
    elif new is not None:
        findings.added("type-changed", places[1], new)


def _schema(place: Place) -> tuple[Json, Parts]:
    return place.node.get("schema", {}), place.at("schema")


def _open(side: Side, place: Place, rule: Envelope) -> _Answer:
    """Find the data of an answer as the rule of the envelope finds it."""
    schema, parts = _schema(place)
    if "schema" not in place.node:
        return _Answer(({"type": "object"}, parts))
    target, name = side.follow(schema, parts)
    held = table(target.node.get("properties"))
    spots = {key: (value, target.at("properties", key)) for key, value in held.items()}
    data = next((key for key in rule.data_keys if key in held), None)
    if data is not None and (not name or rule.meta in held):
        own = (data, rule.meta, rule.pagination)
        return _Answer(spots[data], data, {key: spot for key, spot in spots.items() if key not in own})
    if not rule.flat and not name and held and set(held) <= {rule.meta, rule.pagination}:
        return _Answer(({"type": "object", "x-nullable": True}, target.at("properties", rule.data)))
    return _Answer((schema, parts))


def _headers(findings: Findings, schemas: Schemas, old: Place, new: Place) -> None:
    before, after = table(old.node.get("headers")), table(new.node.get("headers"))
    for name, header in before.items():
        if name not in after:
            findings.removed("header-removed", old.at("headers", name), header)
    for name, header in after.items():
        if name not in before:
            findings.added("header-added", new.at("headers", name), header)
        else:
            schemas.pair((before[name], old.at("headers", name)), (header, new.at("headers", name)), "response")


def _texts(findings: Findings, old: Place, new: Place) -> None:
    for key, kind in (("description", "description-changed"), ("examples", "example-changed")):
        before, after = (place.node.get(key, MISSING) for place in (old, new))
        findings.values(kind, (old.at(key), before), (new.at(key), after))
