"""Conversion of responses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.convert_documents import OK, codes, conversion, converted, converted_operation, document, operation

JSON, XML = "application/json", "application/xml"
REF = {"$ref": "#/components/schemas/Pet"}


def response(*, valid: bool = True, produces: list[str] | None = None, **parts: Any) -> Any:
    """Convert one response."""
    root: dict[str, Any] = {} if produces is None else {"_produces": produces}
    source = operation(responses={"200": {"description": "d", **parts}}, _definitions={"Pet": {}}, **root)
    return converted_operation(source, valid=valid)["responses"]["200"]


PET = {"$ref": "#/definitions/Pet"}


def test_every_media_type() -> None:
    """A schema holds for each media type that is produced."""
    assert response(produces=[JSON, XML], schema=PET)["content"] == {JSON: {"schema": REF}, XML: {"schema": REF}}


def test_no_media_type() -> None:
    """Without a media type one is assumed: that of the examples first, for files bytes."""
    assert response(schema=PET)["content"] == {JSON: {"schema": REF}}
    assert list(response(schema={"type": "file"})["content"]) == ["application/octet-stream"]
    assert response(schema=PET, examples={XML: "<a/>"})["content"] == {XML: {"schema": REF, "example": "<a/>"}}


def test_no_content() -> None:
    """A response without schema and examples has no content, whatever is produced."""
    assert response(produces=[JSON]) == {"description": "d"}


def test_file() -> None:
    """A file is a binary string in the media type that is named."""
    got = response(produces=["image/png"], schema={"type": "file", "description": "a picture"})
    assert got["content"] == {
        "image/png": {"schema": {"type": "string", "format": "binary", "description": "a picture"}}
    }


def test_examples() -> None:
    """Each example stays with its media type, also one that is not said to be produced, and may stand alone."""
    got = response(produces=[JSON], schema=PET, examples={JSON: {"a": 1}, XML: None})
    assert got["content"] == {JSON: {"schema": REF, "example": {"a": 1}}, XML: {"schema": REF, "example": None}}
    assert response(produces=[JSON], examples={XML: 1})["content"] == {JSON: {}, XML: {"example": 1}}


def test_examples_by_name() -> None:
    """Examples whose keys are no media types keep these keys, beside one that has its media type."""
    got = response(produces=[JSON], schema=PET, examples={"one": {"$ref": "x"}, JSON: 2, "two": 3})
    examples = {"example": {"value": 2}, "one": {"value": {"$ref": "x"}}, "two": {"value": 3}}
    assert got["content"] == {JSON: {"schema": REF, "examples": examples}}


def test_headers() -> None:
    """The type of a header is its schema."""
    headers = {
        "X-Limit": {"type": "integer", "description": "d", "x-a": 1, "minimum": 0},
        "X-Ids": {"type": "array", "items": {"type": "string"}},
        "X-Tabs": {"type": "array", "items": {"type": "string"}, "collectionFormat": "tsv"},
    }
    got = response(headers=headers)["headers"]
    assert got["X-Limit"] == {"description": "d", "x-a": 1, "schema": {"type": "integer", "minimum": 0}}
    strings = {"type": "array", "items": {"type": "string"}}
    assert got["X-Ids"] == {"style": "simple", "explode": False, "schema": strings}
    assert got["X-Tabs"]["x-collectionFormat"] == "tsv"


def shared(**parts: Any) -> Any:
    """Convert an operation that answers a shared response, with members of its own."""
    source = operation(
        _produces=[JSON],
        _responses={"Error Answer": {"description": "d", "schema": PET}},
        _definitions={"Pet": {}},
        responses={"default": {"$ref": "#/responses/Error%20Answer"}},
        **parts,
    )
    return converted(source)


def test_shared() -> None:
    """A shared response is a component, by a legal name, used by reference."""
    done = shared()
    assert done["components"]["responses"] == {"Error_Answer": {"description": "d", "content": {JSON: {"schema": REF}}}}
    assert done["paths"]["/x"]["get"]["responses"]["default"] == {"$ref": "#/components/responses/Error_Answer"}


def test_shared_of_other_media_types() -> None:
    """An operation that produces something else has the response written out."""
    done = shared(produces=[XML])
    expected = {"description": "d", "content": {XML: {"schema": REF}}}
    assert done["paths"]["/x"]["get"]["responses"]["default"] == expected
    assert done["components"]["responses"]["Error_Answer"]["content"] == {JSON: {"schema": REF}}


def test_shared_without_content() -> None:
    """Media types make no difference to a response without content."""
    source = operation(
        _responses={"E": {"description": "d"}}, responses={"404": {"$ref": "#/responses/E"}}, produces=[XML]
    )
    assert converted_operation(source)["responses"]["404"] == {"$ref": "#/components/responses/E"}


def test_references_elsewhere() -> None:
    """A response may be another operation's, or even a definition; others are kept with a note."""
    responses = {
        "200": {"$ref": "#/paths/~1a/get/responses/200"},
        "400": {"$ref": "#/definitions/Pet"},
        "500": {"$ref": "common.yaml#/responses/E"},
        "501": {"$ref": "#/responses/none", "description": "beside"},
    }
    paths = {"/a": {"get": {"responses": OK}}, "/b": {"get": {"responses": responses, "produces": [JSON]}}}
    done = conversion(document(paths=paths, definitions={"Pet": {}}), valid=False)
    assert done.document["paths"]["/b"]["get"]["responses"] == {
        "200": {"description": "fine"},
        "400": {"description": "", "content": {JSON: {"schema": REF}}},
        "500": {"$ref": "common.yaml#/responses/E"},
        "501": {"$ref": "#/components/responses/none"},
    }
    assert codes(done) == ["schema-as-response", "external-ref", "beside-ref", "dangling-ref"]


