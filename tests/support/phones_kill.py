"""Kills an emulator in the middle of uploads, again and again, and looks at what is left.

Run by itself: it forks, and a process with threads of its own must not. Each child uploads and configures pictures one
after the other, from a given number on, and tells after each step that it was answered.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from instagram_v1.emulator import Emulator
from tests.support.phones import Phone, fine, jpeg


def child(path: Path, start: int, pipe: int) -> None:
    """Publish until killed."""
    phone, photo = Phone(Emulator(db=path, write_limit=10**9, rate_limit=10**9)), jpeg(300, 200)
    os.write(pipe, b"r")
    for stamp in range(start, start + 100_000):
        fine(phone.send(photo, stamp))
        os.write(pipe, b".")
        phone.post("/media/configure", device_timestamp=stamp, caption=f"number {stamp}")
        os.write(pipe, b".")


def killed(path: Path, start: int, rng: random.Random) -> int:
    """Let a child publish from a number on, kill it; give how many steps were answered."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            child(path, start, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    assert os.read(ours, 1) == b"r", "the child did not start"
    # Counted in steps, not in time alone: on a machine that has other things to do, none might have been answered.
    answered, wanted = 0, rng.randint(3, 12)
    while answered < wanted and (data := os.read(ours, 65536)):
        answered += len(data)
    time.sleep(rng.uniform(0, 0.02))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while data := os.read(ours, 65536):
        answered += len(data)
    os.close(ours)
    return answered


def check(path: Path, start: int, answered: int) -> int:
    """Compare the file with what was answered; the step that was under way may have happened or not. Give the rest."""
    with Emulator(db=path) as emulator:
        database = emulator.core.store.database
        assert database.rows("PRAGMA integrity_check") == [("ok",)]
        assert database.rows("PRAGMA foreign_key_check") == []
        sql = """SELECT device_timestamp, data IS NOT NULL, caption FROM phone_media JOIN media USING (pk)
            LEFT JOIN pictures USING (pk) WHERE device_timestamp >= ? ORDER BY device_timestamp"""
        made = [(row[0], bool(row[1]), row[2]) for row in database.rows(sql, start)]
        assert made == [(start + index, True, f"number {start + index}") for index in range(len(made))]
        assert answered // 2 <= len(made) <= (answered + 1) // 2, (made, answered)
        assert database.number("SELECT count(*) FROM pictures") == database.number("SELECT count(*) FROM phone_media")
        waiting = [row[0] for row in database.rows("SELECT device_timestamp FROM phone_uploads")]
        assert waiting in ([], [start + len(made)])
        if waiting:
            # It waited through the end of the process.
            Phone(emulator).post("/media/configure", device_timestamp=waiting[0], caption=f"number {waiting[0]}")
        return len(made) + len(waiting)


def main(path: Path, rounds: int, seed: int) -> None:
    """Kill a number of times, check after each."""
    rng, start, steps = random.Random(seed), 0, 0
    Emulator(db=path).close()
    for _ in range(rounds):
        answered = killed(path, start, rng)
        start += check(path, start, answered)
        steps += answered
    print(f"{rounds} kills, {steps} answered steps")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
