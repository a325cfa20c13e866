"""Kills an emulator in the middle of its writes, again and again, and looks at what is left.

Run by itself: it forks, and a process with threads of its own must not. Each child performs a fixed sequence of
writes from a given index on, and tells after each one that it was answered.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path

from instagram_v1.emulator import Emulator
from tests.support.emulation import Api

MEDIA = 11
"""No multiple of three, so that each media gets each kind of write."""


def perform(api: Api, media: list[str], index: int) -> None:
    """Perform the write of an index: mostly likes and comments, each on one of a few media."""
    target = media[index % MEDIA]
    if index % 3 == 0:
        api.call("POST", f"/media/{target}/comments", {"text": f"write {index}"})
    elif index % 3 == 1:
        api.call("POST", f"/media/{target}/likes")
    else:
        api.call("DELETE", f"/media/{target}/likes")


def child(path: Path, media: list[str], start: int, pipe: int) -> None:
    """Write until killed."""
    api = Api(Emulator(db=path, write_limit=10**9, rate_limit=10**9))
    os.write(pipe, b"r")
    for index in range(start, start + 100_000):
        perform(api, media, index)
        os.write(pipe, b".")


def killed(path: Path, media: list[str], start: int, rng: random.Random) -> int:
    """Let a child write from an index on, kill it; give how many writes were answered."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            child(path, media, start, theirs)
        finally:
            os._exit(1)
    os.close(theirs)
    assert os.read(ours, 1) == b"r", "the child did not start"
    # Counted in writes, not in time alone: on a machine that has other things to do, none might have been answered.
    answered, wanted = 0, rng.randint(2, 9)
    while answered < wanted and (data := os.read(ours, 65536)):
        answered += len(data)
    time.sleep(rng.uniform(0, 0.01))
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    while data := os.read(ours, 65536):
        answered += len(data)
    os.close(ours)
    return answered


def check(path: Path, media: list[str], done: list[tuple[int, int]]) -> None:
    """Compare the file with the writes that were answered; those that were under way may have happened or not."""
    emulator = Emulator(db=path)
    api = Api(emulator)
    database = emulator.core.store.database
    assert database.rows("PRAGMA integrity_check") == [("ok",)]
    assert database.rows("PRAGMA foreign_key_check") == []
    comments = {row[0] for row in database.rows("SELECT text FROM comments WHERE text LIKE 'write %'")}
    answered = {f"write {i}" for start, end in done for i in range(start, end) if i % 3 == 0}
    open_ends = {f"write {end}" for _, end in done}
    assert answered <= comments, f"lost: {sorted(answered - comments)}"
    assert comments <= answered | open_ends, f"invented: {sorted(comments - answered - open_ends)}"
    for target in media:
        likers = database.number("SELECT count(*) FROM likes WHERE pk = ? AND active", int(target.partition("_")[0]))
        assert api.get(f"/media/{target}")["likes"]["count"] == likers
    liked_as_answered(api, media, done[-1])
    emulator.close()


def liked_as_answered(api: Api, media: list[str], last: tuple[int, int]) -> None:
    """Compare the likes with the latest answered write to each media in the last round."""
    start, end = last
    expected = {media[i % MEDIA]: i % 3 == 1 for i in range(start, end) if i % 3}
    expected.pop(media[end % MEDIA], None)
    for target, liked in expected.items():
        assert api.get(f"/media/{target}")["user_has_liked"] is liked, target


def main(path: Path, rounds: int, seed: int) -> None:
    """Kill a number of times, check after each."""
    rng, index, done = random.Random(seed), 0, list[tuple[int, int]]()
    with Emulator(db=path) as emulator:
        media = [item["id"] for item in Api(emulator).get("/users/self/feed", count=MEDIA)]
    for _ in range(rounds):
        answered = killed(path, media, index, rng)
        done.append((index, index + answered))
        check(path, media, done)
        index += answered + 1
    print(f"{rounds} kills, {sum(end - start for start, end in done)} answered writes")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
