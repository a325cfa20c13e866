"""Words of a specification as literals and docstrings: they stay words, whatever is in them."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.generate import docs
from codegen.generate.text import Code, comment, docstring, finalize, literal, markdown, plain, unlink

NASTY = [
    '"""',
    '""""""',
    "'''",
    "\\",
    "\\\\\\",
    '\\"',
    'ends with "',
    'ends with \\"',
    'starts "quoted" and ends """',
    "line\nbreak",
    "carriage\rreturn",
    "\r\n",
    "\u2028separator\u2029",
    "\x00\x07\x1b[31m",
    "{braces} {{ jinja }} {% raw %}",
    "\N{RIGHT-TO-LEFT OVERRIDE}evil",
    "%s %(name)s ${shell} `id`",
    "# comment",
    "\\N{BULLET} \\u0041 \\x41",
    "",
]


@pytest.mark.parametrize("words", NASTY)
def test_a_literal_evaluates_to_the_words(words: str) -> None:
    """Whatever the words, the literal means just them."""
    assert ast.literal_eval(literal(words)) == words


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_a_literal(words: str) -> None:
    """No text finds a way out of its literal, however long it is."""
    assert ast.literal_eval(literal(words * 3)) == words * 3


@pytest.mark.parametrize("value", [None, True, 0, -1, 1.5, float("inf"), (), ("a",), ("a", "b"), (("a",), ())])
def test_other_values_are_literals(value: object) -> None:
    """Numbers, truth values and tuples too."""
    assert eval(literal(value)) == value


def test_a_mapping_is_no_literal() -> None:
    """What has no literal is refused instead of being guessed."""
    with pytest.raises(TypeError, match="no literal for dict"):
        literal({"a": 1})


@pytest.mark.parametrize("words", NASTY)
@pytest.mark.parametrize("indent", [0, 8])
def test_a_docstring_is_one_string_statement(words: str, indent: int) -> None:
    """A docstring never ends early and never adds a statement."""
    code = docstring([words, "and", words], indent=indent)
    module = ast.parse(f"def f():\n        {code}\n" if indent else str(code))
    body = module.body[0].body if isinstance(module.body[0], ast.FunctionDef) else module.body
    assert len(body) == 1
    assert isinstance(body[0], ast.Expr)
    assert isinstance(body[0].value, ast.Constant)


@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_lines_are_a_docstring(lines: list[str]) -> None:
    """No line finds a way out of a docstring."""
    module = ast.parse(docstring(lines, indent=0))
    assert len(module.body) == 1
    assert ast.get_docstring(module) is not None


def test_a_comment_is_one_line() -> None:
    """A line break in the words ends no comment."""
    assert comment("a\nimport os") == "# a import os"


def test_templates_print_code_alone() -> None:
    """A plain string in a template is an error, so that words cannot become code by oversight."""
    assert finalize(Code("x = 1")) == "x = 1"
    with pytest.raises(TypeError, match="instead of Code"):
        finalize("import os")


def test_links_become_their_text() -> None:
    """Docstrings are free of links, also of those that span lines."""
    assert unlink("see [the\npage](https://example.org/a_b) there") == "see the\npage there"


def test_control_characters_go() -> None:
    """What no terminal should get is taken out, line ends stay."""
    assert plain("a\x1b[0m\r\nb\u202ec") == "a[0m\nbc"


def test_markdown_paragraphs_are_refilled_and_lists_kept() -> None:
    """Paragraphs are wrapped anew; lists and code keep their lines."""
    text = "one\ntwo three\n\n* first\n* second\n\n```\n  code   here\n```\n"
    assert markdown(text, width=8) == [
        "one two",
        "three",
        "",
        "* first",
        "* second",
        "",
        "```",
        "  code   here",
        "```",
    ]


@pytest.mark.parametrize(
    ("summary", "description", "expected"),
    [
        ("Get a thing.", "Get a *thing*. There are many.", ("Get a thing.", "There are many.")),
        ("Get a thing", "Get a thing.", ("Get a thing", "")),
        ("Get.", "Other words.", ("Get.", "Other words.")),
        ("", "First. Second.", ("First.", "Second.")),
        ("", "e.g. this stays whole\n\nsecond", ("e.g. this stays whole", "second")),
        ("", "", ("", "")),
    ],
)
def test_a_summary_is_not_said_twice(summary: str, description: str, expected: tuple[str, str]) -> None:
    """A summary that is the description's first sentence stands once."""
    assert docs.split_summary(summary, description) == expected


def test_a_docstring_in_google_style() -> None:
    """Sections, wrapped and indented; one without entries is left out."""
    code = docs.build(4, "Do it", "More.", [("Args", [("a", "x " * 70)]), ("Raises", [])], notes=["Note."])
    lines = code.splitlines()
    assert lines[0] == '"""Do it.'
    assert [line for line in lines if "Raises" in line] == []
    assert "    Args:" in lines
    assert max(len(line) for line in lines) <= 120
    assert lines[lines.index("    Args:") + 2].startswith(" " * 12 + "x")
