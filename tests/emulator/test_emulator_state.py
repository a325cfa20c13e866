"""What is done stays done, and everything that shows it agrees."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.emulation import Api, items


@pytest.fixture
def other(api: Api) -> dict[str, Any]:
    """A media of somebody else that the main user does not like."""
    popular: list[dict[str, Any]] = api.get("/media/popular")
    me = api.get("/users/self")["id"]
    return next(item for item in popular if not item["user_has_liked"] and item["user"]["id"] != me)


def _person(api: Api, private: bool) -> str:
    """Find somebody whom the main user neither follows nor asked to."""
    me = api.get("/users/self")["id"]
    for name in "aeiou":
        for person in api.get("/users/search", q=name):
            status = api.get(f"/users/{person['id']}/relationship")
            free = status["outgoing_status"] == status["incoming_status"] == "none"
            if free and status["target_user_is_private"] is private and person["id"] != me:
                return str(person["id"])
    raise AssertionError("the world is too small")


def test_a_like_is_there_afterwards(api: Api, other: dict[str, Any]) -> None:
    """A like shows in the count, the list, user_has_liked, and on top of the liked media."""
    path = f"/media/{other['id']}"
    assert api.call("POST", f"{path}/likes") == {"meta": {"code": 200}, "data": None}
    after = api.get(path)
    me = api.get("/users/self")["id"]
    assert after["likes"]["count"] == other["likes"]["count"] + 1
    assert after["user_has_liked"] is True
    assert api.get(f"{path}/likes")[0]["id"] == me
    assert api.get("/users/self/media/liked", count=1)[0]["id"] == other["id"]


def test_a_second_like_changes_nothing(api: Api, other: dict[str, Any]) -> None:
    """Liking twice counts once."""
    for _ in range(2):
        api.call("POST", f"/media/{other['id']}/likes")
    assert api.get(f"/media/{other['id']}")["likes"]["count"] == other["likes"]["count"] + 1


def test_unlike_takes_it_back(api: Api, other: dict[str, Any]) -> None:
    """After like and unlike everything is as before; unliking again is no error."""
    path = f"/media/{other['id']}"
    api.call("POST", f"{path}/likes")
    for _ in range(2):
        api.call("DELETE", f"{path}/likes")
    assert api.get(path) == other


def test_unliking_while_walking_loses_nothing(api: Api) -> None:
    """A cursor still marks its place when the media it names is no longer liked."""
    every = [item["id"] for item in items(api.walk("/users/self/media/liked", count=33))]
    seen: list[str] = []
    envelope = api.call("GET", "/users/self/media/liked", count=33)
    while envelope["data"]:
        for item in envelope["data"]:
            api.emulator.core.gate.writes.reset()
            api.call("DELETE", f"/media/{item['id']}/likes")
        seen += [item["id"] for item in envelope["data"]]
        cursor = envelope["pagination"].get("next_max_like_id")
        if cursor is None:
            break
        envelope = api.call("GET", "/users/self/media/liked", count=33, max_like_id=cursor)
    assert seen == every
    assert api.get("/users/self/media/liked") == []


def test_likes_of_others_are_theirs(api: Api, other: dict[str, Any]) -> None:
    """user_has_liked tells of the token's owner alone."""
    api.call("POST", f"/media/{other['id']}/likes")
    someone = Api(api.emulator, api.emulator.token(api.get("/users/search", q="ada")[0]["username"]))
    seen = someone.get(f"/media/{other['id']}")
    assert seen["likes"]["count"] == other["likes"]["count"] + 1
    likers = {person["username"] for person in someone.get(f"/media/{other['id']}/likes")}
    assert seen["user_has_liked"] is (someone.get("/users/self")["username"] in likers)


def test_counts_and_lists_agree(api: Api) -> None:
    """For each of a page's media the numbers are those of the lists; 150 comments and 120 likes at most."""
    for item in api.get("/users/self/media/recent", count=12):
        comments, likes = api.get(f"/media/{item['id']}/comments"), api.get(f"/media/{item['id']}/likes")
        assert len(comments) == min(150, item["comments"]["count"])
        assert len(likes) == min(120, item["likes"]["count"])
        assert item["comments"]["data"] == comments[-8:]
        assert item["likes"]["data"] == likes[:4]


def test_one_media_has_more_comments_than_are_shown(api: Api) -> None:
    """The 150 last comments are given, in ascending order."""
    counts = {item["id"]: item["comments"]["count"] for item in api.get("/users/self/media/recent")}
    famous = max(counts, key=lambda identity: counts[identity])
    comments = api.get(f"/media/{famous}/comments")
    times = [int(comment["created_time"]) for comment in comments]
    assert counts[famous] > len(comments) == 150
    assert times == sorted(times)


