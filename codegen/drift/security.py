"""Comparing who may call what: requirements of operations, and the schemes they name."""

from __future__ import annotations

from typing import Final

from codegen.drift.findings import Findings
from codegen.drift.side import Operation
from codegen.pointer import MISSING, Json, Missing, Parts, same
from codegen.repair import MARK
from codegen.rules.walk import items, table, texts

Ways = dict[frozenset[str], frozenset[str]]
"""Ways to be allowed: the schemes that are needed together, and all scopes that they need."""

_FREE: Final[frozenset[str]] = frozenset()


def compare_requirements(findings: Findings, old: Operation, new: Operation) -> None:
    """Compare what an operation requires; where both follow the document, that is compared once.

    Args:
        findings: Where to put the differences.
        old: The operation before.
        new: The operation after.
    """
    if "security" in old.place.node or "security" in new.place.node:
        before = old.place.node.get("security", findings.old.document.get("security", MISSING))
        after = new.place.node.get("security", findings.new.document.get("security", MISSING))
        _ways(findings, before, after, (old.place.at("security"), new.place.at("security")))


def compare_schemes(findings: Findings) -> None:
    """Compare the requirement of the document and the declared schemes.

    Args:
        findings: Where to put the differences.
    """
    before, after = (side.document.get("security", MISSING) for side in (findings.old, findings.new))
    if findings.followed("security"):
        _ways(findings, before, after, (("security",), ("security",)))
    old, new = (table(side.document.get("securityDefinitions")) for side in (findings.old, findings.new))
    for name in old:
        if name not in new:
            findings.removed("security-scheme-removed", ("securityDefinitions", name), old[name])
    for name in new:
        if name not in old:
            findings.added("security-scheme-added", ("securityDefinitions", name), new[name])
        else:
            _scheme(findings, table(old[name]), table(new[name]), ("securityDefinitions", name))


def _ways(findings: Findings, old: Json | Missing, new: Json | Missing, places: tuple[Parts, Parts]) -> None:
    before, after = _read(old), _read(new)
    if before == after:
        return
    parts = places[0] if isinstance(new, Missing) else places[1]
    kind = _kind(before, after)
    if kind and parts is places[0] and isinstance(new, Missing):
        findings.removed(kind, parts, None if isinstance(old, Missing) else old)
    elif kind:
        findings.changed(kind, parts, old, new)


def _read(said: Json | Missing) -> Ways:
    ways: Ways = {}
    for requirement in items(said):
        schemes = table(requirement)
        ways[frozenset(schemes)] = frozenset(scope for needed in schemes.values() for scope in texts(needed))
    return ways or {_FREE: frozenset()}


def _kind(before: Ways, after: Ways) -> str:
    """The worst that happened to one of the ways."""
    if _FREE in after and _FREE not in before:
        return "security-added"
    if any(schemes not in after for schemes in before):
        return "security-removed"
    grown = any(after[schemes] - before[schemes] for schemes in before)
    shrunk = any(before[schemes] - after[schemes] for schemes in before)
    if grown:
        return "scope-changed" if shrunk else "scope-added"
    return "scope-removed" if shrunk else "security-added"


def _scheme(findings: Findings, old: dict[str, Json], new: dict[str, Json], parts: Parts) -> None:
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key, MISSING), new.get(key, MISSING)
        if key == "scopes":
            _scopes(findings, table(old.get(key)), table(new.get(key)), (*parts, key))
        elif key != MARK and not same(before, after):
            kind = "description-changed" if key == "description" else "security-scheme-changed"
            # The name of a cookie has no other place in Swagger 2.0.
            kind = "extension-changed" if key.startswith("x-") and key != "x-cookie" else kind
            findings.values(kind, ((*parts, key), before), ((*parts, key), after))


def _scopes(findings: Findings, old: dict[str, Json], new: dict[str, Json], parts: Parts) -> None:
    for name in old:
        if name not in new:
            findings.removed("scope-undeclared", (*parts, name), old[name])
    for name in new:
        if name not in old:
            findings.added("scope-declared", (*parts, name), new[name])
        else:
            place = (*parts, name)
            findings.values("description-changed", (place, old[name]), (place, new[name]))
