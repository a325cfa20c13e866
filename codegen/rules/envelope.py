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
    """One answer on its way into an envelope; ``data`` is empty where all of it, or nothing, is the data."""

    rule: Envelope
    spot: Spot
    name: str
    properties: dict[str, Json]
    required: list[str]
    marks: Json | Missing
    description: str
    data: str

    @property
    def nothing(self) -> bool:
        """Whether it holds no data: only what every answer holds."""
        return not self.data and not self.properties.keys() - {self.rule.meta, self.rule.pagination}


def envelope(
    document: dict[str, Json], rule: Envelope, pagination: Pagination | None, notes: list[Note], file: str
) -> None:
    """Successful answers are wrapped, whatever the spec says of each: in a named definition, so that models have names.

    An inline object with the data key is an envelope already; any other schema is the data, or, where fields stand
    beside the status, holds it as a whole. ``pagination`` may be absent or empty, because the last page of a list has
    nothing to point to.
    """
    known = [spot.name for spot in spots(document)]
    for key, names in (("except", rule.excepted), ("meta-optional", rule.meta_optional)):
        for name in names:
            if name not in known:
                raise unknown("operation", name, known, key=f"rules.envelope.{key}", file=file)
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
        if nth == 0:
            shape |= {"data": wrapping.data} | ({"nothing": True} if wrapping.nothing else {})
        if _is_finished(wrapping, response):
            continue
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
    if rule.flat:
        return _open_flat(document, spot, rule, name, response)
    schema = response.get("schema")
    text = f"Answer of {spot.name}."
    if not isinstance(schema, dict):
        notes.append(Note(spot.name, "envelope.no-schema", "declares no answer: its data can be any object"))
        return _Wrapping(rule, spot, name, {rule.data: {"type": "object"}}, [], None, text, rule.data)
    target = table(follow(document, schema))
    held = table(target.get("properties"))
    text = str(target.get("description", text))
    inline = "$ref" not in schema
    key = next((key for key in rule.data_keys if key in held), None)
    if key is not None and (inline or rule.meta in held):
        return _Wrapping(rule, spot, name, copy_table(held), texts(target.get("required")), target.get(MARK), text, key)
    if inline and held and set(held) <= {rule.meta, rule.pagination}:
        notes.append(Note(spot.name, "envelope.no-data", "declares no data: it can be any object, or null"))
        empty: dict[str, Json] = {"type": "object", "x-nullable": True}
        return _Wrapping(rule, spot, name, {rule.data: empty, **held}, [], schema.get(MARK), text, rule.data)
    return _Wrapping(rule, spot, name, {rule.data: schema}, [], None, f"Answer of {spot.name}.", rule.data)


def _open_flat(
    document: dict[str, Json], spot: Spot, rule: Envelope, name: str, response: dict[str, Json]
) -> _Wrapping:
    """An answer whose fields stand beside the status; a list or a text there is the data and gets a key."""
    schema = response.get("schema")
    target = table(follow(document, schema)) if isinstance(schema, dict) else {}
    text = str(target.get("description", f"Answer of {spot.name}."))
    held, required = table(target.get("properties")), texts(target.get("required"))
    if isinstance(schema, dict) and not held and target.get("type", "object") != "object":
        return _Wrapping(rule, spot, name, {rule.data: schema}, [], None, text, rule.data)
    key = next((key for key in rule.data_keys if key in held), "")
    return _Wrapping(rule, spot, name, copy_table(held), required, target.get(MARK), text, key)


def _is_finished(wrapping: _Wrapping, response: dict[str, Json]) -> bool:
    """Whether the answer is a definition that says its status itself: it keeps its name."""
    whole = not wrapping.data and not wrapping.nothing
    return whole and "$ref" in table(response.get("schema")) and wrapping.rule.meta in wrapping.properties


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
        _put_cursors(document, wrapping, style, pagination, notes)
    needs_meta = wrapping.spot.name not in rule.meta_optional
    required = [key for key in (rule.meta if needs_meta else "", wrapping.data) if key]
    schema: dict[str, Json] = {
        "type": "object",
        "description": wrapping.description,
        "required": [*dict.fromkeys((*required, *wrapping.required))],
        "properties": properties,
    }
    if not schema["required"]:
        # An empty list is refused by validators of Swagger 2.0.
        del schema["required"]
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


def _put_cursors(
    document: dict[str, Json], wrapping: _Wrapping, style: Style, pagination: Pagination, notes: list[Note]
) -> None:
    key, properties = wrapping.rule.pagination, wrapping.properties
    if not key:
        for name, schema in _cursors(style, pagination).items():
            properties.setdefault(name, schema)
        return
    _note_lost_keys(document, wrapping, style, notes)
    properties[key] = {"$ref": f"#/definitions/{_define(document, style, pagination)}"}


def _cursors(style: Style, pagination: Pagination) -> dict[str, Json]:
    cursor: dict[str, Json] = {"x-anyOf": [{"type": "string"}, {"type": "integer"}]}
    return {key: copy(pagination.schemas.get(key, cursor)) for key in style.keys}


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
    data = table(follow(document, wrapping.properties.get(wrapping.data)))
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
    schema: dict[str, Json] = {"type": "object", "properties": _cursors(style, pagination)}
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
