"""The report as Markdown, to stand in a pull request: short enough for one, and folded where it is long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.console import harmless
from codegen.drift import CLASSES, Drift
from codegen.report import words
from codegen.report.model import Group, Report
from codegen.wording import counted

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LIMITS = (250, 100, 40, 15, 5)
"""Lines of a section that are written out: the first of these with which the report is short enough."""

_ROOM = 65_000
"""Characters that a description of a pull request holds, less a little for what a person adds."""


def markdown(report: Report) -> str:
    """Render the report.

    Args:
        report: What to render.
    """
    pages = (_page(report, limit) for limit in _LIMITS)
    return next((page for page in pages if len(page) <= _ROOM), _page(report, 0)[:_ROOM])


def _page(report: Report, limit: int) -> str:
    sections = (_drift, _repairs, _problems, _ledger, _python, _proposals, _version, _provenance)
    title = f"## {_plain(report.source)} beside {_plain(report.api)}"
    lines = [title, "", f"**{_plain(words.headline(report))}**"]
    for line in words.preface(report):
        lines += ["", _plain(line)]
    for section in sections:
        held = list(section(report, limit))
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


def _rest(count: int, limit: int) -> list[str]:
    """What to say of the lines that are left out."""
    return ["", f"… and {count - limit} more"] if count > limit else []


def _drift(report: Report, limit: int) -> Iterator[str]:
    yield "### Drift"
    yield ""
    if not report.drift:
        yield "None."
        return
    yield "| class | differences | meaning |"
    yield "| --- | ---: | --- |"
    for cls, count in report.classes.items():
        yield f"| {cls} | {count} | {words.MEANING[cls]} |"
    left = limit
    for cls in CLASSES:
        groups = [group for group in report.groups if group.cls == cls]
        if groups:
            yield ""
            count = sum(len(group.drift) for group in groups)
            title = f"<b>{cls}</b>: {counted(count, 'difference')} in {counted(len(groups), 'place')}"
            yield from _folded(title, _groups(report, groups, left), is_open=cls == "breaking" and count <= limit // 5)
            left = max(0, left - count)


def _groups(report: Report, groups: list[Group], limit: int) -> Iterator[str]:
    for number, group in enumerate(groups):
        if limit <= 0:
            yield f"- … and {counted(len(groups) - number, 'more place')}"
            return
        yield f"- **{_plain(group.name)}**"
        shown = group.drift[:limit]
        limit -= len(shown)
        yield from (f"  - {_difference(report, item)}" for item in shown)
        if len(shown) < len(group.drift):
            yield f"  - … and {len(group.drift) - len(shown)} more"


def _difference(report: Report, item: Drift) -> str:
    said = f"{item.cls}: {_plain(words.kind(item))} {_code(words.values(item))} at {_code(item.pointer)}"
    return said + _plain(words.hint(report, item))


def _repairs(report: Report, limit: int) -> Iterator[str]:
    yield "### Repairs"
    yield ""
    yield ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items() if count) or "None."
    if report.red:
        rows = ["| repair | verdict | to do |", "| --- | --- | --- |"]
        for outcome in report.red[:limit]:
            name = f"{_cell(outcome.repair.id)} ({_cell(words.place(outcome))})"
            rows.append(f"| {name} | {outcome.verdict} | {_plain(outcome.remedy)} |")
        rows += _rest(len(report.red), limit)
        yield ""
        yield from _folded("those that need a look", rows, is_open=len(report.red) <= 20)


def _problems(report: Report, limit: int) -> Iterator[str]:
    if report.problems:
        yield "### In the way of a build"
        yield ""
    for problem in report.problems[:limit]:
        where = f" at {_code(problem.pointer)}" if problem.pointer else ""
        yield f"- {_plain(problem.message)}{where}. To do: {_plain(problem.remedy or 'look at the file')}"
    yield from _rest(len(report.problems), limit)


def _ledger(report: Report, limit: int) -> Iterator[str]:
    yield "### Operations"
    yield ""
    yield _plain(words.ledger(report))
    yield ""
    for line in filter(None, (*words.ledger_gaps(report), words.emulator(report))):
        yield f"- {_plain(line)}"


def _python(report: Report, limit: int) -> Iterator[str]:
    yield "### Python API"
    yield ""
    if report.changes is None:
        yield _plain(report.notes.get("surface", "not compared"))
        return
    yield f"{words.changes(report)}."
    if report.changes:
        rows = [
            f"- {'**breaking**' if change.breaking else 'additive'} {_code(change.name)}: {_plain(change.detail)}"
            for change in report.changes[:limit]
        ]
        rows += _rest(len(report.changes), limit)
        yield ""
        yield from _folded("all of them", rows, is_open=len(rows) <= 20)


def _proposals(report: Report, limit: int) -> Iterator[str]:
    if report.proposals:
        yield "### Proposed repairs"
    for proposal in report.proposals[: limit // 5]:
        fence = "`" * (max((len(run) for run in re.findall("`+", proposal.repair)), default=2) + 1)
        body = [_plain(proposal.because), "", f"{fence}yaml", *proposal.repair.rstrip("\n").split("\n"), fence]
        yield ""
        yield from _folded(_plain(proposal.title), body)
    yield from _rest(len(report.proposals), limit // 5)


def _version(report: Report, limit: int) -> Iterator[str]:
    yield "### Suggested version"
    yield ""
    yield f"**{_plain(words.version(report))}**"
    for reason in report.suggestion.reasons if report.suggestion else ():
        yield f"- {_plain(reason)}"


def _provenance(report: Report, limit: int) -> Iterator[str]:
    rows = ["| from | before | after |", "| --- | --- | --- |"]
    rows += [f"| {fact.name} | {_cell(fact.before or 'none')} | {_cell(fact.after)} |" for fact in report.provenance]
    yield from _folded("Made from", rows)
