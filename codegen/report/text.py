"""The report on a terminal; plain lines anywhere else."""

from __future__ import annotations

from codegen.console import Console
from codegen.drift import CLASSES, Drift
from codegen.report import words
from codegen.report.model import Group, Report
from codegen.wording import counted

_STYLES = {"breaking": "red", "additive": "green", "documentation": "dim"}
MANY = 40
"""How many differences are written out; of more, groups show their first few."""

_FEW = 3
_GROUPS = 30


def write_text(report: Report, console: Console, *, everything: bool = False) -> None:
    """Write the report.

    Args:
        report: What to write.
        console: Where to.
        everything: Whether to write all of a long list.
    """
    console.line(f"{report.source} beside {report.api}: {words.headline(report)}", style="bold")
    for line in words.preface(report):
        console.line(line, style="dim")
    write_drift(report, console, everything=everything)
    write_repairs(report, console, everything=everything)
    for section in (_problems, _ledger, _python, _proposals, _version, _provenance):
        section(report, console)


def _title(console: Console, text: str) -> None:
    console.line()
    console.line(text, style="bold")


def write_drift(report: Report, console: Console, *, everything: bool = False) -> None:
    """Write the differences, grouped, the worst first.

    Args:
        report: What to write.
        console: Where to.
        everything: Whether to write all of a long list.
    """
    counts = ", ".join(f"{count} {cls} ({words.MEANING[cls]})" for cls, count in report.classes.items() if count)
    _title(console, f"Drift: {counts or 'none'}")
    groups = report.groups
    brief = len(report.drift) > MANY and not everything
    for group in groups[: _GROUPS if brief else None]:
        _group(report, group, console, limit=_FEW if brief else None)
    rest = groups[_GROUPS:] if brief else ()
    for cls in CLASSES:
        left = [group for group in rest if group.cls == cls]
        if left:
            count = sum(len(group.drift) for group in left)
            console.line(
                f"  … and {counted(len(left), 'more group')}, {cls} at worst, {counted(count, 'difference')}: --all"
            )


def _group(report: Report, group: Group, console: Console, *, limit: int | None) -> None:
    console.line(f"  {group.name}", style=_STYLES[group.cls])
    for item in group.drift[:limit]:
        _difference(report, item, console)
    left = group.drift[limit:] if limit else ()
    if left:
        counts = ", ".join(f"{n} {cls}" for cls in CLASSES if (n := sum(item.cls == cls for item in left)))
        console.line(f"    … and {len(left)} more ({counts})", style="dim")


def _difference(report: Report, item: Drift, console: Console) -> None:
    said = f"{words.kind(item)}: {words.values(item)}{words.hint(report, item)}"
    console.line(f"    {words.MARKS[item.cls]} {said}", style=_STYLES[item.cls])
    console.line(f"      {item.pointer}", style="dim")


def write_repairs(report: Report, console: Console, *, everything: bool = False) -> None:
    """Write the verdicts: counted, and each that is not simply applied with its remedy.

    Args:
        report: What to write.
        console: Where to.
        everything: Whether to write all of a long list.
    """
    counts = ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items() if count)
    _title(console, f"Repairs: {counts or 'none'}")
    shown = report.red if everything else report.red[:MANY]
    for outcome in shown:
        console.line(f"  {words.place(outcome)} {outcome.repair.id}: {outcome.verdict}", style="yellow")
        console.line(f"      at     {outcome.pointer}")
        console.line(f"      to do  {outcome.remedy}")
    if len(shown) < len(report.red):
        console.line(f"  … and {len(report.red) - len(shown)} more: --all", style="dim")


def _problems(report: Report, console: Console) -> None:
    if report.problems:
        _title(console, f"In the way of a build: {len(report.problems)}")
    for problem in report.problems:
        console.line(f"  {problem.message}", style="red")
        if problem.pointer:
            console.line(f"      at     {problem.pointer}")
        if problem.remedy:
            console.line(f"      to do  {problem.remedy}")


def _ledger(report: Report, console: Console) -> None:
    _title(console, f"Operations: {words.ledger(report)}")
    for line in words.ledger_gaps(report):
        console.line(f"  {line}", style="red")
    if words.emulator(report):
        console.line(f"  {words.emulator(report)}")


def _python(report: Report, console: Console) -> None:
    if report.changes is None:
        _title(console, f"Python API: {report.notes.get('surface', 'not compared')}")
        return
    _title(console, f"Python API: {words.changes(report)}")
    for change in report.changes[:MANY]:
        style = "red" if change.breaking else "green"
        console.line(f"  {'!' if change.breaking else '+'} {change.name}: {change.detail}", style=style)
    if len(report.changes) > MANY:
        console.line(f"  … and {len(report.changes) - MANY} more", style="dim")


def _proposals(report: Report, console: Console) -> None:
    if "proposals" in report.notes:
        _title(console, report.notes["proposals"])
    if report.proposals:
        _title(console, f"Proposed repairs: {len(report.proposals)}, to look at and to paste")
    for proposal in report.proposals:
        console.line(f"  {proposal.title} ({proposal.pointer})", style="yellow")
        for line in proposal.repair.rstrip("\n").split("\n"):
            console.line(f"      {line}")


def _version(report: Report, console: Console) -> None:
    _title(console, f"Suggested version: {words.version(report)}")
    for reason in report.suggestion.reasons if report.suggestion else ():
        console.line(f"  {reason}")


def _provenance(report: Report, console: Console) -> None:
    _title(console, "Made from")
    for fact in report.provenance:
        arrow = f"{words.short(fact.before)} → " if words.changed(fact.before, fact.after) else ""
        console.line(f"  {fact.name:<24} {arrow}{words.short(fact.after)}")