def test_a_comment_is_there_until_it_is_deleted(api: Api, other: dict[str, Any]) -> None:
    """A comment shows last in the list and in the count, and is gone after its deletion."""
    path = f"/media/{other['id']}/comments"
    assert api.call("POST", path, {"text": "très <b>joli</b> & \u96ea"}) == {"meta": {"code": 200}, "data": None}
    last = api.get(path)[-1]
    assert last["text"] == "très <b>joli</b> & \u96ea"
    assert last["from"]["username"] == api.emulator.username
    assert api.get(f"/media/{other['id']}")["comments"]["count"] == other["comments"]["count"] + 1
    api.call("DELETE", f"{path}/{last['id']}")
    assert api.get(f"/media/{other['id']}") == other
    assert api.fault("DELETE", f"{path}/{last['id']}")["type"] == "APINotFoundError"


def test_who_may_delete_a_comment(api: Api, other: dict[str, Any]) -> None:
    """Its author and the media's owner may, others may not."""
    path = f"/media/{other['id']}/comments"
    owner = Api(api.emulator, api.emulator.token(other["user"]["username"]))
    for writer, deleter in ((api, owner), (owner, owner)):
        writer.call("POST", path, {"text": "hello"})
        deleter.call("DELETE", f"{path}/{api.get(path)[-1]['id']}")
    owner.call("POST", path, {"text": "hello"})
    assert api.fault("DELETE", f"{path}/{api.get(path)[-1]['id']}")["type"] == "APINotAllowedError"


def test_deleted_ids_never_come_back(api: Api, other: dict[str, Any]) -> None:
    """A new comment gets an id that none had before."""
    path = f"/media/{other['id']}/comments"
    ids: list[str] = []
    for _ in range(3):
        api.call("POST", path, {"text": "again"})
        ids.append(api.get(path)[-1]["id"])
        api.call("DELETE", f"{path}/{ids[-1]}")
    assert len(set(ids)) == 3


def test_following_somebody_public(api: Api) -> None:
    """Follow and unfollow show in the answer, the relationship, the lists and the counts of both."""
    person = _person(api, private=False)
    before = api.get("/users/self")["counts"]["follows"]
    followers = api.get(f"/users/{person}")["counts"]["followed_by"]
    path = f"/users/{person}/relationship"
    assert api.call("POST", path, {"action": "follow"})["data"] == {"outgoing_status": "follows"}
    assert api.get(path)["outgoing_status"] == "follows"
    assert api.get("/users/self/follows")[0]["id"] == person
    assert api.get(f"/users/{person}/followed-by")[0]["username"] == api.emulator.username
    assert api.get("/users/self")["counts"]["follows"] == before + 1
    assert api.get(f"/users/{person}")["counts"]["followed_by"] == followers + 1
    assert api.call("POST", path, {"action": "unfollow"})["data"] == {"outgoing_status": "none"}
    assert api.get("/users/self")["counts"]["follows"] == before


def test_following_somebody_private(api: Api) -> None:
    """A private account is only asked, and can be seen once it approved."""
    person = _person(api, private=True)
    path = f"/users/{person}/relationship"
    assert api.call("POST", path, {"action": "follow"})["data"] == {"outgoing_status": "requested"}
    assert api.get(path) == {
        "outgoing_status": "requested",
        "target_user_is_private": True,
        "incoming_status": "none",
    }
    refused = api.fault("GET", f"/users/{person}/media/recent")
    assert refused["text"] == "you cannot view this resource"
    username = next(
        hit["username"] for letter in "aeiou" for hit in api.get("/users/search", q=letter) if hit["id"] == person
    )
    them, me = Api(api.emulator, api.emulator.token(username)), api.get("/users/self")["id"]
    assert me in {asker["id"] for asker in them.get("/users/self/requested-by")}
    assert them.get(f"/users/{me}/relationship")["incoming_status"] == "requested_by"
    them.call("POST", f"/users/{me}/relationship", {"action": "approve"})
    assert api.get(path)["outgoing_status"] == "follows"
    assert me not in {asker["id"] for asker in them.get("/users/self/requested-by")}
    assert api.raw("GET", f"/users/{person}/media/recent").status == 200


@pytest.mark.parametrize(("action", "followed"), [("approve", True), ("ignore", False), ("deny", False)])
def test_answering_requests(api: Api, action: str, followed: bool) -> None:
    """Approved requests become followers, ignored ones vanish."""
    asker = api.get("/users/self/requested-by")[0]["id"]
    assert api.get(f"/users/{asker}/relationship")["incoming_status"] == "requested_by"
    api.call("POST", f"/users/{asker}/relationship", {"action": action})
    assert asker not in {person["id"] for person in api.get("/users/self/requested-by")}
    expected = "followed_by" if followed else "none"
    assert api.get(f"/users/{asker}/relationship")["incoming_status"] == expected


