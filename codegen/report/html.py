"""The report as one page that needs nothing from outside: styles and a small script stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from html import escape
from pathlib import Path

from codegen.console import harmless
from codegen.drift import CLASSES, Drift
from codegen.report import words
from codegen.report.model import Group, Report

_HERE = Path(__file__).parent
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'"
_OPEN = 25
"""Up to how many differences the groups are unfolded from the start."""


def html(report: Report) -> str:
    """Render the report.

    Args:
        report: What to render.
    """
    sections = (_summary, _drift, _repairs, _problems, _ledger, _python, _proposals, _provenance)
    body = "\n".join(line for section in sections for line in section(report))
    title = escape(f"{report.source} beside {report.api}")
    style, script = ((_HERE / name).read_text(encoding="utf-8") for name in ("page.css", "page.js"))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{harmless(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"{body}\n<script>\n{script}</script>\n</body>\n</html>\n"
    )


def _text(value: str) -> str:
    return escape(harmless(value))


def _code(value: str) -> str:
    return f"<code>{_text(value)}</code>"


def _tag(cls: str) -> str:
    return f'<span class="tag {cls}">{cls}</span>'


def _summary(report: Report) -> Iterator[str]:
    yield f"<h1>{_text(report.source)} beside {_text(report.api)}</h1>"
    yield f'<p class="big">{_text(words.headline(report))}</p>'
    yield from (f'<p class="muted">{_text(line)}</p>' for line in words.preface(report))
    yield f"<p>Suggested version: <b>{_text(words.version(report))}</b></p>"
    if report.suggestion and report.suggestion.reasons:
        yield f"<ul>{''.join(f'<li>{_text(reason)}</li>' for reason in report.suggestion.reasons)}</ul>"


def _drift(report: Report) -> Iterator[str]:
    yield "<h2>Drift</h2>"
    if not report.drift:
        yield "<p>None.</p>"
    yield '<div class="bar">'
    yield '<input type="search" id="search" placeholder="Filter: words of a place, kind or value" aria-label="Filter">'
    for cls in CLASSES:
        label = f'<input type="checkbox" data-box="{cls}" checked> {_tag(cls)} {report.classes[cls]}'
        yield f'<label title="{escape(words.MEANING[cls])}">{label}</label>'
    yield '<button type="button" id="unfold">unfold</button><button type="button" id="fold">fold</button>'
    yield '<span class="muted" id="left" role="status"></span></div>'
    for group in report.groups:
        yield from _group(report, group, is_open=len(report.drift) <= _OPEN)


def _group(report: Report, group: Group, *, is_open: bool) -> Iterator[str]:
    counts = " ".join(
        f"{_tag(cls)} {count}" for cls in CLASSES if (count := sum(item.cls == cls for item in group.drift))
    )
    yield f"<details data-group{' open' if is_open else ''}><summary><b>{_text(group.name)}</b> {counts}</summary>"
    for item in group.drift:
        yield from _difference(report, item)
    yield "</details>"


def _difference(report: Report, item: Drift) -> Iterator[str]:
    before, after = words.lines(item.old), words.lines(item.new)
    searched = " ".join((item.where, item.pointer, item.kind, words.hint(report, item), *before, *after)).lower()
    yield f'<article class="{item.cls}" data-class="{item.cls}" data-text="{_text(searched)}">'
    guess = _text(words.hint(report, item))
    yield f"<p>{_tag(item.cls)} <b>{_text(words.kind(item))}</b> {_code(item.pointer)}{guess}</p>"
    old, new = _sides(before, after)
    yield f'<div class="sides"><div class="side"><small>before</small><pre>{old}</pre></div>'
    yield f'<div class="side"><small>after</small><pre>{new}</pre></div></div></article>'


def _sides(before: list[str], after: list[str]) -> tuple[str, str]:
    """Both values, the lines in which they differ marked."""
    old: list[str] = []
    new: list[str] = []
    for tag, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = tag == "equal"
        old += [_line(line, "" if same else "del") for line in before[start:end]]
        new += [_line(line, "" if same else "ins") for line in after[first:last]]
    nothing = '<span class="muted">nothing</span>'
    return "".join(old) or nothing, "".join(new) or nothing


def _line(line: str, tag: str) -> str:
    return f"<{tag}>{_text(line)}</{tag}>" if tag else f"{_text(line)}\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    top = "".join(f"<th>{name}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    return f'<table class="wide"><thead><tr>{top}</tr></thead><tbody>{body}</tbody></table>'


def _repairs(report: Report) -> Iterator[str]:
    counts = ", ".join(f"{count} {verdict}" for verdict, count in report.verdicts.items() if count)
    yield f"<h2>Repairs</h2><p>{counts or 'None.'}</p>"
    if report.red:
        rows = (
            (
                f"{_code(item.repair.id)}<br><small>{_text(words.place(item))}</small>",
                _text(item.verdict),
                _code(item.pointer),
                _text(item.remedy),
            )
            for item in report.red
        )
        yield _table(("repair", "verdict", "at", "to do"), rows)


def _problems(report: Report) -> Iterator[str]:
    if report.problems:
        rows = ((_text(item.message), _code(item.pointer), _text(item.remedy)) for item in report.problems)
        yield f"<h2>In the way of a build</h2>{_table(('what', 'at', 'to do'), rows)}"


def _ledger(report: Report) -> Iterator[str]:
    lines = filter(None, (*words.ledger_gaps(report), words.emulator(report)))
    gaps = "".join(f"<li>{_text(line)}</li>" for line in lines)
    yield f"<h2>Operations</h2><p>{_text(words.ledger(report))}</p><ul>{gaps}</ul>"


def _python(report: Report) -> Iterator[str]:
    yield "<h2>Python API</h2>"
    if report.changes is None:
        yield f"<p>{_text(report.notes.get('surface', 'not compared'))}</p>"
        return
    yield f"<p>{words.changes(report)}.</p>"
    if report.changes:
        rows = (
            (_tag("breaking" if item.breaking else "additive"), _code(item.name), _text(item.detail))
            for item in report.changes
        )
        opened = " open" if len(report.changes) <= _OPEN else ""
        table = _table(("class", "name", "what"), rows)
        yield f"<details{opened}><summary>all of them</summary>{table}</details>"


def _proposals(report: Report) -> Iterator[str]:
    if report.proposals:
        yield f"<h2>Proposed repairs</h2><p>{len(report.proposals)}, to look at and to paste.</p>"
    for item in report.proposals:
        yield f"<details><summary><b>{_text(item.title)}</b> {_code(item.pointer)}</summary>"
        yield f'<div class="side"><p>{_text(item.because)}</p><pre>{_text(item.repair)}</pre></div></details>'


def _provenance(report: Report) -> Iterator[str]:
    rows = ((_text(fact.name), _code(fact.before or "none"), _code(fact.after)) for fact in report.provenance)
    yield f"<h2>Made from</h2>{_table(('', 'before', 'after'), rows)}"
