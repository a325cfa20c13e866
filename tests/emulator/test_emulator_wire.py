"""Answers look as they looked: order, escaping, headers, and the variants of a request that are accepted."""

from __future__ import annotations

import json

import pytest

from instagram_v1.emulator import request
from tests.support.emulation import Api


def test_key_order_of_2015(still: Api) -> None:
    """Envelope, media and user have their keys in the order of 2015."""
    envelope = still.call("GET", "/users/self/media/recent", count=33)
    assert list(envelope) == ["pagination", "meta", "data"]
    plain = next(item for item in envelope["data"] if item["type"] == "image")
    assert list(plain) == [
        "attribution", "tags", "type", "location", "comments", "filter", "created_time", "link", "likes", "images",
        "users_in_photo", "caption", "user_has_liked", "id", "user",
    ]  # fmt: skip
    assert list(still.get("/users/self")) == [
        "username", "bio", "website", "profile_picture", "full_name", "counts", "id",
    ]  # fmt: skip


def test_key_order_of_2017(later: Api) -> None:
    """Envelope, media and user have their keys in the order of 2017."""
    envelope = later.call("GET", "/users/self/media/recent", count=33)
    assert list(envelope) == ["pagination", "data", "meta"]
    assert list(envelope["data"][0])[:4] == ["id", "user", "images", "created_time"]
    assert list(later.get("/users/self")) == [
        "id", "username", "profile_picture", "full_name", "bio", "website", "is_business", "counts",
    ]  # fmt: skip


def test_json_is_ascii_with_escaped_slashes(still: Api) -> None:
    """Slashes, ampersands and letters beyond ASCII are escaped."""
    body = still.raw("GET", "/users/self/media/recent", count=33).body
    assert body.isascii()
    assert b"/" not in body.replace(b"\\/", b"")
    assert b"&" not in body
    assert b"\\u0026max_id=" in body
    assert b"\\ud83d\\uddfc" in body


def test_headers_of_success_and_error(still: Api) -> None:
    """Both carry the rate, the cache rules and a cookie."""
    for path, status in (("/users/self", 200), ("/users/1", 400)):
        response = still.raw("GET", path)
        assert response.status == status
        assert response.header("X-Ratelimit-Limit") == "5000"
        assert int(response.header("X-Ratelimit-Remaining")) < 5000
        assert response.header("Content-Type") == "application/json; charset=utf-8"
        assert response.header("Cache-Control") == "private, no-cache, no-store, must-revalidate"
        assert response.header("Pragma") == "no-cache"
        assert response.header("Expires") == "Sat, 01 Jan 2000 00:00:00 GMT"
        assert response.header("Vary").startswith("Cookie, Accept-Language")
        assert response.header("Content-Language") == "en"
        assert response.header("Set-Cookie").startswith("csrftoken=")
        assert response.header("Date") == "Mon, 15 Jun 2015 12:00:00 GMT"


def test_a_cookie_is_kept(still: Api) -> None:
    """A client that sends its cookie gets the same one back."""
    sent = ("Cookie", "a=b; csrftoken=" + "0123456789abcdef" * 2)
    response = still.emulator.handle(request("GET", f"/v1/users/self?access_token={still.token}", headers=(sent,)))
    assert "0123456789abcdef" * 2 in response.header("Set-Cookie")


@pytest.mark.parametrize("path", ["/users/self/", "/users/self.json", "/users/self.json/"])
def test_slash_and_suffix_are_accepted(still: Api, path: str) -> None:
    """A slash or .json at the end changes nothing."""
    assert still.get(path) == still.get("/users/self")


def test_suffix_is_dropped_from_next_url(still: Api) -> None:
    """The next page of a list with a suffix can be followed."""
    envelope = still.call("GET", "/users/self/media/recent.json", count=2)
    assert still.follow(envelope["pagination"]["next_url"])["data"]


def test_percent_is_decoded_in_each_segment(still: Api) -> None:
    """A slash that is written as %2F stays inside its segment; an id may be written with percents."""
    assert still.raw("GET", "/users%2Fself").status == 404
    assert still.raw("GET", "/tags/a%2Fb").status == 404
    assert still.get("/users/%73elf")["username"] == still.emulator.username
    assert still.raw("GET", "/users//media/recent").status == 404


def test_literals_come_before_parameters(still: Api) -> None:
    """/users/search is the search, though `search` could be an id."""
    assert isinstance(still.get("/users/search", q="ada"), list)
    assert isinstance(still.get("/media/popular"), list)


@pytest.mark.parametrize("where", ["query", "form"])
def test_method_override(api: Api, where: str) -> None:
    """A POST with _method=DELETE deletes."""
    media = next(item for item in api.get("/media/popular") if not item["user_has_liked"])["id"]
    api.call("POST", f"/media/{media}/likes")
    if where == "query":
        api.call("POST", f"/media/{media}/likes", _method="DELETE")
    else:
        api.call("POST", f"/media/{media}/likes", {"_method": "delete"})
    assert api.get(f"/media/{media}")["user_has_liked"] is False


def test_a_get_cannot_be_overridden(still: Api) -> None:
    """Reading never becomes writing."""
    media = still.get("/media/popular")[0]["id"]
    assert isinstance(still.get(f"/media/{media}/likes", _method="DELETE"), list)


def test_token_in_the_form(api: Api) -> None:
    """A POST may carry its token in the body, and multipart bodies are read too."""
    media = api.get("/media/popular")[0]["id"]
    api.call("POST", f"/media/{media}/likes", {"access_token": api.token}, auth=False)
    body = (
        f'--X\r\nContent-Disposition: form-data; name="access_token"\r\n\r\n{api.token}\r\n'
        '--X\r\nContent-Disposition: form-data; name="text"\r\n\r\nby parts\r\n--X--\r\n'
    )
    kind = ("Content-Type", "multipart/form-data; boundary=X")
    sent = request("POST", f"/v1/media/{media}/comments", (kind,), body.encode())
    assert api.emulator.handle(sent).status == 200
    assert api.get(f"/media/{media}/comments")[-1]["text"] == "by parts"


def test_jsonp(still: Api) -> None:
    """With a callback the answer is a call, with status 200 even for errors; next_url does not repeat it."""
    response = still.raw("GET", "/users/self/media/recent", count=1, callback="my.f", _=123)
    assert response.header("Content-Type").startswith("text/javascript")
    assert response.body.startswith(b"my.f({")
    assert response.body.endswith(b"});")
    body = json.loads(response.body[5:-2])
    assert "callback" not in body["pagination"]["next_url"]
    assert "_=123" in body["pagination"]["next_url"]
    failed = still.raw("GET", "/users/1", callback="f")
    assert (failed.status, json.loads(failed.body[2:-2])["meta"]["code"]) == (200, 400)


@pytest.mark.parametrize("name", ["alert(1)", "a b", "<script>", "x" * 200, "1a"])
def test_jsonp_takes_names_only(still: Api, name: str) -> None:
    """What is no plain reference is ignored, so that nobody runs code of theirs."""
    assert still.raw("GET", "/users/self", callback=name).body.startswith(b"{")


def test_head_has_no_body(still: Api) -> None:
    """HEAD answers like GET, without the body."""
    response = still.raw("HEAD", "/users/self")
    assert (response.status, response.body) == (200, b"")


def test_shortcodes_are_the_numbers_in_letters(still: Api) -> None:
    """Each link leads back to its media."""
    for item in still.get("/users/self/media/recent", count=33):
        code = item["link"].split("/")[-2]
        assert still.get(f"/media/shortcode/{code}")["id"] == item["id"]
