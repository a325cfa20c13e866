"""Where things stand: schemas, parameters and answers of a Swagger 2.0 document, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from codegen.pointer import MISSING, Json, Missing, Parts, find
from codegen.rules import Config
from codegen.rules.walk import Spot, follow, is_success, items, spots, table


@dataclass(frozen=True, slots=True, eq=False)
class ParameterPlace:
    """A parameter where it is written out.

    Attributes:
        parts: The place; it selects by name where that is enough.
        parameter: The parameter.
    """

    parts: Parts
    parameter: dict[str, Json]

    @property
    def name(self) -> str:
        """Its name; empty when it has none."""
        name = self.parameter.get("name")
        return name if isinstance(name, str) else ""


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """What an operation answers when all goes well.

    Attributes:
        spot: The operation.
        response: Place of the response.
        schema: The whole schema, followed; empty when the response has none.
        data: Place of the data's schema.
        held: The data's schema, as it stands there.
    """

    spot: Spot
    response: Parts
    schema: dict[str, Json]
    data: Parts
    held: dict[str, Json]


def schemas(document: dict[str, Json]) -> Iterator[tuple[Parts, dict[str, Json]]]:
    """All schemas with their places.

    Args:
        document: A Swagger 2.0 document.

    Yields:
        Place and schema; those inside a schema follow it.
    """
    for name, schema in table(document.get("definitions")).items():
        yield from _inside(("definitions", name), schema)
    for parts in _holders(document):
        yield from _inside((*parts, "schema"), table(find(document, parts)).get("schema"))


def _holders(document: dict[str, Json]) -> Iterator[Parts]:
    for name in table(document.get("responses")):
        yield ("responses", name)
    for place in parameter_places(document):
        yield place.parts
    for spot in spots(document):
        for status in table(spot.operation.get("responses")):
            yield ("paths", spot.path, spot.method, "responses", status)


def _inside(parts: Parts, schema: Json) -> Iterator[tuple[Parts, dict[str, Json]]]:
    if not isinstance(schema, dict):
        return
    yield parts, schema
    for name, child in table(schema.get("properties")).items():
        yield from _inside((*parts, "properties", name), child)
    for key in ("items", "additionalProperties"):
        yield from _inside((*parts, key), schema.get(key))
    for key in ("allOf", "x-anyOf"):
        for index, child in enumerate(items(schema.get(key))):
            yield from _inside((*parts, key, str(index)), child)


def parameter_places(document: dict[str, Json]) -> Iterator[ParameterPlace]:
    """All parameters with their places; those that refer to a shared one are left out.

    Args:
        document: A Swagger 2.0 document.

    Yields:
        Shared ones first, then those of paths and operations.
    """
    for name, entry in table(document.get("parameters")).items():
        if isinstance(entry, dict):
            yield ParameterPlace(("parameters", name), entry)
    for path, item in table(document.get("paths")).items():
        yield from _listed(("paths", path, "parameters"), table(item).get("parameters"))
    for spot in spots(document):
        holder = ("paths", spot.path, spot.method, "parameters")
        yield from _listed(holder, spot.operation.get("parameters"))


def _listed(parts: Parts, entries: Json | Missing) -> Iterator[ParameterPlace]:
    everything = items(entries)
    names = [table(entry).get("name") for entry in everything]
    for index, entry in enumerate(everything):
        if isinstance(entry, dict) and "$ref" not in entry:
            name = entry.get("name")
            plain = isinstance(name, str) and names.count(name) == 1 and not set(name) & set(",=")
            yield ParameterPlace((*parts, f"name={name}" if plain else str(index)), entry)


def answers(document: dict[str, Json], config: Config) -> Iterator[Answer]:
    """The first successful answer of each operation.

    Args:
        document: A repaired Swagger 2.0 document.
        config: Tells how answers are wrapped.

    Yields:
        Answers in the order of the document.
    """
    for spot in spots(document):
        statuses = sorted(status for status in table(spot.operation.get("responses")) if is_success(status))
        if statuses:
            yield answer_of(document, spot, statuses[0], config)


def answer_of(document: dict[str, Json], spot: Spot, status: str, config: Config) -> Answer:
    """What an operation answers with one status.

    Args:
        document: A repaired Swagger 2.0 document.
        spot: The operation.
        status: Key of the response.
        config: Tells how answers are wrapped.
    """
    response = ("paths", spot.path, spot.method, "responses", status)
    written = table(table(find(document, response)).get("schema"))
    schema = table(follow(document, written))
    keys = config.rules.envelope.data_keys if config.rules.envelope else ("data",)
    held = table(schema.get("properties"))
    key = next((key for key in keys if key in held), "")
    if key and "$ref" not in written:
        return Answer(spot, response, schema, (*response, "schema", "properties", key), table(held[key]))
    return Answer(spot, response, schema, (*response, "schema"), written)


def listed_item(document: dict[str, Json], answer: Answer) -> Json | Missing:
    """What a list answers: the schema of its items; nothing when the answer is no list.

    Args:
        document: The document.
        answer: One of its answers.

    Returns:
        The schema, as it stands there.
    """
    data = table(follow(document, answer.held))
    return data.get("items", {}) if data.get("type") == "array" else MISSING


def tail(path: str) -> tuple[str, ...]:
    """The literal segments at the end of a path, ``("media", "recent")``.

    Args:
        path: A path template.

    Returns:
        What follows the last parameter.
    """
    ending: list[str] = []
    for part in reversed([part for part in path.split("/") if part]):
        if "{" in part:
            break
        ending.insert(0, part)
    return tuple(ending)
