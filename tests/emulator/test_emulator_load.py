"""Many clients at once: no error, no lost like, and everybody sees what they wrote."""

from __future__ import annotations

import threading
from typing import Any

from benchmarks.emulator_load import run
from instagram_v1.emulator import Emulator
from tests.support.emulation import Api


def test_fifty_clients_at_once() -> None:
    """The short form of `python -m benchmarks.emulator_load`: likes, comments and what is seen of them agree."""
    report = run(clients=50, seconds=3)
    assert report.failures == []
    assert report.requests >= 50
    assert {"write", "media", "feed"} == set(report.took)
    assert next(report.lines()).startswith("50 clients, ")


def test_the_report_tells_what_went_wrong() -> None:
    """A loss is found: the comparison is not blind."""
    from benchmarks.emulator_load import Report

    report = Report(1, 1.0, {"write": [0.001]}, ["something is lost"])
    assert list(report.lines())[-2:] == ["  failures: 1", "    something is lost"]


def test_threads_in_process_see_one_order() -> None:
    """Threads that set and take back likes of one media leave the count that their last words add up to."""
    emulator = Emulator(write_limit=10**9)
    first = Api(emulator)
    media = first.get("/users/self/feed", count=1)[0]["id"]
    people = [row[0] for row in emulator.core.store.database.rows("SELECT username FROM people LIMIT 8 OFFSET 20")]
    apis = [Api(emulator, emulator.token(name)) for name in people]
    for api in apis:
        api.call("DELETE", f"/media/{media}/likes")
    before = first.get(f"/media/{media}")["likes"]["count"]
    seen: list[Any] = []

    def work(index: int) -> None:
        for turn in range(25 + index % 2):
            apis[index].call("POST" if turn % 2 == 0 else "DELETE", f"/media/{media}/likes")
            seen.append(apis[index].get(f"/media/{media}")["user_has_liked"] is (turn % 2 == 0))

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(apis))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(seen)
    assert len(seen) == 4 * 25 + 4 * 26
    # An odd number of turns ends with a like, an even one without.
    assert first.get(f"/media/{media}")["likes"]["count"] == before + 4
