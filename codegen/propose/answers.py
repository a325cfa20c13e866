"""Answers whose envelope the rules cannot see, and answers that nobody declared."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.pointer import Json, copy, join, same
from codegen.propose.model import Draft
from codegen.propose.places import Answer, answers, tail
from codegen.propose.vocabulary import one_edit, squash
from codegen.repair.marking import unmarked
from codegen.rules import Config
from codegen.rules.config import Envelope
from codegen.rules.walk import table

_SHARE = 0.75
_OTHERS = 3


def undeclared(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Answers without a schema, of operations whose siblings all answer one thing.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    everything = [answer for answer in answers(document, config) if answer.spot.method == "get"]
    for answer in everything:
        ends = tail(answer.spot.path)
        siblings = [other for other in everything if other.held and ends and tail(other.spot.path) == ends]
        silent = not answer.schema and not answer.held and answer.response[-1] not in ("204", "205")
        if silent and len(siblings) > 1 and _all_same(siblings):
            yield _declared(answer, siblings, config)


def _all_same(answers: list[Answer]) -> bool:
    return all(same(unmarked(answers[0].held), unmarked(other.held)) for other in answers)


def _declared(answer: Answer, siblings: list[Answer], config: Config) -> Draft:
    key = siblings[0].data[-1]
    held = unmarked(siblings[0].held)
    wrapped = config.rules.envelope is not None and key in config.rules.envelope.data_keys
    return Draft(
        kind="envelope",
        title=f"{answer.spot.name} declares no answer",
        op="add",
        at=join((*answer.response, "schema")),
        value={"type": "object", "properties": {key: held}} if wrapped else held,
        because="It answers what its siblings answer.",
        sources=(f"the document itself: {', '.join(other.spot.name for other in siblings)} answer this",),
    )


def wrapped(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Envelopes that would be taken for data: their key is misprinted, or they stand in a definition.

    Where no rule wraps answers, those that are bare among wrapped ones are found instead.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    everything = list(answers(document, config))
    rule = config.rules.envelope
    for answer in everything if rule else ():
        # Where fields stand beside the status there is no envelope that could hide.
        if rule and not rule.flat and answer.spot.name not in rule.excepted:
            yield from _hidden(document, answer, rule)
    if not rule:
        yield from _bare(everything)


def _hidden(document: dict[str, Json], answer: Answer, rule: Envelope) -> Iterator[Draft]:
    held = table(answer.schema.get("properties"))
    if answer.data[-1] != "schema":
        return
    inline = "$ref" not in answer.held
    if rule.data in held and not inline and set(held) <= {rule.data, rule.pagination}:
        yield _inlined(answer, rule)
    for name, child in held.items() if inline and rule.data not in held else ():
        if _is_meant(name, rule.data) and _holds_data(child):
            yield Draft(
                kind="envelope",
                title=f"{answer.spot.name} answers {name!r}, where all others answer {rule.data!r}",
                op="rename",
                at=join((*answer.data, "properties", name)),
                match="kind",
                expect={} if isinstance(child, dict) else child,
                to=rule.data,
                because=f"The data of an answer stand under `{rule.data}`.",
                sources=(f"the document itself: answers hold their data under {rule.data!r}",),
            )


def _is_meant(name: str, key: str) -> bool:
    return name != key and (squash(name) == squash(key) or one_edit(name.lower(), key.lower()))


def _holds_data(child: Json) -> bool:
    # A `date` beside other fields is a field.
    schema = table(child)
    return "$ref" in schema or schema.get("type") in ("array", "object") or "properties" in schema


def _inlined(answer: Answer, rule: Envelope) -> Draft:
    return Draft(
        kind="envelope",
        title=f"the envelope of {answer.spot.name} stands in a definition, where it is taken for data",
        op="set",
        at=join(answer.data),
        expect=unmarked(answer.held),
        value=unmarked(copy(answer.schema)),
        because=f"The definition holds `{rule.data}`, so it is an envelope and no data.",
        sources=("the document itself: all other envelopes stand in the answer",),
    )


def _bare(everything: list[Answer]) -> Iterator[Draft]:
    known = [answer for answer in everything if answer.schema]
    wrapping = [answer for answer in known if answer.data[-1] == "data"]
    if len(wrapping) < _OTHERS or len(wrapping) < _SHARE * len(known):
        return
    for answer in known:
        if answer.data[-1] != "data" and "data" not in table(answer.schema.get("properties")):
            yield Draft(
                kind="envelope",
                title=f"{answer.spot.name} answers without an envelope",
                op="set",
                at=join(answer.data),
                expect=unmarked(answer.held),
                value={"type": "object", "properties": {"data": unmarked(answer.held)}},
                because="Answers are wrapped.",
                sources=(f"the document itself: {len(wrapping)} of {len(known)} answers are",),
            )
