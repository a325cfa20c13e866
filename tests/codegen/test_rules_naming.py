"""Operation ids."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.rules.naming import operation_name
from tests.support.swagger import notes, ruled

SELF = "[rules.operation-ids]\nself-segments = ['self']\n"


@pytest.mark.parametrize(
    ("method", "path", "resource", "name"),
    [
        ("get", "/users/{user-id}", "users", "get"),
        ("get", "/users/self", "users", "get_self"),
        ("get", "/users/search", "users", "search"),
        ("get", "/users/self/feed", "users", "feed"),
        ("get", "/users/{user-id}/media/recent", "users", "recent_media"),
        ("get", "/users/self/media/liked", "users", "liked_media"),
        ("get", "/users/{user-id}/follows", "relationships", "follows"),
        ("get", "/users/{user-id}/followed-by", "relationships", "followed_by"),
        ("get", "/users/self/requested-by", "relationships", "requested_by"),
        ("get", "/users/{user-id}/relationship", "relationships", "get"),
        ("post", "/users/{user-id}/relationship", "relationships", "modify"),
        ("get", "/media/{media-id}", "media", "get"),
        ("get", "/media/shortcode/{shortcode}", "media", "get_by_shortcode"),
        ("get", "/media/search", "media", "search"),
        ("get", "/media/{media-id}/comments", "comments", "list"),
        ("post", "/media/{media-id}/comments", "comments", "create"),
        ("delete", "/media/{media-id}/comments/{comment-id}", "comments", "delete"),
        ("delete", "/media/{media-id}/likes", "likes", "delete"),
        ("get", "/tags/{tag-name}/media/recent", "tags", "recent_media"),
        ("get", "/geographies/{geo-id}/media/recent", "geographies", "recent_media"),
        ("delete", "/subscriptions", "subscriptions", "delete"),
        ("put", "/pets/{id}", "pets", "replace"),
        ("patch", "/pets/{id}", "pets", "update"),
        ("put", "/pets", "pets", "replace"),
        ("get", "/shop/widgets/{id}", "shop", "get_widget"),
        ("delete", "/shop/widgets/{id}", "shop", "delete_widget"),
        ("post", "/pets/{id}/photos", "pets", "create_photos"),
        ("patch", "/pets/{id}/photos/main", "pets", "update_main_photos"),
        ("get", "/pets/{id}/pets/old", "pets", "old"),
        ("head", "/pets/{id}", "pets", "head"),
        ("options", "/pets", "pets", "options"),
        ("get", "/{id}", "pets", "get"),
        ("get", "/", "pets", "get"),
        ("get", "/pets/{id}.json", "pets", "get"),
    ],
)
def test_names(method: str, path: str, resource: str, name: str) -> None:
    """A name is made of what comes after the last parameter, and of the method."""
    assert operation_name(path, method, resource, ("self",)) == name


def document(*operations: str, **extra: Any) -> dict[str, Any]:
    """A document with these operations, all under the tag Users."""
    paths: dict[str, Any] = {}
    for operation in operations:
        method, path = operation.split(" ")
        paths.setdefault(path, {})[method.lower()] = {"tags": ["Users"], **extra}
    return {"paths": paths}


def ids(result: dict[str, Any]) -> list[str]:
    """The operation ids in the order of the document."""
    return [operation["operationId"] for item in result["paths"].values() for operation in item.values()]


def test_ids_carry_the_resource() -> None:
    """The tag comes first, in snake case; without one, the first literal of the path."""
    made = ruled({"paths": {"/a": {"get": {"tags": ["Mini Profiles"]}}, "/b/{c}": {"get": {}}}}, SELF)
    assert ids(made) == ["mini_profiles_a", "b_get"]


def test_a_self_path_beside_its_twin_says_so() -> None:
    """The same path with ``self`` instead of an id does not take the other one's name, in whatever order."""
    both = ["GET /users/self/media/recent", "GET /users/{id}/media/recent"]
    assert ids(ruled(document(*both), SELF)) == ["users_recent_media_self", "users_recent_media"]
    assert ids(ruled(document(*reversed(both)), SELF)) == ["users_recent_media", "users_recent_media_self"]
    assert ids(ruled(document(both[0]), SELF)) == ["users_recent_media"]


def test_two_operations_of_one_name_are_a_mistake() -> None:
    """Both are named, and the remedy can be pasted."""
    with pytest.raises(CodegenError) as caught:
        ruled(document("GET /users/search", "GET /users/{id}/search"), SELF)
    assert "GET /users/search and GET /users/{id}/search would both be called 'users_search'" in caught.value.message
    assert '"GET /users/{id}/search" = "users_…"' in str(caught.value.remedy)


def test_exceptions() -> None:
    """A name from the file wins."""
    toml = SELF + "names = { 'GET /users/{id}/search' = 'users_find_in' }"
    made = ruled(document("GET /users/search", "GET /users/{id}/search"), toml)
    assert ids(made) == ["users_search", "users_find_in"]


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("{ 'GET /users/x' = 'users_x' }", "there is no operation 'GET /users/x'"),
        ("{ 'POST /users/search' = 'users_x' }", "there is no operation 'POST /users/search'"),
        ("{ 'GET /users/search' = 'find' }", "'find' cannot be the id of GET /users/search"),
        ("{ 'GET /users/search' = 'media_find' }", "'media_find' cannot be the id"),
        ("{ 'GET /users/search' = 'users_Find' }", "'users_Find' cannot be the id"),
    ],
)
def test_exceptions_that_cannot_be_meant(names: str, message: str) -> None:
    """An exception for an operation that is not there, or with a name of another resource, is a mistake."""
    with pytest.raises(CodegenError) as caught:
        ruled(document("GET /users/search"), f"[rules.operation-ids]\nnames = {names}")
    assert message in caught.value.message
    assert (caught.value.file, bool(caught.value.remedy)) == ("codegen.toml", True)


def test_an_id_of_the_spec_gives_way() -> None:
    """Names come from paths, so that they stay when the spec invents or changes ids; a note tells."""
    brought = document("GET /users/search", operationId="findThem")
    assert ids(ruled(brought, SELF)) == ["users_search"]
    assert notes(brought, SELF) == [("GET /users/search", "operation-id.replaced")]
