"""Guessing that what is gone and what is new are one thing under two names: a hint, never a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from codegen.drift.model import Drift
from codegen.pointer import Json, same, split
from codegen.rules.walk import table

_KINDS: Final = {
    "operation-removed": ("operation-added",),
    "property-removed": ("property-added", "required-property-added"),
    "parameter-removed": ("parameter-added", "required-parameter-added"),
    "schema-removed": ("schema-added",),
    "security-scheme-removed": ("security-scheme-added",),
}
_TEXTS: Final = ("description", "title", "example")
_WORD: Final = re.compile(r"[a-z]+|[A-Z][a-z]*|[0-9]+")
_ENOUGH: Final = 0.6


@dataclass(frozen=True, slots=True, eq=False)
class Rename:
    """Two differences that may be one.

    Attributes:
        old: What is gone.
        new: What is new.
    """

    old: Drift
    new: Drift

    @property
    def before(self) -> str:
        """What it was called."""
        return _name(self.old)

    @property
    def name(self) -> str:
        """What it may be called now."""
        return _name(self.new)


def renames(drift: Sequence[Drift]) -> tuple[Rename, ...]:
    """Pair what is gone with what is new and like it, the most alike first, each once.

    Args:
        drift: All differences.

    Returns:
        The pairs, in the order of what is gone.
    """
    scored = [(score, pair) for pair in _candidates(drift) if (score := _likeness(pair)) >= _ENOUGH]
    taken: set[int] = set()
    found: dict[int, Rename] = {}
    for _, pair in sorted(scored, key=lambda entry: -entry[0]):
        if id(pair.old) not in taken and id(pair.new) not in taken:
            taken |= {id(pair.old), id(pair.new)}
            found[id(pair.old)] = pair
    return tuple(found[id(item)] for item in drift if id(item) in found)


def _candidates(drift: Iterable[Drift]) -> Iterator[Rename]:
    """What is gone beside all that came to the same place."""
    come: dict[tuple[str, str], list[Drift]] = {}
    items = list(drift)
    for item in items:
        come.setdefault((item.kind, _holder(item)), []).append(item)
    for item in items:
        for kind in _KINDS.get(item.kind, ()):
            yield from (Rename(item, other) for other in come.get((kind, _holder(item)), ()))


def _holder(item: Drift) -> str:
    """The place in which both names would stand; operations may go anywhere."""
    if item.kind.startswith("operation-"):
        return str(item.old or item.new).partition(" ")[0]
    return item.where if "parameter" in item.kind else item.pointer.rpartition("/")[0]


def _name(item: Drift) -> str:
    value = item.new if item.old is None else item.old
    if item.kind.startswith("operation-"):
        return str(value)
    named = table(value).get("name") if "parameter" in item.kind else None
    return str(named or split(item.pointer)[-1])


def _likeness(pair: Rename) -> float:
    """From 0 to 1: how like the names are, and what they stand for."""
    old, new = _name(pair.old), _name(pair.new)
    words = _shared(_words(old), _words(new))
    names = max(SequenceMatcher(None, old.lower(), new.lower()).ratio(), words)
    if pair.old.kind.startswith("operation-"):
        return names if names >= 0.75 else 0.0
    before, after = table(pair.old.old), table(pair.new.new)
    if before.get("description") and before.get("description") == after.get("description"):
        return 1.0
    if not _same_type(before, after):
        return 0.0
    fields = _shared(set(table(before.get("properties"))), set(table(after.get("properties"))))
    if fields:
        return max(fields, names if fields > 0.3 else 0.0)
    return names if names >= _ENOUGH else 0.9 * _telling(before, after)


def _words(name: str) -> set[str]:
    return {word.lower() for word in _WORD.findall(name)}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other) if one | other else 0.0


def _same_type(one: dict[str, Json], other: dict[str, Json]) -> bool:
    return all(same(one.get(key), other.get(key)) for key in ("type", "$ref", "in", "format"))


def _telling(one: dict[str, Json], other: dict[str, Json]) -> float:
    """1 when both say the same, and more than a type that many have."""
    said = [{key: value for key, value in each.items() if key not in (*_TEXTS, "name")} for each in (one, other)]
    return 1.0 if same(said[0], said[1]) and set(said[0]) - {"type", "in", "required"} else 0.0
