"""Worlds in files: they survive, and files that are no worlds are refused in one line."""

from __future__ import annotations

import os
import re
import sqlite3
import threading
from pathlib import Path

import pytest

from instagram_v1.emulator import Emulator, __main__
from instagram_v1.emulator.store import WorldError
from tests.support.emulation import Api


def _media(api: Api) -> str:
    return str(api.get("/users/self/media/recent", count=1)[0]["id"])


def test_a_world_survives(tmp_path: Path) -> None:
    """Likes, comments, ties, tokens and clients are there again, and the counts agree."""
    path = tmp_path / "world.db"
    with Emulator(db=path, seed=3) as emulator:
        api = Api(emulator)
        media = _media(api)
        before = api.get(f"/media/{media}")
        api.call("POST", f"/media/{media}/likes")
        api.call("POST", f"/media/{media}/comments", {"text": "still here?"})
        limited = emulator.token(scopes=["basic"])
        client, _ = emulator.register("Other App", ["http://localhost/other"])
    with Emulator(db=path) as emulator:
        assert (emulator.profile, emulator.seed) == ("2015", 3)
        api = Api(emulator)
        after = api.get(f"/media/{media}")
        assert after["likes"]["count"] == before["likes"]["count"] + (not before["user_has_liked"])
        assert after["user_has_liked"] is True
        assert after["comments"]["count"] == before["comments"]["count"] + 1
        assert api.get(f"/media/{media}/comments")[-1]["text"] == "still here?"
        assert Api(emulator, limited).get("/users/self")["username"] == emulator.username
        assert emulator.core.store.accounts.client(client) is not None


def test_the_same_seed_gives_the_same_world_in_a_file(tmp_path: Path) -> None:
    """Where a world lives makes no difference to what it is."""
    in_file, in_memory = Api(Emulator(db=tmp_path / "w.db")), Api(Emulator())
    assert in_file.get("/users/self/feed") == in_memory.get("/users/self/feed")
    in_file.emulator.close()


def test_time_goes_on(tmp_path: Path) -> None:
    """A reopened world starts after its last event: what happens next is the latest."""
    path = tmp_path / "world.db"
    with Emulator(db=path) as emulator:
        emulator.clock.advance(90_000)
        api = Api(emulator)
        media = api.get("/users/self/feed")[-1]["id"]
        api.call("DELETE", f"/media/{media}/likes")
        api.call("POST", f"/media/{media}/likes")
        then = emulator.clock()
    with Emulator(db=path) as emulator:
        assert then <= emulator.clock() < then + 1
        assert Api(emulator).get("/users/self/media/liked")[0]["id"] == media


def test_one_file_serves_any_era(tmp_path: Path) -> None:
    """A world can be looked at as a later era shows it; by default it is served as it was made."""
    path = tmp_path / "world.db"
    Emulator("2017", db=path).close()
    for wanted, got in ((None, "2017"), ("retired", "retired"), ("2015", "2015")):
        with Emulator(wanted, db=path) as emulator:
            assert emulator.profile == got


def test_another_redirect_address_is_added(tmp_path: Path) -> None:
    """An address that is given when a world is opened again is registered as well."""
    path = tmp_path / "world.db"
    Emulator(db=path).close()
    with Emulator(db=path, redirect_uri="http://localhost/second") as emulator:
        client = emulator.core.store.accounts.client(emulator.client_id)
        assert client is not None
        assert client.redirects == ("http://localhost/second", Emulator.REDIRECT_URI)


def test_a_worlds_own_redirect_address_is_told(tmp_path: Path) -> None:
    """What an emulator says of a world that was made before is registered in it, and what it is given is added."""
    own, other = "http://localhost:1/own", "http://localhost:1/other"
    path = tmp_path / "world.db"
    with Emulator(db=path, redirect_uri=own) as emulator:
        document = emulator.dump()
    with Emulator(db=path) as emulator:
        assert emulator.redirect_uri == own
    assert Emulator(world=document).redirect_uri == own
    more = Emulator(world=document, redirect_uri=other)
    client = more.core.store.accounts.client(more.client_id)
    assert client is not None
    assert (more.redirect_uri, set(client.redirects)) == (other, {own, other})


def test_any_clock_can_be_moved() -> None:
    """Time that stands still, time that runs, and a function of one's own: all of them advance."""
    for emulator in (Emulator(), Emulator(clock="running"), Emulator(clock=lambda: 1_400_000_000.0)):
        then = emulator.now()
        emulator.clock.advance(3600)
        assert 3600 <= emulator.now() - then < 3660


def test_stop_and_start_keep_the_file(tmp_path: Path) -> None:
    """Stopping is no closing: the same emulator goes on where it left off."""
    emulator = Emulator(db=tmp_path / "world.db")
    emulator.start().stop()
    with emulator:
        assert Api(emulator).get("/users/self")["username"] == emulator.username


def test_a_file_has_one_emulator(tmp_path: Path) -> None:
    """Two emulators on one file would not see each other's limits: the second is refused."""
    path = tmp_path / "world.db"
    with Emulator(db=path), pytest.raises(WorldError, match=r"world\.db: another emulator is using it"):
        Emulator(db=path)
    Emulator(db=path).close()


