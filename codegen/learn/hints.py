"""What could be said beyond what answers contradict: fields that were always there, times, words from a short list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codegen.learn.walking import Sample, Seen, properties, required
from codegen.pointer import Json, Parts, find, join
from codegen.propose import Draft
from codegen.propose.places import schemas
from codegen.rules.walk import table

_ENOUGH: Final = 2
_FEW: Final = 6
_TIME: Final = re.compile(r"1[0-9]{9}")
_TIMED: Final = re.compile(r".*_(?:time|at|timestamp)")
_LISTED: Final = re.compile(r"(?:.*_)?(?:type|status|state|kind)")
_WORD: Final = re.compile(r"[a-z][a-z_]{0,31}")


def hints(document: dict[str, Json], seen: Seen) -> Iterator[Draft]:
    """Find what all answers agree on and the spec does not say.

    Args:
        document: A document that allows all that was seen.
        seen: What was seen.

    Yields:
        Drafts; each would make the spec say more.
    """
    timed = any(schema.get("format") == "unixtime" for _, schema in schemas(document))
    for parts, samples in seen.at.items():
        schema = table(find(document, parts))
        values = [sample for sample in samples if sample.value is not None]
        if "$ref" in schema or len(values) < _ENOUGH:
            continue
        if schema.get("type") == "string" and parts[-2] == "properties":
            yield from _text(parts, schema, values, timed=timed)
        if parts[0] == "definitions" and "required" not in schema and "properties" in schema:
            yield from _always(document, parts, values)


def _always(document: dict[str, Json], parts: Parts, values: list[Sample]) -> Iterator[Draft]:
    known = properties(document, parts)
    held = [
        {key for key, value in table(sample.value).items() if value is not None}
        for sample in values
        if isinstance(sample.value, dict)
    ]
    names: list[Json] = [*sorted(set(known).intersection(*held) - required(document, parts).keys())] if held else []
    if names:
        because = f"All {len(held)} recorded objects have these."
        yield _draft("always-there", (*parts, "required"), names, because, values)


def _text(parts: Parts, schema: dict[str, Json], values: list[Sample], *, timed: bool) -> Iterator[Draft]:
    words = [str(sample.value) for sample in values]
    different = list(dict.fromkeys(words))
    if timed and "format" not in schema and _TIMED.fullmatch(parts[-1]) and all(map(_TIME.fullmatch, words)):
        yield _draft("time", (*parts, "format"), "unixtime", "The text holds seconds since 1970.", values)
    few = 1 < len(different) <= _FEW and len(words) > len(different)
    if "enum" not in schema and few and _LISTED.fullmatch(parts[-1]) and all(map(_WORD.fullmatch, words)):
        yield _draft("few-words", (*parts, "enum"), [*sorted(different)], "Answers hold one of a few words.", values)


def _draft(kind: str, parts: Parts, value: Json, because: str, values: list[Sample]) -> Draft:
    return Draft(
        kind=kind,
        title=f"{join(parts)} could be said",
        op="add",
        at=join(parts),
        value=value,
        because=because,
        sources=(f"{len(values)} recorded values, such as {values[0].place}",),
    )
