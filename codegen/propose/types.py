"""Types that look wrong: of an id, or of a parameter that has another type wherever else it stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from codegen.pointer import Json, Parts, join
from codegen.propose.model import Draft
from codegen.propose.places import parameter_places, schemas
from codegen.rules import Config
from codegen.rules.walk import table

_ID = re.compile(r"(?:.*[-_])?id|[a-z0-9]+Id|ID|.*[a-z]ID")
_SCALARS = ("string", "integer", "number")
_SHARE = 0.8
_OTHERS = 3


def ids(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Ids that are numbers where the others are texts, or the other way round.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    everything = [*_fields(document), *_parameters(document)]
    found = [(parts, schema) for parts, name, schema in everything if _ID.fullmatch(name)]
    yield from _odd_ones(found, "id-type", "an id", "ids")


def parameters(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Parameters whose namesakes all have another type.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    by_name: dict[str, list[tuple[Parts, dict[str, Json]]]] = {}
    for parts, name, parameter in _parameters(document):
        if parameter.get("in") == "query" and not _ID.fullmatch(name):
            by_name.setdefault(name, []).append((parts, parameter))
    for name, found in by_name.items():
        yield from _odd_ones(found, "parameter-type", f"parameter {name!r}", f"parameters {name!r}", share=1.0)


def _fields(document: dict[str, Json]) -> Iterator[tuple[Parts, str, dict[str, Json]]]:
    for parts, schema in schemas(document):
        for name, child in table(schema.get("properties")).items():
            if isinstance(child, dict) and child.get("type") in _SCALARS:
                yield (*parts, "properties", name), name, child


def _parameters(document: dict[str, Json]) -> Iterator[tuple[Parts, str, dict[str, Json]]]:
    for place in parameter_places(document):
        if place.parameter.get("type") in _SCALARS:
            yield place.parts, place.name, place.parameter


def _odd_ones(
    found: list[tuple[Parts, dict[str, Json]]], kind: str, one: str, many: str, share: float = _SHARE
) -> Iterator[Draft]:
    types = Counter(str(schema["type"]) for _, schema in found)
    for parts, schema in found:
        others = types - Counter([str(schema["type"])])
        usual, count = others.most_common(1)[0] if others else ("", 0)
        enough = count >= _OTHERS and count >= share * others.total()
        if enough and usual != schema["type"] and types[usual] > types[str(schema["type"])]:
            yield _draft(parts, str(schema["type"]), usual, f"{count} of {others.total()} other {many}", kind, one)


def _draft(parts: Parts, found: str, usual: str, others: str, kind: str, one: str) -> Draft:
    return Draft(
        kind=kind,
        title=f"{parts[-1].removeprefix('name=')} is {one} of type {found}, where {others} have type {usual}",
        op="set",
        at=join((*parts, "type")),
        expect=found,
        value=usual,
        because=f"{one[0].upper()}{one[1:]} is of type {usual}, as everywhere else.",
        sources=(f"the document itself: {others} have type {usual}",),
    )
