"""Writing YAML."""

from __future__ import annotations

import math
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.errors import CodegenError
from codegen.yaml12 import MAX_DEPTH, dump, load

_AWKWARD = [
    "on",
    "Yes",
    "n",
    "200",
    "1e3",
    "0o17",
    "1_000",
    "12:30",
    "2015-01-01",
    "<<",
    "=",
    "~",
    "null",
    "a: b",
    "a #b",
]
_AWKWARD += [
    "- a",
    "a:",
    " a",
    "a ",
    "'",
    '"',
    "\\",
    "#",
    "&a",
    "*a",
    "!a",
    "%a",
    "@",
    "`",
    "{",
    "[",
    "|",
    ">",
    "?",
    "---",
    "...",
]
_AWKWARD += [
    "\t",
    "\n",
    "a\n",
    "a\n\n",
    "\na",
    "a\n b\n",
    " a\nb",
    "a \nb",
    "a\n\t\nb",
    "\r\n",
    "\x85",
    "\u2028",
    "\ufeff",
    "\x7f",
]
_AWKWARD += [
    "word " * 60,
    "w" * 300,
    "word  " * 60 + "x",
    "\U0001f600",
    "\xa0",
    "/users/{id}",
    "$ref",
    "a\n---\nb\n",
    "-",
    "",
    ".inf",
]

texts = st.one_of(st.text(max_size=40), st.sampled_from(_AWKWARD), st.text(alphabet=" ab\n#:-", max_size=150))
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), texts)
data = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4)),
    max_leaves=20,
)


@pytest.mark.no_cover  # many values through the same code, which tracing would slow down by four
@given(data)
@settings(max_examples=600, deadline=None)
def test_round_trip(value: Any) -> None:
    """Whatever is written is read back the same, types and key order included."""
    got = load(dump(value)).data
    assert repr(got) == repr(value)


@pytest.mark.no_cover  # many values through the same code, which tracing would slow down by four
@given(data)
@settings(max_examples=200, deadline=None)
def test_readers_of_yaml_1_1_agree(value: Any) -> None:
    """PyYAML's own YAML 1.1 reading gives the same data: nothing that is read in two ways stands unquoted."""
    assert repr(yaml.safe_load(dump(value))) == repr(value)


@pytest.mark.parametrize("text", _AWKWARD)
def test_awkward_texts(text: str) -> None:
    """Texts that look like something else survive as key, value, item and whole document."""
    for value in (text, {text: text}, [text, [text]], {"a": {text: [{text: text}]}}):
        assert load(dump(value)).data == value
        assert yaml.safe_load(dump(value)) == value


def test_style() -> None:
    """Blocks for collections and long texts, quotes only where needed."""
    value = {
        "swagger": "2.0",
        "paths": {"/users/{id}": {"200": "ok", "on": True}},
        "list": [{"a": 1, "b": [1, [2]]}, [], {}, "x"],
        "text": "one\n\n  two\n",
        "bare": "one\ntwo",
        "open": "one\n\n",
        "long": " ".join(["word"] * 30),
        "float": 1e16,
    }
    assert (
        dump(value)
        == """\
swagger: '2.0'
paths:
  /users/{id}:
    '200': ok
    'on': true
list:
  - a: 1
    b:
      - 1
      - - 2
  - []
  - {}
  - x
text: |
  one

    two
bare: |-
  one
  two
open: |+
  one

long: >-
  word word word word word word word word word word word word word word word word word word word
  word word word word word word word word word word word
float: 1.0e+16
"""
    )


def test_lines_are_clean() -> None:
    """No line ends in a space, so that editors leave the file as it is."""
    text = dump({"a": {"b": [], "c": ["x\n\ny\n", {"d": "word " * 60}]}, "e": None})
    assert not [line for line in text.split("\n") if line != line.rstrip()]


def test_long_keys() -> None:
    """A key that readers would not look through is written the long way."""
    value = {"k" * 2000: {"a": 1}, "x": [{"y" * 2000: 2, "z": 3}]}
    assert load(dump(value)).data == value


def test_special_floats() -> None:
    """Infinities and the number that is none can be written."""
    assert load(dump([math.inf, -math.inf])).data == [math.inf, -math.inf]
    assert math.isnan(load(dump(math.nan)).data)


@pytest.mark.parametrize("value", [{1: 2}, {"a": {None: 1}}, [object()], {"a": {1, 2}}, b"x", "\ud800", {"\udfff": 1}])
def test_refused_data(value: Any) -> None:
    """What JSON cannot hold is refused."""
    with pytest.raises(CodegenError, match="cannot be written"):
        dump(value)


def test_depth() -> None:
    """What can be written can be read: the bound on nesting is the same."""
    value: Any = "x"
    for _ in range(MAX_DEPTH - 1):
        value = [value]
    assert load(dump(value)).data == value
    with pytest.raises(CodegenError, match="nests too deeply"):
        dump([value])
