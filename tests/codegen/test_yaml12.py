"""Reading YAML by the 1.2 core schema."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codegen.errors import CodegenError
from codegen.yaml12 import MAX_DEPTH, load, load_file


def refused(text: str) -> CodegenError:
    """Load a text that must be refused; every refusal says where and what to do."""
    with pytest.raises(CodegenError) as caught:
        load(text, source="some.yaml")
    error = caught.value
    assert error.file == "some.yaml"
    assert error.line
    assert error.column
    assert error.remedy
    return error


LOOKALIKES = """on off yes no y N On 2015-01-01 12:30 190:20:30 1_000 0b11 017x = + 2015-01-01T00:00:00Z
    nUll tRUE . 1.2.3 0o9 0xZ 1e e3 .e3 -.nan inf nan ١٢"""


@pytest.mark.parametrize("word", LOOKALIKES.split())
def test_words_that_only_look_like_values_are_strings(word: str) -> None:
    """YAML 1.1's guesses and near misses of 1.2 stay text."""
    assert load(f"a: {word}").data == {"a": word}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        *[("true", True), ("False", False), ("TRUE", True), ("null", None), ("~", None), ("", None), ("NULL", None)],
        *[("0", 0), ("-12", -12), ("+5", 5), ("007", 7), ("0o17", 15), ("0xfF", 255), ("1.5", 1.5), ("1.", 1.0)],
        *[(".5", 0.5), ("1e3", 1000.0), ("-1.5E-3", -0.0015), (".inf", math.inf), ("-.INF", -math.inf)],
    ],
)
def test_values_of_the_core_schema(word: str, value: object) -> None:
    """Every form of the core schema has its value and its type."""
    got = load(f"a: {word}").data["a"]
    assert got == value
    assert type(got) is type(value)


def test_not_a_number() -> None:
    """`.nan` is a float like no other."""
    assert math.isnan(load("a: .NaN").data["a"])


def test_quoted_scalars_are_strings() -> None:
    """Quotes of both kinds, and blocks, keep any word a string."""
    assert load("[ '1', \"true\", \"\", '~' ]").data == ["1", "true", "", "~"]
    assert load("a: |-\n  12\nb: >-\n  null").data == {"a": "12", "b": "null"}


@pytest.mark.parametrize("key", ["200", "on", "null", "~", "1.0", "true", "2015-01-01", "0x1F", "1_000", "default"])
def test_keys_are_what_was_written(key: str) -> None:
    """A key is text, whatever it would be as a value."""
    assert load(f"{key}: 1").data == {key: 1}


def test_explicit_tags() -> None:
    """The tags of the core schema say the type; `!` says string."""
    assert load("[!!str 5, !!int '5', !!float 5, !!bool 'true', !!null '', ! 5, !!seq [1], !!map {a: 1}]").data == [
        "5",
        5,
        5.0,
        True,
        None,
        "5",
        [1],
        {"a": 1},
    ]


@pytest.mark.parametrize(
    "text", ["a: !!int x", "a: !foo 1", "a: !!binary aGk=", "!!python/object:os.system x", "!!set {a}", "!!seq {a: 1}"]
)
def test_other_tags_are_refused(text: str) -> None:
    """A tag that JSON data cannot carry out is an error, never a Python object."""
    refused(text)


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "line 1"),
        ("x:\n  200: 1\n  '200': 2\n", 3, "line 2"),
        ('{"a": 1,\n "b": {"c": 1,\n "c": 2}}', 3, "line 2"),
        ("<<: {a: 1}\n<<: {b: 1}", 2, "line 1"),
    ],
)
def test_duplicate_keys(text: str, line: int, words: str) -> None:
    """Equal keys are refused, naming both lines."""
    error = refused(text)
    assert error.line == line
    assert words in error.message


def test_merge_keys() -> None:
    """A merge key gives what is not written; the earlier of several wins."""
    text = "a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  <<: [*a, *b]\n  x: 0\n"
    assert load(text).data["c"] == {"y": 1, "z": 2, "x": 0}
    assert load("'<<': 1").data == {"<<": 1}
    refused("<<: 5")


def test_aliases_are_copies() -> None:
    """Data that an alias repeats can be edited in one place alone."""
    data = load("a: &a {x: [1]}\nb: *a\n").data
    data["a"]["x"].append(2)
    assert data["b"] == {"x": [1]}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: *none", "no anchor"),
        ("a: &x [*x]", "inside its own anchor"),
        (
            "\n".join(["a0: &a0 [x, x]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 9)]),
            "unfold",
        ),
        ("- &a0 [x]\n" + "".join(f"- &a{i} [*a{i - 1}]\n" for i in range(1, 400)), "nests deeper"),
    ],
)
def test_aliases_that_cannot_be_written_out(text: str, words: str) -> None:
    """Circles, bombs and towers of aliases are refused."""
    assert words in refused(text).message


