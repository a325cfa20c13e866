"""Where something in a repaired document stands in the file that was supplied: repairs move and rename things."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from codegen.pointer import Json, Missing, Parts, copy_table, find, join, split
from codegen.repair import MARK, Repair, apply
from codegen.repair.marking import marks

_SIGN: Final = "@"
# Keys of these mappings are names of the author's choosing, among which a mark would be one more name.
_NAMED: Final = frozenset(
    ("definitions", "properties", "parameters", "responses", "paths", "securityDefinitions", "headers", "scopes")
)
_DATA: Final = frozenset(("default", "enum", "example", "examples", "security"))


class Origins:
    """Finds the supplied place of a repaired one.

    Every object of the supplied document is marked with its own pointer, as repairs mark what they touch, and goes
    through the repairs once more. Marks travel with their objects and do not count when a repair compares.

    Args:
        supplied: The document as supplied.
        repairs: The repairs that made the repaired document.
    """

    def __init__(self, supplied: dict[str, Json], repairs: Iterable[Repair]) -> None:
        marked = copy_table(supplied)
        for parts, node in _objects(marked, (), named=False):
            node[MARK] = [_SIGN + join(parts)]
        self._document = apply(marked, repairs).document

    def parts(self, parts: Parts) -> Parts:
        """Where a repaired place stands in the supplied file.

        Args:
            parts: The place in the repaired document.

        Returns:
            The place; of what only a repair brings, the place where it would stand.
        """
        for depth in range(len(parts), 0, -1):
            origin = self._own(parts[:depth])
            if origin is not None:
                return (*origin, *parts[depth:])
        return parts

    def _own(self, parts: Parts) -> Parts | None:
        node = find(self._document, parts)
        own = [] if isinstance(node, Missing) else [mark for mark in marks(node) if mark.startswith(_SIGN)]
        # What was replaced leaves its mark on what replaced it, behind the mark of the latter.
        return split(own[0][len(_SIGN) :]) if own else None


def _objects(node: Json, parts: Parts, *, named: bool) -> Iterator[tuple[Parts, dict[str, Json]]]:
    if isinstance(node, list):
        for index, child in enumerate(node):
            yield from _objects(child, (*parts, str(index)), named=False)
    if not isinstance(node, dict):
        return
    for key, child in list(node.items()):
        if named or (key not in _DATA and not key.startswith("x-")):
            yield from _objects(child, (*parts, key), named=key in _NAMED and not named)
    if parts and not named:
        yield parts, node
