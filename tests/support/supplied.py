"""The supplied file as frozen for the tests, and what repairs and rules make of it."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from copy import deepcopy
from pathlib import Path
from typing import Any

from codegen import rules, yaml12
from codegen.repair import Repair, RepairRun, apply, load_repairs

ROOT = Path(__file__).parents[2]
API = ROOT / "spec" / "instagram"
FROZEN = ROOT / "tests" / "data" / "supplied" / "swagger.yaml"
SEEDS = ROOT.parent / "shared" / "seeds"

Document = dict[str, Any]


@functools.cache
def repairs() -> tuple[Repair, ...]:
    """All repairs, in the order in which they run."""
    return load_repairs(API / "repairs")


@functools.cache
def config() -> rules.Config:
    """What holds for every operation."""
    return rules.load_config(API / "codegen.toml")


@functools.cache
def _frozen() -> Document:
    data: Document = yaml12.load_file(FROZEN).data
    return data


def frozen() -> Document:
    """The supplied document, afresh, whatever stands in ``spec/`` today."""
    return deepcopy(_frozen())


def run(document: Document, some: Iterable[Repair]) -> RepairRun:
    """Repair a document, which is left alone."""
    return apply(document, some)


@functools.cache
def before(index: int) -> Document:
    """The supplied document as the repair of this index meets it; not to be changed."""
    if index == 0:
        return frozen()
    document: Document = run(before(index - 1), repairs()[index - 1 : index]).document
    return document


def finished(document: Document) -> Document:
    """A repaired document with the rules carried out."""
    result: Document = rules.apply(document, config()).document
    return result
