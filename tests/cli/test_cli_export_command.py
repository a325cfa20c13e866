"""The command ``export`` as people run it, and as they end it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.cli.archive import exporter
from instagram_v1.cli.archive.plan import PARTS
from instagram_v1.cli.codes import Exit
from instagram_v1.emulator import Emulator
from tests.support.exporting import Rig, exported
from tests.support.shell import Shell


@pytest.fixture(scope="module")
def rig() -> Rig:
    """One account in a world that no test here changes."""
    return Rig(Emulator(rate_limit=10**9))


@pytest.fixture(scope="module")
def world(rig: Rig) -> dict[str, Counter[str]]:
    """What there is to export."""
    return rig.world()


@pytest.fixture
def signed_in(served: Emulator, monkeypatch: pytest.MonkeyPatch) -> Emulator:
    """The small account of the served emulator, signed in."""
    monkeypatch.setenv("INSTAGRAM_V1_BASE_URL", served.base_url)
    monkeypatch.setenv("INSTAGRAM_V1_TOKEN", served.token("hugo.studio240"))
    return served


def test_the_command(shell: Shell, signed_in: Emulator, tmp_path: Path) -> None:
    """`export DIR` says what is there, asks as much as it must, and keeps the token out of every file."""
    done = shell("export", tmp_path / "a")
    assert done.code == Exit.DONE
    assert done.rows[0] == ["file", "items", "state", "remark"]
    assert {row[0] for row in done.rows[1:]} == {part.file for part in PARTS}
    written = b"".join(path.read_bytes() for path in (tmp_path / "a").iterdir())
    assert signed_in.token("hugo.studio240").encode() not in written
    assert done.err == ""
    assert shell("export", tmp_path / "a") == done


def test_the_command_in_an_emulator(shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--emulator` is for trying; the parts that take long are left out here."""
    monkeypatch.setattr(exporter, "PARTS", [part for part in PARTS if part.name in ("profile", "requested_by")])
    assert shell("export", tmp_path / "a", "--emulator").code == Exit.DONE
    assert exported(tmp_path / "a")["requested_by"].total() > 1


def test_the_command_waits(shell: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Waits are told beside the data; without patience the command ends with its code, and says how to go on."""
    slept: list[float] = []
    with Emulator(rate_limit=20) as emulator:

        def sleep(seconds: float) -> None:
            slept.append(seconds)
            emulator.jump(seconds)

        monkeypatch.setattr("time.sleep", sleep)
        monkeypatch.setenv("INSTAGRAM_V1_BASE_URL", emulator.base_url)
        monkeypatch.setenv("INSTAGRAM_V1_TOKEN", emulator.token("hugo.studio240"))
        emulator.jump(1)
        done = shell("export", tmp_path / "a", "--max-wait", "0")
        while done.code == Exit.RATE_LIMITED:
            assert "run the same command again" in done.err
            emulator.jump(3601)
            done = shell("export", tmp_path / "a")
        assert done.code == Exit.DONE


def test_foreign_folder_is_refused_first(shell: Shell, tmp_path: Path) -> None:
    """A wrong folder is told before anything is asked."""
    (tmp_path / "notes.txt").write_text("mine")
    done = shell("export", tmp_path, "--client-id", "x", "--base-url", "http://127.0.0.1:9/v1")
    assert (done.code, "notes.txt" in done.err) == (Exit.FILES, True)


@pytest.fixture(scope="module")
def slow() -> Iterator[Emulator]:
    """An emulator that takes its time, so that a command is in the middle of its work when it is ended."""
    with Emulator(faults=["slow:wait=0.1,per_second=1000000"]) as made:
        yield made


def started_at(emulator: Emulator, path: Path) -> subprocess.Popen[bytes]:
    """The command in a process of its own, once it has begun."""
    token = emulator.token("hugo.studio240")
    variables = {**os.environ, "INSTAGRAM_V1_BASE_URL": emulator.base_url, "INSTAGRAM_V1_TOKEN": token}
    line = [sys.executable, "-m", "instagram_v1.cli", "export", str(path)]
    child = subprocess.Popen(line, env=variables, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    until(lambda: steps(path) > 0 or child.poll() is not None)
    return child


@pytest.mark.parametrize("wait", [0, 0.3, 0.6, 0.9])
def test_really_killed(slow: Emulator, rig: Rig, world: dict[str, Counter[str]], tmp_path: Path, wait: float) -> None:
    """SIGKILL in the middle of real work: the next run has everything once."""
    path = tmp_path / "a"
    child = started_at(slow, path)
    time.sleep(wait)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert child.returncode == -signal.SIGKILL
    rig.export(path)
    assert exported(path) == world


def test_really_interrupted(slow: Emulator, tmp_path: Path) -> None:
    """Ctrl-C ends with 130, complete files, and how to go on."""
    path = tmp_path / "a"
    child = started_at(slow, path)
    time.sleep(0.3)
    child.send_signal(signal.SIGINT)
    _, said = child.communicate(timeout=20)
    assert child.returncode == Exit.INTERRUPTED
    assert b"run the same command again" in said
    assert b"Traceback" not in said
    assert steps(path) > 1
    assert all(file.read_bytes()[-1:] in (b"", b"\n") for file in path.glob("*.jsonl"))


def steps(path: Path) -> int:
    """How many lines the journal has."""
    journal = path / "journal.jsonl"
    return journal.read_bytes().count(b"\n") if journal.exists() else 0


def until(true: Any, seconds: float = 20) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.002)
