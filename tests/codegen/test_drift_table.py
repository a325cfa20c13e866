"""The supplied file, edited in many ways: class, kind, place, verdicts and suggested version of each edit."""

from __future__ import annotations

import functools

import pytest

from codegen.drift import Side, compare, make_side, suggested
from codegen.pointer import exists
from codegen.repair import Repair
from codegen.rules.walk import table
from tests.support import mutations
from tests.support.drift_mutations import Row
from tests.support.drift_rows import ROWS
from tests.support.supplied import Document, config, frozen, repairs

# Many rows through the same code: other tests cover it, and tracing takes four times as long as the rows themselves.
pytestmark = pytest.mark.no_cover


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
    """What is expected is found at its place, nothing worse and nothing twice, and the repairs are judged."""
    document, after = edited(row)
    drift = compare(before(), after)
    told = [(item.cls, item.kind, item.pointer) for item in drift]
    assert suggested(drift) == row.suggested, told
    for cls, kind, pointer in row.expected:
        assert any((cls, kind) == found[:2] and found[2].endswith(pointer) for found in told), (kind, pointer, told)
    verdicts = {item.repair.id: item.verdict for item in after.run.outcomes if item.verdict != "applied"}
    assert verdicts.items() >= row.verdicts.items(), verdicts
    assert bool(verdicts) >= bool(row.verdicts)
    assert len({(item.pointer, item.kind, item.old is None) for item in drift}) == len(drift)
    assert [item.pointer for item in drift if not can_be_found(item.pointer, document)] == []


def can_be_found(pointer: str, document: Document) -> bool:
    """Whether a place is in the new file, or in the old one when the thing is gone."""
    parent = pointer.rpartition("/")[0]
    return exists(document, parent) or exists(frozen(), parent)


def test_repairs_find_paths_whose_variables_have_other_names() -> None:
    """They are applied; one that does not fit says how its path is written now."""
    document, after = edited(next(row for row in ROWS if row.name == "path variables of other names"))
    assert after.run.ok
    paths = table(after.run.document["paths"])
    assert {"/tags/{tag}", "/tags/search"} <= paths.keys()
    assert not any("{tag-name}" in path for path in paths)
    document["paths"]["/tags/{tag}/media/recent"].pop("get")
    remedies = {item.repair.id: item.remedy for item in make_side(document, repairs(), config()).run.outcomes}
    assert remedies["tag-media-paging"].endswith("(the path is written /tags/{tag}/media/recent now)")


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
