"""What callers can reach, and how it changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Level: TypeAlias = Literal["major", "minor", "patch", "none"]
"""How much a change asks of callers."""

LEVELS: tuple[Level, ...] = ("none", "patch", "minor", "major")
"""From the least to the most."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function.

    Attributes:
        name: Its name.
        kind: ``positional or keyword``, ``keyword-only`` and so on, as Python calls them.
        annotation: Its type, as written.
        default: Its default, as written; ``None`` when it has to be given.
    """

    name: str
    kind: str
    annotation: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that callers can reach by name.

    Attributes:
        kind: ``module``, ``class``, ``function`` or ``attribute``.
        parameters: What a function takes, ``self`` left out.
        returns: What a function returns, or the type of an attribute, as written.
        value: What an attribute holds, where that is part of it (members of enums), or a default.
        bases: What a class derives from.
        doc: Its docstring.
    """

    kind: str
    parameters: tuple[Parameter, ...] = ()
    returns: str = ""
    value: str | None = None
    bases: tuple[str, ...] = ()
    doc: str = ""


@dataclass(frozen=True, slots=True)
class Surface:
    """All that callers can reach.

    Attributes:
        public: Entries by the name that callers use.
        internal: Entries of packages with an underscore that no public name leads to.
    """

    public: Mapping[str, Entry]
    internal: Mapping[str, Entry]


@dataclass(frozen=True, slots=True)
class Change:
    """One difference.

    Attributes:
        kind: What happened, such as ``removed`` or ``parameter-added``.
        name: To what, by the name that callers use.
        detail: What was and what is, in words.
        breaking: Whether code that worked may fail.
    """

    kind: str
    name: str
    detail: str
    breaking: bool


@dataclass(frozen=True, slots=True)
class SurfaceDiff:
    """All differences.

    Attributes:
        changes: Of what callers can reach; the breaking ones first.
        internal: Of generated internals, for information only.
    """

    changes: tuple[Change, ...] = ()
    internal: tuple[Change, ...] = field(default=())

    @property
    def level(self) -> Level:
        """``major`` when something breaks, ``minor`` when something is new, ``patch`` when only words changed."""
        if any(change.breaking for change in self.changes):
            return "major"
        if any(change.kind != "docstring" for change in self.changes):
            return "minor"
        return "patch" if self.changes else "none"
