"""The report for other programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from codegen.drift import Drift, suggested
from codegen.pointer import Json
from codegen.repair import Outcome
from codegen.report.model import Report


def drift_json(drift: Sequence[Drift], outcomes: Sequence[Outcome]) -> str:
    """What ``drift --json`` prints.

    Args:
        drift: The differences.
        outcomes: What becomes of the repairs.
    """
    return _text(_drift(drift, outcomes))


def report_json(report: Report) -> str:
    """The whole report; what ``drift --json`` prints is part of it.

    Args:
        report: What to write.
    """
    return _text(
        {
            "api": report.api,
            "source": report.source,
            **_drift(report.drift, report.outcomes),
            "problems": [
                {"message": item.message, "pointer": item.pointer, "remedy": item.remedy} for item in report.problems
            ],
            "ledger": [
                {"name": book.name, "operations": book.count, "missing": [*book.missing], "extra": [*book.extra]}
                for book in report.ledger
            ],
            "emulator": None if report.unhandled is None else {"from schema": [*report.unhandled]},
            "python": None if report.changes is None else _changes(report),
            "proposals": [
                {"title": item.title, "pointer": item.pointer, "because": item.because, "repair": item.repair}
                for item in report.proposals
            ],
            "version": _version(report),
            "provenance": {fact.name: {"before": fact.before, "after": fact.after} for fact in report.provenance},
            "notes": {**report.notes},
        }
    )


def _drift(drift: Sequence[Drift], outcomes: Sequence[Outcome]) -> dict[str, Json]:
    return {
        "suggested": suggested(drift),
        "drift": [item.as_json() for item in drift],
        "repairs": [
            {"id": item.repair.id, "verdict": item.verdict, "pointer": item.pointer, "remedy": item.remedy}
            for item in outcomes
        ],
    }


def _changes(report: Report) -> list[Json]:
    return [
        {"kind": change.kind, "name": change.name, "detail": change.detail, "breaking": change.breaking}
        for change in report.changes or ()
    ]


def _version(report: Report) -> Json:
    found = report.suggestion
    return None if found is None else {"level": found.level, "version": found.version, "reasons": [*found.reasons]}


def _text(data: Json) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
