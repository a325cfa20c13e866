"""The slow path by itself: what is bent to what, what is left alone, and where it was."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from instagram_v1 import decode, errors
from instagram_v1.errors import classify
from instagram_v1.runtime.bend import Bending
from instagram_v1.runtime.dialect import MetaDialect, Problem
from instagram_v1.runtime.model import OpenEnum


class Kind(OpenEnum):
    """An enum of this test."""

    ONE = "1"


class Inner(msgspec.Struct):
    """A part."""

    name: str


class Outer(msgspec.Struct, rename={"from_": "from"}):
    """A whole."""

    number: int | None = None
    share: float | None = None
    flag: bool | None = None
    text: str | None = None
    kind: Kind | None = None
    inner: Inner | None = None
    either: int | str | None = None
    many: list[int] = []
    named: dict[str, int] = {}
    from_: str | None = None


class Strict(msgspec.Struct):
    """A whole whose part must be there, if only as null."""

    data: Inner | None


@pytest.mark.parametrize(("name", "value", "wanted"), [
    ("number", "12", 12),
    ("number", "-3", -3),
    ("number", "12345678901234567890", 12345678901234567890),
    ("number", "12.0", 12),
    ("number", 12.0, 12),
    ("number", True, 1),
    ("share", "0.5", 0.5),
    ("share", True, 1),
    ("flag", "TRUE", True),
    ("flag", 0, False),
    ("text", 5, "5"),
    ("text", 5.0, "5"),
    ("text", 0.5, "0.5"),
    ("text", False, "false"),
    ("kind", 1, "1"),
    ("inner", "", None),
    ("inner", [], None),
    ("either", 2.5, "2.5"),
    ("many", None, []),
    ("many", ["1", 2], [1, 2]),
    ("named", {"a": "1"}, {"a": 1}),
])  # fmt: skip
def test_what_is_bent(name: str, value: Any, wanted: Any) -> None:
    """Scalars take the declared form, empty things become none, and each place is told."""
    bending = Bending()
    bent = bending.bend({name: value}, Outer)
    assert bent == {name: wanted}
    assert type(bent[name]) is type(wanted)
    assert len(bending.paths) == 1
    assert bending.paths[0].startswith(f"$.{name}")
    assert msgspec.convert(bent, Outer)


@pytest.mark.parametrize(("name", "value"), [
    ("number", "many"),
    ("number", 0.5),
    ("number", {"a": 1}),
    ("number", 7),
    ("share", "half"),
    ("share", 1),
    ("flag", "perhaps"),
    ("text", ["a"]),
    ("text", None),
    ("inner", 7),
    ("inner", {"name": "x"}),
    ("either", "x"),
    ("either", {}),
    ("many", 7),
    ("named", 7),
    ("from", "x"),
])  # fmt: skip
def test_what_is_left_alone(name: str, value: Any) -> None:
    """What fits, and what cannot fit without a guess, stays as it is."""
    bending = Bending()
    assert bending.bend({name: value, "new": 1}, Outer) == {name: value, "new": 1}
    assert bending.paths == []


def test_names_and_nulls() -> None:
    """Python names are accepted where asked for; a part that may be null may be absent."""
    assert Bending(names=True).bend({"from_": 5}, Outer) == {"from": "5"}
    assert Bending().bend({"from_": 5}, Outer) == {"from_": 5}
    bending = Bending()
    assert bending.bend({}, Strict) == {"data": None}
    assert bending.paths == ["$.data"]
    assert decode("likes_create", '{"meta": {"code": 200}}') is None


@pytest.mark.parametrize(("body", "code"), [
    ({"meta": {"code": "400"}}, 400),
    ({"meta": {"code": 400.0}}, 400),
    ({"meta": {"code": 200, "error_type": "Odd"}}, 200),
    ({"meta": {"code": [], "error_type": "Odd"}}, None),
    ({"meta": {"error_type": "Odd"}, "data": {}}, None),
    ({"code": "420", "error_message": "calm"}, 420),
])  # fmt: skip
def test_errors_in_odd_forms(body: Any, code: int | None) -> None:
    """An error is recognised by its code or its type, in whichever form they came."""
    problem = MetaDialect(classify).problem(200, body)
    assert problem is not None
    assert problem.code == code


NO_ERRORS: list[Any] = [{"meta": {"code": 200}}, {"meta": {}}, {"data": {"code": 5}}, {"data": 1, "code": 7}, [], None]


@pytest.mark.parametrize("body", NO_ERRORS)
def test_what_is_no_error(body: Any) -> None:
    """Data that happens to have a code is data."""
    assert MetaDialect(classify).problem(200, body) is None


def test_classes_by_number_alone() -> None:
    """Without a type, the code in the body decides before the status."""
    assert classify(Problem(status=400, code=420)) is errors.RateLimitError
    assert classify(Problem(status=400, code=503)) is errors.ServerError
    assert classify(Problem(status=404)) is errors.NotFoundError
    assert classify(Problem(status=400)) is errors.APIError
