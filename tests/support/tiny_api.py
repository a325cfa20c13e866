"""Small APIs of no meaning, and ways to build and import what is generated from them."""

from __future__ import annotations

import copy
import hashlib
import importlib
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from codegen.generate import Settings

REPOSITORY = Path(__file__).resolve().parents[2]
SETTINGS = Settings("_tiny", "_tiny_schema", "instagram_v1.runtime", "Tiny API", "spec/tiny/openapi.yaml")

_REF = "#/components/schemas/"


def ref(name: str) -> dict[str, Any]:
    """A reference to a named schema."""
    return {"$ref": _REF + name}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    """The same or null, as the converter writes it."""
    return {"nullable": True, "allOf": [schema]} if "$ref" in schema else {**schema, "nullable": True}


STRING_OR_NUMBER: dict[str, Any] = {"anyOf": [{"type": "string"}, {"type": "integer"}]}

SCHEMAS: dict[str, Any] = {
    "Meta": {"type": "object", "required": ["code"], "properties": {"code": {"type": "integer"}}},
    "Paging": {"type": "object", "properties": {"next_id": maybe(STRING_OR_NUMBER)}},
    "Kind": {
        "description": "What a thing is.",
        "anyOf": [{"type": "string", "enum": ["big", "BIG", "very small", "1st"]}, {"type": "string"}],
    },
    "Thing": {
        "type": "object",
        "description": "A thing.\n\nOf which there are many.",
        "required": ["id", "kind"],
        "properties": {
            "from": maybe(ref("Owner")),
            "id": {"type": "string"},
            "kind": ref("Kind"),
            "list": maybe({"type": "array", "items": {"type": "string"}}),
            "property": maybe({"type": "string"}),
            "str": maybe({"type": "string", "description": "A text called str."}),
            "created_time": maybe({"type": "string", "format": "unixtime"}),
            "place": maybe(STRING_OR_NUMBER),
            "marks": maybe({"type": "array", "items": STRING_OR_NUMBER}),
            "count": maybe({"anyOf": [{"type": "integer"}, {"type": "number"}]}),
            "extra": maybe({"type": "object"}),
            "labels": maybe({"type": "object", "additionalProperties": {"type": "string"}}),
            "parts": maybe({"type": "array", "items": ref("Thing")}),
            "level": maybe({"type": "integer", "enum": [1, 2]}),
            "userName": maybe({"type": "string"}),
        },
    },
    "Owner": {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "favourite": maybe(ref("Thing"))},
    },
    "Special": {
        "allOf": [ref("Owner"), {"type": "object", "required": ["power"], "properties": {"power": {"type": "number"}}}]
    },
    "ThingsListResponse": {
        "type": "object",
        "required": ["meta", "data"],
        "properties": {
            "meta": ref("Meta"),
            "data": {"type": "array", "items": ref("Thing")},
            "pagination": maybe(ref("Paging")),
        },
    },
    "ThingsGetResponse": {
        "type": "object",
        "required": ["meta", "data"],
        "properties": {"meta": ref("Meta"), "data": ref("Thing")},
    },
    "ThingsDeleteResponse": {
        "type": "object",
        "required": ["meta", "data"],
        "properties": {"meta": ref("Meta"), "data": {"nullable": True, "enum": [None]}},
    },
    "OwnersGetResponse": {
        "type": "object",
        "required": ["meta", "data"],
        "properties": {"meta": ref("Meta"), "data": maybe(ref("Special"))},
    },
}

ENVELOPE = {"style": "meta", "data": "data", "meta": "meta", "pagination": ""}


def answer(name: str, words: str = "OK") -> dict[str, Any]:
    """Responses of an operation: success and one error."""
    return {
        "200": {"description": words, "content": {"application/json": {"schema": ref(name)}}},
        "400": {"description": "No good: see there."},
    }


