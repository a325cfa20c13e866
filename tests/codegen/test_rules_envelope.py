"""Envelopes and cursors."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from tests.support.swagger import load, notes, ruled

IDS = "[rules.operation-ids]\n"
ENVELOPE = (
    IDS
    + """
[rules.envelope]
meta = { "$ref" = "#/definitions/Meta" }
definitions.Meta = { type = "object", properties.code = { type = "integer" } }
"""
)
PAGES = (
    ENVELOPE
    + """
[rules.pagination]
schemas.next_url = { type = "string" }
[rules.pagination.styles.max_tag_id]
parameters = ["max_tag_id"]
next-key = "next_max_tag_id"
next-parameter = "max_tag_id"
newer-key = "min_tag_id"
newer-parameter = "min_tag_id"
keys = ["next_url"]
description = "Tag cursors."
[rules.pagination.styles.max_id]
parameters = ["max_id"]
next-key = "next_max_id"
next-parameter = "max_id"
newer-parameter = "min_id"
[rules.pagination.styles.next_url]
next-key = "next_url"
"""
)
META: dict[str, Any] = {"$ref": "#/definitions/Meta"}


def answer(schema: str, *parameters: str, definitions: str = "{T: {type: object}}") -> str:
    """A document with one operation whose 200 has this schema."""
    declared = ", ".join(f"{{name: {name}, in: query, type: string}}" for name in parameters)
    return f"""
    definitions: {definitions}
    paths:
      /things:
        get:
          tags: [Things]
          parameters: [{declared}]
          responses: {{"200": {{description: ok{schema and ", schema: " + schema}}}}}
    """


def wrapped(document: str, toml: str = ENVELOPE) -> tuple[dict[str, Any], dict[str, Any]]:
    """The envelope's definition, and the operation."""
    result = ruled(document, toml)
    operation = result["paths"]["/things"]["get"]
    assert operation["responses"]["200"]["schema"] == {"$ref": "#/definitions/ThingsListResponse"}
    return result["definitions"]["ThingsListResponse"], operation


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ("{properties: {data: {$ref: '#/definitions/T'}}}", {"$ref": "#/definitions/T"}),
        ("{type: object, properties: {meta: {type: string}, data: {type: string}}}", {"type": "string"}),
        ("{$ref: '#/definitions/T'}", {"$ref": "#/definitions/T"}),
        ("{type: array, items: {type: string}}", {"type": "array", "items": {"type": "string"}}),
        ("{properties: {name: {type: string}}}", {"properties": {"name": {"type": "string"}}}),
        ("{properties: {data: {type: string, x-nullable: true}}}", {"type": "string", "x-nullable": True}),
        ("{properties: {meta: {}}}", {"type": "object", "x-nullable": True}),
        ("", {"type": "object"}),
    ],
)
def test_every_kind_of_answer_is_wrapped(schema: str, data: dict[str, Any]) -> None:
    """An envelope is completed, a bare schema becomes the data, and no schema at all means any object."""
    envelope, operation = wrapped(answer(schema))
    assert envelope["properties"] == {"data": data, "meta": META}
    assert (envelope["type"], envelope["required"]) == ("object", ["meta", "data"])
    assert operation["x-envelope"] == {"style": "meta", "data": "data", "meta": "meta", "pagination": ""}


def test_assumptions_are_noted() -> None:
    """Data that nobody declared is assumed, and a note says so."""
    assert notes(answer(""), ENVELOPE) == [("GET /things", "envelope.no-schema")]
    assert notes(answer("{properties: {meta: {}}}"), ENVELOPE) == [("GET /things", "envelope.no-data")]


def test_what_else_an_envelope_holds_is_kept() -> None:
    """Extra properties, what they require, the description and the marks of repairs stay."""
    schema = "{description: d, required: [x], x-repaired-by: [r], properties: {data: {}, x: {type: string}}}"
    envelope, _ = wrapped(answer(schema))
    assert envelope == {
        "type": "object",
        "description": "d",
        "required": ["meta", "data", "x"],
        "properties": {"data": {}, "x": {"type": "string"}, "meta": META},
        "x-repaired-by": ["r"],
    }


def test_a_named_envelope_is_understood() -> None:
    """A spec that names its envelopes itself is not wrapped twice; its own name may even be the wanted one."""
    named = "{Things: {type: object, properties: {meta: {}, data: {type: string}}}}"
    envelope, _ = wrapped(answer("{$ref: '#/definitions/Things'}", definitions=named))
    assert envelope["properties"] == {"data": {"type": "string"}, "meta": META}
    own = named.replace("Things", "ThingsListResponse")
    envelope, _ = wrapped(answer("{$ref: '#/definitions/ThingsListResponse'}", definitions=own))
    assert envelope["properties"] == {"data": {"type": "string"}, "meta": META}


