"""What operations of OpenAPI 3 take and answer, in the words of Swagger 2.0."""

from __future__ import annotations

from typing import Final

from codegen.convert.parameters import JSON_FIELD
from codegen.openapi3.places import Source, redirected
from codegen.openapi3.schemas import schema
from codegen.pointer import Json, Parts, copy
from codegen.repair.marking import METHODS
from codegen.rules.walk import is_success, items, table, texts

_JSON: Final = "application/json"
_FORMS: Final = ("application/x-www-form-urlencoded", "multipart/form-data")
_FORMATS: Final = {"spaceDelimited": "ssv", "pipeDelimited": "pipes"}
_REMOVED: Final = frozenset(("parameters", "requestBody", "responses", "servers", "callbacks"))


def path_item(source: Source, node: Json, place: Parts, parts: Parts) -> Json:
    """Say a path and its operations as Swagger 2.0 would.

    Args:
        source: The file.
        node: The path item.
        place: Where it stands in the file.
        parts: Where it stands in the Swagger 2.0 form.
    """
    if not isinstance(node, dict):
        return copy(node)
    held, place = source.follow(node, place)
    source.note(parts, place)
    made: dict[str, Json] = {}
    for key, value in held.items():
        if key == "parameters":
            made[key] = _parameters(source, value, (*place, key), (*parts, key))
        elif key in METHODS and isinstance(value, dict):
            made[key] = _operation(source, value, (*place, key), (*parts, key))
        elif key == "servers":
            made["x-servers"] = copy(value)
        elif key not in ("summary", "description", "$ref"):
            made[key] = copy(value)
    return made


def _operation(source: Source, node: dict[str, Json], place: Parts, parts: Parts) -> Json:
    source.note(parts, place)
    made: dict[str, Json] = {key: copy(value) for key, value in node.items() if key not in _REMOVED}
    made.update({f"x-{key}": copy(node[key]) for key in ("servers", "callbacks") if key in node})
    entries = _parameters(source, node.get("parameters", []), (*place, "parameters"), (*parts, "parameters"))
    sent, consumes = _body(
        source, node.get("requestBody"), (*place, "requestBody"), (*parts, "parameters"), len(entries)
    )
    if entries or sent:
        made["parameters"] = [*entries, *sent]
    if consumes:
        made["consumes"] = list[Json](consumes)
    answers = {
        status: response(source, one, (*place, "responses", status), (*parts, "responses", status))
        for status, one in table(node.get("responses")).items()
    }
    made["responses"] = dict[str, Json](answers)
    produces = _produced(source, node)
    if produces:
        made["produces"] = list[Json](produces)
    return made


def _parameters(source: Source, node: Json, place: Parts, parts: Parts) -> list[Json]:
    return [
        parameter(source, entry, (*place, str(index)), (*parts, str(index))) for index, entry in enumerate(items(node))
    ]


def parameter(source: Source, node: Json, place: Parts, parts: Parts) -> Json:
    """Say a parameter as Swagger 2.0 would.

    Args:
        source: The file.
        node: The parameter, or a reference to one.
        place: Where it stands in the file.
        parts: Where it stands in the Swagger 2.0 form.
    """
    source.note(parts, place)
    if not isinstance(node, dict) or isinstance(node.get("$ref"), str):
        return _reference(node)
    made = {key: copy(value) for key, value in node.items() if key not in ("schema", "style", "explode", "content")}
    held, at = node.get("schema"), (*place, "schema")
    if held is None:
        media = next(iter(table(node.get("content"))), "")
        held, at = table(table(node.get("content")).get(media)).get("schema"), (*place, "content", media, "schema")
    return {**made, **_inline(source, held, at, parts), **_written(source, node, held, at)}


def _reference(node: Json) -> Json:
    ref = table(node).get("$ref")
    return {"$ref": redirected(ref)} if isinstance(ref, str) else copy(node)


def _inline(source: Source, node: Json, place: Parts, parts: Parts) -> dict[str, Json]:
    """The schema of a parameter or header, whose words stand among its own."""
    held, place = source.follow(node, place)
    made = table(schema(source, held, place, parts))
    for key in held:
        source.note((*parts, key), (*place, key))
    source.note(parts, place[:-1] if place[-1:] == ("schema",) else place)
    return {key: value for key, value in made.items() if key != "description"}


