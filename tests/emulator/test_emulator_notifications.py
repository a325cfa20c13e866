"""Notifications: what is posted is told to those who subscribed, signed, in order, to this machine only."""

from __future__ import annotations

import hashlib
import hmac
import http.server
import json
import threading
import time
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest

from instagram_v1 import subscriptions
from instagram_v1.emulator import Emulator
from instagram_v1.emulator.notifying import Notifier, signature
from instagram_v1.emulator.posting import Event
from instagram_v1.emulator.store import Subscription
from tests.support.emulation import Api

CENTRE = (48.858844, 2.294351)


class _Subscriber(http.server.BaseHTTPRequestHandler):
    """Answers challenges, and keeps what it is told."""

    told: ClassVar[list[tuple[str, bytes, str]]] = []
    wait: ClassVar[float] = 0.0
    status: ClassVar[int] = 200

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(parse_qs(urlsplit(self.path).query)["hub.challenge"][0].encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        time.sleep(self.wait)
        self.told.append((self.path, body, self.headers["X-Hub-Signature"]))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def subscriber(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server of the kind that subscribers run."""
    _Subscriber.told.clear()
    monkeypatch.setattr(_Subscriber, "wait", 0.0)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Subscriber) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _subscribe(api: Api, callback: str, kind: str = "user", **more: str) -> str:
    pair = {"client_id": api.emulator.client_id, "client_secret": api.emulator.client_secret}
    wish = {**pair, "object": kind, "aspect": "media", "verify_token": "v", "callback_url": callback, **more}
    return str(api.call("POST", "/subscriptions", wish, auth=False)["data"]["id"])


def _told(api: Api) -> list[dict[str, Any]]:
    assert api.emulator.settle()
    return [entry for _, body, _ in _Subscriber.told for entry in json.loads(body)]


def test_a_new_media_is_told(api: Api, subscriber: str) -> None:
    """The notification names the person and the media, and its signature fits the bytes that arrived."""
    made = _subscribe(api, f"{subscriber}/note")
    media = api.emulator.post(caption="New #Snow, #snow and #été")
    assert _told(api) == [
        {
            "changed_aspect": "media",
            "object": "user",
            "object_id": media.partition("_")[2],
            "time": int(api.emulator.clock()),
            "subscription_id": int(made),
            "data": {"media_id": media},
        }
    ]
    path, body, mark = _Subscriber.told[0]
    assert path == "/note"
    assert mark == hmac.new(api.emulator.client_secret.encode(), body, hashlib.sha1).hexdigest()
    (note,) = subscriptions.notifications(body, mark, api.emulator.client_secret)
    assert note.media_id == media


def test_a_posted_media_is_like_any_other(api: Api) -> None:
    """It comes first in its owner's list and in the feed, and is found by tag, place, id and short code."""
    counts = api.get("/users/self")["counts"]["media"], api.get("/tags/snow")["media_count"]
    place = api.get("/locations/search", lat=CENTRE[0], lng=CENTRE[1])[0]
    media = api.emulator.post(caption="#snow again", kind="video", place=int(place["id"]))
    found = api.get(f"/media/{media}")
    assert (found["type"], found["tags"], found["location"]["name"]) == ("video", ["snow"], place["name"])
    assert api.get("/users/self/media/recent", count=1)[0] == api.get("/users/self/feed", count=1)[0]
    assert api.get("/tags/snow/media/recent", count=1)[0]["id"] == media
    assert api.get(f"/locations/{place['id']}/media/recent", count=1)[0]["id"] == media
    assert api.get(f"/media/shortcode/{found['link'].split('/')[-2]}")["id"] == media
    now = api.get("/users/self")["counts"]["media"], api.get("/tags/snow")["media_count"]
    assert now == (counts[0] + 1, counts[1] + 1)


def test_tags_places_and_circles(api: Api, subscriber: str) -> None:
    """Each kind of subscription is told of what it asked for, without the media's id."""
    place = api.get("/locations/search", lat=CENTRE[0], lng=CENTRE[1])[0]["id"]
    circle = {"lat": str(CENTRE[0]), "lng": str(CENTRE[1]), "radius": "500"}
    for kind, more in (("tag", {"object_id": "snow"}), ("location", {"object_id": place}), ("geography", circle)):
        _subscribe(api, f"{subscriber}/{kind}", kind, **more)
    api.emulator.post(caption="nothing of that")
    api.emulator.post(caption="#snow", point=(0, 0))
    api.emulator.post(place=int(place))
    api.emulator.post(point=CENTRE)
    api.emulator.post(point=(48.9, 2.4))
    told = _told(api)
    assert sorted(entry["object"] for entry in told) == ["geography", "geography", "location", "tag"]
    assert {entry["object_id"] for entry in told if entry["object"] == "tag"} == {"snow"}
    assert all(entry["data"] == {} for entry in told)


def test_only_those_who_authorised_the_client(api: Api, subscriber: str) -> None:
    """Who never gave the client a token is nobody's business; private media are found by no tag."""
    _subscribe(api, f"{subscriber}/user")
    _subscribe(api, f"{subscriber}/tag", "tag", object_id="snow")
    names = {bool(row[1]): str(row[0]) for row in _people(api)}
    api.emulator.post(names[True], caption="#snow")
    api.emulator.post(names[False], caption="#snow")
    assert [entry["object"] for entry in _told(api)] == ["tag"]
    api.emulator.token(names[True])
    api.emulator.post(names[True], caption="#snow")
    assert [entry["object"] for entry in _told(api)] == ["tag", "user"]


def _people(api: Api) -> list[tuple[Any, ...]]:
    sql = "SELECT username, private FROM people WHERE username <> ? ORDER BY id"
    return api.emulator.core.store.database.rows(sql, api.emulator.username)


def test_order_and_batches(api: Api, subscriber: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A slow subscriber gets everything in order, in few requests; nobody waits for it."""
    monkeypatch.setattr(_Subscriber, "wait", 0.2)
    _subscribe(api, f"{subscriber}/slow")
    start = time.monotonic()
    media = [api.emulator.post(caption=str(index)) for index in range(40)]
    api.get("/users/self")
    assert time.monotonic() - start < 0.2
    assert [entry["data"]["media_id"] for entry in _told(api)] == media
    assert len(_Subscriber.told) < 10


def test_nobody_there(api: Api, subscriber: str) -> None:
    """A subscriber that has gone, or fails, is told once and not again; others are told all the same."""
    _subscribe(api, f"{subscriber}/good")
    store = api.emulator.core.store
    for callback in ("http://127.0.0.1:1/", "http://example.com/", "nonsense"):
        store.accounts.subscribe(Subscription(0, api.emulator.client_id, "user", None, "media", callback), "v")
    media = api.emulator.post()
    assert [entry["data"]["media_id"] for entry in _told(api)] == [media]


def test_what_was_born_with_the_world_is_told_nothing(api: Api) -> None:
    """The seeded circle has nobody who listens."""
    api.emulator.post(point=CENTRE)
    assert api.emulator._notifier.sent.maxlen
    assert api.emulator.settle()
    assert list(api.emulator._notifier.sent) == []


def test_a_full_lane_ends_and_begins_again() -> None:
    """After everything was sent no thread is left; the next event starts another."""
    posted: list[tuple[str, int]] = []

    def post(url: str, body: bytes, headers: dict[str, str]) -> int:
        assert headers["X-Hub-Signature"] == signature("s", body)
        posted.append((url, len(json.loads(body))))
        return 200

    notifier = Notifier(post, gathering=0.01)
    event = Event(Subscription(1, "c", "user", None, "media", "http://localhost/"), "1", 2, "3_1")
    for _ in range(3):
        notifier.tell([event, event], lambda _: "s")
        assert notifier.settle(5)
    assert posted == [("http://localhost/", 2)] * 3
    assert [entry.status for entry in notifier.sent] == [200] * 3


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"username": "nobody"}, "nobody here is called 'nobody'"),
        ({"kind": "gif"}, "one of image, video, carousel, not 'gif'"),
        ({"place": 5}, "there is no place 5"),
        ({"point": (91, 0)}, "is not on the map"),
    ],
)
def test_what_cannot_be_posted(options: dict[str, Any], text: str) -> None:
    """Mistakes are told, and change nothing."""
    emulator = Emulator()
    before = emulator.dump()
    with pytest.raises(ValueError, match=text):
        emulator.post(**options)
    assert emulator.dump() == before
