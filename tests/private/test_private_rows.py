"""Each row of the table works: what is sent is what it says, and what it says is answered becomes a model."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from _instagram_private.operations import OPERATIONS
from instagram_v1.private import AsyncPrivateClient, PrivateClient, models
from instagram_v1.private.errors import ParameterRuleError
from tests.support.private import BASE, COMMENT, COOKIE, FRIENDSHIP, MEDIA, USER, PrivateColour, fine, said
from tests.support.wire import Answer, Request, Wire, form, path, query

PLACE = {"name": "Pier", "lng": -122.4, "lat": 37.8, "external_id": 77, "address": "1", "external_source": "foursquare"}
DETAILS = {**USER, "media_count": 8, "following_count": 9, "follower_count": 10}
FEED = fine(items=[MEDIA], num_results=1)

Row = tuple[str, Callable[[Any], Any], Answer, str, dict[str, str], Any]

ROWS: list[Row] = [
    (
        "accounts_login",
        lambda ig: ig.accounts.login("kevin", "a password", device_id="0000"),
        fine(),
        "POST /accounts/login/",
        {"username": "kevin", "password": "a password", "device_id": "0000"},
        None,
    ),
    ("accounts_logout", lambda ig: ig.accounts.logout(), fine(), "POST /accounts/logout/", {}, None),
    (
        "users_info",
        lambda ig: ig.users.info(3),
        fine(user=DETAILS),
        "GET /users/3/info/",
        {},
        models.User(**DETAILS),  # type: ignore[arg-type]
    ),
    (
        "media_comment",
        lambda ig: ig.media.comment(11, "hello"),
        # The table shows this answer without a status.
        said(comment=COMMENT),
        "POST /media/11/comment",
        {"comment_text": "hello"},
        models.fromdict(models.Comment, COMMENT),
    ),
    (
        "media_configure",
        lambda ig: ig.media.configure(5, caption="hello", location=PLACE, source_type=0, filter_type=15),
        fine(media=MEDIA),
        "POST /media/configure",
        {
            "device_timestamp": "5",
            "caption": "hello",
            "location": json.dumps(PLACE, separators=(",", ":")),
            "source_type": "0",
            "filter_type": "15",
        },
        models.fromdict(models.Media, MEDIA),
    ),
    ("media_like", lambda ig: ig.media.like(11), fine(), "POST /media/11/like/", {}, None),
    (
        "friendships_show",
        lambda ig: ig.friendships.show(3),
        said(**FRIENDSHIP),
        "GET /friendships/show/3",
        {},
        models.fromdict(models.Friendship, FRIENDSHIP),
    ),
    (
        "feed_timeline",
        lambda ig: ig.feed.timeline(),
        FEED,
        "GET /feed/timeline/",
        {},
        [models.fromdict(models.Media, MEDIA)],
    ),
    (
        "feed_user",
        lambda ig: ig.feed.user(3),
        FEED,
        "GET /feed/user/3/",
        {},
        [models.fromdict(models.Media, MEDIA)],
    ),
    ("feed_popular", lambda ig: ig.feed.popular(), fine(items=[]), "GET /feed/popular/", {}, []),
    ("feed_tag", lambda ig: ig.feed.tag("sea side"), fine(items=[]), "GET /feed/tag/sea%20side/", {}, []),
    (
        "tags_search",
        lambda ig: ig.tags.search("sea"),
        fine(results=[{"name": "sea", "media_count": 4}]),
        "GET /tags/search/",
        {"q": "sea"},
        [models.Tag(name="sea", media_count=4)],
    ),
]
"""Operation, call, answer, where it goes, what is sent, what is returned. ``media_upload`` has tests of its own."""

NAMES = [row[0] for row in ROWS]


def sent(request: Request) -> dict[str, str]:
    """The parameters of a request, wherever they travel."""
    return {**query(request), **form(request)}


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_row(colour: PrivateColour, row: Row) -> None:
    """One request to the path of the table with its parameters; the answer becomes what the table shows."""
    _, call, answer, where, parameters, expected = row
    wire = Wire(answer)
    ig = colour.client(wire)
    assert colour.do(lambda: call(ig)) == expected
    assert len(wire.requests) == 1
    request = wire.requests[0]
    assert f"{request.method} {path(request).removeprefix('/api/v1')}" == where
    assert request.url.startswith(BASE)
    assert sent(request) == parameters


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_session_travels_as_a_cookie(colour: PrivateColour, row: Row) -> None:
    """Where a session is needed it is brought, in a cookie alone; elsewhere it stays at home."""
    name, call, answer, *_ = row
    wire = Wire(answer)
    ig = colour.client(wire)
    colour.do(lambda: call(ig))
    needed = bool(OPERATIONS[name].security)
    assert wire.requests[0].headers.get("Cookie") == (f"sessionid={COOKIE}" if needed else None)
    assert COOKIE not in wire.requests[0].url
    assert COOKIE.encode() not in (wire.requests[0].content or b"")


@pytest.mark.parametrize("row", ROWS, ids=NAMES)
def test_whole_answer(colour: PrivateColour, row: Row) -> None:
    """``raw`` gives the envelope with the status beside the data, and the bytes as they came."""
    name, call, answer, *_, expected = row
    ig = colour.client(Wire(answer))
    whole = colour.do(lambda: call(ig.raw))
    assert (whole.operation, whole.status, whole.content) == (name, 200, answer.content)
    assert whole.data == expected
    assert whole.envelope.status == json.loads(answer.content).get("status")


def test_every_operation_is_tried() -> None:
    """No operation is without its row."""
    assert {*NAMES, "media_upload"} == OPERATIONS.keys()


@pytest.mark.parametrize("client", [PrivateClient, AsyncPrivateClient])
def test_every_operation_is_a_method(client: Any) -> None:
    """Both clients have what the document has, under the same names."""
    ig = client(BASE, transport=object())
    for operation in OPERATIONS.values():
        assert callable(getattr(getattr(ig, operation.resource), operation.name))
        assert callable(getattr(getattr(ig.raw, operation.resource), operation.name))


@pytest.mark.parametrize("location", [models.Location(name="Pier", lat=1.0), {"name": "Pier", "lat": 1.0}, None])
def test_place_in_three_ways(colour: PrivateColour, location: Any) -> None:
    """A model and plain data travel alike, without what is not set; none does not travel."""
    wire = Wire(fine(media=MEDIA))
    ig = colour.client(wire)
    colour.do(lambda: ig.media.configure(5, location=location))
    expected = {} if location is None else {"location": {"lat": 1.0, "name": "Pier"}}
    found = {name: json.loads(value) for name, value in form(wire.requests[0]).items() if name == "location"}
    assert found == expected


@pytest.mark.parametrize("location", [{"name": object()}, {"lat": float("nan"), 3: object()}, object()])
def test_place_that_cannot_travel(colour: PrivateColour, location: Any) -> None:
    """What has no form in JSON is refused, with the field's name, and nothing is sent."""
    wire = Wire(fine(media=MEDIA))
    ig = colour.client(wire)
    with pytest.raises(ParameterRuleError, match="media_configure: `location` cannot be sent as JSON"):
        colour.do(lambda: ig.media.configure(5, location=location))
    assert wire.requests == []


def test_filter_comes_in_two_forms(colour: PrivateColour) -> None:
    """The table shows the number of a filter as a text; as a number it gives the same."""
    wire = Wire(fine(items=[{**MEDIA, "filter_type": 15}, MEDIA]))
    ig = colour.client(wire)
    assert [media.filter_type for media in colour.do(lambda: ig.feed.popular())] == ["15", "15"]


def test_call_without_a_method(colour: PrivateColour) -> None:
    """What no method covers can be asked for by path, with the session, and stays plain data."""
    wire = Wire(fine(users=[1]))
    ig = colour.client(wire)
    whole = colour.do(lambda: ig.request("POST", "/friendships/create/3/", {"to": 5}))
    assert whole.data == {"status": "ok", "users": [1]}
    assert wire.requests[0].headers["Cookie"] == f"sessionid={COOKIE}"
    assert form(wire.requests[0]) == {"to": "5"}
