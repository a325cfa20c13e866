"""Ways to damage a converted document, each of which changes what it says on the wire."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
Damage = Callable[[Any], bool]
"""Damages a document in place; tells whether there was anything to damage."""


def _operations(document: Any) -> Iterator[Any]:
    for path, item in document["paths"].items():
        if not path.startswith("x-"):
            yield from (item[method] for method in METHODS if method in item)


def _parameters(document: Any) -> Iterator[Any]:
    for operation in _operations(document):
        yield from (one for one in operation.get("parameters", []) if "schema" in one)


def _bodies(document: Any) -> Iterator[Any]:
    for operation in _operations(document):
        if "content" in operation.get("requestBody", {}):
            yield operation["requestBody"]


def _responses(document: Any) -> Iterator[Any]:
    for operation in _operations(document):
        yield from (one for one in operation["responses"].values() if isinstance(one, dict) and "description" in one)


def _contents(document: Any) -> Iterator[Any]:
    for one in _responses(document):
        yield from one.get("content", {}).values()


def _definitions(document: Any) -> Iterator[Any]:
    yield from document.get("components", {}).get("schemas", {}).values()


def _forms(document: Any) -> Iterator[Any]:
    for body in _bodies(document):
        yield from (part for part in body["content"].values() if "encoding" in part)


def _pop(owners: Iterator[Any], key: str) -> bool:
    """Remove a member from the first that has it."""
    owner = next((one for one in owners if key in one), None)
    if owner is not None:
        del owner[key]
    return owner is not None


def _put(owners: Iterator[Any], key: str, value: Any) -> bool:
    """Change a member of the first owner that has it otherwise."""
    owner = next((one for one in owners if one.get(key, ...) != value and ("$ref" not in one)), None)
    if owner is not None:
        owner[key] = value
    return owner is not None


def _last(owners: Iterator[Any], key: str) -> bool:
    """Remove the last member of the first member of that name."""
    owner = next((one[key] for one in owners if one.get(key)), None)
    if isinstance(owner, dict):
        owner.popitem()
    elif owner:
        owner.pop()
    return bool(owner is not None)


def _swap_media(document: Any) -> bool:
    several = [one for one in _responses(document) if len(one.get("content", {})) > 1]
    for one in several[:1]:
        one["content"].popitem()
    return bool(several)


def _all_of(document: Any) -> bool:
    return _last((one for one in _definitions(document) if len(one.get("allOf", [])) > 1), "allOf")


def _retarget(document: Any) -> bool:
    """Point a reference of an answer at a definition that says something else."""
    names = list(document.get("components", {}).get("schemas", {}))
    for part in _contents(document):
        ref = part.get("schema", {}).get("$ref")
        others = [name for name in names if ref and _shape(document, name) != _shape(document, ref.rpartition("/")[2])]
        if others:
            part["schema"]["$ref"] = f"#/components/schemas/{others[0]}"
            return True
    return False


def _shape(document: Any, name: str) -> Any:
    schema = document["components"]["schemas"].get(name, {})
    return schema.get("type"), sorted(schema.get("properties", {})), schema.get("enum")


def _properties(document: Any) -> Iterator[Any]:
    for schema in _definitions(document):
        yield from (one for one in schema.get("properties", {}).values() if "type" in one)


def _schemes(document: Any) -> Iterator[Any]:
    yield from document.get("components", {}).get("securitySchemes", {}).values()


def _flows(document: Any) -> Iterator[Any]:
    for one in _schemes(document):
        yield from one.get("flows", {}).values()


def _rename_operation(document: Any) -> bool:
    return _put((one for one in _operations(document) if "operationId" in one), "operationId", "another")


def _drop_operation(document: Any) -> bool:
    items = [item for path, item in document["paths"].items() if not path.startswith("x-") and set(item) & set(METHODS)]
    for item in items[:1]:
        del item[next(method for method in METHODS if method in item)]
    return bool(items)


DAMAGES: dict[str, Damage] = {
    "server": lambda d: bool(d.get("servers")) and _put(iter(d["servers"][:1]), "url", "https://elsewhere.example"),
    "all servers": lambda d: bool(d.get("servers")) and d["servers"][0]["url"] != "/" and bool(d.pop("servers")),
    "path": lambda d: _last(iter([d]), "paths") if d["paths"] and not list(d["paths"])[-1].startswith("x-") else False,
    "operation": _drop_operation,
    "operation id": _rename_operation,
    "invented id": lambda d: _put(
        (one for one in _operations(d) if "operationId" not in one), "operationId", "made_up"
    ),
    "tags": lambda d: _pop(_operations(d), "tags"),
    "deprecated": lambda d: _put(_operations(d), "deprecated", True),
    "parameter": lambda d: _last(_operations(d), "parameters"),
    "parameter required": lambda d: _put((p for p in _parameters(d) if p["in"] == "query"), "required", "no"),
    "parameter name": lambda d: _put(_parameters(d), "name", "another"),
    "parameter place": lambda d: _put((p for p in _parameters(d) if p["in"] == "query"), "in", "header"),
    "parameter type": lambda d: _put((p["schema"] for p in _parameters(d)), "type", "boolean"),
    "parameter default": lambda d: _pop((p["schema"] for p in _parameters(d)), "default"),
    "parameter enum": lambda d: _last(
        (p["schema"] for p in _parameters(d) if any(p["schema"].get("enum", [])[-1:])), "enum"
    ),
    "parameter text": lambda d: _pop(_parameters(d), "description"),
    "list style": lambda d: _put((p for p in _parameters(d) if p.get("style") == "form"), "style", "pipeDelimited"),
    "list explode": lambda d: _pop(
        (p for p in _parameters(d) if p.get("explode") is False and p["in"] == "query"), "explode"
    ),
    "body": lambda d: _pop(_operations(d), "requestBody"),
    "body required": lambda d: _pop(_bodies(d), "required"),
    "body media type": lambda d: _last((b for b in _bodies(d) if len(b["content"]) > 1), "content"),
    "form field": lambda d: _last(
        (p.get("schema", {}) for b in _bodies(d) for p in b["content"].values()), "properties"
    ),
    "form lists": lambda d: _pop(
        (p for p in _forms(d) if any(not e["explode"] for e in p["encoding"].values())), "encoding"
    ),
    "response": lambda d: _last(_operations(d), "responses"),
    "response text": lambda d: _put(_responses(d), "description", "another"),
    "response media type": _swap_media,
    "response content": lambda d: _pop(_responses(d), "content"),
    "response schema": lambda d: _pop((c for c in _contents(d) if c.get("schema")), "schema"),
    "response header": lambda d: _last(_responses(d), "headers"),
    "response example": lambda d: _pop(_contents(d), "example"),
    "reference": _retarget,
    "definition": lambda d: _last(iter([d.get("components", {})]), "schemas"),
    "property": lambda d: _last(_definitions(d), "properties"),
    "property type": lambda d: _put(_properties(d), "type", "boolean"),
    "property format": lambda d: _pop(_properties(d), "format"),
    "property text": lambda d: _pop(_properties(d), "description"),
    "property enum": lambda d: _last((p for p in _properties(d) if any(p.get("enum", [])[-1:])), "enum"),
    "nullable": lambda d: _put(_properties(d), "nullable", True),
    "read only": lambda d: _pop(_properties(d), "readOnly"),
    "items": lambda d: _put((p["items"] for p in _properties(d) if p.get("items", {}).get("type")), "type", "boolean"),
    "required properties": lambda d: _last(_definitions(d), "required"),
    "all of": _all_of,
    "additional properties": lambda d: _put(
        _definitions(d), "additionalProperties", {"type": "boolean", "title": "odd"}
    ),
    "discriminator": lambda d: _pop(_definitions(d), "discriminator"),
    "extension": lambda d: _put(_definitions(d), "x-made-up", 1),
    "security": lambda d: _put(_operations(d), "security", [{"made_up": []}]),
    "security scheme": lambda d: _last(iter([d.get("components", {})]), "securitySchemes"),
    "scheme kind": lambda d: _put((s for s in _schemes(d) if s["type"] == "apiKey"), "in", "cookie"),
    "address": lambda d: _put(
        (f for f in _flows(d) if "authorizationUrl" in f), "authorizationUrl", "https://elsewhere"
    ),
    "scopes": lambda d: _put(_flows(d), "scopes", {"made:up": ""}),
    "title": lambda d: _put(iter([d["info"]]), "title", "Another"),
}
