"""What a repair is, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from codegen.pointer import MISSING, Json, Missing, Parts

Op: TypeAlias = Literal["rename", "set", "add", "remove", "move", "replace-parameter", "each"]
"""What a repair does."""

Do: TypeAlias = Literal["set", "add", "remove", "rename"]
"""What ``each`` does at every match."""

Match: TypeAlias = Literal["exact", "kind", "part"]
"""How closely a place has to agree: be equal; be the same kind of value (a table, a list, a text, …); or hold at least
what is named, and perhaps more.
"""

Verdict: TypeAlias = Literal["applied", "fixed-upstream", "target-missing", "precondition-changed"]
"""What became of a repair; only ``applied`` is good news."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Who says so.

    Attributes:
        seed: Name of a seed document.
        line: Line of the quote in it.
        quote: A few words that stand there.
        source: Other material, named in words.
    """

    seed: str | None = None
    line: int | None = None
    quote: str | None = None
    source: str | None = None

    def __str__(self) -> str:
        place = self.source or (f"{self.seed}:{self.line}" if self.line else str(self.seed))
        return f"{place}: {self.quote}" if self.quote else place


@dataclass(frozen=True, slots=True, eq=False)
class Repair:
    """One claim about the spec, as written in a repair file.

    Attributes:
        id: Its name, unique among all repairs of an API.
        op: What it does.
        at: Where, as pointers; one pattern for ``each``.
        because: The truth, in one sentence.
        evidence: Who says so.
        defects: Rows of the list of defects that it settles.
        expect: What stands there while the defect is there.
        value: What shall stand there.
        to: New key (``rename``) or new pointer (``move``).
        do: What ``each`` does.
        after: Ids of repairs of the same place that run earlier.
        match: How closely the place has to agree. ``kind``, with ``expect``, suits repairs that are about where
            something stands, so that they still fit when another defect inside it has been corrected. ``part`` suits
            an ``add`` to which other repairs add: the truth stands there also when there is more beside it.
        file: File it is written in.
        line: Line it starts at.
    """

    id: str
    op: Op
    at: tuple[str, ...]
    because: str
    evidence: tuple[Evidence, ...]
    defects: tuple[int, ...] = ()
    expect: Json | Missing = MISSING
    value: Json | Missing = MISSING
    to: str | None = None
    do: Do | None = None
    after: tuple[str, ...] = ()
    match: Match = "exact"
    file: str = ""
    line: int = 0

    @property
    def action(self) -> Op:
        """What happens at one place: ``do`` for ``each``, else ``op``."""
        return self.do or self.op


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """What was found at one place.

    Attributes:
        parts: The place, selectors settled as far as the document goes.
        verdict: What is to become of the repair there.
        expected: What the repair counts on.
        found: What stands there.
        hint: More about it, when the verdict alone would not explain it.
    """

    parts: Parts
    verdict: Verdict
    expected: Json | Missing
    found: Json | Missing
    hint: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """What became of one repair.

    Attributes:
        repair: The repair.
        verdict: What became of it.
        pointer: The place that decided the verdict.
        expected: What it counted on there.
        found: What stands there.
        remedy: What to do about it; empty when applied.
        applied: Pointers that it changed.
        settled: Pointers that were right already.
    """

    repair: Repair
    verdict: Verdict
    pointer: str
    expected: Json | Missing
    found: Json | Missing
    remedy: str = ""
    applied: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()

    @property
    def stops(self) -> bool:
        """Whether the build cannot go on with it."""
        return self.verdict in ("target-missing", "precondition-changed")


@dataclass(frozen=True, slots=True, eq=False)
class RepairRun:
    """A repaired document and how it came about.

    Attributes:
        document: The repaired document; the input is left alone.
        outcomes: One per repair, in the order of the run.
    """

    document: dict[str, Json]
    outcomes: tuple[Outcome, ...] = field(default=())

    @property
    def ok(self) -> bool:
        """Whether every repair was applied."""
        return all(outcome.verdict == "applied" for outcome in self.outcomes)

    @property
    def stopping(self) -> tuple[Outcome, ...]:
        """Outcomes that stop a build."""
        return tuple(outcome for outcome in self.outcomes if outcome.stops)
