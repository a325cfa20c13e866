"""The tour that `make run` gives, as a person and as a pipe see it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from examples import tour
from instagram_v1 import Client
from tests.support.repository import ROOT

STEPS = [
    "start the emulator",
    "sign in",
    "profile",
    "own media, all pages",
    "search by place",
    "like and unlike",
    "comment and delete",
    "a token without the scope",
    "a retired endpoint",
    "request budget",
    "stop the emulator",
]
COMMAND = [sys.executable, "-W", "error", str(ROOT / "examples" / "tour.py")]


def test_tour_in_a_pipe() -> None:
    """Every step succeeds, in order, in plain text: no colour, no bar."""
    variables = {name: value for name, value in os.environ.items() if name not in {"FORCE_COLOR", "TTY_COMPATIBLE"}}
    done = subprocess.run(COMMAND, cwd=ROOT, env=variables, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    places = [done.stdout.find(f"\n{step}") for step in STEPS[1:]]
    assert -1 not in places
    assert places == sorted(places)
    assert "\x1b" not in done.stdout
    assert "\r" not in done.stdout


def test_tour_shows_no_secret(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The token that the sign-in brings is used and never printed."""
    tokens: list[str] = []
    sign_in = tour.Tour.sign_in

    def remembered(self: tour.Tour) -> str:
        tokens.append(sign_in(self))
        return tokens[-1]

    monkeypatch.setattr(tour.Tour, "sign_in", remembered)
    assert tour.main() == 0
    assert tokens[0]
    assert tokens[0] not in capsys.readouterr().out


def test_tour_in_a_terminal_without_colour() -> None:
    """NO_COLOR is honoured: a terminal gets no colour codes."""
    variables = os.environ | {"NO_COLOR": "1", "TERM": "xterm-256color"}
    primary, secondary = pty.openpty()
    with subprocess.Popen(COMMAND, cwd=ROOT, env=variables, stdout=secondary, stderr=secondary) as process:
        os.close(secondary)
        output = _everything(primary)
    assert process.returncode == 0, output
    assert "own media, all pages" in output
    assert "\x1b[3" not in output.replace("\x1b[39m", "")


def test_a_failing_step_says_what_to_do(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A step that fails ends the tour with its name, the error and a remedy."""

    def broken(ig: Client, media_id: str) -> int:
        raise RuntimeError(f"no likes for {media_id}")

    monkeypatch.setattr(tour, "likes_of", broken)
    assert tour.main() == 1
    said = capsys.readouterr()
    assert "The tour stopped at like and unlike: RuntimeError: no likes for" in said.err
    assert "to do: make test" in said.err
    assert "comment and delete" not in said.out


def _everything(descriptor: int) -> str:
    chunks: list[bytes] = []
    try:
        while chunk := os.read(descriptor, 65536):
            chunks.append(chunk)
    except OSError:
        # Linux says so when the other end of a terminal is closed.
        pass
    os.close(descriptor)
    return b"".join(chunks).decode()