def query(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A query parameter."""
    return {"name": name, "in": "query", "schema": schema, **more}


PATHS: dict[str, Any] = {
    "/things": {
        "get": {
            "operationId": "things_list",
            "tags": ["Things"],
            "summary": "List *things*.",
            "description": "List *things*. All of them, see\n[the page](https://example.org/things).",
            "x-envelope": {**ENVELOPE, "pagination": "pagination"},
            "x-pagination": {"style": "id", "next-key": "next_id", "next-parameter": "max_id"},
            "security": [{"oauth": ["read", "write"]}, {"key": [], "secret": []}, {}],
            "parameters": [
                query("max_id", {"type": "string"}),
                query("q", {"type": "string"}, required=True, description="What to look for"),
                query("kinds", {"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, explode=False),
                query("count", {"type": "integer", "minimum": 1, "maximum": 50, "default": 20}),
                query("class", {"type": "boolean"}),
                query("above", {"type": "integer", "minimum": 5, "exclusiveMinimum": True}),
                {"name": "X-Trace", "in": "header", "schema": {"type": "string"}},
            ],
            "responses": answer("ThingsListResponse"),
        },
        "post": {
            "operationId": "things_create",
            "tags": ["Things"],
            "x-envelope": ENVELOPE,
            "deprecated": True,
            "requestBody": {
                "required": True,
                "content": {
                    "multipart/form-data": {
                        "schema": {
                            "type": "object",
                            "required": ["name"],
                            "properties": {
                                "name": {"type": "string", "description": "Its name."},
                                "picture": {"type": "string", "format": "binary"},
                                "size": {"type": "number"},
                            },
                        }
                    }
                },
            },
            "responses": answer("ThingsGetResponse", "The new thing."),
        },
    },
    "/things/{thing-id}": {
        "parameters": [{"name": "thing-id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {
            "operationId": "things_get",
            "tags": ["Things"],
            "x-envelope": ENVELOPE,
            "parameters": [query("self", {"type": "string"}), query("operations", {"type": "string"})],
            "responses": answer("ThingsGetResponse"),
        },
        "delete": {
            "operationId": "things_delete",
            "tags": ["Things"],
            "x-envelope": ENVELOPE,
            "responses": answer("ThingsDeleteResponse"),
        },
    },
    "/owners/{id}": {
        "get": {
            "operationId": "owners_get",
            "tags": ["Owners"],
            "x-envelope": ENVELOPE,
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
                {"name": "ID", "in": "header", "schema": {"type": "string"}},
            ],
            "responses": answer("OwnersGetResponse"),
        }
    },
    "/owners/import": {
        "post": {
            "operationId": "owners_import",
            "tags": ["Owners"],
            "responses": {"204": {"description": "Done."}},
        }
    },
}

DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.3",
    "info": {"title": "Tiny", "version": "1"},
    "servers": [{"url": "https://example.org"}],
    "tags": [{"name": "Things", "description": "All about things."}],
    "paths": PATHS,
    "components": {
        "schemas": SCHEMAS,
        "securitySchemes": {
            "oauth": {
                "type": "oauth2",
                "x-token-parameter": "token",
                "flows": {
                    "implicit": {"authorizationUrl": "https://example.org/a", "scopes": {"read": "", "write": ""}}
                },
            },
            "key": {"type": "apiKey", "in": "query", "name": "api_key"},
            "secret": {"type": "apiKey", "in": "query", "name": "api_secret"},
        },
    },
}


def openapi() -> dict[str, Any]:
    """A fresh copy of the document, to be changed at will."""
    return copy.deepcopy(DOCUMENT)


@contextmanager
def importable(folder: Path, *packages: str) -> Iterator[list[ModuleType]]:
    """Import generated packages from a folder, and forget them afterwards."""
    sys.path.insert(0, str(folder))
    try:
        yield [importlib.import_module(name) for name in packages]
    finally:
        sys.path.remove(str(folder))
        roots = {name.partition(".")[0] for name in packages}
        for name in [name for name in sys.modules if name.partition(".")[0] in roots]:
            del sys.modules[name]
        importlib.invalidate_caches()


SWAGGER = """\
swagger: '2.0'
info: {title: Tiny, version: '1'}
host: example.org
schemes: [https]
produces: [application/json]
paths:
  /things/{thing-id}:
    get:
      tags: [Things]
      description: Get a thing. There are many.
      parameters:
        - {name: thing-id, in: path, required: true, type: string}
      responses:
        200:
          description: OK
          schema:
            type: object
            properties:
              data: {$ref: '#/definitions/Thing'}
definitions:
  Thing:
    type: object
    required: [name, id]
    properties:
      id: {type: string}
      nmae: {type: string}
      kind: {type: string, enum: [a, b]}
"""

REPAIRS = """\
- id: thing-name
  defects: [1]
  op: rename
  at: /definitions/Thing/properties/nmae
  expect: {type: string}
  to: name
  because: It is a name.
  evidence:
    - {source: common sense}
"""

TOML = """\
[generate]
package = "_{name}"
schema-package = "_{name}_schema"
runtime = "instagram_v1.runtime"
title = "Tiny API"

[rules.response-codes]
because = "Keys are strings."

[rules.operation-ids]
because = "Methods have names."
self-segments = ["self"]

[rules.nullable]
because = "Anything may be null."

[rules.open-enums]
because = "Enums grow."

[rules.hoist]
because = "Classes have names."
"""


def make_root(folder: Path, *names: str) -> Path:
    """Lay out a repository with one tiny API for each name."""
    for name in names or ("tiny",):
        api = folder / "spec" / name
        (api / "repairs").mkdir(parents=True)
        (api / "swagger.yaml").write_text(SWAGGER)
        (api / "codegen.toml").write_text(TOML.format(name=name))
        (api / "repairs" / "names.yaml").write_text(REPAIRS)
    (folder / "generated").mkdir()
    (folder / "generated" / "README.md").write_text("Written by the build.\n")
    return folder


def tree(folder: Path) -> dict[str, str]:
    """Every file below a folder with the hash of what it holds; Python's caches do not count."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    }


def shuffled(node: Any, dice: random.Random) -> Any:
    """The same data, its mappings in another order."""
    if isinstance(node, dict):
        items = [(key, shuffled(value, dice)) for key, value in node.items()]
        dice.shuffle(items)
        return dict(items)
    return [shuffled(item, dice) for item in node] if isinstance(node, list) else node
