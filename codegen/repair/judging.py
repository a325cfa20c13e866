"""What a repair meets at a place: the defect, the truth, something else, or nothing at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from codegen.pointer import MISSING, Json, Missing, Parts, expand, find, join, same, settle, split
from codegen.repair.marking import unmarked
from codegen.repair.model import Place, Repair, Verdict


def survey(document: dict[str, Json], repair: Repair) -> list[tuple[str, Place]]:
    """Look at all places of a repair.

    Args:
        document: The document as it is before the repair.
        repair: The repair.

    Returns:
        Each place with the pointer to call it by; for ``each`` only places that its action could mean.
    """
    judge = _JUDGES[repair.action]
    if repair.op != "each":
        return [(pointer, judge(document, repair, settle(document, split(pointer)))) for pointer in repair.at]
    places: list[tuple[str, Place]] = []
    for pattern in repair.at:
        for parts in _matches(document, split(pattern)):
            place = judge(document, repair, parts)
            if place.verdict != "target-missing":
                places.append((join(parts), place))
    return places


def identity(value: Json) -> dict[str, Json]:
    """What makes a list element the one it is: ``name`` and ``in``, as with parameters and tags.

    Args:
        value: The element.

    Returns:
        The keys that identify it; empty when it is identified by its whole value.
    """
    if not isinstance(value, dict) or "name" not in value:
        return {}
    return {key: value[key] for key in ("name", "in") if key in value}


def _matches(document: dict[str, Json], pattern: Parts) -> Iterator[Parts]:
    if pattern[-1] == "*":
        yield from expand(document, pattern)
        return
    for parent in expand(document, pattern[:-1]):
        yield settle(document, (*parent, pattern[-1]))


def _found(document: dict[str, Json], parts: Parts) -> Json | Missing:
    node = find(document, parts)
    return node if isinstance(node, Missing) else unmarked(node)


def _has_room(document: dict[str, Json], parts: Parts) -> bool:
    return isinstance(find(document, parts[:-1]), dict | list)


def _set(document: dict[str, Json], repair: Repair, parts: Parts) -> Place:
    found = _found(document, parts)
    if isinstance(found, Missing):
        found = _found(document, _reselected(repair, parts))
        verdict: Verdict = "fixed-upstream" if same(found, repair.value) else "target-missing"
        return Place(parts, verdict, repair.expect, found)
    return Place(parts, _compare(repair, found, repair.value), repair.expect, found)


def _reselected(repair: Repair, parts: Parts) -> Parts:
    """Where a place is once its own selector has been corrected: ``…/name=LAT/name`` set to ``lat``."""
    old = f"{parts[-1]}={repair.expect}"
    if len(parts) < 2 or old not in parts[-2].split(","):
        return parts
    selector = ",".join(f"{parts[-1]}={repair.value}" if part == old else part for part in parts[-2].split(","))
    return (*parts[:-2], selector, parts[-1])


def _compare(repair: Repair, found: Json | Missing, truth: Json | Missing) -> Verdict:
    if isinstance(found, Missing):
        return "target-missing"
    if same(found, truth):
        return "fixed-upstream"
    return "applied" if _meets(repair, found) else "precondition-changed"


def _meets(repair: Repair, found: Json) -> bool:
    if repair.match == "kind" and not isinstance(repair.expect, Missing):
        return _kind(repair.expect) is _kind(found)
    return same(found, repair.expect)


def _kind(value: Json) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _remove(document: dict[str, Json], repair: Repair, parts: Parts) -> Place:
    found = _found(document, parts)
    verdict = _compare(repair, found, MISSING)
    if isinstance(found, Missing) and _has_room(document, parts):
        verdict = "fixed-upstream"
    return Place(parts, verdict, repair.expect, found)


def _add(document: dict[str, Json], repair: Repair, parts: Parts) -> Place:
    parent = find(document, parts[:-1])
    if isinstance(parent, list):
        return _append(repair, parts, parent)
    if not isinstance(parent, dict):
        return Place(parts, "target-missing", MISSING, MISSING)
    found = _found(document, parts)
    verdict: Verdict = "applied" if isinstance(found, Missing) else "precondition-changed"
    holds = _contains if repair.match == "part" else same
    return Place(parts, "fixed-upstream" if holds(found, repair.value) else verdict, MISSING, found)


def _contains(found: Json | Missing, part: Json | Missing) -> bool:
    if isinstance(found, dict) and isinstance(part, dict):
        return all(key in found and _contains(found[key], value) for key, value in part.items())
    if isinstance(found, list) and isinstance(part, list):
        return all(any(_contains(item, value) for item in found) for value in part)
    return same(found, part)


def _append(repair: Repair, parts: Parts, items: list[Json]) -> Place:
    if parts[-1] != "-":
        return Place(parts, "target-missing", MISSING, MISSING, "a list stands above it, which takes '/-' only")
    rival = _rival(items, repair.value)
    if isinstance(rival, Missing):
        return Place(parts, "applied", MISSING, MISSING)
    verdict: Verdict = "fixed-upstream" if same(rival, repair.value) else "precondition-changed"
    return Place(parts, verdict, MISSING, rival)


def _rival(items: list[Json], value: Json | Missing) -> Json | Missing:
    known = MISSING if isinstance(value, Missing) else identity(value)
    for item in map(unmarked, items):
        if same(item, value) or (not isinstance(known, Missing) and known and same(identity(item), known)):
            return item
    return MISSING


def _rename(document: dict[str, Json], repair: Repair, parts: Parts) -> Place:
    target = (*parts[:-1], str(repair.to))
    if not isinstance(find(document, parts[:-1]), dict):
        return Place(parts, "target-missing", repair.expect, MISSING)
    return _relocate(document, repair, parts, target)


def _move(document: dict[str, Json], repair: Repair, parts: Parts) -> Place:
    target = split(str(repair.to))
    place = _relocate(document, repair, parts, target)
    if place.verdict == "applied" and not _can_hold(document, target[:-1]):
        return Place(parts, "target-missing", repair.expect, place.found, f"there is nothing to hold {repair.to}")
    return place


def _can_hold(document: dict[str, Json], parts: Parts) -> bool:
    holder = find(document, parts)
    # A path may be new when an operation stood under a wrong one; any other holder that is gone took the truth along.
    is_path = len(parts) == 2 and parts[0] == "paths" and isinstance(document.get("paths"), dict)
    return isinstance(holder, dict) or (is_path and isinstance(holder, Missing))


def _relocate(document: dict[str, Json], repair: Repair, old: Parts, new: Parts) -> Place:
    found, taken = _found(document, old), _found(document, new)
    if isinstance(taken, Missing):
        return Place(old, _compare(repair, found, MISSING), repair.expect, found)
    if isinstance(found, Missing):
        return Place(old, "fixed-upstream", repair.expect, taken)
    return Place(old, "precondition-changed", repair.expect, found, f"{repair.to} is there as well")


def _replace_parameter(document: dict[str, Json], repair: Repair, parts: Parts) -> Place:
    found = _found(document, parts)
    siblings = find(document, parts[:-1])
    if not isinstance(siblings, list):
        return Place(parts, "target-missing", repair.expect, MISSING)
    others = [item for index, item in enumerate(siblings) if str(index) != parts[-1]]
    if same(found, repair.value):
        return Place(parts, "fixed-upstream", repair.expect, found)
    rival = _rival(others, repair.value)
    if isinstance(rival, Missing):
        return Place(parts, _compare(repair, found, MISSING), repair.expect, found)
    if isinstance(found, Missing) and same(rival, repair.value):
        return Place(parts, "fixed-upstream", repair.expect, rival)
    hint = "" if isinstance(found, Missing) else "the list has its replacement as well"
    return Place(parts, "precondition-changed", repair.expect, rival, hint)


_JUDGES: Final[dict[str, Callable[[dict[str, Json], Repair, Parts], Place]]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "rename": _rename,
    "move": _move,
    "replace-parameter": _replace_parameter,
}
