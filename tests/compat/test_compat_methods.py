"""``InstagramAPI`` has the methods, options and models of python-instagram, and does what they promise."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from instagram_v1 import compat, errors, testing
from instagram_v1.compat import InstagramAPI, InstagramAPIError, InstagramClientError
from instagram_v1.compat.bound import Method
from instagram_v1.emulator import Emulator
from tests.support.samples import answer
from tests.support.wire import BASE, SECRET, TOKEN, Answer, FakeClock, Request, SyncWire, Wire, form, ok, path, query

# What python-instagram 1.3.2 can do; those with a star give the address of the following page too.
METHODS = """
media_popular media_search media_shortcode media_likes like_media unlike_media create_media_comment delete_comment
media_comments media user_media_feed* user_liked_media* user_recent_media* user_search user_follows* user_followed_by*
user location_recent_media* location_search location geography_recent_media* tag_recent_media* tag_search* tag
user_incoming_requests change_user_relationship user_relationship follow_user unfollow_user block_user unblock_user
approve_user_request ignore_user_request create_subscription list_subscriptions delete_subscriptions
"""
OTHERS = """
Image Video Media MediaShortcode Tag Comment Point Location User Relationship Position UserInPhoto ApiModel InstagramAPI
InstagramAPIError InstagramClientError SubscriptionsReactor SubscriptionType SubscriptionVerifyError
"""
STARRED = [name.rstrip("*") for name in METHODS.split() if name.endswith("*")]
NAMES = [name.rstrip("*") for name in METHODS.split()]

ARGUMENTS: dict[str, dict[str, Any]] = {
    "media_search": {"lat": 48.8, "lng": 2.3},
    "media_shortcode": {"shortcode": "abc"},
    "media_likes": {"media_id": "1_2"},
    "like_media": {"media_id": "1_2"},
    "unlike_media": {"media_id": "1_2"},
    "create_media_comment": {"media_id": "1_2", "text": "Words, words"},
    "delete_comment": {"media_id": "1_2", "comment_id": "7"},
    "media_comments": {"media_id": "1_2"},
    "media": {"media_id": "1_2"},
    "user_search": {"q": "snow"},
    "location_recent_media": {"location_id": "5"},
    "location_search": {"lat": 48.8, "lng": 2.3},
    "location": {"location_id": "5"},
    "geography_recent_media": {"geography_id": "9"},
    "tag_recent_media": {"tag_name": "snow"},
    "tag_search": {"q": "snow"},
    "tag": {"tag_name": "snow"},
    "change_user_relationship": {"user_id": "3", "action": "follow"},
    "user_relationship": {"user_id": "3"},
    **{f"{verb}_user": {"user_id": "3"} for verb in ("follow", "unfollow", "block", "unblock")},
    **{f"{verb}_user_request": {"user_id": "3"} for verb in ("approve", "ignore")},
    "create_subscription": {
        "object": "user",
        "aspect": "media",
        "callback_url": "https://a.test/",
        "verify_token": "v",
    },
    "delete_subscriptions": {"object": "all"},
}


def made(*replies: Any, **options: Any) -> tuple[InstagramAPI, Wire]:
    """An API and its far end."""
    wire = Wire(*replies)
    given: dict[str, Any] = {"access_token": TOKEN, "base_url": BASE, "retry": None, **options}
    return InstagramAPI(transport=SyncWire(wire), **given), wire


def answering(name: str, **options: Any) -> tuple[InstagramAPI, Wire]:
    """An API whose far end answers one method well."""
    operation = getattr(InstagramAPI, name).operation
    secrets = {"client_id": "an-id", "client_secret": SECRET}
    return made(Answer(status=200, content=json.dumps(answer(operation)).encode()), **secrets, **options)


def call(api: InstagramAPI, name: str, **options: Any) -> Any:
    """Call a method with what it needs."""
    return getattr(api, name)(**ARGUMENTS.get(name, {}), **options)


def test_the_parity_list() -> None:
    """Every method is there, nothing else is, and those that page are those that paged."""
    bound = {name: row for name, row in vars(InstagramAPI).items() if isinstance(row, Method)}
    assert sorted(bound) == sorted(NAMES)
    assert all(row.name == name and row.__doc__ for name, row in bound.items())
    for name in ("get_authorize_url", "exchange_code_for_access_token"):
        assert callable(getattr(InstagramAPI, name))


def test_the_models_and_the_rest_are_there() -> None:
    """Every model, both errors and the subscription helpers have their names."""
    for name in OTHERS.split():
        assert name in compat.__all__
        assert isinstance(getattr(compat, name), type)


@pytest.mark.parametrize("name", NAMES)
def test_every_method_calls_its_operation(name: str) -> None:
    """The request is that of the operation, and what comes back has the old shape."""
    api, wire = answering(name)
    found = call(api, name)
    operation = getattr(InstagramAPI, name).operation
    request = wire.requests[0]
    assert request.method == operation.method
    assert len(path(request).split("/")) == len(f"/v1{operation.path}".split("/"))
    if name.endswith(("_subscription", "_subscriptions")):
        assert found["meta"] == {"code": 200}
        return
    if name in STARRED:
        found, next_url = found
        assert next_url is None or isinstance(next_url, str)
    kinds = {type(item) for item in (found if isinstance(found, list) else [found])}
    assert kinds <= {getattr(compat, kind) for kind in compat.__all__}
    assert isinstance(found, list) or kinds


@pytest.mark.parametrize("name", [name for name in NAMES if not name.endswith(("_subscription", "_subscriptions"))])
def test_plain_data_of_every_method(name: str) -> None:
    """``return_json`` gives what was sent."""
    api, _ = answering(name)
    found = call(api, name, return_json=True)
    sent = answer(getattr(InstagramAPI, name).operation)["data"]
    assert (found[0] if name in STARRED else found) == (sent if sent is not None else [])


def test_shortcuts_and_defaults() -> None:
    """Shortcuts send their action; ``user_id`` is the user's own unless one is needed."""
    for name, action in (("follow_user", "follow"), ("ignore_user_request", "ignore"), ("block_user", "block")):
        api, wire = answering(name)
        getattr(api, name)("3")
        assert (path(wire.requests[0]), form(wire.requests[0])["action"]) == ("/v1/users/3/relationship", action)
    api, wire = answering("user_recent_media")
    api.user_recent_media()
    api.user_recent_media(5, "70", "3", min_id="1")
    assert [path(request) for request in wire.requests] == ["/v1/users/self/media/recent", "/v1/users/3/media/recent"]
    sent = query(wire.requests[1])
    assert (sent["count"], sent["max_id"], sent["min_id"]) == ("5", "70", "1")


