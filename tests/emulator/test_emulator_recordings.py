"""Recorded answers as a world: what they tell is answered again, by the ids they had."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator import Emulator
from instagram_v1.emulator.store import WorldError
from tests.support.emulation import Api

FIXTURES = Path(__file__).parents[2].parent / "shared" / "fixtures"


def _record(api: Api, folder: Path, name: str, path: str, **query: Any) -> Any:
    envelope = api.call("GET", path, **query)
    (folder / name).write_text(json.dumps(envelope))
    return envelope["data"]


def test_what_was_recorded_is_answered_again(tmp_path: Path) -> None:
    """A profile, media, likes, comments, places and tags come back, counts beyond what was recorded included."""
    old = Api(Emulator())
    me = _record(old, tmp_path, "users_get.json", "/users/self")
    media = _record(old, tmp_path, "users_recent_media.1.json", "/users/self/media/recent", count=33)
    busiest = max(media, key=lambda item: item["comments"]["count"])["id"]
    entries = [
        {
            "operation": operation,
            "arguments": {"media-id": busiest},
            "body": old.call("GET", f"/media/{busiest}/{path}"),
        }
        for operation, path in (("comments_list", "comments"), ("likes_list", "likes"))
    ]
    (tmp_path / "more.json").write_text(json.dumps(entries))
    (tmp_path / "tags_get").mkdir()
    snow = _record(old, tmp_path, "tags_get/snow.json", "/tags/snow")
    new = Api(Emulator(world=tmp_path))
    assert new.get("/users/self") == me
    again = new.get("/users/self/media/recent", count=33)
    kept = ("id", "type", "created_time", "link", "filter", "tags", "location", "user", "users_in_photo")
    for was, now in zip(media, again, strict=True):
        assert {key: was[key] for key in kept} == {key: now[key] for key in kept}
        assert was["likes"]["count"] == now["likes"]["count"]
        assert was["comments"]["count"] == now["comments"]["count"]
        assert (was["caption"] or {}).get("text") == (now["caption"] or {}).get("text")
        assert was["user_has_liked"] == now["user_has_liked"]
    assert new.get(f"/media/{busiest}/comments") == old.get(f"/media/{busiest}/comments")
    likers = [{entry["id"] for entry in api.get(f"/media/{busiest}/likes")} for api in (old, new)]
    assert likers[0] == likers[1]
    assert new.get("/tags/snow") == snow
    assert next(tag for tag in new.get("/tags/search", q="snow") if tag["name"] == "snow") == snow


def test_ties_come_from_lists_of_people(tmp_path: Path) -> None:
    """Follows, followers and requests are kept, in their order, with the totals of the profile."""
    old = Api(Emulator())
    lists = {
        f"relationships_{name.replace('-', '_')}.json": f"/users/self/{name}"
        for name in ("follows", "followed-by", "requested-by")
    }
    me = _record(old, tmp_path, "users_get.json", "/users/self")
    found = {path: _record(old, tmp_path, name, path) for name, path in lists.items()}
    new = Api(Emulator(world=tmp_path))
    for path, people in found.items():
        assert [entry["id"] for entry in new.get(path)] == [entry["id"] for entry in people], path
    assert new.get("/users/self")["counts"] == me["counts"]


def test_a_world_of_recordings_is_alive(tmp_path: Path) -> None:
    """A like on top of a recorded count counts."""
    old = Api(Emulator())
    media = next(item for item in old.get("/users/self/media/recent") if not item["user_has_liked"])
    _record(old, tmp_path, "users_get.json", "/users/self")
    _record(old, tmp_path, "media_get.json", f"/media/{media['id']}")
    new = Api(Emulator(world=tmp_path))
    new.call("POST", f"/media/{media['id']}/likes")
    assert new.get(f"/media/{media['id']}")["likes"]["count"] == media["likes"]["count"] + 1
    assert Emulator(world=new.emulator.dump()).dump() == new.emulator.dump()


def test_errors_among_recordings_tell_nothing(tmp_path: Path) -> None:
    """A recorded error is passed over; a folder with nothing else is refused."""
    error = {"meta": {"code": 400, "error_type": "APINotFoundError", "error_message": "this user does not exist"}}
    (tmp_path / "users_get.json").write_text(json.dumps(error))
    with pytest.raises(WorldError, match="no recorded answer that tells of anybody"):
        Emulator(world=tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "text"),
    [
        ("users_got.json", "{}", "unknown operation 'users_got'"),
        ("users_get.json", "{", "is not JSON"),
        ("users_get.json", '{"meta": {"code": 200}, "data": []}', "cannot be read as an answer to users_get"),
        ("x.json", '{"operation": "nope", "body": {}}', "unknown operation 'nope'"),
    ],
)
def test_unusable_recordings_are_named(tmp_path: Path, name: str, content: str, text: str) -> None:
    """The error says which file, and why."""
    (tmp_path / name).write_text(content)
    with pytest.raises(WorldError, match=text) as caught:
        Emulator(world=tmp_path)
    assert name in str(caught.value)


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared recordings are not beside this repository")
def test_the_shared_recordings_make_a_world(tmp_path: Path) -> None:
    """Real answers of 2011 to 2016 together make one world that answers each media and person in them."""
    routes = {(operation.method, operation.path): operation.id for operation in OPERATIONS.values()}
    entries = []
    for entry in json.loads((FIXTURES / "manifest.json").read_text()):
        operation = routes.get((entry["method"], entry["endpoint"]))
        if operation is None or not entry["conformance"] or entry["method"] != "GET":
            continue
        data = json.loads((FIXTURES / entry["file"]).read_text())
        body = data["response"].get("json") if entry["kind"] == "exchange" else data
        if body is None:
            continue
        entries.append({"operation": operation, "body": body})
    assert len(entries) >= 10
    (tmp_path / "all.json").write_text(json.dumps(entries))
    api = Api(Emulator(world=tmp_path))
    document = api.emulator.dump()
    assert len(document["media"]) > 20
    for row in document["media"]:
        assert api.raw("GET", f"/media/{row['pk']}_{row['owner']}").status == 200
    for row in document["people"][:50]:
        assert api.get(f"/users/{row['id']}")["username"] == row["username"]
    for row in document["places"]:
        assert api.raw("GET", f"/locations/{row['id']}").status == 200


def test_people_tagged_by_name_are_found(tmp_path: Path) -> None:
    """Answers of 2017 name those who are tagged; whoever another answer tells of is tagged again."""
    old = Api(Emulator("2017"))
    store = old.emulator.core.store
    pk, owner, tagged = store.database.rows(
        "SELECT media.pk, owner, person FROM tagged JOIN media USING (pk) JOIN people ON people.id = owner "
        "WHERE NOT private AND owner NOT IN (SELECT blocker FROM blocks) LIMIT 1"
    )[0]
    path = f"/media/{pk}_{owner}"
    media = _record(old, tmp_path, "media_get.json", path)
    assert [list(entry["user"]) for entry in media["users_in_photo"]] == [["username"]] * len(media["users_in_photo"])
    _record(old, tmp_path, "users_get.json", "/users/self")
    username = store.people.many([tagged])[tagged].username
    _record(old, tmp_path, "users_search.json", "/users/search", q=username)
    again = Api(Emulator("2017", world=tmp_path)).get(path)["users_in_photo"]
    assert username in [entry["user"]["username"] for entry in again]