@pytest.mark.parametrize(
    "text", ["[" * 100_000, "- " * 100_000 + "a", "? " * 100_000 + "a", '{"a":' * 100_000, "[" * 400 + "]" * 400]
)
def test_deep_nesting(text: str) -> None:
    """Deep nesting is an error, not a crash of the interpreter."""
    assert "nests deeper" in refused(text).message


def test_depth_up_to_the_limit() -> None:
    """What nests just deeply enough is read, as JSON and as YAML."""
    deep = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert load(deep).data == load("--- " + deep).data


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a: b: c", 1, 5),
        ("a:\n\t- 1", 2, 1),
        ("a: 'x\n", 2, 1),
        ("a: 1\n---\nb: 2", 2, 1),
        ("a: x\x00", 1, 5),
        ("? [1, 2]\n: 3", 1, 3),
        ('{"a": 1,,}', 1, 9),
        ('{"a": "\\ud800"}', 1, 10),
        ("a: " + "9" * 5000, 1, 4),
    ],
)
def test_broken_texts(text: str, line: int, column: int) -> None:
    """What is no YAML is refused at its place."""
    error = refused(text)
    assert (error.line, error.column) == (line, column)


def test_tab_is_named() -> None:
    """The commonest cause of a scanner's complaint is said in plain words."""
    assert "tab" in refused("a:\n\t- 1").message


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\ufeff", "---\n"])
def test_empty_texts(text: str) -> None:
    """No document is None; what to make of it is the caller's business."""
    assert load(text).data is None


def test_byte_order_mark_and_markers() -> None:
    """A BOM, a version directive and document markers are no part of the data."""
    assert load("\ufeffa: 1").data == load("%YAML 1.2\n---\na: 1\n...\n").data == {"a": 1}


def test_json_beyond_yaml() -> None:
    """JSON is read by its own rules: surrogate pairs, tabs, long keys."""
    data = {"\U0001f600": "\u007f\u2028", "k" * 3000: [1e300, -0.5, 10**30]}
    assert load(json.dumps(data, indent="\t")).data == data


def test_json_like_yaml_with_a_pair() -> None:
    """A trailing comma makes JSON YAML; escaped pairs are one character all the same."""
    assert load('{"a": "\\ud83d\\ude00",}').data == {"a": "\U0001f600"}


@pytest.mark.parametrize(
    ("text", "pointer", "place"),
    [
        ("a:\n  b: 1\n  c/d~:\n    - x\n    - y\n", "/a/c~1d~0/1", (5, 7)),
        ("a:\n  b: 1\n", "/a/b", (2, 3)),
        ("a:\n  b: 1\n", "/a/none/deeper", (1, 1)),
        ("\n\na: 1\n", "", (3, 1)),
        ('{\n  "a": [1,\n   {"b": 2}]}', "/a/1/b", (3, 5)),
        ("a: &a\n  x: 1\nb: *a\nc:\n  <<: *a\n", "/b/x", (2, 3)),
        ("a: &a\n  x: 1\nc:\n  <<: *a\n", "/c/x", (2, 3)),
        ("[1, 2]", "/9", (1, 1)),
        ("", "/a", (1, 1)),
    ],
)
def test_positions(text: str, pointer: str, place: tuple[int, int]) -> None:
    """A pointer has a line and a column, in JSON and through aliases too."""
    assert load(text).position(pointer) == place


def test_files(tmp_path: Path) -> None:
    """Files are UTF-8 with or without a BOM; anything else is refused at the byte."""
    path = tmp_path / "api.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: \xc3\xa9\n")
    assert load_file(path).data == {"a": "é"}
    assert load_file(path).source == str(path)
    path.write_bytes(b"a: 1\nb: \xe9\n")
    with pytest.raises(CodegenError, match=r"api\.yaml:2:4: Byte 0xe9"):
        load_file(path)
    path.write_bytes("a: 1".encode("utf-16"))
    with pytest.raises(CodegenError, match="UTF-16"):
        load_file(path)


def test_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing file, a folder and a file beyond bounds are refused before they are read."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(CodegenError, match="cannot be read"):
            load_file(path)
    monkeypatch.setattr("codegen.yaml12.document.MAX_BYTES", 3)
    (tmp_path / "big.yaml").write_text("a: 1")
    with pytest.raises(CodegenError, match="larger than"):
        load_file(tmp_path / "big.yaml")
    with pytest.raises(CodegenError, match="larger than"):
        load("a: 1")


@given(st.text(alphabet=st.sampled_from(list("ab1:-?{}[],&*!|>'\"%#@`~ \n\t\x00\ufeff<.é\U0001f600\\u")), max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever the text, the only exception is ours, and the place it names exists."""
    error: CodegenError | None = None
    try:
        load(text)
    except CodegenError as caught:
        error = caught
    assert error is None or 1 <= (error.line or 0) <= text.count("\n") + 2
