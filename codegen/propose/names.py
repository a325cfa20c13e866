"""Names that look wrong: misprints, spellings that only one place has, punctuation, capitals."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.pointer import Json, Parts, join
from codegen.propose.model import Draft
from codegen.propose.places import ParameterPlace, parameter_places, schemas
from codegen.propose.vocabulary import Vocabulary, read_vocabulary
from codegen.rules import Config
from codegen.rules.walk import table

_PUNCTUATION = ":;,.!? \t\n'\"`"
_RARE = 2
"""A spelling that more places have than this is a habit, no slip."""


def punctuation(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Keys and names that end in punctuation.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    for parts, schema in schemas(document):
        properties = table(schema.get("properties"))
        for name, child in properties.items():
            plain = name.strip(_PUNCTUATION)
            if plain and plain != name and plain not in properties:
                yield _renamed((*parts, "properties", name), plain, child, "punctuation", "with punctuation around it")
    for place in parameter_places(document):
        plain = place.name.strip(_PUNCTUATION)
        if plain and plain != place.name:
            yield _parameter(place, plain, "punctuation", "has punctuation around it", "a name is a word")


def _renamed(parts: Parts, to: str, found: Json, kind: str, words: str, source: str = "") -> Draft:
    expect: Json = {} if isinstance(found, dict) else found
    return Draft(
        kind=kind,
        title=f"property {parts[-1]!r} {words}; {to!r} is meant",
        op="rename",
        at=join(parts),
        match="kind",
        expect=expect,
        to=to,
        because=f"The name is `{to}`.",
        sources=(source or f"the document itself: no other name ends like {parts[-1]!r}",),
    )


def _parameter(place: ParameterPlace, to: str, kind: str, words: str, source: str) -> Draft:
    return Draft(
        kind=kind,
        title=f"parameter {place.name!r} {words}; {to!r} is meant",
        op="set",
        at=join((*place.parts, "name")),
        expect=place.name,
        value=to,
        because=f"The name is `{to}`.",
        sources=(f"the document itself: {source}",),
    )


def capitals(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Parameters in capitals whose name is written small elsewhere.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    known = read_vocabulary(document)
    small = {place.name for place in parameter_places(document)} | set(known.properties) | set(known.texts)
    for place in parameter_places(document):
        name, lower = place.name, place.name.lower()
        # Headers are one name in any case.
        if len(name) > 1 and name.isupper() and lower in small and place.parameter.get("in") != "header":
            yield _parameter(place, lower, "capitals", "is in capitals", f"elsewhere it is {lower!r}")


def spellings(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Properties that nearly all other places spell another way, as ``user_name`` beside ``username``.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    known = read_vocabulary(document)
    best = {name: group[0] for group in known.spellings().values() for name in group[1:]}
    for parts, schema in schemas(document):
        properties = table(schema.get("properties"))
        for name, child in properties.items():
            right = best.get(name, name)
            if right not in properties and _is_slip(known, name, right):
                source = f"the document itself: {known.properties[right]} other objects have {right!r}"
                yield _renamed((*parts, "properties", name), right, child, "spelling", "is spelt so here only", source)


def _is_slip(known: Vocabulary, name: str, right: str) -> bool:
    rare = known.properties[name] <= _RARE
    return rare and known.weight(name) < known.weight(right) and known.properties[right] > 1


def misprints(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Names of properties and parameters with one misprinted word.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    known = read_vocabulary(document)
    for parts, schema in schemas(document):
        properties = table(schema.get("properties"))
        for name, child in properties.items():
            right = known.corrected(name)
            if right and right not in properties:
                source = f"the document itself: its other names have {right!r} or the same word"
                yield _renamed((*parts, "properties", name), right, child, "misprint", "looks misprinted", source)
    for place in parameter_places(document):
        right = known.corrected(place.name)
        if right and place.parameter.get("in") not in ("path", "header"):
            yield _parameter(place, right, "misprint", "looks misprinted", f"elsewhere it is {right!r}")
