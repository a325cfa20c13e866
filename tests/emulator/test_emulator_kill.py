"""Nothing that was answered is lost, however the emulator ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import httpx
import pytest

from instagram_v1.emulator import Emulator
from tests.support.emulation import Api

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork and no SIGKILL")


def test_forty_kills_lose_nothing(tmp_path: Path) -> None:
    """Killed at a random moment, forty times: each answered write is there, nothing else is, and the counts agree."""
    command = [sys.executable, "-m", "tests.support.emulation_kill", str(tmp_path / "world.db"), "40", "7"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    answered = int(done.stdout.split()[2])
    assert done.stdout.startswith("40 kills")
    assert answered >= 80


def _serve(path: Path) -> tuple[subprocess.Popen[str], str, str]:
    """Start the command line; give the process, the address and a token."""
    command = [sys.executable, "-m", "instagram_v1.emulator", "--db", str(path), "--write-limit", "1000000"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    told: dict[str, str] = {}
    assert process.stdout is not None
    while "token" not in told:
        name, _, value = process.stdout.readline().partition(":")
        assert name, "the emulator did not start"
        told[name] = value.strip()
    return process, told["address"], told["token"]


def _comment(address: str, token: str, media: str, name: str, answered: list[str]) -> None:
    with httpx.Client(trust_env=False, timeout=10) as http:
        for index in range(100_000):
            text = f"{name}-{index} is here"
            try:
                response = http.post(
                    f"{address}/media/{media}/comments", params={"access_token": token}, data={"text": text}
                )
            except httpx.TransportError:
                return
            assert response.status_code == 200
            answered.append(text)


def test_the_command_line_survives_kill(tmp_path: Path) -> None:
    """Four clients write over HTTP while the process is killed; each comment that was answered stands there."""
    path, answered = tmp_path / "world.db", list[str]()
    media = Api(Emulator()).get("/users/self/feed", count=1)[0]["id"]
    for round_ in range(2):
        process, address, token = _serve(path)
        jobs = [(address, token, media, f"r{round_}c{client}", answered) for client in range(4)]
        threads = [threading.Thread(target=_comment, args=job) for job in jobs]
        for thread in threads:
            thread.start()
        end = time.monotonic() + 30
        while len(answered) < 20 * (round_ + 1) and time.monotonic() < end:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        process.wait(10)
        assert process.stdout is not None
        process.stdout.close()
        for thread in threads:
            thread.join(10)
    with Emulator(db=path) as emulator:
        database = emulator.core.store.database
        there = [row[0] for row in database.rows("SELECT text FROM comments WHERE text LIKE '% is here'")]
        assert len(there) == len(set(there))
        assert set(answered) <= set(there)
        # At most the one write of each client that was under way can be there without an answer.
        assert len(there) - len(answered) <= 8
        assert len(answered) > 20
