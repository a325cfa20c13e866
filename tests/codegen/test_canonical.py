"""Canonical order: the same document, whatever the order of its keys."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from codegen import yaml12
from codegen.canonical import canonical
from tests.support.tiny_api import REPOSITORY, openapi, shuffled

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=20,
)
KEYS = st.sampled_from(["properties", "required", "type", "x-a", "example", "paths", "default", "name", "zzz"])


def text(document: Any) -> str:
    """All of a document, order included."""
    return json.dumps(document)


@given(st.dictionaries(KEYS | st.text(max_size=5), JSON, max_size=6), st.integers())
def test_order_of_keys_does_not_matter(document: dict[str, Any], seed: int) -> None:
    """Any document, any order: one result."""
    assert text(canonical(document)) == text(canonical(shuffled(document, random.Random(seed))))


@given(st.dictionaries(KEYS, JSON, max_size=6))
def test_it_is_settled_after_once(document: dict[str, Any]) -> None:
    """Doing it again changes nothing."""
    once = canonical(document)
    assert text(canonical(once)) == text(once)


def test_nothing_is_lost() -> None:
    """Equal in all but order, `required` included once it is seen as a set; the input stays as it was."""
    document = openapi()
    made = canonical(document)
    assert document == openapi()
    for schema in document["components"]["schemas"].values():
        schema.get("required", []).sort()
    assert made == document


def test_lists_keep_their_order() -> None:
    """Parameters are a list: their order is that of the signature."""
    made = canonical({"parameters": [{"name": "b"}, {"name": "a"}], "required": ["b", "a"], "enum": ["z", "a"]})
    assert made == {"required": ["a", "b"], "enum": ["z", "a"], "parameters": [{"name": "b"}, {"name": "a"}]}


def test_data_is_not_taken_for_a_schema() -> None:
    """`required` inside an example is a list like any other; a property called so is a schema."""
    assert canonical({"example": {"required": ["b", "a"]}}) == {"example": {"required": ["b", "a"]}}
    assert canonical({"x-any": {"required": ["b", "a"]}}) == {"x-any": {"required": ["b", "a"]}}
    assert canonical({"properties": {"example": {"required": ["b", "a"]}}}) == {
        "properties": {"example": {"required": ["a", "b"]}}
    }


def test_names_are_alphabetical_and_words_have_their_places() -> None:
    """Names sort by the alphabet; keywords come in the order of reading; unknown keys last."""
    made = canonical(
        {"paths": {"/b": {}, "/a": {}}, "x-z": 1, "info": {"version": "1", "title": "t"}, "swagger": "2.0", "a": 1}
    )
    assert list(made) == ["swagger", "info", "paths", "a", "x-z"]
    assert list(made["paths"]) == ["/a", "/b"]  # type: ignore[arg-type]
    assert list(made["info"]) == ["title", "version"]  # type: ignore[arg-type]
    properties = canonical({"properties": {"type": {}, "id": {}, "name": {}}})["properties"]
    assert list(properties) == ["id", "name", "type"]  # type: ignore[arg-type]


def test_the_supplied_document() -> None:
    """The real one, reordered at random."""
    document = yaml12.load_file(REPOSITORY / "spec" / "instagram" / "swagger.yaml").data
    for seed in range(5):
        assert text(canonical(shuffled(document, random.Random(seed)))) == text(canonical(document))