def test_what_arguments_are_called_today() -> None:
    """Old names travel under those that the API reads; what it never knew is not sent."""
    api, wire = answering("tag_recent_media")
    api.tag_recent_media(10, "77", "snow")
    assert query(wire.requests[0])["max_tag_id"] == "77"
    api, wire = answering("user_liked_media")
    api.user_liked_media(max_id="77")
    assert query(wire.requests[0])["max_like_id"] == "77"
    api, wire = answering("media_search")
    api.media_search("coffee", 7, 1.5, 2.5)
    assert {n: v for n, v in query(wire.requests[0]).items() if n not in ("access_token", "sig")} == {
        "count": "7",
        "lat": "1.5",
        "lng": "2.5",
    }


def pages(*, loop: bool = False) -> Any:
    """Five pages of tagged media, each naming the next by its address, as the API does."""

    def reply(request: Request) -> Answer:
        number = int(query(request).get("max_tag_id", "0"))
        body = answer(getattr(InstagramAPI, "tag_recent_media").operation)  # noqa: B009
        items = [{**body["data"][0], "id": f"{number}_1"}]
        following = 1 if loop and number == 3 else number + 1
        if number == 4:
            return ok(items, pagination={})
        token = query(request)["access_token"]
        next_url = f"{BASE}/tags/snow/media/recent?access_token={token}&max_tag_id={following}"
        return ok(items, pagination={"next_max_tag_id": str(following), "next_url": next_url})

    return reply


def test_walking_by_next_url() -> None:
    """``next_url`` goes on where the last call ended, without carrying the token about."""
    api, wire = made(pages())
    found, next_url = api.tag_recent_media(tag_name="snow")
    ids = [item.id for item in found]
    while next_url:
        assert TOKEN not in next_url
        more, next_url = api.tag_recent_media(with_next_url=next_url)
        ids += [item.id for item in more]
    assert ids == [f"{number}_1" for number in range(5)]
    assert all(query(request)["access_token"] == TOKEN for request in wire.requests)


