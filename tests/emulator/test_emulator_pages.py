"""Every list is walked to its end, in each of the five pagination styles."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.emulation import Api, items, parameters


def _pks(media: list[dict[str, Any]]) -> list[int]:
    return [int(item["id"].partition("_")[0]) for item in media]


@pytest.mark.parametrize("count", [7, 20, 33])
def test_own_media_come_once_each_newest_first(still: Api, count: int) -> None:
    """max_id is exclusive: all media, none twice, in falling order of their numbers."""
    pages = still.walk("/users/self/media/recent", count=count)
    pks = _pks(items(pages))
    assert len(pks) == still.get("/users/self")["counts"]["media"]
    assert pks == sorted(set(pks), reverse=True)
    assert {len(page) for page in pages[:-1]} == {count}


def test_max_id_is_the_last_item_returned(still: Api) -> None:
    """next_max_id is the whole id of the page's last item, and next_url carries it."""
    envelope = still.call("GET", "/users/self/media/recent", count=5)
    cursor = envelope["pagination"]["next_max_id"]
    assert cursor == envelope["data"][-1]["id"]
    assert parameters(envelope["pagination"]["next_url"])[-1] == ("max_id", cursor)


def test_last_page_has_empty_pagination(still: Api) -> None:
    """On the last page pagination is there, and empty."""
    oldest = items(still.walk("/users/self/media/recent", count=33))[-3]
    envelope = still.call("GET", "/users/self/media/recent", max_id=oldest["id"])
    assert len(envelope["data"]) == 2
    assert envelope["pagination"] == {}


def test_min_id_and_times_bound_the_list(still: Api) -> None:
    """min_id and both times leave out what lies beyond them."""
    page = still.get("/users/self/media/recent", count=10)
    newer = still.get("/users/self/media/recent", min_id=page[5]["id"])
    assert newer == page[:5]
    between = still.get(
        "/users/self/media/recent", max_timestamp=page[2]["created_time"], min_timestamp=page[7]["created_time"]
    )
    assert between == page[3:7]


def test_count_is_held_at_33_but_echoed(still: Api) -> None:
    """More than 33 are never given, while next_url repeats what was asked for."""
    envelope = still.call("GET", "/users/self/media/recent", count=64)
    assert len(envelope["data"]) == 33
    assert ("count", "64") in parameters(envelope["pagination"]["next_url"])


def test_next_url_keeps_the_order_of_parameters(still: Api) -> None:
    """The address of the next page is the same request with the page parameter at its end."""
    url = still.call("GET", "/users/self/media/recent", count=3, _=1, callback="")["pagination"]["next_url"]
    assert [name for name, _ in parameters(url)] == ["access_token", "count", "_", "max_id"]
    second = still.follow(url)["pagination"]["next_url"]
    assert [name for name, _ in parameters(second)] == ["access_token", "count", "_", "max_id"]


@pytest.mark.parametrize(
    ("path", "kept"),
    [("/users/self/media/recent", False), ("/users/self/feed", True), ("/users/self/media/liked", True)],
)
def test_self_in_next_url(still: Api, path: str, kept: bool) -> None:
    """`self` becomes the id for recent media, and stays for the feed and the liked media."""
    url = still.call("GET", path, count=3)["pagination"]["next_url"]
    assert ("/users/self/" in url) is kept


def test_feed_holds_the_media_of_those_followed(still: Api) -> None:
    """The feed walks to its end and holds media of followed people and one's own."""
    feed = items(still.walk("/users/self/feed", count=33))
    pks = _pks(feed)
    assert pks == sorted(set(pks), reverse=True)
    me = still.get("/users/self")["id"]
    followed = {person["id"] for person in items(still.walk("/users/self/follows"))}
    assert {item["user"]["id"] for item in feed} <= followed | {me}
    assert len(pks) > 400


def test_liked_media_follow_the_time_of_the_like(still: Api) -> None:
    """The liked list is not in order of ids; its cursor is the first half of the last item's id."""
    first = still.call("GET", "/users/self/media/liked", count=10)
    assert first["pagination"]["next_max_like_id"] == first["data"][-1]["id"].partition("_")[0]
    liked = items(still.walk("/users/self/media/liked", count=10))
    pks = _pks(liked)
    assert len(pks) == len(set(pks)) > 100
    assert pks != sorted(pks, reverse=True)
    assert all(item["user_has_liked"] for item in liked)


@pytest.mark.parametrize(("path", "key"), [("follows", "follows"), ("followed-by", "followed_by")])
def test_people_come_once_each(still: Api, path: str, key: str) -> None:
    """Both lists of people agree with the counts; 50 to a page, and fewer when asked."""
    pages = still.walk(f"/users/self/{path}")
    ids = [person["id"] for person in items(pages)]
    assert len(pages[0]) == 50
    assert len(ids) == len(set(ids)) == still.get("/users/self")["counts"][key]
    small = [person["id"] for person in items(still.walk(f"/users/self/{path}", count=70))]
    assert small == ids


def test_cursors_of_people(still: Api, later: Api) -> None:
    """Follows hide their cursor; followers show a time in 2015 and hide it later."""
    assert still.call("GET", "/users/self/follows")["pagination"]["next_cursor"].startswith("AQ")
    assert still.call("GET", "/users/self/followed-by")["pagination"]["next_cursor"].isdigit()
    assert later.call("GET", "/users/self/followed-by")["pagination"]["next_cursor"].startswith("AQ")