def test_a_taken_name_is_a_mistake() -> None:
    """A definition that happens to have the envelope's name is not overwritten."""
    with pytest.raises(CodegenError, match="ThingsListResponse") as caught:
        ruled(answer("{type: string}", definitions="{ThingsListResponse: {type: string}}"), ENVELOPE)
    assert (caught.value.pointer, bool(caught.value.remedy)) == ("/definitions/ThingsListResponse", True)


def test_only_answers_with_a_body_are_wrapped() -> None:
    """Several successes get a name each, and those without a body and errors are left alone."""
    document = load(answer("{type: string}"))
    responses = document["paths"]["/things"]["get"]["responses"]
    responses |= {
        "201": {"schema": {"type": "integer"}},
        "204": {"description": "nothing"},
        "404": {"description": "no"},
    }
    result = ruled(document, ENVELOPE)
    after = result["paths"]["/things"]["get"]["responses"]
    assert after["201"]["schema"] == {"$ref": "#/definitions/ThingsListResponse201"}
    assert result["definitions"]["ThingsListResponse201"]["properties"]["data"] == {"type": "integer"}
    assert (after["204"], after["404"]) == ({"description": "nothing"}, {"description": "no"})


def test_no_success_no_envelope() -> None:
    """An operation that only redirects has no envelope, and a note."""
    document: dict[str, Any] = {"paths": {"/things": {"get": {"responses": {"302": {}}}}}}
    assert "x-envelope" not in ruled(document, ENVELOPE)["paths"]["/things"]["get"]
    assert notes(document, ENVELOPE) == [("GET /things", "envelope.no-success")]


def test_shared_responses_are_wrapped_for_each_operation() -> None:
    """Two operations that share a response get an envelope each, and no object in common."""
    result = ruled(
        """
        responses: {ok: {description: d, schema: {properties: {data: {properties: {a: {type: string}}}}}}}
        paths:
          /things: {get: {responses: {"200": {$ref: "#/responses/ok"}}}}
          /places: {get: {responses: {"200": {$ref: "#/responses/ok"}}}}
        """,
        ENVELOPE + "[rules.hoist]\n",
    )
    names = {name for name in result["definitions"] if name != "Meta"}
    assert {"ThingsListResponse", "ThingsListResponseData", "PlacesListResponse", "PlacesListResponseData"} <= names
    assert result["paths"]["/things"]["get"]["responses"]["200"]["description"] == "d"


def test_exceptions() -> None:
    """An operation without an envelope stays as it is; one that is not there is a mistake."""
    toml = ENVELOPE.replace("[rules.envelope]", "[rules.envelope]\nexcept = ['GET /things']")
    operation = ruled(answer("{type: string}"), toml)["paths"]["/things"]["get"]
    assert operation["responses"]["200"]["schema"] == {"type": "string"}
    assert "x-envelope" not in operation
    with pytest.raises(CodegenError, match="there is no operation 'GET /thing'"):
        ruled(answer("{type: string}"), toml.replace("/things", "/thing"))


def test_other_keys() -> None:
    """Keys and style are the API's own; one without a status has none."""
    toml = IDS + "[rules.envelope]\nstyle = 'plain'\nkeys = { data = 'result', meta = '' }\n"
    envelope, operation = wrapped(answer("{properties: {result: {type: string}}}"), toml)
    assert (list(envelope["properties"]), envelope["required"]) == (["result"], ["result"])
    assert operation["x-envelope"] == {"style": "plain", "data": "result", "meta": "", "pagination": ""}


def test_a_status_that_is_declared_nowhere_is_a_mistake() -> None:
    """The reference in codegen.toml has to lead somewhere."""
    toml = ENVELOPE.replace("definitions.Meta", "definitions.Status")
    with pytest.raises(CodegenError, match="there is no #/definitions/Meta"):
        ruled(answer("{type: string}"), toml)


def test_a_definition_of_the_file_that_differs_is_a_mistake() -> None:
    """Equal definitions are one; different ones of one name are not."""
    equal = "{Meta: {type: object, properties: {code: {type: integer}}, x-repaired-by: [r]}}"
    assert wrapped(answer("{type: string}", definitions=equal))
    with pytest.raises(CodegenError, match=r"definitions\.Meta: the document has another"):
        ruled(answer("{type: string}", definitions="{Meta: {}}"), ENVELOPE)


