"""Requirements, extras, licences, targets, hooks: the parts that nobody looks at until they are wrong."""

from __future__ import annotations

import ast
import importlib.util
import re
import shlex
import subprocess
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from codegen import yaml12
from tests.support.repository import ROOT, files, parsed, text

PROJECT = tomllib.loads(text("pyproject.toml"))["project"]
LOCKS = sorted(Path(name).stem for name in files() if re.fullmatch(r"requirements/\w+\.in", name))
TARGETS = re.findall(r"^([a-z][a-z-]*):(?!=)", text("Makefile"), re.MULTILINE)
HOOKS: dict[str, Any] = yaml12.load_file(ROOT / ".pre-commit-config.yaml").data
ASKED = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = {name: [Requirement(line) for line in lines] for name, lines in PROJECT["optional-dependencies"].items()}
# Licences under which the package may be used in a program of any kind.
FREE = re.compile(r"(?i)\b(MIT|BSD|Apache|PSF|Python Software Foundation|ISC|0BSD|Unlicense|MPL|Mozilla)\b")


def locked(name: str) -> dict[str, str]:
    """Versions by name of one lock."""
    return dict(re.findall(r"^([\w.-]+)==(\S+)", text(f"requirements/{name}.txt"), re.MULTILINE))


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_hashed(name: str) -> None:
    """Each line of each lock is a pinned name with its hashes: no index, no address, no option."""
    content = text(f"requirements/{name}.txt").replace("\\\n", " ")
    entries = [line for line in content.splitlines() if line.strip() and not line.startswith("#")]
    shape = re.compile(r"[\w.-]+==[\w.+!]+( ; [^\\@]+?)?(\s+--hash=sha256:[0-9a-f]{64})+\s*")
    assert [entry for entry in entries if not shape.fullmatch(entry)] == []
    assert entries


@pytest.mark.parametrize("name", LOCKS)
def test_locks_are_of_their_inputs(name: str) -> None:
    """Each package that is asked for is locked, at the version asked for where one is."""
    asked = re.findall(r"^([\w.-]+)(?:\[\w+\])?(==\S+)?$", text(f"requirements/{name}.in"), re.MULTILINE)
    found = locked(name)
    assert asked
    assert [one for one, version in asked if not f"=={found.get(one.lower(), '')}".startswith(version or "==")] == []
    assert [one for one, _ in asked if one.lower() not in found] == []


def test_every_lock_is_made_and_used() -> None:
    """`make lock` compiles it, and the machine that checks changes installs it."""
    compiled = re.search(r"for name in ([\w ]+);", text("Makefile"))
    assert compiled is not None
    assert sorted(compiled[1].split()) == LOCKS
    script = text("Makefile") + text(".ci/run").replace('$name.txt"', "fuzz.txt index.txt")
    assert [name for name in LOCKS if f"{name}.txt" not in script] == []


def test_the_core_needs_three_packages() -> None:
    """A fourth is a decision, not an import."""
    assert sorted(requirement.name for requirement in ASKED) == ["attrs", "httpx", "msgspec"]


@pytest.mark.parametrize("requirement", [*ASKED, *(one for lines in EXTRAS.values() for one in lines)], ids=str)
def test_ranges_are_open_and_tried(requirement: Requirement) -> None:
    """Each dependency has a lower bound, no exact version, and the locked version lies in its range."""
    operators = {specifier.operator for specifier in requirement.specifier}
    assert ">=" in operators
    assert not operators & {"==", "===", "~="}
    assert Version(locked("dev")[requirement.name.lower()]) in requirement.specifier


def test_every_extra_is_explained() -> None:
    """In the README; and the package names it to who lacks it, but for the one that pytest loads by itself."""
    modules = "".join(text(name) for name in files() if name.startswith("overrides/") and name.endswith(".py"))
    assert [extra for extra in EXTRAS if f"instagram-v1[{extra}]" not in text("README.md")] == []
    assert [extra for extra in EXTRAS if f"instagram-v1[{extra}]" not in modules] == ["testing"]


def closure() -> Iterator[metadata.Distribution]:
    """All that users may install with the package, extras included."""
    queue, seen = [*ASKED, *(one for lines in EXTRAS.values() for one in lines)], set[str]()
    while queue:
        requirement = queue.pop()
        if requirement.name.lower() in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(requirement.name.lower())
        found = metadata.distribution(requirement.name)
        yield found
        queue += [Requirement(line) for line in found.requires or ()]


def licence(found: metadata.Distribution) -> str:
    """What a package says of its licence: its own words, its classifiers, or else the first lines of the file."""
    told = [line for name in ("License-Expression", "License") for line in found.metadata.get_all(name) or []]
    words = [line[:60] for line in told]
    words += [line for line in found.metadata.get_all("Classifier") or [] if line.startswith("License")]
    if not any(words):
        words = [str(path.read_text())[:200] for path in found.files or () if path.name.startswith("LICEN")]
    return " ".join(words)


def test_licences_allow_any_use() -> None:
    """Nothing that comes along with the package asks for more than to be named."""
    licences = {found.name: licence(found) for found in closure()}
    assert {name: words for name, words in licences.items() if not FREE.search(words)} == {}
    assert len(licences) > 10


