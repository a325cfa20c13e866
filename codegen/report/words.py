"""What the renderings of a report have in common: the same words for the same things."""

from __future__ import annotations

from codegen import yaml12
from codegen.drift import CLASSES, Drift
from codegen.fields import brief
from codegen.pointer import Json
from codegen.repair import Outcome
from codegen.report.model import Report
from codegen.wording import counted

MEANING = {
    "breaking": "callers have to change something",
    "additive": "new, and in nobody's way",
    "documentation": "words only",
}

MARKS = {"breaking": "!", "additive": "+", "documentation": "·"}


def headline(report: Report) -> str:
    """The whole report in a sentence."""
    counts = ", ".join(f"{report.classes[cls]} {cls}" for cls in CLASSES if report.classes[cls])
    drift = f"{counted(len(report.drift), 'difference')}: {counts}" if report.drift else "no drift"
    red = len(report.red)
    if not red:
        return f"{drift}; every repair applied"
    return f"{drift}; {red} of {counted(len(report.outcomes), 'repair')} {'needs' if red == 1 else 'need'} a look"


def preface(report: Report) -> list[str]:
    """What has to be known to read the report: with what the file was compared, and in which form."""
    return [report.notes[name] for name in ("api", "form", "variables") if name in report.notes]


def kind(item: Drift) -> str:
    """A kind of difference in words."""
    return item.kind.replace("-", " ")


def changes(report: Report) -> str:
    """How much changes in the Python API."""
    seen = counted(len(report.changes or ()), "change")
    return f"{seen} for callers, {report.internal} in generated internals"


def hint(report: Report, item: Drift) -> str:
    """What a difference may be besides, in brackets; nothing where there is no guess."""
    guess = report.renamed.get(id(item), "")
    return f" ({guess})" if guess else ""


def values(item: Drift, limit: int = 72) -> str:
    """What was and what is, in one line."""
    if item.old is None or item.new is None:
        return brief(item.new if item.old is None else item.old, limit)
    return f"{brief(item.old, limit)} → {brief(item.new, limit)}"


def lines(value: Json) -> list[str]:
    """A value as it would be written in a file, line by line; nothing for nothing."""
    return yaml12.dump(value).rstrip("\n").split("\n") if value is not None else []


def place(outcome: Outcome) -> str:
    """Where a repair is written."""
    return f"{outcome.repair.file}:{outcome.repair.line}"


def ledger(report: Report) -> str:
    """The ledger in a line."""
    if not report.ledger:
        return report.notes.get("ledger", "nothing is generated for this API")
    equal = len({book.count for book in report.ledger}) == 1 and not any(b.missing or b.extra for b in report.ledger)
    sign = " = " if equal else " · "
    return sign.join(f"{book.name} {book.count}" for book in report.ledger) + ("" if equal else "   (they differ)")


def emulator(report: Report) -> str:
    """Which routes of the emulator nobody has written yet; nothing where there is no emulator."""
    if report.unhandled is None:
        return ""
    names = ", ".join(report.unhandled)
    return f"the emulator answers from the schema alone: {names}" if names else "the emulator has a handler for each"


def ledger_gaps(report: Report) -> list[str]:
    """Where the ledger does not balance."""
    found = [f"{name}: missing from {book.name}" for book in report.ledger for name in book.missing]
    return found + [f"{name}: in {book.name} only" for book in report.ledger for name in book.extra]


def version(report: Report) -> str:
    """The suggested version in a line."""
    if report.suggestion is None:
        return report.notes.get("version", "")
    step = "stays" if report.suggestion.level == "none" else f"a {report.suggestion.level} step"
    return f"{report.suggestion.version} ({step})"


def changed(before: str, after: str) -> bool:
    """Whether a row of the provenance differs."""
    return bool(before) and before != after


def short(name: str) -> str:
    """A hash that a person can compare."""
    return name[:19] if name.startswith("sha256:") else name
