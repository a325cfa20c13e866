"""Rules about the plain form of a document: status codes, types, formats, tags, summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from codegen.errors import FindingError
from codegen.pointer import Json, join
from codegen.rules.config import IntegerFormat, Rule, Security
from codegen.rules.walk import Note, Spot, all_schemas, items, parameter_entries, shared, spots, table, texts, unknown

_STATUS: Final = re.compile(r"[1-5][0-9]{2}|default|x-.*")
_LINK: Final = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKUP: Final = re.compile(r"(\*\*|__)(.+?)\1|(`+)(.+?)\3|\*(\S[^*]*)\*|(?<!\w)_(\S[^_]*)_(?!\w)")
_BLOCK: Final = re.compile(r"\n\s*\n|\n\s*(?:[*+-]|\d+[.)])\s+|\n\s*```")
_SENTENCE: Final = re.compile(r"(.+?[.!?])(?:\s|$)", re.DOTALL)
_ABBREVIATION: Final = re.compile(r"\b(?:e\.?g|i\.?e|etc|vs|approx|no|[A-Z])\.$", re.IGNORECASE)


def response_codes(document: dict[str, Json], rule: Rule, notes: list[Note]) -> None:
    """Response keys are three digits or ``default``, as text: other readers of YAML would make integers of them."""
    for spot in spots(document):
        for status in table(spot.operation.get("responses")):
            if not _STATUS.fullmatch(status):
                raise FindingError(
                    f"{status!r} is no status code",
                    pointer=join(("paths", spot.path, spot.method, "responses", status)),
                    remedy="repair it: a number from 100 to 599, or 'default'",
                )


def object_type(document: dict[str, Json], rule: Rule, notes: list[Note]) -> None:
    """A schema with properties is an object, also where it does not say so: without a type, anything is valid."""
    for schema in all_schemas(document):
        if "properties" in schema and "type" not in schema and "$ref" not in schema:
            schema["type"] = "object"


def integer_format(document: dict[str, Json], rule: IntegerFormat, notes: list[Note]) -> None:
    """Integers say how long they are: counts and times outgrow 32 bits, which is what some generators assume."""
    for holder in (*all_schemas(document), *_flat_values(document)):
        if holder.get("type") == "integer" and "format" not in holder:
            holder["format"] = rule.format


def _flat_values(document: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """Parameters and headers, which have no schema but are much like one, and the items of those that are lists."""
    holders = [document, *(spot.operation for spot in spots(document))]
    holders += [item for item in table(document.get("paths")).values() if isinstance(item, dict)]
    for holder in holders:
        values = parameter_entries(holder)
        for response in table(holder.get("responses")).values():
            values += [header for header in table(table(response).get("headers")).values() if isinstance(header, dict)]
        for value in values:
            inside: Json = value
            while isinstance(inside, dict):
                yield inside
                inside = inside.get("items")


def tags(document: dict[str, Json], rule: Rule, notes: list[Note]) -> None:
    """An operation has one tag, and it is declared: a second tag would give it two homes on the client.

    The first tag stays. An untagged operation is filed by the first literal segment of its path.
    """
    declared = document.setdefault("tags", [])
    entries = items(declared)
    names = [str(table(entry).get("name")) for entry in entries]
    for spot in spots(document):
        own = texts(spot.operation.get("tags"))
        tag = own[0] if own else _filed(spot, names)
        if len(own) != 1:
            code, why = ("tags.first", f"of {', '.join(own)}") if own else ("tags.filed", "by its path")
            notes.append(Note(spot.name, code, f"filed under {tag}, {why}"))
        spot.operation["tags"] = [tag]
        if tag not in names:
            names.append(tag)
            entries.append({"name": tag})
            notes.append(Note(spot.name, "tags.declared", f"declared {tag}, which is used"))


def _filed(spot: Spot, known: list[str]) -> str:
    literal = next((part for part in spot.path.split("/") if part and "{" not in part), "default")
    return next((name for name in known if name.lower() == literal.lower()), literal[:1].upper() + literal[1:])


def summary(document: dict[str, Json], rule: Rule, notes: list[Note]) -> None:
    """An operation has a one-line summary: the first sentence of its description, without Markdown."""
    for spot in spots(document):
        description = spot.operation.get("description")
        if "summary" in spot.operation:
            continue
        if isinstance(description, str) and (line := first_sentence(description)):
            spot.operation["summary"] = line
        else:
            notes.append(Note(spot.name, "summary.none", "has no description to take a summary from"))


def first_sentence(markdown: str) -> str:
    """The first sentence of a text.

    Args:
        markdown: The text.

    Returns:
        One line without markup, ended by a full stop where it had no end.
    """
    block = _BLOCK.split(markdown.strip(), maxsplit=1)[0]
    line = _MARKUP.sub(r"\2\4\5\6", _LINK.sub(r"\1", " ".join(block.split())))
    for match in _SENTENCE.finditer(line):
        head = line[: match.end()].rstrip()
        if not _ABBREVIATION.search(head):
            return head
    return f"{line.rstrip(' :;,')}." if line else ""


def security(document: dict[str, Json], rule: Security, notes: list[Note], file: str) -> None:
    """A token that travels as a parameter is declared so: OAuth 2 alone would mean an ``Authorization`` header."""
    schemes = shared(document, "securityDefinitions")
    for name, parameter in rule.tokens.items():
        scheme = schemes.get(name)
        if not isinstance(scheme, dict):
            raise unknown("security scheme", name, list(schemes), key="rules.security.tokens", file=file)
        scheme["x-token-parameter"] = parameter