def test_our_own_licence_is_named() -> None:
    """By its short name, with the files that hold it."""
    assert PROJECT["license"] == "MIT"
    assert "MIT License" in text("LICENSE")
    assert [name for name in PROJECT["license-files"] if not (ROOT / name).exists()] == []


def test_public_indexes_would_refuse_it() -> None:
    """The package is an internal one, and says so in the words that public indexes heed."""
    assert "Private :: Do Not Upload" in PROJECT["classifiers"]


def test_every_target_is_explained() -> None:
    """`make help` or a part of what it lists, the list of targets that are no files, and CONTRIBUTING."""
    phony = re.search(r"^\.PHONY: (.*)$", text("Makefile"), re.MULTILINE)
    assert phony is not None
    assert set(TARGETS) == set(phony[1].split())
    named = set(re.findall(r"`make ([a-z-]+)", text("CONTRIBUTING.md"))) | {"help"}
    assert set(TARGETS) - named == set()


def test_the_five_commands_come_first() -> None:
    """Who opens CONTRIBUTING sees five before all others."""
    section = text("CONTRIBUTING.md").partition("## The five commands")[2].partition("One test file")[0]
    assert re.findall(r"^\| `make ([a-z]+)` \|", section, re.MULTILINE) == ["setup", "run", "test", "fix", "generate"]


@pytest.mark.parametrize(
    "heading", ["Setting up", "Adding a repair", "Upgrading a generator", "Releasing", "House rules"]
)
def test_contributing_answers(heading: str) -> None:
    """What the next maintainer will look for has a heading."""
    assert re.search(rf"^## {heading}", text("CONTRIBUTING.md"), re.MULTILINE)


def hooks() -> list[dict[str, Any]]:
    """All hooks that look at commits."""
    return [hook for repository in HOOKS["repos"] for hook in repository["hooks"]]


def test_hooks_fetch_nothing() -> None:
    """They run what `make setup` installed: no other repository, no environment of their own."""
    assert {repository["repo"] for repository in HOOKS["repos"]} == {"local"}
    assert {hook["language"] for hook in hooks()} == {"system"}
    assert all("additional_dependencies" not in hook for hook in hooks())


KEYS = {
    "id", "name", "entry", "language", "files", "exclude", "types", "types_or", "pass_filenames", "require_serial",
    "stages", "args", "always_run",
}  # fmt: skip


@pytest.mark.parametrize("hook", hooks(), ids=lambda hook: hook["id"])
def test_hooks_are_valid(hook: dict[str, Any]) -> None:
    """Each has what a hook needs and nothing that none knows, its program is there, and its pattern finds files."""
    assert {"id", "name", "entry", "language"} <= hook.keys() <= KEYS
    assert set(hook.get("stages", ())) <= set(HOOKS["default_install_hook_types"])
    words = shlex.split(hook["entry"])
    assert words[0].startswith(".venv/bin/")
    if words[0] == ".venv/bin/python":
        assert words[1] == "-m"
        assert importlib.util.find_spec(words[2]) is not None
    else:
        assert any(entry.name == Path(words[0]).name for entry in metadata.entry_points(group="console_scripts"))
    if "files" in hook:
        assert [name for name in files() if re.search(hook["files"], name)]


def test_hooks_are_told_apart() -> None:
    """Each has a name of its own."""
    names = [hook["id"] for hook in hooks()]
    assert len(names) == len(set(names))


def test_the_script_of_ci() -> None:
    """It can be read by the shell, stops at the first failure, and runs what a person would type."""
    script = text(".ci/run")
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], capture_output=True).returncode == 0
    assert "set -euo pipefail" in script
    assert [
        command for command in ("make setup", "make test", "make test-ranges") if f"{command}\n" not in script
    ] == []


TESTS = [name for name in files() if name.startswith("tests/") and name.endswith(".py")]


def test_tests_say_why_they_skip() -> None:
    """A test that does not run says what it lacks."""
    silent = [
        f"{name}:{call.lineno}"
        for name in TESTS
        for call in ast.walk(parsed(name))
        if isinstance(call, ast.Call) and _skips(call) is False
    ]
    assert silent == []


def _skips(call: ast.Call) -> bool | None:
    """Whether a call that skips tests says why; nothing for any other call."""
    words = ast.unparse(call.func)
    if words == "pytest.skip":
        return bool(call.args)
    if words.endswith(("mark.skipif", "mark.xfail", "mark.skip")):
        return any(keyword.arg == "reason" for keyword in call.keywords)
    return None


def test_tests_can_fail() -> None:
    """A test asserts, expects an error, or hands over to something that does."""
    silent: list[str] = []
    for name in TESTS:
        for node in ast.walk(parsed(name)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_"):
                body = node.body[1:] if ast.get_docstring(node) else node.body
                if not any(
                    isinstance(part, ast.Assert | ast.Raise | ast.Call) for one in body for part in ast.walk(one)
                ):
                    silent.append(f"{name}: {node.name}")
    assert silent == []
