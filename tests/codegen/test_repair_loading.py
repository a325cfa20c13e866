"""Repair files: what is refused before any document is looked at."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.errors import CodegenError
from codegen.fields import brief
from codegen.pointer import MISSING, Json
from codegen.repair import check_order, load_repairs, parse_repairs
from tests.support.swagger import repair

GOOD = """\
- id: first
  defects: [1, 2]
  op: set
  at: /info/title
  expect: old
  value: new
  because: The title is new.
  evidence:
    - {seed: a.txt, line: 3, quote: "a new title"}
    - {source: somebody else, quote: so it is}
"""


def write(folder: Path, **files: str) -> Path:
    """A folder of repair files."""
    for name, text in files.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_reads_what_is_written(tmp_path: Path) -> None:
    """All fields arrive, with the line for messages, in the order of the file names."""
    other = GOOD.replace("first", "second").replace("/info/title", "/info/version")
    first, second = load_repairs(write(tmp_path, b=other, a="# nothing yet\n" + GOOD))
    assert (first.id, first.defects, first.op, first.at, first.expect, first.value) == (
        "first", (1, 2), "set", ("/info/title",), "old", "new",
    )  # fmt: skip
    assert [str(evidence) for evidence in first.evidence] == ["a.txt:3: a new title", "somebody else: so it is"]
    assert (first.file, first.line, second.id, first.to) == (f"{tmp_path.name}/a.yaml", 2, "second", None)
    assert second.after == ()


def test_an_empty_file_has_no_repairs(tmp_path: Path) -> None:
    """A file of comments is fine."""
    assert load_repairs(write(tmp_path, a="# later\n")) == ()


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("op: set", "op: sett", 3, "'op' is 'sett'"),
        ("  op: set\n", "", 1, "'op' is missing"),
        ("op: set", "op: each", 1, "'do' is missing"),
        ("  expect: old\n", "", 1, "'expect' is missing"),
        ("  because: The title is new.\n", "", 1, "'because' is missing"),
        ("  defects: [1, 2]\n", "", 1, "'defects' is missing"),
        ("because: The title is new.", "because: ''", 7, "'because' has to be a text"),
        ("defects: [1, 2]", "defects: [1, 1]", 2, "'defects' has to be a list of row numbers"),
        ("defects: [1, 2]", "defects: [true]", 2, "'defects' has to be a list of row numbers"),
        ("value: new", "value: old", 1, "it changes nothing"),
        ("value: new", "value: new\n  valeu: x", 7, "unknown key 'valeu'"),
        ("value: new", "value: new\n  to: x", 7, "unknown key 'to'"),
        ("/info/title", "info/title", 4, "is no JSON pointer"),
        ("/info/title", "/info/ti~tle", 4, "has a '~' that escapes nothing"),
        ("/info/title", "''", 4, "the whole document"),
        ("/info/title", "/info/*", 4, "is a pattern"),
        ("/info/title", "/tags/-", 4, "names the place after a list's end"),
        ("/info/title", "[]", 4, "names no place"),
        ("/info/title", "[/a, /a]", 4, "list of different texts"),
        ("id: first", "id: First one", 1, "is no id"),
        ("id: first", "id: [1]", 1, "'id' has to be a text"),
        ("line: 3", "line: 0", 8, "is no line number"),
        (", line: 3", "", 8, "'line' is missing"),
        (", quote: so it is", ", page: 3", 8, "unknown key 'page'"),
        ("- id: first", "- just words\n- id: first", 1, "is 'just words', not a table"),
    ],
)
def test_refusals_name_file_line_and_remedy(tmp_path: Path, old: str, new: str, line: int, message: str) -> None:
    """Each mistake is refused where it stands, with what to do about it."""
    assert old in GOOD
    with pytest.raises(CodegenError) as caught:
        load_repairs(write(tmp_path, a=GOOD.replace(old, new)))
    assert message in caught.value.message
    assert (caught.value.file, caught.value.line) == (f"{tmp_path.name}/a.yaml", line)
    assert caught.value.remedy


@pytest.mark.parametrize("evidence", ["[]", "[words]", "words"])
def test_nobody_says_so(tmp_path: Path, evidence: str) -> None:
    """A repair without evidence is an opinion."""
    head = GOOD.partition("  evidence:")[0]
    with pytest.raises(CodegenError, match=r"nobody says so|is no table"):
        load_repairs(write(tmp_path, a=f"{head}  evidence: {evidence}\n"))


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"op": "rename", "at": "/a/b", "expect": 1, "to": "b"}, "changes nothing"),
        ({"op": "rename", "at": "/a/b", "expect": 1, "to": "/a/c"}, "is no key"),
        ({"op": "move", "at": "/a/b", "expect": 1, "to": "/a/b"}, "changes nothing"),
        ({"op": "move", "at": "/a/b", "expect": 1, "to": "c"}, "is no JSON pointer"),
        ({"op": "move", "at": ["/a/b", "/a/d"], "expect": 1, "to": "/c"}, "a move has one place"),
        ({"op": "replace-parameter", "at": "/a/parameters/0", "expect": 1, "value": 2}, "selects no parameter"),
        ({"op": "replace-parameter", "at": "/a/name=x", "expect": 1, "value": 2}, "selects no parameter"),
        ({"op": "each", "do": "set", "at": "/a/b", "expect": 1, "value": 2}, "has no '*'"),
        ({"op": "each", "do": "move", "at": "/*", "expect": 1, "to": "/b"}, "'do' is 'move'"),
        ({"op": "each", "do": "set", "at": "/*", "expect": 1, "value": 1}, "changes nothing"),
        ({"op": "add", "at": "/a/-/b", "value": 1}, "after a list's end"),
        ({"op": "add", "at": "/a", "value": 1, "expect": 2}, "unknown key 'expect'"),
        ({"op": "add", "at": "/a", "value": 1, "match": "kind"}, "'match' is 'kind'"),
        ({"op": "set", "at": "/a", "expect": 1, "value": 2, "match": "loosely"}, "'match' is 'loosely'"),
    ],
)
def test_what_an_operation_cannot_mean(fields: dict[str, object], message: str) -> None:
    """Each operation has its own fields and its own kind of place."""
    with pytest.raises(CodegenError, match=message):
        repair(**fields)


def test_a_typo_gets_a_suggestion() -> None:
    """An unknown key that is near a known one says so."""
    with pytest.raises(CodegenError) as caught:
        repair(op="set", at="/a", expect=1, vlaue=2)
    assert caught.value.remedy is not None
    assert caught.value.remedy.startswith("did you mean 'value'?")


def test_null_can_be_expected_and_wanted() -> None:
    """``null`` is a value; a field that is not there is none."""
    made = repair(op="set", at="/a", expect=None, value=False)
    assert (made.expect, made.value) == (None, False)
    assert repair(op="remove", at="/a", expect=None).value is MISSING


def test_a_file_is_a_list() -> None:
    """A table of repairs is refused."""
    with pytest.raises(CodegenError, match="a repair file is a list"):
        parse_repairs({"id": "x"}, source="x.yaml")


def changing(name: str, *at: str, after: tuple[str, ...] = (), **fields: object) -> dict[str, object]:
    """The fields of a repair of these places."""
    return {"id": name, "op": "set", "at": list(at), "expect": 1, "value": 2, "after": list(after), **fields}


APPEND: dict[str, object] = {"op": "add", "at": "/tags/-"}


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([changing("a", "/x"), changing("a", "/y")], "the id is taken"),
        ([changing("a", "/x"), changing("b", "/x")], "'a' changes the same place"),
        ([changing("a", "/x"), changing("b", "/y", "/x")], "'a' changes the same place"),
        ([changing("a", "/x"), changing("b", "/x", after=("c",))], "which no repair is called"),
        ([changing("a", "/x", after=("b",)), changing("b", "/x")], "which runs later"),
        ([changing("a", "/x", after=("a",))], "which runs later"),
        ([changing("a", "/x/b"), changing("b", "/x/*", op="each", do="set")], "'a' changes the same place"),
    ],
)
def test_refused_orders(entries: list[dict[str, object]], message: str) -> None:
    """Two claims about one place need an order, and an order has to be possible."""
    with pytest.raises(CodegenError, match=message) as caught:
        check_order([repair(**entry) for entry in entries])
    assert caught.value.remedy


@pytest.mark.parametrize(
    "entries",
    [
        [changing("a", "/x"), changing("b", "/x", after=("a",))],
        [changing("a", "/x"), changing("b", "/x", after=("a",)), changing("c", "/x", after=("b",))],
        [changing("a", "/x"), changing("b", "/x/y")],
        [changing("a", "/x/*", op="each", do="set"), changing("b", "/y/z")],
        [{**APPEND, "id": "a", "value": "v"}, {**APPEND, "id": "b", "value": "w"}],
    ],
)
def test_accepted_orders(entries: list[dict[str, object]]) -> None:
    """An order may go by way of others; elements appended to one list do not meet."""
    check_order([repair(**entry) for entry in entries])


def test_brief() -> None:
    """Data in a sentence: like JSON, and short."""
    value: Json = {"a": [1, None, True, False, "x"], "b": {}}
    assert brief(value) == "{a: [1, null, true, false, 'x'], b: {}}"
    assert brief(MISSING) == "nothing"
    long = brief("x" * 500)
    assert len(long) <= 72
    assert "…" in long
