"""The report as Markdown, to stand in a pull request: short enough for one, and folded where it is long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.console import harmless
from codegen.drift import CLASSES, Drift
from codegen.report import words
from codegen.report.model import Group, Report

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LIMIT = 250
"""Differences written out: a description of a pull request holds 65,536 characters."""


def markdown(report: Report) -> str:
    """Render the report.

    Args:
        report: What to render.
    """
    sections = (_drift, _repairs, _problems, _ledger, _python, _proposals, _version, _provenance)
    title = f"## {_plain(report.source)} beside {_plain(report.api)}"
    lines = [title, "", f"**{_plain(words.headline(report))}**"]
    lines += ["", _plain(report.notes["api"])] if "api" in report.notes else []
    for section in sections:
        held = list(section(report))
        lines += ["", *held] if held else []
    return harmless("\n".join(lines) + "\n")


def _plain(text: str) -> str:
    """A text in which nothing means anything to Markdown."""
    safe = "".join(_ENTITIES.get(character, character) for character in " ".join(text.split()))
    return _SPECIAL.sub(r"\\\1", safe)


def _code(text: str) -> str:
    """A code span that may hold back quotes itself."""
    flat = " ".join(text.split())
    fence = "`" * (max((len(run) for run in re.findall("`+", flat)), default=0) + 1)
    pad = " " if flat.startswith("`") or flat.endswith("`") else ""
    return f"{fence}{pad}{flat}{pad}{fence}"


def _cell(text: str) -> str:
    return _code(text).replace("|", "\\|")


def _folded(title: str, body: Iterable[str], *, is_open: bool = False) -> Iterator[str]:
    yield f"<details{' open' if is_open else ''}><summary>{title}</summary>"
    yield ""
    yield from body
    yield ""
    yield "</details>"


def _drift(report: Report) -> Iterator[str]:
    yield "### Drift"
    yield ""
    if not report.drift:
        yield "None."
        return
    yield "| class | differences | meaning |"
    yield "| --- | ---: | --- |"
    for cls, count in report.classes.items():
        yield f"| {cls} | {count} | {words.MEANING[cls]} |"
    left = _LIMIT
    for cls in CLASSES:
        groups = [group for group in report.groups if group.cls == cls]
        if groups:
            yield ""
            count = sum(len(group.drift) for group in groups)
            title = f"<b>{cls}</b>: {count} differences in {len(groups)} places"
            yield from _folded(title, _groups(groups, left), is_open=cls == "breaking" and count <= _LIMIT // 5)
            left = max(0, left - count)


def _groups(groups: list[Group], limit: int) -> Iterator[str]:
    for group in groups:
        yield f"- **{_plain(group.name)}**"
        shown = group.drift[:limit]
        limit -= len(shown)
        yield from (f"  - {_difference(item)}" for item in shown)
        if len(shown) < len(group.drift):
            yield f"  - … and {len(group.drift) - len(shown)} more"


def _difference(item: Drift) -> str:
    return f"{item.cls}: {_plain(words.kind(item))} {_code(words.values(item))} at {_code(item.pointer)}"


def _repairs(report: Report) -> Iterator[str]:
    yield "### Repairs"
    yield ""
    yield ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items() if count) or "None."
    if report.red:
        rows = ["| repair | verdict | to do |", "| --- | --- | --- |"]
        for outcome in report.red:
            name = f"{_cell(outcome.repair.id)} ({_cell(words.place(outcome))})"
            rows.append(f"| {name} | {outcome.verdict} | {_plain(outcome.remedy)} |")
        yield ""
        yield from _folded("those that need a look", rows, is_open=len(report.red) <= 20)


def _problems(report: Report) -> Iterator[str]:
    if report.problems:
        yield "### In the way of a build"
        yield ""
    for problem in report.problems:
        where = f" at {_code(problem.pointer)}" if problem.pointer else ""
        yield f"- {_plain(problem.message)}{where}. To do: {_plain(problem.remedy or 'look at the file')}"


def _ledger(report: Report) -> Iterator[str]:
    yield "### Operations"
    yield ""
    yield _plain(words.ledger(report))
    yield ""
    for line in filter(None, (*words.ledger_gaps(report), words.emulator(report))):
        yield f"- {_plain(line)}"


def _python(report: Report) -> Iterator[str]:
    yield "### Python API"
    yield ""
    if report.changes is None:
        yield _plain(report.notes.get("surface", "not compared"))
        return
    yield f"{len(report.changes)} changes for callers, {report.internal} in generated internals."
    if report.changes:
        rows = [
            f"- {'**breaking**' if change.breaking else 'additive'} {_code(change.name)}: {_plain(change.detail)}"
            for change in report.changes[:_LIMIT]
        ]
        if len(report.changes) > _LIMIT:
            rows.append(f"- … and {len(report.changes) - _LIMIT} more")
        yield ""
        yield from _folded("all of them", rows, is_open=len(rows) <= 20)


def _proposals(report: Report) -> Iterator[str]:
    if report.proposals:
        yield "### Proposed repairs"
    for proposal in report.proposals:
        fence = "`" * (max((len(run) for run in re.findall("`+", proposal.repair)), default=2) + 1)
        body = [_plain(proposal.because), "", f"{fence}yaml", *proposal.repair.rstrip("\n").split("\n"), fence]
        yield ""
        yield from _folded(_plain(proposal.title), body)


def _version(report: Report) -> Iterator[str]:
    yield "### Suggested version"
    yield ""
    yield f"**{_plain(words.version(report))}**"
    for reason in report.suggestion.reasons if report.suggestion else ():
        yield f"- {_plain(reason)}"


def _provenance(report: Report) -> Iterator[str]:
    rows = ["| from | before | after |", "| --- | --- | --- |"]
    rows += [f"| {fact.name} | {_cell(fact.before or 'none')} | {_cell(fact.after)} |" for fact in report.provenance]
    yield from _folded("Made from", rows)