def _written(source: Source, node: dict[str, Json], held: Json, place: Parts) -> dict[str, Json]:
    """How a list is written."""
    if source.follow(held, place)[0].get("type") != "array":
        return {}
    query = node.get("in") in ("query", "cookie")
    style = node.get("style", "form" if query else "simple")
    explode = node.get("explode", style == "form")
    if str(style) in _FORMATS:
        return {"collectionFormat": _FORMATS[str(style)]}
    return {"collectionFormat": "multi"} if query and explode is True else {}


def _body(source: Source, node: Json, place: Parts, parts: Parts, count: int) -> tuple[list[Json], list[str]]:
    """What is sent beside the parameters, and as which media types."""
    held, place = source.follow(node, place)
    content = table(held.get("content"))
    if not content:
        return [], []
    form = next((media for media in content if media in _FORMS), "")
    media = _JSON if _JSON in content or not form else form
    media = media if media in content else next(iter(content))
    at = (*place, "content", media)
    shape = table(content[media])
    if media in _FORMS:
        return _fields(source, shape, at, parts, count), [*content]
    made: dict[str, Json] = {"name": "body", "in": "body"}
    made.update({key: copy(value) for key, value in held.items() if key != "content"})
    source.note((*parts, str(count)), place)
    made["schema"] = schema(source, shape.get("schema", {}), (*at, "schema"), (*parts, str(count), "schema"))
    return [made], [*content]


def _fields(source: Source, shape: dict[str, Json], place: Parts, parts: Parts, count: int) -> list[Json]:
    held, at = source.follow(shape.get("schema"), (*place, "schema"))
    needed = texts(held.get("required"))
    found: list[Json] = []
    properties = table(held.get("properties"))
    for number, name in enumerate(source.fields(parts, properties), count):
        node, here = properties[name], (*parts, str(number))
        written = table(table(shape.get("encoding")).get(name))
        made: dict[str, Json] = {"name": name, "in": "formData", "required": name in needed}
        if written.get("contentType") == _JSON:
            made["type"] = "string"
            made[JSON_FIELD] = schema(source, node, (*at, "properties", name), (*here, JSON_FIELD))
        else:
            made.update(_inline(source, node, (*at, "properties", name), here))
            made.update(_written(source, {"in": "query", **written}, node, at))
        if isinstance(text := table(node).get("description"), str):
            made["description"] = text
        if made.get("format") == "binary":
            made["type"] = "file"
            del made["format"]
        source.note(here, (*at, "properties", name))
        found.append(made)
    return found


def response(source: Source, node: Json, place: Parts, parts: Parts) -> Json:
    """Say an answer as Swagger 2.0 would.

    Args:
        source: The file.
        node: The response, or a reference to one.
        place: Where it stands in the file.
        parts: Where it stands in the Swagger 2.0 form.
    """
    source.note(parts, place)
    if not isinstance(node, dict) or isinstance(node.get("$ref"), str):
        return _reference(node)
    made = {key: copy(value) for key, value in node.items() if key not in ("content", "headers", "links")}
    if "links" in node:
        made["x-links"] = copy(node["links"])
    content = table(node.get("content"))
    media = _JSON if _JSON in content else next(iter(content), "")
    if "schema" in table(content.get(media)):
        at = (*place, "content", media, "schema")
        made["schema"] = schema(source, table(content[media])["schema"], at, (*parts, "schema"))
    examples = {name: copy(table(one)["example"]) for name, one in content.items() if "example" in table(one)}
    if examples:
        made["examples"] = examples
    headers = {
        name: _header(source, one, (*place, "headers", name), (*parts, "headers", name))
        for name, one in table(node.get("headers")).items()
    }
    return {**made, "headers": dict[str, Json](headers)} if headers else made


def _header(source: Source, node: Json, place: Parts, parts: Parts) -> Json:
    held, place = source.follow(node, place)
    made = {key: copy(value) for key, value in held.items() if key not in ("schema", "style", "explode", "required")}
    return {**made, **_inline(source, held.get("schema"), (*place, "schema"), parts)}


def _produced(source: Source, node: dict[str, Json]) -> list[str]:
    """Media types of the good answers; of all, where none is good."""
    answers = table(node.get("responses"))
    found: dict[str, None] = {}
    for status in [status for status in answers if is_success(status)] or answers:
        held, _ = source.follow(answers[status], ())
        found.update(dict.fromkeys(table(held.get("content"))))
    return list(found)
