"""Forms with files, passwords and JSON inside, and credentials that travel in cookies, from Swagger 2.0 to Python."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from codegen.convert import convert
from codegen.generate import generate_client
from tests.support.swagger import load, ruled
from tests.support.tiny_api import SETTINGS, importable

SWAGGER = """
swagger: '2.0'
info: {title: Tiny, version: '1'}
securityDefinitions:
  visit: {type: apiKey, in: header, name: Cookie, x-cookie: visitid, description: A visit.}
  key: {type: apiKey, in: header, name: X-Key}
  app: {type: apiKey, in: query, name: app}
security: [{visit: [], app: []}, {key: []}]
consumes: [application/x-www-form-urlencoded]
produces: [application/json]
paths:
  /doors/open:
    post:
      tags: [Doors]
      security: []
      parameters:
        - {name: who, in: formData, type: string, required: true}
        - {name: word, in: formData, type: string, format: password, required: true}
      responses: {'200': {description: ok}}
  /doors/{id}/paint:
    post:
      tags: [Doors]
      consumes: [multipart/form-data]
      parameters:
        - {name: id, in: path, type: integer, required: true}
        - {name: picture, in: formData, type: file, required: true}
        - {name: coats, in: formData, type: integer}
        - name: colour
          in: formData
          type: string
          description: How it is to look.
          x-json-schema: {$ref: '#/definitions/Colour'}
      responses: {'200': {description: ok, schema: {$ref: '#/definitions/Colour'}}}
definitions:
  Colour: {type: object, required: [name], properties: {name: {type: string}, shade: {type: integer}}}
"""
RULES = """
[rules.operation-ids]
style = "action"
[rules.envelope]
style = "word"
keys = { data = ["door"], meta = "state", pagination = "" }
flat = true
meta = { type = "string" }
[rules.nullable]
"""


def document() -> dict[str, Any]:
    """The tiny API in OpenAPI 3."""
    return convert(ruled(load(SWAGGER), RULES)).document


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The operations generated from it."""
    folder = tmp_path_factory.mktemp("forms")
    generate_client(document(), SETTINGS, folder)
    with importable(folder, "_tiny.operations", "_tiny.resources.doors") as found:
        yield folder, found


def test_cookie_becomes_a_cookie() -> None:
    """What Swagger 2.0 can only call a header is a cookie in OpenAPI; other keys stay what they are."""
    schemes = document()["components"]["securitySchemes"]
    assert schemes["visit"] == {"type": "apiKey", "name": "visitid", "in": "cookie", "description": "A visit."}
    assert schemes["key"] == {"type": "apiKey", "in": "header", "name": "X-Key"}


def test_text_that_holds_json_becomes_its_object() -> None:
    """The field has the schema of what it holds, and says that it travels as JSON."""
    content = document()["paths"]["/doors/{id}/paint"]["post"]["requestBody"]["content"]["multipart/form-data"]
    assert content["encoding"] == {"colour": {"contentType": "application/json"}}
    assert content["schema"]["properties"]["colour"] == {
        "description": "How it is to look.",
        "allOf": [{"$ref": "#/components/schemas/Colour"}],
    }


def test_credentials_say_where_they_travel(tiny: tuple[Path, list[ModuleType]]) -> None:
    """Those outside of the address are named with their place; an open operation names none."""
    operations: Any = tiny[1][0]
    assert operations.DOORS_PAINT.security == (("visitid", "app"), ("X-Key",))
    assert operations.DOORS_PAINT.carried == (("visitid", "cookie"), ("X-Key", "header"))
    assert operations.DOORS_OPEN.carried == operations.DOORS_OPEN.security == ()


def test_parameters_know_their_kind(tiny: tuple[Path, list[ModuleType]]) -> None:
    """Files, passwords and JSON are told apart, so that the runtime needs to know no operation."""
    operations: Any = tiny[1][0]
    kinds = {
        p.wire: (p.type, p.secret) for p in (*operations.DOORS_OPEN.parameters, *operations.DOORS_PAINT.parameters)
    }
    assert kinds == {
        "who": ("string", False),
        "word": ("string", True),
        "id": ("integer", False),
        "picture": ("file", False),
        "coats": ("integer", False),
        "colour": ("json", False),
    }
    assert operations.DOORS_PAINT.body == "multipart/form-data"
    assert operations.DOORS_PAINT.parameter("colour").description == "How it is to look."


def test_answers_without_data(tiny: tuple[Path, list[ModuleType]]) -> None:
    """An answer with nothing but its status gives None; one that is its own data gives itself."""
    operations: Any = tiny[1][0]
    assert operations.DOORS_OPEN.data is None
    assert operations.DOORS_PAINT.data is operations.DOORS_PAINT.response


def test_signatures(tiny: tuple[Path, list[ModuleType]]) -> None:
    """A field with JSON takes its model, or the same as plain data; a file takes bytes."""
    source = (tiny[0] / "_tiny" / "resources" / "doors.py").read_text()
    assert "colour: models.Colour | Mapping[str, Any] | None = None" in source
    assert "picture: bytes" in source
    assert "def open(self, who: str, word: str) -> None:" in source
