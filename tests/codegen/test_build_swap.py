"""Putting a build in place: all or nothing, also when the process dies; never two at once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from codegen.build import build
from codegen.errors import CodegenError
from codegen.swap import NEW, locked, recover, swap_in, workshop
from tests.support.nursery import Nursery
from tests.support.tiny_api import REPOSITORY, make_root, tree

TARGETS = ("spec/a.yaml", "generated/one", "generated/two")


def fill(folder: Path, words: str) -> None:
    """Write all targets."""
    for name in ("spec/a.yaml", "generated/one/x.py", "generated/one/sub/y.py", "generated/two/z.py"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{words} {name}\n")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with an earlier build in it."""
    fill(tmp_path, "old")
    (tmp_path / "generated" / "README.md").write_text("stays\n")
    return tmp_path


def swap(root: Path) -> None:
    """Put a new build in place."""
    with locked(root), workshop(root) as folder:
        fill(folder / NEW, "new")
        swap_in(root, folder, TARGETS)


def test_everything_is_replaced(root: Path) -> None:
    """The new files are there, old ones that are not new are gone, others stay."""
    (root / "generated" / "one" / "stale.py").write_text("stale\n")
    swap(root)
    assert sorted(tree(root)) == [
        "generated/README.md",
        "generated/one/sub/y.py",
        "generated/one/x.py",
        "generated/two/z.py",
        "spec/a.yaml",
    ]
    assert (root / "generated" / "two" / "z.py").read_text().startswith("new")


def test_first_build_creates_what_is_missing(tmp_path: Path) -> None:
    """No folder needs to be there."""
    swap(tmp_path)
    assert (tmp_path / "generated" / "one" / "x.py").exists()


RENAMES = 2 * len(TARGETS) + 1  # the journal, then each target away and in place


@pytest.mark.parametrize("existing", [True, False])
@pytest.mark.parametrize("count", range(RENAMES))
def test_a_failing_rename_is_undone(
    tmp_path: Path, count: int, existing: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whichever rename fails, the repository is as it was."""
    if existing:
        fill(tmp_path, "old")
    before, real, left = tree(tmp_path), Path.rename, [count]

    def rename(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise OSError("no space left")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    failed = False
    try:
        swap(tmp_path)
    except OSError:
        failed = True
    assert failed or not existing
    if failed:
        assert tree(tmp_path) == before
    assert not list(tmp_path.glob(".codegen-*"))


def run_killed(root: Path, count: int) -> int:
    """Swap in a process that kills itself before its n-th rename."""
    script = f"""
        import os, signal, sys
        from pathlib import Path
        sys.path.insert(0, {str(REPOSITORY)!r})
        from codegen.swap import NEW, locked, swap_in, workshop
        root, left, real = Path(sys.argv[1]), [{count}], Path.rename
        def rename(self, target):
            left[0] -= 1
            if left[0] == -1:
                os.kill(os.getpid(), signal.SIGKILL)
            return real(self, target)
        with locked(root), workshop(root) as folder:
            for name in ("spec/a.yaml", "generated/one/x.py", "generated/one/sub/y.py", "generated/two/z.py"):
                path = folder / NEW / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text("new " + name + chr(10))
            Path.rename = rename
            swap_in(root, folder, {TARGETS!r})
    """
    return subprocess.run([sys.executable, "-c", textwrap.dedent(script), str(root)], cwd=root).returncode


@pytest.mark.parametrize("count", range(RENAMES))
def test_a_killed_swap_is_undone_by_the_next(root: Path, count: int) -> None:
    """Killed before any of its renames: what comes next finds the repository as it was."""
    before = tree(root)
    assert run_killed(root, count) == -signal.SIGKILL
    assert list(root.glob(".codegen-*")), "a killed process cannot clean up"
    with locked(root):
        recover(root)
    assert tree(root) == before
    assert not list(root.glob(".codegen-*"))


@pytest.mark.parametrize("count", range(RENAMES))
def test_a_killed_first_swap_is_undone_too(tmp_path: Path, count: int) -> None:
    """Where nothing was there before, nothing is there afterwards."""
    if run_killed(tmp_path, count) == 0:
        assert (tmp_path / "spec" / "a.yaml").exists()
        return
    with locked(tmp_path):
        recover(tmp_path)
    assert tree(tmp_path) == {}


@pytest.mark.parametrize("count", range(5))
def test_an_undo_that_is_broken_off_is_taken_up(root: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Undoing can end before any of its own renames; the next one finishes it."""
    before, real, left = tree(root), Path.rename, [count]
    assert run_killed(root, RENAMES - 1) == -signal.SIGKILL

    def rename(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            raise KeyboardInterrupt
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)
    with pytest.raises(KeyboardInterrupt):
        recover(root)
    recover(root)
    assert tree(root) == before


def test_two_builds_at_once_are_refused(root: Path) -> None:
    """The second one says so and changes nothing; the first goes on."""
    with locked(root):
        with pytest.raises(CodegenError, match="another build is running"), locked(root):
            pass
        with pytest.raises(CodegenError, match="another build is running"), locked(root, shared=True):
            pass
    with locked(root, shared=True), locked(root, shared=True):
        pass
    with locked(root):
        pass


def test_the_lock_of_a_killed_build_is_free(root: Path) -> None:
    """No file has to be removed by hand."""
    run_killed(root, 1)
    swap(root)
    assert (root / "spec" / "a.yaml").read_text().startswith("new")


def test_a_build_killed_at_any_time_leaves_an_old_or_a_new_tree(tmp_path: Path, children: Nursery) -> None:
    """Killed at many moments: after recovery the tree is the one before or the one after, never a mixture."""
    root, other = make_root(tmp_path / "one"), make_root(tmp_path / "other")
    build(root / "spec" / "tiny", root=root)
    for place in (root, other):
        swagger = place / "spec" / "tiny" / "swagger.yaml"
        swagger.write_text(swagger.read_text().replace("There are many.", "There are few."))
    build(other / "spec" / "tiny", root=other)
    old, new = tree(root), tree(other)
    assert old != new
    for step in range(10):
        children.run(["build", "--root", str(root)], kill_after=0.04 * step)
        with locked(root):
            recover(root)
        assert tree(root) in (old, new)
        assert not list(root.glob(".codegen-*"))


def test_two_real_builds_do_not_mix(tmp_path: Path, children: Nursery) -> None:
    """Started together, one of them may be refused; the tree is whole."""
    root = make_root(tmp_path)
    command = ["build", "--root", str(root)]
    assert sorted(children.run(command, command)) in ([0, 0], [0, 2])
    first = tree(root)
    build(root / "spec" / "tiny", root=root)
    assert tree(root) == first


def test_permissions_are_not_needed_beyond_the_repository(root: Path) -> None:
    """The workshop lies in the repository, so that putting in place is renaming on one file system."""
    with locked(root), workshop(root) as folder:
        assert folder.parent == root
        assert os.stat(folder).st_dev == os.stat(root).st_dev
