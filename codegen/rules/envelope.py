"""Envelopes: every successful answer becomes a named definition that holds the data, its status, and the cursors."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.errors import FindingError
from codegen.pointer import Json, Missing, copy, copy_table
from codegen.repair.marking import MARK
from codegen.rules.config import Envelope, Pagination, Style
from codegen.rules.walk import (
    Note,
    Spot,
    add_definitions,
    check_refs,
    follow,
    is_success,
    nested,
    parameters,
    shared,
    spots,
    table,
    texts,
    unknown,
)
from codegen.rules.words import pascal


@dataclass(frozen=True, slots=True, eq=False)
class _Wrapping:
    """One answer on its way into an envelope."""

    rule: Envelope
    spot: Spot
    name: str
    properties: dict[str, Json]
    required: list[str]
    marks: Json | Missing
    description: str


def envelope(
    document: dict[str, Json], rule: Envelope, pagination: Pagination | None, notes: list[Note], file: str
) -> None:
    """Successful answers are wrapped, whatever the spec says of each: in a named definition, so that models have names.

    An inline object with the data key is an envelope already; any other schema is the data. ``pagination`` may be
    absent or empty, because the last page of a list has nothing to point to.
    """
    known = [spot.name for spot in spots(document)]
    for name in rule.excepted:
        if name not in known:
            raise unknown("operation", name, known, key="rules.envelope.except", file=file)
    for spot in list(spots(document)):
        if spot.name not in rule.excepted:
            _wrap_operation(document, spot, rule, pagination, notes)
    add_definitions(document, rule.definitions, key="rules.envelope.definitions", file=file)
    check_refs(document, rule.meta_schema, key="rules.envelope.meta", file=file)


def _wrap_operation(
    document: dict[str, Json], spot: Spot, rule: Envelope, pagination: Pagination | None, notes: list[Note]
) -> None:
    answers = table(spot.operation.get("responses"))
    statuses = sorted(status for status in answers if is_success(status) and status not in ("204", "205"))
    shape: dict[str, Json] = {"style": rule.style, "data": rule.data, "meta": rule.meta, "pagination": ""}
    for nth, status in enumerate(statuses):
        response = copy_table(table(follow(document, answers[status])))
        name = f"{pascal(spot.id)}Response{'' if nth == 0 else status}"
        wrapping = _open(document, spot, rule, name, response, notes)
        style = _style(document, wrapping, pagination)
        _put(document, wrapping, style, pagination, notes)
        response["schema"] = {"$ref": f"#/definitions/{name}"}
        answers[status] = response
        if rule.pagination in wrapping.properties:
            shape["pagination"] = rule.pagination
        if style is not None:
            spot.operation["x-pagination"] = _declared(document, spot, style)
    if not statuses:
        notes.append(Note(spot.name, "envelope.no-success", "declares no successful answer with a body"))
    else:
        spot.operation["x-envelope"] = shape


def _open(
    document: dict[str, Json], spot: Spot, rule: Envelope, name: str, response: dict[str, Json], notes: list[Note]
) -> _Wrapping:
    schema = response.get("schema")
    text = f"Answer of {spot.name}."
    if not isinstance(schema, dict):
        notes.append(Note(spot.name, "envelope.no-schema", "declares no answer: its data can be any object"))
        return _Wrapping(rule, spot, name, {rule.data: {"type": "object"}}, [], None, text)
    target = table(follow(document, schema))
    held = table(target.get("properties"))
    text = str(target.get("description", text))
    inline = "$ref" not in schema
    if rule.data in held and (inline or rule.meta in held):
        return _Wrapping(rule, spot, name, copy_table(held), texts(target.get("required")), target.get(MARK), text)
    if inline and held and set(held) <= {rule.meta, rule.pagination}:
        notes.append(Note(spot.name, "envelope.no-data", "declares no data: it can be any object, or null"))
        empty: dict[str, Json] = {"type": "object", "x-nullable": True}
        return _Wrapping(rule, spot, name, {rule.data: empty, **held}, [], schema.get(MARK), text)
    return _Wrapping(rule, spot, name, {rule.data: schema}, [], None, f"Answer of {spot.name}.")


def _put(
    document: dict[str, Json],
    wrapping: _Wrapping,
    style: Style | None,
    pagination: Pagination | None,
    notes: list[Note],
) -> None:
    rule, properties = wrapping.rule, wrapping.properties
    if rule.meta:
        properties[rule.meta] = copy_table(rule.meta_schema)
    if style is not None and pagination is not None:
        _note_lost_keys(document, wrapping, style, notes)
        properties[rule.pagination] = {"$ref": f"#/definitions/{_define(document, style, pagination)}"}
    required = [key for key in (rule.meta, rule.data) if key]
    schema: dict[str, Json] = {
        "type": "object",
        "description": wrapping.description,
        "required": [*dict.fromkeys((*required, *wrapping.required))],
        "properties": properties,
    }
    if not isinstance(wrapping.marks, Missing) and wrapping.marks is not None:
        schema[MARK] = wrapping.marks
    definitions = shared(document, "definitions")
    if wrapping.name in definitions and not _is_own(document, wrapping):
        raise FindingError(
            f"the answer of {wrapping.spot.name} would be called {wrapping.name!r}, which is another definition",
            pointer=f"/definitions/{wrapping.name}",
            remedy="rename that definition by a repair, or name the operation in [rules.operation-ids]",
        )
    definitions[wrapping.name] = schema


def _is_own(document: dict[str, Json], wrapping: _Wrapping) -> bool:
    """Whether the definition in the way is the answer's own one, brought by the spec itself."""
    ref = f"#/definitions/{wrapping.name}"
    uses = [
        (spot, schema)
        for spot in spots(document)
        for response in table(spot.operation.get("responses")).values()
        for schema in nested(table(response).get("schema"))
        if schema.get("$ref") == ref
    ]
    return bool(uses) and all(spot.operation is wrapping.spot.operation for spot, _ in uses)


