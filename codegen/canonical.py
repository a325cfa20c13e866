"""One order of keys for all writers: reordering the keys of an input then changes no byte of any output."""

from __future__ import annotations

from typing import Final, TypeAlias

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"

_ORDER: Final = (
    *("openapi", "swagger", "info", "$ref", "operationId", "name", "in", "title", "version", "url"),
    *("host", "basePath", "schemes", "servers", "consumes", "produces", "tags", "summary", "description"),
    *("termsOfService", "contact", "license", "email", "externalDocs", "deprecated", "required", "allowEmptyValue"),
    *("securityDefinitions", "security", "type", "flow", "authorizationUrl", "tokenUrl", "scopes", "bearerFormat"),
    *("get", "put", "post", "delete", "options", "head", "patch", "trace"),
    *("format", "nullable", "readOnly", "writeOnly", "discriminator", "collectionFormat", "style", "explode"),
    *("allowReserved", "default", "enum", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"),
    *("multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties", "parameters", "requestBody", "schema", "content", "items", "properties"),
    *("additionalProperties", "not", "allOf", "anyOf", "oneOf", "headers", "example", "examples", "xml"),
    *("responses", "callbacks", "links", "paths", "definitions", "components"),
)
"""Keys that mean something, in the order in which a reader wants them; others follow in alphabetical order."""

_RANK: Final = {key: rank for rank, key in enumerate(_ORDER)}

_NAMED: Final = frozenset(
    (
        *("properties", "patternProperties", "definitions", "schemas", "parameters", "responses", "requestBodies"),
        *("headers", "securityDefinitions", "securitySchemes", "scopes", "paths", "content", "examples", "links"),
        *("callbacks", "encoding", "variables", "mapping"),
    )
)
"""Keys whose mapping has names of the author's choosing: these sort by the alphabet alone."""

_DATA: Final = frozenset(("default", "example", "enum", "const"))
"""Keys that hold data: nothing in there means what it would mean in a schema."""


def canonical(document: dict[str, Json]) -> dict[str, Json]:
    """Copy a document with its keys in canonical order.

    Lists keep their order, except ``required`` of a schema, which is a set.

    Args:
        document: A Swagger 2.0 or OpenAPI 3 document.

    Returns:
        The copy; equal to the document in every sense but order.
    """
    return _mapping(document, named=False)


def _mapping(node: dict[str, Json], *, named: bool) -> dict[str, Json]:
    keys = sorted(node) if named else sorted(node, key=_rank)
    return {key: _value(key, node[key], named=named) for key in keys}


def _rank(key: str) -> tuple[int, str]:
    return _RANK.get(key, len(_ORDER)), key


def _value(key: str, value: Json, *, named: bool) -> Json:
    if not named and (key in _DATA or key.startswith("x-")):
        return _data(value)
    if not named and key == "required" and isinstance(value, list):
        names = [item for item in value if isinstance(item, str)]
        return list[Json](sorted(names)) if len(names) == len(value) else _node(value, named=False)
    return _node(value, named=not named and key in _NAMED)


def _node(node: Json, *, named: bool) -> Json:
    if isinstance(node, dict):
        return _mapping(node, named=named)
    if isinstance(node, list):
        return [_node(item, named=False) for item in node]
    return node


def _data(node: Json) -> Json:
    if isinstance(node, dict):
        return {key: _data(node[key]) for key in sorted(node)}
    if isinstance(node, list):
        return [_data(item) for item in node]
    return node
