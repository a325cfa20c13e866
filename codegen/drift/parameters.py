"""Comparing what an operation takes."""

from __future__ import annotations

from codegen.convert.parameters import JSON_FIELD
from codegen.drift.findings import Findings
from codegen.drift.schemas import Schemas
from codegen.drift.side import Operation, Place
from codegen.pointer import MISSING
from codegen.repair.marking import unmarked

Known = dict[tuple[str, str], Place]


def compare_parameters(findings: Findings, schemas: Schemas, old: Operation, new: Operation) -> None:
    """Compare parameters and bodies.

    Args:
        findings: Where to put the differences.
        schemas: Compares their schemas.
        old: The operation before.
        new: The operation after.
    """
    before, after = findings.old.parameters(old), findings.new.parameters(new)
    moved = _moved(before, after)
    for key, place in before.items():
        if key not in after and key not in moved:
            findings.removed(f"{_noun(key)}-removed", place.parts, unmarked(place.node), to="request")
    for key, place in after.items():
        if key in before:
            _compare(findings, schemas, before[key], place, key)
        elif key not in moved.values():
            kind = f"{'required-' if _is_required(place) else ''}{_noun(key)}-added"
            findings.added(kind, place.parts, unmarked(place.node), to="request")
    for key, target in moved.items():
        findings.changed("parameter-moved", after[target].parts, key[0], target[0], to="request")
        _compare(findings, schemas, before[key], after[target], target)
    _order(findings, new, before, after)


def _noun(key: tuple[str, str]) -> str:
    return "body" if key[0] == "body" else "parameter"


def _is_required(place: Place) -> bool:
    return place.node.get("required") is True


def _moved(before: Known, after: Known) -> dict[tuple[str, str], tuple[str, str]]:
    """Parameters that travel elsewhere now, under the name they had."""
    gone = {key[1]: key for key in before if key not in after and key[1] and key[0] != "path"}
    come = {key[1]: key for key in after if key not in before and key[1] and key[0] != "path"}
    return {gone[name]: come[name] for name in gone if name in come}


def _compare(findings: Findings, schemas: Schemas, old: Place, new: Place, key: tuple[str, str]) -> None:
    was, is_now = _is_required(old), _is_required(new)
    if was != is_now and key[0] != "path":
        kind = f"{_noun(key)}-{'required' if is_now else 'optional'}"
        findings.changed(kind, new.at("required"), was, is_now, to="request")
    if key[0] == "body":
        schemas.pair(
            (old.node.get("schema", {}), old.at("schema")), (new.node.get("schema", {}), new.at("schema")), "request"
        )
        _text(findings, old, new)
        return
    _inside(findings, schemas, old, new)
    before, after = ({k: v for k, v in place.node.items() if k != JSON_FIELD} for place in (old, new))
    schemas.pair((before, old.parts), (after, new.parts), "request")
    if old.node.get("collectionFormat", "csv") != new.node.get("collectionFormat", "csv"):
        place = new.at("collectionFormat")
        findings.changed(
            "collection-format-changed", place, old.node.get("collectionFormat"), new.node.get("collectionFormat")
        )


def _inside(findings: Findings, schemas: Schemas, old: Place, new: Place) -> None:
    """Compare what a text holds that is JSON inside."""
    before, after = old.node.get(JSON_FIELD), new.node.get(JSON_FIELD)
    if before is not None and after is not None:
        schemas.pair((before, old.at(JSON_FIELD)), (after, new.at(JSON_FIELD)), "request")
    elif before is not None or after is not None:
        findings.changed("type-changed", new.at(JSON_FIELD), before, after, to="request")


def _text(findings: Findings, old: Place, new: Place) -> None:
    before, after = (place.node.get("description", MISSING) for place in (old, new))
    findings.values("description-changed", (old.at("description"), before), (new.at("description"), after))


def _order(findings: Findings, new: Operation, before: Known, after: Known) -> None:
    """Required parameters can be given by position, so their order is part of the method."""
    first = [key for key, place in before.items() if _is_required(place) and key[0] not in ("path", "body")]
    then = [key for key, place in after.items() if _is_required(place) and key[0] not in ("path", "body")]
    kept = [key for key in first if key in then]
    if kept != [key for key in then if key in first]:
        findings.changed(
            "parameters-reordered", new.place.at("parameters"), [key[1] for key in first], [key[1] for key in then]
        )
