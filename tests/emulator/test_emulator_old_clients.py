"""How clients of the time put their requests: each shape is understood, whatever library made it."""

from __future__ import annotations

import base64
import gzip
import json
import socket
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from instagram_v1.emulator import Emulator, request
from instagram_v1.emulator.core import Pending
from tests.support.browser import Browser
from tests.support.emulation import Api, parameters


@pytest.fixture(scope="module")
def server() -> Iterator[Emulator]:
    """A world over HTTP."""
    with Emulator() as emulator:
        yield emulator


def _talk(emulator: Emulator, text: str, body: bytes = b"") -> tuple[str, dict[str, str], bytes]:
    """Send a request byte by byte as written; give status line, headers by their exact names, body."""
    parts = urlsplit(emulator.origin)
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=10) as connection:
        connection.sendall(text.replace("\n", "\r\n").encode() + b"\r\n" + body)
        got = b""
        while chunk := connection.recv(65536):
            got += chunk
    head, _, answer = got.partition(b"\r\n\r\n")
    status, *lines = head.decode().split("\r\n")
    return status, dict(line.split(": ", 1) for line in lines), answer


def test_header_names_have_their_capitals(server: Emulator) -> None:
    """A client that looks names up as they stand finds its rate, as with the real API."""
    text = f"GET /v1/users/self?access_token={server.token()} HTTP/1.1\nHost: localhost\nConnection: close\n"
    _, headers, _ = _talk(server, text)
    wanted = {"X-Ratelimit-Limit", "X-Ratelimit-Remaining", "Content-Type", "Set-Cookie", "Vary", "Content-Language"}
    assert wanted <= headers.keys()


def test_http_1_0_without_a_host(server: Emulator) -> None:
    """The oldest of clients name no host; links then lead to the address that they spoke to."""
    status, _, body = _talk(server, f"GET /v1/users/self/feed?access_token={server.token()} HTTP/1.0\n")
    assert " 200 " in status
    envelope = json.loads(body)
    assert envelope["pagination"]["next_url"].startswith(server.base_url)
    assert envelope["data"][0]["images"]["thumbnail"]["url"].startswith(server.origin)


def test_bodies_in_chunks_and_after_continue(server: Emulator) -> None:
    """A form may come in pieces, and only after the server said to go on."""
    media = Api(server).get("/users/self/media/recent", count=1)[0]["id"]
    form = urlencode({"access_token": server.token(), "text": "in pieces"}).encode()
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(form[at : at + 9]), form[at : at + 9]) for at in range(0, len(form), 9))
    head = f"POST /v1/media/{media}/comments HTTP/1.1\nHost: x\nConnection: close\n"
    kind = "Content-Type: application/x-www-form-urlencoded\n"
    status, *_ = _talk(server, head + kind + "Transfer-Encoding: chunked\n", chunks + b"0\r\n\r\n")
    assert " 200 " in status
    length = f"Content-Length: {len(form)}\nExpect: 100-continue\n"
    status, *_ = _talk(server, head + kind + length, form)
    assert status in ("HTTP/1.1 100 Continue", "HTTP/1.1 100 ", "HTTP/1.1 200 OK")
    assert [entry["text"] for entry in Api(server).get(f"/media/{media}/comments")][-2:] == ["in pieces"] * 2


TOKENS: list[tuple[str, dict[str, str], dict[str, str]]] = [
    ("POST", {"access_token": "TOKEN"}, {}),
    ("POST", {}, {"access_token": "TOKEN"}),
    ("POST", {"access_token": "TOKEN"}, {"access_token": "TOKEN"}),
    ("POST", {"access_token": "TOKEN", "_method": "DELETE"}, {}),
    ("POST", {}, {"access_token": "TOKEN", "_method": "delete"}),
    ("DELETE", {"access_token": "TOKEN"}, {}),
    ("DELETE", {}, {"access_token": "TOKEN"}),
]


@pytest.mark.parametrize(("method", "query", "form"), TOKENS)
@pytest.mark.parametrize("ending", ["", "/", ".json"])
def test_tokens_in_the_address_or_in_the_form(
    server: Emulator, method: str, query: dict[str, str], form: dict[str, str], ending: str
) -> None:
    """Likes are set and taken back with the token at either place, or at both, and with every ending of the path."""
    media = Api(server).get("/users/self/media/recent", count=1)[0]["id"]
    token = server.token()
    sent = [{name: value.replace("TOKEN", token) for name, value in part.items()} for part in (query, form)]
    answer = httpx.request(
        method, f"{server.base_url}/media/{media}/likes{ending}", params=sent[0], data=sent[1], trust_env=False
    )
    assert answer.json() == {"meta": {"code": 200}, "data": None}
    taken_back = method == "DELETE" or "_method" in {**query, **form}
    assert Api(server).get(f"/media/{media}")["user_has_liked"] is not taken_back


