"""Random documents: valid ones, and valid ones with something put where it does not belong."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

NAMES = st.sampled_from(["Pet", "Big Pet", "Map[string]Pet", "Big_Pet", "größe", "a/b", "x-y", "a%20b"])
KEYS = st.sampled_from(["a", "b", "type", "$ref", "items", "x-z", "discriminator", "required", "default", "a b"])
MEDIA = st.lists(
    st.sampled_from(["application/json", "application/xml", "text/plain; charset=utf-8"]), max_size=2, unique=True
)
FORMS = st.lists(
    st.sampled_from(["multipart/form-data", "application/x-www-form-urlencoded", "a/b"]), max_size=3, unique=True
)
FORMATS = st.sampled_from(["csv", "ssv", "pipes", "tsv"])


def mapping(**parts: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Make objects in which each of these members may be missing."""
    return st.fixed_dictionaries({}, optional=parts)


scalars = st.one_of(
    mapping(enum=st.just(["a", "b"]), default=st.just("a"), maxLength=st.integers(1, 9)).map(
        lambda d: {"type": "string", **d}
    ),
    mapping(format=st.just("int32"), minimum=st.integers(0, 5)).map(lambda d: {"type": "integer", **d}),
    st.just({"type": "boolean"}),
)
lists = st.tuples(scalars, mapping(collectionFormat=FORMATS)).map(lambda p: {"type": "array", "items": p[0], **p[1]})
values = st.one_of(scalars, lists)
flags = st.sampled_from(
    [{}, {}, {"x-nullable": True}, {"x-nullable": False}, {"x-other": {"$ref": 1}}, {"description": "d"}]
)


def refs(names: list[str]) -> st.SearchStrategy[Any]:
    """Make references to definitions, escaped in one of the ways that are in use."""

    def escaped(name: str, percent: bool) -> Any:
        text = name.replace("~", "~0").replace("/", "~1").replace("%", "%25")
        return {"$ref": "#/definitions/" + (text.replace(" ", "%20") if percent else text)}

    return st.builds(escaped, st.sampled_from(names), st.booleans())


def schemas(names: list[str]) -> st.SearchStrategy[Any]:
    """Make schemas that may refer to these definitions."""
    types = st.sampled_from([["string", "null"], ["string", "integer"], "null"]).map(lambda kind: {"type": kind})
    leaves: st.SearchStrategy[Any] = st.one_of(scalars, types, st.just({}), *([refs(names)] if names else []))
    flagged = st.builds(lambda a, b: {**a, **b}, leaves, flags)

    def grow(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        members = st.dictionaries(KEYS, inner, min_size=1, max_size=3)
        objects = mapping(properties=members, additionalProperties=st.one_of(st.booleans(), inner))
        return st.one_of(
            objects.map(lambda d: {"type": "object", **d}),
            inner.map(lambda one: {"type": "array", "items": one}),
            st.lists(inner, min_size=1, max_size=2).map(lambda several: {"allOf": several, "description": "d"}),
            st.lists(inner, min_size=3, max_size=3).map(lambda several: {"x-anyOf": several}),
        )

    return st.recursive(flagged, grow, max_leaves=6)


@st.composite
def documents(draw: st.DrawFn) -> dict[str, Any]:
    """Make a valid Swagger 2.0 document."""
    names = draw(st.lists(NAMES, min_size=1, max_size=4, unique=True))
    # Definitions refer to earlier ones alone: the validator walks circles without end. The other tests have circles.
    definitions = {name: draw(schemas(names[:index])) for index, name in enumerate(names)}
    schema = schemas(names)
    shared = draw(st.lists(st.sampled_from(["q", "h h", "f", "b"]), max_size=3, unique=True))
    document = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        **draw(mapping(host=st.just("x.com:80"), basePath=st.sampled_from(["/", "/v1", "/v1/"]))),
        **draw(mapping(consumes=st.one_of(MEDIA, FORMS), produces=MEDIA)),
        "definitions": definitions,
        "parameters": {
            name: draw(_parameter(schema, {"q": "query", "h h": "header", "f": "formData"}.get(name, "body"), name))
            for name in shared
        },
        "responses": {"R r": draw(_response(schema))},
    }
    if document.get("host"):
        document["schemes"] = draw(
            st.lists(st.sampled_from(["http", "https", "wss"]), min_size=1, max_size=2, unique=True)
        )
    paths = draw(st.lists(st.sampled_from(["/a", "/b/c", "/d"]), min_size=1, max_size=2, unique=True))
    document["paths"] = {path: draw(_path(schema, shared)) for path in paths}
    return document


