"""Real-time subscriptions: the challenge, the list, the deletion."""

from __future__ import annotations

import http.client
import http.server
import threading
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from instagram_v1.emulator import Emulator
from tests.support.emulation import Api


class _Subscriber(http.server.BaseHTTPRequestHandler):
    """Repeats the challenge, or does as it is told."""

    asked: ClassVar[list[dict[str, list[str]]]] = []

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        query = parse_qs(parts.query)
        self.asked.append(query)
        challenge = query.get("hub.challenge", [""])[0]
        answers = {"/good": (200, challenge), "/wrong": (200, "no"), "/broken": (500, challenge), "/moved": (302, "")}
        status, text = answers[parts.path]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "/good?" + parts.query)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def subscriber() -> Iterator[str]:
    """A server of the kind that subscribers run."""
    _Subscriber.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Subscriber) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield f"http://localhost:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def _pair(api: Api) -> dict[str, Any]:
    return {"client_id": api.emulator.client_id, "client_secret": api.emulator.client_secret}


def _wish(api: Api, callback: str, **more: str) -> dict[str, str]:
    return {**_pair(api), "object": "user", "aspect": "media", "verify_token": "v", "callback_url": callback, **more}


def test_create_list_delete(api: Api, subscriber: str) -> None:
    """A subscription is made after its challenge, listed, and deleted by id."""
    made = api.call("POST", "/subscriptions", _wish(api, f"{subscriber}/good?a=b"), auth=False)["data"]
    assert made == {
        "object": "user",
        "object_id": None,
        "aspect": "media",
        "callback_url": f"{subscriber}/good?a=b",
        "type": "subscription",
        "id": made["id"],
    }
    asked = _Subscriber.asked[0]
    assert (asked["a"], asked["hub.mode"], asked["hub.verify_token"]) == (["b"], ["subscribe"], ["v"])
    assert len(asked["hub.challenge"][0]) == 32
    assert made in api.get("/subscriptions", auth=False, **_pair(api))
    assert api.call("DELETE", "/subscriptions", auth=False, id=made["id"], **_pair(api))["data"] is None
    assert made not in api.get("/subscriptions", auth=False, **_pair(api))
    assert api.fault("DELETE", "/subscriptions", id=made["id"], **_pair(api))["type"] == "APISubscriptionError"


def test_delete_by_object(api: Api, subscriber: str) -> None:
    """Deleting one kind leaves the others; `all` leaves none."""
    for kind, more in (("user", {}), ("tag", {"object_id": "snow"})):
        api.call("POST", "/subscriptions", _wish(api, f"{subscriber}/good", object=kind, **more), auth=False)
    api.call("DELETE", "/subscriptions", auth=False, object="tag", **_pair(api))
    kinds = [entry["object"] for entry in api.get("/subscriptions", auth=False, **_pair(api))]
    assert sorted(kinds) == ["geography", "user"]
    api.call("DELETE", "/subscriptions", auth=False, object="all", **_pair(api))
    assert api.get("/subscriptions", auth=False, **_pair(api)) == []


def test_a_geography_can_be_read(api: Api, subscriber: str) -> None:
    """The object_id of a geography leads to its media, for the client that made it only."""
    wish = _wish(api, f"{subscriber}/good", object="geography", lat="48.858844", lng="2.294351", radius="500")
    made = api.call("POST", "/subscriptions", wish, auth=False)["data"]
    path = f"/geographies/{made['object_id']}/media/recent"
    assert api.get(path, auth=False, client_id=api.emulator.client_id)
    other, _ = api.emulator.register("Other", ["http://localhost/"])
    assert api.fault("GET", path, auth=False, client_id=other)["type"] == "APINotFoundError"


@pytest.mark.parametrize(("path", "text"), [("/wrong", "Invalid response"), ("/broken", None), ("/moved", None)])
def test_a_failed_challenge(api: Api, subscriber: str, path: str, text: str | None) -> None:
    """Without the right answer nothing is subscribed; redirections are not followed."""
    before = api.get("/subscriptions", **_pair(api))
    fault = api.fault("POST", "/subscriptions", _wish(api, subscriber + path), auth=False)
    assert fault == {
        "status": 400,
        "type": "APISubscriptionError",
        "text": text or "Unable to reach callback URL",
    }
    assert len(_Subscriber.asked) == 1
    assert api.get("/subscriptions", **_pair(api)) == before


def test_the_text_of_2017(subscriber: str) -> None:
    """The text about failed challenges changed."""
    api = Api(Emulator("2017"))
    fault = api.fault("POST", "/subscriptions", _wish(api, f"{subscriber}/wrong"), auth=False)
    assert fault["text"] == "Challenge verification failed."


@pytest.mark.parametrize(
    "callback",
    [
        "http://127.0.0.1:1/",
        "http://example.com/",
        "http://10.0.0.1/",
        "http://127.0.0.1.example.com/",
        "http://localhost:99999999/",
        "http:///x",
        "http://127.0.0.1@example.com/",
        "http://[::ffff:8.8.8.8]/",
        "http://2130706433.example/",
    ],
)
def test_only_this_machine_is_asked(api: Api, callback: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other machines are never connected to."""
    connected: list[object] = []
    connect = http.client.HTTPConnection.connect

    def watched(self: Any) -> None:
        connected.append(self.host)
        connect(self)

    monkeypatch.setattr(http.client.HTTPConnection, "connect", watched)
    fault = api.fault("POST", "/subscriptions", _wish(api, callback), auth=False)
    assert fault["text"] == "Unable to reach callback URL"
    assert set(connected) <= {"127.0.0.1"}


@pytest.mark.parametrize(
    "changes",
    [
        {"object": "planet"},
        {"aspect": "likes"},
        {"callback_url": "ftp://localhost/"},
        {"callback_url": "http://[::1"},
        {"callback_url": "http://localhost/\r\nX: y"},
        {"object": "tag"},
        {"object": "geography"},
    ],
)
def test_bad_wishes(api: Api, changes: dict[str, str]) -> None:
    """What cannot be subscribed to is refused before anybody is asked."""
    assert api.fault("POST", "/subscriptions", {**_wish(api, "http://localhost:1/"), **changes})["status"] == 400


def test_the_challenge_does_not_hold_up_others(served: Emulator) -> None:
    """While a subscriber is asked over HTTP, the emulator answers: it can itself be the one that is asked."""
    wish = _wish(Api(served), f"{served.origin}/accounts/login/")
    answer = httpx.post(f"{served.base_url}/subscriptions", data=wish, trust_env=False)
    assert answer.json()["meta"]["error_message"] == "Invalid response"
