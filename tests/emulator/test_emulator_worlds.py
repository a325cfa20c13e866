"""Worlds as JSON: written down and read again, written by hand, refused with the place of the mistake."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.emulator import Emulator, worlds
from instagram_v1.emulator.store import WorldError
from tests.support.emulation import Api

HAND = {
    "format": "instagram-v1-world",
    "version": 1,
    "people": [{"id": 1, "username": "Ann", "full_name": "Ann <3"}, {"id": 2, "username": "bob", "private": True}],
    "media": [{"pk": 10, "owner": 1, "caption": "hello"}, {"pk": 11, "owner": 2, "kind": "video"}],
    "media_tags": [{"tag": "first", "pk": 10}],
    "likes": [{"pk": 10, "person": 2}],
    "follows": [{"follower": 2, "followed": 1}],
}


def _with(**changes: Any) -> dict[str, Any]:
    return {**HAND, **changes}


@pytest.mark.parametrize("profile", ["2015", "2017"])
def test_the_round_trip_is_exact(profile: str) -> None:
    """A dumped world, read as JSON and dumped again, is the same to the byte, and answers the same."""
    first = Emulator(profile, seed=5)
    api = Api(first)
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    api.call("POST", f"/media/{media}/likes")
    api.call("POST", f"/media/{media}/comments", {"text": "gone soon"})
    comment = api.get(f"/media/{media}/comments")[-1]["id"]
    api.call("DELETE", f"/media/{media}/comments/{comment}")
    text = worlds.written(first.dump())
    second = Emulator(world=json.loads(text))
    assert worlds.written(second.dump()) == text
    assert (second.profile, second.seed, second.client_id) == (profile, 5, first.client_id)
    assert Api(second).get("/users/self/media/recent") == api.get("/users/self/media/recent")
    # The number of the deleted comment does not come back.
    for emulator in (first, second):
        there = Api(emulator)
        there.call("POST", f"/media/{media}/comments", {"text": "next"})
        assert int(there.get(f"/media/{media}/comments")[-1]["id"]) == int(comment) + 1


def test_the_same_world_is_written_the_same() -> None:
    """Two emulators of one seed dump the same text, which has one line for each row."""
    one, two = (worlds.written(Emulator(seed=1).dump()) for _ in range(2))
    assert one == two
    assert one.count("\n") > 10_000


def test_a_world_by_hand() -> None:
    """Little has to be said: the rest has defaults."""
    api = Api(Emulator(world=HAND))
    me = api.get("/users/self")
    assert (me["username"], me["counts"]) == ("ann", {"media": 1, "followed_by": 1, "follows": 0})
    assert api.get("/media/10")["likes"] == {"count": 1, "data": [{**_mini("bob", 2)}]}
    assert api.get("/tags/first") == {"media_count": 1, "name": "first"}
    assert api.fault("GET", "/users/2/media/recent")["type"] == "APINotAllowedError"
    assert len(api.get("/users/1/followed-by")) == 1


def _mini(name: str, identity: int) -> dict[str, str]:
    picture = f"https://api.instagram.com/t51.2885-19/s150x150/{identity}_a.jpg"
    return {"username": name, "profile_picture": picture, "id": str(identity), "full_name": ""}


def test_a_world_in_a_file(tmp_path: Path) -> None:
    """A world can come from a JSON file and then live in a database."""
    source, db = tmp_path / "w.json", tmp_path / "w.db"
    source.write_text(json.dumps(HAND))
    with Emulator("2017", world=source, db=db) as emulator:
        assert emulator.profile == "2017"
    with Emulator(db=db) as emulator:
        assert emulator.username == "ann"
        assert emulator.password == "rooftops"


@pytest.mark.parametrize(
    ("document", "text"),
    [
        ({}, "is not a world: format 'instagram-v1-world', version 1 is wanted"),
        (_with(version=2), "version 1 is wanted"),
        (_with(poeple=[]), "has an unknown key 'poeple'"),
        ({"format": "instagram-v1-world", "version": 1}, "has no people"),
        (_with(people={}), "at people: list wanted, not {}"),
        (_with(people=[1]), r"at people\[0\]: an object is wanted"),
        (_with(people=[{"id": 1}]), r"at people\[0\].username: missing"),
        (_with(people=[{"id": "1", "username": "a"}]), r"at people\[0\].id: integer wanted, not '1'"),
        (_with(people=[{"id": True, "username": "a"}]), r"at people\[0\].id: integer wanted, not True"),
        (_with(people=[{"id": 2**64, "username": "a"}]), r"at people\[0\].id: integer wanted"),
        (_with(people=[{"id": 1, "username": "\ud800"}]), r"at people\[0\].username: text wanted"),
        (_with(people=[{"id": 1, "username": "a", "age": 3}]), r"at people\[0\]: unknown key 'age'"),
        (_with(places=[{"id": 1, "name": "x", "latitude": float("nan")}]), r"at places\[0\].latitude: number wanted"),
        (_with(media=[{"pk": 1, "owner": 1, "kind": "gif"}]), "image or video or carousel wanted, not 'gif'"),
        (_with(media=[{"pk": 1, "owner": 9}]), r"at media\[0\]: it points at something that is not there"),
        (_with(likes=[{"pk": 10, "person": 1}] * 2), r"at likes\[1\]: there are two of them"),
        (_with(username="zoe"), "at username: nobody is called 'zoe'"),
        (_with(client="x"), "at client: there is no client 'x'"),
        (_with(profile="1999"), "names an unknown profile '1999'"),
        (_with(seed="x"), "at seed: int wanted, not 'x'"),
        (_with(counters={"comments": "many"}), "at counters.comments: integer wanted"),
    ],
)
def test_mistakes_are_told_with_their_place(document: dict[str, Any], text: str) -> None:
    """What is wrong with a document stands in one line, with where it stands."""
    with pytest.raises(WorldError, match=text) as caught:
        Emulator(world=document)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "text"),
    [("", "is not JSON"), ("[]", "is not a world"), ("[" * 100_000, "is not JSON"), ("\xff", "is not JSON")],
)
def test_files_that_are_no_worlds(tmp_path: Path, content: str, text: str) -> None:
    """The error names the file."""
    path = tmp_path / "w.json"
    path.write_bytes(content.encode("latin-1"))
    with pytest.raises(WorldError, match=rf"w\.json {text}"):
        Emulator(world=path)
    with pytest.raises(WorldError, match=r"cannot read .*none\.json"):
        Emulator(world=tmp_path / "none.json")


def test_a_seed_that_contradicts_is_refused() -> None:
    """A document says what seed it is of."""
    with pytest.raises(WorldError, match="seed 4, not 5"):
        Emulator(world=_with(seed=4), seed=5)
    assert Emulator(world=HAND, seed=5).seed == 5
