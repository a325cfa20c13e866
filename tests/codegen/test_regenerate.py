"""``regenerate``: a new file takes the old one's place with all that is built from it, or nothing happens."""

from __future__ import annotations

import itertools
import json
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from codegen import yaml12
from codegen.cli import main
from codegen.swap import locked, recover
from tests.support.drift_mutations import shuffled
from tests.support.new_endpoints import ANSWERS, new_endpoints
from tests.support.nursery import Nursery
from tests.support.supplied import ROOT, frozen
from tests.support.tiny_api import REPOSITORY, make_root, tree

PLACE = "spec/tiny/swagger.yaml"


@pytest.fixture
def root(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    """A repository with one API, built."""
    folder = make_root(tmp_path / "root")
    assert main(["build", "--root", str(folder)]) == 0
    capsys.readouterr()
    return folder


def new_file(root: Path, old: str = "There are many.", new: str = "There are few.") -> Path:
    """The supplied file of a repository, changed, beside it."""
    text = (root / PLACE).read_text()
    assert old in text
    path = root.parent / "new.yaml"
    path.write_text(text.replace(old, new))
    return path


def regenerate(root: Path, new: Path, *more: str) -> int:
    """Run the command."""
    return main(["regenerate", str(new), "--root", str(root), *more])


def test_the_file_is_taken_over(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Byte for byte, built from, told about, and proved by a check."""
    new = new_file(root)
    assert regenerate(root, new) == 0
    assert (root / PLACE).read_bytes() == new.read_bytes()
    out = capsys.readouterr().out
    assert "description changed" in out
    assert (
        f"Wrote spec/tiny/openapi.yaml, spec/tiny/codegen.lock, generated/_tiny, generated/_tiny_schema, {PLACE}" in out
    )
    assert "There are few." in (root / "generated/_tiny/operations.py").read_text()
    assert main(["check", "--root", str(root)]) == 0
    assert regenerate(root, new) == 0
    assert "nothing was touched" in capsys.readouterr().out


@pytest.mark.parametrize("style", ["json", "reordered", "comments"])
def test_layout_leaves_every_byte_alone(root: Path, style: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The same said otherwise: not one file is touched, the supplied one neither."""
    data = yaml12.load_file(root / PLACE).data
    text = {
        "json": json.dumps(data),
        "reordered": yaml12.dump(shuffled(data)),
        "comments": f"# hello\n{(root / PLACE).read_text()}\n",
    }[style]
    path = root.parent / "new.yaml"
    path.write_text(text)
    before = {name: path.stat().st_mtime_ns for path in root.rglob("*") for name in [str(path)] if path.is_file()}
    assert regenerate(root, path) == 0
    assert "nothing was touched" in capsys.readouterr().out
    assert before == {str(path): path.stat().st_mtime_ns for path in root.rglob("*") if path.is_file()}


def test_a_repair_that_does_not_fit_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 1, the whole report first, and the tree as it was."""
    before = tree(root)
    assert regenerate(root, new_file(root, "nmae: {type: string}", "nmae: {type: integer}")) == 1
    captured = capsys.readouterr()
    assert "precondition-changed" in captured.out
    assert "1 of 1 repair does not fit the document" in captured.err
    assert tree(root) == before
    assert not list(root.glob(".codegen-*"))


def test_a_file_that_cannot_be_used_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 2."""
    before = tree(root)
    path = root.parent / "new.yaml"
    path.write_text("swagger: [")
    assert regenerate(root, path) == 2
    capsys.readouterr()
    assert tree(root) == before


def test_a_file_that_cannot_be_generated_changes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What only the build finds wrong ends it too."""
    before = tree(root)
    text = (
        (root / PLACE)
        .read_text()
        .replace("paths:", "paths:\n  /things/{other}:\n    get: {responses: {200: {description: x}}}")
    )
    path = root.parent / "new.yaml"
    path.write_text(text)
    assert regenerate(root, path) == 1
    assert "both be called" in capsys.readouterr().err
    assert tree(root) == before


def test_a_repair_too_many_is_told_and_taken_out_when_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --accept it stays, and the check minds; with it the repair goes in the same step."""
    new = new_file(root, "nmae:", "name:")
    spare = shutil.copytree(root, root.parent / "spare")
    assert regenerate(root, new) == 0
    assert "1 repair is fixed upstream" in capsys.readouterr().out
    assert main(["check", "--root", str(root)]) == 1
    assert regenerate(spare, new, "--accept") == 0
    out = capsys.readouterr().out
    assert "-- id: thing-name" in out
    assert "spec/tiny/repairs/names.yaml" in out
    assert "thing-name" not in (spare / "spec/tiny/repairs/names.yaml").read_text()
    assert main(["check", "--root", str(spare)]) == 0


def test_accepting_is_undone_when_the_build_fails(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Repair files are part of all or nothing."""
    before = tree(root)
    text = (root / PLACE).read_text().replace("nmae:", "name:")
    path = root.parent / "new.yaml"
    path.write_text(text.replace("paths:", "paths:\n  /things/{other}:\n    get: {responses: {200: {description: x}}}"))
    assert regenerate(root, path, "--accept") == 1
    capsys.readouterr()
    assert tree(root) == before


@pytest.mark.parametrize("what", ["tools", "templates"])
def test_spec_and_generator_do_not_change_together(root: Path, what: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused unless asked for, with what changed."""
    path = root / "spec/tiny/codegen.lock"
    lock = json.loads(path.read_text())
    if what == "tools":
        lock["tools"]["ruff"] = "0.1.0"
    else:
        lock["templates"] = "sha256:0"
    path.write_text(json.dumps(lock))
    before, new = tree(root), new_file(root)
    assert regenerate(root, new) == 1
    err = capsys.readouterr().err
    assert ("ruff 0.1.0 →" if what == "tools" else "the templates") in err
    assert "--with-upgrade" in err
    assert tree(root) == before
    assert regenerate(root, new, "--with-upgrade") == 0
    assert (root / PLACE).read_bytes() == new.read_bytes()
    capsys.readouterr()


def command(root: Path, new: Path) -> list[str]:
    """The command line."""
    return ["regenerate", str(new), "--root", str(root)]


@pytest.mark.slow
def test_killed_at_a_rename(root: Path, children: Nursery) -> None:
    """Whichever rename is the last: what comes next finds the tree of before, supplied file and lock included."""
    before, new = tree(root), new_file(root)
    for count in itertools.count(step=3):
        codes = children.run(command(root, new), kill_at=count)
        if codes == [0]:
            break
        assert codes == [-signal.SIGKILL]
        with locked(root):
            recover(root)
        assert tree(root) == before
    assert count > 10, "the renames of the swap are among them"
    assert tree(root) != before


@pytest.mark.slow
def test_killed_at_any_time(root: Path, children: Nursery) -> None:
    """The old tree or the new one, never a mixture."""
    other = shutil.copytree(root, root.parent / "other")
    new = new_file(root)
    old = tree(root)
    assert children.run(command(other, new)) == [0]
    for step in range(8):
        children.run(command(root, new), kill_after=0.08 * step)
        with locked(root):
            recover(root)
        assert tree(root) in (old, tree(other))


@pytest.mark.slow
def test_two_at_once_do_not_mix(root: Path, children: Nursery) -> None:
    """Two files at the same time: the tree is that of one of them, and whole."""
    one = new_file(root)
    two = root.parent / "two.yaml"
    two.write_text(one.read_text().replace("few", "none"))
    codes = sorted(children.run(command(root, one), command(root, two)))
    assert codes in ([0, 0], [0, 2])
    assert (root / PLACE).read_bytes() in (one.read_bytes(), two.read_bytes())
    assert main(["check", "--root", str(root)]) == 0


@pytest.mark.slow
def test_what_a_killed_run_left_is_undone_by_whatever_reads_next(
    root: Path, children: Nursery, capsys: pytest.CaptureFixture[str]
) -> None:
    """Killed while the supplied file was moved away: the next command of any kind finds it."""
    before, new = tree(root), new_file(root)
    for count in itertools.count(8):
        assert children.run(command(root, new), kill_at=count) == [-signal.SIGKILL]
        if not (root / PLACE).exists():
            break
        with locked(root):
            recover(root)
    assert main(["drift", str(new), "--root", str(root)]) == 1
    assert "There are few" in capsys.readouterr().out
    assert tree(root) == before


@pytest.mark.slow
def test_new_endpoints_are_complete(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On both clients, typed, unwrapped, paged, in OPERATIONS, on the emulator: without a hand-written line."""
    root = tmp_path / "root"
    for name in ("spec", "generated", "overrides"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    document = frozen()
    new_endpoints(document)
    path = tmp_path / "new.yaml"
    path.write_text(yaml12.dump(document))
    assert regenerate(root, path, "--api", "instagram", "--with-upgrade") == 0
    out = capsys.readouterr().out
    assert "+ operation added: 'GET /users/{user-id}/stories'" in out
    assert f"the emulator answers from the schema alone: {', '.join(sorted(ANSWERS))}" in out
    paths = f"{root / 'overrides'}:{root / 'generated'}:{ROOT}"
    run = [sys.executable, "-P", "-m", "tests.support.call_new_endpoints"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path, env={"PYTHONPATH": paths, "PATH": ""})
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {name: [*answer] for name, answer in ANSWERS.items()}


@pytest.mark.parametrize("command", ["drift", "report", "regenerate"])
def test_help_has_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Examples that start with the command."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"python -m codegen {command} " in capsys.readouterr().out.partition("examples:")[2]


@pytest.mark.slow
def test_make_targets(root: Path) -> None:
    """`make report` and `make regenerate` want the new file's name, and do what the commands do."""
    for target in ("report", "regenerate"):
        done = subprocess.run(["make", "-o", ".venv/.ready", target], cwd=REPOSITORY, capture_output=True, text=True)
        assert done.returncode == 2
        assert f"make {target} SPEC=new.yaml" in done.stderr
    dry = subprocess.run(
        ["make", "-n", "report", "SPEC=a b.yaml", "API=x"], cwd=REPOSITORY, capture_output=True, text=True
    )
    assert "-m codegen report 'a b.yaml' --api 'x'" in dry.stdout
