"""The built document is judged by answers: recorded ones where they are at hand, and ours, made after them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from codegen import yaml12
from tests.support.conformance import deviations, operation_for

ROOT = Path(__file__).parents[2]
ANSWERS = sorted((ROOT / "tests" / "data" / "answers").glob("*.json"))
RECORDINGS = ROOT.parent / "shared" / "fixtures"


def _recordings() -> list[Any]:
    manifest = RECORDINGS / "manifest.json"
    if not manifest.is_file():
        return [pytest.param({}, id="absent", marks=pytest.mark.skip(reason="the recorded answers are not here"))]
    entries = json.loads(manifest.read_text(encoding="utf-8"))
    return [pytest.param(entry, id=entry["file"]) for entry in entries if entry["conformance"]]


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    """The document as built."""
    data: dict[str, Any] = yaml12.load_file(ROOT / "spec" / "instagram" / "openapi.yaml").data
    return data


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_own_answer_conforms(document: dict[str, Any], path: Path) -> None:
    """Every leaf of an answer is declared, and every value allowed."""
    answer = json.loads(path.read_text(encoding="utf-8"))
    assert deviations(document, answer["method"], answer["path"], answer["status"], answer["body"]) == []


@pytest.mark.parametrize("entry", _recordings())
def test_recorded_answer_conforms(document: dict[str, Any], entry: dict[str, Any]) -> None:
    """What the service really answered is declared and allowed, all of it."""
    body = json.loads((RECORDINGS / entry["file"]).read_text(encoding="utf-8"))
    if entry["kind"] == "exchange":
        body = body["response"]["json"]
    assert deviations(document, entry["method"], entry["endpoint"], entry["status"], body) == []


def test_every_operation_has_an_answer_of_ours(document: dict[str, Any]) -> None:
    """No operation goes unjudged where the recordings are absent."""
    answers = [json.loads(path.read_text(encoding="utf-8")) for path in ANSWERS]
    judged = [operation_for(document, a["method"], a["path"]) for a in answers if a["status"] == 200]
    declared = {operation["operationId"] for item in document["paths"].values() for operation in _operations(item)}
    assert {operation["operationId"] for operation in judged if operation} == declared


def test_answers_are_named_after_their_operation(document: dict[str, Any]) -> None:
    """The file name of a successful answer tells which operation it belongs to."""
    for path in ANSWERS:
        answer = json.loads(path.read_text(encoding="utf-8"))
        operation = operation_for(document, answer["method"], answer["path"])
        assert operation is not None
        expected = operation["operationId"] if answer["status"] == 200 else "error"
        assert path.stem.partition("-")[0] == expected


def _operations(item: dict[str, Any]) -> list[dict[str, Any]]:
    return [node for key, node in item.items() if key in ("get", "post", "put", "patch", "delete")]


SMALL: dict[str, Any] = {
    "paths": {
        "/users/{id}": {"get": {"responses": {"200": {"$ref": "#/components/responses/user"}}}},
        "/users/search": {"get": {"responses": {"default": {"description": "no JSON"}}}},
    },
    "components": {
        "responses": {"user": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}}},
        "schemas": {
            "User": {
                "type": "object",
                "required": ["id"],
                "properties": {
                    "id": {"type": "string"},
                    "born": {"type": "string", "format": "unixtime"},
                    "age": {"type": "integer", "nullable": True},
                    "kind": {"anyOf": [{"type": "string", "enum": ["a", "b"]}, {"type": "integer"}]},
                    "next": {"nullable": True, "allOf": [{"$ref": "#/components/schemas/User"}]},
                    "tags": {"type": "array", "items": {"type": "string"}},
                    "gone": {"enum": [None], "nullable": True},
                    "bare": {"type": "object"},
                    "free": {"type": "object", "additionalProperties": True},
                    "void": {},
                },
            }
        },
    },
}


@pytest.mark.parametrize(
    "body",
    [
        {"id": "1"},
        {"id": "1", "age": None, "kind": "a", "tags": []},
        {"id": "1", "kind": 7, "next": {"id": "2", "next": None}, "gone": None, "bare": {}, "free": {"x": [1]}},
        {"id": "1", "born": "1279340983"},
    ],
)
def test_walk_accepts_what_is_declared(body: dict[str, Any]) -> None:
    """Unions, references, nulls and free objects are understood."""
    assert deviations(SMALL, "GET", "/users/7", 200, body) == []


@pytest.mark.parametrize(
    ("body", "complaint"),
    [
        ({}, "$: 'id' is required and missing"),
        ({"id": 1}, "$.id: 1 is no string"),
        ({"id": None}, "$.id: None is no string"),
        ({"id": "1", "x": 1}, "$: 'x' is not declared"),
        ({"id": "1", "born": "2010-07-17"}, "$.born: '2010-07-17' is no time in seconds"),
        ({"id": "1", "age": 1.0}, "$.age: 1.0 is no integer"),
        ({"id": "1", "age": True}, "$.age: True is no integer"),
        ({"id": "1", "kind": "c"}, "$.kind: 'c' is none of ['a', 'b']"),
        ({"id": "1", "next": {}}, "$.next: 'id' is required and missing"),
        ({"id": "1", "next": {"id": "2", "x": 0}}, "$.next: 'x' is not declared"),
        ({"id": "1", "tags": ["a", 2]}, "$.tags[1]: 2 is no string"),
        ({"id": "1", "tags": None}, "$.tags: None is no array"),
        ({"id": "1", "gone": {}}, "$.gone: {} is none of [None]"),
        ({"id": "1", "bare": {"x": 1}}, "$.bare: 'x' is not declared"),
        ({"id": "1", "void": 1}, "$.void: nothing is said of it"),
    ],
)
def test_walk_notices(body: dict[str, Any], complaint: str) -> None:
    """Each kind of deviation is found, with its place."""
    assert deviations(SMALL, "GET", "/users/7", 200, body) == [complaint]


def test_walk_notices_what_is_not_there() -> None:
    """Unknown operations and answers without a schema count as deviations; literal paths win over parameters."""
    assert deviations(SMALL, "POST", "/users/7", 200, {}) == ["no operation POST /users/7"]
    assert deviations(SMALL, "GET", "/users/7/likes", 200, {}) == ["no operation GET /users/7/likes"]
    assert deviations(SMALL, "GET", "/users/search", 200, {}) == ["GET /users/search declares no JSON for status 200"]
