"""A proposal: a repair that nobody has written yet, as it would stand in a repair file."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from codegen import yaml12
from codegen.pointer import MISSING, Json, Missing, split
from codegen.repair import Repair, parse_repairs

_PLUMBING: Final = frozenset({"definitions", "paths", "properties", "parameters", "responses", "schema", "200", "type"})
_LONGEST_ID: Final = 64


@dataclass(frozen=True, slots=True)
class Proposal:
    """A repair to look at and to paste.

    Attributes:
        title: What is wrong, in a few words.
        pointer: Where.
        repair: The repair as it would stand in a repair file.
        because: Why it is thought to be a defect.
        kind: Which kind of defect, such as ``name-typo``.
    """

    title: str
    pointer: str
    repair: str
    because: str
    kind: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Draft:
    """A proposal before it is written.

    Attributes:
        kind: Which kind of defect.
        title: What is wrong.
        op: What the repair does.
        at: Where.
        because: Why.
        sources: Who says so.
        expect: What stands there.
        value: What shall stand there.
        to: New key.
        match: How closely the place has to agree.
    """

    kind: str
    title: str
    op: Literal["rename", "set", "add", "remove"]
    at: str
    because: str
    sources: tuple[str, ...]
    expect: Json | Missing = MISSING
    value: Json | Missing = MISSING
    to: str = ""
    match: Literal["exact", "kind"] = "exact"

    def proposal(self, taken: Collection[str], earlier: Iterable[Repair] = ()) -> Proposal:
        """Write it down.

        Args:
            taken: Ids that other repairs have.
            earlier: Repairs that run before it: of those at the same place it has to say so.
        """
        entry: dict[str, Json] = {"id": self._id(taken), "defects": [], "op": self.op, "at": self.at}
        after: list[Json] = [item.id for item in earlier if any(_meet(self.at, place) for place in item.at)]
        if after:
            entry["after"] = after
        if self.match != "exact":
            entry["match"] = self.match
        for key, value in (("expect", self.expect), ("value", self.value)):
            if not isinstance(value, Missing):
                entry[key] = value
        if self.to:
            entry["to"] = self.to
        entry["because"] = self.because
        entry["evidence"] = [{"source": source} for source in self.sources]
        return Proposal(self.title, self.at, yaml12.dump([entry]), self.because, self.kind)

    def _id(self, taken: Collection[str]) -> str:
        words = [part for part in split(self.at) if part not in _PLUMBING] or [self.kind]
        text = "-".join((*words, self.to or ("" if self.op == "add" else self.op)))
        stem = re.sub("[^a-z0-9]+", "-", text.lower())[:_LONGEST_ID].strip("-") or self.kind
        number = 2
        name = stem
        while name in taken:
            name, number = f"{stem}-{number}", number + 1
        return name


def _meet(one: str, other: str) -> bool:
    left, right = split(one), split(other)
    alike = len(left) == len(right) and all(a == b or "*" in (a, b) for a, b in zip(left, right, strict=True))
    # Two elements at the end of one list do not meet.
    return alike and left[-1] != "-"


def parse(proposal: Proposal) -> Repair:
    """Read a proposal as what it is to become.

    Args:
        proposal: The proposal.

    Returns:
        The repair that is written in it.
    """
    return parse_repairs(yaml12.load(proposal.repair, source="proposal").data, source="proposal")[0]
