"""Fifty clients at once, reading and writing: does every answer hold, and how long does it take?

Usage: ``python -m benchmarks.emulator_load [--clients 50] [--seconds 60]``. The emulator runs in a process of its own
over a world in a file. Every client acts as another person and remembers what it was told; at the end the world has
to agree with all of them. Exit code 1 when it does not, or when any request failed.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from statistics import quantiles

import attrs
import httpx

from instagram_v1.emulator import Emulator

MEDIA = 40
"""How many media all clients fight over."""


@attrs.define
class Report:
    """What came of a run.

    Attributes:
        clients: How many clients there were.
        seconds: How long they went on.
        took: Seconds that each request took, by kind.
        failures: What went wrong, in words.
    """

    clients: int
    seconds: float = 0.0
    took: dict[str, list[float]] = attrs.Factory(dict[str, list[float]])
    failures: list[str] = attrs.Factory(list[str])

    @property
    def requests(self) -> int:
        """How many requests were answered."""
        return sum(map(len, self.took.values()))

    def lines(self) -> Iterator[str]:
        """Write the report."""
        rate = self.requests / max(self.seconds, 1e-9)
        yield f"{self.clients} clients, {self.seconds:.1f} s: {self.requests} requests, {rate:.0f} a second"
        for kind, took in sorted(self.took.items()):
            cuts = quantiles(took, n=100) if len(took) > 1 else took * 99
            middle, late, last = (1000 * cuts[index] for index in (49, 94, 98))
            yield f"  {kind:<8} {len(took):>6}   median {middle:6.1f} ms   95 % {late:6.1f} ms   99 % {last:6.1f} ms"
        yield f"  failures: {len(self.failures)}"
        yield from (f"    {text}" for text in self.failures[:10])


@attrs.define
class World:
    """A world in a file, with a token for each client."""

    path: Path
    tokens: list[str]
    media: list[str]
    likers: dict[str, set[str]]


def prepare(path: Path, clients: int) -> World:
    """Make a world; let everybody who will take part authorise the client, and like nothing of the media."""
    with Emulator(db=path) as emulator:
        store = emulator.core.store
        sql = """SELECT pk, owner FROM media JOIN people ON people.id = owner WHERE NOT private AND owner NOT IN
            (SELECT blocker FROM blocks) ORDER BY pk DESC LIMIT ?"""
        media = [f"{pk}_{owner}" for pk, owner in store.database.rows(sql, MEDIA)]
        names = [row[0] for row in store.database.rows("SELECT username FROM people ORDER BY id LIMIT ?", clients)]
        tokens = [emulator.token(name) for name in names]
        with store.transaction():
            for token in tokens:
                for entry in media:
                    store.media.unlike(int(entry.partition("_")[0]), int(token.partition(".")[0]))
        return World(path, tokens, media, likers(emulator, media))


def likers(emulator: Emulator, media: list[str]) -> dict[str, set[str]]:
    """Give who likes which media."""
    sql = "SELECT person FROM likes WHERE pk = ? AND active"
    rows = emulator.core.store.database.rows
    return {entry: {str(row[0]) for row in rows(sql, int(entry.partition("_")[0]))} for entry in media}


@contextlib.contextmanager
def served(path: Path) -> Generator[str]:
    """Serve a world from a process of its own; give its address."""
    command = [sys.executable, "-m", "instagram_v1.emulator", "--db", str(path)]
    limits = ["--rate-limit", "100000000", "--write-limit", "100000000"]
    with subprocess.Popen([*command, *limits], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            line = process.stdout.readline()
            if not line.startswith("address:"):
                raise RuntimeError("the emulator did not start")
            yield line.partition(":")[2].strip()
        finally:
            process.terminate()


class Person:
    """One client: what it does, and what it was told."""

    def __init__(self, http: httpx.AsyncClient, token: str, world: World, report: Report, seed: int) -> None:
        self.id = token.partition(".")[0]
        self.likes: set[str] = set()
        self.comments: list[str] = []
        self._http, self._token, self._world, self._report = http, token, world, report
        self._rng = random.Random(seed)

    async def live(self, until: float) -> None:
        """Read and write until a moment."""
        while time.monotonic() < until:
            media = self._rng.choice(self._world.media)
            act = self._rng.choice((self._like, self._unlike, self._comment, self._look, self._look, self._feed))
            await act(media)

    async def _ask(self, kind: str, method: str, path: str, **form: str) -> httpx.Response | None:
        start = time.perf_counter()
        params = {"access_token": self._token}
        try:
            response = await self._http.request(method, path, params=params, data=form or None)
        except httpx.HTTPError as error:
            self._report.failures.append(f"{method} {path}: {error!r}")
            return None
        self._report.took.setdefault(kind, []).append(time.perf_counter() - start)
        if response.status_code != 200:
            self._report.failures.append(f"{method} {path}: {response.status_code} {response.text[:200]}")
            return None
        return response

    async def _like(self, media: str) -> None:
        if await self._ask("write", "POST", f"/media/{media}/likes"):
            self.likes.add(media)

    async def _unlike(self, media: str) -> None:
        if await self._ask("write", "DELETE", f"/media/{media}/likes"):
            self.likes.discard(media)

    async def _comment(self, media: str) -> None:
        text = f"load {self.id} {len(self.comments)}"
        if await self._ask("write", "POST", f"/media/{media}/comments", text=text):
            self.comments.append(text)

    async def _look(self, media: str) -> None:
        """Look at a media: what was written by oneself has to be seen."""
        response = await self._ask("media", "GET", f"/media/{media}")
        if response is not None and response.json()["data"]["user_has_liked"] is not (media in self.likes):
            self._report.failures.append(f"{self.id} does not see their own like of {media}")

    async def _feed(self, _: str) -> None:
        await self._ask("feed", "GET", "/users/self/feed")


async def crowd(address: str, world: World, seconds: float) -> tuple[Report, list[Person]]:
    """Let everybody loose."""
    report = Report(len(world.tokens))
    async with contextlib.AsyncExitStack() as stack:
        # A pool for each client: one pool with all connections would be the slowest part of the run.
        pools = [httpx.AsyncClient(base_url=address, trust_env=False, verify=False, timeout=30) for _ in world.tokens]
        for pool in pools:
            await stack.enter_async_context(pool)
        people = [
            Person(pool, token, world, report, seed)
            for seed, (pool, token) in enumerate(zip(pools, world.tokens, strict=True))
        ]
        start = time.monotonic()
        await asyncio.gather(*(person.live(start + seconds) for person in people))
        report.seconds = time.monotonic() - start
    return report, people


def compare(world: World, people: list[Person], report: Report) -> None:
    """Hold the world against what everybody was told."""
    with Emulator(db=world.path) as emulator:
        for media, now in likers(emulator, world.media).items():
            expected = world.likers[media] | {person.id for person in people if media in person.likes}
            if now != expected:
                report.failures.append(f"{media}: likes of {sorted(now ^ expected)} are lost, or came back")
        there = [row[0] for row in emulator.core.store.database.rows("SELECT text FROM comments ORDER BY id")]
        for person in people:
            mine = [text for text in there if text.startswith(f"load {person.id} ")]
            if mine != person.comments:
                report.failures.append(f"comments of {person.id}: {len(mine)} there, {len(person.comments)} written")


def run(clients: int, seconds: float) -> Report:
    """Make a world, let clients loose on it, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        world = prepare(Path(folder) / "world.db", clients)
        with served(world.path) as address:
            report, people = asyncio.run(crowd(address, world, seconds))
        compare(world, people, report)
    return report


def main() -> int:
    """Run, and tell."""
    parser = argparse.ArgumentParser(description="Load the emulator with many clients at once.")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60.0)
    options = parser.parse_args()
    report = run(options.clients, options.seconds)
    print("\n".join(report.lines()))
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
