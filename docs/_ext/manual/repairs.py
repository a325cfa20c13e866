"""Repairs as a reader meets them: a mark beside what was repaired, and who says that it had to be."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from codegen.repair import Evidence, Repair
from manual.apis import Api
from manual.making import Part, code, folded, joined, link, listed, para
from manual.prose import line


def mark_links(api: Api, ids: Iterable[str]) -> nodes.Node:
    """One line: this was repaired, by these."""
    known = [name for name in ids if name in api.repairs]
    return para("Repaired: ", *joined(link(api.label("repair", name), name) for name in known), kind="repaired")


def evidence_box(api: Api, ids: Iterable[str]) -> nodes.Node | None:
    """Every repair of a place with its reason and evidence; nothing where nothing was repaired."""
    known = [api.repairs[name] for name in dict.fromkeys(ids) if name in api.repairs]
    if not known:
        return None
    words = "1 repair" if len(known) == 1 else f"{len(known)} repairs"
    items = ([told(api, repair), witnesses(repair)] for repair in known)
    return folded(f"{words}, and who says so", [listed(items)], kind="repairs")


def told(api: Api, repair: Repair, known: int = 0) -> nodes.paragraph:
    """A repair in a sentence, with its id and the defects that it settles beside the known one."""
    numbers = [n for n in repair.defects if n in api.defects.rows and n != known]
    rows: list[Part] = [link(api.label("defect", str(n)), f"#{n}") for n in numbers]
    word = " · also defect " if known else " · defect "
    settles: list[Part] = [word, *joined(rows)] if rows else []
    return para(*line(repair.because), " ", link(api.label("repair", repair.id), repair.id), *settles)


def witnesses(repair: Repair) -> nodes.Node:
    """Who says so."""
    return listed(([para(*witness(entry))] for entry in repair.evidence), kind="evidence")


def witness(evidence: Evidence) -> list[Part]:
    """One document or other source, with its line and words."""
    found: list[Part] = [evidence.source] if evidence.source else [code(evidence.seed or "")]
    if evidence.line:
        found.append(f", line {evidence.line}")
    return [*found, ": ", code(evidence.quote)] if evidence.quote else found
