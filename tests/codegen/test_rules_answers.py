"""Errors, nulls and open enums."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from tests.support.swagger import ruled

ERRORS = """
[rules.errors]
definitions.Bad = { type = "object", properties.code = { type = "integer" } }
[rules.errors.responses.400]
name = "BadRequest"
description = "Refused."
schema = { "$ref" = "#/definitions/Bad" }
[rules.errors.responses.default]
description = "Anything else."
"""


def test_every_operation_gets_the_errors() -> None:
    """By reference to one shared response each; what an operation says itself stands."""
    result = ruled("paths: {/a: {get: {responses: {'400': {description: mine}}}, post: {}}}", ERRORS)
    shared = {"$ref": "#/responses/ErrorDefault"}
    assert result["paths"]["/a"]["get"]["responses"] == {"400": {"description": "mine"}, "default": shared}
    assert result["paths"]["/a"]["post"]["responses"] == {"400": {"$ref": "#/responses/BadRequest"}, "default": shared}
    assert result["responses"]["BadRequest"] == {"description": "Refused.", "schema": {"$ref": "#/definitions/Bad"}}
    assert result["definitions"]["Bad"]["properties"] == {"code": {"type": "integer"}}


def test_a_shared_response_of_that_name_is_a_mistake_when_it_differs() -> None:
    """Equal ones are one."""
    equal = "{description: Refused., schema: {$ref: '#/definitions/Bad'}, x-repaired-by: [r]}"
    assert ruled(f"responses: {{BadRequest: {equal}}}", ERRORS)["responses"]["BadRequest"]["x-repaired-by"] == ["r"]
    with pytest.raises(CodegenError, match="another response 'BadRequest'"):
        ruled("responses: {BadRequest: {description: other}}", ERRORS)


def test_an_error_that_refers_to_nothing_is_a_mistake() -> None:
    """The reference has to lead somewhere."""
    with pytest.raises(CodegenError, match="there is no #/definitions/Bad"):
        ruled("{}", ERRORS.replace("definitions.Bad", "definitions.Worse"))


REACH = """
definitions:
  Answer:
    required: [id]
    properties:
      id: {type: string}
      ref: {$ref: "#/definitions/Inner"}
      list: {type: array, items: {properties: {deep: {type: string}}}}
      kept: {type: string, x-nullable: false}
      choice: {x-anyOf: [{properties: {either: {type: string}}}, {type: string}]}
      map: {additionalProperties: {properties: {value: {type: string}}}}
  Inner:
    allOf:
      - {$ref: "#/definitions/Base"}
      - {properties: {own: {type: string}, need: {type: string}}}
      - {required: [need]}
  Base: {properties: {base: {type: string}, inner: {$ref: "#/definitions/Inner"}}}
  Request: {properties: {asked: {type: string}}}
  Failure: {properties: {code: {type: integer}}}
responses: {shared: {schema: {$ref: "#/definitions/Failure"}}}
paths:
  /a:
    post:
      parameters: [{name: b, in: body, schema: {$ref: "#/definitions/Request"}}]
      responses:
        "200": {schema: {type: array, items: {$ref: "#/definitions/Answer"}}}
        "400": {$ref: "#/responses/shared"}
"""


def nullable(node: Any, name: str = "") -> set[str]:
    """Names of all properties that can be null."""
    if isinstance(node, list):
        return {found for child in node for found in nullable(child)}
    if not isinstance(node, dict):
        return set()
    own = {name} if node.get("x-nullable") is True else set()
    return own | {found for key, child in node.items() for found in nullable(child, key)}


def test_optional_properties_of_answers_can_be_null() -> None:
    """Through references, allOf, items, maps and unions; not required ones, not those of requests."""
    result = ruled(REACH, "[rules.nullable]")
    assert nullable(result) == {
        "ref", "list", "deep", "choice", "either", "map", "value", "own", "base", "inner", "code",
    }  # fmt: skip
    assert result["definitions"]["Answer"]["properties"]["ref"] == {"$ref": "#/definitions/Inner", "x-nullable": True}
    assert result["definitions"]["Answer"]["properties"]["kept"]["x-nullable"] is False


def test_exceptions_to_nullable() -> None:
    """A definition, or one property; a name that nothing has is a mistake."""
    result = ruled(REACH, "[rules.nullable]\nexcept = ['Failure', 'Answer.list.deep', 'Answer.ref']")
    assert not nullable(result) & {"code", "ref"}
    with pytest.raises(CodegenError, match=r"there is no place 'Answer\.reff'") as caught:
        ruled(REACH, "[rules.nullable]\nexcept = ['Answer.reff']")
    assert "Answer.ref" in str(caught.value.remedy)


ENUMS = """
definitions:
  Answer:
    properties:
      state: {type: string, enum: [a, b]}
      bare: {enum: [a]}
      number: {type: integer, enum: [1, 2]}
      mixed: {enum: [a, 1]}
      list: {type: array, items: {type: string, enum: [c]}}
      fixed: {type: string, enum: [d], x-extensible-enum: false}
      enum: {type: string}
  Named: {type: string, enum: [e]}
  Request: {properties: {asked: {type: string, enum: [f]}}}
paths:
  /a:
    post:
      parameters:
        - {name: b, in: body, schema: {$ref: "#/definitions/Request"}}
        - {name: q, in: query, type: string, enum: [g]}
      responses:
        "200": {schema: {allOf: [{$ref: "#/definitions/Answer"}, {properties: {n: {$ref: "#/definitions/Named"}}}]}}
"""


def open_values(node: Any) -> list[str]:
    """The first value of each enum that is open."""
    if isinstance(node, list):
        return [found for child in node for found in open_values(child)]
    if not isinstance(node, dict):
        return []
    own = [node["enum"][0]] if node.get("x-extensible-enum") is True else []
    return own + [found for child in node.values() for found in open_values(child)]


def test_text_enums_of_answers_are_open() -> None:
    """Enums of strings in what responses reach; not numbers, not requests, not parameters."""
    assert open_values(ruled(ENUMS, "[rules.open-enums]")) == ["a", "a", "c", "e"]


def test_exceptions_to_open_enums() -> None:
    """An enum that is really closed can say so in the file."""
    assert open_values(ruled(ENUMS, "[rules.open-enums]\nexcept = ['Answer.state', 'Named']")) == ["a", "c"]
    with pytest.raises(CodegenError, match="there is no place 'Request'"):
        ruled(ENUMS, "[rules.open-enums]\nexcept = ['Request']")
