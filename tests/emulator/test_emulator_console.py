"""The console without a browser: its data and its guards."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from attrs import evolve

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator import Emulator, ManualClock, Response, console, request
from instagram_v1.emulator.limits import Window
from tests.support.emulation import Api

HERE = "http://127.0.0.1:8080"
STATIC = Path(console.__file__).parent / "static"


def _ask(emulator: Emulator, path: str, origin: str = HERE, method: str = "GET") -> Response:
    return emulator.handle(evolve(request(method, path), origin=origin))


def _data(emulator: Emulator, name: str, **query: str) -> Any:
    response = _ask(emulator, f"/console/{name}?{urlencode(query)}")
    assert response.status == 200, response.body
    return json.loads(response.body)


def _guard(emulator: Emulator) -> str:
    return _ask(emulator, "/").body.decode().partition('name="guard" content="')[2].partition('"')[0]


def _change(emulator: Emulator, part: str, guard: str | None = None, /, **values: str) -> Response:
    headers = (("X-Console", _guard(emulator) if guard is None else guard),)
    sent = request("POST", f"/console/{part}", headers, urlencode(values).encode())
    return emulator.handle(evolve(sent, origin=HERE))


def test_the_page_and_its_parts_are_here() -> None:
    """The page names nothing of another machine, and everything it names is served, under a strict policy."""
    emulator = Emulator()
    page = _ask(emulator, "/")
    assert page.header("Content-Type") == "text/html; charset=utf-8"
    policy = page.header("Content-Security-Policy")
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    for path in STATIC.iterdir():
        assert "//" not in path.read_text().replace("http://www.w3.org/2000/svg", "").replace("// ", ""), path
        assert "innerHTML" not in path.read_text()
        if path.name != "index.html":
            assert _ask(emulator, f"/console/{path.name}").status == 200


def test_what_is_running() -> None:
    """Profile, seed, credentials and the time are told."""
    emulator = Emulator("2017", seed=4, sandbox=True)
    seen = _data(emulator, "overview")
    assert (seen["profile"], seen["seed"], seen["database"]) == ("2017", 4, "in memory")
    assert (seen["token"], seen["client_id"]) == (emulator.token(), emulator.client_id)
    assert seen["base_url"] == f"{HERE}/v1"
    assert len(seen["sandbox"]) == 10


def test_the_reference_has_every_operation() -> None:
    """Each operation of the table is there with all its parameters; what an era does not have is marked."""
    described = {entry["id"]: entry for entry in _data(Emulator("2017"), "operations")}
    assert described.keys() == OPERATIONS.keys()
    for name, operation in OPERATIONS.items():
        assert [p["name"] for p in described[name]["parameters"]] == [p.wire for p in operation.parameters]
        assert json.loads(described[name]["answer"])
    assert described["users_feed"]["exists"] is False
    assert described["users_get"]["scopes"] == ["basic", "public_content"]
    assert not any(entry["exists"] for entry in _data(Emulator("retired"), "operations"))


def test_the_world_can_be_looked_at() -> None:
    """People, media and places are what the API says they are."""
    api = Api(Emulator())
    people = _data(api.emulator, "people")
    me = api.get("/users/self")
    assert (people[0]["username"], people[0]["media"]) == (me["username"], me["counts"]["media"])
    assert [entry["username"] for entry in _data(api.emulator, "people", q="noor")] == ["noor"]
    mine = _data(api.emulator, "media", owner=me["id"])
    listed = api.get("/users/self/media/recent", count=len(mine))
    assert [entry["id"] for entry in mine] == [entry["id"] for entry in listed]
    assert [entry["likes"] for entry in mine] == [entry["likes"]["count"] for entry in listed]
    older = _data(api.emulator, "media", owner=me["id"], before=mine[-1]["pk"])
    assert int(older[0]["pk"]) < int(mine[-1]["pk"])
    place = _data(api.emulator, "places")[0]
    there = _data(api.emulator, "media", place=place["id"])
    assert [entry["id"] for entry in there][:5] == [
        entry["id"] for entry in api.get(f"/locations/{place['id']}/media/recent", count=5)
    ]
    everybody = [int(entry["pk"]) for entry in _data(api.emulator, "media")]
    assert everybody == sorted(everybody, reverse=True)


def test_pictures_are_those_of_the_api() -> None:
    """Media and people are shown by the pictures that answers point at, which are no requests of the log."""
    emulator = Emulator()
    for path in [_data(emulator, part)[0]["picture"] for part in ("media", "people")]:
        assert _ask(emulator, path).header("Content-Type") == "image/jpeg"
    assert _data(emulator, "log")["entries"] == []


def test_the_log_tells_of_requests() -> None:
    """Requests are listed with what came of them, without tokens, and without those of the console itself."""
    api = Api(Emulator())
    api.get("/users/self")
    api.fault("GET", "/users/1")
    api.raw("GET", "/nowhere", auth=False)
    api.emulator.faults.add("rate-limit", times=1)
    api.raw("GET", "/tags/snow")
    log = _data(api.emulator, "log")
    rows = [(e["path"], e["status"], e["operation"], e["person"], e["faults"]) for e in log["entries"]]
    assert rows == [
        ("/v1/users/self", 200, "users_get", "noor", []),
        ("/v1/users/1", 400, "users_get", "noor", []),
        ("/v1/nowhere", 404, "", "", []),
        ("/v1/tags/snow", 429, "tags_get", "noor", ["rate-limit"]),
    ]
    assert api.token not in json.dumps(log)
    assert log["budget"]["limit"] == 5000
    assert [(row["name"], row["made"], sum(row["bins"])) for row in log["budget"]["rows"]] == [
        ("noor by Emulated App", 2, 2)
    ]
    assert _data(api.emulator, "log", after="4")["entries"] == []


def test_the_history_of_a_budget() -> None:
    """Requests stand in the minute they came in."""
    clock = ManualClock(0)
    window = Window(100, clock)
    for seconds in (0, 1800, 1795):
        clock.advance(seconds)
        window.add("k")
    bins = window.history("k", 60)
    assert (bins[0], bins[30], bins[59], sum(bins)) == (1, 1, 1, 3)
    clock.advance(7200)
    assert window.used() == {}


def test_changes() -> None:
    """Tokens, posts, faults and the clock can be had from the page."""
    emulator = Emulator()
    name = _data(emulator, "people")[1]["username"]
    token = json.loads(_change(emulator, "token", username=name).body)["token"]
    assert Api(emulator, token).get("/users/self")["username"] == name
    posted = json.loads(_change(emulator, "post", caption="from the page").body)["id"]
    assert Api(emulator).get(f"/media/{posted}")["caption"]["text"] == "from the page"
    assert _change(emulator, "fault", fault="slow:wait=1").status == 200
    _change(emulator, "fault", fault="nulls")
    assert [entry["fault"] for entry in _data(emulator, "faults")["active"]] == ["slow:wait=1", "nulls"]
    _change(emulator, "calm", fault="nulls")
    assert [str(fault) for fault in emulator.faults] == ["slow:wait=1"]
    _change(emulator, "calm")
    assert len(emulator.faults) == 0
    before = emulator.now()
    assert json.loads(_change(emulator, "clock", seconds="60").body) == {"clock": before + 60}


@pytest.mark.parametrize(
    ("name", "values", "text"),
    [
        ("fault", {"fault": "floods"}, "unknown fault 'floods'"),
        ("fault", {}, "unknown fault ''"),
        ("token", {"username": "nobody"}, "nobody here is called"),
        ("clock", {"seconds": "soon"}, "could not convert"),
        ("nothing", {}, "no such change"),
    ],
)
def test_mistakes_are_told(name: str, values: dict[str, str], text: str) -> None:
    """A wrong value is an error in words, never a failure."""
    response = _change(Emulator(), name, **values)
    assert response.status in (400, 404)
    assert text in json.loads(response.body)["error"]


def test_other_sites_get_nothing() -> None:
    """Changes need what only the page has; and the page is only for this machine's own names."""
    emulator = Emulator()
    for guard in ("", "0" * 32):
        assert _change(emulator, "post", guard).status == 403
    assert _ask(emulator, "/console/overview", "http://evil.example").status == 403
    assert _ask(emulator, "/", "http://127.0.0.1.evil.example").status == 403
    assert _ask(emulator, "/", "http://[::1").status == 403
    for origin in ("http://localhost:1", "http://127.0.0.2", "http://[::1]:5"):
        assert _ask(emulator, "/", origin).status == 200
    for path in ("/console/../desk.py", "/console/%2e%2e/desk.py", "/console/index.html", "/console/", "/console/x"):
        assert _ask(emulator, path).status == 404
    assert _ask(emulator, "/", method="DELETE").status == 405
    assert _ask(emulator, "/", method="HEAD").status == 200


def test_clients_are_registered() -> None:
    """A client with its addresses and its two switches is registered, listed, and works as it was told to."""
    emulator = Emulator()
    wish = {"name": "My App", "redirects": "http://localhost/a http://localhost/b", "no_implicit": "true"}
    made = json.loads(_change(emulator, "client", **wish).body)
    entry = next(entry for entry in _data(emulator, "clients") if entry["id"] == made["id"])
    assert (entry["name"], entry["implicit"], entry["signed"]) == ("My App", False, False)
    assert entry["redirects"] == ["http://localhost/a", "http://localhost/b"]
    target = f"/oauth/authorize/?client_id={made['id']}&redirect_uri=http://localhost/a&response_type=token"
    refused = json.loads(emulator.handle(request("GET", target)).body)
    assert refused["error_message"] == "Implicit authentication is disabled"
    signed = json.loads(_change(emulator, "client", name="S", redirects="http://localhost/", signed="true").body)
    assert Api(emulator).fault("GET", "/tags/snow", auth=False, client_id=signed["id"])["status"] == 403
    for wrong in ({"name": "x"}, {"redirects": "http://localhost/"}, wish):
        assert _change(emulator, "client", **wrong).status == 400
