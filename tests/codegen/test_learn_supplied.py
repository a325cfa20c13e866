"""Forgotten repairs of the supplied file are proposed back from recorded answers."""

from __future__ import annotations

import random

import pytest

from codegen.propose import Proposal, parse
from codegen.repair import Repair
from tests.support.learn_lessons import UNSEEN, is_of_answers, learnable, learned, recordings, targets, without
from tests.support.supplied import repairs, run

# Many rows through the same code: other tests cover it, and tracing takes four times as long as the rows themselves.
pytestmark = pytest.mark.no_cover

SINGLE = pytest.mark.parametrize("repair", learnable(), ids=lambda repair: repair.id)
HINTED = ("always-there", "few-words", "time")


def test_the_repaired_document_allows_every_recorded_answer() -> None:
    """Nothing is found and nothing proposed: repairs and rules say all that was recorded."""
    lesson = learned(without(()))
    assert lesson.answers == len(recordings()) >= 50
    assert lesson.findings == ()
    assert lesson.proposals == ()


def test_unseen_repairs_are_repairs_of_answers() -> None:
    """The list of exceptions names nothing that is not there, and stays short."""
    known = {repair.id for repair in repairs() if is_of_answers(repair)}
    assert set(UNSEEN) <= known
    assert len(UNSEEN) * 5 < len(known)


@SINGLE
def test_one_forgotten_repair_comes_back(repair: Repair) -> None:
    """The proposal is about the same place; what no answer contradicts comes as a hint."""
    lesson = learned(without({repair.id}))
    proposed = {item.pointer for item in lesson.proposals} | {item.pointer for item in lesson.hints}
    assert targets(repair) & proposed
    if targets(repair) & {item.pointer for item in lesson.proposals}:
        assert any("recorded" in item.repair and ".json#/" in item.repair for item in lesson.proposals)
        assert lesson.findings


@pytest.mark.parametrize("seed", [*range(2010, 2022), 3003])
def test_any_ten_forgotten_repairs_come_back(seed: int) -> None:
    """Each is proposed at its place, or is part of a larger proposal; with all of them the answers are allowed."""
    dropped = random.Random(seed).sample(learnable(), 10)
    document = without({repair.id for repair in dropped})
    lesson = learned(document)
    again = run(document, [parse(item) for item in lesson.proposals])
    assert again.ok
    assert learned(again.document).findings == ()
    lost = [repair.id for repair in dropped if not came_back(repair, (*lesson.proposals, *lesson.hints), dropped)]
    assert lost == []


def came_back(repair: Repair, proposals: tuple[Proposal, ...], dropped: list[Repair]) -> bool:
    """Whether a repair is proposed, or is part of something larger that was dropped as well.

    A definition that nothing refers to any more has no place to come back to, nor has a word about a definition that
    is gone: what it would do is done where the other one comes back.
    """
    pointers = [item.pointer for item in proposals]
    if any(place == pointer or place.startswith(f"{pointer}/") for place in targets(repair) for pointer in pointers):
        return True
    names = {place.split("/")[2] for place in repair.at if place.startswith("/definitions/")}
    others = [other for other in dropped if other is not repair]
    together = any(refers(other, name) or other.at == (f"/definitions/{name}",) for other in others for name in names)
    # A time is only recognised where another one is declared.
    return together or (repair.id == "created-time-format" and "caption-definition" in {other.id for other in others})


def refers(repair: Repair, name: str) -> bool:
    """Whether what a repair writes refers to a definition."""
    return f"#/definitions/{name}'" in repr(repair.value)


def test_a_rename_keeps_what_the_property_says() -> None:
    """The misspelt property is renamed, not joined by another one."""
    lesson = learned(without({"user-counts-followed-by"}))
    assert [parse(item).op for item in lesson.proposals] == ["rename"]
    assert parse(lesson.proposals[0]).to == "followed_by"


def test_known_definitions_are_used() -> None:
    """What has the shape of a definition and its name refers to it."""
    lesson = learned(without({"media-caption"}))
    assert [parse(item).value for item in lesson.proposals] == [{"$ref": "#/definitions/Caption"}]


def test_counts_and_example() -> None:
    """A finding counts, says of how many, and names one place."""
    (finding,) = learned(without({"media-link"})).findings
    assert finding.kind == "unknown-field"
    assert finding.pointer == "/definitions/Media/properties/link"
    assert 0 < finding.count <= finding.total
    assert ".json#/" in finding.example
    assert finding.example.endswith("/link")
