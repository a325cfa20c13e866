"""The supplied file: laid out again, not a word changed. Tests read the frozen copy, whatever is in ``spec/`` today."""

from __future__ import annotations

import pytest

from codegen import yaml12
from codegen.errors import CodegenError
from tests.support.supplied import API, FROZEN, SEEDS, frozen

PATHS = {
    "/users/{user-id}": "get",
    "/users/self/feed": "get",
    "/users/{user-id}/media/recent": "get",
    "/users/self/media/liked": "get",
    "/users/search": "get",
    "/users/{user-id}/follows": "get",
    "/users/{user-id}/followed-by": "get",
    "/users/self/requested-by": "get",
    "/users/{user-id}/relationship": "post",
    "/media/{media-id}": "get",
    "/media1/{shortcode}": "get",
    "/media/search": "get",
    "/media/popular": "get",
    "/media/{media-id}/comments": "get post delete",
    "/media/{media-id}/likes": "get post delete",
    "/tags/{tag-name}": "get",
    "/tags/{tag-name}/media/recent": "get",
    "/tags/search": "get",
    "/locations/{location-id}": "get",
    "/locations/{location-id}/media/recent": "get",
    "/locations/search": "get",
    "/geographies/{geo-id}/media/recent": "get",
}

PROPERTIES = {
    "User": "id username full_name profile_picture bio website counts",
    "Media": ("created_time type filter tags id user users_in_photo location comments: likes images videos"),
    "Location": "id name latitude longitude",
    "Comment": "id created_time text from",
    "Like": "user_name first_name last_name type id",
    "Tag": "media_count name",
    "Image": "width height url",
    "MiniProfile": "user_name full_name id profile_picture",
}

NESTED = {
    ("User", "counts"): "media follows follwed_by",
    ("Media", "comments:"): "count data",
    ("Media", "likes"): "count data",
    ("Media", "images"): "low_resolution thumbnail standard_resolution",
    ("Media", "videos"): "low_resolution standard_resolution",
}

METHODS = ("get", "put", "post", "delete", "patch", "head", "options")


def test_supplied_text_is_seed_001() -> None:
    """The text in the repository is the document that came with the task, to the byte."""
    seed = SEEDS / "001-supplied-swagger.txt"
    if not seed.is_file():
        pytest.skip("the seed documents are not here")
    assert seed.read_bytes() == (API / "supplied.txt").read_bytes()


def test_layout_keeps_every_word_in_order() -> None:
    """Laying the text out in lines neither loses nor adds nor moves a word."""
    supplied = (API / "supplied.txt").read_text(encoding="utf-8")
    assert supplied.split() == FROZEN.read_text(encoding="utf-8").split()


def test_supplied_text_is_one_line_and_no_yaml() -> None:
    """The layout is needed: as supplied, no parser reads it."""
    supplied = (API / "supplied.txt").read_text(encoding="utf-8")
    assert len(supplied.splitlines()) == 1
    with pytest.raises(CodegenError):
        yaml12.load(supplied)


def test_no_key_is_doubled() -> None:
    """The loader refuses doubled keys and reads the file; doubling any line of a table makes it refuse."""
    lines = FROZEN.read_text(encoding="utf-8").splitlines()
    assert set(yaml12.load("\n".join(lines)).data) >= {"swagger", "paths", "definitions"}
    doubled = [*lines[: lines.index("basePath: /v1")], "basePath: /v1", *lines[lines.index("basePath: /v1") :]]
    with pytest.raises(CodegenError, match="basePath"):
        yaml12.load("\n".join(doubled))


def test_paths_and_operations() -> None:
    """22 paths with 26 operations, in this order."""
    found = {path: " ".join(method for method in METHODS if method in item) for path, item in frozen()["paths"].items()}
    assert list(found.items()) == list(PATHS.items())
    assert len(found) == 22
    assert sum(len(methods.split()) for methods in found.values()) == 26


def test_definitions_and_their_properties() -> None:
    """Eight definitions with these properties, in this order, the misspelt ones among them."""
    definitions = frozen()["definitions"]
    found = {name: " ".join(definition["properties"]) for name, definition in definitions.items()}
    assert list(found.items()) == list(PROPERTIES.items())
    assert len(found) == 8


@pytest.mark.parametrize(("place", "expected"), NESTED.items())
def test_nested_properties(place: tuple[str, str], expected: str) -> None:
    """Properties sit inside the property they belong to."""
    definition, name = place
    assert " ".join(frozen()["definitions"][definition]["properties"][name]["properties"]) == expected


def test_status_codes_are_text() -> None:
    """Each operation answers ``"200"``, a string, and nothing else."""
    operations = [node for item in frozen()["paths"].values() for key, node in item.items() if key in METHODS]
    assert {tuple(operation["responses"]) for operation in operations} == {("200",)}
