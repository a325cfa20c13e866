"""Comparing what schemas say."""

from __future__ import annotations

from typing import Final

from codegen.drift.findings import Findings
from codegen.drift.model import Direction
from codegen.drift.views import ANY, LIMITS, View, holds, python, view
from codegen.pointer import MISSING, Json, Missing, Parts, same
from codegen.repair.marking import MARK
from codegen.rules.walk import table

_TEXTS: Final = ("description", "title")
_EXAMPLES: Final = ("example", "examples", "x-example", "x-examples")
# Of a parameter, not of what it holds.
_ELSEWHERE: Final = frozenset(("name", "in", "collectionFormat", "allowEmptyValue", "x-anyOf", MARK))
_NUMBER_FORMATS: Final = frozenset(("int32", "int64", "float", "double"))


class Schemas:
    """Compares schemas, each pair once for each direction.

    Args:
        findings: Where to put the differences.
    """

    def __init__(self, findings: Findings) -> None:
        self.findings = findings
        self.met: set[tuple[Parts, Parts, Direction]] = set()
        self.renamed: dict[str, str] = {}

    def pair(self, old: tuple[Json, Parts], new: tuple[Json, Parts], to: Direction) -> None:
        """Compare two schemas that stand for the same.

        Args:
            old: The schema before, and where it stands.
            new: The schema after, and where it stands.
            to: Who writes the data.
        """
        if self.findings.old.dangling(old[0]):
            return
        if self.findings.new.dangling(new[0]):
            self._lost(old[0], new)
            return
        before, after = view(self.findings.old, *old), view(self.findings.new, *new)
        key = (before.place.parts, after.place.parts, to)
        if not self._same_name(before, after, to) or key in self.met:
            return
        self.met.add(key)
        if self._types(before, after, to):
            self._enums(before, after, to)
            self._facets(before, after, to)
            if ANY not in (before.types, after.types) or before.types == after.types:
                self._properties(before, after, to)
            if before.items or after.items:
                # A list that says nothing of its elements may hold anything.
                nothing: Json = {}
                old_items = before.items or (nothing, before.place.at("items"))
                self.value(old_items, after.items or (nothing, after.place.at("items")), to)

    def value(self, old: tuple[Json, Parts], new: tuple[Json, Parts], to: Direction) -> None:
        """Compare two schemas, and whether they allow null.

        Args:
            old: The schema before, and where it stands.
            new: The schema after, and where it stands.
            to: Who writes the data.
        """
        before, after = view(self.findings.old, *old), view(self.findings.new, *new)
        self._nulls(before, after, to, known=False)
        self.pair(old, new, to)

    def _lost(self, old: Json, new: tuple[Json, Parts]) -> None:
        """A definition that is gone is told once, by its name; a reference to what never was is told where it is."""
        before, after = table(old).get("$ref"), table(new[0]).get("$ref")
        if before != after:
            self.findings.changed("type-changed", (*new[1], "$ref"), before or old, after)

    def _same_name(self, before: View, after: View, to: Direction) -> bool:
        """Whether to go on: a model under a new name is the same model, another model is not."""
        if before.name == after.name:
            return True
        if not before.name or not after.name:
            return self._same_shape(before, after, to)
        known = table(self.findings.old.document.get("definitions"))
        if after.name in known or self.renamed.get(before.name, after.name) != after.name:
            self.findings.changed("schema-replaced", after.at, before.name, after.name, to=to)
            return False
        if before.name not in self.renamed and before.name not in table(self.findings.new.document.get("definitions")):
            self.renamed[before.name] = after.name
            self.findings.changed("schema-renamed", after.place.parts, before.name, after.name)
        elif before.name not in self.renamed:
            self.findings.changed("schema-replaced", after.at, before.name, after.name, to=to)
            return False
        return True

    def _same_shape(self, before: View, after: View, to: Direction) -> bool:
        """Whether to go on where a model became an inline schema, or the other way round: when it is written out."""
        side = self.findings.new if before.name else self.findings.old
        stays = (before.name or after.name) in table(side.document.get("definitions"))
        if (
            not stays
            or "object" not in before.types & after.types
            or before.properties.keys() == after.properties.keys()
        ):
            return True
        was, now = (seen.name or _shown(seen) for seen in (before, after))
        self.findings.changed("schema-replaced", after.at, was, now, to=to)
        return False

    def _types(self, before: View, after: View, to: Direction) -> bool:
        """Compare types; tell whether the two still have something in common to compare."""
        if before.types == after.types:
            if "object" in after.types:
                # Which objects, is more than that they are objects.
                old, new = ((seen.facet_place("x-anyOf"), seen.facet("x-anyOf")) for seen in (before, after))
                self.findings.values("type-changed", old, new)
            return True
        kind = _type_kind(before, after, to)
        # Behind a new reference stands what was there before; what changed is the place that refers to it.
        place = after.at if after.name and after.name != before.name else after.facet_place("type")
        self.findings.changed(kind, place, _said(before), _said(after), to=to)
        return kind != "type-changed" and bool(before.types & after.types)

    def _enums(self, before: View, after: View, to: Direction) -> None:
        old, new, place = before.enum, after.enum, after.place.at("enum")
        if old is None and new is not None:
            self.findings.added("enum-added", place, new, to=to)
        elif old is not None and new is None:
            self.findings.removed("enum-removed", before.place.at("enum"), old, to=to)
        elif old is not None and new is not None:
            lost = [value for value in old if value not in new]
            won = [value for value in new if value not in old]
            if lost:
                self.findings.changed("enum-value-removed", place, old, new, to=to)
            if won and not lost:
                open_ended = "string" in after.types and not after.closed
                kind = "enum-value-added" if open_ended or to == "request" else "closed-enum-value-added"
                self.findings.changed(kind, place, old, new, to=to)

    def _facets(self, before: View, after: View, to: Direction) -> None:
        for key in [*before.facets, *(key for key in after.facets if key not in before.facets)]:
            old, new = before.facet(key), after.facet(key)
            if key not in _ELSEWHERE and not same(old, new):
                self._facet(key, before, after, to)

    def _facet(self, key: str, before: View, after: View, to: Direction) -> None:
        old, new = before.facet(key), after.facet(key)
        if key == "additionalProperties":
            self._additional(before, after, to)
            return
        kind = _facet_kind(key, old, new)
        if isinstance(new, Missing):
            self.findings.removed(kind, before.facet_place(key), old, to=to)
        else:
            self.findings.changed(kind, after.facet_place(key), old, new, to=to)

    def _additional(self, before: View, after: View, to: Direction) -> None:
        old, new = before.facet("additionalProperties"), after.facet("additionalProperties")
        if isinstance(old, dict) and isinstance(new, dict):
            self.pair(before.facets["additionalProperties"], after.facets["additionalProperties"], to)
        elif _allowance(old) != _allowance(new) or isinstance(old, dict) or isinstance(new, dict):
            allowed = new is True or (isinstance(new, Missing) and to == "request")
            kind = "additional-properties-allowed" if allowed else "additional-properties-changed"
            self.findings.changed(kind, after.facet_place("additionalProperties"), old, new, to=to)

    def _properties(self, before: View, after: View, to: Direction) -> None:
        for name, (schema, parts) in before.properties.items():
            if name not in after.properties:
                self.findings.removed("property-removed", parts, schema, to=to)
        for name, (schema, parts) in after.properties.items():
            if name in before.properties:
                self._property(name, before, after, to)
            else:
                kind = "required-property-added" if name in after.required else "property-added"
                self.findings.added(kind, parts, schema, to=to)

    def _property(self, name: str, before: View, after: View, to: Direction) -> None:
        was, now = name in before.required, name in after.required
        parts = after.properties[name][1]
        old = view(self.findings.old, *before.properties[name])
        new = view(self.findings.new, *after.properties[name])
        if was != now:
            # What could be null while required was optional to its readers already.
            quiet = to == "response" and (old.nullable if was else new.nullable)
            kind = "null-declared" if quiet else "property-required" if now else "property-optional"
            self.findings.changed(
                kind, parts, "required" if was else "optional", "required" if now else "optional", to=to
            )
        self._nulls(old, new, to, known=to == "response" and not (was and now))
        self._wrapping_text(before.properties[name], after.properties[name])
        self.pair(before.properties[name], after.properties[name], to)

    def _nulls(self, old: View, new: View, to: Direction, *, known: bool) -> None:
        """Compare whether null is allowed; where readers know that already, saying so is documentation."""
        if old.nullable != new.nullable:
            kind = "null-declared" if known else "nullable-added" if new.nullable else "nullable-removed"
            self.findings.changed(kind, new.at, old.nullable, new.nullable, to=to)

    def _wrapping_text(self, old: tuple[Json, Parts], new: tuple[Json, Parts]) -> None:
        """What stands beside a reference is not part of what it leads to."""
        if "$ref" in table(old[0]) and "$ref" in table(new[0]):
            before, after = (table(value).get("description", MISSING) for value in (old[0], new[0]))
            self.findings.values(
                "description-changed", ((*old[1], "description"), before), ((*new[1], "description"), after)
            )


