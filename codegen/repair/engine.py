"""Running repairs over a document: all of them, whatever becomes of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from codegen.fields import brief
from codegen.pointer import MISSING, Json, Parts, copy_table, split
from codegen.repair.aligning import Alignment
from codegen.repair.effects import carry_out
from codegen.repair.judging import survey
from codegen.repair.model import Outcome, Place, Repair, RepairRun, Verdict
from codegen.repair.templates import shape


def apply(document: dict[str, Json], repairs: Iterable[Repair]) -> RepairRun:
    """Repair a document.

    Args:
        document: A Swagger 2.0 document; it is left alone.
        repairs: What to do, in this order.

    Returns:
        The repaired document, and a verdict for every repair. One that does not fit changes nothing. A path whose
        variables are called otherwise than in the repairs is the path that they mean, and keeps its names.
    """
    repaired, repairs = copy_table(document), tuple(repairs)
    alignment = Alignment(repaired, *_named(repaired, repairs))
    outcomes = tuple(_told(_run(repaired, repair), alignment.paths) for repair in repairs)
    alignment.undo()
    return RepairRun(repaired, outcomes)


def _named(document: dict[str, Json], repairs: Iterable[Repair]) -> tuple[list[str], dict[str, str]]:
    """Path templates that repairs name, and shared parameters, which have the key that a path variable would have."""
    pointers = [split(place) for repair in repairs for place in _places(document, repair)]
    templates = [parts[1] for parts in pointers if parts[0] == "paths" and len(parts) > 1 and "*" not in parts[1]]
    return templates, {parts[1]: parts[1] for parts in pointers if parts[0] == "parameters" and len(parts) > 1}


def _places(document: dict[str, Json], repair: Repair) -> Iterator[str]:
    yield from repair.at
    if repair.op == "move" and repair.to and not _has_path(document, split(repair.at[0])):
        # It has been moved already, perhaps under another name. While it has not, a path that is like the target is
        # another one, and the two will meet.
        yield repair.to


def _has_path(document: dict[str, Json], parts: Parts) -> bool:
    paths = document.get("paths")
    shapes = {shape(path) for path in paths} if isinstance(paths, dict) else set[str]()
    return parts[0] == "paths" and len(parts) > 1 and shape(parts[1]) in shapes


def _told(outcome: Outcome, paths: Mapping[str, str]) -> Outcome:
    """Say of a repair that does not fit how its path is written in the document."""
    parts = split(outcome.pointer)
    if outcome.verdict == "applied" or parts[0] != "paths" or len(parts) < 2 or parts[1] not in paths:
        return outcome
    return replace(outcome, remedy=f"{outcome.remedy} (the path is written {paths[parts[1]]} now)")


def _run(document: dict[str, Json], repair: Repair) -> Outcome:
    places = survey(document, repair)
    verdict, deciding = _decide(repair, places)
    applicable = [(pointer, place) for pointer, place in places if place.verdict == "applied"]
    if verdict in ("applied", "fixed-upstream"):
        carry_out(document, repair, [place.parts for _, place in applicable])
    pointer, place = deciding
    return Outcome(
        repair=repair,
        verdict=verdict,
        pointer=pointer,
        expected=place.expected,
        found=place.found,
        remedy=_remedy(verdict, pointer, place, partly=bool(applicable)),
        applied=tuple(p for p, _ in applicable) if verdict in ("applied", "fixed-upstream") else (),
        settled=tuple(p for p, place in places if place.verdict == "fixed-upstream"),
    )


def _decide(repair: Repair, places: list[tuple[str, Place]]) -> tuple[Verdict, tuple[str, Place]]:
    if not places:
        return "target-missing", (repair.at[0], Place((), "target-missing", repair.expect, MISSING))
    # Where some places are right already: a pattern is meant to meet both, a list of places is out of date.
    order: tuple[Verdict, ...] = ("precondition-changed", "target-missing", "fixed-upstream", "applied")
    if repair.op == "each":
        order = ("precondition-changed", "target-missing", "applied", "fixed-upstream")
    deciding = min(places, key=lambda named: order.index(named[1].verdict))
    return deciding[1].verdict, deciding


def _remedy(verdict: Verdict, pointer: str, place: Place, *, partly: bool) -> str:
    hint = f" ({place.hint})" if place.hint else ""
    if verdict == "fixed-upstream":
        return f"take {pointer} out of its 'at': {_RIGHT}" if partly else f"delete this repair: {_RIGHT}"
    if verdict == "target-missing":
        return f"the spec no longer has {pointer}{hint}: delete this repair, or point it to the new place"
    if verdict == "precondition-changed":
        seen = f"expected {brief(place.expected)}, found {brief(place.found)}{hint}"
        return f"{seen}: look at the spec, then change or delete the repair"
    return ""


_RIGHT = "the spec says it right by itself now"
