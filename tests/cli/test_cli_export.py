"""Exports: everything once, however often they are cut off, whatever changes meanwhile."""

from __future__ import annotations

import json
import os
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.cli.archive.disk import Disk
from instagram_v1.cli.archive.folder import Folder
from instagram_v1.cli.archive.journal import Head, history
from instagram_v1.cli.archive.patience import Patience
from instagram_v1.cli.archive.plan import PARTS
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure
from instagram_v1.emulator import Emulator
from instagram_v1.errors import RateLimitError
from tests.support.emulation import Api
from tests.support.exporting import DyingDisk, Killed, Rig, exported


@pytest.fixture(scope="module")
def rig() -> Rig:
    """One account in a world that no test here changes."""
    return Rig(Emulator(rate_limit=10**9))


@pytest.fixture(scope="module")
def world(rig: Rig) -> dict[str, Counter[str]]:
    """What there is to export."""
    return rig.world()


def entry(path: Path) -> dict[str, Any]:
    """The manifest."""
    found: dict[str, Any] = json.loads((path / "manifest.json").read_text())
    return found


def test_everything_once(rig: Rig, world: dict[str, Counter[str]], tmp_path: Path) -> None:
    """An export that nobody disturbs has what there is, and counts it."""
    rig.export(tmp_path / "a")
    assert exported(tmp_path / "a") == world
    assert all(world.values()) or not world["requested_by"]
    told = entry(tmp_path / "a")
    assert told["complete"] is True
    assert {name: part["items"] for name, part in told["parts"].items()} == {n: c.total() for n, c in world.items()}
    assert told["account"]["username"] == rig.person


def test_fields_are_kept_as_sent(rig: Rig, tmp_path: Path) -> None:
    """Lines are what the API sent, unknown fields too, not what the models know."""
    rig.export(tmp_path / "a")
    sent = Api(rig.emulator, rig.token).get("/users/self/media/recent", count=4)
    lines = [json.loads(line) for line in (tmp_path / "a/media.jsonl").read_text().splitlines()]
    assert lines == sent


def test_again_changes_nothing(rig: Rig, tmp_path: Path) -> None:
    """A complete export that is run again asks next to nothing and leaves every byte."""
    rig.export(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    rig.export(tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_files_are_private(rig: Rig, tmp_path: Path) -> None:
    """What is exported is somebody's own: others on the machine cannot read it."""
    rig.export(tmp_path / "a")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "a").iterdir()} == {0o600}


def operations(rig: Rig, path: Path) -> int:
    """How many operations of the disk a whole export takes."""
    disk = DyingDisk(10**9)
    rig.export(path, disk=disk)
    return 10**9 - disk._left


@pytest.mark.parametrize(("share", "stride"), [(0.5, 3), (0.0, 9), (1.0, 9)], ids=["half", "nothing", "all"])
def test_killed_at_every_moment(
    rig: Rig, world: dict[str, Counter[str]], tmp_path: Path, share: float, stride: int
) -> None:
    """Killed at any operation of the disk, with none, half or all of a write through: the next run completes it."""
    number = operations(rig, tmp_path / "whole")
    assert number > 50
    for last in range(0, number, stride):
        path = tmp_path / f"at-{last}"
        with pytest.raises(Killed):
            rig.export(path, disk=DyingDisk(last, share))
        rig.export(path)
        assert exported(path) == world, last
        assert entry(path)["complete"] is True


def test_killed_again_and_again(rig: Rig, world: dict[str, Counter[str]], tmp_path: Path) -> None:
    """Progress adds up: runs that each end after a few operations come to the end all the same."""
    for _ in range(60):
        try:
            rig.export(tmp_path / "a", disk=DyingDisk(40, 0.5))
        except Killed:
            continue
        break
    else:
        pytest.fail("it never came to its end")
    assert exported(tmp_path / "a") == world


