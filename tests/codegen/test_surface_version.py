"""The next version, and writing it down."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from codegen.cli import main
from codegen.errors import CodegenError
from codegen.surface import Change, Level, SurfaceDiff, suggest
from codegen.surface.changelog import BEGIN, END, apply_version, current_version, sections
from tests.support.tiny_api import make_root, tree

PROJECT = '[build-system]\nversion = "9"\n\n[project]\nname = "shop"\nversion = "0.1.0"\n\n[tool.x]\nversion = "7"\n'
PACKAGE = '''"""A shop."""

__version__ = "0.1.0"
__all__ = ["call"]


def call(a: int) -> int:
    """Call."""
    return a
'''
CHANGELOG = "# Changelog\n\nWords.\n\n## [0.1.0] - 2020-01-01\n\n### Added\n\n- All.\n"
LINES = {"Removed": ["`shop.call`: gone."], "Added": ["`shop.other`: new."]}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with a package, a version and a changelog."""
    folder = make_root(tmp_path)
    (folder / "overrides" / "shop").mkdir(parents=True)
    (folder / "overrides" / "shop" / "__init__.py").write_text(PACKAGE)
    (folder / "pyproject.toml").write_text(PROJECT)
    (folder / "CHANGELOG.md").write_text(CHANGELOG)
    return folder


@pytest.mark.parametrize(
    ("current", "drift", "surface", "level", "version"),
    [
        ("1.2.3", "none", "none", "none", "1.2.3"),
        ("1.2.3", "patch", "none", "patch", "1.2.4"),
        ("1.2.3", "patch", "minor", "minor", "1.3.0"),
        ("1.2.3", "major", "minor", "major", "2.0.0"),
        ("1.2.3", "none", "major", "major", "2.0.0"),
        ("0.1.0", "none", "none", "none", "0.1.0"),
        ("0.1.0", "patch", "patch", "patch", "0.1.1"),
        ("0.1.0", "minor", "none", "minor", "0.2.0"),
        ("0.1.4", "major", "none", "major", "0.2.0"),
        ("2.0.0rc1", "major", "none", "major", "2.0.0"),
        ("1.3.0.dev1", "minor", "none", "minor", "1.3.0"),
        ("1.3.1rc1", "minor", "none", "minor", "1.4.0"),
        ("1.3.1rc1", "patch", "none", "patch", "1.3.1"),
    ],
)
def test_suggestions(current: str, drift: Level, surface: Level, level: str, version: str) -> None:
    """The larger of both classes; below 1.0 what breaks raises the second number."""
    suggestion = suggest(current, drift, surface)
    assert (suggestion.level, suggestion.version) == (level, version)
    assert len(suggestion.reasons) >= 2
    assert any("below 1.0" in reason for reason in suggestion.reasons) is (level == "major" and current.startswith("0"))


def test_no_version() -> None:
    """What is no version is refused."""
    with pytest.raises(CodegenError, match="'new' is no version"):
        suggest("new", "none", "none")


def test_setting_a_version(root: Path) -> None:
    """The project's own version, the package's, and a block of the changelog; nothing else."""
    before = tree(root)
    diff = apply_version(root, "0.2.0", LINES)
    assert (root / "pyproject.toml").read_text() == PROJECT.replace('"0.1.0"', '"0.2.0"')
    assert (root / "overrides" / "shop" / "__init__.py").read_text() == PACKAGE.replace('"0.1.0"', '"0.2.0"')
    block = "## [0.2.0] - Unreleased\n\n### Added\n\n- `shop.other`: new.\n\n### Removed\n\n- `shop.call`: gone.\n"
    text = (root / "CHANGELOG.md").read_text()
    assert text == CHANGELOG.replace("## [0.1.0]", f"{BEGIN}\n{block}\n{END}\n\n## [0.1.0]")
    after = tree(root)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {"pyproject.toml", "overrides/shop/__init__.py", "CHANGELOG.md"}
    assert all(f"+++ b/{name}" in diff for name in changed)


def test_twice_gives_the_same(root: Path) -> None:
    """A second run writes the same bytes; other lines replace the block."""
    apply_version(root, "0.2.0", LINES)
    before = tree(root)
    assert apply_version(root, "0.2.0", LINES) == ""
    assert tree(root) == before
    apply_version(root, "0.3.0", {"Added": ["Other."]})
    text = (root / "CHANGELOG.md").read_text()
    assert text.count(BEGIN) == text.count("Unreleased") == 1
    assert "[0.2.0]" not in text