def _shown(seen: View) -> Json:
    return {key: value for key, value in seen.place.node.items() if key != MARK}


def _type_kind(before: View, after: View, to: Direction) -> str:
    wider, narrower = holds(after.types, before.types), holds(before.types, after.types)
    old, new = python(before.types), python(after.types)
    if to == "response" and old == new and "str" in (old, new):
        return "type-tolerated"
    if narrower and to == "response" and old == "str" and new != "str":
        return "type-changed"
    return "type-widened" if wider else "type-narrowed" if narrower else "type-changed"


def _said(seen: View) -> Json:
    """Types as they would be written."""
    names = [] if seen.types == ANY else sorted(seen.types)
    return names[0] if len(names) == 1 else (list[Json](names) or "any")


def _allowance(value: Json | Missing) -> bool:
    return value is not False


def _facet_kind(key: str, old: Json | Missing, new: Json | Missing) -> str:
    if key in LIMITS:
        return "limit-tightened" if _tightened(key, old, new) else "limit-loosened"
    if key == "default":
        either = isinstance(old, Missing) or isinstance(new, Missing)
        return "default-noted" if either else "default-changed"
    if key == "format":
        return _format_kind(old, new)
    if key == "discriminator":
        return "discriminator-changed"
    if key in _TEXTS:
        return "description-changed"
    if key in _EXAMPLES:
        return "example-changed"
    if key == "externalDocs":
        return "link-changed"
    return "extension-changed" if key.startswith("x-") else "mark-changed"


def _format_kind(old: Json | Missing, new: Json | Missing) -> str:
    said = [value for value in (old, new) if not isinstance(value, Missing)]
    if all(isinstance(value, str) and value in _NUMBER_FORMATS for value in said):
        return "format-noted"
    return "format-added" if isinstance(old, Missing) and new == "unixtime" else "format-changed"


def _tightened(key: str, old: Json | Missing, new: Json | Missing) -> bool:
    if isinstance(old, Missing) or isinstance(new, Missing):
        # Saying `false` is saying nothing.
        return isinstance(old, Missing) and new is not False
    if LIMITS[key] and isinstance(old, int | float) and isinstance(new, int | float):
        return (new - old) * LIMITS[key] < 0
    return new is not False
