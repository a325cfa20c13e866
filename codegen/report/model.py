"""What a report says, whatever it is rendered as."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from codegen.drift import CLASSES, Class, Drift, Problem, renames, worst
from codegen.propose import Proposal
from codegen.repair import Outcome
from codegen.surface import Change, Suggestion

VERDICTS = ("applied", "fixed-upstream", "target-missing", "precondition-changed")


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """The differences of one operation, definition or part of the file.

    Attributes:
        name: What they belong to.
        drift: The differences, the worst first.
    """

    name: str
    drift: tuple[Drift, ...]

    @property
    def cls(self) -> Class:
        """The worst class in it."""
        return worst(item.cls for item in self.drift) or "documentation"


@dataclass(frozen=True, slots=True)
class Book:
    """One row of the ledger: how many operations one stage knows.

    Attributes:
        name: The stage.
        count: How many operations it has.
        missing: Operations of the spec that it lacks.
        extra: Operations that the spec does not have.
    """

    name: str
    count: int
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the provenance.

    Attributes:
        name: What it is about.
        before: What it was; empty where there is no before.
        after: What it is.
    """

    name: str
    before: str
    after: str


@dataclass(frozen=True, eq=False)
class Report:
    """Everything that the person who brings a new file wants to know.

    Attributes:
        api: Name of the API.
        source: Name of the new file.
        drift: Differences, the worst first.
        outcomes: The repairs and what becomes of them in a build.
        problems: What stands in the way of a build.
        ledger: How many operations each stage has; empty when nothing could be generated.
        unhandled: Operations that the emulator would answer from their schema; ``None`` when there is no emulator.
        changes: Changes of the Python API; ``None`` when they could not be told.
        internal: How many changes there are in generated internals.
        proposals: Repairs proposed for new defects.
        suggestion: The next version; ``None`` when it could not be told.
        provenance: From what all this was made.
        notes: Why a section is not complete, by its name.
    """

    api: str
    source: str
    drift: tuple[Drift, ...]
    outcomes: tuple[Outcome, ...]
    problems: tuple[Problem, ...] = ()
    ledger: tuple[Book, ...] = ()
    unhandled: tuple[str, ...] | None = None
    changes: tuple[Change, ...] | None = None
    internal: int = 0
    proposals: tuple[Proposal, ...] = ()
    suggestion: Suggestion | None = None
    provenance: tuple[Fact, ...] = ()
    notes: dict[str, str] = field(default_factory=dict[str, str])

    @cached_property
    def renamed(self) -> dict[int, str]:
        """What a difference may be under another name, by its identity: of what is gone and of what is new."""
        pairs = renames(self.drift)
        gone = {id(pair.old): f"renamed to {pair.name}?" for pair in pairs}
        return gone | {id(pair.new): f"was {pair.before}?" for pair in pairs}

    @property
    def clean(self) -> bool:
        """Whether there is nothing to decide."""
        return not self.drift and not self.problems and all(item.verdict == "applied" for item in self.outcomes)

    @property
    def red(self) -> tuple[Outcome, ...]:
        """Repairs that are not simply applied; those that stop a build first."""
        found = [outcome for outcome in self.outcomes if outcome.verdict != "applied"]
        return tuple(sorted(found, key=lambda outcome: -VERDICTS.index(outcome.verdict)))

    @property
    def verdicts(self) -> dict[str, int]:
        """How many repairs have each verdict."""
        return {verdict: sum(item.verdict == verdict for item in self.outcomes) for verdict in VERDICTS}

    @property
    def classes(self) -> dict[Class, int]:
        """How many differences have each class."""
        return {cls: sum(item.cls == cls for item in self.drift) for cls in CLASSES}

    @property
    def groups(self) -> tuple[Group, ...]:
        """Differences by what they belong to, the groups with the worst first."""
        return grouped(self.drift)


def grouped(drift: Sequence[Drift]) -> tuple[Group, ...]:
    """Sort differences into groups.

    Args:
        drift: The differences, the worst first.

    Returns:
        Groups: by their worst difference, then by how many of that class they have, then by name.
    """
    held: dict[str, list[Drift]] = {}
    for item in drift:
        held.setdefault(item.where, []).append(item)
    groups = [Group(name, tuple(items)) for name, items in held.items()]
    return tuple(sorted(groups, key=_rank))


def _rank(group: Group) -> tuple[int, int, int, str]:
    first = sum(item.cls == group.cls for item in group.drift)
    return CLASSES.index(group.cls), -first, -len(group.drift), group.name
