"""What was wrong in python-instagram and is right here: one test for each of its ten known defects."""

from __future__ import annotations

import hmac
import json
import ssl
import threading
from hashlib import sha1
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest

from instagram_v1 import errors
from instagram_v1.compat import (
    InstagramAPI,
    InstagramClientError,
    Media,
    SubscriptionsReactor,
    SubscriptionVerifyError,
    User,
)
from instagram_v1.signing import forwarded_for, signature
from tests.support.certificates import MISSING, protect, self_signed
from tests.support.wire import BASE, SECRET, TOKEN, Answer, Request, SyncWire, Wire, form, ok, path, query


def made(*replies: Any, **options: Any) -> tuple[InstagramAPI, Wire]:
    """An API that signs, and its far end."""
    wire = Wire(*replies)
    given: dict[str, Any] = {"access_token": TOKEN, "client_secret": SECRET, "base_url": BASE, "retry": None, **options}
    return InstagramAPI(transport=SyncWire(wire), **given), wire


def test_1_signatures_are_right() -> None:
    """Exactly one ``sig`` in a GET; a POST signs its fields, and a DELETE what is in its address."""
    api, wire = made(ok([]), ok(None))
    api.user_search("snow")
    api.create_media_comment("1_2", "Schön & gut")
    api.delete_comment("1_2", "7")
    reading, writing, deleting = wire.requests
    assert reading.url.count("sig=") == 1
    sent = query(reading)
    assert sent["sig"] == signature("/users/search", sent.items(), SECRET)
    fields = form(writing)
    assert fields["sig"] == signature("/media/1_2/comments", fields.items(), SECRET)
    assert fields["text"] == "Schön & gut"
    assert query(writing) == {}
    assert query(deleting)["sig"] == signature("/media/1_2/comments/7", query(deleting).items(), SECRET)


def test_2_a_next_url_is_signed_anew() -> None:
    """The old signature goes, the query is no part of the endpoint, and the new one covers what is sent."""
    api, wire = made(ok([], pagination={}))
    api.user_follows(with_next_url=f"{BASE}/users/3/follows?access_token=old&cursor=7&sig=0123456789")
    sent = query(wire.requests[0])
    assert wire.requests[0].url.count("sig=") == 1
    assert path(wire.requests[0]) == "/v1/users/3/follows"
    assert sent == {"cursor": "7", "access_token": TOKEN, "sig": signature("/users/3/follows", sent.items(), SECRET)}


def test_3_the_header_with_the_addresses() -> None:
    """It is made on Python 3 too, for writing only."""
    api, wire = made(ok(None), client_ips="200.15.1.1,10.0.0.1")
    api.like_media("1_2")
    assert wire.requests[0].headers["X-Insta-Forwarded-For"] == forwarded_for("200.15.1.1,10.0.0.1", SECRET)
    api, wire = made(ok([]), client_ips="200.15.1.1")
    api.user_search("snow")
    assert "X-Insta-Forwarded-For" not in wire.requests[0].headers


class Liar(BaseHTTPRequestHandler):
    """Gives a token to everybody."""

    def do_POST(self) -> None:
        """Answer."""
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"access_token": TOKEN, "user": sample_user()}).encode())

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def sample_user() -> dict[str, Any]:
    """Somebody, as an exchange of a code shows them."""
    return {"id": "3", "username": "snow", "full_name": "", "profile_picture": "", "bio": "", "website": ""}


@pytest.mark.skipif(MISSING, reason="openssl, which makes the certificate, is not installed")
def test_4_certificates_are_checked_when_a_code_is_exchanged(tmp_path: Path) -> None:
    """The secret is not told to a server that nobody vouches for; with its certificate trusted, it is."""
    certificate = self_signed(tmp_path)
    with HTTPServer(("127.0.0.1", 0), Liar) as server:
        protect(server, certificate)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        base = f"https://localhost:{server.server_address[1]}/v1"
        given: dict[str, Any] = {"client_id": "i", "client_secret": SECRET, "redirect_uri": "https://a.test/"}
        try:
            with pytest.raises(errors.TransportError, match="CERTIFICATE_VERIFY_FAILED"):
                InstagramAPI(base_url=base, **given).exchange_code_for_access_token("abc")
            trusting = ssl.create_default_context(cafile=str(certificate))
            with httpx.Client(verify=trusting, trust_env=False) as own:
                api = InstagramAPI(base_url=base, http_client=own, **given)
                assert api.exchange_code_for_access_token("abc")[0] == TOKEN
        finally:
            server.shutdown()
            thread.join()


def test_5_generators_do_not_stop_by_themselves() -> None:
    """All pages come, unless ``max_pages`` says otherwise."""

    def reply(request: Request) -> Answer:
        number = int(query(request).get("cursor", "0"))
        following = {"next_cursor": str(number + 1)} if number < 9 else {}
        return ok([sample_profile(number)], pagination=following)

    api, _ = made(reply)
    assert [items[0].id for items, _ in api.user_follows(as_generator=True)] == [str(n) for n in range(10)]
    assert len(list(api.user_follows(as_generator=True, max_pages=3))) == 3
    items, following = api.user_follows()
    assert api.user_follows(with_next_url=following)[0][0].id == "1"
    assert items[0].id == "0"


