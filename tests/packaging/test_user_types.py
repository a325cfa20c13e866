"""What type checkers tell a user of the installed wheel."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.bare import Bare, environment

MISUSE = "misuse.py"


def mypy(folder: Path, bare: Bare, *files: str) -> list[str]:
    """Errors of mypy --strict on these files, as ``file:line: text``."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "--hide-error-context"]
    place = ["--python-executable", str(bare.python), "--cache-dir", str(folder / ".mypy_cache")]
    done = subprocess.run([*command, *place, *files], cwd=folder, env=environment(), capture_output=True, text=True)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    return [line for line in done.stdout.splitlines() if ": error:" in line]


def pyright(folder: Path, bare: Bare, *files: str) -> list[str]:
    """Errors of pyright in strict mode on these files, as ``file:line: text``."""
    (folder / "pyrightconfig.json").write_text(json.dumps({"typeCheckingMode": "strict", "include": list(files)}))
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", str(bare.python), "-p", str(folder)]
    done = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True)
    found = json.loads(done.stdout)["generalDiagnostics"]
    return [
        f"{Path(row['file']).name}:{row['range']['start']['line'] + 1}: {row['message']}"
        for row in found
        if row["severity"] == "error"
    ]


CHECKERS = pytest.mark.parametrize("checker", [mypy, pyright])


def lines(errors: list[str]) -> set[int]:
    """The line of each error."""
    return {int(match[1]) for error in errors if (match := re.match(r"[^:]+:(\d+)", error))}


@pytest.mark.slow
@CHECKERS
def test_right_use_is_clean(checker: type[object], checked: Path, full: Bare) -> None:
    """Every promised type is inferred as promised, and the README's code is clean as a user would check it."""
    names = sorted(path.name for path in checked.glob("*.py") if path.name != MISUSE)
    assert any(name.startswith("readme_") for name in names)
    assert globals()[checker.__name__](checked, full, *names) == []


@pytest.mark.slow
@CHECKERS
def test_wrong_use_is_found(checker: type[object], checked: Path, full: Bare) -> None:
    """Each line marked as wrong is an error, and no other line is."""
    source = (checked / MISUSE).read_text(encoding="utf-8").splitlines()
    wrong = {number for number, line in enumerate(source, 1) if "# wrong:" in line}
    errors = globals()[checker.__name__](checked, full, MISUSE)
    assert wrong == lines(errors), errors


@pytest.mark.slow
def test_public_types_are_complete(full: Bare) -> None:
    """Pyright knows the type of everything that the package exports."""
    variables = environment()
    variables["PATH"] = f"{full.python.parent}{os.pathsep}{variables.get('PATH', '')}"
    command = [sys.executable, "-m", "pyright", "--outputjson", "--ignoreexternal", "--verifytypes", "instagram_v1"]
    done = subprocess.run(command, cwd=full.folder, env=variables, capture_output=True, text=True)
    report = json.loads(done.stdout)["typeCompleteness"]
    unknown = [symbol["name"] for symbol in report["symbols"] if symbol["isExported"] and not symbol["isTypeKnown"]]
    assert unknown == []
    assert report["exportedSymbolCounts"]["withKnownType"] > 100
