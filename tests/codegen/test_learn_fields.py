"""What an answer can do that a spec does not allow, kind by kind, on an API of no meaning."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from codegen.learn import Lesson, Recording, learn
from codegen.propose import parse
from codegen.repair import apply
from codegen.rules import Config, Rules
from codegen.rules.config import Envelope, Nullable

THING: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "size": {"type": "integer"},
        "kind": {"type": "string", "enum": ["big", "small"]},
        "tags": {"type": "array", "items": {"type": "string"}},
        "owner": {"$ref": "#/definitions/Owner"},
    },
}
DOCUMENT: dict[str, Any] = {
    "swagger": "2.0",
    "info": {"title": "Things", "version": "1"},
    "basePath": "/v1",
    "paths": {
        "/things/{thing-id}": {
            "get": {"responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Thing"}}}}
        },
        "/things/search": {"get": {"responses": {"200": {"description": ""}}}},
    },
    "definitions": {"Thing": THING, "Owner": {"type": "object", "properties": {"name": {"type": "string"}}}},
}
GOOD: dict[str, Any] = {"id": "1", "size": 2, "kind": "big", "tags": ["a"], "owner": {"name": "x"}}
NULLABLE = Config(rules=Rules(nullable=Nullable()))


def answer(body: Any, path: str = "/v1/things/1", status: int = 200) -> Recording:
    """One recorded answer."""
    return Recording("", "GET", path, status, body, "one.json", "/body")


def lesson(*bodies: Any, config: Config = NULLABLE, document: dict[str, Any] = DOCUMENT) -> Lesson:
    """What answers tell; proposals are carried out to see that the answers are allowed then."""
    recordings = [answer(body) for body in bodies]
    made = learn(document, config, recordings)
    run = apply(deepcopy(document), [parse(item) for item in made.proposals])
    assert run.ok
    return made


def test_a_good_answer_tells_nothing() -> None:
    """What the spec allows is no finding."""
    made = lesson(GOOD, {"id": "2", "owner": None})
    assert (made.findings, made.proposals) == ((), ())


@pytest.mark.parametrize(
    ("change", "kind", "pointer", "op", "value"),
    [
        ({"colour": "red"}, "unknown-field", "/definitions/Thing/properties/colour", "add", {"type": "string"}),
        ({"weight": 1.5}, "unknown-field", "/definitions/Thing/properties/weight", "add", {"type": "number"}),
        ({"id": None}, "null", "/definitions/Thing/properties/id/x-nullable", "add", True),
        ({"tags": [None]}, "null", "/definitions/Thing/properties/tags/items/x-nullable", "add", True),
        ({"kind": "huge"}, "enum", "/definitions/Thing/properties/kind/enum/-", "add", "huge"),
        ({"size": "2"}, "type", "/definitions/Thing/properties/size/type", "set", "string"),
        ({"tags": "a"}, "wrong-schema", "/definitions/Thing/properties/tags", "set", {"type": "string"}),
        ({"owner": "x"}, "wrong-schema", "/definitions/Thing/properties/owner", "set", {"type": "string"}),
    ],
)
def test_each_kind(change: dict[str, Any], kind: str, pointer: str, op: str, value: Any) -> None:
    """A finding of its kind, and a repair that settles it."""
    made = lesson({**GOOD, **change})
    assert [item.kind for item in made.findings] == [kind]
    (proposal,) = made.proposals
    assert proposal.pointer == pointer
    assert (parse(proposal).op, parse(proposal).value) == (op, value)
    assert "1 of 1 recorded values, such as one.json#/body/" in proposal.repair


def test_both_types_are_kept() -> None:
    """A field that has its type at times is of both."""
    (proposal,) = lesson(GOOD, {**GOOD, "size": "2"}).proposals
    assert parse(proposal).value == {"x-anyOf": [{"type": "integer"}, {"type": "string"}]}


def test_a_missing_required_field() -> None:
    """It is required no longer; when it was the only one nothing is."""
    (proposal,) = lesson({"size": 1}, GOOD).proposals
    assert (parse(proposal).op, proposal.pointer) == ("remove", "/definitions/Thing/required")


def test_a_time_that_is_none() -> None:
    """A text declared as seconds that holds something else is declared so no longer."""
    document = deepcopy(DOCUMENT)
    document["definitions"]["Thing"]["properties"]["made"] = {"type": "string", "format": "unixtime"}
    assert lesson({**GOOD, "made": "1290000000"}, document=document).proposals == ()
    (proposal,) = lesson({**GOOD, "made": "2010-11-17T13:20:00"}, document=document).proposals
    assert (parse(proposal).op, proposal.pointer) == ("remove", "/definitions/Thing/properties/made/format")


def test_null_needs_the_rule_or_the_mark() -> None:
    """Without the rule of nulls an optional field must not be null either."""
    made = lesson({**GOOD, "size": None}, config=Config())
    assert [item.kind for item in made.findings] == ["null"]


def test_a_field_under_another_name() -> None:
    """A property that no answer has, near one that the spec does not know, is renamed."""
    document = deepcopy(DOCUMENT)
    properties = document["definitions"]["Thing"]["properties"]
    properties["szie"] = properties.pop("size")
    (proposal,) = lesson(GOOD, document=document).proposals
    assert (parse(proposal).op, parse(proposal).to) == ("rename", "size")


def test_another_object_altogether() -> None:
    """An object that shares nothing with its definition is given the one that fits."""
    document = deepcopy(DOCUMENT)
    document["definitions"]["Thing"]["properties"]["owner"] = {"$ref": "#/definitions/Label"}
    document["definitions"]["Label"] = {"type": "object", "properties": {"text": {"type": "string"}}}
    (proposal,) = lesson(GOOD, document=document).proposals
    assert parse(proposal).value == {"$ref": "#/definitions/Owner"}


def test_a_reference_that_is_wrong_in_one_place_only() -> None:
    """A key that comes only where another definition would be the right one corrects the reference."""
    document = deepcopy(DOCUMENT)
    url = {"type": "string"}
    document["definitions"] |= {
        "Image": {"type": "object", "properties": {"url": url}},
        "Film": {"type": "object", "properties": {"url": url, "length": {"type": "integer"}}},
    }
    image = {"type": "object", "properties": {"low": {"$ref": "#/definitions/Image"}}}
    document["definitions"]["Thing"]["properties"] |= {"images": image, "films": deepcopy(image)}
    body = {**GOOD, "images": {"low": {"url": "x"}}, "films": {"low": {"url": "x", "length": 3}}}
    (proposal,) = lesson(body, document=document).proposals
    assert proposal.pointer == "/definitions/Thing/properties/films/properties/low"
    assert parse(proposal).value == {"$ref": "#/definitions/Film"}


def test_keys_that_are_data() -> None:
    """Many keys that hardly come twice are a map, not as many fields."""
    body = {**GOOD, **{f"n{number}": {"name": "x"} for number in range(40)}}
    (proposal,) = lesson(body).proposals
    assert proposal.pointer == "/definitions/Thing/additionalProperties"
    assert parse(proposal).value == {"$ref": "#/definitions/Owner"}
    held = {"places": {f"n{number}": 1 for number in range(40)}}
    (proposal,) = lesson({**GOOD, **held}).proposals
    assert parse(proposal).value == {"type": "object", "additionalProperties": {"type": "integer"}}


def test_an_undeclared_answer() -> None:
    """An operation without a schema gets one of what it answers, in the envelope of the rules."""
    config = Config(rules=Rules(envelope=Envelope(), nullable=Nullable()))
    made = learn(DOCUMENT, config, [answer({"data": [GOOD]}, "/v1/things/search")])
    (proposal,) = made.proposals
    held = {"data": {"type": "array", "items": {"$ref": "#/definitions/Thing"}}}
    assert parse(proposal).value == {"type": "object", "properties": held}


def test_what_the_rules_say_is_left_to_them() -> None:
    """Unknown keys of the envelope are found and need no repair."""
    config = Config(rules=Rules(envelope=Envelope(), nullable=Nullable()))
    made = learn(DOCUMENT, config, [answer({"data": GOOD, "notifications": []})])
    assert [(item.kind, item.pointer) for item in made.findings] == [("envelope", "[rules.envelope]")]
    assert made.proposals == ()


def test_errors_are_no_answers() -> None:
    """The body of an error is not held against the schema of a success."""
    made = learn(DOCUMENT, NULLABLE, [answer({"error": "gone"}, status=404)])
    assert made.findings == ()


def test_an_unknown_operation() -> None:
    """It is counted, and its address is not repeated."""
    made = learn(DOCUMENT, NULLABLE, [answer({}, "/v1/sECRet")])
    assert [item.kind for item in made.findings] == ["operation"]
    assert "sECRet" not in repr(made)


def test_an_odd_word_of_an_enum_is_not_repeated() -> None:
    """A text that is no word may be a secret: it is counted, not quoted."""
    made = lesson({**GOOD, "kind": "1234.abcdef0.0123456789abcdef"})
    assert [item.kind for item in made.findings] == ["enum"]
    assert made.proposals == ()
    assert "abcdef0" not in repr(made)


def test_the_document_is_left_alone() -> None:
    """Learning changes nothing that it is given."""
    before = deepcopy(DOCUMENT)
    lesson({**GOOD, "colour": "red"})
    assert before == DOCUMENT