def test_blocking_ends_everything_between_two(api: Api) -> None:
    """A blocked follower is none any more, and can neither look nor follow."""
    follower = api.get("/users/self/followed-by")[0]
    me = api.get("/users/self")["id"]
    path = f"/users/{follower['id']}/relationship"
    api.call("POST", path, {"action": "block"})
    assert api.get(path)["incoming_status"] == "blocked_by_you"
    assert follower["id"] not in {person["id"] for person in items(api.walk("/users/self/followed-by"))}
    them = Api(api.emulator, api.emulator.token(follower["username"]))
    for method, target, form in (
        ("GET", f"/users/{me}", None),
        ("GET", f"/users/{me}/media/recent", None),
        ("POST", f"/users/{me}/relationship", {"action": "follow"}),
    ):
        assert them.fault(method, target, form)["type"] == "APINotAllowedError"
    api.call("POST", path, {"action": "unblock"})
    assert api.get(path)["incoming_status"] == "none"
    assert them.raw("GET", f"/users/{me}").status == 200


def test_private_media_are_hidden_everywhere(api: Api) -> None:
    """What a stranger may not see is refused by id and by short code, and left out of lists."""
    client: dict[str, Any] = {"client_id": api.emulator.client_id, "auth": False}
    private = None
    for item in items(api.walk("/users/self/feed", count=33)):
        if api.get(f"/users/{item['user']['id']}/relationship")["target_user_is_private"] and item["tags"]:
            private = item
            break
    assert private is not None
    code = private["link"].split("/")[-2]
    for path in (f"/media/{private['id']}", f"/media/shortcode/{code}", f"/media/{private['id']}/comments"):
        assert api.raw("GET", path).status == 200
        assert api.fault("GET", path, **client)["text"] == "you cannot view this resource"
    tagged = items(api.walk(f"/tags/{private['tags'][0]}/media/recent", **client))
    assert private["id"] not in {item["id"] for item in tagged}


def test_places_around_the_tower(api: Api) -> None:
    """The place searched for comes first, and the media around it are of the last five days."""
    places = api.get("/locations/search", lat=48.858844, lng=2.294351)
    assert places[0]["name"] == "Tour Eiffel"
    assert isinstance(places[0]["id"], str)
    assert api.get(f"/locations/{places[0]['id']}") == places[0]
    media = api.get("/media/search", lat=48.858844, lng=2.294351, distance=5000, count=100)
    now = api.emulator.clock()
    assert len(media) > 40
    assert all(now - 5 * 86400 <= int(item["created_time"]) <= now for item in media)
    assert all(item["distance"] <= 5000 for item in media)
    assert len(api.get("/media/search", lat=48.858844, lng=2.294351)) == 20
    shape = {type(item["location"]["id"]) for item in media if "id" in item["location"]}
    assert shape == {int}


def test_media_search_spans_seven_days_at_most(api: Api) -> None:
    """A longer span is cut to its last seven days."""
    now = int(api.emulator.clock())
    query = {"lat": 48.858844, "lng": 2.294351, "distance": 5000, "count": 100}
    week = api.get("/media/search", **query, min_timestamp=now - 7 * 86400, max_timestamp=now)
    year = api.get("/media/search", **query, min_timestamp=now - 365 * 86400, max_timestamp=now)
    assert [item["id"] for item in year] == [item["id"] for item in week]
    assert len(week) >= len(api.get("/media/search", **query))


def test_foreign_ids_of_places(api: Api) -> None:
    """A place is found by its ids at other services; unknown ids find nothing."""
    rows = api.emulator.core.store.database.rows("SELECT id, facebook, foursquare_v2, foursquare FROM places LIMIT 3")
    for place, facebook, v2, v1 in rows:
        for name, value in (("facebook_places_id", facebook), ("foursquare_v2_id", v2), ("foursquare_id", v1)):
            assert [hit["id"] for hit in api.get("/locations/search", **{name: value})] == [str(place)]
    assert api.get("/locations/search", facebook_places_id="nonsense") == []


def test_subjects_of_search(api: Api) -> None:
    """The exact name comes first, and tags come with their number of media."""
    assert api.get("/users/search", q=api.emulator.username.upper())[0]["username"] == api.emulator.username
    tags = api.get("/tags/search", q="#snow")
    assert tags[0]["name"] == "snow"
    assert {"snow", "snowy", "snowboarding"} <= {tag["name"] for tag in tags}
    assert tags[0]["media_count"] == api.get("/tags/snow")["media_count"]


def test_tags_beyond_ascii(api: Api) -> None:
    """Tags may be in any script; their case does not matter."""
    for name in ("%E9%9B%AA", "%C3%A9t%C3%A9", "Snow"):
        assert api.get(f"/tags/{name}")["media_count"] > 10
        assert api.raw("GET", f"/tags/{name}/media/recent").status == 200


def test_a_client_id_reads_what_is_public(api: Api) -> None:
    """Without a token public media can be read, and user_has_liked is absent."""
    page = api.get("/media/popular", auth=False, client_id=api.emulator.client_id)
    assert page
    assert all("user_has_liked" not in item for item in page)
    path = f"/media/{page[0]['id']}"
    assert api.get(path, auth=False, client_id=api.emulator.client_id)["id"] == page[0]["id"]
