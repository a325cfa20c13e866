"""A process that has the build loaded and forks a child for each command, so that many can be killed in little time.

A forked child is what a started process is, less the seconds of loading. This file is that process too, when run.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from codegen.cli import main
from tests.support.tiny_api import make_root


class Nursery:
    """Commands of ``python -m codegen``, each in a process of its own.

    Args:
        process: This file, running.
    """

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, *commands: Sequence[str], kill_at: int | None = None, kill_after: float | None = None) -> list[int]:
        """Run commands at the same time.

        Args:
            commands: Their arguments.
            kill_at: Which rename they do not live to see, counted from 0.
            kill_after: After how many seconds they are killed.

        Returns:
            How each ended: its exit code, or less than zero the signal.
        """
        assert self._process.stdin
        assert self._process.stdout
        said = {"commands": [list(map(str, command)) for command in commands], "at": kill_at, "after": kill_after}
        self._process.stdin.write(json.dumps(said) + "\n")
        self._process.stdin.flush()
        codes: list[int] = json.loads(self._process.stdout.readline())
        return codes


@contextmanager
def nursery() -> Iterator[Nursery]:
    """Start the process; it ends with the context."""
    command = [sys.executable, str(Path(__file__).resolve())]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    with process:
        yield Nursery(process)
        assert process.stdin
        process.stdin.close()


def _serve() -> None:
    # One run loads and compiles what all children then have.
    with tempfile.TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        root = make_root(Path(folder))
        new = shutil.copyfile(root / "spec" / "tiny" / "swagger.yaml", root / "new.yaml")
        new.write_text(new.read_text().replace("many", "few"))
        main(["regenerate", str(new), "--root", str(root)])
    for line in sys.stdin:
        said = json.loads(line)
        children = [_fork(command, said["at"]) for command in said["commands"]]
        if said["after"] is not None:
            time.sleep(said["after"])
            for child in children:
                os.kill(child, signal.SIGKILL)
        codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
        sys.stdout.write(json.dumps(codes) + "\n")
        sys.stdout.flush()


def _fork(command: list[str], kill_at: int | None) -> int:
    child = os.fork()
    if child:
        return child
    nothing = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nothing, stream)
    if kill_at is not None:
        _die_at(kill_at)
    code = 70
    try:
        code = main(command)
    finally:
        os._exit(code)


def _die_at(count: int) -> None:
    left, real = [count], Path.rename

    def rename(self: Path, target: Path) -> Path:
        left[0] -= 1
        if left[0] == -1:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(self, target)

    Path.rename = rename  # type: ignore[assignment, method-assign]


if __name__ == "__main__":
    _serve()
