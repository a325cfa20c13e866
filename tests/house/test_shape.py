"""Sizes and forms: what a reader may expect of any file here."""

from __future__ import annotations

import ast
import re
import statistics
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from tests.support.repository import ROOT, files, parsed, text

HAND_WRITTEN = ("codegen/", "overrides/", "tests/", "examples/", "benchmarks/", "docs/")
PYTHON = [name for name in files() if name.endswith(".py") and name.startswith(HAND_WRITTEN)]
CODE = [name for name in PYTHON if not name.startswith("tests/")]
PICTURES = {".png", ".ico", ".gif", ".webp"}
# Kept byte for byte as they came.
AS_SUPPLIED = re.compile(r"spec/\w+/supplied\.txt|tests/data/.*")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(name: str) -> Iterator[Function]:
    """All functions of a file."""
    return (node for node in ast.walk(parsed(name)) if isinstance(node, Function))


def length(node: Function) -> int:
    """Lines of a function's body, without its docstring."""
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def test_functions_stay_short() -> None:
    """None is longer than a screen, and most are no longer than a paragraph."""
    lengths = {f"{name}:{node.name}": length(node) for name in CODE for node in functions(name)}
    assert {name: lines for name, lines in lengths.items() if lines > 45} == {}
    assert statistics.median(lengths.values()) <= 8


def test_modules_say_what_they_are() -> None:
    """Every module begins with a docstring; that of a package may be all that it holds."""
    assert [name for name in PYTHON if text(name).strip() and not ast.get_docstring(parsed(name))] == []


def test_future_annotations() -> None:
    """Annotations are not evaluated when a module is imported: that would cost time, and cycles."""
    bare = [name for name in CODE if "import annotations" not in text(name) and ":" in _code(name)]
    assert bare == []


def _code(name: str) -> str:
    module = parsed(name)
    return "".join(ast.unparse(node) for node in module.body if isinstance(node, Function | ast.ClassDef))


def test_only_command_lines_print() -> None:
    """A library that prints speaks into somebody else's output."""
    speaking = re.compile(r"(^|/)(__main__|cli|options|command)(\.py|/)|^(examples|benchmarks|docs)/")
    found = [name for name in CODE if "print(" in text(name) and _calls(name, {"print"}) and not speaking.search(name)]
    assert found == []


def test_nothing_runs_what_it_is_given() -> None:
    """Text becomes code only where documents are tested and drawn."""
    code = [name for name in CODE if not name.startswith("docs/")]
    assert [name for name in code if _calls(name, {"eval", "exec", "compile", "breakpoint"})] == []


def _calls(name: str, functions: set[str]) -> bool:
    calls = (node.func for node in ast.walk(parsed(name)) if isinstance(node, ast.Call))
    return any(isinstance(function, ast.Name) and function.id in functions for function in calls)


def test_files_are_tidy() -> None:
    """UTF-8 without a mark, line ends of one kind, one at the end, no blanks before them; small; or a picture."""
    found = {name: list(untidy(name)) for name in files() if not AS_SUPPLIED.fullmatch(name)}
    assert {name: faults for name, faults in found.items() if faults} == {}


def untidy(name: str) -> Iterator[str]:
    """What is wrong with the form of a file."""
    content = (ROOT / name).read_bytes()
    if len(content) > 256 * 1024:
        yield "too large"
    if Path(name).suffix in PICTURES:
        return
    try:
        lines = content.decode("utf-8").split("\n")
    except UnicodeDecodeError:
        yield "no text"
        return
    if content.startswith(b"\xef\xbb\xbf"):
        yield "begins with a mark"
    if lines[-1]:
        yield "no line end at its end"
    if any(line != line.rstrip() for line in lines):
        yield "blanks at the end of a line"
    if name != "Makefile" and b"\t" in content:
        yield "tabs"


def test_executables_are_meant() -> None:
    """Only what is run by its name is executable, and it says by what."""
    marked = [name for name in files() if (ROOT / name).stat().st_mode & 0o111]
    assert marked == [".ci/run"]
    assert text(".ci/run").startswith("#!")


def test_the_design_is_one_page_with_a_picture() -> None:
    """Who reads only one document can."""
    page = text("DESIGN.md")
    assert len(page.splitlines()) <= 100
    assert re.findall(r"!\[[^\]]{20,}\]\((docs/_static/[\w-]+\.svg)\)", page)


def test_drawings_are_our_own() -> None:
    """They load nothing, run nothing, and are read from this repository alone."""
    drawn = [name for name in files() if re.fullmatch(r"docs/_static/.*\.svg", name)]
    assert drawn
    for name in drawn:
        elements = list(ElementTree.fromstring(text(name)).iter())
        tags = {element.tag.rpartition("}")[2] for element in elements}
        assert not tags & {"script", "image", "foreignObject", "use"}, name
        assert not [value for element in elements for value in element.attrib.values() if "://" in value], name
        assert not re.search(r"url\((?!#)|@import|@font-face", text(name)), name


def test_the_picture_is_read_by_day_and_night() -> None:
    """The picture of the way has colours for both, and names every place that it shows."""
    picture = text("docs/_static/way-of-the-data.svg")
    assert "prefers-color-scheme: dark" in picture
    assert "<title" in picture
    shown = re.findall(r">((?:generated|overrides|codegen)/[\w/]+)<", picture)
    assert len(shown) >= 5
    assert [place for place in shown if not (ROOT / place).exists()] == []
