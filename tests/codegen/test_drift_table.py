"""The supplied file, edited in many ways: class, kind, place, verdicts and suggested version of each edit."""

from __future__ import annotations

import functools

import pytest

from codegen.drift import Side, compare, make_side, suggested
from codegen.pointer import exists
from codegen.repair import Repair
from tests.support import mutations
from tests.support.drift_mutations import Row
from tests.support.drift_rows import ROWS
from tests.support.supplied import Document, config, frozen, repairs


@functools.cache
def before() -> Side:
    """The supplied file, as it is."""
    return make_side(frozen(), repairs(), config())


def edited(row: Row) -> tuple[Document, Side]:
    """The supplied file after an edit."""
    document = frozen()
    document = row.edit(document) or document
    return document, make_side(document, repairs(), config(), like=before().supplied)


def test_the_table_is_long_enough() -> None:
    """At least sixty edits, no two of one name."""
    assert len({row.name for row in ROWS}) == len(ROWS) >= 60


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_an_edit(row: Row) -> None:
    """What is expected is found at its place, nothing worse, and the repairs are judged."""
    _, after = edited(row)
    drift = compare(before(), after)
    told = [(item.cls, item.kind, item.pointer) for item in drift]
    assert suggested(drift) == row.suggested, told
    for cls, kind, pointer in row.expected:
        assert any((cls, kind) == found[:2] and found[2].endswith(pointer) for found in told), (kind, pointer, told)
    verdicts = {item.repair.id: item.verdict for item in after.run.outcomes if item.verdict != "applied"}
    assert verdicts.items() >= row.verdicts.items(), verdicts
    assert bool(verdicts) >= bool(row.verdicts)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_nothing_is_told_twice_and_every_place_can_be_found(row: Row) -> None:
    """A pointer leads somewhere in the new file, or in the old one when the thing is gone."""
    document, after = edited(row)
    drift = compare(before(), after)
    assert len({(item.pointer, item.kind, item.old is None) for item in drift}) == len(drift)
    for item in drift:
        parent = item.pointer.rpartition("/")[0]
        assert exists(document, parent) or exists(frozen(), parent), item.pointer


def test_a_path_that_is_written_differently_is_said_to_be() -> None:
    """The repairs that miss it say how it is written now."""
    _, after = edited(next(row for row in ROWS if row.name == "path variables of other names"))
    remedies = {item.repair.id: item.remedy for item in after.run.outcomes}
    assert remedies["tag-media-paging"] == (
        "the path is written /tags/{tag}/media/recent now: write it so in this repair"
    )


REACHABLE = [repair for repair in repairs() if mutations.reachable(frozen(), repair)]


@pytest.mark.parametrize("repair", REACHABLE, ids=lambda repair: repair.id)
def test_a_correction_upstream_is_no_drift(repair: Repair) -> None:
    """Whoever says it right changes nothing for callers: the repair is superfluous, and that is all."""
    document = mutations.fixed(frozen(), repair)
    after = make_side(document, repairs(), config(), like=before().supplied)
    verdicts = {item.repair.id: item.verdict for item in after.run.outcomes if item.verdict != "applied"}
    assert verdicts[repair.id] == "fixed-upstream"
    if len(verdicts) == 1:
        assert compare(before(), after) == ()
    else:  # It takes away what other repairs count on.
        assert set(verdicts.values()) == {"fixed-upstream", "target-missing"}
