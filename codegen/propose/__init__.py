"""Proposals: defects of known kinds that no repair names yet, each as a repair to look at and to paste.

What is looked for is where a document contradicts itself: a name, a type or a parameter that one place has otherwise
than all others. Nothing is known here of any API; what a document does not contradict is not found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from codegen.errors import CodegenError
from codegen.pointer import Json, copy_table
from codegen.propose import answers, names, paging, tags, types
from codegen.propose.model import Draft, Proposal, parse
from codegen.repair import Repair, apply
from codegen.repair.marking import all_marks
from codegen.rules import Config

__all__ = ["Draft", "Proposal", "parse", "propose"]

_STAGES: Final[tuple[Callable[[dict[str, Json], Config], Iterator[Draft]], ...]] = (
    names.punctuation,
    names.capitals,
    names.spellings,
    names.misprints,
    tags.tags,
    types.ids,
    types.parameters,
    answers.undeclared,
    answers.wrapped,
    paging.paging,
)


def propose(document: dict[str, Json], config: Config, repairs: Sequence[Repair] = ()) -> tuple[Proposal, ...]:
    """Look for new defects in a repaired document.

    Args:
        document: A Swagger 2.0 document, repaired as far as repairs are known; it is left alone.
        config: Its rules: what they put right is no defect.
        repairs: The repairs that made it what it is; a proposal for the place of one says that it comes after.

    Returns:
        Proposals in an order in which they can be pasted: each fits the document that the ones before it leave.
    """
    made: list[Proposal] = []
    earlier = list(repairs)
    taken = {*all_marks(document), *(repair.id for repair in repairs)}
    current = copy_table(document)
    for stage in _STAGES:
        # Each stage sees what the ones before it put right, so that no two speak of one place by two names.
        for draft in _found(stage, current, config):
            proposal = draft.proposal(taken, earlier)
            run = apply(current, [parse(proposal)])
            if run.ok:
                current = run.document
                made.append(proposal)
                earlier.append(parse(proposal))
                taken.add(earlier[-1].id)
    return tuple(made)


def _found(
    stage: Callable[[dict[str, Json], Config], Iterator[Draft]], document: dict[str, Json], config: Config
) -> list[Draft]:
    try:
        return list(stage(document, config))
    except CodegenError:
        # A circle of `$ref`s, say: the build reports it, and there is nothing to propose about it here.
        return []
