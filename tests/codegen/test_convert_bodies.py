"""Conversion of bodies and forms."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.convert import Conversion
from tests.support.convert_documents import OK, codes, conversion, converted, converted_operation, document, operation

JSON, XML = "application/json", "application/xml"
FORM, MULTIPART = "application/x-www-form-urlencoded", "multipart/form-data"
PET: dict[str, Any] = {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}}
PETS: dict[str, Any] = {"_definitions": {"Pet": {"type": "object"}}}
REF = {"$ref": "#/components/schemas/Pet"}


def body(source: Any, *, valid: bool = True) -> Any:
    """Convert and give the body of the first operation."""
    return converted_operation(source, valid=valid)["requestBody"]


def form(*fields: dict[str, Any], valid: bool = True, **parts: Any) -> Any:
    """Convert form fields of an operation."""
    fields_ = [{"in": "formData", "type": "string", **field} for field in fields]
    return body(operation("post", parameters=fields_, **parts), valid=valid)


def test_every_media_type() -> None:
    """A body may come in each media type that is consumed."""
    got = body(operation("post", **PETS, _consumes=[JSON, XML], parameters=[{**PET, "description": "d", "x-a": 1}]))
    content = {JSON: {"schema": REF}, XML: {"schema": REF}}
    assert got == {"description": "d", "x-a": 1, "content": content, "required": True}


@pytest.mark.parametrize("parts", [{"consumes": []}, {}, {"consumes": [], "_consumes": [XML]}])
def test_no_media_type(parts: dict[str, Any]) -> None:
    """Where no media type is named one is assumed, and said so."""
    done = conversion(operation("post", **PETS, parameters=[PET], **parts))
    assert done.document["paths"]["/x"]["post"]["requestBody"]["content"] == {JSON: {"schema": REF}}
    assert codes(done) == ["assumed-media-type"]


def test_optional_body() -> None:
    """A body that is not required is not, and its name is noted as lost."""
    done = conversion(operation("post", _consumes=[JSON], parameters=[{"name": "pet", "in": "body", "schema": {}}]))
    assert "required" not in done.document["paths"]["/x"]["post"]["requestBody"]
    assert codes(done) == ["body-name"]


def test_path_level_body() -> None:
    """A body of the path is the body of each operation but those that have their own."""
    own = {"name": "body", "in": "body", "schema": {"type": "string"}}
    item = {"parameters": [PET], "post": {"responses": OK}, "put": {"responses": OK, "parameters": [own]}}
    source = document(paths={"/x": item}, definitions={"Pet": {}}, consumes=[JSON])
    got = converted(source)["paths"]["/x"]
    assert "parameters" not in got
    assert got["post"]["requestBody"] == {"content": {JSON: {"schema": REF}}, "required": True}
    assert got["put"]["requestBody"] == {"content": {JSON: {"schema": {"type": "string"}}}}


def test_path_level_form() -> None:
    """Form fields of the path join those of the operation, which win."""
    common = [{"name": n, "in": "formData", "type": "string"} for n in ("a", "b")]
    own = [{"name": n, "in": "formData", "type": "integer"} for n in ("b", "c")]
    item = {"parameters": common, "post": {"responses": OK, "parameters": own}}
    got = body(document(paths={"/x": item}, consumes=[FORM]))
    kinds = {name: one["type"] for name, one in got["content"][FORM]["schema"]["properties"].items()}
    assert kinds == {"a": "string", "b": "integer", "c": "integer"}


def shared(**parts: Any) -> Conversion:
    """Convert two operations that share a body, the second with media types of its own."""
    posts = {"post": {"responses": OK, "parameters": [{"$ref": "#/parameters/P"}]}}
    puts = {"put": {"responses": OK, "parameters": [{"$ref": "#/parameters/P"}], **parts}}
    source = document(paths={"/x": {**posts, **puts}}, parameters={"P": PET}, definitions={"Pet": {}}, consumes=[JSON])
    return conversion(source)


def test_shared_body() -> None:
    """A shared body is a component, used by reference."""
    done = shared().document
    assert done["components"]["requestBodies"] == {"P": {"content": {JSON: {"schema": REF}}, "required": True}}
    for method in ("post", "put"):
        assert done["paths"]["/x"][method]["requestBody"] == {"$ref": "#/components/requestBodies/P"}
        assert "parameters" not in done["paths"]["/x"][method]


def test_shared_body_of_other_media_types() -> None:
    """An operation that consumes something else has the body written out."""
    done = shared(consumes=[XML]).document["paths"]["/x"]
    assert done["put"]["requestBody"] == {"content": {XML: {"schema": REF}}, "required": True}
    assert done["post"]["requestBody"] == {"$ref": "#/components/requestBodies/P"}


def test_shared_form_fields() -> None:
    """Two shared form fields are one body."""
    fields = {n: {"name": n.lower(), "in": "formData", "type": "string", "required": n == "B"} for n in ("A", "B")}
    refs = [{"$ref": "#/parameters/A"}, {"$ref": "#/parameters/B"}]
    done = converted(operation("post", _parameters=fields, parameters=refs, consumes=[FORM]))
    schema = done["paths"]["/x"]["post"]["requestBody"]["content"][FORM]["schema"]
    assert list(schema["properties"]) == ["a", "b"]
    assert schema["required"] == ["b"]
    assert "components" not in done


@pytest.mark.parametrize("consumes", [[FORM], [MULTIPART], [FORM, MULTIPART], [MULTIPART, FORM]])
def test_form_media_types(consumes: list[str]) -> None:
    """A form comes in the media types that are named, with a file or without."""
    assert list(form({"name": "a"}, consumes=consumes)["content"]) == consumes


def test_form_without_media_type() -> None:
    """Without one that can carry a form, a file decides which is assumed."""
    assert list(form({"name": "a"})["content"]) == [FORM]
    assert list(form({"name": "a", "type": "file"}, valid=False)["content"]) == [MULTIPART]
    assert list(form({"name": "a"}, consumes=[])["content"]) == [FORM]
    done = conversion(
        operation("post", parameters=[{"name": "a", "in": "formData", "type": "string"}], consumes=[JSON])
    )
    assert codes(done) == ["assumed-media-type"]
    assert list(form({"name": "a"}, consumes=[JSON, MULTIPART + "; charset=utf-8"])["content"]) == [
        MULTIPART + "; charset=utf-8"
    ]


def test_optional_form() -> None:
    """A form without required fields has no empty list of them."""
    got = form({"name": "a"}, consumes=[FORM])
    assert got == {"content": {FORM: {"schema": {"type": "object", "properties": {"a": {"type": "string"}}}}}}


def test_required_form() -> None:
    """One required field, also the last, makes the form required."""
    got = form({"name": "a"}, {"name": "b", "required": True}, consumes=[FORM])
    assert got["required"] is True
    assert got["content"][FORM]["schema"]["required"] == ["b"]


def test_file() -> None:
    """A file is a binary string."""
    got = form({"name": "f", "type": "file", "description": "d"}, consumes=[MULTIPART])
    assert got["content"][MULTIPART]["schema"]["properties"]["f"] == {
        "type": "string",
        "format": "binary",
        "description": "d",
    }


@pytest.mark.parametrize(
    ("written", "style", "explode"), [("multi", "form", True), (None, "form", False), ("pipes", "pipeDelimited", False)]
)
def test_form_lists(written: str | None, style: str, explode: bool) -> None:
    """Lists in forms are joined as in queries."""
    field = {"name": "a", "type": "array", "items": {"type": "string"}}
    got = form({**field, **({"collectionFormat": written} if written else {})}, consumes=[FORM])
    assert got["content"][FORM]["encoding"] == {"a": {"style": style, "explode": explode}}


def test_form_tabs() -> None:
    """Tabs, for which there is no style, are kept as an extension of the field."""
    field = {"name": "a", "type": "array", "items": {"type": "string"}, "collectionFormat": "tsv"}
    got = form(field, consumes=[FORM])
    assert got["content"][FORM]["schema"]["properties"]["a"]["x-collectionFormat"] == "tsv"


def test_form_field_details() -> None:
    """Constraints, defaults, examples and extensions stay with the field; what may be empty is noted as lost."""
    field = {"name": "a", "in": "formData", "type": "string", "maxLength": 3, "default": "d", "x-example": "e"}
    more = {"x-nullable": True, "allowEmptyValue": True, "x-z": 1}
    done = conversion(operation("post", parameters=[{**field, **more}], consumes=[FORM]))
    sent = done.document["paths"]["/x"]["post"]["requestBody"]["content"][FORM]["schema"]["properties"]["a"]
    expected = {
        "type": "string",
        "maxLength": 3,
        "default": "d",
        "nullable": True,
        "example": "e",
        "x-example": "e",
        "x-z": 1,
    }
    assert sent == expected
    assert codes(done) == ["lost"]


def test_body_and_form() -> None:
    """Both at once cannot be; the body is kept and the form is noted."""
    form_field = {"name": "a", "in": "formData", "type": "string"}
    done = conversion(operation("post", **PETS, parameters=[PET, form_field]), valid=False)
    assert "body-and-form" in codes(done)
    assert list(done.document["paths"]["/x"]["post"]["requestBody"]["content"]) == [JSON]


def test_body_of_an_enum() -> None:
    """A body that is one of a few words."""
    schema = {"type": "string", "enum": ["approve", "ignore"]}
    got = body(operation("post", _consumes=[JSON], parameters=[{"name": "action", "in": "body", "schema": schema}]))
    assert got == {"content": {JSON: {"schema": schema}}}


def test_nullable_body() -> None:
    """A body that may be null says so in its schema."""
    got = body(operation("post", **PETS, _consumes=[JSON], parameters=[{**PET, "x-nullable": True}]))
    assert got["content"][JSON]["schema"] == {"nullable": True, "allOf": [REF]}


def test_file_in_a_body() -> None:
    """A body of type file is a binary string."""
    source = operation(
        "post", _consumes=["image/png"], parameters=[{"name": "b", "in": "body", "schema": {"type": "file"}}]
    )
    assert body(source, valid=False)["content"]["image/png"]["schema"] == {"type": "string", "format": "binary"}


def test_body_without_schema() -> None:
    """A body without a schema is any body."""
    done = conversion(operation("post", _consumes=[JSON], parameters=[{"name": "body", "in": "body"}]), valid=False)
    assert done.document["paths"]["/x"]["post"]["requestBody"] == {"content": {JSON: {}}}
    assert codes(done) == ["malformed"]
