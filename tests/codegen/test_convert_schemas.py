"""Conversion of schemas."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.convert_documents import codes, conversion, converted, converted_schema, document, with_schema

REF = {"$ref": "#/components/schemas/B"}
B = {"$ref": "#/definitions/B"}


def test_discriminator() -> None:
    """The name of a property becomes an object that holds it."""
    schema = {
        "type": "object",
        "discriminator": "kind",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}},
    }
    assert converted_schema(schema) == {**schema, "discriminator": {"propertyName": "kind"}}


def test_discriminator_of_a_renamed_definition() -> None:
    """A kind whose definition had to be renamed is still told by its old name."""
    base = {"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    kinds: dict[str, Any] = {
        "Big Cat": {"allOf": [{"$ref": "#/definitions/A"}]},
        "Dog": {"allOf": [{"$ref": "#/definitions/A"}]},
    }
    got = converted_schema(base, **kinds)["discriminator"]
    assert got == {"propertyName": "kind", "mapping": {"Big Cat": "#/components/schemas/Big_Cat"}}


def test_nullable() -> None:
    """`x-nullable` is `nullable`; false is what holds without it."""
    assert converted_schema({"type": "string", "x-nullable": True}) == {"type": "string", "nullable": True}
    assert converted_schema({"type": "string", "x-nullable": False}) == {"type": "string"}
    assert converted_schema({"type": "string", "x-nullable": "yes"}) == {"type": "string", "x-nullable": "yes"}


def test_nullable_reference() -> None:
    """A reference that may be null is wrapped."""
    got = converted_schema({"properties": {"b": {**B, "x-nullable": True}}}, B={})
    assert got["properties"]["b"] == {"nullable": True, "allOf": [REF]}
    assert converted_schema({"properties": {"b": {**B, "x-nullable": False}}}, B={})["properties"]["b"] == REF


def test_nullable_enum() -> None:
    """An enum that may be null lists null."""
    got = converted_schema({"type": "string", "enum": ["a"], "x-nullable": True})
    assert got == {"type": "string", "enum": ["a", None], "nullable": True}


def test_any_of() -> None:
    """`x-anyOf` holds schemas and is `anyOf`."""
    got = converted_schema({"description": "d", "x-anyOf": [{"type": "string"}, B]}, B={})
    assert got == {"description": "d", "anyOf": [{"type": "string"}, REF]}


def test_open_enum() -> None:
    """An extensible enum is one of its values or any other of its type; what is said about it stays outside."""
    schema = {
        "type": "string",
        "format": "f",
        "title": "t",
        "description": "d",
        "enum": ["a"],
        "x-extensible-enum": True,
    }
    kind = {"type": "string", "format": "f"}
    assert converted_schema(schema) == {"title": "t", "description": "d", "anyOf": [{**kind, "enum": ["a"]}, kind]}
    nullable = converted_schema({**schema, "x-nullable": True})
    assert nullable["nullable"] is True
    assert nullable["anyOf"][0]["enum"] == ["a"]


def test_open_enum_of_others() -> None:
    """The same extension with another meaning is copied as it stands."""
    schema = {"type": "string", "x-extensible-enum": ["a", "b"]}
    assert converted_schema(schema) == schema


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "readOnly": True},
        {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "maximum": 9, "exclusiveMaximum": False},
        {"type": "array", "items": {"type": "string"}, "xml": {"name": "n", "wrapped": True, "x-a": 1}},
        {
            "type": "string",
            "format": "date",
            "pattern": "^a",
            "minLength": 1,
            "maxLength": 2,
            "externalDocs": {"url": "u"},
        },
        {"type": "object", "additionalProperties": False, "minProperties": 1, "maxProperties": 2},
        {"type": "object", "additionalProperties": True},
        {"type": "array", "items": {}, "minItems": 1, "maxItems": 2, "uniqueItems": True},
        {"type": "number", "multipleOf": 0.5, "x-anything": {"$ref": "#/definitions/none", "type": "file"}},
        {
            "type": "object",
            "title": "t",
            "description": "d",
            "required": ["a"],
            "properties": {"a": {"type": "boolean"}},
        },
    ],
)
def test_what_stays(schema: Any) -> None:
    """What means the same in both formats is copied."""
    assert converted_schema(schema) == schema


def test_names_of_properties() -> None:
    """Properties may be called like keywords."""
    names = [
        "discriminator",
        "type",
        "default",
        "$ref",
        "properties",
        "x-nullable",
        "enum",
        "required",
        "items",
        "allOf",
    ]
    got = converted_schema({"type": "object", "properties": {name: {"type": "file"} for name in names}}, valid=False)
    assert got["properties"] == {name: {"type": "string", "format": "binary"} for name in names}


def test_data() -> None:
    """Examples, defaults, enums and extensions are data, whatever they look like."""
    data = {"type": "file", "$ref": "#/definitions/X", "discriminator": "x", "x-nullable": True, "required": []}
    schema = {"type": "object", "example": data, "default": data, "enum": [data, None], "x-data": data}
    assert converted_schema(schema, valid=False) == schema


def test_remarks_beside_a_reference() -> None:
    """What only remarks on a reference is kept by wrapping it."""
    remarks = {"description": "d", "title": "t", "example": 1, "readOnly": True, "x-a": 1}
    assert converted_schema({**B, **remarks}, B={}) == {**remarks, "allOf": [REF]}


def test_assertions_beside_a_reference() -> None:
    """Swagger 2.0 ignores assertions beside a reference; so they go, with a note."""
    done = conversion(with_schema({**B, "type": "array", "default": 1}, B={}))
    assert done.document["components"]["schemas"]["A"] == REF
    assert [(note.code, note.where) for note in done.notes] == [
        ("beside-ref", "/definitions/A/type"),
        ("beside-ref", "/definitions/A/default"),
    ]


def test_names_of_definitions() -> None:
    """Names become legal ones, each its own; legal names are never touched; references follow, however written."""
    names = ["Map[string]Pet", "Request class", "Request_class", "Page«Pet»", "a/b", "a%20b", "a b", "x-y", "größe"]
    refs = ["Map[string]Pet", "Request%20class", "Request_class", "Page%C2%ABPet%C2%BB", "a~1b", "a%2520b", "a%20b"]
    refs += ["x-y", "gr%C3%B6%C3%9Fe"]
    definitions = {name: {"title": name} for name in names}
    everything = {"properties": {name: {"$ref": f"#/definitions/{ref}"} for name, ref in zip(names, refs, strict=True)}}
    schemas = converted(document(definitions={**definitions, "All": everything}), valid=False)["components"]["schemas"]
    assert {"Request_class", "x-y", "All"} < set(schemas)
    for name in names:
        component = schemas["All"]["properties"][name]["$ref"].removeprefix("#/components/schemas/")
        assert schemas[component] == {"title": name}


def test_unencoded_reference() -> None:
    """A name with a percent sign or a space that is not encoded is found as it stands."""
    for name in ("50%", "a%20b", "a b"):
        title = {"title": name}
        got = converted(with_schema({"$ref": f"#/definitions/{name}"}, **{name: title}), valid=False)["components"][
            "schemas"
        ]
        assert got[got["A"]["$ref"].rpartition("/")[2]] == title


def test_bare_slash_in_a_reference() -> None:
    """A slash that should have been escaped is understood."""
    got = converted_schema({"$ref": "#/definitions/a/b"}, valid=False, **{"a/b": {}})
    assert got == {"$ref": "#/components/schemas/a_b"}


def test_bare_name() -> None:
    """A reference that is just the name of a definition is taken for it, with a note."""
    done = conversion(with_schema({"$ref": "B"}, B={}), valid=False)
    assert done.document["components"]["schemas"]["A"] == REF
    assert codes(done) == ["bare-ref"]


def test_deep_references() -> None:
    """A reference into a definition or an operation leads to a component of its own, once."""
    model = {"type": "object", "properties": {"k": {"type": "object", "properties": {"deep": B}}, "me": {}}}
    deep = {"properties": {name: {"$ref": "#/definitions/M/properties/k"} for name in ("one", "two")}}
    path = {"$ref": "#/paths/~1x/get/responses/200/schema"}
    through = {"$ref": "#/definitions/M/properties/k/properties/deep/properties/b"}
    answer = {"200": {"description": "d", "schema": {"type": "string", "title": "answer"}}}
    source = document(
        paths={"/x": {"get": {"responses": answer}}},
        definitions={"M": model, "A": deep, "P": path, "T": through, "B": {"properties": {"b": {"title": "b"}}}},
    )
    done = conversion(source, valid=False)
    schemas = done.document["components"]["schemas"]

    def follow(schema: Any) -> Any:
        return schemas[schema["$ref"].removeprefix("#/components/schemas/")]

    assert schemas["A"]["properties"]["one"] == schemas["A"]["properties"]["two"]
    assert follow(schemas["A"]["properties"]["one"]) == {"type": "object", "properties": {"deep": REF}}
    assert follow(schemas["P"]) == {"type": "string", "title": "answer"}
    assert follow(schemas["T"]) == {"title": "b"}
    assert set(codes(done)) >= {"hoisted"}


def test_recursive_deep_reference() -> None:
    """A deep reference that leads to itself again ends."""
    schema = {"properties": {"k": {"type": "array", "items": {"$ref": "#/definitions/A/properties/k"}}}}
    schemas = converted(with_schema(schema))["components"]["schemas"]
    assert schemas["A_properties_k"] == {"type": "array", "items": {"$ref": "#/components/schemas/A_properties_k"}}


def test_recursion() -> None:
    """Schemas may hold themselves."""
    schema = {
        "properties": {"a": {"$ref": "#/definitions/A"}, "b": {"type": "array", "items": {"$ref": "#/definitions/A"}}}
    }
    got = converted_schema(schema)["properties"]
    assert got["a"] == got["b"]["items"] == {"$ref": "#/components/schemas/A"}


def test_references_inside() -> None:
    """References are rewritten wherever a schema may stand."""
    schema = {"allOf": [B, {"type": "object"}], "additionalProperties": B}
    assert converted_schema(schema, B={}) == {"allOf": [REF, {"type": "object"}], "additionalProperties": REF}
    assert converted_schema({"type": "array", "items": B}, B={}) == {"type": "array", "items": REF}


@pytest.mark.parametrize("ref", ["other.json", "http://x.com/y.json#/definitions/B", "./a.yaml#/definitions/B"])
def test_external_references(ref: str) -> None:
    """Other documents are not converted; the reference stays, with a note."""
    done = conversion(with_schema({"$ref": ref}), valid=False)
    assert done.document["components"]["schemas"]["A"] == {"$ref": ref}
    assert codes(done) == ["external-ref"]


@pytest.mark.parametrize("ref", ["#/definitions/none", "#", "#/", "#/definitions/A/items/0", "#/definitions/%ff", ""])
def test_dangling_references(ref: str) -> None:
    """A reference that leads nowhere is noted."""
    done = conversion(with_schema({"$ref": ref}), valid=False)
    assert "$ref" in done.document["components"]["schemas"]["A"]
    assert len(codes(done)) == 1


def test_response_as_schema() -> None:
    """Where a response stands for a schema, its schema is meant."""
    source = document(
        definitions={"A": {"$ref": "#/responses/R"}, "B": {}}, responses={"R": {"description": "d", "schema": B}}
    )
    done = conversion(source, valid=False)
    schemas = done.document["components"]["schemas"]
    assert schemas[schemas["A"]["$ref"].rpartition("/")[2]] == REF
    assert "response-as-schema" in codes(done)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (["string", "null"], {"type": "string", "nullable": True}),
        (["string"], {"type": "string"}),
        (["string", "integer"], {"anyOf": [{"type": "string"}, {"type": "integer"}]}),
        (
            ["string", "array", "null"],
            {"nullable": True, "anyOf": [{"type": "string"}, {"type": "array", "items": {}}]},
        ),
        (["null"], {"nullable": True, "enum": [None]}),
        ("null", {"nullable": True, "enum": [None]}),
        ([], {}),
    ],
)
def test_lists_of_types(written: Any, expected: Any) -> None:
    """Several types are alternatives, and null is `nullable`."""
    done = conversion(with_schema({"type": written}), valid=bool(written))
    assert done.document["components"]["schemas"]["A"] == expected
    assert codes(done)


def test_lists_of_types_beside_alternatives() -> None:
    """Two sets of alternatives hold both."""
    got = converted_schema({"type": ["string", "integer"], "x-anyOf": [{"minimum": 1}, {"minLength": 1}]})
    assert got["allOf"] == [{"anyOf": [{"type": "string"}, {"type": "integer"}]}] or got["anyOf"]
    assert str(got).count("anyOf") == 2


def test_arrays() -> None:
    """OpenAPI wants items; positions become alternatives."""
    assert converted_schema({"type": "array"}) == {"type": "array", "items": {}}
    got = converted_schema({"type": "array", "items": [{"type": "string"}, B]}, valid=False, B={})
    assert got["items"] == {"anyOf": [{"type": "string"}, REF]}


def test_required() -> None:
    """An empty list goes; `required: true` on a property is the parent's list, as in early JSON Schema."""
    assert converted_schema({"required": []}, valid=False) == {}
    schema = {
        "required": ["b", "b"],
        "properties": {"a": {"type": "string", "required": True}, "b": {**B, "required": False}},
    }
    got = converted_schema(schema, valid=False, B={})
    assert got == {"required": ["b", "a"], "properties": {"a": {"type": "string"}, "b": REF}}


def test_words_of_later_versions() -> None:
    """Keywords of OpenAPI 3 are taken as meant, with a note; unknown ones go, with a note."""
    done = conversion(with_schema({"oneOf": [B], "nullable": True, "$schema": "x"}, B={}), valid=False)
    assert done.document["components"]["schemas"]["A"] == {"oneOf": [REF], "nullable": True}
    assert codes(done) == ["later-keyword", "later-keyword", "unknown-key"]


@pytest.mark.parametrize(
    "key", ["type", "properties", "items", "allOf", "required", "discriminator", "title", "additionalProperties"]
)
@pytest.mark.parametrize("value", [None, 5, "text", [5], {"a": 5}])
def test_malformed_members(key: str, value: Any) -> None:
    """No value of the wrong kind stops the conversion."""
    assert isinstance(converted_schema({key: value}, valid=False), dict)
