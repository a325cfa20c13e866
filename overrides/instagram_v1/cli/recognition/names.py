"""What the name of a file says of the operation that is in it: used only where the data leaves a choice."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from instagram_v1.runtime.operation import Operation

_ACTS: Final = {
    "POST": ("create", "post", "add", "new", "make", "change", "update", "set"),
    "DELETE": ("delete", "remove", "destroy", "un"),
    "GET": ("get", "list", "show"),
}


_UNLIKE: Final = (False, 0.0, 0.0)


def by_name(stem: str, candidates: Sequence[str]) -> str:
    """The candidate whose words are most like those of a name; empty when none is, or two are alike."""
    words = _words(stem)
    scores = {name: _likeness(words, name) for name in candidates}
    best = max(scores.values(), default=_UNLIKE)
    first = [name for name, score in scores.items() if score == best]
    return first[0] if best[1] > 0 and len(first) == 1 else ""


def plainly(stem: str, name: str) -> bool:
    """Whether every word of a name that says anything is said of an operation."""
    words = {word for word in _words(stem) if _weight(word)}
    return bool(words) and words <= _said(name)


def exact(stem: str) -> str:
    """The operation whose id a name begins with, such as ``users_get.2`` or ``users_get-2015``."""
    from instagram_v1 import OPERATIONS

    found = [name for name in OPERATIONS if re.match(rf"{re.escape(name)}(?![a-z_])", stem)]
    return max(found, key=len, default="")


def _likeness(words: frozenset[str], name: str) -> tuple[bool, float, float]:
    """Shared words, each the heavier the fewer operations have it; then how little else is said of the operation."""
    from instagram_v1 import OPERATIONS

    said = _said(name)
    shared = sum(_weight(word) for word in words & said)
    every = sum(_weight(word) for word in words | said)
    # A name that speaks of no deleting is not that of a deletion.
    undoing = OPERATIONS[name].method == "DELETE" and not words & _words(" ".join(_ACTS["DELETE"]))
    return not undoing, shared, shared / every if every else 0.0


@cache
def _weight(word: str) -> float:
    from instagram_v1 import OPERATIONS

    having = sum(word in _said(name) for name in OPERATIONS)
    # A word that no operation has says nothing, for or against one.
    return 1 / having if having else 0.0


@cache
def _said(name: str) -> frozenset[str]:
    from instagram_v1 import OPERATIONS

    operation: Operation[Any, Any] = OPERATIONS[name]
    literals = re.sub(r"\{[^}]+\}", " ", operation.path)
    values = " ".join(value for parameter in operation.parameters for value in parameter.enum)
    acts = " ".join(_ACTS.get(operation.method, ()))
    return _words(f"{operation.id} {literals} {values} {acts}")


def _words(text: str) -> frozenset[str]:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text)
    return frozenset(word for found in re.findall(r"[A-Za-z]+", spaced) for word in _stems(found.lower()))


def _stems(word: str) -> tuple[str, ...]:
    """The word without its ending; what undoes something is that thing undone."""
    stem = re.sub(r"(?<=.{3})ies$", "y", word)
    stem = re.sub(r"(?<=.{3})(?:ed|s|d|ing)$", "", stem) if stem == word else stem
    stem = stem.rstrip("e") if len(stem) > 3 else stem
    return ("un", stem[2:], stem) if stem.startswith("un") and len(stem) > 4 else (stem,)
