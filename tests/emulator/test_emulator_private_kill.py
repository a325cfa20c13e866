"""No picture is half there, however the emulator ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.repository import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork and no SIGKILL")
def test_kills_in_the_middle_of_uploads(tmp_path: Path) -> None:
    """Killed at random moments: what was answered is there as a whole, and nothing else is."""
    command = [sys.executable, "-m", "tests.support.phones_kill", str(tmp_path / "world.db"), "8", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("8 kills")
    assert int(done.stdout.split()[2]) > 20