def _style(document: dict[str, Json], wrapping: _Wrapping, pagination: Pagination | None) -> Style | None:
    rule, spot = wrapping.rule, wrapping.spot
    data = table(follow(document, wrapping.properties.get(rule.data)))
    if pagination is None or (data.get("type") != "array" and rule.pagination not in wrapping.properties):
        return None
    names = {name for place, name in parameters(document, spot) if place == "query"}
    for style in pagination.styles:
        if names.issuperset(style.parameters) if style.parameters else rule.pagination in wrapping.properties:
            return style
    return None


def _declared(document: dict[str, Json], spot: Spot, style: Style) -> dict[str, Json]:
    has_newer = ("query", style.newer_parameter) in parameters(document, spot)
    return {
        "style": style.name,
        "next-key": style.next_key,
        "next-parameter": style.next_parameter,
        "newer-key": style.newer_key,
        "newer-parameter": style.newer_parameter if has_newer else "",
    }


def _define(document: dict[str, Json], style: Style, pagination: Pagination) -> str:
    name = f"{pascal(style.name)}Pagination"
    cursor: dict[str, Json] = {"x-anyOf": [{"type": "string"}, {"type": "integer"}]}
    properties: dict[str, Json] = {key: copy(pagination.schemas.get(key, cursor)) for key in style.keys}
    schema: dict[str, Json] = {"type": "object", "properties": properties}
    if style.description:
        schema["description"] = style.description
    add_definitions(document, {name: schema}, key=f"rules.pagination.styles.{style.name}", file="codegen.toml")
    return name


def _note_lost_keys(document: dict[str, Json], wrapping: _Wrapping, style: Style, notes: list[Note]) -> None:
    own = table(follow(document, wrapping.properties.get(wrapping.rule.pagination)))
    lost = [key for key in table(own.get("properties")) if key not in style.keys]
    if lost:
        text = f"declares {', '.join(lost)} in its cursors, which style {style.name} lacks: add them to its 'keys'"
        notes.append(Note(wrapping.spot.name, "pagination.lost-key", text))
