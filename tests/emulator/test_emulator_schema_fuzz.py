"""What the built document allows, and what it does not, is answered as the document says: tried by schemathesis."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from instagram_v1.emulator import Emulator

ROOT = Path(__file__).parents[2]
PROGRAM = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or shutil.which("schemathesis")

CHECKS = "not_a_server_error,status_code_conformance,response_schema_conformance,response_headers_conformance"
"""Not the content type: addresses that lead nowhere are answered with a page of HTML, as they always were."""


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="schemathesis is not installed: pip install schemathesis")
@pytest.mark.parametrize("profile", ["2015", "2017", "retired"])
def test_the_document_holds(tmp_path: Path, profile: str) -> None:
    """No request makes the emulator fail, and each answer is one that the document knows."""
    with Emulator(profile, rate_limit=10**9, write_limit=10**9) as emulator:
        settings = f'[parameters]\naccess_token = "{emulator.token()}"\nclient_id = "{emulator.client_id}"\n'
        (tmp_path / "schemathesis.toml").write_text(settings, encoding="utf-8")
        command = [
            str(PROGRAM), "--config-file", str(tmp_path / "schemathesis.toml"), "run",
            str(ROOT / "spec" / "instagram" / "openapi.yaml"), "--url", emulator.base_url, "--checks", CHECKS,
            "--max-examples", "12", "--seed", "1", "--phases", "coverage,fuzzing", "--max-time", "15", "--no-color",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "No issues found" in done.stdout or " passed" in done.stdout
