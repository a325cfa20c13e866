"""Conversion of parameters of query, path and header."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.convert_documents import (
    OK,
    codes,
    conversion,
    converted,
    converted_operation,
    document,
    operation,
)


def parameter(*, valid: bool = True, **parts: Any) -> Any:
    """Convert one query parameter."""
    source = operation(parameters=[{"name": "p", "in": "query", "type": "string", **parts}])
    [got] = converted_operation(source, valid=valid)["parameters"]
    return got


def many(**parts: Any) -> Any:
    """Convert one list parameter."""
    return parameter(type="array", items={"type": "string"}, **parts)


@pytest.mark.parametrize(
    ("written", "style", "explode"),
    [
        (None, "form", False),
        ("csv", "form", False),
        ("multi", "form", True),
        ("ssv", "spaceDelimited", False),
        ("pipes", "pipeDelimited", False),
    ],
)
def test_query_lists(written: str | None, style: str, explode: bool) -> None:
    """Lists are joined as the source says, and by commas when it says nothing."""
    got = many(**({"collectionFormat": written} if written else {}))
    assert (got["style"], got["explode"]) == (style, explode)
    assert got["schema"] == {"type": "array", "items": {"type": "string"}}


def test_tabs() -> None:
    """What OpenAPI has no style for is kept as an extension and noted."""
    parameters = [{"name": "p", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "tsv"}]
    done = conversion(operation(parameters=parameters))
    [got] = done.document["paths"]["/x"]["get"]["parameters"]
    assert got["x-collectionFormat"] == "tsv"
    assert codes(done) == ["collection-format"]


@pytest.mark.parametrize("location", ["header", "path"])
def test_lists_elsewhere(location: str) -> None:
    """A list in a header or a path is joined by commas."""
    source = operation(
        path="/x/{p}" if location == "path" else "/x",
        parameters=[
            {"name": "p", "in": location, "type": "array", "items": {"type": "string"}, "required": location == "path"}
        ],
    )
    [got] = converted_operation(source)["parameters"]
    assert got["style"] == "simple"
    assert got["explode"] is False


def test_nested_lists() -> None:
    """How inner lists are joined cannot be said; it does not fail the document."""
    items = {"type": "array", "items": {"type": "integer"}, "collectionFormat": "pipes"}
    got = parameter(type="array", items=items)
    assert got["schema"]["items"]["items"] == {"type": "integer"}
    assert got["schema"]["items"]["x-collectionFormat"] == "pipes"


def test_shared_list() -> None:
    """A shared list parameter is joined by commas as well."""
    shared = {"ids": {"name": "ids", "in": "query", "type": "array", "items": {"type": "integer"}}}
    done = converted(operation(_parameters=shared, parameters=[{"$ref": "#/parameters/ids"}]))
    assert done["paths"]["/x"]["get"]["parameters"] == [{"$ref": "#/components/parameters/ids"}]
    assert done["components"]["parameters"]["ids"]["explode"] is False


def test_constraints() -> None:
    """Keywords of the value move into the schema, and no other member does."""
    got = parameter(type="integer", minimum=1, maximum=9, default=3, format="int32", required=True, description="d")
    assert got == {
        "name": "p",
        "in": "query",
        "description": "d",
        "required": True,
        "schema": {"type": "integer", "minimum": 1, "maximum": 9, "default": 3, "format": "int32"},
    }


def test_allow_empty_value() -> None:
    """A query parameter may be empty."""
    assert parameter(allowEmptyValue=True)["allowEmptyValue"] is True


def test_translated_extensions() -> None:
    """The three extensions that mean something go into the schema, others stay on the parameter."""
    got = parameter(**dict[str, Any]({"x-nullable": True, "x-other": 1}))
    assert got["schema"] == {"type": "string", "nullable": True}
    assert got["x-other"] == 1
    assert "x-nullable" not in got
    got = parameter(enum=["a"], **dict[str, Any]({"x-extensible-enum": True}))
    assert got["schema"] == {"anyOf": [{"type": "string", "enum": ["a"]}, {"type": "string"}]}
    got = parameter(**dict[str, Any]({"x-anyOf": [{"type": "string"}, {"type": "integer"}]}))
    assert got["schema"]["anyOf"] == [{"type": "string"}, {"type": "integer"}]


def test_example() -> None:
    """`x-example` is the example, and is kept as it stands too."""
    got = parameter(**dict[str, Any]({"x-example": "e"}))
    assert got["example"] == got["x-example"] == "e"


def test_path_level() -> None:
    """Parameters of a path stay with the path; an operation's own of that name stays with it and wins."""
    limit = {"name": "limit", "in": "query", "type": "integer"}
    item = {
        "parameters": [limit],
        "get": {"responses": OK, "parameters": [{**limit, "maximum": 5}]},
        "put": {"responses": OK},
    }
    got = converted(document(paths={"/x": item}))["paths"]["/x"]
    assert [one["name"] for one in got["parameters"]] == ["limit"]
    assert got["get"]["parameters"][0]["schema"]["maximum"] == 5
    assert "parameters" not in got["put"]


