"""Tables of the documents are whole: they name what the code has, all of it and nothing else."""

from __future__ import annotations

import inspect
import re

import pytest

from _instagram_v1.operations import OPERATIONS
from instagram_v1 import Client, errors
from instagram_v1.cli.codes import MEANINGS
from instagram_v1.compat import InstagramAPI
from instagram_v1.compat.bound import Method
from instagram_v1.emulator.injection import KINDS
from instagram_v1.emulator.options import parser
from instagram_v1.emulator.profiles import PROFILES
from instagram_v1.private import OPERATIONS as PRIVATE_OPERATIONS
from tests.support.repository import text

METHODS = {name: value for name, value in vars(InstagramAPI).items() if isinstance(value, Method)}


def rows(document: str, heading: str) -> list[list[str]]:
    """The rows of the table below a heading, or below the head of a table, cell by cell."""
    _, found, rest = text(document).partition(f"{heading}\n")
    assert found, f"{document} has no {heading!r}"
    lines = re.search(r"(?:^\|.*\n)+", rest, re.MULTILINE)
    assert lines, f"{document} has no table below {heading!r}"
    cells = [[cell.strip() for cell in line.strip()[1:-1].split("|")] for line in lines[0].splitlines()]
    return [row for row in cells if not set(row[0]) <= {"-"}]


def test_every_operation_has_its_successor_or_none() -> None:
    """The map to today's platform has each operation once, in a row of three cells."""
    found = rows("docs/graph.md", "## Every operation of v1")[1:]
    assert sorted(row[0].strip("`") for row in found) == sorted(OPERATIONS)
    assert {len(row) for row in found} == {3}


def test_every_name_of_python_instagram() -> None:
    """Each method of the official client is in the table, beside the method that stands behind it."""
    found = {row[0].strip("`"): row[1].strip("`") for row in rows("docs/how-to/migrate.md", "| `api.…` | `ig.…` |")}
    assert found.keys() == METHODS.keys()
    behind = {name: f"{method.operation.resource}.{method.operation.name}" for name, method in METHODS.items()}
    assert {name: shown.partition("(")[0] for name, shown in found.items()} == behind


def test_every_error_is_drawn() -> None:
    """The tree has all classes, each below the class that it comes from."""
    drawn = re.search(r"```text\n(InstagramError\n.*?)```", text("docs/concepts/errors.md"), re.DOTALL)
    assert drawn
    parents: dict[str, str] = {}
    path: list[str] = []
    for line in drawn[1].splitlines():
        name = re.search(r"[A-Z]\w+Error", line)
        assert name, line
        depth = name.start() // 4
        path[depth:] = [name[0]]
        parents[name[0]] = path[depth - 1] if depth else "Exception"
    classes = {name: getattr(errors, name) for name in errors.__all__ if name != "classify"}
    assert parents == {name: kind.__mro__[1].__name__ for name, kind in classes.items()}


def test_every_option_of_the_emulator() -> None:
    """The page about the emulator names each option, each era and each fault's page names each fault."""
    options = {option for action in parser("")._actions for option in action.option_strings if option.startswith("--")}
    page = text("docs/how-to/emulator.md")
    assert [option for option in sorted(options - {"--help", "--output"}) if option not in page] == []
    assert [name for name in PROFILES if f"--profile {name}" not in text("docs/concepts/eras.md")] == []
    assert [name for name in KINDS if f"`{name}`" not in text("docs/how-to/test.md")] == []


def test_every_call_of_the_private_api() -> None:
    """The page about it names each operation as it is called."""
    calls = {f"{operation.resource}.{operation.name}" for operation in PRIVATE_OPERATIONS.values()}
    table = " ".join(row[0] for row in rows("docs/how-to/private.md", "| call | gives |"))
    assert set(re.findall(r"`(\w+\.\w+)", table)) == calls


def test_every_exit_code() -> None:
    """The page about the shell explains the exit codes as the command does."""
    found = {row[0]: row[1].replace("`", "") for row in rows("docs/how-to/shell.md", "| code | means |")}
    assert list(found) == [str(int(code)) for code in MEANINGS]
    assert [code for code, meaning in MEANINGS.items() if not found[str(int(code))].startswith(meaning)] == []


def test_every_setting_of_a_client() -> None:
    """The table of settings has each argument that ``Client`` takes beside who is asking and what time it is."""
    settings = set(inspect.signature(Client).parameters) - {"access_token", "client_id", "client_secret", "clock"}
    found = " ".join(row[0] for row in rows("docs/how-to/import.md", "## Settings"))
    assert set(re.findall(r"`(\w+)`", found)) - {"Client"} == settings


def test_every_style_of_cursor() -> None:
    """The styles that operations page by are those that the concept explains."""
    styles = {operation.pagination.style for operation in OPERATIONS.values() if operation.pagination}
    found = {row[0].strip("`") for row in rows("docs/concepts/cursors.md", "# Cursors")[1:]}
    assert found == styles | {"next_url"}


@pytest.mark.parametrize("scope", sorted({*PROFILES["2015"].scopes, *PROFILES["2017"].scopes}))
def test_every_scope(scope: str) -> None:
    """The table of scopes has those that people can be asked for."""
    assert f"`{scope}`" in {row[0] for row in rows("docs/concepts/scopes.md", "# Scopes")}
