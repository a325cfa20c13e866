"""One world under two APIs: what is done through one is seen through the other, and every count agrees."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.emulator import Emulator, worlds
from instagram_v1.emulator.identity import split_media_id
from instagram_v1.emulator.posting import Event
from instagram_v1.emulator.store import Person, Subscription
from tests.support.emulation import Api
from tests.support.phones import Phone, fine, jpeg


@pytest.fixture
def phone() -> Phone:
    """A fresh world that a test may change."""
    return Phone(Emulator())


def newest(phone: Phone) -> dict[str, Any]:
    """The latest media of whoever has the phone."""
    media: dict[str, Any] = phone.get(f"/feed/user/{phone.pk}/")["items"][0]
    return media


def stranger(phone: Phone, *, private: bool) -> Person:
    """Somebody who and the main user have nothing to do with each other, and who has media."""
    people, media = phone.emulator.core.store.people, phone.emulator.core.store.media
    for person in people.search("", 481):
        free = {people.tie(phone.pk, person.id), people.tie(person.id, phone.pk)} == {"none"}
        if free and bool(person.private) is private and person.id != phone.pk and media.oldest_of_latest(person.id, 1):
            return person
    raise AssertionError("the world is too small")


def test_what_a_phone_publishes_is_public(phone: Phone) -> None:
    """An upload is a media of the public API, with the same number, moment, filter, place, caption and code."""
    place = {"name": "Pier 7", "lat": 37.5, "lng": -122.25, "external_id": 4711, "external_source": "foursquare"}
    private = phone.publish(9, caption="Late #Light, #light", filter_type=15, location=json.dumps(place))
    api = Api(phone.emulator)
    public = api.get("/users/self/media/recent", count=1)[0]
    assert split_media_id(public["id"]) == (private["pk"], phone.pk)
    assert public["created_time"] == str(private["taken_at"])
    assert public["link"].split("/")[-2] == private["code"]
    assert (public["filter"], public["caption"]["text"]) == ("Nashville", private["comments"][0]["text"])
    assert public["tags"] == ["light"]
    assert public["location"] == {
        "id": private["location"]["pk"],
        "name": "Pier 7",
        "latitude": 37.5,
        "longitude": -122.25,
    }
    assert api.get("/tags/light/media/recent", count=1)[0]["id"] == public["id"]
    assert api.get("/locations/search", foursquare_id=4711)[0]["name"] == "Pier 7"
    assert api.get("/users/self/feed", count=1)[0]["id"] == public["id"]


def test_what_is_posted_otherwise_reaches_phones(phone: Phone) -> None:
    """A media that the emulator posted is in the feeds of phones, at the place that the world knows."""
    place, _ = phone.emulator.core.store.places.busiest(1)[0]
    phone.emulator.jump(60)
    pk = split_media_id(phone.emulator.post(caption="Over #there", place=place.id))
    media = newest(phone)
    assert (media["pk"], media["user"]["pk"]) == pk
    assert media["comments"][0]["text"] == "Over #there"
    assert (media["location"]["pk"], media["location"]["name"]) == (place.id, place.name)
    assert media["location"]["external_source"] == "foursquare"
    assert phone.get("/feed/tag/there/")["items"] == [media]


def test_the_media_of_both_apis_agree(phone: Phone) -> None:
    """All that both APIs tell of the same media is the same, also the counts and the lists."""
    api = Api(phone.emulator)
    public = {split_media_id(media["id"]): media for media in api.get("/users/self/media/recent", count=33)}
    items = phone.get(f"/feed/user/{phone.pk}/")["items"][: len(public)]
    assert {(media["pk"], media["user"]["pk"]) for media in items} == public.keys()
    for media in items:
        other = public[media["pk"], media["user"]["pk"]]
        caption = other["caption"]
        comments = [comment["text"] for comment in media["comments"]]
        assert comments[: bool(caption)] == ([caption["text"]] if caption else [])
        assert len(comments) - bool(caption) == other["comments"]["count"]
        assert len(media["likers"]) == other["likes"]["count"]
        assert {int(who["id"]) for who in other["likes"]["data"]} <= {who["pk"] for who in media["likers"]}
        location = other["location"] or {}
        assert (media.get("lat"), media.get("lng")) == (location.get("latitude"), location.get("longitude"))
        assert media["image_versions"][0]["url"] == other["images"]["thumbnail"]["url"]


def test_likes_are_the_same_likes(phone: Phone) -> None:
    """A like from a phone counts in public; taking it back in public is seen by the phone."""
    api, media = Api(phone.emulator), phone.get("/feed/timeline/")["items"][-1]
    before = api.get(f"/media/{media['pk']}")
    phone.post(f"/media/{media['pk']}/like/")
    after = api.get(f"/media/{media['pk']}")
    assert (after["user_has_liked"], after["likes"]["count"]) == (
        True,
        before["likes"]["count"] + (not before["user_has_liked"]),
    )
    api.call("DELETE", f"/media/{media['pk']}/likes")
    mine = next(item for item in phone.get("/feed/timeline/")["items"] if item["pk"] == media["pk"])
    assert phone.pk not in [liker["pk"] for liker in mine["likers"]]


def test_comments_are_the_same_comments(phone: Phone) -> None:
    """A comment from a phone is in the public list, and the other way round; deleting it takes it from both."""
    api, media = Api(phone.emulator), newest(phone)
    phone.post(f"/media/{media['pk']}/comment", comment_text="from a phone")
    api.call("POST", f"/media/{media['pk']}/comments", {"text": "from elsewhere"})
    texts = [comment["text"] for comment in newest(phone)["comments"][-2:]]
    listed = api.get(f"/media/{media['pk']}/comments")[-2:]
    assert texts == [comment["text"] for comment in listed] == ["from a phone", "from elsewhere"]
    api.call("DELETE", f"/media/{media['pk']}/comments/{listed[0]['id']}")
    assert newest(phone)["comments"][-1]["text"] == "from elsewhere"
    assert len(newest(phone)["comments"]) == len(media["comments"]) + 1


def test_counts_move_together(phone: Phone) -> None:
    """Media, follows and followers count the same on both sides, whoever changed them."""
    api, other = Api(phone.emulator), stranger(phone, private=False)
    api.call("POST", f"/users/{other.id}/relationship", {"action": "follow"})
    phone.publish(1)
    user = phone.get(f"/users/{phone.pk}/info/")["user"]
    counts = api.get("/users/self")["counts"]
    assert counts == {
        "media": user["media_count"], "follows": user["following_count"], "followed_by": user["follower_count"],
    }  # fmt: skip
    assert phone.get(f"/friendships/show/{other.id}")["following"] is True
    assert Phone(phone.emulator, other.username).get(f"/friendships/show/{phone.pk}")["followed_by"] is True


def test_private_people_are_private_to_phones(phone: Phone) -> None:
    """Who is private shows nothing to strangers; once they accept a request, everything."""
    api, other = Api(phone.emulator), stranger(phone, private=True)
    pk = phone.emulator.core.store.media.oldest_of_latest(other.id, 1)
    asked: tuple[tuple[str, str, dict[str, object] | None], ...] = (
        ("GET", f"/users/{other.id}/info/", None), ("GET", f"/feed/user/{other.id}/", None),
        ("POST", f"/media/{pk}/like/", {}), ("POST", f"/media/{pk}/comment", {"comment_text": "hi"}),
    )  # fmt: skip
    before = phone.emulator.dump()
    for method, path, form in asked:
        assert phone.fault(method, path, form) == (403, "This user is private.")
    assert phone.emulator.dump() == before
    api.call("POST", f"/users/{other.id}/relationship", {"action": "follow"})
    assert phone.get(f"/friendships/show/{other.id}")["outgoing_request"] is True
    theirs = Api(phone.emulator, phone.emulator.token(other.username))
    theirs.call("POST", f"/users/{phone.pk}/relationship", {"action": "approve"})
    for method, path, form in asked:
        fine(phone.raw(method, path, form))


def test_who_blocks_is_not_there(phone: Phone) -> None:
    """Nobody sees, likes or comments the media of somebody who blocks them, nor finds them in a list."""
    other = stranger(phone, private=False)
    theirs = Phone(phone.emulator, other.username)
    media = theirs.publish(1, caption="for all but one #rareword")
    assert phone.get("/feed/tag/rareword/")["num_results"] == 1
    Api(phone.emulator, phone.emulator.token(other.username)).call(
        "POST", f"/users/{phone.pk}/relationship", {"action": "block"}
    )
    assert phone.get("/feed/tag/rareword/")["num_results"] == 0
    assert phone.fault("GET", f"/feed/user/{other.id}/")[0] == 403
    assert phone.fault("POST", f"/media/{media['pk']}/like/", {})[0] == 403
    assert theirs.get(f"/feed/user/{other.id}/")["items"][0]["likers"] == []


def test_popular_media_are_everybodys(phone: Phone) -> None:
    """The list that needs no session holds nothing of private people."""
    items = Phone(phone.emulator, cookie="").get("/feed/popular/")["items"]
    people = phone.emulator.core.store.people.many(item["user"]["pk"] for item in items)
    assert not any(person.private for person in people.values())


def test_subscribers_hear_of_uploads(monkeypatch: pytest.MonkeyPatch, phone: Phone) -> None:
    """Who subscribed to a user through the public API is told of what their phone publishes, once, not of changes."""
    told: list[Event] = []
    emulator = phone.emulator
    monkeypatch.setattr(emulator._notifier, "tell", lambda events, _: told.extend(events))
    emulator.core.store.accounts.subscribe(
        Subscription(0, emulator.client_id, "user", None, "media", "http://127.0.0.1:9/"), "verified"
    )
    emulator.token()
    fine(phone.send(jpeg(), 1))
    assert told == []
    media = phone.post("/media/configure", device_timestamp=1)["media"]
    phone.post("/media/configure", device_timestamp=1, caption="changed")
    assert [(event.object_id, event.media) for event in told] == [(str(phone.pk), f"{media['pk']}_{phone.pk}")]


# Worlds that last


def test_phones_go_on_where_a_file_ended(tmp_path: Path) -> None:
    """Sessions, uploads that wait, media, pictures and places are there again when the file is opened again."""
    path = tmp_path / "world.db"
    with Emulator(db=path) as emulator:
        phone = Phone(emulator)
        media = phone.publish(1, jpeg(90, 60), location='{"name": "Here", "lat": 1, "lng": 2, "address": "Quay 1"}')
        fine(phone.send(jpeg(60, 90), 2))
        cookie = phone.cookie
    with Emulator(db=path, api="private") as emulator:
        phone = Phone(emulator, cookie=cookie)
        assert newest(phone) == media
        assert emulator.core.store.pictures.get(media["pk"]) == jpeg(90, 60)
        later = phone.post("/media/configure", device_timestamp=2)["media"]
        assert emulator.core.store.pictures.get(later["pk"]) == jpeg(60, 90)
        changed = phone.post("/media/configure", device_timestamp=1, caption="later")["media"]
        assert (changed["pk"], changed["location"]["address"]) == (media["pk"], "Quay 1")


def test_a_dumped_world_has_what_phones_did() -> None:
    """A world written down and read again is the same to the byte, and to its phones."""
    phone = Phone(Emulator())
    media = phone.publish(1, jpeg(90, 60), location='{"name": "Here", "lat": 1, "lng": 2, "address": "Quay 1"}')
    fine(phone.send(jpeg(60, 90), 2))
    text = worlds.written(phone.emulator.dump())
    second = Emulator(world=json.loads(text))
    assert worlds.written(second.dump()) == text
    other = Phone(second, cookie=phone.cookie)
    assert newest(other) == media
    assert other.post("/media/configure", device_timestamp=2)["media"]["user"]["pk"] == phone.pk


def test_the_same_requests_give_the_same_bytes() -> None:
    """With the same seed and a clock that stands still, phones are answered the same to the byte."""

    def run() -> list[bytes]:
        emulator = Emulator(seed=4)
        phone = Phone(emulator, cookie="")
        answer = phone.raw("POST", "/accounts/login/", {"username": emulator.username, "password": emulator.password})
        phone.cookie = answer.header("Set-Cookie").partition(";")[0]
        sent = [phone.send(jpeg(), 1), phone.raw("POST", "/media/configure", {"device_timestamp": 1, "caption": "x"})]
        return [repr(entry).encode() for entry in (answer, *sent, phone.raw("GET", "/feed/timeline/"))]

    assert run() == run()


def test_recorded_worlds_have_phones_too(tmp_path: Path) -> None:
    """A world made of recorded answers is served to phones, with the addresses that were recorded."""
    answers = Path(__file__).parents[1] / "data" / "answers"
    recorded = json.loads((answers / "media_get-2011.json").read_bytes())["body"]
    (tmp_path / "media_get.json").write_text(json.dumps(recorded), encoding="utf-8")
    emulator, recorded = Emulator(world=tmp_path), recorded["data"]
    media = Phone(emulator, recorded["user"]["username"]).get(f"/feed/user/{recorded['user']['id']}/")["items"][0]
    assert str(media["pk"]) == recorded["id"].partition("_")[0]
    urls = [version["url"] for version in media["image_versions"]]
    assert urls == [recorded["images"][size]["url"] for size in ("thumbnail", "low_resolution", "standard_resolution")]