def sample_profile(number: int) -> dict[str, str]:
    """Somebody in a list."""
    return {"id": str(number), "username": f"user{number}", "full_name": "", "profile_picture": ""}


def test_6_notifications_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Through ``hmac.compare_digest``, over the bytes as they came; forged ones call nobody back."""
    compared: list[int] = []
    real = hmac.compare_digest

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(1)
        return real(left, right)

    monkeypatch.setattr("instagram_v1.subscriptions.hmac.compare_digest", compare)
    body = json.dumps(
        [{"subscription_id": 1, "object": "tag", "object_id": "snow", "changed_aspect": "media", "time": 1435190400}]
    )
    right = hmac.new(SECRET.encode(), body.encode(), sha1).hexdigest()
    seen: list[Any] = []
    reactor = SubscriptionsReactor()
    reactor.register_callback("tag", seen.append)
    reactor.register_callback("tag", seen.append)
    reactor.register_callback("user", lambda update: pytest.fail("not for users"))
    reactor.process(SECRET, body, right)
    reactor.process(SECRET, body.encode(), right)
    assert [update["object_id"] for update in seen] == ["snow", "snow"]
    assert len(compared) == 2
    for wrong in ("", None, right[:-1] + "0", "é"):
        with pytest.raises(SubscriptionVerifyError) as caught:
            reactor.process(SECRET, body, wrong)
        assert caught.value.reason == "forged"
    reactor.deregister_callback("tag", seen.append)
    reactor.deregister_callback("tag", seen.append)
    reactor.process(SECRET, body, right)
    assert len(seen) == 2
    assert SubscriptionsReactor().callbacks == {}


def test_7_limits_are_numbers_of_one_token() -> None:
    """What one token has left does not overwrite what another has, and a limit is told by its number."""
    replies = {TOKEN: "41", "another-token-of-another-user": "7"}

    def reply(request: Request) -> Answer:
        return ok([], headers={"X-Ratelimit-Remaining": replies[query(request)["access_token"]]})

    api, _ = made(reply)
    other = api.client.with_options(access_token="another-token-of-another-user")

    def work(user: Any) -> None:
        for _ in range(20):
            user.users.search("snow")

    threads = [threading.Thread(target=work, args=(user,)) for user in (api.client, other) * 3]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (api.x_ratelimit_remaining, other.rate.remaining, api.x_ratelimit) == (41, 7, None)
    body = b'{"code": 420, "error_type": "OAuthRateLimitException", "error_message": "too many"}'
    limited, _ = made(Answer(status=503), Answer(status=420, content=body))
    for code in (503, 420):
        with pytest.raises(errors.APIError) as caught:
            limited.user_search("snow")
        assert getattr(caught.value, "status_code", None) == code


def test_8_what_is_missing_is_none() -> None:
    """Nothing is made of nothing, and media without likes, comments, caption and place have none."""
    assert User.object_from_dictionary(None) is None
    entry = sample_media()
    media = Media.object_from_dictionary({**entry, "location": None, "caption": None})
    assert media is not None
    assert (media.like_count, media.comment_count, media.likes, media.comments) == (0, 0, [], [])
    assert (media.caption, media.location, media.tags, media.users_in_photo) == (None, None, [], [])


def sample_media() -> dict[str, Any]:
    """Media with no more than it must have."""
    return {
        "id": "1_2",
        "created_time": "1435190400",
        "images": {},
        "type": "image",
        "user": {"id": "2", "username": "snow"},
    }


def test_9_times_are_aware() -> None:
    """They name their zone, so that they can be compared with those of others."""
    media = Media.object_from_dictionary(sample_media())
    assert media is not None
    assert str(media.created_time) == "2015-06-25 00:00:00+00:00"


@pytest.mark.parametrize(("call", "words"), [
    (lambda api: api.media("1_2", "more"), "media takes 1 arguments at most, not 2"),
    (lambda api: api.media(), "media needs media_id"),
    (lambda api: api.user_relationship(), "user_relationship needs user_id"),
    (lambda api: api.media("1_2", media_id="1_2"), "media_id is given twice"),
    (lambda api: api.user_recent_media(cuont=3), "has no argument cuont"),
    (lambda api: api.media(None), "media needs media_id"),
    (lambda api: api.delete_subscriptions(object="tag", object_id="3"), "has no argument object_id"),
])  # fmt: skip
def test_10_wrong_arguments_are_one_kind_of_error(call: Any, words: str) -> None:
    """Too many, too few, twice or misspelt: always the same class, before anything is sent."""
    api, wire = made(ok([]), client_id="i")
    with pytest.raises(InstagramClientError, match=words):
        call(api)
    assert wire.requests == []