def _parameter(schema: Any, location: str, name: str) -> Any:
    if location == "body":
        return st.builds(lambda s, r: {"name": name, "in": "body", "schema": s, **r}, schema, _needed)
    kinds = st.one_of(values, st.just({"type": "file"})) if location == "formData" else values
    if location in ("query", "formData"):
        multi = scalars.map(lambda one: {"type": "array", "items": one, "collectionFormat": "multi"})
        kinds = st.one_of(kinds, multi)
    return st.builds(lambda v, f, r: {"name": name, "in": location, **v, **f, **r}, kinds, flags, _needed)


_needed = mapping(required=st.booleans())


def _response(schema: Any) -> Any:
    examples = st.dictionaries(
        st.sampled_from(["application/json", "text/csv", "one"]), st.just({"$ref": "x"}), max_size=2
    )
    headers = st.dictionaries(st.sampled_from(["X-A", "X-B"]), st.one_of(values), max_size=2)
    content = st.one_of(schema, st.just({"type": "file"}))
    return mapping(schema=content, examples=examples, headers=headers).map(lambda d: {"description": "d", **d})


@st.composite
def _path(draw: st.DrawFn, schema: Any, shared: list[str]) -> Any:
    common = draw(_parameters(schema, [], "query"))
    methods = draw(st.lists(st.sampled_from(["get", "put", "post"]), min_size=1, max_size=2, unique=True))
    item: dict[str, Any] = {"parameters": common} if common else {}
    for method in methods:
        body = draw(st.sampled_from(["body", "formData"]))
        item[method] = {
            "parameters": draw(_parameters(schema, shared, body)),
            "responses": {
                "200": draw(_response(schema)),
                "default": draw(st.one_of(_response(schema), st.just({"$ref": "#/responses/R%20r"}))),
            },
            **draw(mapping(consumes=st.one_of(MEDIA, FORMS), produces=MEDIA, deprecated=st.booleans())),
        }
    return item


@st.composite
def _parameters(draw: st.DrawFn, schema: Any, shared: list[str], body: str) -> Any:
    found: list[Any] = [
        draw(_parameter(schema, "query", name)) for name in draw(st.sampled_from([[], ["p"], ["p", "r"]]))
    ]
    if body == "body" and draw(st.booleans()):
        found.append({"$ref": "#/parameters/b"} if "b" in shared else draw(_parameter(schema, "body", "body")))
    if body == "formData":
        found += [draw(_parameter(schema, "formData", name)) for name in draw(st.sampled_from([[], ["u"], ["u", "v"]]))]
        found += [{"$ref": "#/parameters/f"}] if "f" in shared else []
    return found + [{"$ref": f"#/parameters/{one.replace(' ', '%20')}"} for one in shared if one in ("q", "h h")]


JUNK: list[Any] = [None, True, 0, -1.5, "", "text", "$ref", [], {}, [None], {"$ref": 5}, {"$ref": "#/"}, {"type": []}]
JUNK += [
    {"a": {"b": []}},
    [[]],
    ["a", "a"],
    {"in": []},
    {"$ref": "#/paths"},
    {"$ref": "#/definitions/Pet/%"},
    {"": None},
]


def spots(value: Any) -> Iterator[tuple[Any, Any]]:
    """List every place of a document: the object or list, and the key or index."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, member in members:
        yield value, key
        yield from spots(member)


def damaged(document: Any, seed: int) -> Any:
    """Put things where they do not belong."""
    chance = random.Random(seed)
    document = copy.deepcopy(document)
    for _ in range(chance.randint(1, 4)):
        owner, key = chance.choice([spot for spot in spots(document) if spot[1] != "swagger"])
        other, place = chance.choice(list(spots(document)))
        how = chance.randrange(5)
        if how == 0:
            del owner[key]
        elif how == 1 and isinstance(owner, dict):
            owner[chance.choice(["$ref", "x-q", "", "200", "allOf", "type", "schema", "parameters"])] = owner.pop(key)
        elif how == 2:
            owner[key] = copy.deepcopy(other[place])
        elif how == 3:
            owner[key] = {
                "$ref": "#/" + "/".join(chance.choice(["definitions", "Pet", "parameters", "0", "paths"]) for _ in "ab")
            }
        else:
            owner[key] = copy.deepcopy(chance.choice(JUNK))
    return document
