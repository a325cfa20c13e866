"""The official Python client of the time, unmodified but for host and scheme, takes the emulator for the real thing."""

from __future__ import annotations

import http.server
import importlib.util
import threading
import warnings
from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from instagram_v1.emulator import Emulator
from tests.support.browser import Browser

pytestmark = [
    pytest.mark.skipif(
        importlib.util.find_spec("instagram") is None,
        reason="python-instagram is not installed: pip install python-instagram==1.3.2",
    ),
    # The client is of 2015: it uses what Python has deprecated since, and leaves its sockets to the collector.
    pytest.mark.filterwarnings("ignore"),
]

CENTRE = {"lat": 48.858844, "lng": 2.294351}


def _class(emulator: Emulator) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = importlib.import_module("instagram.client")
    here = {
        "host": urlsplit(emulator.origin).netloc,
        "protocol": "http",
        "authorize_url": f"{emulator.origin}/oauth/authorize",
        "access_token_url": f"{emulator.origin}/oauth/access_token",
    }
    return type("Here", (client.InstagramAPI,), here)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    """A world of the time of the client."""
    with Emulator() as emulator:
        yield emulator


@pytest.fixture
def ig(emulator: Emulator) -> Any:
    """The client with a token, and with the secret that lets it sign (wrongly: it signs bytes as their repr)."""
    return _class(emulator)(access_token=emulator.token(), client_secret=emulator.client_secret)


@pytest.fixture
def app(emulator: Emulator) -> Any:
    """The client as an application, without a token."""
    made = _class(emulator)
    return made(client_id=emulator.client_id, client_secret=emulator.client_secret, redirect_uri=emulator.redirect_uri)


def test_people(ig: Any, emulator: Emulator) -> None:
    """Profiles, search, lists of people and requests."""
    me = ig.user()
    assert me.username == emulator.username
    assert ig.user(user_id=me.id).counts == me.counts
    assert [person.username for person in ig.user_search(q=me.username)] == [me.username]
    follows, following = ig.user_follows()
    assert len(follows) == 50
    assert "cursor=" in following
    followers, _ = ig.user_followed_by(user_id=me.id)
    assert len(followers) == 50
    assert len(ig.user_incoming_requests()) == 7
    assert ig.x_ratelimit == "5000"


def test_media(ig: Any) -> None:
    """Feed, own, liked, popular and found media, one by id and one by short code."""
    feed, _ = ig.user_media_feed(count=5)
    recent, following = ig.user_recent_media(count=5)
    assert len(feed) == len(recent) == 5
    assert recent[-1].id in following
    liked, _ = ig.user_liked_media()
    assert all(media.user_has_liked for media in liked)
    assert ig.media(feed[0].id).link == feed[0].link
    code = feed[0].link.split("/")[-2]
    assert ig.media_shortcode(shortcode=code).id == feed[0].id
    assert len(ig.media_popular(count=10)) == 10
    near = ig.media_search(**CENTRE, distance=500)
    assert near
    assert near[0].location.point.latitude
    assert httpx.get(near[0].get_thumbnail_url(), trust_env=False).headers["content-type"] == "image/jpeg"


def test_likes_and_comments(ig: Any) -> None:
    """Both are written, seen and taken away again."""
    media = next(entry for entry in ig.user_media_feed(count=33)[0] if not entry.user_has_liked)
    ig.like_media(media_id=media.id)
    assert ig.media(media.id).like_count == media.like_count + 1
    assert ig.user().id in {person.id for person in ig.media_likes(media_id=media.id)}
    ig.unlike_media(media_id=media.id)
    assert ig.media(media.id).user_has_liked is False
    ig.create_media_comment(media_id=media.id, text="Schön & gut / é")
    comment = ig.media_comments(media_id=media.id)[-1]
    assert comment.text == "Schön & gut / é"
    ig.delete_comment(media_id=media.id, comment_id=comment.id)
    assert comment.id not in {entry.id for entry in ig.media_comments(media_id=media.id)}


def test_tags_places_and_circles(ig: Any, app: Any) -> None:
    """Tags and locations are found and read; a geography by the client that made it."""
    assert ig.tag(tag_name="snow").media_count > 0
    found, _ = ig.tag_search(q="snow")
    assert found[0].name == "snow"
    media, following = ig.tag_recent_media(count=3, tag_name="snow")
    assert len(media) == 3
    assert "max_tag_id=" in following
    place = ig.location_search(**CENTRE, distance=1000)[0]
    assert ig.location(location_id=place.id).name == place.name
    assert ig.location_recent_media(location_id=place.id)[0]
    circle = next(entry["object_id"] for entry in app.list_subscriptions()["data"] if entry["object"] == "geography")
    assert app.geography_recent_media(geography_id=circle)[0]


