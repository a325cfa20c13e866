"""Conversion of documents as a whole."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codegen.convert import Note, convert
from codegen.errors import CodegenError
from tests.support.convert_documents import OK, codes, conversion, converted, document, operation

SWAGGER_KEYS = ["swagger", "host", "basePath", "schemes", "consumes", "produces", "definitions", "securityDefinitions"]


def test_frame() -> None:
    """The frame is OpenAPI's, in the order people read it, and empty components are none."""
    tags = [{"name": "t", "x-a": 1}]
    docs = {"url": "https://x.com"}
    source = document(host="x.com", schemes=["https"], tags=tags, externalDocs=docs, **{"x-a": {"swagger": 1}})
    assert list(converted(source)) == ["openapi", "info", "servers", "tags", "externalDocs", "paths", "x-a"]
    assert converted(source)["openapi"] == "3.0.3"


def test_nothing_of_swagger_is_left() -> None:
    """No key of the older format remains, and no extension is added."""
    source = operation(
        "post",
        _host="x.com",
        _basePath="/v1",
        _schemes=["https"],
        _consumes=["application/json"],
        _produces=["application/json"],
        _definitions={"A": {"type": "object"}},
        _parameters={"B": {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/A"}}},
        _responses={"R": {"description": "d"}},
        _securityDefinitions={"k": {"type": "basic"}},
        consumes=["a/b"],
        produces=["a/b"],
        schemes=["http"],
        parameters=[{"$ref": "#/parameters/B"}],
        responses={"200": {"$ref": "#/responses/R"}},
    )
    done = converted(source)
    assert not set(SWAGGER_KEYS) & set(done)
    assert not {"consumes", "produces", "schemes"} & set(done["paths"]["/x"]["post"])
    assert '"x-' not in json.dumps(done)
    assert "#/definitions" not in json.dumps(done)


def test_operations() -> None:
    """What is said about an operation stays, and no name is invented."""
    said: dict[str, Any] = {
        "tags": ["t"],
        "summary": "s",
        "description": "d",
        "externalDocs": {"url": "u"},
        "operationId": "do it!",
    }
    got = converted(operation(**said, deprecated=True, **dict[str, Any]({"x-a": [1]})))["paths"]["/x"]["get"]
    assert got == {**said, "deprecated": True, "x-a": [1], "responses": OK}
    assert "operationId" not in converted(operation())["paths"]["/x"]["get"]


def test_extensions_everywhere() -> None:
    """Extensions are kept where they stand: root, info, paths, path, operation, definitions."""
    source = document(
        info={
            "title": "T",
            "version": "1",
            "x-logo": {"url": "u"},
            "contact": {"x-c": 1},
            "license": {"name": "n", "x-l": 1},
        },
        paths={"x-paths": {"get": 1}, "/x": {"x-path": None, "get": {"responses": OK, "x-op": 2}}},
        definitions={"x-note": "text", "A": {"x-schema": {"$ref": 3}}},
    )
    done = converted(source, valid=False)
    assert done["info"] == source["info"]
    assert done["paths"]["x-paths"] == {"get": 1}
    assert done["paths"]["/x"]["x-path"] is None
    assert done["paths"]["/x"]["get"]["x-op"] == 2
    assert done["components"] == {"schemas": {"A": {"x-schema": {"$ref": 3}}}, "x-note": "text"}


def test_order_is_kept() -> None:
    """Paths, methods, definitions and properties come in the order of the source."""
    names = ["z", "a", "m"]
    source = document(
        paths={f"/{name}": {"put": {"responses": OK}, "get": {"responses": OK}} for name in names},
        definitions={name: {"properties": {one: {} for one in names}} for name in names},
    )
    done = converted(source)
    assert list(done["paths"]) == ["/z", "/a", "/m"]
    assert list(done["paths"]["/z"]) == ["put", "get"]
    assert list(done["components"]["schemas"]) == names
    assert list(done["components"]["schemas"]["z"]["properties"]) == names


def test_nothing_is_shared() -> None:
    """Editing one place of the result changes no other, nor the source."""
    body = {"name": "body", "in": "body", "schema": {"type": "object", "example": {"a": []}}}
    item = {"parameters": [body], "post": {"responses": OK}, "put": {"responses": OK}}
    source = document(paths={"/x": item}, consumes=["a/b", "a/c"])
    done = converted(source)
    before = json.dumps(done["paths"]["/x"]["put"]), json.dumps(source)
    for content in done["paths"]["/x"]["post"]["requestBody"]["content"].values():
        content["schema"]["example"]["a"].append(1)
        assert content["schema"]["example"]["a"] == [1]
    assert (json.dumps(done["paths"]["/x"]["put"]), json.dumps(source)) == before


def test_path_references() -> None:
    """A path may be a reference: to a path it stays one, to an extension it is written out, else it is noted."""
    paths = {
        "/a": {"get": {"responses": OK}},
        "/b": {"$ref": "#/paths/~1a"},
        "/c": {"$ref": "#/x-paths/c"},
        "/d": {"$ref": "paths.yaml#/d"},
    }
    done = conversion(document(paths=paths, **{"x-paths": {"c": {"put": {"responses": OK}}}}), valid=False)
    assert done.document["paths"]["/b"] == {"$ref": "#/paths/~1a"}
    assert done.document["paths"]["/c"] == {"put": {"responses": OK}}
    assert done.document["paths"]["/d"] == {"$ref": "paths.yaml#/d"}
    assert codes(done) == ["external-ref"]


@pytest.mark.parametrize("version", ["2.0", 2.0, 2])
def test_versions(version: Any) -> None:
    """A version that lost its quotes is one all the same."""
    assert convert({"swagger": version, "paths": {}}).document["openapi"] == "3.0.3"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ({"openapi": "3.0.3", "paths": {}}, "OpenAPI 3.0.3 already"),
        ({"openapi": "3.1.0"}, "OpenAPI 3.1.0 already"),
        ({"swaggerVersion": "1.2"}, "'1.2'"),
        ({"swagger": "3.0"}, "'3.0'"),
        ({"swagger": None}, "does not say"),
        ({"swagger": True}, "does not say"),
        ({"swagger": ["2.0"]}, "does not say"),
        ({}, "does not say"),
        ([], "no mapping"),
        ("swagger: 2.0", "no mapping"),
        (None, "no mapping"),
        ({"swagger": "2.0", "x": {1, 2}}, "set is no JSON"),
        ({"swagger": "2.0", True: 1}, "True is no string"),
        ({"swagger": "2.0", "responses": {200: {}, "200": {}}}, "is there twice"),
    ],
)
def test_what_is_no_swagger(source: Any, words: str) -> None:
    """Anything else is refused, saying what it is and what to do."""
    with pytest.raises(CodegenError, match=words) as caught:
        convert(source)
    assert caught.value.pointer is not None
    assert caught.value.remedy