def test_a_released_block_stays(root: Path) -> None:
    """Once a date stands in its heading, it is left as it is, and a new block begins above it."""
    apply_version(root, "0.2.0", LINES)
    path = root / "CHANGELOG.md"
    path.write_text(path.read_text().replace("[0.2.0] - Unreleased", "[0.2.0] - 2021-02-03"))
    apply_version(root, "0.3.0", {"Added": ["Other."]})
    text = path.read_text()
    assert text.index("[0.3.0]") < text.index("[0.2.0] - 2021-02-03") < text.index("[0.1.0]")
    assert text.count(BEGIN) == text.count(END) == 1
    before = tree(root)
    assert apply_version(root, "0.3.0", {"Added": ["Other."]}) == ""
    assert tree(root) == before


def test_never_downwards(root: Path) -> None:
    """A lower version is refused, and nothing is written."""
    before = tree(root)
    with pytest.raises(CodegenError, match=r"0\.0\.9 is lower than 0\.1\.0"):
        apply_version(root, "0.0.9", LINES)
    (root / "CHANGELOG.md").unlink()
    with pytest.raises(CodegenError, match="cannot be read"):
        apply_version(root, "0.2.0", LINES)
    del before["CHANGELOG.md"]
    assert tree(root) == before


def test_a_project_without_a_version(root: Path) -> None:
    """It is named, and what to write."""
    (root / "pyproject.toml").write_text('[tool.x]\nversion = "7"\n')
    with pytest.raises(CodegenError, match="no version stands here"):
        current_version(root)


def test_lines_of_the_changelog() -> None:
    """What both clients have is said once; what changed in words only is not."""
    names = ("shop.AsyncClient.x", "shop.AsyncClient.raw.x", "shop.Client.raw.x", "shop.Client.x")
    changes = [Change("removed", name, "the function is gone", breaking=True) for name in names]
    changes += [
        Change("docstring", "shop.y", "words", breaking=False),
        Change("type", "shop.z", "a became b", breaking=True),
    ]
    changes += [Change("parameter-added", "shop.z", "takes 'c'", breaking=False)]
    assert sections(SurfaceDiff(tuple(changes))) == {
        "Removed": ["`shop.Client.x`: the function is gone."],
        "Changed": ["`shop.z`: a became b."],
        "Added": ["`shop.z`: takes 'c'."],
    }


def git(root: Path, *words: str) -> None:
    """Run git."""
    who = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True)


def test_command_line(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing to do at first; after a change the next version and why; set, all is well again."""
    git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "first")
    git(root, "tag", "v0.1.0")
    assert main(["version", "--root", str(root), "--against", "v0.1.0"]) == 0
    assert "version 0.1.0 says it all" in capsys.readouterr().out
    package = root / "overrides" / "shop" / "__init__.py"
    package.write_text(package.read_text().replace("a: int", "b: int"))
    assert main(["version", "--root", str(root), "--against", "v0.1.0"]) == 1
    out = capsys.readouterr().out
    assert "version 0.1.0 should become 0.2.0: major" in out
    assert "breaking      shop.call" in out
    assert main(["version", "--root", str(root), "--against", "v0.1.0", "--apply"]) == 0
    assert current_version(root) == "0.2.0"
    before = tree(root)
    assert main(["version", "--root", str(root), "--against", "v0.1.0", "--apply"]) == 0
    assert tree(root) == before
    assert main(["version", "--root", str(root), "--against", "nowhere"]) == 2
    assert "neither a folder nor a commit" in capsys.readouterr().err


def test_against_a_folder(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An earlier state may be a folder; a change of the spec counts as one of the code does."""
    earlier = tmp_path / "earlier"
    earlier.mkdir()
    subprocess.run(
        ["cp", "-r", str(root / "spec"), str(root / "overrides"), str(root / "pyproject.toml"), str(earlier)],
        check=True,
    )
    path = root / "spec" / "tiny" / "swagger.yaml"
    path.write_text(
        path.read_text().replace("paths:", "paths:\n  /new:\n    get: {responses: {'200': {description: New}}}")
    )
    assert main(["version", "--root", str(root), "--against", str(earlier)]) == 1
    out = capsys.readouterr().out
    assert "should become 0.2.0: minor" in out
    assert "operation-added" in out
