"""Collecting differences: each once, with the worst of what it means to those who send and those who read."""

from __future__ import annotations

from codegen.drift.model import CLASSES, Direction, Drift, class_of
from codegen.drift.side import Side
from codegen.pointer import Json, Missing, Parts, find, same
from codegen.repair.marking import METHODS, unmarked


class Findings:
    """The differences between two versions of a spec.

    Args:
        old: The version before.
        new: The version after.
    """

    def __init__(self, old: Side, new: Side) -> None:
        self.old = old
        self.new = new
        self.drift: dict[tuple[str, str, str], Drift] = {}

    def changed(
        self, kind: str, parts: Parts, before: Json | Missing, after: Json | Missing, *, to: Direction = "response"
    ) -> None:
        """Note something at a place of the new version.

        Args:
            kind: What happened.
            parts: Where.
            before: What was there.
            after: What is there now.
            to: Who writes the data.
        """
        self._note(kind, self.new, parts, before, after, to)

    def added(self, kind: str, parts: Parts, after: Json | Missing, *, to: Direction = "response") -> None:
        """Note something that only the new version has."""
        self._note(kind, self.new, parts, None, after, to)

    def removed(self, kind: str, parts: Parts, before: Json | Missing, *, to: Direction = "response") -> None:
        """Note something that only the old version has."""
        self._note(kind, self.old, parts, before, None, to)

    def values(self, kind: str, old: tuple[Parts, Json | Missing], new: tuple[Parts, Json | Missing]) -> None:
        """Note a kind that means the same everywhere, when two values differ."""
        (old_parts, before), (new_parts, after) = old, new
        if same(_plain(before), _plain(after)):
            return
        if isinstance(after, Missing):
            self.removed(kind, old_parts, before)
        else:
            self.changed(kind, new_parts, before, after)

    def _note(
        self, kind: str, side: Side, parts: Parts, before: Json | Missing, after: Json | Missing, to: Direction
    ) -> None:
        found = Drift(class_of(kind, to), side.pointer(parts), kind, _plain(before), _plain(after), where(side, parts))
        key = (found.pointer, kind, "old" if side is self.old else "new")
        known = self.drift.get(key)
        if known is None or CLASSES.index(found.cls) < CLASSES.index(known.cls):
            self.drift[key] = found

    def followed(self, key: str) -> bool:
        """Whether an operation follows what the document says of a key, before and after.

        Where all say it themselves, it is compared with them, and where it is written down is no change.
        """
        before = {operation.key: operation.place.node for operation in self.old.operations}
        both = [(before[one.key], one.place.node) for one in self.new.operations if one.key in before]
        return not both or any(key not in old and key not in new for old, new in both)

    def sorted(self) -> tuple[Drift, ...]:
        """All differences: the worst first, then by what they belong to, in the order in which they were met."""
        met = {item.where: number for number, item in reversed(list(enumerate(self.drift.values())))}
        return tuple(sorted(self.drift.values(), key=lambda item: (CLASSES.index(item.cls), met[item.where])))


def where(side: Side, parts: Parts) -> str:
    """What a place belongs to, in words.

    Args:
        side: The version it is a place of.
        parts: The place in the repaired document.
    """
    if parts[:1] == ("paths",) and len(parts) > 1:
        return f"{parts[2].upper()} {parts[1]}" if len(parts) > 2 and parts[2] in METHODS else parts[1]
    if parts[:1] in (("definitions",), ("securityDefinitions",), ("parameters",), ("responses",)) and len(parts) > 1:
        return parts[1] if not isinstance(find(side.document, parts[:2]), Missing) else parts[-1]
    return parts[0] if parts else "document"


def _plain(value: Json | Missing) -> Json:
    return None if isinstance(value, Missing) else unmarked(value)
