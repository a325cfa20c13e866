"""Comparing two versions of a spec as a whole."""

from __future__ import annotations

from typing import Final

from codegen.drift.findings import Findings
from codegen.drift.model import Drift
from codegen.drift.operations import compare_extensions, compare_lists, compare_operations
from codegen.drift.schemas import Schemas
from codegen.drift.security import compare_schemes
from codegen.drift.side import Side
from codegen.pointer import MISSING, Json
from codegen.repair import MARK
from codegen.rules.walk import items, table, texts

_SERVER: Final = {"host": "", "basePath": "/"}


def compare(old: Side, new: Side) -> tuple[Drift, ...]:
    """Compare two versions of a spec.

    Args:
        old: The version before.
        new: The version after.

    Returns:
        The differences, the worst first.
    """
    findings = Findings(old, new)
    schemas = Schemas(findings)
    _servers(findings)
    compare_schemes(findings)
    compare_operations(findings, schemas)
    _definitions(findings, schemas)
    _words(findings)
    return findings.sorted()


def _servers(findings: Findings) -> None:
    old, new = findings.old.document, findings.new.document
    for key, usual in _SERVER.items():
        before, after = (_base(document.get(key, usual)) for document in (old, new))
        if before != after:
            findings.values("server-changed", ((key,), old.get(key, MISSING)), ((key,), new.get(key, MISSING)))
    for key, noun in (("schemes", "scheme"), ("consumes", "media-type"), ("produces", "media-type")):
        if key == "schemes" or findings.followed(key):
            compare_lists(findings, noun, texts(old.get(key)), texts(new.get(key)), ((key,), (key,)))


def _base(value: Json) -> Json:
    return (value.rstrip("/") or "/") if isinstance(value, str) else value


def _definitions(findings: Findings, schemas: Schemas) -> None:
    """Definitions are models, which can be imported also when no operation uses them."""
    old, new = (table(side.document.get("definitions")) for side in (findings.old, findings.new))
    for name in old:
        if name not in new and name not in schemas.renamed:
            findings.removed("schema-removed", ("definitions", name), old[name])
    for name in new:
        place = ("definitions", name)
        if name not in old:
            if name not in schemas.renamed.values():
                findings.added("schema-added", place, new[name])
        elif not any(place in (before, after) for before, after, _ in schemas.met):
            schemas.pair((old[name], place), (new[name], place), "response")


def _words(findings: Findings) -> None:
    old, new = findings.old.document, findings.new.document
    before, after = table(old.get("info")), table(new.get("info"))
    for key in dict.fromkeys((*before, *after)):
        if key != MARK:
            place = ("info", key)
            findings.values("info-changed", (place, before.get(key, MISSING)), (place, after.get(key, MISSING)))
    _tags(findings)
    links = (old.get("externalDocs", MISSING), new.get("externalDocs", MISSING))
    findings.values("link-changed", (("externalDocs",), links[0]), (("externalDocs",), links[1]))
    compare_extensions(findings, old, new, (), ())


def _tags(findings: Findings) -> None:
    """Tags as they are declared; which one an operation has is a matter of the operation."""
    old, new = (_by_name(side.document.get("tags")) for side in (findings.old, findings.new))
    for name, (tag, place) in old.items():
        if name not in new:
            findings.removed("tag-removed", place, tag)
    for name, (tag, place) in new.items():
        if name not in old:
            findings.added("tag-added", place, tag)
            continue
        was, before = old[name]
        for key in dict.fromkeys((*was, *tag)):
            if key != MARK:
                values = was.get(key, MISSING), tag.get(key, MISSING)
                findings.values("description-changed", ((*before, key), values[0]), ((*place, key), values[1]))


def _by_name(tags: Json) -> dict[str, tuple[dict[str, Json], tuple[str, ...]]]:
    return {
        str(tag.get("name")): (tag, ("tags", str(index)))
        for index, tag in enumerate(items(tags))
        if isinstance(tag, dict)
    }
