"""Drift: what a new version of a spec changes for those who call the client."""

from __future__ import annotations

from codegen.drift.compare import compare
from codegen.drift.model import CLASSES, KINDS, Class, Drift, Level, suggested, worst
from codegen.drift.renames import Rename, renames
from codegen.drift.side import Problem, Side, make_side
from codegen.pointer import Json
from codegen.repair import Repair
from codegen.rules.config import Config

__all__ = [
    "CLASSES",
    "KINDS",
    "Class",
    "Drift",
    "Level",
    "Problem",
    "Rename",
    "Side",
    "compare",
    "drift",
    "make_side",
    "renames",
    "suggested",
    "worst",
]


def drift(
    old: dict[str, Json], new: dict[str, Json], *, repairs: tuple[Repair, ...] = (), config: Config | None = None
) -> tuple[Drift, ...]:
    """Tell what changed between two Swagger 2.0 documents.

    Args:
        old: The document before, as supplied.
        new: The document after, as supplied.
        repairs: Repairs of both; those that do not fit are left out.
        config: What holds for every operation.

    Returns:
        The differences, the worst first, with pointers into the documents as supplied.
    """
    config = config or Config()
    return compare(make_side(old, repairs, config), make_side(new, repairs, config, like=old))