def test_relationships(ig: Any) -> None:
    """Follow, unfollow, block, unblock, approve and ignore."""
    other = ig.user_media_feed(count=33)[0][-1].user.id
    strangers = [person for person in ig.user_search(q="a") if person.id != ig.user().id]
    for person in strangers[:3]:
        answer, _ = ig.follow_user(user_id=person.id)
        assert answer.outgoing_status in ("follows", "requested")
        answer, _ = ig.unfollow_user(user_id=person.id)
        assert answer.outgoing_status == "none"
    assert ig.user_relationship(user_id=strangers[0].id).outgoing_status == "none"
    ig.block_user(user_id=other)
    assert ig.user_relationship(user_id=other).incoming_status == "blocked_by_you"
    ig.unblock_user(user_id=other)
    asked = ig.user_incoming_requests()
    ig.approve_user_request(user_id=asked[0].id)
    ig.ignore_user_request(user_id=asked[1].id)
    assert len(ig.user_incoming_requests()) == len(asked) - 2
    assert ig.user_relationship(user_id=asked[0].id).incoming_status == "followed_by"


@pytest.mark.parametrize(
    ("method", "arguments", "pages"),
    [
        ("user_media_feed", {"count": 20}, None),
        ("user_recent_media", {"count": 33}, 13),
        ("user_liked_media", {"count": 20}, None),
        ("user_follows", {}, 4),
        ("user_followed_by", {}, 5),
        ("tag_recent_media", {"count": 33, "tag_name": "snow"}, None),
        ("location_recent_media", {"location_id": "2593354"}, None),
    ],
)
def test_generators_come_to_an_end(ig: Any, method: str, arguments: dict[str, Any], pages: int | None) -> None:
    """Its generators walk each list by the addresses in the answers, without meeting anything twice."""
    found = [page for page, _ in getattr(ig, method)(as_generator=True, max_pages=200, **arguments)]
    ids = [entry.id for page in found for entry in page]
    assert len(ids) == len(set(ids)) > 20
    assert pages is None or len(found) == pages


def test_continuing_by_an_address(ig: Any) -> None:
    """The address of a next page can be kept, and asked for later."""
    first, following = ig.user_recent_media(count=2)
    second, _ = ig.user_recent_media(with_next_url=following)
    assert {media.id for media in first}.isdisjoint(media.id for media in second)


def test_errors(ig: Any, emulator: Emulator) -> None:
    """Errors of the API, of both limits, and of a token that was withdrawn, become its exceptions."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        error = importlib.import_module("instagram.bind").InstagramAPIError
    with pytest.raises(error) as caught:
        ig.user(user_id="1")
    assert (caught.value.status_code, caught.value.error_type) == (400, "APINotFoundError")
    limited = _class(emulator)(access_token=emulator.token(scopes=["basic"]))
    with pytest.raises(error, match="OAuthPermissionsException"):
        limited.like_media(media_id=ig.user_media_feed()[0][0].id)
    emulator.faults.add("rate-limit", times=1)
    with pytest.raises(error, match="Rate limited"):
        ig.user()
    emulator.revoke(emulator.token())
    with pytest.raises(error, match="The access_token provided is invalid"):
        ig.user()


def test_signing_in(app: Any, emulator: Emulator) -> None:
    """Its address leads to the sign-in page; the code that comes back is exchanged for a token that works."""
    assert "/accounts/login/" in app.get_authorize_login_url(scope=["basic", "likes"])
    browser = Browser(emulator.origin)
    page = browser.sign_in(app.get_authorize_url(scope=["basic", "likes"]), emulator.username, emulator.password)
    answer = browser.submit(page, press="Authorize")
    browser.close()
    code = parse_qs(urlsplit(answer.headers["location"]).query)["code"][0]
    token, user = app.exchange_code_for_access_token(code)
    assert user["username"] == emulator.username
    assert _class(emulator)(access_token=token).user().id == user["id"]
    with pytest.raises(Exception, match=r"No matching code found\."):
        app.exchange_code_for_access_token(code)


class _Subscriber(http.server.BaseHTTPRequestHandler):
    """Answers challenges, and keeps what it is told."""

    told: ClassVar[list[tuple[str, str]]] = []

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(parse_qs(urlsplit(self.path).query)["hub.challenge"][0].encode())

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.told.append((body, self.headers["X-Hub-Signature"]))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


def test_subscriptions(app: Any, emulator: Emulator) -> None:
    """A subscription is made and listed, its notifications pass the client's own check, and it is deleted."""
    _Subscriber.told.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Subscriber) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        callback = f"http://127.0.0.1:{server.server_address[1]}/hook"
        made = app.create_subscription(object="user", aspect="media", verify_token="v", callback_url=callback)
        assert made["data"]["callback_url"] == callback
        media = emulator.post(caption="for the reactor")
        assert emulator.settle()
        server.shutdown()
        thread.join()
    subscriptions, seen = importlib.import_module("instagram.subscriptions"), list[Any]()
    reactor = subscriptions.SubscriptionsReactor()
    reactor.register_callback(subscriptions.SubscriptionType.USER, seen.append)
    for body, mark in _Subscriber.told:
        reactor.process(emulator.client_secret, body, mark)
    assert [update["data"]["media_id"] for update in seen] == [media]
    app.delete_subscriptions(id=made["data"]["id"])
    kinds = [entry["object"] for entry in app.list_subscriptions()["data"]]
    assert "user" not in kinds
