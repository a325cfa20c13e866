"""The sliding hour, for all requests and for those that change something."""

from __future__ import annotations

import json
from typing import Any

import pytest

from instagram_v1.emulator import Emulator, ManualClock
from instagram_v1.emulator.limits import Window
from tests.support.emulation import Api


def _limited(rate_limit: int = 5000, write_limit: int = 60) -> tuple[Api, ManualClock]:
    clock = ManualClock(1434369600)
    return Api(Emulator(clock=clock, rate_limit=rate_limit, write_limit=write_limit)), clock


def test_remaining_counts_down() -> None:
    """Each request leaves one less, errors included."""
    api, _ = _limited(rate_limit=10)
    seen = [api.raw("GET", path).header("X-Ratelimit-Remaining") for path in ("/users/self", "/users/1", "/users/self")]
    assert seen == ["9", "8", "7"]
    assert api.raw("GET", "/users/self").header("X-Ratelimit-Limit") == "10"


def test_too_many_requests_are_answered_at_the_edge() -> None:
    """The global 429 is bare, without the rate's headers and without a charset; refused requests count too."""
    api, _ = _limited(rate_limit=2)
    for _ in range(2):
        api.get("/users/self")
    api.raw("GET", "/users/self")
    response = api.raw("GET", "/users/self")
    assert response.status == 429
    assert response.header("X-Ratelimit-Limit") == response.header("X-Ratelimit-Remaining") == ""
    assert response.header("Content-Type") == "application/json"
    assert json.loads(response.body) == {
        "code": 429,
        "error_type": "OAuthRateLimitException",
        "error_message": "You have exceeded the maximum number of requests per hour. You have performed a total of 4 "
        "requests in the last hour. Our general maximum limit is set at 2 requests per hour.",
    }


def test_the_hour_slides() -> None:
    """Requests leave the window one hour after they were made, each at its own time."""
    api, clock = _limited(rate_limit=2)
    api.get("/users/self")
    clock.advance(1800)
    api.get("/users/self")
    clock.advance(1800)
    api.get("/users/self")
    assert api.raw("GET", "/users/self").status == 429
    clock.advance(3600)
    assert api.raw("GET", "/users/self").header("X-Ratelimit-Remaining") == "1"


def test_tokens_and_clients_have_their_own_budget() -> None:
    """One token's hurry is nobody else's; a client id has a budget too; unknown tokens have none."""
    api, _ = _limited(rate_limit=1)
    other = Api(api.emulator, api.emulator.token(scopes=["basic"]))
    client: dict[str, Any] = {"auth": False, "client_id": api.emulator.client_id}
    budgets: list[tuple[Api, dict[str, Any]]] = [(api, {}), (other, {}), (api, client)]
    for kind, query in budgets:
        assert kind.raw("GET", "/tags/snow", **query).status == 200
        assert kind.raw("GET", "/tags/snow", **query).status == 429
    for _ in range(3):
        assert api.fault("GET", "/tags/snow", auth=False, access_token="x")["status"] == 400


def test_writes_have_a_limit_of_their_own() -> None:
    """The 429 of writes is in an envelope, has the rate's headers, and counts likes apart from comments."""
    api, clock = _limited(write_limit=3)
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    for method in ("POST", "DELETE", "POST"):
        api.call(method, f"/media/{media}/likes")
    response = api.raw("DELETE", f"/media/{media}/likes")
    assert response.status == 429
    assert response.header("X-Ratelimit-Limit") == "5000"
    assert json.loads(response.body)["meta"] == {
        "error_type": "OAuthRateLimitException",
        "code": 429,
        "error_message": "The maximum number of requests per hour has been exceeded. You have made 4 requests of the "
        "3 allowed in the last hour.",
    }
    assert api.get(f"/media/{media}")["user_has_liked"] is True
    api.call("POST", f"/media/{media}/comments", {"text": "still free"})
    clock.advance(3600)
    api.call("DELETE", f"/media/{media}/likes")


def test_a_window_forgets() -> None:
    """A key that was quiet for an hour holds nothing."""
    clock = ManualClock(0)
    window = Window(5, clock)
    for _ in range(3):
        window.add("a")
        clock.advance(0.4)
    assert (window.made("a"), window.remaining("a"), window.made("b")) == (3, 2, 0)
    clock.advance(3601)
    assert window.made("a") == 0
    window.add("a")
    window.reset()
    assert window.remaining("a") == 5


@pytest.mark.parametrize("limit", [1, 5, 5000])
def test_no_write_gets_lost_at_the_limit(limit: int) -> None:
    """Exactly as many requests as allowed get through."""
    clock = ManualClock(0)
    window = Window(limit, clock)
    assert sum(window.add("k") <= limit for _ in range(limit + 10)) == limit


@pytest.mark.parametrize(("sandbox", "before"), [(False, 5000), (True, 500)])
def test_the_limit_was_cut_in_april_2018(sandbox: bool, before: int) -> None:
    """Once the clock passes 2018-04-04, every token has 200 requests an hour, also in a sandbox."""
    clock = ManualClock(1522799999)
    api = Api(Emulator("2017", clock=clock, sandbox=sandbox))
    assert api.raw("GET", "/users/self").header("X-Ratelimit-Limit") == str(before)
    clock.advance(1)
    left = [api.raw("GET", "/users/self").header("X-Ratelimit-Remaining") for _ in range(200)]
    assert (left[0], left[-2]) == ("198", "0")
    text = json.loads(api.raw("GET", "/users/self").body)["error_message"]
    assert "a total of 202 requests" in text
    assert text.endswith("Our general maximum limit is set at 200 requests per hour.")


def test_a_limit_that_was_asked_for_stays() -> None:
    """Who names a limit gets it at any time; one below zero is refused."""
    api = Api(Emulator("2017", clock=ManualClock(1530000000), rate_limit=7))
    assert api.raw("GET", "/users/self").header("X-Ratelimit-Limit") == "7"
    with pytest.raises(ValueError, match="write_limit is a number of requests, 0 or more, not -1"):
        Emulator(write_limit=-1)
