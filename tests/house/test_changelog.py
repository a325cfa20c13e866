"""Fragments of the changelog, and how they become a section of it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from codegen.cli import main
from codegen.errors import CodegenError
from codegen.surface.changelog import END, current_version
from codegen.surface.fragments import KINDS, collect, find_fragments, level_of
from tests.support.releases import commit, git, small
from tests.support.repository import ROOT, files, text
from tests.support.tiny_api import make_root, tree

SETTINGS = tomllib.loads(text("pyproject.toml"))["tool"]["towncrier"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project after its first release, with our settings of towncrier and three fragments."""
    folder = small(make_root(tmp_path / "shop"))
    settings = text("pyproject.toml").partition("[tool.towncrier]")[2].partition("\n[tool.coverage")[0]
    with (folder / "pyproject.toml").open("a") as project:
        project.write(f"\n[tool.towncrier]{settings}")
    (folder / "changelog.d").mkdir()
    for name in ("README.md", "template.md.jinja"):
        (folder / "changelog.d" / name).write_text(text(f"changelog.d/{name}"))
    fragment(folder, "+counts.fixed.md", "Counts are counted.\n")
    fragment(folder, "12.fixed.md", "Words that go on\nfor a second line, and `code`.\n")
    fragment(folder, "+lists.fixed.1.md", "A **third** one.")
    commit(folder)
    return folder


def fragment(root: Path, name: str, words: str) -> None:
    """Write one."""
    (root / "changelog.d" / name).write_text(words)


def version(root: Path, *more: str) -> int:
    """The command, since the first release."""
    return main(["version", "--root", str(root), "--against", "v0.1.0", *more])


def test_our_own_fragments() -> None:
    """They are called by their kinds, say something, and towncrier knows the same kinds in the same order."""
    assert [kind["directory"] for kind in SETTINGS["type"]] == list(KINDS)
    assert [kind["name"].lower() for kind in SETTINGS["type"]] == list(KINDS)
    found = find_fragments(ROOT)
    told = collect(ROOT, "0.0.0")
    assert sum(map(len, told.values())) == len(found)
    stray = [name for name in files() if name.startswith("changelog.d/") and not name.endswith((".md", ".jinja"))]
    assert stray == []


def test_fragments_are_sentences() -> None:
    """Each begins like a sentence and ends like one, and none is a list."""
    texts = {path.name: path.read_text(encoding="utf-8").strip() for path in find_fragments(ROOT)}
    assert [name for name, words in texts.items() if not words.endswith(".") or words.startswith("-")] == []


def test_nobody_writes_into_the_changelog() -> None:
    """A section that is not released is written by the command, between its marks."""
    for section in re.split(r"(?m)^(?=## \[)", text("CHANGELOG.md"))[1:]:
        assert re.match(r"## \[[^\]]+\] - \d{4}-\d{2}-\d{2}\n", section) or END in section


@pytest.mark.parametrize("name", ["new.md", "12.news.md", "added.md", "+.added.md", "12.added.txt.md"])
def test_misnamed_fragments(root: Path, name: str) -> None:
    """They would be left out in silence, so they stop everything."""
    fragment(root, name, "Words.")
    with pytest.raises(CodegenError, match="no name of a fragment") as caught:
        find_fragments(root)
    assert caught.value.file == f"changelog.d/{name}"
    assert version(root) == 2


def test_an_empty_fragment(root: Path) -> None:
    """It says nothing, which somebody wants to know before the release."""
    fragment(root, "+x.added.md", " \n")
    with pytest.raises(CodegenError, match="says nothing"):
        find_fragments(root)


@pytest.mark.parametrize(
    ("names", "level"),
    [([], "none"), (["1.fixed.md"], "patch"), (["1.fixed.md", "+a.added.md"], "minor"), (["2.removed.1.md"], "major")],
)
def test_what_they_ask_of_a_version(names: list[str], level: str) -> None:
    """The largest kind counts."""
    assert level_of([Path(name) for name in names]) == level


