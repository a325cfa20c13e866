"""Habits of this repository that no linter knows."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pip._internal.models.index import PyPI

from tests.support.repository import ROOT, files, parsed, text

HAND_WRITTEN = ("codegen/", "overrides/", "tests/", "examples/", "benchmarks/", "docs/")
# Put together here, so that this file does not find itself.
MARKS = ["TO" + "DO", "FIX" + "ME", "X" + "XX", "NotImplemented" + "Error"]
UNFINISHED = re.compile(rf"\b(?:{'|'.join(MARKS)})\b")


def python(*folders: str) -> list[str]:
    """Our own Python files below these folders."""
    return [name for name in files() if name.endswith(".py") and name.startswith(folders or HAND_WRITTEN)]


def cases_of(name: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The test functions of one file."""
    for node in ast.walk(parsed(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
            yield node


def test_there_is_something_to_look_at() -> None:
    """The other tests here would pass on an empty list of files."""
    assert len(python()) > 30


def test_no_registry_is_named() -> None:
    """Where packages come from is each machine's own configuration; pip is asked for the names."""
    hosts = (PyPI.netloc, PyPI.file_storage_domain)
    found = [name for name in files() if any(host in text(name) for host in hosts)]
    assert found == []


def test_requirements_are_pinned_and_hashed() -> None:
    """Each line of the lock is a pinned name with its hashes: no index, no address, no option."""
    content = text("requirements/dev.txt").replace("\\\n", " ")
    entries = [line for line in content.splitlines() if line.strip() and not line.startswith("#")]
    shape = re.compile(r"[\w.-]+==[\w.]+( ; [^\\@]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry for entry in entries if not shape.fullmatch(entry)] == []
    assert len(entries) > 20


def test_no_path_of_this_machine() -> None:
    """Nothing written here names the folder it was written in."""
    places = (str(ROOT), f"{Path.home()}/.")
    assert [name for name in files() if any(place in text(name) for place in places)] == []


def test_files_stay_short() -> None:
    """No hand-written Python file is longer than a reader holds in mind."""
    long = {name: len(text(name).splitlines()) for name in python()}
    assert {name: length for name, length in long.items() if length > 400} == {}


def test_nothing_is_left_unfinished() -> None:
    """No mark of unfinished work in code."""
    found = [
        f"{name}:{number}"
        for name in python()
        for number, line in enumerate(text(name).splitlines(), 1)
        if UNFINISHED.search(line)
    ]
    assert found == []


def test_test_files_have_names_of_their_own() -> None:
    """Two test files of one name are hard to tell apart in a report."""
    counts = Counter(Path(name).name for name in python("tests/") if Path(name).name.startswith("test_"))
    assert {name: count for name, count in counts.items() if count > 1} == {}


def test_test_folders_are_no_packages() -> None:
    """Tests are found by their path, so an __init__.py would only be in the way."""
    assert [name for name in python("tests/") if name.endswith("__init__.py")] == []


def test_tests_say_what_they_hold() -> None:
    """Every test has a docstring of one line."""
    silent = [
        f"{name}: {node.name}"
        for name in python("tests/")
        for node in cases_of(name)
        if "\n" in (ast.get_docstring(node) or "\n")
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["generated", "spec/instagram/codegen.lock", "spec/instagram/openapi.yaml"])
def test_built_files_are_marked(name: str) -> None:
    """Reviews fold what is built: .gitattributes names it."""
    patterns = [line.split()[0] for line in text(".gitattributes").splitlines() if "linguist-generated" in line]
    sample = f"{name}/x.py" if name == "generated" else name
    assert any(Path(sample).match(pattern.replace("**", "*")) for pattern in patterns)


def test_lock_is_of_its_input() -> None:
    """Each package that dev.in asks for is in the lock, at the version asked for where one is."""
    asked = re.findall(r"^([\w.-]+)(?:\[\w+\])?(==\S+)?$", text("requirements/dev.in"), re.MULTILINE)
    locked = dict(re.findall(r"^([\w.-]+)(==\S+)", text("requirements/dev.txt"), re.MULTILINE))
    missing = [name for name, version in asked if not locked.get(name.lower(), "").startswith(version or "==")]
    assert missing == []
