"""What keeps a release from going out: all of it is told at once, each with what to do."""

from __future__ import annotations

import argparse
import hashlib
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from twine import auth

from codegen.cli import main
from codegen.publish import command, gates
from codegen.publish.gates import Verdict
from codegen.publish.index import Index
from tests.support.indexes import Fake, fake
from tests.support.releases import CHANGELOG, commit, git, small
from tests.support.repository import ROOT
from tests.support.tiny_api import make_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A small project that may go out."""
    return small(tmp_path / "shop")


@pytest.fixture
def index() -> Iterator[Fake]:
    """An index that takes everything and has nothing."""
    with fake() as made:
        made.pages["/upload/simple/"] = (200, "text/html", b"")
        yield made


@pytest.fixture(autouse=True)
def no_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """These projects have nothing to generate; that gate has a test of its own."""
    monkeypatch.setattr(gates, "GATES", gates.GATES[:-1])
    monkeypatch.setattr(auth, "keyring", None)
    for name in ("INDEX", "TWINE_USERNAME", "TWINE_PASSWORD", "TWINE_CERT", "TWINE_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change a file and commit, with the tag on the new commit."""
    path = root / name
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    commit(root)
    git(root, "tag", "-f", "v0.1.0")


def verdicts(root: Path, version: str = "0.1.0") -> list[Verdict]:
    """What all gates say."""
    return gates.look(root, version)


