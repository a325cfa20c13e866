"""Commands that see nothing of the machine they run on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from instagram_v1.emulator import Emulator
from tests.support.shell import VARIABLES, Shell


@pytest.fixture(autouse=True)
def _apart(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "settings"))
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str]) -> Shell:
    """Runs commands."""
    return Shell(capsys)


@pytest.fixture(scope="session")
def served() -> Iterator[Emulator]:
    """An emulator on a port; tests that change its world make one of their own."""
    with Emulator() as made:
        yield made
