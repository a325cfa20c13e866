"""Fields of answers: unknown ones, nulls, types, values of enums, and those that are missing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Final

from codegen.fields import brief
from codegen.learn.inferring import infer, is_map
from codegen.learn.model import Finding, Lead
from codegen.learn.structure import finding, name_of
from codegen.learn.walking import Sample, Seen, allows, kind_of, required, type_of
from codegen.pointer import Json, Parts, copy, find, join
from codegen.propose import Draft
from codegen.propose.vocabulary import one_edit, squash
from codegen.repair.marking import unmarked
from codegen.rules import Config
from codegen.rules.walk import items, table, texts

_ALIKE: Final = 0.85
_KINDS: Final[tuple[str, ...]] = ("string", "integer", "number", "boolean", "array", "object")
_SECONDS: Final = re.compile(r"-?[0-9]+")
_WORD: Final = re.compile(r"[A-Za-z][A-Za-z _.:-]{0,39}|[a-z_]{1,40}")


def fields(document: dict[str, Json], seen: Seen, config: Config) -> Iterator[Lead]:
    """Find what answers hold and the spec does not allow.

    Args:
        document: A repaired document.
        seen: What was seen.
        config: Tells what may be null.

    Yields:
        Findings with repairs.
    """
    renamed: set[Parts] = set()
    unknown: dict[Parts, dict[str, list[Sample]]] = {}
    for (owner, key), samples in seen.unknown.items():
        unknown.setdefault(owner, {})[key] = samples
    for owner, held in unknown.items():
        if is_map(held):
            yield _map(document, owner, held)
        else:
            yield from (_unknown(document, seen, owner, key, samples, renamed) for key, samples in held.items())
    for parts, samples in seen.at.items():
        schema = find(document, parts)
        if isinstance(schema, dict):
            yield from _nulls(document, parts, schema, samples, config)
            if "$ref" not in schema:
                yield from _types(parts, schema, samples)
                yield from _enum(parts, schema, samples)
                yield from _times(parts, schema, samples)
                yield from _missing(document, parts, samples)


def _unknown(
    document: dict[str, Json], seen: Seen, owner: Parts, key: str, samples: list[Sample], renamed: set[Parts]
) -> Lead:
    place = (*owner, "properties", key)
    found = finding(
        "unknown-field", place, "is answered, and the spec does not know it", samples, _objects(seen, owner)
    )
    known = table(table(find(document, owner)).get("properties"))
    unseen = [name for name in known if (*owner, "properties", name) not in {*seen.at, *renamed}]
    near = next((name for name in unseen if _alike(name, key)), None)
    if near is not None:
        old = (*owner, "properties", near)
        renamed.add(old)
        expect: Json = {} if isinstance(known[near], dict) else known[near]
        return Lead(found, _Drafted(found, old).rename(expect, key))
    if "properties" not in table(find(document, owner)):
        return Lead(found)
    return Lead(found, _Drafted(found, place).add(infer(document, samples, key), "Answers hold this field."))


def _map(document: dict[str, Json], owner: Parts, held: dict[str, list[Sample]]) -> Lead:
    samples = [sample for values in held.values() for sample in values]
    found = finding("unknown-field", owner, "holds many fields, each named otherwise", samples, len(samples))
    place = (*owner, "additionalProperties")
    return Lead(found, _Drafted(found, place).add(infer(document, samples, ""), "The keys are data."))


def _objects(seen: Seen, owner: Parts) -> int:
    return sum(isinstance(sample.value, dict) for sample in seen.at.get(owner, ())) or 1


def _alike(name: str, key: str) -> bool:
    left, right = squash(name), squash(key)
    return left == right or one_edit(left, right) or bool(get_close_matches(left, [right], cutoff=_ALIKE))


def _nulls(
    document: dict[str, Json], parts: Parts, schema: dict[str, Json], samples: list[Sample], config: Config
) -> Iterator[Lead]:
    nulls = [sample for sample in samples if sample.value is None]
    if not nulls or _may_be_null(document, parts, schema, config):
        return
    found = finding("null", parts, "is null, and the spec does not allow it", nulls, len(samples))
    place = (*parts, "x-nullable")
    drafted = _Drafted(found, place)
    if "x-nullable" in schema:
        yield Lead(found, drafted.set(schema["x-nullable"], True, "Answers hold null here."))
    else:
        yield Lead(found, drafted.add(True, "Answers hold null here."))


def _may_be_null(document: dict[str, Json], parts: Parts, schema: dict[str, Json], config: Config) -> bool:
    if parts[0] == "definitions" and len(parts) == 2:
        return True  # judged where it is referred to
    if schema.get("x-nullable") is True or None in items(schema.get("enum")):
        return True
    if "x-anyOf" in parts[:-1] or parts[-2] == "allOf":
        return True
    rule = config.rules.nullable
    if rule is None or parts[-2] != "properties" or schema.get("x-nullable") is False or parts[0] == "paths":
        return _is_optional_of_answer(document, parts, schema, config)
    excepted = {parts[1], f"{parts[1]}.{parts[-1]}"}.intersection(rule.excepted)
    return not excepted and parts[-1] not in required(document, parts[:-2])


def _is_optional_of_answer(document: dict[str, Json], parts: Parts, schema: dict[str, Json], config: Config) -> bool:
    """Inside an inline answer: below its data the rule holds as in definitions; the data themselves are required."""
    if config.rules.nullable is None or schema.get("x-nullable") is False or parts[-2] != "properties":
        return False
    envelope = parts[-3] == "schema"
    return not envelope and parts[-1] not in required(document, parts[:-2])


def _types(parts: Parts, schema: dict[str, Json], samples: list[Sample]) -> Iterator[Lead]:
    declared = _declared(schema)
    values = [sample for sample in samples if sample.value is not None]
    wrong = [
        sample for sample in values if declared and not any(allows(kind, kind_of(sample.value)) for kind in declared)
    ]
    if not wrong:
        return
    kinds = sorted({kind_of(sample.value) for sample in wrong})
    text = f"is {' or '.join(kinds)}, and the spec says {' or '.join(declared)}"
    found = finding("type", parts, text, wrong, len(values))
    yield Lead(found, _retyped(parts, schema, declared, kinds, found, always=len(wrong) == len(values)))


def _retyped(
    parts: Parts, schema: dict[str, Json], declared: list[str], kinds: Sequence[str], found: Finding, *, always: bool
) -> Draft:
    if always and len(kinds) == 1 and "type" in schema and kinds[0] not in ("object", "array"):
        return _Drafted(found, (*parts, "type")).set(schema["type"], kinds[0], "Answers hold another type.")
    kept = {key: value for key, value in schema.items() if key in ("description", "x-nullable", "title")}
    options: list[Json] = [*items(copy(schema.get("x-anyOf")))] or [_option(kind) for kind in declared]
    options += [_option(kind) for kind in kinds]
    value: Json = {**kept, "x-anyOf": options}
    return _Drafted(found, parts).set(unmarked(copy(schema)), unmarked(value), "Answers hold both types.")


def _option(kind: str) -> dict[str, Json]:
    return {"type": "object", "additionalProperties": True} if kind == "object" else {"type": kind}


def _declared(schema: dict[str, Json]) -> list[str]:
    """Types that a schema allows; none when it does not say."""
    options = items(schema.get("x-anyOf"))
    if options:
        named = [type_of(table(option)) for option in options]
        return [kind for kind in named if isinstance(kind, str)] if all(isinstance(k, str) for k in named) else []
    kind = type_of(schema)
    return [kind] if isinstance(kind, str) and kind in _KINDS else []


def _enum(parts: Parts, schema: dict[str, Json], samples: list[Sample]) -> Iterator[Lead]:
    known = items(schema.get("enum"))
    wrong = [sample for sample in samples if known and isinstance(sample.value, str) and sample.value not in known]
    for value in dict.fromkeys(sample.value for sample in wrong if isinstance(sample.value, str)):
        hits = [sample for sample in wrong if sample.value == value]
        if not _WORD.fullmatch(value):
            # Whatever else stands in a text may be nobody's business.
            yield Lead(finding("enum", parts, "is a text that is not among the values", hits, len(samples)))
            continue
        found = finding("enum", parts, f"is {brief(value)}, which is not among the values", hits, len(samples))
        yield Lead(found, _Drafted(found, (*parts, "enum", "-")).add(value, "Answers hold this value."))


def _times(parts: Parts, schema: dict[str, Json], samples: list[Sample]) -> Iterator[Lead]:
    if schema.get("format") != "unixtime":
        return
    values = [sample for sample in samples if isinstance(sample.value, str)]
    wrong = [sample for sample in values if not _SECONDS.fullmatch(str(sample.value))]
    if wrong:
        found = finding("type", parts, "is a text that is no time in seconds", wrong, len(values))
        yield Lead(found, _Drafted(found, (*parts, "format")).remove("unixtime", "Answers hold other texts, too."))


def _missing(document: dict[str, Json], parts: Parts, samples: list[Sample]) -> Iterator[Lead]:
    objects = [sample for sample in samples if isinstance(sample.value, dict)]
    gone: dict[Parts, list[tuple[str, list[Sample]]]] = {}
    for name, owner in required(document, parts).items():
        hits = [sample for sample in objects if name not in table(sample.value)]
        if hits:
            gone.setdefault(owner, []).append((name, hits))
    for owner, lacking in gone.items():
        names = [name for name, _ in lacking]
        hits = max((found for _, found in lacking), key=len)
        words = f"{' and '.join(map(repr, names))} {'is' if len(names) == 1 else 'are'} required and missing"
        found = finding("missing-field", (*owner, "required"), words, hits, len(objects))
        old = table(find(document, owner))["required"]
        rest: list[Json] = [name for name in texts(old) if name not in names]
        drafted = _Drafted(found, (*owner, "required"))
        yield Lead(found, drafted.set(old, rest, "Answers leave it out.") if rest else drafted.remove(old))


class _Drafted:
    """Writes drafts that settle a finding."""

    def __init__(self, found: Finding, parts: Parts) -> None:
        self._found = found
        self._at = join(parts)
        self._title = f"{name_of(parts) or parts[-1]} {found.detail}"

    def rename(self, expect: Json, to: str) -> Draft:
        """The place is called otherwise."""
        return Draft(
            kind="learned-name",
            title=self._title,
            op="rename",
            at=self._at,
            match="kind",
            expect=expect,
            to=to,
            because=f"Answers call it `{to}`.",
            sources=(self._found.evidence,),
        )

    def add(self, value: Json, because: str) -> Draft:
        """Something is there that the spec lacks."""
        kind, sources = f"learned-{self._found.kind}", (self._found.evidence,)
        return Draft(kind=kind, title=self._title, op="add", at=self._at, value=value, because=because, sources=sources)

    def set(self, expect: Json, value: Json, because: str) -> Draft:
        """Something else is there."""
        return Draft(
            kind=f"learned-{self._found.kind}",
            title=self._title,
            op="set",
            at=self._at,
            expect=expect,
            value=value,
            because=because,
            sources=(self._found.evidence,),
        )

    def remove(self, expect: Json, because: str = "Answers leave it out.") -> Draft:
        """It is not so."""
        return Draft(
            kind=f"learned-{self._found.kind}",
            title=self._title,
            op="remove",
            at=self._at,
            expect=expect,
            because=because,
            sources=(self._found.evidence,),
        )