def _foreign(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()


def _other_layout(path: Path) -> None:
    Emulator(db=path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def _torn(path: Path) -> None:
    Emulator(db=path).close()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + b"\x55" * 8192 + data[len(data) // 2 + 8192 :])


def _nameless(path: Path) -> None:
    Emulator(db=path).close()
    connection = sqlite3.connect(path)
    connection.execute("DELETE FROM facts")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "text"),
    [
        (lambda path: path.write_text("dear diary\n" * 50), "is not a database"),
        (lambda path: path.write_text("x"), "is not a database"),
        (_foreign, "is a database of another program"),
        (_other_layout, "has layout 99, this version reads 2"),
        (_torn, "is damaged|malformed"),
        (_nameless, "does not say what world it is"),
        (lambda path: path.mkdir(), "is no ordinary file"),
        (os.mkfifo, "is no ordinary file"),
        (lambda path: path.symlink_to(os.devnull), "is no ordinary file"),
    ],
    ids=["text", "short", "foreign", "layout", "torn", "nameless", "folder", "pipe", "device"],
)
def test_unusable_files_are_refused(tmp_path: Path, make: object, text: str) -> None:
    """Each names the file in one line, and the file stays what it was."""
    path = tmp_path / "world.db"
    make(path)  # type: ignore[operator]
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(WorldError, match=text) as caught:
        Emulator(db=path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else b"") == before
    # The refusal holds no lock.
    if path.is_file():
        path.unlink()
        Emulator(db=path).close()


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    """Behind a link to a file that is not there yet the file is made."""
    (tmp_path / "link.db").symlink_to(tmp_path / "world.db")
    Emulator(db=tmp_path / "link.db").close()
    assert (tmp_path / "link.db").is_symlink()
    assert (tmp_path / "world.db").stat().st_size > 0


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    """A file in a folder that is not there cannot be made."""
    with pytest.raises(WorldError, match=re.escape(str(tmp_path / "no" / "w.db"))):
        Emulator(db=tmp_path / "no" / "w.db")


def test_other_seeds_and_worlds_are_refused(tmp_path: Path) -> None:
    """What contradicts the file is an error instead of being ignored."""
    path = tmp_path / "world.db"
    Emulator(db=path, seed=1).close()
    with pytest.raises(WorldError, match="seed 1, not 2"):
        Emulator(db=path, seed=2)
    with pytest.raises(WorldError, match="holds a world already"):
        Emulator(db=path, world={})
    with pytest.raises(ValueError, match="unknown profile '1999'"):
        Emulator("1999", db=path)
    Emulator(db=path, seed=1).close()


def test_an_empty_file_becomes_a_world(tmp_path: Path) -> None:
    """A name that somebody reserved is as good as a new one."""
    path = tmp_path / "world.db"
    path.touch()
    Emulator(db=path).close()
    assert path.read_bytes().startswith(b"SQLite format 3")
    assert [entry.name for entry in tmp_path.iterdir()] == ["world.db"]


def test_a_failed_commit_changes_nothing(tmp_path: Path) -> None:
    """A full disk fails the request, not the ones after it."""
    with Emulator(db=tmp_path / "world.db") as emulator:
        api, database = Api(emulator), emulator.core.store.database
        media = api.get("/users/self/feed", count=1)[0]["id"]
        likes = api.get(f"/media/{media}")["likes"]["count"]
        room = database.number("PRAGMA page_count") + 2
        database.rows(f"PRAGMA max_page_count = {room}")
        text = "x " * 140
        statuses = {api.raw("POST", f"/media/{media}/comments", {"text": text}).status for _ in range(55)}
        assert statuses == {200, 500}
        shown = len(api.get(f"/media/{media}/comments"))
        assert api.get(f"/media/{media}")["comments"]["count"] == shown
        assert api.get(f"/media/{media}")["likes"]["count"] == likes


def test_the_command_line_keeps_and_dumps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A world is made by one command, written down by the next, and read again from what was written."""
    db, text, other = (str(tmp_path / name) for name in ("w.db", "w.json", "other.db"))
    ended = threading.Event()
    ended.set()
    assert __main__.main(["--db", db, "--seed", "9", "--profile", "2017"], ended) == 0
    assert "profile:   2017" in capsys.readouterr().out
    assert __main__.main(["dump", "--db", db, "-o", text]) == 0
    assert __main__.main(["dump", "--world", text, "--db", other]) == 0
    assert capsys.readouterr().out == Path(text).read_text(encoding="utf-8")
    assert __main__.main(["dump", "-o", str(tmp_path / "no" / "w.json")]) == 2
    assert __main__.main(["--db", str(tmp_path)]) == 2
    told = capsys.readouterr().err.splitlines()
    assert told == [
        f"error: cannot write {tmp_path / 'no' / 'w.json'}: No such file or directory",
        f"error: {tmp_path} is no ordinary file: choose another one",
    ]
