"""Faults on demand: each does what it says, as often as it was told, and the same way each time."""

from __future__ import annotations

import json
import re
import socket
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from instagram_v1 import errors
from instagram_v1.emulator import Emulator, __main__
from instagram_v1.emulator.injection import KINDS, parse
from tests.support.emulation import Api


def _api(*faults: str, **options: Any) -> Api:
    return Api(Emulator(faults=faults, **options))


def _statuses(api: Api, number: int = 30, path: str = "/users/self") -> list[int]:
    return [api.raw("GET", path).status for _ in range(number)]


def test_a_storm_of_429() -> None:
    """The global limit's answer, bare and without headers of a rate; nothing is counted or changed."""
    api = _api("rate-limit")
    response = api.raw("GET", "/users/self")
    assert (response.status, response.header("X-Ratelimit-Limit")) == (429, "")
    assert json.loads(response.body)["error_message"].endswith("set at 5000 requests per hour.")
    api.emulator.faults.clear()
    assert api.raw("GET", "/users/self").header("X-Ratelimit-Remaining") == "4999"


def test_a_storm_on_writes() -> None:
    """Reads get through; the write that was refused did not happen."""
    api = _api("write-limit")
    media = next(item for item in api.get("/users/self/feed") if not item["user_has_liked"])["id"]
    assert api.fault("POST", f"/media/{media}/likes")["text"].startswith("The maximum number of requests per hour")
    assert api.get(f"/media/{media}")["user_has_liked"] is False


def test_a_storm_of_5xx() -> None:
    """Any status of 5xx, as HTML, or the one that was asked for."""
    statuses = set(_statuses(_api("server-error")))
    assert statuses == {500, 502, 503, 504}
    api = _api("server-error:status=503,operation=users_*")
    assert _statuses(api, 3) == [503] * 3
    assert api.raw("GET", "/tags/snow").status == 200
    assert api.raw("GET", "/users/self").header("Content-Type").startswith("text/html")


def test_rate_times_and_after() -> None:
    """A share of the requests is struck; a fault can wait, and be spent."""
    assert 8 <= _statuses(_api("server-error:rate=0.5")).count(200) <= 22
    assert _statuses(_api("server-error:status=500,after=2,times=3"), 7) == [200, 200, 500, 500, 500, 200, 200]
    assert set(_statuses(_api("server-error:rate=0"))) == {200}


def test_the_same_seed_gives_the_same_storm() -> None:
    """Two emulators of one seed fail alike; another seed fails otherwise; clearing starts over."""
    specs = ("server-error:rate=0.3", "rate-limit:rate=0.2")
    one, two, other = (_api(*specs, seed=seed) for seed in (1, 1, 2))
    first = _statuses(one)
    assert first == _statuses(two) != _statuses(other)
    one.emulator.faults.clear()
    for spec in specs:
        one.emulator.faults.add(spec)
    assert _statuses(one) == first


def test_faults_are_switched_on_and_off() -> None:
    """By object, by kind, or all together."""
    faults = Emulator().faults
    one, two = faults.add("slow", per_second=10, operation="users_get"), faults.add("reset")
    faults.add("reset:keep=0.1")
    assert [str(fault) for fault in faults] == ["slow:operation=users_get,per_second=10", "reset", "reset:keep=0.1"]
    assert repr(faults).startswith("<Faults ['slow:")
    faults.clear(one)
    assert next(iter(faults)) == two
    faults.clear("reset")
    assert len(faults) == 0
    faults.add(parse("nulls"))
    faults.clear()
    assert list(faults) == []


@pytest.mark.parametrize("second", [name for name, kind in KINDS.items() if kind.after])
@pytest.mark.parametrize("first", [name for name, kind in KINDS.items() if kind.after])
def test_faults_bear_each_other(first: str, second: str) -> None:
    """Whatever one fault left of an answer, the next one can deal with it."""
    api = _api(first, second)
    for path in ("/users/self/media/recent", "/users/1", "/nowhere"):
        assert api.raw("GET", path, count=2).status in (200, 400, 404)


@pytest.mark.parametrize("name", KINDS)
def test_what_is_written_is_read(name: str) -> None:
    """Each fault can be written down and read again, with every option changed."""
    fixed = {"name": "age-gated", "status": 503}
    options: dict[str, Any] = {
        key: fixed.get(key, "other" if isinstance(value, str) else value + 1)
        for key, value in KINDS[name].options.items()
    }
    fault = parse(name, rate=0.123456789, operation="*_list", times=2, after=1, **options)
    assert parse(str(fault)) == parse(fault) == fault
    assert parse(fault, rate=1.0).rate == 1
    assert str(parse(name)) == name


