"""Holds recorded answers against an OpenAPI 3.0 document: every leaf declared, every value allowed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]

_UNIX_TIME = re.compile(r"-?[0-9]+")
_IS: dict[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


def deviations(document: Document, method: str, path: str, status: int, body: Any) -> list[str]:
    """What an answer has that the document does not allow.

    Args:
        document: An OpenAPI 3.0 document.
        method: HTTP method of the request.
        path: Its path below the base address, concrete or as a template.
        status: HTTP status of the answer.
        body: The answer, decoded from JSON.

    Returns:
        One line for each deviation; none when the answer conforms.
    """
    operation = operation_for(document, method, path)
    if operation is None:
        return [f"no operation {method} {path}"]
    responses = operation["responses"]
    response = _resolve(document, responses.get(str(status), responses.get("default", {})))
    schema = response.get("content", {}).get("application/json", {}).get("schema")
    if schema is None:
        return [f"{method} {path} declares no JSON for status {status}"]
    return list(_Walk(document).value(schema, body, "$"))


def operation_for(document: Document, method: str, path: str) -> dict[str, Any] | None:
    """Find an operation as the server does: a literal segment wins over a parameter.

    Args:
        document: An OpenAPI 3.0 document.
        method: HTTP method.
        path: Path below the base address, concrete or as a template.

    Returns:
        The operation, or ``None`` when there is none.
    """
    fits = [
        (literals, item[method.lower()])
        for template, item in document["paths"].items()
        if method.lower() in item and (literals := _literals(template, path)) is not None
    ]
    return max(fits, key=lambda fit: fit[0])[1] if fits else None


def _literals(template: str, path: str) -> int | None:
    """How many segments agree literally, or ``None`` when one cannot agree at all."""
    pairs = list(zip(template.split("/"), path.split("/"), strict=False))
    if template.count("/") != path.count("/") or any(ours != theirs and ours[:1] != "{" for ours, theirs in pairs):
        return None
    return sum(ours == theirs for ours, theirs in pairs)


def _resolve(document: Document, node: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in node:
        target: Any = document
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part.replace("~1", "/").replace("~0", "~")]
        node = target
    return node


class _Walk:
    """One walk through one answer."""

    def __init__(self, document: Document) -> None:
        self._document = document

    def value(self, schema: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
        schema = _resolve(self._document, schema)
        if value is None and schema.get("nullable"):
            return
        yield from self._union(schema, value, where)
        if schema.get("allOf"):
            yield from self._merged(schema, value, where)
            return
        if not {"type", "enum", "anyOf", "oneOf"} & set(schema):
            yield f"{where}: nothing is said of it"
        yield from self._scalar(schema, value, where)
        if isinstance(value, list) and "items" in schema:
            for index, item in enumerate(value):
                yield from self.value(schema["items"], item, f"{where}[{index}]")
        if isinstance(value, dict) and schema.get("type") == "object":
            yield from self._object(schema, value, where)

    def _union(self, schema: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
        options = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        tries = [list(self.value(option, value, where)) for option in options]
        if tries:
            yield from min(tries, key=len)

    def _merged(self, schema: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
        parts = [_resolve(self._document, part) for part in schema["allOf"]]
        whole: dict[str, Any] = {key: item for key, item in schema.items() if key not in ("allOf", "nullable")}
        for part in parts:
            properties = {**whole.get("properties", {}), **part.get("properties", {})}
            required = [*whole.get("required", ()), *part.get("required", ())]
            whole = {**part, **whole, "properties": properties, "required": required}
        if whole.get("type") != "object" and not whole["properties"]:
            del whole["properties"], whole["required"]
        yield from self.value(whole, value, where)

    def _scalar(self, schema: Mapping[str, Any], value: Any, where: str) -> Iterator[str]:
        kind = schema.get("type")
        if kind is not None and not _IS[kind](value):
            yield f"{where}: {_show(value)} is no {kind}"
        elif "enum" in schema and not any(value == item and type(value) is type(item) for item in schema["enum"]):
            yield f"{where}: {_show(value)} is none of {schema['enum']}"
        elif schema.get("format") == "unixtime" and not _UNIX_TIME.fullmatch(str(value)):
            yield f"{where}: {_show(value)} is no time in seconds"

    def _object(self, schema: Mapping[str, Any], value: dict[str, Any], where: str) -> Iterator[str]:
        declared = schema.get("properties", {})
        others = schema.get("additionalProperties", False)
        for key in schema.get("required", ()):
            if key not in value:
                yield f"{where}: {key!r} is required and missing"
        for key, item in value.items():
            if key in declared:
                yield from self.value(declared[key], item, f"{where}.{key}")
            elif isinstance(others, dict) and others:
                yield from self.value(others, item, f"{where}.{key}")
            elif not others and others != {}:
                yield f"{where}: {key!r} is not declared"


def _show(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."
