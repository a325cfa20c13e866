"""Inline objects and enums become definitions, because what has a name in the document has one in the program."""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.errors import FindingError
from codegen.pointer import Json, same
from codegen.repair.marking import unmarked
from codegen.rules.config import Hoist
from codegen.rules.walk import Note, is_success, items, shared, spots, table, texts, unknown
from codegen.rules.words import pascal


@dataclass(slots=True, eq=False)
class _Hoisting:
    """One run: what was hoisted from where, so that two places cannot take one name unnoticed."""

    definitions: dict[str, Json]
    names: dict[str, str]
    notes: list[Note]
    file: str
    given: frozenset[str] = frozenset()
    originals: dict[str, Json] = field(default_factory=dict[str, Json])
    places: dict[str, str] = field(default_factory=dict[str, str])
    met: set[str] = field(default_factory=set[str])


def hoist(document: dict[str, Json], rule: Hoist, notes: list[Note], file: str) -> None:
    """Inline objects and string enums become definitions called ``<Parent><Property>``.

    The name depends on the place alone, so an inline schema added elsewhere changes no other name. Equal schemas at
    two places stay two definitions, unless ``same`` names them.
    """
    definitions = shared(document, "definitions")
    names = {place: name for name, places in rule.same.items() for place in places}
    run = _Hoisting(definitions, names, notes, file, frozenset(definitions))
    run.originals = {name: unmarked(schema) for name, schema in definitions.items()}
    for name in list(definitions):
        schema = definitions[name]
        if isinstance(schema, dict):
            _inside(run, schema, name, name)
    _responses(document, run)
    for place in names:
        if place not in run.met:
            raise unknown("inline schema", place, sorted(run.met), key="rules.hoist.same", file=file)


def _responses(document: dict[str, Json], run: _Hoisting) -> None:
    """Answers that no envelope has named yet."""
    for spot in spots(document):
        answers = table(spot.operation.get("responses"))
        first = min(filter(is_success, answers), default="")
        for status, response in answers.items():
            schema = table(response).get("schema")
            if isinstance(response, dict) and isinstance(schema, dict) and _has_inline(schema):
                name = f"{pascal(spot.id)}Response{'' if status == first else pascal(status)}"
                response["schema"] = _replace(run, schema, name, f"{spot.id}.{status}")
    for key, response in shared(document, "responses").items():
        schema = table(response).get("schema")
        if isinstance(response, dict) and isinstance(schema, dict):
            response["schema"] = _replace(run, schema, f"{pascal(key)}Response", f"responses.{key}")


def _has_inline(schema: Json) -> bool:
    return isinstance(schema, dict) and (_is_inline(schema) or _has_inline(schema.get("items")))


def _inside(run: _Hoisting, schema: dict[str, Json], parent: str, place: str) -> None:
    properties = table(schema.get("properties"))
    for key, value in properties.items():
        properties[key] = _replace(run, value, f"{parent}{pascal(key)}", f"{place}.{key}")
    if isinstance(schema.get("items"), dict):
        schema["items"] = _replace(run, schema["items"], f"{parent}Item", f"{place}.items")
    if isinstance(schema.get("additionalProperties"), dict):
        schema["additionalProperties"] = _replace(
            run, schema["additionalProperties"], f"{parent}Value", f"{place}.values"
        )
    for member in items(schema.get("allOf")):
        if isinstance(member, dict):
            _inside(run, member, parent, place)


def _replace(run: _Hoisting, value: Json, name: str, place: str) -> Json:
    if not isinstance(value, dict) or "$ref" in value:
        return value
    if not _is_inline(value):
        _inside(run, value, name, place)
        return value
    run.met.add(place)
    reference: dict[str, Json] = {}
    if "x-nullable" in value:
        # The place can be null, not the thing: another place may refer to it.
        reference["x-nullable"] = value.pop("x-nullable")
    reference["$ref"] = f"#/definitions/{_define(run, value, name, place)}"
    return reference


def _define(run: _Hoisting, schema: dict[str, Json], name: str, place: str) -> str:
    chosen = run.names.get(place)
    original = unmarked(schema)
    name = chosen or (f"{name}Inline" if name in run.given else name)
    known = run.originals.get(name)
    if known is None:
        run.originals[name], run.places[name] = original, place
        run.definitions[name] = schema
        _inside(run, schema, name, place)
        if name.endswith("Inline") and not chosen:
            run.notes.append(Note(place, "hoist.renamed", f"called {name}, as the shorter name is taken"))
    elif chosen is None or not same(known, original):
        _refuse(run, name, place, chosen is not None)
    return name


def _refuse(run: _Hoisting, name: str, place: str, chosen: bool) -> None:
    other = run.places.get(name, f"the definition {name}")
    if chosen:
        raise FindingError(
            f"rules.hoist.same.{name}: {place} and {other} differ",
            file=run.file,
            remedy="give the place a name of its own, or make both the same by a repair",
        )
    raise FindingError(
        f"{place} and {other} would both be called {name!r}",
        file=run.file,
        remedy=f"name one of them in [rules.hoist]: same = {{ OtherName = ['{place}'] }}",
    )


def _is_inline(schema: dict[str, Json]) -> bool:
    values = items(schema.get("enum"))
    is_enum = schema.get("type", "string") == "string" and bool(values) and len(texts(values)) == len(values)
    # An allOf of a single $ref is a $ref with something said about it, no new object.
    members = [member for member in items(schema.get("allOf")) if isinstance(member, dict)]
    wraps = len(members) == 1 and "$ref" in members[0]
    return is_enum or bool(schema.get("properties")) or (bool(members) and not wraps)
