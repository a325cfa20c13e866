"""Repositories that are ready to be released, or nearly so."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from tests.support.repository import ROOT, files

DAY = "2020-02-03"
PROJECT = """[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "Small.Shop"
version = "0.1.0"
description = "A shop."
requires-python = ">=3.11"

[tool.hatch.build.targets.wheel]
packages = ["overrides/shop"]
"""
PACKAGE = '''"""A shop."""

__version__ = "0.1.0"
__all__ = ["call"]


def call() -> int:
    """Call."""
    return 1
'''
CHANGELOG = f"# Changelog\n\n## [0.1.0] - {DAY}\n\n### Added\n\n- All.\n"


def git(root: Path, *words: str) -> str:
    """Run git as somebody; what it says."""
    who = (
        "-c",
        "user.name=x",
        "-c",
        "user.email=x@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "tag.gpgsign=false",
    )
    done = subprocess.run(["git", "-C", str(root), *who, *words], check=True, capture_output=True, text=True)
    return done.stdout


def commit(root: Path) -> None:
    """Commit everything."""
    git(root, "add", "-A")
    git(root, "commit", "-q", "--allow-empty", "-m", "more")


def small(root: Path) -> Path:
    """A small project at its first release: one commit, tagged."""
    (root / "overrides" / "shop").mkdir(parents=True)
    texts = {"pyproject.toml": PROJECT, "overrides/shop/__init__.py": PACKAGE, "CHANGELOG.md": CHANGELOG}
    for name, text in {**texts, ".gitignore": "__pycache__/\n"}.items():
        (root / name).write_text(text)
    git(root, "init", "-q")
    commit(root)
    git(root, "tag", "v0.1.0")
    return root


def our_own(root: Path, version: str) -> Path:
    """This repository as it is now, taken through the steps of a release as CONTRIBUTING.md tells them."""
    for name in files():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / name, root / name)
    git(root, "init", "-q")
    commit(root)
    command = [sys.executable, "-m", "codegen", "version", "--apply", "--date", DAY]
    subprocess.run(command, cwd=root, check=True, capture_output=True)
    commit(root)
    git(root, "tag", f"v{version}")
    return root