def test_an_old_next_url_is_followed_safely() -> None:
    """One that was stored with a token and a signature is followed with today's; one to elsewhere is not."""
    api, wire = made(pages(), client_secret=SECRET)
    api.tag_recent_media(with_next_url=f"{BASE}/tags/snow/media/recent?max_tag_id=2&access_token=old&sig=abc")
    assert query(wire.requests[0])["access_token"] == TOKEN
    assert wire.requests[0].url.count("sig=") == 1
    with pytest.raises(errors.PaginationError, match="outside"):
        api.tag_recent_media(with_next_url="https://evil.test/v1/tags/snow/media/recent?max_tag_id=2")
    assert len(wire.requests) == 1


def test_a_generator() -> None:
    """It gives page after page, each when it is asked for; ``max_pages`` ends it early."""
    api, wire = made(pages())
    walk = api.tag_recent_media(tag_name="snow", as_generator=True)
    assert isinstance(walk, Iterator)
    assert wire.requests == []
    first, next_url = next(walk)
    assert (first[0].id, len(wire.requests)) == ("0_1", 1)
    assert next_url.endswith("max_tag_id=1")
    assert [items[0].id for items, _ in walk] == ["1_1", "2_1", "3_1", "4_1"]
    assert [len(list(api.tag_recent_media(tag_name="snow", as_generator=True, max_pages=n))) for n in (0, 2)] == [0, 2]


def test_the_dictionary_of_the_following_page() -> None:
    """``pagination_format="dict"`` gives all that the API says of it."""
    api, _ = made(pages())
    _, pagination = api.tag_recent_media(tag_name="snow", pagination_format="dict")
    assert pagination["next_max_tag_id"] == "1"
    api, _ = made(ok([]))
    assert api.tag_search("snow", pagination_format="dict") == ([], {})
    assert api.tag_search("snow") == ([], None)
    assert list(api.tag_search("snow", as_generator=True)) == [([], None)]
    assert list(api.user_search("snow", as_generator=True)) == [([], None)]


def test_errors_have_their_old_form() -> None:
    """Status, type and words, as numbers and texts; the finer error is the cause."""
    api, _ = made(Answer(status=400, content=b'{"meta": {"code": 400, "error_type": "APINotFoundError", '
                         b'"error_message": "invalid media id"}}'))  # fmt: skip
    with pytest.raises(InstagramAPIError) as caught:
        api.media("1_2")
    error = caught.value
    assert (error.status_code, error.error_type, error.error_message) == (400, "APINotFoundError", "invalid media id")
    assert str(error) == "(400) APINotFoundError-invalid media id"
    assert type(error.__cause__).__name__ == "NotFoundError"
    api, _ = made(Answer(status=200, content=b"<html>"))
    with pytest.raises(InstagramClientError, match=r"\(200\).*HTML") as refused:
        api.media("1_2")
    assert refused.value.status_code == 200
    api, wire = made(ok([]), access_token=None)
    with pytest.raises(InstagramClientError, match="access_token"):
        api.media("1_2")
    with pytest.raises(InstagramClientError):
        InstagramAPI(client_ips="1.2.3.4")
    assert wire.requests == []


def test_signing_in() -> None:
    """The address to go to, and the exchange of a code, over the same transport."""
    user = {"id": "3", "username": "snow", "full_name": "Snow", "profile_picture": "p", "bio": "", "website": ""}
    reply = Answer(status=200, content=json.dumps({"access_token": TOKEN, "user": user}).encode())
    api, wire = made(reply, access_token=None, client_id="i", client_secret=SECRET, redirect_uri="https://a.test/back")
    url = api.get_authorize_url(scope=["basic", "likes"])
    assert url.startswith("https://api.test/oauth/authorize/?client_id=i")
    assert "scope=basic+likes" in url
    token, owner = api.exchange_code_for_access_token("abc")
    assert (token, owner["username"], owner["id"]) == (TOKEN, "snow", "3")
    assert form(wire.requests[0])["code"] == "abc"
    assert SECRET not in repr(vars(api))
    for lacking in ({"client_secret": None}, {"client_id": None}, {"redirect_uri": None}):
        given = {"client_id": "i", "client_secret": SECRET, "redirect_uri": "https://a.test/back", **lacking}
        other, _ = made(reply, access_token=None, **given)
        with pytest.raises(InstagramClientError, match="needs"):
            other.exchange_code_for_access_token("abc")