def test_same_name_in_several_places() -> None:
    """The name may be in query, header and path at once."""
    places = [{"name": "id", "in": one, "type": "string", "required": True} for one in ("path", "query", "header")]
    got = converted_operation(operation(path="/x/{id}", parameters=places))["parameters"]
    assert [(one["name"], one["in"]) for one in got] == [("id", "path"), ("id", "query"), ("id", "header")]


def test_duplicates() -> None:
    """A parameter that is in the list twice, once by reference, is kept once and noted."""
    shared = {"q": {"name": "q", "in": "query", "type": "string"}}
    source = operation(_parameters=shared, parameters=[{"$ref": "#/parameters/q"}, shared["q"]])
    done = conversion(source, valid=False)
    assert done.document["paths"]["/x"]["get"]["parameters"] == [{"$ref": "#/components/parameters/q"}]
    assert codes(done) == ["duplicate-parameter"]


def test_references_elsewhere() -> None:
    """A reference to another operation's parameter becomes the parameter; one to a reference leads on."""
    first = {"name": "q", "in": "query", "type": "string"}
    paths = {
        "/a": {"get": {"responses": OK, "parameters": [first]}},
        "/b": {
            "get": {
                "responses": OK,
                "parameters": [{"$ref": "#/paths/~1a/get/parameters/0"}, {"$ref": "#/parameters/A"}],
            }
        },
    }
    shared = {"A": {"$ref": "#/parameters/B%20b"}, "B b": {"name": "b", "in": "query", "type": "string"}}
    got = converted(document(paths=paths, parameters=shared), valid=False)
    assert got["paths"]["/b"]["get"]["parameters"] == [
        {"name": "q", "in": "query", "schema": {"type": "string"}},
        {"$ref": "#/components/parameters/B_b"},
    ]
    assert got["components"]["parameters"]["A"] == got["components"]["parameters"]["B_b"]


def test_references_that_lead_nowhere() -> None:
    """External and dangling references are kept, with a note."""
    refs = ["common.yaml#/parameters/q", "#/parameters/none", "#/parameters/loop"]
    source = operation(_parameters={"loop": {"$ref": "#/parameters/loop"}}, parameters=[{"$ref": ref} for ref in refs])
    done = conversion(source, valid=False)
    got = [one["$ref"] for one in done.document["paths"]["/x"]["get"]["parameters"]]
    assert got == ["common.yaml#/parameters/q", "#/components/parameters/none", "#/components/parameters/loop"]
    assert set(codes(done)) == {"external-ref", "dangling-ref"}


def test_slips() -> None:
    """A path parameter is required, a stray schema is the schema, a number without a type stays without one."""
    source = operation(
        path="/x/{id}",
        parameters=[
            {"name": "id", "in": "path", "type": "string"},
            {"name": "a", "in": "query", "schema": {"type": "integer"}, "required": "true"},
            {"name": "b", "in": "query"},
            {"name": "c", "in": "somewhere"},
            {"in": "query"},
            "no parameter",
        ],
    )
    done = conversion(source, valid=False)
    assert done.document["paths"]["/x/{id}"]["get"]["parameters"] == [
        {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}},
        {"name": "a", "in": "query", "required": True, "schema": {"type": "integer"}},
        {"name": "b", "in": "query", "schema": {}},
    ]
    assert codes(done).count("malformed") >= 3


def test_ignored_headers() -> None:
    """A header that OpenAPI says elsewhere is kept, with a note."""
    done = conversion(operation(parameters=[{"name": "Accept", "in": "header", "type": "string"}]))
    assert done.document["paths"]["/x"]["get"]["parameters"][0]["name"] == "Accept"
    assert codes(done) == ["ignored-header"]
