"""Inline schemas become definitions with stable names."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from tests.support.swagger import load, notes, ruled

HOIST = "[rules.hoist]\n"


def hoisted(definitions: str, toml: str = HOIST) -> dict[str, Any]:
    """The definitions after hoisting."""
    made: dict[str, Any] = ruled("definitions: " + definitions, toml)["definitions"]
    return made


def ref(name: str) -> dict[str, str]:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


def test_objects_and_enums_get_names() -> None:
    """By parent and property, however deep; plain values and free objects stay."""
    made = hoisted(
        """
        Media:
          properties:
            type: {type: string, enum: [image]}
            comments: {properties: {data: {type: array, items: {properties: {text: {type: string}}}}}}
            users_in_photo: {type: array, items: {properties: {x: {type: string}}}}
            free: {type: object}
            text: {type: string}
            numbers: {type: integer, enum: [1]}
            ref: {$ref: "#/definitions/Media"}
            wrapped: {allOf: [{$ref: "#/definitions/Media"}], description: d}
            both: {allOf: [{$ref: "#/definitions/Media"}, {properties: {kind: {type: string, enum: [a]}}}]}
            map: {additionalProperties: {properties: {y: {type: string}}}}
        """
    )
    media = made["Media"]["properties"]
    assert set(made) == {
        "Media", "MediaType", "MediaComments", "MediaCommentsDataItem", "MediaUsersInPhotoItem", "MediaBoth",
        "MediaBothKind", "MediaMapValue",
    }  # fmt: skip
    assert (media["type"], media["comments"], media["both"]) == (
        ref("MediaType"),
        ref("MediaComments"),
        ref("MediaBoth"),
    )
    assert media["users_in_photo"] == {"type": "array", "items": ref("MediaUsersInPhotoItem")}
    assert made["MediaComments"]["properties"]["data"]["items"] == ref("MediaCommentsDataItem")
    assert made["MediaBoth"]["allOf"][1]["properties"]["kind"] == ref("MediaBothKind")
    assert media["map"]["additionalProperties"] == ref("MediaMapValue")
    assert media["free"] == {"type": "object"}
    assert media["wrapped"]["allOf"] == [ref("Media")]


def test_null_belongs_to_the_place() -> None:
    """``x-nullable`` stays with the reference, everything else goes with the definition."""
    made = hoisted("{U: {properties: {c: {description: d, x-nullable: true, properties: {}, enum: [a]}}}}")
    assert made["U"]["properties"]["c"] == {"x-nullable": True, **ref("UC")}
    assert made["UC"] == {"description": "d", "properties": {}, "enum": ["a"]}


BASE = "{A: {properties: {x: {properties: {y: {enum: [v]}}}}}, B: {properties: {x: {properties: {}, enum: [w]}}}}"


def test_an_unrelated_schema_changes_no_name() -> None:
    """Names depend on the place alone, also on whatever stands before it."""
    before = hoisted(BASE)
    more = load("definitions: " + BASE)
    more["definitions"] = {"C": {"properties": {"x": {"properties": {"y": {"enum": ["z"]}}}}}} | more["definitions"]
    after = ruled(more, HOIST)["definitions"]
    assert {name: after[name] for name in before} == before


def test_equal_schemas_stay_apart_unless_the_file_says_so() -> None:
    """Two places are two definitions; ``same`` makes them one, or gives one place a better name."""
    equal = (
        "{A: {properties: {p: {properties: {q: {enum: [v]}}}}}, B: {properties: {p: {properties: {q: {enum: [v]}}}}}}"
    )
    assert set(hoisted(equal)) == {"A", "B", "AP", "APQ", "BP", "BPQ"}
    made = hoisted(equal, HOIST + "same = { P = ['A.p', 'B.p'] }")
    assert set(made) == {"A", "B", "P", "PQ"}
    assert made["A"]["properties"] == made["B"]["properties"] == {"p": ref("P")}
    assert set(hoisted(equal, HOIST + "same = { Nice = ['A.p'] }")) == {"A", "B", "Nice", "NiceQ", "BP", "BPQ"}


def test_same_may_name_a_definition_that_is_there() -> None:
    """Provided that it is the same."""
    text = (
        "{P: {properties: {q: {enum: [v]}}, x-repaired-by: [r]}, A: {properties: {p: {properties: {q: {enum: [v]}}}}}}"
    )
    made = hoisted(text, HOIST + "same = { P = ['A.p'] }")
    assert (set(made), made["A"]["properties"]["p"]) == ({"P", "PQ", "A"}, ref("P"))


@pytest.mark.parametrize(
    ("same", "message"),
    [
        ("{ P = ['A.p', 'B.p'] }", "B.p and A.p differ"),
        ("{ P = ['A.z'] }", "there is no inline schema 'A.z'"),
        ("{ C = ['A.p'] }", "A.p and the definition C differ"),
    ],
)
def test_what_is_not_the_same(same: str, message: str) -> None:
    """Different schemas cannot share a definition, and a place has to be there."""
    text = "{A: {properties: {p: {enum: [v]}}}, B: {properties: {p: {enum: [w]}}}, C: {enum: [u]}}"
    with pytest.raises(CodegenError) as caught:
        hoisted(text, HOIST + f"same = {same}")
    assert message in caught.value.message
    assert caught.value.remedy


def test_two_places_of_one_name_are_a_mistake() -> None:
    """Names that meet by accident are told, with a remedy to paste."""
    with pytest.raises(CodegenError, match=r"AB\.c and A\.b_c would both be called 'ABC'") as caught:
        hoisted("{A: {properties: {b_c: {enum: [v]}}}, AB: {properties: {c: {enum: [v]}}}}")
    assert "same = { OtherName = ['AB.c'] }" in str(caught.value.remedy)


def test_a_taken_name_gets_a_suffix() -> None:
    """A definition of the spec keeps its name; the inline schema is called ``…Inline``, in whatever order."""
    for text in (
        "{A: {properties: {b: {enum: [v]}}}, AB: {type: string}}",
        "{AB: {type: string}, A: {properties: {b: {enum: [v]}}}}",
    ):
        made = hoisted(text)
        assert (made["AB"], made["A"]["properties"]["b"]) == ({"type": "string"}, ref("ABInline"))
        assert notes("definitions: " + text, HOIST) == [("A.b", "hoist.renamed")]


def test_answers_without_an_envelope_get_names_too() -> None:
    """By operation, and by status where it is no success; shared responses by their own name."""
    result = ruled(
        """
        responses: {gone: {schema: {properties: {why: {type: string}}}}, text: {schema: {type: string}}}
        paths:
          /things:
            get:
              responses:
                "200": {schema: {type: array, items: {properties: {a: {type: string}}}}}
                "201": {schema: {properties: {b: {type: string}}}}
                "404": {schema: {properties: {c: {type: string}}}}
                default: {$ref: "#/responses/gone"}
        """,
        "[rules.operation-ids]\n" + HOIST,
    )
    responses = result["paths"]["/things"]["get"]["responses"]
    assert responses["200"]["schema"] == {"type": "array", "items": ref("ThingsListResponseItem")}
    assert responses["201"]["schema"] == ref("ThingsListResponse201")
    assert responses["404"]["schema"] == ref("ThingsListResponse404")
    assert result["responses"] == {"gone": {"schema": ref("GoneResponse")}, "text": {"schema": {"type": "string"}}}


def test_an_inline_answer_needs_an_operation_id() -> None:
    """Without a name for the operation there is none for its answer."""
    with pytest.raises(CodegenError, match="GET /a has no operationId"):
        ruled("paths: {/a: {get: {responses: {'200': {schema: {properties: {a: {}}}}}}}}", HOIST)