@pytest.mark.parametrize(
    ("spec", "text"),
    [
        ("floods", "unknown fault 'floods': choose one of rate-limit"),
        ("slow:fast", "'fast' is no option"),
        ("server-error:status=200", "status is 0 or from 500 to 599, not 200"),
        ("api-error:name=oops", "name is one of invalid-token, .*, not 'oops'"),
        ("slow:speed=3", "has no option 'speed': it has rate, operation, times, after, per_second, wait"),
        ("slow:per_second=x", "per_second is a number, not 'x'"),
        ("server-error:status=5.5", "status is a whole number, not '5.5'"),
        ("reset:rate=2", "rate is a share from 0 to 1, not 2"),
        ("reset:times=-1", "cannot be negative"),
        ("slow:wait=inf", "wait is a number, not 'inf'"),
    ],
)
def test_mistakes_are_told(spec: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A fault that there is not, or an option that does not fit, is one clear line, on the command line too."""
    with pytest.raises(ValueError, match=text):
        Emulator(faults=[spec])
    assert __main__.main(["--fault", spec]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_bodies_are_damaged() -> None:
    """Cut short, or no JSON at all; the write behind it happened."""
    body = _api("truncated").raw("GET", "/users/self/feed").body
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        json.loads(body)
    api = _api("not-json")
    media = next(item for item in Api(Emulator()).get("/users/self/feed") if not item["user_has_liked"])["id"]
    response = api.raw("POST", f"/media/{media}/likes")
    assert (response.status, response.header("Content-Type")) == (200, "text/html; charset=utf-8")
    assert response.body.startswith(b"<!DOCTYPE html>")
    api.emulator.faults.clear()
    assert api.get(f"/media/{media}")["user_has_liked"] is True


@pytest.mark.parametrize(
    "path",
    ["/users/self/feed", "/users/self/media/liked", "/users/self/follows", "/tags/snow/media/recent"],
)
def test_a_loop_of_cursors(path: str) -> None:
    """The second page names itself as the next one, by cursor and by address."""
    api = _api("cursor-loop")
    first = api.call("GET", path, count=3)
    second = api.follow(first["pagination"]["next_url"])
    third = api.follow(second["pagination"]["next_url"])
    assert first["data"] != second["data"] == third["data"]
    assert second["pagination"] == third["pagination"]


def test_clients_notice_a_loop() -> None:
    """A client that walks the list does not walk for ever."""
    with Emulator(faults=["cursor-loop"]) as emulator, emulator.client() as ig, pytest.raises(errors.PaginationError):
        list(ig.users.feed(count=3))


def test_a_foreign_next_page() -> None:
    """The next page lies on another host; a client does not take its token there."""
    with Emulator(faults=["foreign-next-url:host=evil.example"]) as emulator, emulator.client() as ig:
        page = Api(emulator).call("GET", "/users/self/feed", count=3)["pagination"]
        assert list(page) == ["next_url"]
        assert "://evil.example/v1/users/self/feed?" in page["next_url"]
        with pytest.raises(errors.PaginationError):
            list(ig.users.feed(count=3))


def test_nulls_everywhere() -> None:
    """All that can be left out is null, what is required stays, and the client bears it."""
    with Emulator(faults=["nulls"]) as emulator, emulator.client() as ig:
        item = Api(emulator).call("GET", "/users/self/feed")["data"][0]
        assert item["caption"] is item["likes"] is item["location"] is item["tags"] is None
        assert item["id"]
        assert item["images"]["thumbnail"] is None
        assert ig.users.feed().items[0].caption is None
        emulator.faults.clear()
        emulator.faults.add("nulls", share=0.5)
        some = [entry[key] for entry in Api(emulator).get("/users/self/feed") for key in ("likes", "filter", "link")]
        assert 10 < sum(value is None for value in some) < 50


def test_new_values_in_enums() -> None:
    """Each enum has a value that nobody has heard of, and the client keeps it."""
    with Emulator(faults=["new-enums"]) as emulator, emulator.client() as ig:
        assert {item["type"] for item in Api(emulator).get("/users/self/feed")} == {"hologram"}
        page = ig.users.feed()
        assert str(page.items[0].type) == "hologram"
        other = page.items[0].user.id
        assert str(ig.relationships.get(other).outgoing_status) == "hologram"


def test_the_clock_jumps() -> None:
    """Forwards, the hour of the limits is over; backwards, time stays sane."""
    api = _api(rate_limit=2)
    _statuses(api, 2)
    assert _statuses(api, 1) == [429]
    api.emulator.faults.add("clock-jump", times=1)
    assert _statuses(api, 1) == [200]
    before = api.raw("GET", "/users/self").header("Date")
    api.emulator.faults.add("clock-jump:seconds=-864000,times=1")
    assert api.raw("GET", "/users/self").header("Date") < before or _statuses(api, 1) == [429]
    api.emulator.faults.add("clock-jump:seconds=-1e12,times=1")
    assert api.raw("GET", "/users/self").header("Date") == "Thu, 01 Jan 1970 00:00:00 GMT"
    api.emulator.faults.add("clock-jump:seconds=1e300,times=1")
    assert api.raw("GET", "/users/self").header("Date") == "Tue, 19 Jan 2038 03:14:07 GMT"
    assert api.emulator.post(caption="the last day")


def test_errors_and_pages_stay_what_they_are() -> None:
    """What changes data leaves errors alone, and OAuth and unknown addresses know no faults."""
    api = _api("nulls", "new-enums", "cursor-loop", "foreign-next-url")
    assert api.fault("GET", "/users/1")["type"] == "APINotFoundError"
    api = _api("server-error")
    assert api.raw("GET", "/nowhere").status == 404


def _read(http: httpx.Client, url: str, got: list[int]) -> None:
    with http.stream("GET", url, headers={"Accept-Encoding": ""}) as response:
        assert response.status_code == 200
        got += [len(chunk) for chunk in response.iter_raw()]


def test_a_reset_in_the_middle() -> None:
    """The connection breaks after a part of the body: an error for the client, not an end."""
    with Emulator(faults=["reset:keep=0.5,times=1"]) as emulator, httpx.Client(trust_env=False) as http:
        url = f"{emulator.base_url}/users/self/feed?access_token={emulator.token()}"
        with pytest.raises(httpx.ReadError):
            _read(http, url, [])
        got: list[int] = []
        _read(http, url, got)
        assert sum(got) > 10_000


def _receive(connection: socket.socket, got: bytearray) -> None:
    while part := connection.recv(4096):
        got += part


def test_what_comes_before_a_reset_arrives() -> None:
    """The part of the body that was sent before the connection broke can be read."""
    with Emulator(faults=["reset:keep=0.5"]) as emulator:
        with socket.create_connection(("127.0.0.1", urlsplit(emulator.origin).port)) as connection:
            head = f"GET /v1/users/self?access_token={emulator.token()} HTTP/1.1\r\nHost: localhost\r\n\r\n"
            connection.sendall(head.encode())
            got = bytearray()
            with pytest.raises(ConnectionResetError):
                _receive(connection, got)
        start, _, body = got.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)content-length: (\d+)", start)
        assert length is not None
        assert len(body) == int(length[1]) // 2


def test_retries_get_over_a_reset() -> None:
    """The client asks again after a broken connection."""
    with Emulator(faults=["reset:times=1"]) as emulator, emulator.client() as ig:
        assert ig.users.get("self").username == emulator.username


def test_slow_bytes() -> None:
    """The body comes a few bytes at a time, after a wait; nothing of it is missing."""
    with Emulator(faults=["slow:per_second=1000,wait=0.1,operation=users_get"]) as emulator:
        url = f"{emulator.base_url}/users/self?access_token={emulator.token()}"
        with httpx.Client(trust_env=False) as http:
            start = time.monotonic()
            with http.stream("GET", url) as response:
                parts = list(response.iter_raw())
            took = time.monotonic() - start
        size = sum(map(len, parts))
        assert json.loads(b"".join(parts))["data"]["username"] == emulator.username
        assert took >= 0.1 + size / 1000 - 0.06
        assert len(parts) > 2


def test_a_clock_bears_any_jump() -> None:
    """However far it is told to jump, it stays within what ids can tell, and comes back."""
    api = _api()
    start = api.emulator.now()
    for seconds in (1e308, 1e308, -1e308, float("inf"), float("-inf")):
        api.emulator.jump(seconds)
        assert api.get("/users/self")
        assert 0 <= api.emulator.now() < 2**31
    with pytest.raises(ValueError, match="a number of seconds, not by nan"):
        api.emulator.jump(float("nan"))
    api.emulator.jump(2**31)
    assert api.emulator.now() > start
