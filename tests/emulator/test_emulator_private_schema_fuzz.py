"""What the document of the private API allows, and what it does not, is answered as it says: tried by schemathesis."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from instagram_v1.emulator import Emulator

ROOT = Path(__file__).parents[2]
PROGRAM = shutil.which("schemathesis", path=str(Path(sys.executable).parent)) or shutil.which("schemathesis")

CHECKS = (
    "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,"
    "response_headers_conformance"
)


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason="schemathesis is not installed: pip install schemathesis")
def test_the_document_of_the_private_api_holds(tmp_path: Path) -> None:
    """No request makes the emulator fail, and each answer is one that the document knows."""
    with Emulator(api="private", rate_limit=10**9, write_limit=10**9) as emulator:
        command = [
            str(PROGRAM), "run", str(ROOT / "spec" / "private" / "openapi.yaml"), "--url", emulator.base_url,
            "--header", f"Cookie: {emulator.private.cookie()}", "--checks", CHECKS, "--max-examples", "12",
            # Signing out would leave nothing but refusals for all that comes after it.
            "--exclude-operation-id", "accounts_logout", "--seed", "1", "--phases", "coverage,fuzzing", "--max-time",
            "15", "--no-color",
        ]  # fmt: skip
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=180, check=False)
    assert done.returncode == 0, done.stdout[-6000:]
    assert "No issues found" in done.stdout or " passed" in done.stdout
