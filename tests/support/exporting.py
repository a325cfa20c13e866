"""Exports in this process, onto a disk that can die at any moment."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from instagram_v1 import Client, asdict, testing
from instagram_v1.cli.archive import source
from instagram_v1.cli.archive.disk import Disk
from instagram_v1.cli.archive.exporter import Exporter, Result, manifest
from instagram_v1.cli.archive.folder import Folder
from instagram_v1.cli.archive.journal import Head
from instagram_v1.cli.archive.patience import Patience
from instagram_v1.cli.archive.plan import PARTS
from instagram_v1.emulator import Emulator

PERSON = "hugo.studio240"
"""Somebody with a few of everything in the usual world."""


class Killed(BaseException):
    """The process is gone; nothing of it runs any more."""


class DyingDisk(Disk):
    """A disk whose process is killed at one of its operations.

    Args:
        last: Number of the operation, from 0, at which it is.
        share: How much of a write still gets through, from 0 to 1.
    """

    def __init__(self, last: int, share: float = 0.0) -> None:
        self._left = last
        self._share = share
        self.dead = False

    def append(self, handle: int, content: bytes) -> None:
        """Write, or a part of it."""
        self._live(lambda: super(DyingDisk, self).append(handle, content[: int(len(content) * self._share)]))
        super().append(handle, content)

    def settle(self, handle: int) -> None:
        """Nothing to do: it is the process that ends here, not the machine."""
        self._live(lambda: None)

    def cut(self, handle: int, size: int) -> None:
        """Cut, or not."""
        self._live(lambda: None)
        super().cut(handle, size)

    def replace(self, path: Path, content: bytes) -> None:
        """Replace, or leave the new file beside the old one."""
        part = content[: int(len(content) * self._share)]
        self._live(lambda: path.with_name(f".{path.name}.new").write_bytes(part))
        super().replace(path, content)

    def _live(self, last_breath: Callable[[], object]) -> None:
        if self.dead:
            raise Killed
        self._left -= 1
        if self._left < 0:
            self.dead = True
            last_breath()
            raise Killed


class Quiet:
    """A watcher that does not look."""

    def begin(self, part: str, total: int | None, there: int) -> None:
        """A part begins."""

    def advance(self, number: int) -> None:
        """Something was stored."""


class Rig:
    """One account of an emulator, and exports of it.

    Args:
        emulator: The emulator.
        person: Whose account.
        many: Items in a page: few, so that there are several pages of few things.
    """

    def __init__(self, emulator: Emulator, person: str = PERSON, many: int = 4) -> None:
        self.emulator = emulator
        self.person = person
        self.token = emulator.token(person)
        self._many = many

    def client(self, **options: Any) -> Client:
        """A client of that account."""
        return testing.client(self.emulator, **{"access_token": self.token, "bad_items": "raw", **options})

    def export(
        self, path: Path, *, disk: Disk | None = None, update: bool = False, patience: Patience | None = None
    ) -> list[Result]:
        """Export, or go on with it."""
        kept, source._MANY = source._MANY, self._many  # type: ignore[misc]
        try:
            with self.client() as ig:
                me = ig.users.get("self")
                head = Head(account=me.id, username=me.username, base_url="here")
                folder = Folder(path, head, update=update, disk=disk, every=0.5 if disk is None else 0)
                try:
                    waits = patience or Patience(lambda seconds: None, 0)
                    results = Exporter(folder, source.Source(ig), waits, Quiet(), asdict(me, wire=True)).run()
                    folder.write_manifest(manifest(folder, results))
                finally:
                    folder.close()
        finally:
            source._MANY = kept  # type: ignore[misc]
        return results

    def world(self) -> dict[str, Counter[str]]:
        """What there is to export now, by part: the key of each item, once."""
        with self.client() as ig:
            media = [item.id for item in ig.users.recent_media("self")]
            return {
                "profile": Counter(["self"]),
                "media": Counter(media),
                "comments": Counter(f"{of} {item.id}" for of in media for item in ig.comments.list(of)),
                "likes": Counter(f"{of} {item.id}" for of in media for item in ig.likes.list(of)),
                "follows": Counter(item.id for item in ig.relationships.follows("self")),
                "followed_by": Counter(item.id for item in ig.relationships.followed_by("self")),
                "requested_by": Counter(item.id for item in ig.relationships.requested_by()),
                "liked_media": Counter(item.id for item in ig.users.liked_media()),
            }


def exported(path: Path) -> dict[str, Counter[str]]:
    """What an export holds, by part: how often each item."""
    found: dict[str, Counter[str]] = {}
    for part in PARTS:
        lines = [json.loads(line) for line in (path / part.file).read_text(encoding="utf-8").splitlines()]
        if part.name == "profile":
            found[part.name] = Counter("self" for _ in lines)
        elif part.inside:
            found[part.name] = Counter(f"{line['media_id']} {line[part.inside]['id']}" for line in lines)
        else:
            found[part.name] = Counter(line["id"] for line in lines)
    return found