@pytest.mark.parametrize(
    "kind",
    [
        "application/x-www-form-urlencoded",
        "application/x-www-form-urlencoded; charset=UTF-8",
        "APPLICATION/X-WWW-FORM-URLENCODED",
    ],
)
def test_forms_by_any_spelling(api: Api, kind: str) -> None:
    """The type of a form is recognised with a charset, and in capitals."""
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    body = urlencode({"access_token": api.token, "text": "caf\u00e9 & 100%"}).encode()
    sent = request("POST", f"/v1/media/{media}/comments", (("Content-Type", kind),), body)
    assert api.emulator.handle(sent).status == 200
    assert api.get(f"/media/{media}/comments")[-1]["text"] == "caf\u00e9 & 100%"


def test_json_bodies_were_never_read(api: Api) -> None:
    """The API took forms alone: what is sent as JSON is not there."""
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    sent = request(
        "POST", f"/v1/media/{media}/comments?access_token={api.token}", (("Content-Type", "application/json"),),
        b'{"text": "hello"}',
    )  # fmt: skip
    assert json.loads(api.emulator.handle(sent).body)["meta"]["error_message"] == "missing text"


def test_jquery_asks_by_script(api: Api) -> None:
    """A JSONP call has its answer wrapped; the next address keeps jQuery's ``_`` and leaves its callback out."""
    name = "jQuery1112_1434"
    answer = api.raw("GET", "/tags/snow/media/recent", callback=name, _="1434369600")
    text = answer.body.decode()
    assert answer.header("Content-Type").startswith("text/javascript")
    assert text.startswith(f"{name}(")
    assert text.endswith(");")
    given = parameters(json.loads(text[len(name) + 1 : -2])["pagination"]["next_url"])
    assert [key for key, _ in given] == ["access_token", "_", "max_tag_id"]
    dotted = api.raw("GET", "/users/self", callback="instafeedCache7f.parse")
    assert dotted.body.startswith(b"instafeedCache7f.parse({")


def test_a_script_sees_errors_too(api: Api) -> None:
    """A script element cannot read a status: an error comes as 200 with its code inside."""
    answer = api.raw("GET", "/users/1", callback="f")
    assert answer.status == 200
    assert json.loads(answer.body[2:-2])["meta"]["code"] == 400


@pytest.mark.parametrize("style", ["next_url", "max_id", "next_max_id"])
def test_ways_to_the_next_page(api: Api, style: str) -> None:
    """The whole address, the cursor, and the cursor of the deprecated name for tags lead to the same page."""
    first = api.call("GET", "/tags/snow/media/recent", count=3)
    pages = first["pagination"]
    if style == "next_url":
        following = api.follow(pages["next_url"])
    elif style == "max_id":
        following = api.call("GET", "/tags/snow/media/recent", count=3, max_id=pages["next_max_id"])
    else:
        following = api.call("GET", "/tags/snow/media/recent", count=3, max_tag_id=pages["next_max_tag_id"])
    known = {entry["id"] for entry in first["data"]}
    assert following["data"]
    assert not known & {entry["id"] for entry in following["data"]}


def test_times_bound_a_list_until_2015(api: Api) -> None:
    """``min_timestamp`` and ``max_timestamp`` cut a list in 2015, and are no parameters any more in 2017."""
    media = api.get("/users/self/media/recent", count=10)
    newest, oldest = int(media[2]["created_time"]) + 1, int(media[6]["created_time"]) - 1
    cut = api.get("/users/self/media/recent", max_timestamp=newest, min_timestamp=oldest)
    assert [entry["id"] for entry in cut] == [entry["id"] for entry in media[2:7]]
    later = Api(Emulator("2017"))
    assert len(later.get("/users/self/media/recent", max_timestamp=1)) == 20


def _code(server: Emulator, redirect: str, **more: str) -> str:
    """Sign in and give consent; give the code."""
    query = {"client_id": server.client_id, "redirect_uri": redirect, "response_type": "code", **more}
    browser = Browser(server.origin)
    page = browser.sign_in(f"{server.origin}/oauth/authorize/?{urlencode(query)}", server.username, server.password)
    if not page.is_redirect:
        page = browser.submit(page, "Authorize")
    browser.close()
    code: str = parse_qs(urlsplit(page.headers["location"]).query)["code"][0]
    return code


WAYS = ["form", "multipart", "basic", "query"]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("path", ["/oauth/access_token", "/oauth/access_token/"])
def test_codes_are_exchanged_in_every_way(server: Emulator, way: str, path: str) -> None:
    """As a form, as ``curl -F`` posts it, with id and secret in a header, in the address."""
    redirect = server.redirect_uri
    form = {"grant_type": "authorization_code", "redirect_uri": redirect, "code": _code(server, redirect)}
    pair = {"client_id": server.client_id, "client_secret": server.client_secret}
    ways: dict[str, dict[str, Any]] = {
        "form": {"data": {**form, **pair}},
        "multipart": {"files": {name: (None, value) for name, value in {**form, **pair}.items()}},
        "basic": {"data": form, "auth": (server.client_id, server.client_secret)},
        "query": {"params": {**form, **pair}},
    }
    answer = httpx.post(server.origin + path, trust_env=False, **ways[way])
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"access_token", "user"}
    assert Api(server, answer.json()["access_token"]).get("/users/self")["username"] == server.username


