"""Runs the commands of a document in a working copy of its own, most of them without a process of their own."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

from tests.support.document_commands import PYTHONS
from tests.support.repository import ROOT

# What building needs, and what the version is read from.
_PARTS = ("spec", "generated", "overrides", "pyproject.toml", "CHANGELOG.md")
_LOCAL = {"cat", "cp", "echo", "head", "ls", "mkdir", "rm", "sed"}


class Shell:
    """Where the commands of one document run.

    Args:
        folder: An empty folder; it is the working directory.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, line: str) -> str | None:
        """Run a command and give what it printed; ``None`` for one that is of another place or takes its time."""
        words = shlex.split(line)
        if words[0] in PYTHONS and words[1:2] == ["-m"]:
            words = [f"-m {words[2]}", *words[3:]]
        if words[0] not in _LOCAL and words[0] not in _PROGRAMS:
            return None
        if not (self.folder / "spec").exists() and re.search(r"\bcodegen\b|\bspec/", line):
            self._furnish()
        if words[0] in _PROGRAMS:
            program = _PROGRAMS[words[0]]
            return (
                None
                if words[1:2] and words[1] in _ENDLESS.get(words[0], ())
                else _said(lambda: program(self, words[1:]))
            )
        done = subprocess.run(line, shell=True, cwd=self.folder, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def _furnish(self) -> None:
        # A copy of the repository, as far as commands touch it.
        for name in _PARTS:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, self.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copyfile(source, self.folder / name)


def matches(shown: str, said: str) -> bool:
    """Whether output is as shown: ``…`` stands for anything within a line, and alone for any lines.

    Tabs are blanks up to the next stop, as a terminal shows them.
    """
    parts = [r"(?:.*\n)*?" if line == "…" else _pattern(line) for line in _lines(shown)]
    return re.fullmatch("".join(parts), as_shown(said)) is not None


def as_shown(output: str) -> str:
    """Output as documents show it: without tabs and blanks at line ends."""
    return "".join(f"{line}\n" for line in _lines(output))


def _lines(output: str) -> list[str]:
    return [line.expandtabs().rstrip() for line in output.strip("\n").splitlines()]


def _pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in line.split("…")) + r"\n"


def _said(run: Callable[[], int]) -> str:
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = run()
    # 1 says that something was found, which examples show.
    assert code in {0, 1}, said.getvalue()
    return said.getvalue()


def _codegen(shell: Shell, words: list[str]) -> int:
    from codegen.cli import main

    return main([*words, "--root", str(shell.folder)])


def _emulator(shell: Shell, words: list[str]) -> int:
    from instagram_v1.emulator.__main__ import main

    # It tells what it serves, and ends: another port than the one that is shown may be taken here.
    over = threading.Event()
    over.set()
    asked = words[words.index("--port") + 1] if "--port" in words else ""
    free = _free_port()
    with redirect_stdout(io.StringIO()) as said:
        code = main([free if word == asked else word for word in words], over)
    print(said.getvalue().replace(f":{free}", f":{asked}") if asked else said.getvalue(), end="")
    return code


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _instagram(shell: Shell, words: list[str]) -> int:
    from instagram_v1.cli.program import run

    # Its exit codes mean something, and examples show what goes wrong, too.
    run(words)
    return 0


_PROGRAMS: dict[str, Callable[[Shell, list[str]], int]] = {
    "-m codegen": _codegen,
    "-m instagram_v1.emulator": _emulator,
    "instagram-v1": _instagram,
}
# What goes on until somebody ends it, or waits for a browser.
_ENDLESS = {"instagram-v1": ("emulator", "login")}