def change(rig: Rig) -> None:
    """Let things appear and go: a media, a comment on it, a like, somebody followed, somebody not any more."""
    own, other = Api(rig.emulator, rig.token), Api(rig.emulator)
    media = rig.emulator.post(rig.person, caption="new")
    other.call("POST", f"/media/{media}/comments", {"text": "there"})
    other.call("POST", f"/media/{media}/likes")
    follows = own.get("/users/self/follows")
    own.call("POST", f"/users/{follows[0]['id']}/relationship", {"action": "unfollow"})
    known = {person["id"] for person in follows}
    new = next(p for p in own.get("/users/search", q="a", count=50) if p["id"] not in known)
    own.call("POST", f"/users/{new['id']}/relationship", {"action": "follow"})
    liked = own.get("/users/self/feed", count=5)
    own.call("POST", f"/media/{liked[-1]['id']}/likes")


@pytest.mark.parametrize("last", range(4, 45, 5))
def test_changes_between_runs(tmp_path: Path, last: int) -> None:
    """What appears between two runs is there once; nothing that stayed is missing or there twice."""
    rig = Rig(Emulator(write_limit=10**9))
    before = rig.world()
    with pytest.raises(Killed):
        rig.export(tmp_path / "a", disk=DyingDisk(last))
    change(rig)
    rig.export(tmp_path / "a")
    found, now = exported(tmp_path / "a"), rig.world()
    for name in ("media", "follows", "followed_by", "liked_media", "requested_by"):
        assert set(found[name].values()) <= {1}, name
        assert now[name].keys() & before[name].keys() <= found[name].keys(), name
    assert now["media"].keys() <= found["media"].keys()
    for name in ("comments", "likes"):
        assert set(found[name].values()) <= {1}, name
        assert now[name].keys() <= found[name].keys(), name


def test_update(tmp_path: Path) -> None:
    """`--update` adds what appeared since an export was complete, and only that; an interrupted one goes on."""
    rig = Rig(Emulator(write_limit=10**9))
    rig.export(tmp_path)
    change(rig)
    rig.export(tmp_path)
    assert "new" not in (tmp_path / "media.jsonl").read_text()
    with pytest.raises(Killed):
        rig.export(tmp_path, update=True, disk=DyingDisk(12, 0.5))
    rig.export(tmp_path)
    found, now = exported(tmp_path), rig.world()
    for name in set(now) - {"profile"}:
        assert now[name].keys() <= found[name].keys(), name
        assert set(found[name].values()) <= {1}, name


def test_a_place_that_is_not_known_any_more(rig: Rig, world: dict[str, Counter[str]], tmp_path: Path) -> None:
    """A cursor that the API refuses later means walking from the beginning, past what is there."""
    for last in range(12, 40):
        with pytest.raises(Killed):
            rig.export(tmp_path, disk=DyingDisk(last))
        journal = tmp_path / "journal.jsonl"
        found = history(journal.read_bytes(), "")
        assert found is not None
        if any(progress.last.next for progress in found.lists.values()):
            break
    else:
        pytest.fail("it was never in the middle of a list")
    lines = journal.read_text().splitlines()
    step = json.loads(lines[-1])
    from instagram_v1 import Cursor

    cursor = Cursor.loads(step["next"])
    step["next"] = Cursor(cursor.operation, cursor.arguments, "https://elsewhere.test/v1/x").dumps()
    if cursor.operation.startswith("users"):
        step["next"] = Cursor(cursor.operation, cursor.arguments, "nonsense").dumps()
    journal.write_text("\n".join([*lines[:-1], json.dumps(step)]) + "\n")
    rig.export(tmp_path)
    assert exported(tmp_path) == world


def test_missing_scopes(tmp_path: Path) -> None:
    """What the scopes do not allow is left out and told; a better token brings it later."""
    emulator = Emulator("2017", rate_limit=10**9)
    rig = Rig(emulator)
    rig.token = emulator.token(rig.person, scopes=["basic"])
    results = {result.part.name: result for result in rig.export(tmp_path)}
    assert "follower_list" in results["follows"].why
    assert results["media"].state == "complete"
    told = entry(tmp_path)
    assert told["complete"] is False
    assert "follower_list" in told["parts"]["followed_by"]["why"]
    rig.token = emulator.token(rig.person)
    rig.export(tmp_path)
    assert entry(tmp_path)["complete"] is True
    assert exported(tmp_path)["follows"] == rig.world()["follows"]