def test_extensions() -> None:
    """Extensions among the responses and within one survive, whatever they hold."""
    source = operation(responses={**OK, "x-odd": {"description": 5}, "x-none": None})
    assert converted_operation(source)["responses"] == {**OK, "x-odd": {"description": 5}, "x-none": None}
    assert response(**dict[str, Any]({"x-a": [1]}))["x-a"] == [1]


def test_integer_codes() -> None:
    """Codes that a YAML 1.1 reader made integers are the codes as written."""
    source = operation(responses={200: {"description": "d"}})
    assert list(converted_operation(source, valid=False)["responses"]) == ["200"]


@pytest.mark.parametrize(
    "responses", [{}, None, {"x-a": 1}, [], {"abc": {"description": "d"}, "default": {"description": ""}}]
)
def test_no_response(responses: Any) -> None:
    """OpenAPI wants a response, so there is one."""
    got = converted_operation(operation(responses=responses), valid=False)["responses"]
    assert got["default"] == {"description": ""}


def test_classes_of_codes() -> None:
    """A class of codes, which Swagger 2.0 lacks but people write, is one in OpenAPI."""
    assert list(converted_operation(operation(responses={"2XX": {"description": "d"}}), valid=False)["responses"]) == [
        "2XX"
    ]


def test_impossible_codes() -> None:
    """Codes that OpenAPI has no place for become the default when nothing else is there, and are noted."""
    assert converted_operation(operation(responses={"999": {"description": "d"}}))["responses"] == {
        "default": {"description": "d"}
    }
    done = conversion(operation(responses={"999": {"description": "d"}, **OK}))
    assert done.document["paths"]["/x"]["get"]["responses"] == OK
    assert codes(done) == ["status-code"]


@pytest.mark.parametrize("value", [{}, None, "text", {"description": None}])
def test_no_description(value: Any) -> None:
    """A response without a description gets an empty one."""
    done = conversion(operation(responses={"200": value}), valid=False)
    assert done.document["paths"]["/x"]["get"]["responses"] == {"200": {"description": ""}}
    assert "no-description" in codes(done)
