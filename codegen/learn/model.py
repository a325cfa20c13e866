"""What was learned from recorded answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from codegen.pointer import Json
from codegen.propose import Draft, Proposal

FindingKind: TypeAlias = Literal[
    "unknown-field", "null", "type", "enum", "missing-field", "wrong-schema", "no-schema", "envelope", "operation"
]
"""What an answer has that the spec does not allow."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that answers do and the spec does not allow.

    Attributes:
        kind: Which kind of thing.
        pointer: The place in the repaired spec.
        detail: What it is, in words.
        count: How often it was seen.
        total: How often it could have been.
        example: File and JSON pointer of one of them.
    """

    kind: FindingKind
    pointer: str
    detail: str
    count: int
    total: int
    example: str

    @property
    def evidence(self) -> str:
        """The finding as evidence of a repair."""
        return f"{self.count} of {self.total} recorded values, such as {self.example}"

    def as_json(self) -> dict[str, Json]:
        """The finding as other programs read it."""
        return {
            "kind": self.kind,
            "pointer": self.pointer,
            "detail": self.detail,
            "count": self.count,
            "total": self.total,
            "example": self.example,
        }


@dataclass(frozen=True, slots=True, eq=False)
class Lead:
    """A finding and what would settle it.

    Attributes:
        finding: The finding.
        draft: The repair; nothing when the spec is not where it is settled.
    """

    finding: Finding
    draft: Draft | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """All that was learned.

    Attributes:
        answers: How many answers were held against the spec.
        findings: What they do that the spec does not allow.
        proposals: Repairs that would allow it, in an order in which they can be pasted.
        hints: Repairs that would say more than the spec does, and that no answer contradicts.
        troubles: What could not be read, one line each.
        left_out: How many recordings say of themselves that they prove nothing.
    """

    answers: int
    findings: tuple[Finding, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    hints: tuple[Proposal, ...] = ()
    troubles: tuple[str, ...] = field(default=())
    left_out: int = 0
