"""Every repair of the supplied file gets each of the four verdicts, and harms no other by it."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from copy import deepcopy

import pytest

from codegen.pointer import Missing, Parts, find, settle, split
from codegen.repair import Outcome, RepairRun, Verdict
from codegen.rules.walk import items, table
from tests.support import mutations
from tests.support.mutations import Mutation
from tests.support.supplied import Document, before, frozen, repairs, run

# Many rows through the same code: other tests cover it, and tracing takes four times as long as the rows themselves.
pytestmark = pytest.mark.no_cover

ALL = pytest.mark.parametrize("index", range(len(repairs())), ids=lambda index: repairs()[index].id)

ROWS = sorted({row for repair in repairs() for row in repair.defects})


@functools.cache
def as_supplied() -> RepairRun:
    """All repairs over the supplied file."""
    return run(frozen(), repairs())


@ALL
def test_applied_to_the_file_as_supplied(index: int) -> None:
    """The defect is there, exactly as expected."""
    assert as_supplied().outcomes[index].verdict == "applied"


@ALL
def test_target_missing_when_it_is_gone(index: int) -> None:
    """What the repair is about has been taken away."""
    check(index, mutations.gone, "target-missing")


@ALL
def test_fixed_upstream_when_it_is_right(index: int) -> None:
    """Somebody has corrected it as the repair would."""
    check(index, mutations.fixed, "fixed-upstream")


@ALL
def test_precondition_changed_when_it_is_something_else(index: int) -> None:
    """Neither the defect nor the truth stands there."""
    check(index, mutations.changed, mutations.verdict_when_changed(repairs()[index]))


@pytest.mark.parametrize("mutate", [mutations.gone, mutations.fixed, mutations.changed])
def test_names_of_path_variables_make_no_difference(mutate: Mutation) -> None:
    """Whatever happened to a place, all verdicts are the same when every variable is called otherwise."""
    for repair in repairs()[::4]:
        if mutations.reachable(frozen(), repair):
            document = mutate(frozen(), repair)
            found = [outcome.verdict for outcome in run(document, repairs()).outcomes]
            assert [outcome.verdict for outcome in run(otherwise(document), repairs()).outcomes] == found


def otherwise(document: Document) -> Document:
    """The document with other names of all path variables."""
    copy = deepcopy(document)
    copy["paths"] = {path.replace("{", "{other-"): item for path, item in table(document.get("paths")).items()}
    holders = [each for item in copy["paths"].values() for each in (item, *table(item).values())]
    parameters = [entry for holder in holders for entry in items(table(holder).get("parameters"))]
    for parameter in (*table(copy.get("parameters")).values(), *parameters):
        if isinstance(parameter, dict) and parameter.get("in") == "path":
            parameter["name"] = f"other-{parameter['name']}"
    return copy


def test_a_corrected_file_makes_every_repair_superfluous() -> None:
    """When all is corrected upstream at once, no repair is red, and each says that it can go."""
    corrected = as_supplied().document
    again = run(corrected, repairs())
    assert [outcome.repair.id for outcome in again.outcomes if outcome.verdict != "fixed-upstream"] == []
    assert again.document == corrected


@pytest.mark.parametrize("row", ROWS)
def test_a_row_corrected_upstream_breaks_no_other(row: int) -> None:
    """When one row is corrected, with what it builds on, its repairs are superfluous and no other is red."""
    document, mine = frozen(), [repair for repair in repairs() if row in repair.defects]
    for index, repair in enumerate(repairs()):
        if repair in mine:
            attempt = run(document, [repair])
            if not attempt.ok:  # It builds on another row.
                document = run(document, repairs()[:index]).document
                attempt = run(document, [repair])
            document = attempt.document
    outcomes = run(document, repairs()).outcomes
    assert [outcome.repair.id for outcome in outcomes if outcome.stops] == []
    assert {outcome.verdict for outcome in outcomes if outcome.repair in mine} == {"fixed-upstream"}


def check(index: int, mutate: Mutation, verdict: Verdict) -> None:
    """Mutate the place of a repair and look at all verdicts."""
    start, outcomes = _outcomes(index, mutate)
    assert outcomes[index - start].verdict == verdict
    assert _collateral(outcomes, start, index, list(_touched(index, mutate))) == []


def _collateral(outcomes: tuple[Outcome, ...], start: int, index: int, touched: list[Parts]) -> list[str]:
    """Other repairs that turned red although the mutation did not touch their place."""
    harmed: list[str] = []
    for number, outcome in enumerate(outcomes, start):
        if not outcome.stops or number == index:
            continue
        if _depends(number, touched):
            touched.extend(_targets(number))  # What it would have put there is missing for those that follow.
        else:
            harmed.append(outcome.repair.id)
    return harmed


def _outcomes(index: int, mutate: Mutation) -> tuple[int, tuple[Outcome, ...]]:
    """Verdicts from the mutated supplied file on; where earlier repairs make the place, from what they leave on."""
    repair = repairs()[index]
    try:
        if not repair.after:
            return 0, run(mutate(frozen(), repair), repairs()).outcomes
    except mutations.UnreachableError:
        pass
    return index, run(mutate(before(index), repair), repairs()[index:]).outcomes


def _touched(index: int, mutate: Mutation) -> Iterator[Parts]:
    """The nodes that the mutation changes or takes away."""
    repair, document = repairs()[index], before(index)
    for place in mutations.places(document, repair):
        root = mutations.removed_by(document, repair, place) if mutate is mutations.gone else place
        yield root[:-1] if mutations.selects_itself(repair) else root
    yield from _targets(index)


def _targets(index: int) -> Iterator[Parts]:
    """Where a rename or a move puts things, with the table that it makes to hold them."""
    repair, document = repairs()[index], before(index)
    for place in mutations.places(document, repair) if repair.to else ():
        target = settle(document, mutations.target_of(repair, place))
        yield target if not isinstance(find(document, target[:-1]), Missing) else target[:-1]


def _depends(number: int, touched: list[Parts]) -> bool:
    """Whether a repair is at work at or below one of these nodes, or expects to the letter what holds one of them."""
    repair = repairs()[number]
    holds = repair.op != "add" and repair.match == "exact"
    return any(
        place[: len(root)] == root or (holds and root[: len(place)] == place)
        for pointer in (*repair.at, *([repair.to] if repair.op == "move" and repair.to else []))
        for place in [settle(before(number), split(pointer))]
        for root in touched
    )