def test_they_are_collected(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each becomes a line of its kind, as towncrier renders it, and asks for a version although no code changed."""
    assert version(root) == 1
    assert "version 0.1.0 should become 0.1.1: patch" in capsys.readouterr().out
    assert version(root, "--apply") == 0
    told = (root / "CHANGELOG.md").read_text()
    assert "## [0.1.1] - Unreleased\n\n### Fixed\n\n" in told
    for line in ("- Counts are counted.", "- Words that go on for a second line, and `code`.", "- A **third** one."):
        assert told.count(f"{line}\n") == 1
    assert len(find_fragments(root)) == 3


def test_twice_changes_nothing_more(root: Path) -> None:
    """Neither while fragments wait nor when they were released."""
    for more in (("--apply",), ("--apply", "--date", "2021-02-03")):
        assert version(root, *more) == 0
        before = tree(root)
        assert version(root, *more) == 0
        assert tree(root) == before
    assert current_version(root) == "0.1.1"


def test_a_fragment_that_comes_later(root: Path) -> None:
    """It joins those that are there already."""
    assert version(root, "--apply") == 0
    fragment(root, "+more.added.md", "More.")
    assert version(root, "--apply") == 0
    told = (root / "CHANGELOG.md").read_text()
    assert told.count("Unreleased") == told.count("- Counts are counted.") == told.count("- More.") == 1
    assert current_version(root) == "0.2.0"


def test_a_release(root: Path) -> None:
    """A date stands in the section, the fragments are gone, and what comes next begins a section of its own."""
    assert version(root, "--apply", "--date", "2021-02-03") == 0
    assert find_fragments(root) == []
    assert "## [0.1.1] - 2021-02-03" in (root / "CHANGELOG.md").read_text()
    commit(root)
    git(root, "tag", "v0.1.1")
    fragment(root, "+next.added.md", "Next.")
    assert main(["version", "--root", str(root), "--against", "v0.1.1", "--apply"]) == 0
    told = (root / "CHANGELOG.md").read_text()
    assert told.index("[0.2.0] - Unreleased") < told.index("[0.1.1] - 2021-02-03") < told.index("[0.1.0]")
    assert told.count("- Counts are counted.") == 1


def test_before_the_first_release(root: Path) -> None:
    """What never went out keeps its version, whatever changes, and is told in the words of the fragments alone."""
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## [0.1.0] - Unreleased\n")
    commit(root)
    git(root, "tag", "-f", "v0.1.0")
    package = root / "overrides" / "shop" / "__init__.py"
    package.write_text(package.read_text().replace("call()", "call(a: int)"))
    assert version(root) == 0
    (root / "CHANGELOG.md").write_text("# Changelog\n")
    assert version(root, "--apply", "--date", "2021-02-03") == 0
    told = (root / "CHANGELOG.md").read_text()
    assert "## [0.1.0] - 2021-02-03" in told
    assert "shop.call" not in told
    assert "- Counts are counted." in told


def test_a_fragment_that_comes_too_late(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A section with a date takes no more, and the fragment is not lost."""
    (root / "CHANGELOG.md").write_text("# Changelog\n\n## [0.1.0] - Unreleased\n")
    commit(root)
    (root / "CHANGELOG.md").write_text("# Changelog\n")
    assert main(["version", "--root", str(root), "--apply", "--date", "2021-02-03"]) == 0
    fragment(root, "+late.fixed.md", "Late.")
    before = tree(root)
    for more in ((), ("--date", "2021-02-03")):
        assert main(["version", "--root", str(root), "--apply", *more]) == 2
    assert "0.1.0 has its date already" in capsys.readouterr().err
    assert tree(root) == before


def test_a_section_by_hand(root: Path) -> None:
    """A section that somebody wrote is not there twice, and not lost either."""
    path = root / "CHANGELOG.md"
    path.write_text(path.read_text().replace("## [0.1.0]", "## [0.1.1] - Unreleased\n\n- By hand.\n\n## [0.1.0]"))
    before = tree(root)
    assert version(root, "--apply") == 2
    assert tree(root) == before


@pytest.mark.parametrize("day", ["today", "2021-13-01", "1.2.2021"])
def test_days_that_are_none(root: Path, day: str) -> None:
    """A release has a day of the calendar."""
    with pytest.raises(SystemExit):
        version(root, "--apply", "--date", day)


def test_towncrier_itself_is_content() -> None:
    """People may use its own command to write one."""
    command = [
        sys.executable,
        "-m",
        "towncrier",
        "build",
        "--draft",
        "--version",
        "0",
        "--date",
        "x",
        "--dir",
        str(ROOT),
    ]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
