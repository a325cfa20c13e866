"""Every code block of every document runs, is checked, or says by its language that it is neither code nor command."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from codegen import yaml12
from tests.support import document_python
from tests.support.document_commands import commands, problems
from tests.support.document_python import Run, free_place
from tests.support.document_refresh import refreshed
from tests.support.document_shell import Shell, matches
from tests.support.document_visitor import Visitor
from tests.support.markdown import DOCUMENTS, INDENTED, Block, blocks, inline, python_blocks
from tests.support.repository import ROOT

RUN = {"python", "output"}
CHECKED = {"sh", "console"}
PARSED = {"json", "toml", "yaml"}
PLAIN = {"text", INDENTED}
# What the site draws; it is built, and held to its sources, by tests of its own.
DIRECTIVE = "{"
PAGES = [document for document in DOCUMENTS if python_blocks(document)]
SHELLS = [document for document in DOCUMENTS if any(block.language == "console" for block in blocks(document))]
TESTS = [document for document in PAGES if any("def test_" in block.code for block in python_blocks(document))]
EVERYTHING = [block for document in DOCUMENTS for block in blocks(document)]
SETTINGS = "[pytest]\nfilterwarnings = error\naddopts = --strict-markers -p no:cacheprovider\n"


def test_languages() -> None:
    """A block is of a language that is tested, or plain text; code does not hide in directives or by indentation."""
    known = RUN | CHECKED | PARSED | PLAIN
    wrong = [
        str(block) for block in EVERYTHING if not block.language.startswith(DIRECTIVE) and block.language not in known
    ]
    hidden = [
        str(block) for block in EVERYTHING if block.language.startswith(("{code", "{doctest", "{test", "{source"))
    ]
    assert (wrong, hidden) == ([], [])


def test_there_is_something_to_run() -> None:
    """The tests below would pass on documents without code."""
    assert {"README.md", "docs/tutorial/index.md", "docs/how-to/import.md"} <= set(PAGES)
    assert len([block for block in EVERYTHING if block.language in RUN]) > 60


@pytest.mark.parametrize("document", PAGES)
def test_python_runs(document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The Python of a page runs from top to bottom, and prints what the page shows."""
    monkeypatch.chdir(tmp_path)
    run = Run(free_place())
    visitor = Visitor(run.names)
    monkeypatch.setattr("webbrowser.open", visitor)
    try:
        run.walk(document)
    finally:
        run.close()
    visitor.done()
    wrong = [(str(block), said, shown) for block, said, shown in run.shown if shown and said != shown]
    assert wrong == []
    unseen = [(str(block), said) for block, said, shown in run.shown if said and not shown]
    # A page that shows output shows all of it; one that shows none has it to be tried.
    assert unseen == [] or not any(shown for _, _, shown in run.shown)


def test_python_is_typed(tmp_path: Path) -> None:
    """mypy --strict has nothing to say about the Python of any page, line by line of the page."""
    names = {document_python.module_name(document): document for document in PAGES}
    for name, document in names.items():
        (tmp_path / f"{name}.py").write_text(document_python.module(python_blocks(document)), encoding="utf-8")
    files = [str(tmp_path / f"{name}.py") for name in names]
    # With the settings and the memory of `make mypy`, which has read all that these files import.
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--no-error-summary", *files], cwd=ROOT, capture_output=True, text=True
    )
    assert (done.stdout + done.stderr, done.returncode) == ("", 0)


def test_shown_tests_pass(tmp_path: Path) -> None:
    """Tests that pages show pass in a pytest of their own, as a user's project has it."""
    (tmp_path / "pytest.ini").write_text(SETTINGS, encoding="utf-8")
    for document in TESTS:
        code = document_python.module(python_blocks(document))
        (tmp_path / f"test_{document_python.module_name(document)}.py").write_text(code, encoding="utf-8")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q"], cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert {"README.md", "docs/how-to/test.md"} <= set(TESTS)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_commands_exist(document: str) -> None:
    """Programs, targets, variables, options and extras of every command that a page shows are there."""
    shown = [command.line for block in blocks(document) if _is_shell(block) for command in commands(block)]
    named = [line for line in inline(document) if line.startswith(("make ", "python -m ", ".venv/bin/python "))]
    found = [(line, problems(line)) for line in shown]
    # Prose names a command without what it needs, and leaves open what is to be filled in.
    found += [(line, problems(f"{line} --help")) for line in named if "…" not in line and "|" not in line]
    assert [(line, wrong) for line, wrong in found if wrong] == []


@pytest.mark.parametrize("document", SHELLS)
def test_commands_print_what_is_shown(document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands with output run in their order in a copy of the repository, and print what the page shows."""
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    shell = Shell(tmp_path)
    for command in [found for block in blocks(document) if block.language == "console" for found in commands(block)]:
        said = shell.run(command.line)
        assert said is not None or not command.shown, f"{command.line} is not run, so its output is not to be trusted"
        assert not command.shown or matches(command.shown, said or ""), f"$ {command.line}\n{said}"


@pytest.mark.parametrize("block", [block for block in EVERYTHING if block.language in PARSED], ids=str)
def test_data_is_well_formed(block: Block) -> None:
    """Data that a page shows can be read as what it is said to be."""
    read: dict[str, Callable[[str], object]] = {"json": json.loads, "toml": tomllib.loads, "yaml": yaml12.load}
    read[block.language](block.code)


@pytest.mark.parametrize(
    "line",
    [
        "make nonsense",
        "make report SPECK=new.yaml",
        "python -m codegen explian User.counts",
        "cat new.yaml | .venv/bin/python -m codegen drift new.yaml --jsno",
        "python -m instagram_v1.emulator --prot 8080",
        "pip install 'instagram-v1[emulater]'",
        "python -m pytest tests/nowhere/test_it.py",
        'eval "$(instagram-v1 complete bash)"',
        "instagram-v1 call users.gte self",
        "frobnicate --all",
    ],
)
def test_wrong_commands_are_found(line: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The check of commands above sees what is not there."""
    assert problems(line) != []


def test_wrong_output_is_found() -> None:
    """What is left open by ``…`` is any text, but nothing else is."""
    said = "one 1\ntwo 2\nthree 3\n"
    assert [shown for shown in ("one 1\n…\n", "one …\n…\nthree 3\n", said) if not matches(shown, said)] == []
    assert [shown for shown in ("one 1\n", "one 2\n…\n", "…\nfour\n", "one…2\n…\n") if matches(shown, said)] == []


def test_output_is_written_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a maintainer runs when output changed gives the documents that are here."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("webbrowser.open", lambda address: False)
    page = "```python\nprint(1 + 1)\n```\n\n```output\n{}```\n\n```console\n$ echo ok\n{}```\n"
    (tmp_path / "page.md").write_text(page.format("3\n4\n", "no\n"), encoding="utf-8")
    assert refreshed(str(tmp_path / "page.md"), tmp_path) == page.format("2\n", "ok\n")


def _is_shell(block: Block) -> bool:
    # What is indented is a drawing, unless it begins as a command does.
    return block.language in CHECKED or (
        block.language == INDENTED and block.code.startswith(("make ", "python ", "$ "))
    )
