"""Python names for the names of a specification."""

from __future__ import annotations

import pytest

from codegen.errors import CodegenError
from codegen.generate.names import constant, identifier, member, pascal, unique


@pytest.mark.parametrize(
    ("wire", "python"),
    [
        ("user-id", "user_id"),
        ("userName", "user_name"),
        ("LAT", "lat"),
        ("from", "from_"),
        ("class", "class_"),
        ("type", "type"),
        ("filter", "filter"),
        ("list", "list"),
        ("1977", "field_1977"),
        ("_private", "field_private"),
        ("a.b", "a_b"),
    ],
)
def test_identifiers(wire: str, python: str) -> None:
    """Only keywords get an underscore; what is no identifier gets a prefix."""
    assert identifier(wire) == python


def test_reserved_names_get_an_underscore() -> None:
    """A name that the surrounding code uses is moved out of its way."""
    assert identifier("self", reserved={"self"}) == "self_"


def test_a_name_without_letters_is_refused() -> None:
    """No silent invention."""
    with pytest.raises(CodegenError, match="no Python name"):
        identifier("!!", prefix="")


@pytest.mark.parametrize(
    ("name", "python"),
    [
        ("UsersGetResponse", "UsersGetResponse"),
        ("mini-profile", "MiniProfile"),
        ("Warning", "Warning"),
        ("none", "None_"),
    ],
)
def test_class_names(name: str, python: str) -> None:
    """Component names that are class names stay as they are, also those of builtins."""
    assert pascal(name) == python


def test_a_class_does_not_hide_what_the_module_imports() -> None:
    """A schema called Model is moved out of the way."""
    assert pascal("Model", reserved={"Model"}) == "Model_"


def test_constants_are_capitals() -> None:
    """Constants are named after operation ids."""
    assert constant("users_get") == "USERS_GET"


def test_members_of_one_name_are_numbered() -> None:
    """Values that differ only in case or punctuation are all kept."""
    taken: dict[str, str] = {}
    for value in ("a b", "A-B", "a_b", "", "9"):
        taken[member(value, taken)] = value
    assert list(taken) == ["A_B", "A_B_2", "A_B_3", "VALUE", "VALUE_9"]


def test_two_things_of_one_name_are_refused() -> None:
    """Both are named."""
    with pytest.raises(CodegenError, match="'a-b' and 'a_b' would both be called a_b"):
        unique([("a_b", "a-b"), ("a_b", "a_b")], where="/here")
