"""The table of kinds: what is written above it is what it says."""

from __future__ import annotations

import re

import pytest

from codegen.drift import CLASSES, KINDS, drift, model
from codegen.drift.model import class_of, suggested
from codegen.pointer import Json

_ROW = re.compile(rf"^([a-z, -]+?)  +({'|'.join(CLASSES)}) +({'|'.join(CLASSES)})\b", re.MULTILINE)


def test_the_table_says_what_holds() -> None:
    """Every kind stands in the table above the code, with both classes as they are."""
    rows = _ROW.findall(model.__doc__ or "")
    assert {kind: (sent, answered) for kinds, sent, answered in rows for kind in kinds.split(", ")} == KINDS


def test_suggestions_follow_the_worst_class() -> None:
    """Breaking before additive before documentation."""
    assert suggested([]) == "none"
    assert CLASSES == ("breaking", "additive", "documentation")
    assert class_of("nullable-added", "request") == "additive"
    assert class_of("nullable-added", "response") == "breaking"


def document(**body: Json) -> dict[str, Json]:
    """A document with one operation that takes and answers one model."""
    model: dict[str, Json] = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": {"type": "string"}, "note": {"type": "string"}},
    }
    model.update(body)
    reference: Json = {"$ref": "#/definitions/Thing"}
    return {
        "swagger": "2.0",
        "info": {"title": "t", "version": "1"},
        "paths": {
            "/things": {
                "post": {
                    "parameters": [{"name": "thing", "in": "body", "schema": reference}],
                    "responses": {"200": {"description": "ok", "schema": reference}},
                }
            }
        },
        "definitions": {"Thing": model},
    }


def test_a_model_that_is_sent_and_answered_gets_the_worse_class() -> None:
    """Optional harms who reads, required harms who writes: both are breaking here, and told once."""
    optional = drift(document(), document(required=[]))
    assert [(item.cls, item.kind, item.pointer) for item in optional] == [
        ("breaking", "property-optional", "/definitions/Thing/properties/id")
    ]
    required = drift(document(), document(required=["id", "note"]))
    assert [(item.cls, item.kind) for item in required] == [("breaking", "property-required")]


def test_other_choices_of_objects_are_told() -> None:
    """A union of objects is another one when one of the objects is."""
    old, new = (
        document(properties={"id": {"x-anyOf": [{"type": "string"}, {"type": "object", "title": title}]}})
        for title in ("a", "b")
    )
    assert [(item.cls, item.kind) for item in drift(old, new)] == [("breaking", "type-changed")]


def test_recursive_models_end() -> None:
    """A model that holds itself, by reference and by allOf."""
    own: Json = {"$ref": "#/definitions/Thing"}
    old = document(properties={"id": {"type": "string"}, "parts": {"type": "array", "items": own}}, allOf=[own])
    new = document(properties={"id": {"type": "integer"}, "parts": {"type": "array", "items": own}}, allOf=[own])
    assert {item.pointer for item in drift(old, new)} == {"/definitions/Thing/properties/id/type"}


@pytest.mark.parametrize("junk", [None, 1, "text", [], {}, [1], {"a": 1}, [[]], True])
@pytest.mark.parametrize(
    "place",
    ["paths", "definitions", "parameters", "responses", "security", "securityDefinitions", "tags", "info", "schemes"],
)
def test_junk_anywhere_is_no_crash(place: str, junk: Json) -> None:
    """Whatever stands where something else belongs, on either side."""
    good = document()
    bad = {**document(), place: junk}
    drift(good, bad)
    drift(bad, good)
