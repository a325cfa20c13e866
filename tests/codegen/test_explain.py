"""Why the built document says what it says."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.explain import explain
from codegen.repair import Repair
from tests.support.swagger import load, repair, rules

BUILT = """
openapi: 3.0.3
paths:
  /users/{user-id}:
    get:
      operationId: users_get
      summary: Get a user.
      tags: [Users]
      x-envelope: {data: data}
      parameters: [{name: user-id, in: path, schema: {type: string}, x-repaired-by: [id-is-text]}]
      responses:
        "200": {content: {application/json: {schema: {$ref: "#/components/schemas/UsersGetResponse"}}}}
        default: {$ref: "#/components/responses/Bad"}
  /users:
    get:
      operationId: users_list
      x-pagination: {style: max_id}
      responses: {default: {$ref: "#/components/responses/Bad"}, "404": {$ref: "#/components/responses/Own"}}
components:
  responses: {Bad: {description: d}, Own: {description: d}}
  securitySchemes: {oauth: {type: oauth2, x-token-parameter: access_token}}
  schemas:
    UsersGetResponse: {properties: {data: {$ref: "#/components/schemas/User"}}}
    MaxIdPagination: {type: object}
    User:
      x-repaired-by: [user-link, user-story]
      properties:
        id: {type: string}
        link: {$ref: "#/components/schemas/Link"}
        counts: {nullable: true, allOf: [{$ref: "#/components/schemas/UserCounts"}]}
        friends: {type: array, items: {$ref: "#/components/schemas/User"}}
    UserCounts:
      x-repaired-by: [counts-text]
      properties:
        followed_by: {type: integer, format: int64, x-repaired-by: [followed-by]}
        media: {type: integer}
    Link: {type: string, description: nobody touched it}
    UserState: {anyOf: [{type: string, enum: [a]}, {type: string}]}
