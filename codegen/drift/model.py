"""What can change in a spec, and what each change means to those who call the client: the whole table, in one place.

Every kind has two classes, because a change that harms those who read an answer may be welcome to those who send a
request, and the other way round. Where the direction means nothing both are the same.

====================================  =============  =============  ==================================================
kind                                  sent           answered       when
====================================  =============  =============  ==================================================
operation-added                       additive       additive       a method that was not there
operation-removed                     breaking       breaking       a method is gone
operation-moved                       breaking       breaking       the same operation under another path
method-renamed                        breaking       breaking       tag or path give the method another name
paths-meet                            breaking       breaking       two templates that differ in names of variables
operation-deprecated                  documentation  documentation  the mark comes or goes
parameter-added, body-added           additive       additive       it may be left out
required-parameter-added              breaking       breaking       it may not
required-body-added                   breaking       breaking
parameter-removed, body-removed       breaking       breaking
parameter-moved                       breaking       breaking       same name, sent elsewhere
parameter-required, body-required     breaking       breaking       it was optional
parameter-optional, body-optional     additive       additive       it was required
parameters-reordered                  breaking       breaking       required ones can be given by position
response-added                        additive       additive       a status
response-removed                      breaking       breaking       a successful status
error-response-removed                documentation  documentation  another status: every operation has errors
header-added                          additive       additive       of a response
header-removed                        breaking       breaking
pagination-added, pagination-removed  breaking       breaking       the method returns a page, or no page any more
cursor-style-changed                  breaking       breaking       stored cursors mean nothing any more
property-added                        additive       additive       it may be left out
required-property-added               breaking       additive       it may not
property-removed                      breaking       breaking
property-required                     breaking       additive       it was optional
property-optional                     additive       breaking       it was required: readers meet ``None``
nullable-added                        additive       breaking       of what is required: readers meet ``None``
nullable-removed                      breaking       additive
null-declared                         documentation  documentation  of what is optional, and so ``None`` already
type-changed                          breaking       breaking       neither of the two holds the other
type-widened                          additive       breaking       integer to number: ``int`` becomes ``float``
type-narrowed                         breaking       additive
type-tolerated                        additive       additive       Python's type stays: text that may be a number
enum-added                            breaking       additive       any text was good (open enums are texts too)
enum-removed                          additive       breaking       the class with its constants is gone
enum-value-added                      additive       additive       enums of answers are open
closed-enum-value-added               additive       breaking       this one is not
enum-value-removed                    breaking       breaking       the constant is gone
format-changed                        breaking       breaking       of a text that Python sees as something else
format-added                          additive       additive       a time that is read as a time now
format-noted                          documentation  documentation  int32 or int64: both are ``int``
limit-tightened                       breaking       documentation  minimum, maxLength, pattern, …
limit-loosened                        additive       documentation
default-changed                       breaking       documentation  who sends nothing gets something else
default-noted                         documentation  documentation  said now, or not said any more
collection-format-changed             breaking       breaking       how lists are written
additional-properties-changed         breaking       breaking       what else an object may hold
additional-properties-allowed         additive       additive       more than before
discriminator-changed                 breaking       breaking
schema-added                          additive       additive       a model
schema-removed                        breaking       breaking       a model that could be imported
schema-renamed                        breaking       breaking       the same under another name
schema-replaced                       breaking       breaking       another model stands there
security-added                        additive       additive       another way to be allowed, or none is needed
security-removed                      breaking       breaking       a way is gone, or one is needed now
scope-changed, scope-added            breaking       breaking       other scopes, or more of them
scope-removed                         additive       additive       fewer scopes will do
security-scheme-added                 additive       additive
security-scheme-removed               breaking       breaking
security-scheme-changed               breaking       breaking       type, place, name, flow, addresses
scope-declared                        additive       additive       it can be asked for
scope-undeclared                      breaking       breaking
server-changed                        breaking       breaking       host or base path
scheme-added, media-type-added        additive       additive       of addresses; of bodies and answers
scheme-removed, media-type-removed    breaking       breaking
description-changed, example-changed  documentation  documentation
info-changed, link-changed            documentation  documentation  of the document
tag-added, tag-removed                documentation  documentation  as declared, whoever has it
extension-changed, mark-changed       documentation  documentation  ``x-…``, readOnly, xml, …
====================================  =============  =============  ==================================================

Renamed path variables are no change: a path says by position which part is meant. Neither is where something is
written down: behind a ``$ref``, in an ``allOf``, on the path or on the operation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from codegen.pointer import Json

Class: TypeAlias = Literal["breaking", "additive", "documentation"]
"""What a change means to callers of the client."""

Direction: TypeAlias = Literal["request", "response"]
"""Who writes the data: the caller, or the service."""

Level: TypeAlias = Literal["major", "minor", "patch", "none"]
"""Which part of the version a change asks to raise."""

CLASSES: Final[tuple[Class, ...]] = ("breaking", "additive", "documentation")
"""Classes, the worst first."""

LEVELS: Final[dict[Class, Level]] = {"breaking": "major", "additive": "minor", "documentation": "patch"}


def _both(cls: Class, *kinds: str) -> dict[str, tuple[Class, Class]]:
    return dict.fromkeys(kinds, (cls, cls))


KINDS: Final[dict[str, tuple[Class, Class]]] = {
    **_both("breaking", "operation-removed", "operation-moved", "method-renamed", "paths-meet"),
    **_both("breaking", "required-parameter-added", "parameter-removed", "parameter-moved", "parameter-required"),
    **_both("breaking", "parameters-reordered", "required-body-added", "body-removed", "body-required"),
    **_both("breaking", "response-removed", "header-removed", "pagination-added", "pagination-removed"),
    **_both("breaking", "cursor-style-changed", "property-removed", "type-changed", "enum-value-removed"),
    **_both("breaking", "format-changed", "collection-format-changed", "additional-properties-changed"),
    **_both("breaking", "discriminator-changed", "schema-removed", "schema-renamed", "schema-replaced"),
    **_both("breaking", "security-removed", "scope-changed", "scope-added", "security-scheme-removed"),
    **_both("breaking", "security-scheme-changed", "scope-undeclared", "server-changed", "scheme-removed"),
    **_both("breaking", "media-type-removed"),
    **_both("additive", "operation-added", "parameter-added", "parameter-optional", "body-added", "body-optional"),
    **_both("additive", "response-added", "header-added", "property-added", "type-tolerated", "enum-value-added"),
    **_both("additive", "format-added", "additional-properties-allowed", "schema-added", "security-added"),
    **_both("additive", "scope-removed", "security-scheme-added", "scope-declared", "scheme-added"),
    **_both("additive", "media-type-added"),
    **_both("documentation", "operation-deprecated", "error-response-removed", "null-declared", "format-noted"),
    **_both("documentation", "default-noted", "description-changed", "example-changed", "info-changed"),
    **_both("documentation", "tag-added", "tag-removed", "link-changed", "extension-changed", "mark-changed"),
    "required-property-added": ("breaking", "additive"),
    "property-required": ("breaking", "additive"),
    "property-optional": ("additive", "breaking"),
    "nullable-added": ("additive", "breaking"),
    "nullable-removed": ("breaking", "additive"),
    "type-widened": ("additive", "breaking"),
    "type-narrowed": ("breaking", "additive"),
    "enum-added": ("breaking", "additive"),
    "enum-removed": ("additive", "breaking"),
    "closed-enum-value-added": ("additive", "breaking"),
    "limit-tightened": ("breaking", "documentation"),
    "limit-loosened": ("additive", "documentation"),
    "default-changed": ("breaking", "documentation"),
}
"""Class of each kind of change: in what is sent, and in what is answered."""


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """One difference between two versions of a spec.

    Attributes:
        cls: What it means to callers.
        pointer: Where: in the new file, or in the old one when it is gone from the new one.
        kind: What happened.
        old: What was there; ``None`` when nothing was.
        new: What is there now; ``None`` when nothing is.
        where: What it belongs to: ``GET /users/{user-id}``, the name of a definition, or a part of the file.
    """

    cls: Class
    pointer: str
    kind: str
    old: Json
    new: Json
    where: str

    def as_json(self) -> dict[str, Json]:
        """The difference as other programs read it."""
        return {"class": self.cls, "pointer": self.pointer, "kind": self.kind, "old": self.old, "new": self.new}


def class_of(kind: str, direction: Direction) -> Class:
    """What a kind of change means.

    Args:
        kind: The kind.
        direction: Who writes the data.
    """
    return KINDS[kind][0 if direction == "request" else 1]


def worst(classes: Iterable[Class]) -> Class | None:
    """The worst of some classes, ``None`` when there are none."""
    return min(classes, key=CLASSES.index, default=None)


def suggested(drift: Iterable[Drift]) -> Level:
    """Which part of the version the differences ask to raise."""
    found = worst(item.cls for item in drift)
    return LEVELS[found] if found else "none"
