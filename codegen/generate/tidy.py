"""Formatting with the pinned ruff: its settings are spelled out here, none are looked for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from codegen.errors import CodegenError
from codegen.generate.settings import Settings
from codegen.generate.text import WIDTH

_COMMON = ["--isolated", "--no-cache", "--target-version", "py311", "--line-length", str(WIDTH)]


def tidy(folder: Path, settings: Settings) -> None:
    """Sort imports, drop those that are not used, and format, in place.

    The templates import whatever they may need: which of it a document needs, the linter knows best. Formatting goes
    first and last; the linter alone would pass over a syntax error.
    """
    ours = [settings.package, settings.schema_package, settings.runtime.partition(".")[0]]
    first_party = f"lint.isort.known-first-party={json.dumps(ours)}"
    for arguments in (
        ["format", *_COMMON],
        ["check", *_COMMON, "--select", "F401,I", "--fix", "--config", first_party],
        ["format", *_COMMON],
    ):
        _ruff(arguments, folder, settings.source)


def _ruff(arguments: list[str], folder: Path, source: str) -> None:
    # Ruff comes as a binary beside this interpreter; PATH may hold another version.
    command = [sys.executable, "-m", "ruff", *arguments, "."]
    result = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if result.returncode:
        said = (result.stdout + result.stderr).strip()
        raise CodegenError(
            f"ruff {arguments[0]} refused what was generated:\n{said}",
            file=source,
            remedy="the specification led to code that is no Python; this is a fault of the templates",
        )
