"""JSON pointers and selectors."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.errors import CodegenError
from codegen.pointer import MISSING, copy, exists, expand, find, get, join, same, select, settle, split

# The examples of RFC 6901, section 5.
RFC: dict[str, Any] = {
    "foo": ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
}

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=20,
)


@pytest.mark.parametrize(
    ("pointer", "expected"),
    [
        ("", RFC),
        ("/foo", ["bar", "baz"]),
        ("/foo/0", "bar"),
        ("/", 0),
        ("/a~1b", 1),
        ("/c%d", 2),
        ("/e^f", 3),
        ("/g|h", 4),
        ("/i\\j", 5),
        ('/k"l', 6),
        ("/ ", 7),
        ("/m~0n", 8),
    ],
)
def test_rfc_examples(pointer: str, expected: Any) -> None:
    """The pointers of the standard lead where it says."""
    assert get(RFC, pointer) == expected


@given(st.lists(st.text(max_size=8)))
def test_round_trip(parts: list[str]) -> None:
    """Taking apart undoes putting together, for any text."""
    assert split(join(parts)) == tuple(parts)


@given(json_values)
def test_every_place_can_be_pointed_at(value: Any) -> None:
    """A walk over any data finds each value again by its pointer."""
    stack: list[tuple[tuple[str, ...], Any]] = [((), value)]
    while stack:
        parts, node = stack.pop()
        assert get(value, join(parts)) is node
        children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        stack += [((*parts, str(key)), child) for key, child in children]


@pytest.mark.parametrize("pointer", ["foo", "/a~2b", "/a~"])
def test_refuses_what_is_no_pointer(pointer: str) -> None:
    """A missing slash and a stray tilde are mistakes."""
    with pytest.raises(CodegenError) as caught:
        split(pointer)
    assert caught.value.remedy


@pytest.mark.parametrize("pointer", ["/foo/2", "/foo/-", "/foo/00", "/foo/bar", "/nope", "/foo/0/deeper", "/foo/-1"])
def test_leads_nowhere(pointer: str) -> None:
    """What is not there is not there, and ``get`` tells how far the document goes."""
    assert not exists(RFC, pointer)
    with pytest.raises(CodegenError, match="nothing stands here"):
        get(RFC, pointer)


def test_get_names_what_does_exist() -> None:
    """The remedy names the part of the pointer that leads somewhere."""
    with pytest.raises(CodegenError) as caught:
        get({"a": {"b": 1}}, "/a/c/d")
    assert caught.value.remedy == "the document ends at /a"


PARAMETERS: list[Any] = [
    {"name": "q", "in": "query"},
    {"name": "q", "in": "header"},
    {"name": "n", "in": "query", "required": True},
    {"$ref": "#/parameters/a,b"},
    "text",
]


@pytest.mark.parametrize(
    ("segment", "index"),
    [
        ("name=n", 2),
        ("name=q", None),
        ("name=q,in=query", 0),
        ("name=q,in=header", 1),
        ("name=q,in=path", None),
        ("required=true", 2),
        ("$ref=#/parameters/a,b", 3),
        ("4", 4),
        ("5", None),
        ("x", None),
        ("9999999999999", None),
    ],
)
def test_select(segment: str, index: int | None) -> None:
    """A selector names one element or none; two that fit are none."""
    assert select(PARAMETERS, segment) == index


def test_selectors_are_settled() -> None:
    """Selectors become indexes; what selects nothing stays."""
    document: dict[str, Any] = {"parameters": PARAMETERS}
    assert settle(document, split("/parameters/name=n/required")) == ("parameters", "2", "required")
    assert settle(document, split("/parameters/name=z/required")) == ("parameters", "name=z", "required")
    assert find(document, split("/parameters/name=z")) is MISSING


def test_a_key_with_an_equals_sign_is_a_key() -> None:
    """Selectors are for lists only."""
    assert get({"name=q": 1}, "/name=q") == 1


def test_expand() -> None:
    """A star stands for any key or index, and selectors work below it."""
    paths: dict[str, Any] = {"/a": {"get": {"parameters": PARAMETERS}, "x": 1}, "/b": {"get": {}}, "/c": []}
    document: dict[str, Any] = {"paths": paths}
    assert [join(p) for p in expand(document, split("/paths/*/get"))] == ["/paths/~1a/get", "/paths/~1b/get"]
    assert list(expand(document, split("/paths/*/*/parameters/name=n/in"))) == [
        ("paths", "/a", "get", "parameters", "2", "in")
    ]


@pytest.mark.parametrize(
    ("left", "right", "equal"),
    [
        ({"a": 1, "b": [1, {"c": None}]}, {"b": [1, {"c": None}], "a": 1}, True),
        (True, 1, False),
        (0, False, False),
        ([1, 2], [2, 1], False),
        ({"a": 1}, {"a": 1, "b": None}, False),
        (1, 1.0, True),
        (None, MISSING, False),
        ("1", 1, False),
        ([True], [1], False),
    ],
)
def test_same(left: Any, right: Any, equal: bool) -> None:
    """JSON equality: key order is nothing, truth is no number."""
    assert same(left, right) is equal
    assert same(right, left) is equal


def test_nothing_has_a_name() -> None:
    """In messages, what is not there reads as such."""
    assert repr(MISSING) == "nothing"


def test_copy_shares_nothing() -> None:
    """Two places that were one object, as by a YAML alias, are two afterwards."""
    shared: dict[str, Any] = {"x": [1]}
    copied = copy({"a": shared, "b": shared})
    assert copied == {"a": {"x": [1]}, "b": {"x": [1]}}
    assert isinstance(copied, dict)
    assert copied["a"] is not copied["b"]