def test_bottomless_documents() -> None:
    """A document that holds itself, or nests without reason, is refused."""
    loop: dict[str, Any] = {"swagger": "2.0"}
    loop["x-self"] = loop
    with pytest.raises(CodegenError, match="nests deeper"):
        convert(loop)


def test_deepest_document() -> None:
    """A document as deep as may be read is converted, also where a level becomes several."""
    schema: Any = {"type": "string"}
    for _ in range(70):
        schema = {"type": ["array", "null", "string"], "items": schema}
    assert "anyOf" in convert(document(definitions={"A": schema})).document["components"]["schemas"]["A"]


@pytest.mark.parametrize(
    "part", ["info", "paths", "definitions", "parameters", "responses", "securityDefinitions", "security"]
)
@pytest.mark.parametrize("value", [None, 5, "text", [5], {"a": 5}, {"/a": {"get": 5, "put": None, "parameters": {}}}])
def test_malformed_parts(part: str, value: Any) -> None:
    """Parts of the wrong kind are left out with a note."""
    assert conversion(document(**{part: value}), valid=False).document["openapi"] == "3.0.3"


def test_malformed_members_of_an_operation() -> None:
    """Members of the wrong kind are noted one by one."""
    done = conversion(operation(parameters={"a": 1}, consumes="a/b", security={}, operationID="x"), valid=False)
    assert {(note.code, note.where) for note in done.notes} == {
        ("malformed", "/paths/~1x/get/parameters"),
        ("malformed", "/paths/~1x/get/consumes"),
        ("malformed", "/paths/~1x/get/security"),
        ("unknown-key", "/paths/~1x/get/operationID"),
    }


def test_operations_without_anything() -> None:
    """What is no operation does not become one."""
    done = conversion(document(paths={"/x": {"get": None, "put": [], "parameters": []}}), valid=False)
    assert done.document["paths"] == {"/x": {}}
    assert codes(done) == ["malformed", "malformed"]


def test_paths_without_a_slash() -> None:
    """A path without its slash gets one."""
    done = conversion(document(paths={"pets": {"get": {"responses": OK}}}), valid=False)
    assert done.document["paths"] == {"/pets": {"get": {"responses": OK}}}


def test_notes() -> None:
    """A note says where, what kind and what; one is taken once, however often its cause is met."""
    source = operation("post", consumes=[], parameters=[{"name": "body", "in": "body", "schema": {}}])
    assert convert(source).notes == (
        Note(
            "/paths/~1x/post/parameters/0",
            "assumed-media-type",
            "No media type is named for the body; application/json is assumed.",
        ),
    )
