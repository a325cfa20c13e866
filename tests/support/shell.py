"""The shell command, run in this process."""

from __future__ import annotations

import json
from typing import Any

import pytest
from attrs import frozen

from instagram_v1.cli import main

VARIABLES = (
    "INSTAGRAM_V1_BASE_URL",
    "INSTAGRAM_V1_TOKEN",
    "INSTAGRAM_V1_CLIENT_ID",
    "INSTAGRAM_V1_CLIENT_SECRET",
    "INSTAGRAM_V1_PROFILE",
    "INSTAGRAM_V1_REDIRECT_URI",
    "NO_COLOR",
    "FORCE_COLOR",
    "_INSTAGRAM_V1_COMPLETE",
)
"""What a command reads of its environment."""


@frozen
class Done:
    """How a command ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def rows(self) -> list[list[str]]:
        """Standard output as rows of cells."""
        return [line.split("\t") for line in self.out.splitlines()]


class Shell:
    """Runs commands; what they write is kept from the test's own output."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *arguments: object) -> Done:
        """Run one."""
        self._capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return Done(int(code), said.out, said.err)