LIST = "{properties: {data: {type: array, items: {type: string}}}}"


@pytest.mark.parametrize(
    ("parameters", "style", "key"),
    [
        (["max_id"], "max_id", "MaxIdPagination"),
        (["max_tag_id"], "max_tag_id", "MaxTagIdPagination"),
        (["max_id", "max_tag_id"], "max_tag_id", "MaxTagIdPagination"),
    ],
)
def test_parameters_make_the_style(parameters: list[str], style: str, key: str) -> None:
    """The first style whose parameters are there wins, and only styles in use are defined."""
    result = ruled(answer(LIST, *parameters), PAGES)
    operation = result["paths"]["/things"]["get"]
    envelope = result["definitions"]["ThingsListResponse"]
    assert operation["x-pagination"]["style"] == style
    assert operation["x-envelope"]["pagination"] == "pagination"
    assert envelope["properties"]["pagination"] == {"$ref": f"#/definitions/{key}"}
    assert "pagination" not in envelope["required"]
    assert [name for name in result["definitions"] if name.endswith("Pagination")] == [key]


def test_what_a_style_declares() -> None:
    """Cursors are strings or integers, other keys have their own schema, and all are optional."""
    result = ruled(answer(LIST, "max_tag_id"), PAGES)
    cursor = {"x-anyOf": [{"type": "string"}, {"type": "integer"}]}
    assert result["definitions"]["MaxTagIdPagination"] == {
        "type": "object",
        "description": "Tag cursors.",
        "properties": {"next_url": {"type": "string"}, "next_max_tag_id": cursor, "min_tag_id": cursor},
    }
    assert result["paths"]["/things"]["get"]["x-pagination"] == {
        "style": "max_tag_id",
        "next-key": "next_max_tag_id",
        "next-parameter": "max_tag_id",
        "newer-key": "min_tag_id",
        "newer-parameter": "",
    }


def test_the_newer_parameter_is_named_where_the_operation_has_it() -> None:
    """``min_id`` may be missing, and may stand on the path or be shared."""
    document = load(answer(LIST, "max_id"))
    document["parameters"] = {"min": {"name": "min_id", "in": "query", "type": "string"}}
    document["paths"]["/things"]["parameters"] = [{"$ref": "#/parameters/min"}]
    operation = ruled(document, PAGES)["paths"]["/things"]["get"]
    assert operation["x-pagination"]["newer-parameter"] == "min_id"


@pytest.mark.parametrize(
    ("schema", "parameters"),
    [
        (LIST, []),
        (LIST, ["count"]),
        ("{properties: {data: {type: object}}}", ["max_id"]),
        ("{type: string}", ["max_id"]),
    ],
)
def test_what_does_not_page(schema: str, parameters: list[str]) -> None:
    """Without a cursor parameter, or without a list, there are no pages."""
    envelope, operation = wrapped(answer(schema, *parameters), PAGES)
    assert "pagination" not in envelope["properties"]
    assert "x-pagination" not in operation


def test_a_cursor_in_a_path_is_none() -> None:
    """Only query parameters make a style."""
    document = answer(LIST, "max_id").replace("in: query", "in: header")
    assert "x-pagination" not in wrapped(document, PAGES)[1]


def test_a_declared_pagination_without_cursors_follows_addresses() -> None:
    """The style without parameters is for answers that declare the object themselves; lost keys are noted."""
    schema = LIST[:-1].replace("properties: {", "properties: {pagination: {properties: {more: {}}}, ") + "}"
    document = answer(schema)
    envelope, operation = wrapped(document, PAGES)
    assert operation["x-pagination"]["style"] == "next_url"
    assert envelope["properties"]["pagination"] == {"$ref": "#/definitions/NextUrlPagination"}
    assert ("GET /things", "pagination.lost-key") in notes(document, PAGES)


def test_without_the_pagination_rule_a_declared_object_is_kept() -> None:
    """Nothing is lost where no rule says how to page."""
    schema = "{properties: {data: {type: array}, pagination: {type: object}}}"
    envelope, operation = wrapped(answer(schema))
    assert envelope["properties"]["pagination"] == {"type": "object"}
    assert operation["x-envelope"]["pagination"] == "pagination"


def test_a_definition_with_the_name_of_a_style_is_a_mistake() -> None:
    """Cursors of another shape are not overwritten."""
    with pytest.raises(CodegenError, match="MaxIdPagination"):
        ruled(answer(LIST, "max_id", definitions="{MaxIdPagination: {type: string}}"), PAGES)