def test_a_cursor_of_another_list_is_refused(still: Api) -> None:
    """A hidden cursor only works for the list that gave it."""
    cursor = still.call("GET", "/users/self/follows")["pagination"]["next_cursor"]
    assert still.fault("GET", "/users/self/followed-by", cursor=cursor)["type"] == "APIInvalidParametersError"
    assert still.fault("GET", "/users/self/follows", cursor=cursor[:-2] + "xx")["status"] == 400


def test_tag_cursors_include_the_item_they_name(still: Api) -> None:
    """next_max_tag_id is the first item of the next page; min_tag_id the first of this one."""
    first = still.call("GET", "/tags/bread/media/recent", count=5)
    pagination = first["pagination"]
    second = still.follow(pagination["next_url"])
    assert list(pagination) == [
        "next_max_tag_id",
        "deprecation_warning",
        "next_max_id",
        "next_min_id",
        "min_tag_id",
        "next_url",
    ]
    assert pagination["next_max_tag_id"] == pagination["next_max_id"]
    assert pagination["min_tag_id"] == pagination["next_min_id"] == first["data"][0]["id"].partition("_")[0]
    # A private media may stand exactly there, and is not shown then.
    assert _pks(second["data"])[0] <= int(pagination["next_max_tag_id"])
    assert _pks(second["data"])[0] < _pks(first["data"])[-1]


@pytest.mark.parametrize("era", ["still", "later"])
def test_tag_media_come_once_each(era: str, request: pytest.FixtureRequest) -> None:
    """A tag with hundreds of media is walked to its end, where only the warning is left."""
    api: Api = request.getfixturevalue(era)
    pages = api.walk("/tags/snow/media/recent", count=33)
    pks = _pks(items(pages))
    assert pks == sorted(set(pks), reverse=True)
    assert 250 < len(pks) <= api.get("/tags/snow")["media_count"]
    assert all("snow" in item["tags"] for item in items(pages))


def test_tag_pages_can_be_short(still: Api) -> None:
    """What the viewer may not see is left out after the cut: pages with fewer items, and more to come."""
    assert min(len(page) for page in still.walk("/tags/snow/media/recent")[:-1]) < 20


def test_last_tag_page_only_warns(still: Api) -> None:
    """The last page of a tag has nothing but the warning."""
    oldest = items(still.walk("/tags/snow/media/recent", count=33))[-1]["id"].partition("_")[0]
    last = still.call("GET", "/tags/snow/media/recent", max_tag_id=oldest)
    assert _pks(last["data"]) == [int(oldest)]
    assert list(last["pagination"]) == ["deprecation_warning"]


@pytest.mark.parametrize("era", ["still", "later"])
def test_min_tag_id_asks_for_newer(era: str, request: pytest.FixtureRequest) -> None:
    """min_tag_id gives what came after it, which is nothing for the newest."""
    api: Api = request.getfixturevalue(era)
    envelope = api.call("GET", "/tags/snow/media/recent", count=5)
    newest = api.call("GET", "/tags/snow/media/recent", min_tag_id=envelope["pagination"]["min_tag_id"])
    assert newest["data"] == []
    assert list(newest["pagination"]) == ["deprecation_warning"]
    second = api.follow(envelope["pagination"]["next_url"])
    newer = api.call("GET", "/tags/snow/media/recent", min_tag_id=second["pagination"]["min_tag_id"])
    assert newer["data"] == envelope["data"]


def test_place_media_page_by_the_first_half_of_the_id(still: Api) -> None:
    """At places next_max_id is the number without the owner."""
    place = still.get("/locations/search", lat=48.858844, lng=2.294351)[0]["id"]
    first = still.call("GET", f"/locations/{place}/media/recent", count=10)
    assert first["pagination"]["next_max_id"] == first["data"][-1]["id"].partition("_")[0]
    pks = _pks(items(still.walk(f"/locations/{place}/media/recent", count=10)))
    assert pks == sorted(set(pks), reverse=True)
    assert len(pks) > 50


def test_geography_media_lie_inside_the_circle(still: Api) -> None:
    """The media of a geography subscription walk to their end."""
    pair = {"client_id": still.emulator.client_id, "client_secret": still.emulator.client_secret}
    subscription = still.get("/subscriptions", auth=False, **pair)[0]
    pks = _pks(items(still.walk(f"/geographies/{subscription['object_id']}/media/recent", count=15)))
    assert pks == sorted(set(pks), reverse=True)
    assert len(pks) > 50


@pytest.mark.parametrize(
    "path",
    [
        "/users/self",
        "/users/search?q=ada",
        "/users/self/requested-by",
        "/media/popular",
        "/media/search?lat=48.858844&lng=2.294351",
        "/tags/search?q=s",
        "/locations/search?lat=48.858844&lng=2.294351",
    ],
)
def test_other_answers_have_no_pagination(still: Api, path: str) -> None:
    """Where nothing pages, the key is absent."""
    route, _, query = path.partition("?")
    values: dict[str, Any] = dict(pair.split("=") for pair in query.split("&") if pair)
    envelope = still.call("GET", route, **values)
    assert list(envelope) == ["meta", "data"]
