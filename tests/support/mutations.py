"""What somebody upstream might do to the place of a repair: remove it, correct it, or make something else of it.

All of it follows from the fields of the repair, so that a new repair is tested without a line about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from codegen.pointer import Missing, Parts, find, settle, split
from codegen.repair import Repair, Verdict
from tests.support.supplied import Document

OTHER = "something else"


class UnreachableError(LookupError):
    """The place of the repair is not in this document: an earlier repair makes it."""


Mutation = Callable[[Document, Repair], Document]


def gone(document: Document, repair: Repair) -> Document:
    """Take away what the repair is about."""
    return _mutate(document, repair, lambda copy, place: _delete(copy, removed_by(copy, repair, place)))


def fixed(document: Document, repair: Repair) -> Document:
    """Say it right, as the repair would."""
    return _mutate(document, repair, lambda copy, place: _fix(copy, repair, place))


def changed(document: Document, repair: Repair) -> Document:
    """Say something that is neither the defect nor the truth."""
    return _mutate(document, repair, lambda copy, place: _change(copy, repair, place))


def verdict_when_changed(repair: Repair) -> Verdict:
    """What a changed place leads to: some places have no third state."""
    if repair.op == "set" and selects_itself(repair):
        return "target-missing"
    plain_element = repair.at[0].endswith("/-") and not (isinstance(repair.value, dict) and "name" in repair.value)
    return "applied" if plain_element else "precondition-changed"


def selects_itself(repair: Repair) -> bool:
    """Whether a repair sets the very key by which it finds its place, as in ``…/name=LAT/name``."""
    parts = split(repair.at[0])
    return len(parts) > 1 and f"{parts[-1]}={repair.expect}" in parts[-2].split(",")


def removed_by(document: Document, repair: Repair, place: Parts) -> Parts:
    """Which node ``gone`` takes away for a place: the nearest key of a table that leaves no target."""
    if repair.op in ("add", "remove"):
        place = place[:-1]
    while isinstance(find(document, place[:-1]), list):
        place = place[:-1]
    return place


def places(document: Document, repair: Repair) -> Iterator[Parts]:
    """Where the repair is at work, with indexes for selectors.

    Raises:
        UnreachableError: The document has no such place.
    """
    for pointer in repair.at:
        place = settle(document, split(pointer))
        target = place[:-1] if repair.op == "add" else place
        if isinstance(find(document, target), Missing):
            raise UnreachableError(pointer)
        yield place


def _mutate(document: Document, repair: Repair, do: Callable[[Document, Parts], None]) -> Document:
    copy = deepcopy(document)
    for place in list(places(copy, repair)):
        if not isinstance(find(copy, place[:-1]), Missing):
            do(copy, place)
    return copy


def _delete(document: Document, place: Parts) -> None:
    parent: Any = find(document, place[:-1])
    if isinstance(parent, dict):
        parent.pop(place[-1], None)


def _put(document: Document, place: Parts, value: Any) -> None:
    parent: Any = find(document, place[:-1])
    if isinstance(parent, Missing):
        _put(document, place[:-1], {})
        parent = find(document, place[:-1])
    if not isinstance(parent, list):
        parent[place[-1]] = value
    elif place[-1] == "-":
        parent.append(value)
    else:
        parent[int(place[-1])] = value


def _fix(document: Document, repair: Repair, place: Parts) -> None:
    if repair.op in ("set", "add"):
        _put(document, place, deepcopy(repair.value))
        return
    content = find(document, place)
    _delete(document, place)
    if repair.op != "remove":
        _put(document, settle(document, target_of(repair, place)), content)


def _change(document: Document, repair: Repair, place: Parts) -> None:
    if place[-1] == "-":
        value = repair.value
        known = {key: value[key] for key in ("name", "in") if key in value} if isinstance(value, dict) else {}
        _put(document, place, {**known, "description": OTHER} if known else OTHER)
    else:
        _put(document, place, [OTHER] if isinstance(repair.expect, str) else OTHER)


def target_of(repair: Repair, place: Parts) -> Parts:
    """Where a rename or a move takes what stands at a place."""
    return split(str(repair.to)) if repair.op == "move" else (*place[:-1], str(repair.to))


def reachable(document: Document, repair: Repair) -> bool:
    """Whether the place of a repair stands in this document: others are made by an earlier repair."""
    try:
        fixed(document, repair)
    except UnreachableError:
        return False
    return True