def test_a_release_that_may_go_out(root: Path, index: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    """Every gate is passed, both archives are sent, and the project's name is the one that indexes use."""
    assert main(["publish", "--root", str(root), index.url]) == 0
    said = capsys.readouterr()
    assert (said.out.count("  ok  "), said.out.count("  no  "), said.err) == (6, 0, "")
    assert said.out.startswith(f"Publishing small-shop 0.1.0 to {index.url}\n")
    assert "this is the first release" in said.out
    assert sorted(index.taken) == ["small_shop-0.1.0-py3-none-any.whl", "small_shop-0.1.0.tar.gz"]


def test_a_dry_run_sends_nothing(root: Path, index: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    """It looks at everything, builds, and says what it would send."""
    assert main(["publish", "--root", str(root), index.url, "--dry-run"]) == 0
    assert capsys.readouterr().out.count("would be sent") == 2
    assert index.taken == []


def test_a_run_that_was_cut_off(
    root: Path, index: Fake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The next run sends what is missing, and only that."""
    send = Index.send

    def once(self: Index, path: Path) -> None:
        send(self, path)
        index.status = 500

    monkeypatch.setattr(Index, "send", once)
    assert main(["publish", "--root", str(root), index.url]) == 1
    said = capsys.readouterr()
    assert ".whl: sent" in said.out
    assert "small_shop-0.1.0.tar.gz was answered with 500" in said.err
    (wheel, _) = command.build(root, root.parent / "dist")
    page = f'<a href="x#sha256={hashlib.sha256(wheel.read_bytes()).hexdigest()}">{wheel.name}</a>'
    index.pages["/upload/simple/small-shop/"] = (200, "text/html", page.encode())
    index.status, index.taken = 200, []
    assert main(["publish", "--root", str(root), index.url]) == 0
    assert index.taken == ["small_shop-0.1.0.tar.gz"]
    assert "there already, the same bytes" in capsys.readouterr().out


def test_ctrl_c_while_sending(
    root: Path, index: Fake, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What may have arrived is named, instead of saying that nothing changed."""
    send = Index.send

    def cut(self: Index, path: Path) -> None:
        send(self, path)
        if path.suffix == ".gz":
            raise KeyboardInterrupt

    monkeypatch.setattr(Index, "send", cut)
    assert main(["publish", "--root", str(root), index.url]) == 130
    said = capsys.readouterr()
    assert ".whl: sent" in said.out
    assert "small_shop-0.1.0.tar.gz may have been sent; run it again" in said.err
    assert "nothing was changed" not in said.err


def test_everything_wrong_at_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No gate hides another, and each says what to do."""
    git(root, "tag", "-d", "v0.1.0")
    (root / "CHANGELOG.md").write_text("# Changelog\n")
    package = root / "overrides" / "shop" / "__init__.py"
    package.write_text(package.read_text().replace("0.1.0", "0.0.9"))
    assert main(["publish", "--root", str(root), "http://127.0.0.1:9/"]) == 1
    said = capsys.readouterr()
    for part in (
        "2 files are not committed: CHANGELOG.md, overrides/shop/__init__.py",
        "overrides/shop/__init__.py says 0.0.9",
        "there is no tag v0.1.0",
        "CHANGELOG.md has no section of 0.1.0",
        "cannot be reached: ",
    ):
        assert part in said.out
    assert said.out.count("to do: ") == said.out.count("  no  ") == 5
    assert "5 of 6 checks refuse: nothing was sent" in said.err


def drop_the_date(root: Path) -> None:
    edit(root, "CHANGELOG.md", CHANGELOG.split()[4], "Unreleased")


def drop_the_words(root: Path) -> None:
    edit(root, "CHANGELOG.md", "- All.\n", "")


def leave_a_fragment(root: Path) -> None:
    (root / "changelog.d").mkdir()
    (root / "changelog.d" / "+more.fixed.md").write_text("More.\n")
    edit(root, "CHANGELOG.md", "All", "Everything")


def misname_a_fragment(root: Path) -> None:
    (root / "changelog.d").mkdir()
    (root / "changelog.d" / "more.md").write_text("More.\n")
    edit(root, "CHANGELOG.md", "All", "Everything")


def tag_another_commit(root: Path) -> None:
    commit(root)


def leave_a_file(root: Path) -> None:
    (root / "left").write_text("")


WRONG: dict[str, tuple[Callable[[Path], None], str]] = {
    "no date": (drop_the_date, "has no date"),
    "no words": (drop_the_words, "says nothing"),
    "fragment": (leave_a_fragment, "1 fragments of the changelog are left"),
    "misnamed fragment": (misname_a_fragment, "no name of a fragment"),
    "tag elsewhere": (tag_another_commit, "the tag v0.1.0 is on another commit"),
    "untracked file": (leave_a_file, "1 files are not committed: left"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_one_thing_wrong(root: Path, wrong: str) -> None:
    """Each alone is found, and nothing else is."""
    spoil, words = WRONG[wrong]
    spoil(root)
    (refused,) = (verdict for verdict in verdicts(root) if not verdict.ok)
    assert words in refused.text
    assert refused.remedy


def test_no_repository(tmp_path: Path, root: Path) -> None:
    """A folder outside of git is told as such, not as a trace."""
    git_less = tmp_path / "copy"
    root.rename(git_less)
    (git_less / ".git").rename(tmp_path / "elsewhere")
    refused = [verdict for verdict in verdicts(git_less) if not verdict.ok]
    assert any("git status" in verdict.text for verdict in refused)


def raise_to(root: Path, version: str) -> None:
    for name in ("pyproject.toml", "overrides/shop/__init__.py"):
        (root / name).write_text((root / name).read_text().replace('"0.1.0"', f'"{version}"'))
    (root / "CHANGELOG.md").write_text(CHANGELOG.replace("0.1.0", version))
    commit(root)
    git(root, "tag", f"v{version}")


@pytest.mark.parametrize(
    ("change", "version", "enough"),
    [
        ("def call(a: int)", "0.1.1", False),
        ("def call(a: int)", "0.2.0", True),
        ("def call(a: int = 1)", "0.1.1", False),
        ("def call(a: int = 1)", "1.0.0", True),
        ("def call()", "0.1.1", True),
    ],
)
def test_the_version_is_large_enough(tmp_path: Path, change: str, version: str, enough: bool) -> None:
    """What changed since the release before decides how far the version has to go up, and the refusal says how far."""
    root = small(make_root(tmp_path / "shop"))
    package = root / "overrides" / "shop" / "__init__.py"
    package.write_text(package.read_text().replace("def call()", change))
    git(root, "tag", "vessel")
    git(root, "tag", "v9.0.0-not-a-version-of-this")
    raise_to(root, version)
    verdict = gates.is_large_enough(root, version)
    assert verdict.ok is enough, verdict
    assert verdict.text.startswith("since v0.1.0 ")
    assert enough or "0.2.0 is due" in verdict.text


def test_releases_that_cannot_be_seen(tmp_path: Path) -> None:
    """A clone without its history or tags is not taken for the first release."""
    root = small(make_root(tmp_path / "shop"))
    raise_to(root, "0.2.0")
    (root / "CHANGELOG.md").write_text((root / "CHANGELOG.md").read_text() + CHANGELOG.partition("\n\n")[2])
    commit(root)
    assert gates.is_large_enough(root, "0.2.0").ok
    git(tmp_path, "clone", "-q", "--no-tags", str(root), "bare-of-tags")
    tagless = gates.is_large_enough(tmp_path / "bare-of-tags", "0.2.0")
    assert (tagless.ok, tagless.remedy) == (False, "git fetch --tags")
    assert "tells of 0.1.0" in tagless.text
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    shallow = gates.is_large_enough(tmp_path / "shallow", "0.2.0")
    assert "shallow" in shallow.text
    assert not shallow.ok


def test_a_stale_build_is_found(tmp_path: Path) -> None:
    """The last gate is the check of generated files."""
    root = make_root(tmp_path)
    verdict = gates.is_freshly_built(root, "0.1.0")
    assert "make check fails: differs from a fresh build" in verdict.text
    assert main(["build", "--root", str(root)]) == 0
    assert gates.is_freshly_built(root, "0.1.0").ok


def test_an_archive_that_cannot_be_made(root: Path, index: Fake, capsys: pytest.CaptureFixture[str]) -> None:
    """The reason of the builder is told, and nothing is sent."""
    edit(root, "pyproject.toml", "hatchling.build", "hatchling.nowhere")
    assert main(["publish", "--root", str(root), index.url]) == 2
    assert "error: the archives cannot be made: " in capsys.readouterr().err
    assert index.taken == []


def test_archives_do_not_tell_the_time(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published does not depend on when and where it was built."""
    first = [path.read_bytes() for path in command.build(root, tmp_path / "one")]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1")
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    clone = tmp_path / "clone"
    git(root, "clone", "-q", str(root), str(clone))
    assert [path.read_bytes() for path in command.build(clone, tmp_path / "two")] == first


def test_refusals_come_first(root: Path) -> None:
    """What INDEX is alone can already be refused: no gate is asked then."""
    options = argparse.Namespace(root=root, index="", dry_run=False, allow_public=False, allow_plain=False)
    with pytest.raises(Exception, match="no index is named"):
        command.run(options)


def test_make_hands_the_index_over(root: Path) -> None:
    """`make publish` names no index by itself, and shows none in its command."""
    plan = ["make", "--dry-run", "--always-make", "publish", "INDEX=https://me:SENTINEL@host/", "DRY_RUN=1"]
    done = subprocess.run(plan, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "-m codegen publish --dry-run" in done.stdout
    assert "SENTINEL" not in done.stdout
