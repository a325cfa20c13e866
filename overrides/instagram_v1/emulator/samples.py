"""Makes an answer up from a model alone, for operations that nobody wrote a handler for yet."""

from __future__ import annotations

from typing import Any, TypeAlias

from pydantic import BaseModel

Schema: TypeAlias = dict[str, Any]

_DEPTH = 6


def sample(model: type[BaseModel]) -> Any:
    """Make a value that the model accepts, the same each time."""
    schema = model.model_json_schema()
    return _value(schema, schema.get("$defs", {}), _DEPTH)


def _value(schema: Schema, definitions: dict[str, Schema], depth: int) -> Any:
    if "$ref" in schema:
        return _value(definitions[schema["$ref"].rpartition("/")[2]], definitions, depth)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    for key in ("anyOf", "oneOf", "allOf"):
        if key in schema:
            ways = [way for way in schema[key] if way.get("type") != "null"]
            return _value(ways[0], definitions, depth) if ways else None
    return _plain(schema, definitions, depth)


def _plain(schema: Schema, definitions: dict[str, Schema], depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, definitions, depth)
    if kind == "array":
        # Below a certain depth lists stay empty, so that models which contain themselves come to an end.
        return [_value(schema.get("items", {}), definitions, depth - 1)] if depth > 0 else []
    if kind == "integer":
        return int(schema.get("minimum", 1))
    if kind == "number":
        return float(schema.get("minimum", 1))
    if kind == "boolean":
        return True
    return "sample" if kind == "string" else None


def _object(schema: Schema, definitions: dict[str, Schema], depth: int) -> dict[str, Any]:
    required = schema.get("required", ())
    properties = schema.get("properties", {})
    wanted = {name: value for name, value in properties.items() if depth > 0 or name in required}
    return {name: _value(value, definitions, depth - 1) for name, value in wanted.items()}
