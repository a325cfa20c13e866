"""Same input, same bytes: whatever the hash seed, the time zone, the language, the folder or the order of keys."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from codegen import yaml12
from tests.support.tiny_api import REPOSITORY, make_root, shuffled, tree

SPEC = REPOSITORY / "spec"
BUILT = ("openapi.yaml", "codegen.lock")


def lay_out(root: Path) -> Path:
    """A repository with the inputs of the real APIs and no outputs."""
    shutil.copytree(SPEC, root / "spec", ignore=shutil.ignore_patterns(*BUILT))
    return root


def run_build(root: Path, *, cwd: Path, **environment: str) -> dict[str, str]:
    """Build in a process of its own; give what was written."""
    command = [sys.executable, "-m", "codegen", "build", "--root", str(root)]
    inherited = {key: value for key, value in os.environ.items() if key not in ("TZ", "LC_ALL", "PYTHONHASHSEED")}
    settings = {**inherited, "PYTHONPATH": str(REPOSITORY), **environment}
    result = subprocess.run(command, cwd=cwd, env=settings, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    files = tree(root)
    return {name: files[name] for name in files if name.startswith("generated/") or name.endswith(BUILT)}


@pytest.fixture(scope="module")
def expected(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a plain build writes."""
    return run_build(lay_out(tmp_path_factory.mktemp("plain")), cwd=REPOSITORY, PYTHONHASHSEED="0")


def test_it_writes_what_is_committed(expected: dict[str, str]) -> None:
    """The repository holds the result of a build of its own inputs."""
    committed = tree(REPOSITORY / "generated")
    del committed["README.md"]
    assert {name: value for name, value in expected.items() if name.startswith("generated/")} == {
        f"generated/{name}": value for name, value in committed.items()
    }


@pytest.mark.parametrize(
    ("seed", "environment"),
    [
        (1, {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}),
        (2, {"PYTHONHASHSEED": "12345", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "COLUMNS": "40"}),
        (None, {"PYTHONHASHSEED": "random", "NO_COLOR": "1", "PYTHONUTF8": "0", "LANG": "POSIX"}),
    ],
)
def test_surroundings_and_layout_do_not_matter(
    expected: dict[str, str], seed: int | None, environment: dict[str, str], tmp_path: Path
) -> None:
    """Hash seed, time zone, language, width, tools' settings nearby, order of keys: not one byte differs."""
    cwd = tmp_path / "elsewhere"
    cwd.mkdir()
    (cwd / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n[tool.datamodel-codegen]\nreuse-model = true\n")
    root = lay_out(tmp_path / "a folder with spaces")
    (root / "pyproject.toml").write_text("[tool.ruff]\nline-length = 50\n")
    path = root / "spec" / "instagram" / "swagger.yaml"
    if seed:  # written anew, its keys in any order, its comments gone
        data = yaml12.load_file(path).data
        path.chmod(0o644)
        path.write_text(yaml12.dump(shuffled(data, random.Random(seed))))
    assert run_build(root, cwd=cwd, **environment) == expected


def test_a_tiny_api_is_deterministic_too(tmp_path: Path) -> None:
    """Two repositories, two seeds."""
    trees = [run_build(make_root(tmp_path / seed), cwd=REPOSITORY, PYTHONHASHSEED=seed) for seed in ("7", "8")]
    assert trees[0] == trees[1]