"""


def repairs() -> list[Repair]:
    """The repairs whose marks stand in the document."""
    return [
        repair(
            id="followed-by",
            op="rename",
            at="/definitions/User/properties/counts/properties/follwed_by",
            expect=1,
            to="followed_by",
            because="The API answers followed_by.",
            evidence=[{"seed": "a.txt", "line": 3, "quote": "followed_by"}],
            defects=[14],
        ),
        repair(id="user-link", op="add", at="/definitions/User/properties/link", value=1, because="It has a link."),
        repair(id="user-story", op="add", at="/definitions/User/description", value="x", because="It is a user."),
        repair(id="counts-text", op="add", at="/definitions/User/properties/counts/description", value="x"),
        repair(id="id-is-text", op="set", at="/parameters/user-id/type", expect=1, value=2, because="Ids are texts."),
    ]


def told(place: str, **options: Any) -> str:
    """The explanation of a place."""
    return explain(load(BUILT), repairs(), place, **options)


FOLLOWED = """\
/components/schemas/UserCounts/properties/followed_by
  is {type: 'integer', format: 'int64'}
  repaired by:
    followed-by (rename, repairs/test.yaml:0)
      at: /definitions/User/properties/counts/properties/follwed_by → followed_by
      because: The API answers followed_by.
      evidence: a.txt:3: followed_by
      defects: 14
  shaped by rules of codegen.toml:
    hoist: an inline object or enum became a definition, named after its place
    integer-format: integers have a declared length"""


@pytest.mark.parametrize(
    "place",
    [
        "/components/schemas/UserCounts/properties/followed_by",
        "#/components/schemas/UserCounts/properties/followed_by",
        "User.counts.followed_by",
        "UserCounts.followed_by",
        "User.friends.counts.followed_by",
    ],
)
def test_the_whole_story_of_one_field(place: str) -> None:
    """By pointer or by name, through references, wrapped ones and lists: who says so, where, and which rules."""
    assert told(place) == FOLLOWED


def test_the_id_of_a_repair() -> None:
    """A repair tells of itself."""
    assert told("user-link").splitlines()[:3] == [
        "user-link (add, repairs/test.yaml:0)",
        "  at: /definitions/User/properties/link",
        "  because: It has a link.",
    ]


def test_a_reference_is_explained_by_the_mark_around_it() -> None:
    """A bare reference carries no mark; of those on its parent, the one that names it is told."""
    text = told("User.link")
    assert "repaired from around it by:\n    user-link" in text
    assert "user-story" not in text


def test_an_unnamed_place_gets_all_that_was_done_around_it() -> None:
    """Where no repair names the place, the nearest marked object tells what happened to it."""
    text = told("/components/schemas/User/properties/id")
    assert "user-link" in text
    assert "user-story" in text


def test_what_was_done_inside_is_told_in_short() -> None:
    """A whole definition lists what stands on it, and what was done further in by one line each."""
    text = told("User.counts")
    assert "  repaired by:\n    counts-text" in text
    assert "  repaired inside it by:\n    followed-by: The API answers followed_by." in text
    assert "    nullable: " in text


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        ("users_get", {"envelope", "operation-ids", "tags", "summary", "errors"}),
        ("GET /users/{user-id}", {"envelope", "operation-ids", "tags", "summary", "errors"}),
        ("/paths/~1users~1{user-id}/get/responses", {"envelope", "errors"}),
        ("/paths/~1users~1{user-id}/get/summary", {"summary"}),
        ("users_list", {"pagination", "operation-ids", "errors"}),
        ("UsersGetResponse", {"envelope"}),
        ("MaxIdPagination", {"pagination"}),
        ("UserState", {"open-enums"}),
        ("/components/responses/Bad", {"errors"}),
        ("/components/responses/Own", set()),
        ("/components/securitySchemes/oauth", {"security"}),
        ("/paths/~1users~1{user-id}/get/parameters/name=user-id", set()),
        ("", set()),
    ],
)
def test_rules_are_recognised(place: str, expected: set[str]) -> None:
    """Each rule leaves something by which its work is known."""
    _, found, lines = told(place).partition("  shaped by rules of codegen.toml:\n")
    assert {line.strip().partition(":")[0] for line in lines.splitlines()} == expected
    assert bool(found) is bool(expected)


def test_the_rules_give_their_reasons() -> None:
    """With the configuration, only declared rules are told, with what the file says of them."""
    config = rules("[rules.summary]\nbecause = 'Short is good.'")
    text = told("users_get", config=config)
    assert "summary: the summary is the first sentence of the description (Short is good.)" in text
    assert "envelope" not in text


def test_the_untouched_is_said_to_be() -> None:
    """Nothing to tell is told."""
    assert "no repair and no rule touched it" in told("Link")


@pytest.mark.parametrize(
    ("place", "remedy"),
    [
        ("/components/schemas/Usr", "/components/schemas/User"),
        ("/paths/~1users~1{user-id}/gett", "/paths/~1users~1{user-id}/get"),
        ("/paths/~1users~1{user-id}/get/parameters/7", "/get/parameters/0"),
        ("/component", "components"),
        ("User.conts", "counts"),
        ("User.counts.follwed_by", "followed_by"),
        ("Usr", "User"),
        ("users_gett", "users_get"),
        ("folowed-by", "followed-by"),
        ("User.friends.zzz", "counts"),
    ],
)
def test_an_unknown_place_gets_near_ones(place: str, remedy: str) -> None:
    """A slip of the finger is answered with what may be meant."""
    with pytest.raises(CodegenError) as caught:
        told(place)
    assert place.strip("#") in caught.value.message
    assert remedy in str(caught.value.remedy)


def test_bad_pointers_are_refused() -> None:
    """What is no pointer is told as such."""
    with pytest.raises(CodegenError, match="escapes nothing"):
        told("/a~9")


def test_a_list_of_itself_ends() -> None:
    """A schema that is a list of itself has no properties, however long one looks."""
    with pytest.raises(CodegenError, match="the built document has no"):
        explain(load("components: {schemas: {A: {items: {$ref: '#/components/schemas/A'}}}}"), [], "A.x")