@pytest.mark.parametrize("value", ["Basic", "Basic ???", "Basic " + base64.b64encode(b"\xff\xfe").decode(), "Bearer x"])
def test_odd_credentials_in_a_header(api: Api, value: str) -> None:
    """A header that holds no id and secret is as good as none."""
    sent = request("POST", "/oauth/access_token", (("Authorization", value),))
    assert json.loads(api.emulator.handle(sent).body)["error_message"] == "Invalid Client ID"


def test_extras_in_the_authorisation_do_no_harm(server: Emulator) -> None:
    """Parameters of other services, which libraries add of their own accord, are passed over."""
    extras = {"display": "touch", "hl": "fr", "approval_prompt": "force", "access_type": "offline", "nonce": "1"}
    assert len(_code(server, server.redirect_uri, **extras)) == 32


@pytest.mark.parametrize("kind", ["tag", "user", "location", "geography"])
@pytest.mark.parametrize("path", ["/subscriptions", "/subscriptions/", "/subscriptions.json"])
def test_subscriptions_with_and_without_a_verify_token(api: Api, kind: str, path: str) -> None:
    """Each kind of object is subscribed to by a form, and taken back by its object, in the address or in the form."""
    pair = {"client_id": api.emulator.client_id, "client_secret": api.emulator.client_secret}
    wish = {"object": kind, "object_id": "2593354", "lat": "48.8", "lng": "2.3", "radius": "500", "aspect": "media"}
    form = {**pair, **wish, "callback_url": "http://localhost:9/cb?mine=1"}
    asked: list[str] = []

    def fetch(url: str) -> str:
        asked.append(url)
        return parse_qs(urlsplit(url).query)["hub.challenge"][0]

    begun = api.emulator.core.begin(request("POST", f"/v1{path}", body=urlencode(form).encode()))
    assert isinstance(begun, Pending)
    answer = begun.finish(fetch(begun.url))
    assert json.loads(answer.body)["data"]["object"] == kind
    assert urlsplit(asked[0]).query.startswith("mine=1&hub.mode=subscribe&hub.challenge=")
    assert "hub.verify_token=" in asked[0]
    query = {"auth": False, **pair}
    assert kind in {entry["object"] for entry in api.get(path, **query)}
    api.call("DELETE", path, {"object": kind}, **query)
    assert kind not in {entry["object"] for entry in api.get(path, **query)}


def test_gzip_only_for_those_who_read_it(server: Emulator) -> None:
    """What is compressed is what would have been sent."""
    url = f"{server.base_url}/users/self/feed?access_token={server.token()}"
    texts = []
    for accepted in ("gzip", "identity", "gzip;q=0"):
        with httpx.stream("GET", url, headers={"Accept-Encoding": accepted}, trust_env=False) as answer:
            raw = b"".join(answer.iter_raw())
            packed = answer.headers.get("content-encoding") == "gzip"
            assert packed is (accepted == "gzip")
            texts.append(gzip.decompress(raw) if packed else raw)
    assert len(set(texts)) == 1


def test_media_of_private_accounts_have_long_links(api: Api) -> None:
    """Their short code has a long tail; with it they are found by those who may see them, and with no other."""
    feed = [entry for page in api.walk("/users/self/feed", count=33) for entry in page]
    codes = {entry["id"]: entry["link"].split("/")[-2] for entry in feed}
    long = {identity: code for identity, code in codes.items() if len(code) > 11}
    assert long
    assert {len(code) for code in long.values()} == {39}
    store = api.emulator.core.store
    for identity, code in list(long.items())[:3]:
        assert store.people.many([int(identity.partition("_")[2])]).popitem()[1].private
        assert api.get(f"/media/shortcode/{code}")["id"] == identity
        assert api.fault("GET", f"/media/shortcode/{code[:-1]}{'A' if code[-1] != 'A' else 'B'}")["status"] == 400


def test_tagged_people_are_names_alone_in_2017() -> None:
    """Whoever is tagged is told of as everywhere in 2015, and by the name alone later."""
    keys = {
        profile: {
            tuple(sorted(tagged["user"]))
            for entry in Api(Emulator(profile)).get("/users/self/media/recent", count=33)
            for tagged in entry["users_in_photo"]
        }
        for profile in ("2015", "2017")
    }
    assert keys == {"2015": {("full_name", "id", "profile_picture", "username")}, "2017": {("username",)}}
