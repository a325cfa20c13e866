"""The list of known defects: complete, settled, and provable."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest

from codegen.errors import CodegenError
from codegen.pointer import exists, join, split
from codegen.repair import Defects, Evidence, Repair, check_settled, load_defects
from tests.support.supplied import API, SEEDS, config, frozen, repairs

CATEGORIES = {
    "structure": 8,
    "path": 2,
    "typo": 16,
    "type": 18,
    "field": 14,
    "envelope": 6,
    "pagination": 8,
    "parameter": 13,
    "security": 12,
    "response": 7,
    "nullability": 9,
    "metadata": 13,
    "stale": 3,
}

EVIDENCE = [
    pytest.param(evidence, id=f"{repair.id}-{number}")
    for repair in repairs()
    for number, evidence in enumerate(repair.evidence)
    if evidence.seed
]


@pytest.fixture(scope="module")
def defects() -> Defects:
    """The list as it stands."""
    return load_defects(API / "defects.yaml")


def test_rows_are_complete_and_consecutive(defects: Defects) -> None:
    """129 rows, numbered from 1 without a gap."""
    assert list(defects.rows) == list(range(1, 130))


def test_rows_by_category_and_severity(defects: Defects) -> None:
    """As many of each kind as the survey of the file found."""
    assert Counter(row.category for row in defects.rows.values()) == CATEGORIES
    assert Counter(row.severity for row in defects.rows.values()) == {"high": 47, "medium": 42, "low": 40}


def test_every_row_is_settled(defects: Defects) -> None:
    """Each row by repairs, by a rule or by a written reason, and by one of these ways only."""
    check_settled(defects, repairs(), config())
    by_repair = {n for repair in repairs() for n in repair.defects}
    by_rule = {n for numbers in config().settled_by_rule().values() for n in numbers}
    by_reason = {n for reason in defects.reasons for n in reason.defects}
    assert by_repair | by_rule | by_reason == set(range(1, 130))
    assert not (by_repair & by_rule) | (by_repair & by_reason) | (by_rule & by_reason)


@pytest.mark.parametrize("row", [14, 75, 92])
def test_a_row_that_loses_its_settlement_is_named(defects: Defects, row: int) -> None:
    """Without its repair, its reason or its rule, a row is an error that names it."""
    kept = [repair for repair in repairs() if row not in repair.defects]
    reasons = tuple(reason for reason in defects.reasons if row not in reason.defects)
    rules = config() if row != 92 else replace(config(), rules=replace(config().rules, security=None))
    with pytest.raises(CodegenError, match=rf"\b{row}\b"):
        check_settled(replace(defects, reasons=reasons), kept, rules)


def test_places_are_in_the_supplied_file(defects: Defects) -> None:
    """A place is a pointer to something there, or to where something is missing."""
    lost = [
        (row.n, place)
        for row in defects.rows.values()
        for place in row.at
        if place.startswith("/") and not re.search(r"\*|\{[^}]*,[^}]*\}", place)
        if not exists(frozen(), place) and not exists(frozen(), join(split(place)[:-1]))
    ]
    assert lost == []


def test_every_repair_has_evidence() -> None:
    """Nothing is repaired on mere opinion."""
    assert [repair.id for repair in repairs() if not _proves(repair)] == []


def _proves(repair: Repair) -> bool:
    return bool(repair.evidence) and all(evidence.seed or evidence.source for evidence in repair.evidence)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents are not here")
@pytest.mark.parametrize("evidence", EVIDENCE)
def test_quotes_stand_in_the_seeds(evidence: Evidence) -> None:
    """A quote is short, and stands in that document at that line."""
    assert evidence.line
    assert evidence.quote
    lines = (SEEDS / str(evidence.seed)).read_text(encoding="utf-8").splitlines()
    assert evidence.quote in lines[evidence.line - 1]
    assert len(evidence.quote) <= 90