def test_waiting_for_the_budget(tmp_path: Path) -> None:
    """Where the hourly budget is used up the export waits, and goes on; without patience it ends, to go on later."""
    emulator = Emulator(rate_limit=12)
    rig, waits = Rig(emulator), list[float]()

    def sleep(seconds: float) -> None:
        waits.append(seconds)
        emulator.clock.advance(seconds)

    with pytest.raises(RateLimitError):
        rig.export(tmp_path / "a", patience=Patience(sleep, 0))
    assert waits == []
    sleep(3600)
    rig.export(tmp_path / "a", patience=Patience(sleep, 7200))
    assert waits
    assert max(waits) <= 3600
    emulator.clock.advance(7200)
    quiet = Rig(Emulator(rate_limit=10**9))
    assert exported(tmp_path / "a") == quiet.world()


def test_patience_grows_and_ends() -> None:
    """Without a word of the API the waits double, up to a quarter of an hour, until the limit."""
    waits: list[float] = []
    error = RateLimitError(status=429)

    def refused() -> None:
        raise error

    with pytest.raises(RateLimitError):
        Patience(waits.append, 5000).get(refused)
    assert waits == [60, 120, 240, 480, 900, 900, 900, 900]


def started(path: Path, account: str = "1") -> None:
    """The beginning of an export."""
    Folder(path, Head(account=account, username="jo", base_url="here")).close()


@pytest.mark.parametrize(
    ("name", "words"),
    [("notes.txt", "notes.txt"), ("media.jsonl", "media.jsonl"), ("sub/x", "sub")],
)
def test_folders_of_others(tmp_path: Path, name: str, words: str) -> None:
    """A folder with files that are not ours is refused before anything is written."""
    (tmp_path / name).parent.mkdir(exist_ok=True)
    (tmp_path / name).write_text("mine")
    with pytest.raises(Failure, match=words) as caught:
        started(tmp_path)
    assert caught.value.code == Exit.FILES
    assert (tmp_path / name).read_text() == "mine"
    assert not (tmp_path / "journal.jsonl").exists()


def test_another_account(tmp_path: Path) -> None:
    """An export of somebody else is not gone on with."""
    started(tmp_path)
    with pytest.raises(Failure, match="not of"):
        started(tmp_path, "2")


def test_two_at_once(tmp_path: Path) -> None:
    """A second export into the same folder waits for its turn, by ending."""
    first = Folder(tmp_path, Head(account="1", username="jo", base_url="here"))
    with pytest.raises(Failure, match="another export"):
        started(tmp_path)
    first.close()
    started(tmp_path)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda path: (path / "media.jsonl").write_bytes(b""), "changed by hand"),
        (lambda path: (path / "media.jsonl").write_bytes(b"x" * 10**6), "changed by hand"),
        (lambda path: (path / "journal.jsonl").write_bytes(b"nonsense\nnonsense\n"), "journal"),
        (lambda path: (path / "journal.jsonl").write_bytes(b'{"run": 1, "update": false}\n\n'), "journal"),
        (lambda path: (path / "journal.jsonl").write_bytes(b"half a li"), "first line"),
    ],
)
def test_changed_by_hand(rig: Rig, tmp_path: Path, damage: Any, words: str) -> None:
    """Files that are not as they were left are not built upon."""
    rig.export(tmp_path)
    damage(tmp_path)
    with pytest.raises(Failure, match=words) as caught:
        rig.export(tmp_path)
    assert caught.value.remedy


def test_ctrl_c_leaves_complete_files(rig: Rig, tmp_path: Path) -> None:
    """Interrupted in the middle of a write: every file ends with a complete line that the journal knows."""

    class Interrupted(Disk):
        left = 25

        def append(self, handle: int, content: bytes) -> None:
            self.left -= 1
            if self.left == 0:
                os.lseek(handle, 0, os.SEEK_END)
                os.write(handle, content[: len(content) // 2])
                raise KeyboardInterrupt
            super().append(handle, content)

    with pytest.raises(KeyboardInterrupt):
        rig.export(tmp_path, disk=Interrupted())
    sizes = {path.name: path.read_bytes() for path in tmp_path.glob("*.jsonl") if path.name != "journal.jsonl"}
    assert all(content[-1:] in (b"", b"\n") for content in sizes.values())
    found = history((tmp_path / "journal.jsonl").read_bytes(), "")
    assert found is not None
    assert {name: len(content) for name, content in sizes.items()} == {
        part.file: found.sizes.get(part.name, 0) for part in PARTS
    }
