"""The layer contracts of pyproject.toml catch what they are there to catch."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.support.repository import ROOT

LINTER = Path(sys.executable).with_name("lint-imports")

CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]["contracts"]
NAMES = {contract["id"]: contract["name"] for contract in CONTRACTS}

VIOLATIONS = [
    ("generated/_instagram_v1/models.py", "import instagram_v1", "one-way"),
    ("generated/_instagram_v1/models.py", "from instagram_v1 import errors", "one-way"),
    ("generated/_instagram_v1/unlisted.py", "import instagram_v1.models", "one-way"),
    ("generated/_instagram_v1/resources/users.py", "def f():\n    import instagram_v1.client", "one-way"),
    ("generated/_instagram_v1_schema/__init__.py", "import instagram_v1.models", "one-way"),
    ("overrides/instagram_v1/runtime/operation.py", "from instagram_v1 import models", "runtime-below"),
    ("overrides/instagram_v1/runtime/unlisted.py", "from .. import client", "runtime-below"),
    ("overrides/instagram_v1/runtime/operation.py", "import _instagram_v1.models", "runtime-below"),
    ("overrides/instagram_v1/runtime/operation.py", "import instagram_v1", "runtime-apart"),
    ("overrides/instagram_v1/runtime/__init__.py", "from .. import decode", "runtime-apart"),
    ("codegen/build.py", "import instagram_v1", "build-time"),
    ("codegen/unlisted.py", "import _instagram_v1.operations", "build-time"),
    ("overrides/instagram_v1/models.py", "import codegen", "no-build-inside"),
    ("generated/_instagram_v1/operations.py", "import codegen.errors", "no-build-inside"),
    ("overrides/instagram_v1/models.py", "import _instagram_v1_schema", "pydantic-apart"),
    ("generated/_instagram_private/models.py", "import instagram_v1.models", "one-way"),
    ("generated/_instagram_private/models.py", "import _instagram_v1.models", "apis-apart"),
    ("generated/_instagram_v1/operations.py", "import _instagram_private.operations", "apis-apart"),
    ("overrides/instagram_v1/private/settings.py", "from instagram_v1.dialect import DIALECT", "private-apart"),
]


def lint(tree: Path) -> tuple[int, str]:
    """Run import-linter on a tree; its exit code and what it says."""
    places = [str(tree / part) for part in ("", "overrides", "generated")]
    variables = os.environ | {"PYTHONPATH": os.pathsep.join(places)}
    command = [str(LINTER), "--no-logo", "--no-cache", "--config", str(tree / "pyproject.toml")]
    done = subprocess.run(command, cwd=tree, env=variables, capture_output=True, text=True)
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of everything that the contracts speak of."""
    copy = tmp_path_factory.mktemp("layers")
    for folder in ("codegen", "overrides", "generated"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", ".*"))
    shutil.copyfile(ROOT / "pyproject.toml", copy / "pyproject.toml")
    return copy


def test_the_copy_itself_is_clean(tree: Path) -> None:
    """Without a violation all contracts are kept, so what the next test sees is its own doing."""
    code, said = lint(tree)
    assert code == 0, said


@pytest.mark.parametrize(("file", "line", "contract"), VIOLATIONS)
def test_violation_is_caught(tree: Path, file: str, line: str, contract: str) -> None:
    """One import against the direction breaks the contract that forbids it."""
    path = tree / file
    before = path.read_text(encoding="utf-8") if path.exists() else None
    path.write_text(f"{before or ''}\n{line}\n", encoding="utf-8")
    try:
        code, said = lint(tree)
    finally:
        path.unlink() if before is None else path.write_text(before, encoding="utf-8")
    assert code == 1, said
    assert f"{NAMES[contract]} BROKEN" in said


def test_every_contract_is_tried() -> None:
    """No contract stands there without a violation that it catches."""
    assert {violation[2] for violation in VIOLATIONS} == NAMES.keys()
