"""Rules about the plain form: codes, types, formats, tags, summaries, tokens."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.rules.hygiene import first_sentence
from codegen.rules.words import pascal, singular, snake
from tests.support.swagger import notes, ruled


def operations(*paths: str) -> str:
    """A document with a GET on each path."""
    return "paths:\n" + "".join(f"  {path}: {{get: {{responses: {{'200': {{}}}}}}}}\n" for path in paths)


@pytest.mark.parametrize("status", ["200", "default", "503", "x-note"])
def test_response_codes_that_are_fine(status: str) -> None:
    """Three digits, ``default``, extensions."""
    document: dict[str, Any] = {"paths": {"/a": {"get": {"responses": {status: {}}}}}}
    assert ruled(document, "[rules.response-codes]") == document


@pytest.mark.parametrize("status", ["2XX", "600", "ok", "20"])
def test_response_codes_that_are_not(status: str) -> None:
    """Anything else is told with its pointer."""
    with pytest.raises(CodegenError) as caught:
        ruled({"paths": {"/a": {"get": {"responses": {status: {}}}}}}, "[rules.response-codes]")
    assert caught.value.pointer == f"/paths/~1a/get/responses/{status}"


EVERYWHERE = """
parameters: {p: {in: body, name: p, schema: {properties: {}}}}
responses: {r: {schema: {properties: {}}}}
definitions:
  D: {properties: {d: {properties: {}}, l: {items: {properties: {}}}, a: {allOf: [{properties: {}}]}}}
  M: {additionalProperties: {properties: {}}}
  Kept: {type: string, properties: {}}
  Refers: {$ref: "#/definitions/D", properties: {}}
paths:
  /a:
    parameters: [{in: body, name: q, schema: {properties: {}}}]
    get:
      parameters: [{in: body, name: s, schema: {properties: {}}}]
      responses: {"200": {schema: {properties: {}}}}
"""


def test_object_type_reaches_every_schema() -> None:
    """Wherever a schema can stand, properties make it an object."""
    text = str(ruled(EVERYWHERE, "[rules.object-type]"))
    assert text.count("'properties'") == 12
    assert text.count("'type': 'object'") == 10


def test_integer_format_reaches_every_integer() -> None:
    """Schemas, parameters, items and headers; a format of its own stays, and names are no types."""
    document = ruled(
        """
        parameters: {p: {in: query, name: p, type: integer}}
        definitions: {D: {properties: {a: {type: integer}, b: {type: integer, format: int32}, type: {type: string}}}}
        paths:
          /a:
            parameters: [{in: query, name: q, type: array, items: {type: integer}}]
            get: {responses: {"200": {headers: {X: {type: integer}}}}}
        """,
        "[rules.integer-format]",
    )
    assert str(document).count("'format': 'int64'") == 4
    assert document["definitions"]["D"]["properties"]["b"]["format"] == "int32"


def test_tags() -> None:
    """The first tag stays, an untagged operation is filed by its path, and used tags are declared."""
    document = """
    tags: [{name: Users, description: d}, {name: likes}]
    paths:
      /a: {get: {tags: [Users, Media]}, post: {tags: [Comments, Users]}}
      /likes: {get: {}}
      /geo-places/{id}: {get: {tags: []}}
      /{id}: {get: {}}
    """
    result = ruled(document, "[rules.tags]")
    tags = [op["tags"] for item in result["paths"].values() for op in item.values()]
    assert tags == [["Users"], ["Comments"], ["likes"], ["Geo-places"], ["Default"]]
    assert [tag["name"] for tag in result["tags"]] == ["Users", "likes", "Comments", "Geo-places", "Default"]
    assert result["tags"][0] == {"name": "Users", "description": "d"}
    assert ("GET /a", "tags.first") in notes(document, "[rules.tags]")
    assert ("GET /likes", "tags.filed") in notes(document, "[rules.tags]")


@pytest.mark.parametrize(
    ("markdown", "line"),
    [
        ("Get a list.", "Get a list."),
        ("Get a list. Not all.", "Get a list."),
        ("Get\na list\nof *all* the\n`things`. Yes.", "Get a list of all the things."),
        ("See **[the page](https://a.example/b.c)**. Then go.", "See the page."),
        ("With the following rules:\n* One. Two.\n* Three.", "With the following rules."),
        ("Use names, e.g. yours. Done.", "Use names, e.g. yours."),
        ("First paragraph\n\nSecond.", "First paragraph."),
        ("Is it? Yes.", "Is it?"),
        ("Keeps user_has_liked and _method as they are.", "Keeps user_has_liked and _method as they are."),
        ("Version 1.2 is out. Go.", "Version 1.2 is out."),
        ("", ""),
        ("   \n", ""),
        ("Code:\n```\nx. y\n```", "Code."),
    ],
)
def test_first_sentence(markdown: str, line: str) -> None:
    """One line, without markup, ended at the end of the sentence."""
    assert first_sentence(markdown) == line


def test_summary() -> None:
    """A summary of its own stays; without a description there is none, and a note."""
    document: dict[str, Any] = {
        "paths": {
            "/a": {"get": {"description": "Get it. Now."}, "post": {"summary": "s", "description": "d"}, "put": {}}
        }
    }
    result = ruled(document, "[rules.summary]")["paths"]["/a"]
    assert [op.get("summary") for op in result.values()] == ["Get it.", "s", None]
    assert notes(document, "[rules.summary]") == [("PUT /a", "summary.none")]


def test_security() -> None:
    """The scheme says which parameter carries its token; one that is not there is a mistake."""
    document = "{securityDefinitions: {oauth: {type: oauth2}}}"
    scheme = ruled(document, "[rules.security]\ntokens = { oauth = 'token' }")["securityDefinitions"]["oauth"]
    assert scheme == {"type": "oauth2", "x-token-parameter": "token"}
    with pytest.raises(CodegenError, match="there is no security scheme 'oauht'") as caught:
        ruled(document, "[rules.security]\ntokens = { oauht = 'token' }")
    assert caught.value.remedy == "did you mean oauth?"


@pytest.mark.parametrize(
    ("text", "snaked", "pascaled"),
    [
        ("followed-by", "followed_by", "FollowedBy"),
        ("users_in_photo", "users_in_photo", "UsersInPhoto"),
        ("lowBandwidth", "low_bandwidth", "LowBandwidth"),
        ("comments:", "comments", "Comments"),
        ("MAX_TIMESTAMP", "max_timestamp", "MAXTIMESTAMP"),
        ("foursquare_v2_id", "foursquare_v2_id", "FoursquareV2Id"),
        ("MiniProfile", "mini_profile", "MiniProfile"),
        ("APIs", "apis", "APIs"),
        ("früh", "fruh", "Fruh"),
        ("名", "u21517", "U21517"),
        ("$", "u36", "U36"),
    ],
)
def test_words(text: str, snaked: str, pascaled: str) -> None:
    """Words are found at dashes, underscores and humps."""
    assert (snake(text), pascal(text)) == (snaked, pascaled)


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ("relationships", "relationship"),
        ("geographies", "geography"),
        ("addresses", "address"),
        ("boxes", "box"),
        ("branches", "branch"),
        ("statuses", "status"),
        ("images", "image"),
        ("media", "media"),
        ("status", "status"),
        ("class", "class"),
        ("ties", "tie"),
    ],
)
def test_singular(many: str, one: str) -> None:
    """The ending tells, mostly."""
    assert singular(many) == one
