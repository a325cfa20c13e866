"""The Makefile says what to do when it cannot go on."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.support.repository import ROOT


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run make in the repository."""
    return subprocess.run(["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True)


def test_without_python(tmp_path: Path) -> None:
    """No suitable interpreter: the message names the remedy, and nothing is left behind."""
    done = make("setup", f"VENV={tmp_path}/venv", "PYTHONS=no-such-python")
    assert done.returncode == 2
    assert "make setup PYTHON=/path/to/python3.11" in done.stderr
    assert not (tmp_path / "venv").exists()


def test_old_python_is_passed_over(tmp_path: Path) -> None:
    """An interpreter that fails the question for its version counts as none."""
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    done = make("setup", f"VENV={tmp_path}/venv", f"PYTHONS={old}")
    assert "no Python 3.11 or later" in done.stderr


def test_python_without_venv(tmp_path: Path) -> None:
    """An interpreter that cannot make environments: the message says which package is missing."""
    broken = tmp_path / "python3"
    broken.write_text('#!/bin/sh\ncase "$1" in -m) exit 1;; esac\nexit 0\n', encoding="utf-8")
    broken.chmod(0o755)
    done = make("setup", f"VENV={tmp_path}/venv", f"PYTHONS={broken}")
    assert done.returncode == 2
    assert "python3-venv" in done.stderr


def test_help_is_the_default() -> None:
    """A bare `make` explains itself instead of doing something."""
    assert make().stdout == make("help").stdout
    assert "make run " in make().stdout
