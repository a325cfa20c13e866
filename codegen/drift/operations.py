"""Comparing operations: which are gone or new, and what changed in those that are not."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.drift.findings import Findings
from codegen.drift.parameters import compare_parameters
from codegen.drift.responses import compare_responses
from codegen.drift.schemas import Schemas
from codegen.drift.security import compare_requirements
from codegen.drift.side import Operation, Side
from codegen.pointer import MISSING, Json, same
from codegen.repair.marking import MARK, unmarked
from codegen.rules.walk import table, texts

Pair = tuple[Operation, Operation]


def compare_operations(findings: Findings, schemas: Schemas) -> None:
    """Compare all operations.

    Args:
        findings: Where to put the differences.
        schemas: Compares the schemas that are met.
    """
    _meeting(findings)
    before, after = _by_key(findings.old), _by_key(findings.new)
    gone = [operation for key, operation in before.items() if key not in after]
    come = [operation for key, operation in after.items() if key not in before]
    pairs = [(operation, after[key]) for key, operation in before.items() if key in after]
    moved = list(_moved(gone, come))
    for old, new in moved:
        findings.changed("operation-moved", new.place.parts, old.name, new.name)
    for old in gone:
        if all(old is not pair[0] for pair in moved):
            findings.removed("operation-removed", old.place.parts, old.name)
    for new in come:
        if all(new is not pair[1] for pair in moved):
            findings.added("operation-added", new.place.parts, new.name)
    for old, new in [*pairs, *moved]:
        _compare(findings, schemas, old, new)


def _by_key(side: Side) -> dict[tuple[str, str], Operation]:
    found: dict[tuple[str, str], Operation] = {}
    for operation in side.operations:
        found.setdefault(operation.key, operation)
    return found


def _meeting(findings: Findings) -> None:
    """Two templates that a request cannot tell apart."""
    known = {operation.key for operation in findings.old.operations if _rivals(findings.old, operation)}
    for operation in findings.new.operations:
        rivals = _rivals(findings.new, operation)
        if rivals and rivals[0] is not operation and operation.key not in known:
            findings.changed("paths-meet", operation.place.parts, rivals[0].path, operation.path)


def _rivals(side: Side, operation: Operation) -> list[Operation]:
    same_key = [other for other in side.operations if other.key == operation.key]
    return same_key if len(same_key) > 1 else []


def _moved(gone: list[Operation], come: list[Operation]) -> Iterator[Pair]:
    """Operations that went to another path: same method, and the same id, or the same description and answer."""
    left = list(come)
    for old in gone:
        match = next((new for new in left if new.method == old.method and _alike(old, new)), None)
        if match is not None:
            left.remove(match)
            yield old, match


def _alike(old: Operation, new: Operation) -> bool:
    ids = (old.place.node.get("operationId"), new.place.node.get("operationId"))
    if ids[0] is not None and ids[0] == ids[1]:
        return True
    description = old.place.node.get("description")
    if description and description == new.place.node.get("description"):
        return True
    return bool(table(old.place.node.get("responses"))) and same(_telling(old), _telling(new))


def _telling(operation: Operation) -> Json:
    """What tells an operation from others; its tags may follow the path."""
    own = unmarked(operation.place.node)
    assert isinstance(own, dict)
    return {key: value for key, value in own.items() if key not in ("tags", "operationId")}


def _compare(findings: Findings, schemas: Schemas, old: Operation, new: Operation) -> None:
    _names(findings, old, new)
    compare_parameters(findings, schemas, old, new)
    compare_responses(findings, schemas, old, new)
    compare_requirements(findings, old, new)
    _pagination(findings, old, new)
    _media_types(findings, old, new)
    _texts(findings, old, new)


def _names(findings: Findings, old: Operation, new: Operation) -> None:
    tags = [texts(operation.place.node.get("tags"))[:1] for operation in (old, new)]
    if old.id and new.id:
        if old.id != new.id:
            place = new.place.at("tags") if tags[0] != tags[1] and tags[1] else new.place.parts
            findings.changed("method-renamed", place, old.id, new.id)
    elif tags[0] != tags[1]:
        findings.changed("method-renamed", new.place.at("tags"), [*tags[0]], [*tags[1]])


def _pagination(findings: Findings, old: Operation, new: Operation) -> None:
    if old.pagination == new.pagination or not findings.old.ruled or not findings.new.ruled:
        return
    kind = "cursor-style-changed"
    if not old.pagination or not new.pagination:
        kind = "pagination-added" if new.pagination else "pagination-removed"
    findings.changed(kind, new.place.parts, old.pagination or None, new.pagination or None)


def _media_types(findings: Findings, old: Operation, new: Operation) -> None:
    for key in ("consumes", "produces"):
        if key not in old.place.node and key not in new.place.node:
            continue  # Both follow the document, which is compared once.
        before = texts(old.place.node.get(key, findings.old.document.get(key)))
        after = texts(new.place.node.get(key, findings.new.document.get(key)))
        compare_lists(findings, "media-type", before, after, (old.place.at(key), new.place.at(key)))


def compare_lists(
    findings: Findings,
    noun: str,
    before: list[str],
    after: list[str],
    places: tuple[tuple[str, ...], tuple[str, ...]],
) -> None:
    """Compare two lists of words whose order means nothing."""
    lost, won = [word for word in before if word not in after], [word for word in after if word not in before]
    if lost:
        findings.changed(f"{noun}-removed", places[1], [*before], [*after])
    elif won:
        findings.changed(f"{noun}-added", places[1], [*before], [*after])


def _texts(findings: Findings, old: Operation, new: Operation) -> None:
    was, now = (operation.place.node.get("deprecated") is True for operation in (old, new))
    if was != now:
        findings.changed("operation-deprecated", new.place.at("deprecated"), was, now)
    for key, kind in (
        ("summary", "description-changed"),
        ("description", "description-changed"),
        ("externalDocs", "link-changed"),
    ):
        before, after = (operation.place.node.get(key, MISSING) for operation in (old, new))
        findings.values(kind, (old.place.at(key), before), (new.place.at(key), after))
    compare_extensions(findings, old.place.node, new.place.node, old.place.parts, new.place.parts)


def compare_extensions(
    findings: Findings,
    old: dict[str, Json],
    new: dict[str, Json],
    old_parts: tuple[str, ...],
    new_parts: tuple[str, ...],
) -> None:
    """Compare what vendors say of an object."""
    for key in sorted({*old, *new}):
        if key.startswith("x-") and key != MARK:
            places = ((*old_parts, key), (*new_parts, key))
            before, after = old.get(key, MISSING), new.get(key, MISSING)
            findings.values("extension-changed", (places[0], before), (places[1], after))
