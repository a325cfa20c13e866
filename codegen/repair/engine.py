"""Running repairs over a document: all of them, whatever becomes of one."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.fields import brief
from codegen.pointer import MISSING, Json, copy_table
from codegen.repair.effects import carry_out
from codegen.repair.judging import survey
from codegen.repair.model import Outcome, Place, Repair, RepairRun, Verdict


def apply(document: dict[str, Json], repairs: Iterable[Repair]) -> RepairRun:
    """Repair a document.

    Args:
        document: A Swagger 2.0 document; it is left alone.
        repairs: What to do, in this order.

    Returns:
        The repaired document, and a verdict for every repair. One that does not fit changes nothing.
    """
    repaired = copy_table(document)
    return RepairRun(repaired, tuple(_run(repaired, repair) for repair in repairs))


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
