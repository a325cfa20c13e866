"""Recorded traffic as a world: what browsers and libraries wrote down is read as it stands."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from instagram_v1.emulator import Emulator, request
from instagram_v1.emulator.store import WorldError
from instagram_v1.emulator.worlds.exchanges import exchanges
from tests.support.emulation import Api

FIXTURES = Path(__file__).parents[2].parent / "shared" / "fixtures"
HOST = "https://api.instagram.com/v1"

ASKED: list[tuple[str, dict[str, str]]] = [
    ("/users/self", {}),
    ("/users/self/media/recent", {"count": "5"}),
    ("/users/self/follows.json", {}),
    ("/tags/snow/", {}),
    ("/users/1", {}),
]


@pytest.fixture(scope="module")
def talk() -> list[tuple[str, int, str]]:
    """What was asked of an API, and what came back: (address, status, body)."""
    api, found = Api(Emulator()), list[tuple[str, int, str]]()
    for path, query in ASKED:
        target = f"{path}?{urlencode({'access_token': api.token, **query})}"
        answer = api.emulator.handle(request("GET", f"/v1{target}"))
        found.append((f"{HOST}{target}", answer.status, answer.body.decode()))
    return [*found, ("https://example.com/", 200, "<html>"), (f"{HOST}/nowhere", 404, "<html>")]


def _har(url: str, status: int, body: str) -> dict[str, Any]:
    content = {"mimeType": "application/json", "text": base64.b64encode(body.encode()).decode(), "encoding": "base64"}
    return {"request": {"method": "GET", "url": url}, "response": {"status": status, "content": content}}


def _vcr(url: str, status: int, body: str) -> dict[str, Any]:
    answer = {"status": {"code": status, "message": ""}, "body": {"encoding": "UTF-8", "string": body}}
    return {"request": {"method": "get", "uri": url, "body": {"string": ""}}, "response": answer}


def _exvcr(url: str, status: int, body: str) -> dict[str, Any]:
    return {"request": {"method": "get", "url": url}, "response": {"status_code": status, "body": body}}


def _packed(url: str, status: int, body: str) -> dict[str, Any]:
    text = base64.b64encode(body.encode()).decode()
    return {"request": {"uri": url}, "response": {"status": status, "body": {"base64_string": text}}}


FORMATS: list[tuple[str, Callable[[str, int, str], dict[str, Any]], Callable[[list[Any]], Any]]] = [
    ("session.har", _har, lambda entries: {"log": {"version": "1.2", "entries": entries}}),
    ("vcr.json", _vcr, lambda entries: {"http_interactions": entries, "recorded_with": "VCR 3.0.1"}),
    ("exvcr.json", _exvcr, lambda entries: entries),
    ("packed.json", _packed, lambda entries: entries),
]


@pytest.mark.parametrize(("name", "write", "wrap"), FORMATS, ids=[name for name, *_ in FORMATS])
def test_traffic_makes_a_world(
    tmp_path: Path, talk: list[tuple[str, int, str]], name: str, write: Any, wrap: Any
) -> None:
    """What was read of the API is there again; failures, pages and other servers' answers are passed over."""
    (tmp_path / name).write_text(json.dumps(wrap([write(*entry) for entry in talk])))
    api = Api(Emulator(world=tmp_path if name == "vcr.json" else tmp_path / name))
    bodies = [json.loads(body) for _, status, body in talk if status == 200 and body.startswith("{")]
    assert api.get("/users/self") == bodies[0]["data"]
    known = [entry["id"] for entry in bodies[1]["data"]]
    assert [entry["id"] for entry in api.get("/users/self/media/recent", count=5)] == known
    assert [entry["id"] for entry in api.get("/users/self/follows")] == [entry["id"] for entry in bodies[2]["data"]]
    assert api.get("/tags/snow") == bodies[3]["data"]


def test_an_exchange_without_an_address_is_named_by_its_file(tmp_path: Path, talk: list[tuple[str, int, str]]) -> None:
    """Where the address was taken out, the name of the file tells the operation."""
    entry = {"request": {"method": "GET"}, "response": {"status": 200, "json": json.loads(talk[0][2])}}
    (tmp_path / "users_get.1.json").write_text(json.dumps(entry))
    assert Api(Emulator(world=tmp_path)).get("/users/self")["username"] == "noor"


def test_a_manifest_tells_what_each_file_is(tmp_path: Path, talk: list[tuple[str, int, str]]) -> None:
    """Files of any name are read as a manifest says; writes, failures and odd shapes are passed over."""
    (tmp_path / "me.txt").write_text(talk[0][2])
    (tmp_path / "odd.json").write_text('{"old": "shape"}')
    rows = [
        {"file": "me.txt", "method": "GET", "endpoint": "/users/{user-id}"},
        {"file": "odd.json", "method": "GET", "endpoint": "/users/{user-id}", "conformance": False},
        {"file": "odd.json", "method": "GET", "endpoint": "/users/{user-id}", "status": 400},
        {"file": "odd.json", "method": "POST", "endpoint": "/media/{media-id}/likes"},
        {"file": "odd.json", "method": "GET", "endpoint": "/of/another/api"},
    ]
    (tmp_path / "manifest.json").write_text(json.dumps(rows))
    assert Api(Emulator(world=tmp_path)).get("/users/self")["username"] == "noor"


@pytest.mark.parametrize("rows", [{}, [1], [{"file": "x"}], [{"file": "gone.json", "endpoint": "/users/{user-id}"}]])
def test_an_unusable_manifest_is_named(tmp_path: Path, rows: object) -> None:
    """The error says which file cannot be used."""
    (tmp_path / "manifest.json").write_text(json.dumps(rows))
    with pytest.raises(WorldError, match=r"manifest\.json is no list of recordings|cannot read .*gone\.json"):
        Emulator(world=tmp_path)


@pytest.mark.parametrize(
    "document",
    [
        None,
        1,
        "x",
        [],
        {},
        {"log": {}},
        {"log": 1},
        {"http_interactions": {}},
        [{"request": {}}],
        [{"request": 1, "response": {}}],
    ],
)
def test_other_documents_are_no_traffic(document: object) -> None:
    """What holds no exchanges is left to others."""
    assert exchanges(document) is None


@pytest.mark.parametrize(
    "response",
    [
        {"status": 500, "body": "x"}, {"status": 200}, {"status": 200, "body": None}, {"status": 200, "body": {}},
        {"status": 200, "body": {"base64_string": "abcde"}}, {"status": {}, "body": "x"}, {"content": {"text": 3}},
    ],
)  # fmt: skip
def test_answers_without_a_body_tell_nothing(response: dict[str, Any]) -> None:
    """An answer that failed, or whose body is not there, has none."""
    found = exchanges({"request": {"url": f"{HOST}/users/self"}, "response": response})
    assert found is not None
    assert [exchange.body for exchange in found] == [None]


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared recordings are not beside this repository")
def test_the_shared_recordings_are_a_world_as_they_stand() -> None:
    """The folder of real answers is opened without touching a file."""
    api = Api(Emulator(world=FIXTURES))
    rows = api.emulator.dump()["media"]
    assert len(rows) > 20
    assert api.raw("GET", f"/media/{rows[0]['pk']}_{rows[0]['owner']}").status == 200