def test_against_the_emulator() -> None:
    """The README of python-instagram, in short, against an API that is not ours to script."""
    emulator = Emulator()
    api = InstagramAPI(
        access_token=emulator.token(), client_id=emulator.client_id, client_secret=emulator.client_secret,
        transport=testing.InProcess(emulator), clock=FakeClock().clock(),
    )  # fmt: skip
    recent, next_url = api.user_recent_media(count=5)
    assert len(recent) == 5
    assert all(item.get_standard_resolution_url() and item.get_thumbnail_url() for item in recent)
    assert all(item.created_time.tzinfo is not None for item in recent)
    walked = [item.id for items, _ in api.user_recent_media(as_generator=True, count=30) for item in items]
    assert walked[:5] == [item.id for item in recent]
    following, _ = api.user_recent_media(with_next_url=next_url)
    assert [item.id for item in following] == walked[5:10]
    before = api.media(recent[0].id)
    api.create_media_comment(media_id=before.id, text="Schön!")
    assert "Schön!" in [comment.text for comment in api.media_comments(before.id)]
    assert api.user().username == emulator.username
    assert set(api.user().counts) == {"media", "follows", "followed_by"}
    followers, _ = api.user_followed_by()
    assert str(followers[0]).startswith("User: ")
    assert api.user_relationship(followers[0].id).incoming_status == "followed_by"
    assert str(api.unfollow_user(followers[0].id)).startswith("Relationship: (Follows: False")
    assert api.tag("paris").media_count
    assert api.x_ratelimit == 5000
    assert isinstance(api.x_ratelimit_remaining, int)


def test_model_helpers() -> None:
    """Addresses by size, films before pictures, points, times, and a text of each."""
    entry = {
        "id": "1_2", "type": "video", "created_time": "1435190400", "link": None, "filter": None,
        "user": {"id": "2", "username": "snow"},
        "images": {size: {"url": f"https://i.test/{size}", "width": 1, "height": 1}
                   for size in ("standard_resolution", "low_resolution", "thumbnail")},
        "videos": {"standard_resolution": {"url": "https://v.test/s", "width": 1, "height": 1}},
        "location": {"id": 5, "name": "Here", "latitude": 0, "longitude": 7.5},
        "caption": {"id": "9", "created_time": "1435190401", "text": "words", "from": {"id": "2", "username": "snow"}},
        "users_in_photo": [{"user": {"username": "ice"}, "position": {"x": 0.5, "y": 0.25}}],
        "tags": ["frost"], "likes": {"count": 3, "data": [{"id": "4", "username": "rain"}]},
        "comments": {"count": 1, "data": [
            {"id": "8", "created_time": "1435190402", "text": "so", "from": {"id": "4", "username": "rain"}}]},
    }  # fmt: skip
    media = compat.Media.object_from_dictionary(entry)
    assert media is not None
    assert media.get_standard_resolution_url() == "https://v.test/s"
    assert media.get_low_resolution_url() == "https://i.test/low_resolution"
    assert media.get_thumbnail_url() == "https://i.test/thumbnail"
    assert media.location == compat.Location(id="5", name="Here", point=compat.Point(0.0, 7.5))
    things = (media, media.user, media.tags[0], media.location, media.caption, media.comments[0])
    assert [str(thing) for thing in things] == [
        "Media: 1_2", "User: snow", "Tag: frost", "Location: 5 (Point: (0.0, 7.5))",
        'Comment: snow said "words"', 'Comment: rain said "so"',
    ]  # fmt: skip
    tagged = media.users_in_photo[0]
    assert (str(tagged), str(tagged.position)) == ("UserInPhoto: ice", "Position: (0.5, 0.25)")
    assert (media.like_count, media.likes[0].username, media.comment_count) == (3, "rain", 1)
    assert [str(media.images["thumbnail"]), str(media.videos["standard_resolution"])] == [
        "Image: https://i.test/thumbnail", "Video: https://v.test/s",
    ]  # fmt: skip
    assert isinstance(media.images["thumbnail"], compat.Image)
    assert str(media.caption and media.caption.created_at) == "2015-06-25 00:00:01+00:00"
    bare = compat.Media.object_from_dictionary({**entry, "images": {}, "videos": None})
    assert bare is not None
    assert (bare.get_standard_resolution_url(), bare.get_thumbnail_url()) == (None, None)
    with pytest.raises(Exception, match="Media"):
        compat.Media.object_from_dictionary({"id": "1"})
