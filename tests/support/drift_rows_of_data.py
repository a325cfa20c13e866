"""The table of edits: what happens to models and answers."""

from __future__ import annotations

from typing import Any, Final

from tests.support.drift_mutations import Row, at, both, drop, place, put, replaced

B, A, D = "breaking", "additive", "documentation"
USER = "/definitions/User/properties"
MEDIA = "/definitions/Media/properties"
TEXT: Final[dict[str, Any]] = {"type": "string"}
TINY: Final[dict[str, Any]] = {"type": "object", "properties": {"a": TEXT}}

SCHEMAS: Final = (
    Row("a new field", put(USER, "pronouns", TEXT), "minor", ((A, "property-added", USER + "/pronouns"),)),
    Row("a new object inside", put(USER, "pet", TINY), "minor", ((A, "property-added", USER + "/pet"),)),
    Row("a field is gone", drop(USER, "bio"), "major", ((B, "property-removed", USER + "/bio"),)),
    Row(
        "a field has another name",
        both(drop(USER, "bio"), put(USER, "biography", TEXT)),
        "major",
        ((B, "property-removed", USER + "/bio"), (A, "property-added", USER + "/biography")),
    ),
    Row(
        "a field deep inside is gone",
        drop(USER + "/counts/properties", "media"),
        "major",
        ((B, "property-removed", "/counts/properties/media"),),
    ),
    Row(
        "a field of another type",
        put(USER + "/bio", "type", "boolean"),
        "major",
        ((B, "type-changed", USER + "/bio/type"),),
    ),
    Row(
        "integer to number in answers",
        put("/definitions/Image/properties/width", "type", "number"),
        "major",
        ((B, "type-widened", "/width/type"),),
    ),
    Row(
        "number to integer in answers",
        put("/definitions/Location/properties/latitude", "type", "integer"),
        "minor",
        ((A, "type-narrowed", "/latitude/type"),),
    ),
    Row(
        "text that may be a number",
        both(drop(USER + "/bio", "type"), put(USER + "/bio", "x-anyOf", [TEXT, {"type": "integer"}])),
        "minor",
        ((A, "type-tolerated", USER + "/bio/type"),),
    ),
    Row(
        "a required field may be null",
        put(USER + "/username", "x-nullable", True),
        "major",
        ((B, "nullable-added", USER + "/username"),),
    ),
    Row(
        "an optional field may be null, as readers know",
        put(USER + "/bio", "x-nullable", True),
        "patch",
        ((D, "null-declared", USER + "/bio"),),
    ),
    Row(
        "any text where a few words were",
        at("/definitions/Comment/properties/text", lambda node: node.update(enum=["a", "b"])),
        "minor",
        ((A, "enum-added", "/text/enum"),),
    ),
    Row("another format", put(USER + "/bio", "format", "byte"), "major", ((B, "format-changed", "/bio/format"),)),
    Row(
        "an integer of declared length",
        put("/definitions/Image/properties/width", "format", "int32"),
        "patch",
        ((D, "format-noted", "/width/format"),),
    ),
    Row(
        "a time that says so",
        put("/definitions/Location/properties/name", "format", "unixtime"),
        "minor",
        ((A, "format-added", "/name/format"),),
    ),
    Row(
        "a limit in answers",
        put(USER + "/bio", "maxLength", 150),
        "patch",
        ((D, "limit-tightened", USER + "/bio/maxLength"),),
    ),
    Row(
        "a model that nobody uses yet",
        put("/definitions", "Pet", TINY),
        "minor",
        ((A, "schema-added", "/definitions/Pet"),),
    ),
    Row(
        "a model of another name",
        both(
            replaced("#/definitions/Comment", "#/definitions/Remark"),
            at("/definitions", lambda held: held.update(Remark=held.pop("Comment"))),
        ),
        "major",
        ((B, "schema-renamed", "/definitions/Remark"),),
        {"comment-required": "target-missing", "created-time-format": "target-missing"},
    ),
    Row(
        "another model in its place",
        put(MEDIA + "/user", "$ref", "#/definitions/User"),
        "major",
        ((B, "schema-replaced", MEDIA + "/user"),),
    ),
    Row(
        "other words for a field",
        put(USER + "/bio", "description", "Words."),
        "patch",
        ((D, "description-changed", "/bio/description"),),
    ),
    Row("an example", put(USER + "/bio", "example", "Hi"), "patch", ((D, "example-changed", "/bio/example"),)),
    Row(
        "a vendor's remark",
        put("/definitions/User", "x-team", "core"),
        "patch",
        ((D, "extension-changed", "/User/x-team"),),
    ),
)

ANSWERS: Final = (
    Row(
        "an error is declared",
        put(place("user", "get", "responses"), "404", {"description": "No such user."}),
        "minor",
        ((A, "response-added", "responses/404"),),
    ),
    Row(
        "a header is declared",
        put(place("user", "get", "responses", "200"), "headers", {"X-Ratelimit-Limit": {"type": "integer"}}),
        "minor",
        ((A, "header-added", "headers/X-Ratelimit-Limit"),),
    ),
    Row(
        "another status",
        at(place("user", "get", "responses"), lambda held: held.update({"203": held.pop("200")})),
        "major",
        ((B, "response-removed", "responses/200"), (A, "response-added", "responses/203")),
    ),
    Row(
        "one where a list was",
        put(
            place("recent", "get", "responses", "200", "schema", "properties"), "data", {"$ref": "#/definitions/Media"}
        ),
        "major",
        ((B, "type-changed", "/schema/properties/data"),),
    ),
    Row(
        "an envelope where the bare thing was",
        put(
            place("media", "get", "responses", "200"),
            "schema",
            {"type": "object", "properties": {"data": {"$ref": "#/definitions/Media"}}},
        ),
        "none",
    ),
)
