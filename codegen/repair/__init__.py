"""Repairs: what is wrong in a supplied spec, what is true, and who says so.

A repair is a claim that can turn false. On every run each of them gets a verdict: ``applied``, ``fixed-upstream``,
``target-missing`` or ``precondition-changed``.
"""

from __future__ import annotations

from codegen.repair.engine import apply
from codegen.repair.ledger import (
    DefectRow,
    Defects,
    Reason,
    check_settled,
    load_defects,
    parse_defects,
    unsettled,
)
from codegen.repair.loading import check_order, load_repairs, parse_repairs, repair_files, repairs_of
from codegen.repair.marking import MARK
from codegen.repair.model import Evidence, Outcome, Repair, RepairRun, Verdict

__all__ = [
    "MARK",
    "DefectRow",
    "Defects",
    "Evidence",
    "Outcome",
    "Reason",
    "Repair",
    "RepairRun",
    "Verdict",
    "apply",
    "check_order",
    "check_settled",
    "load_defects",
    "load_repairs",
    "parse_defects",
    "parse_repairs",
    "repair_files",
    "repairs_of",
    "unsettled",
]
