"""What the eras do differently."""

from __future__ import annotations

from typing import Any

import pytest

from instagram_v1.emulator import Emulator
from tests.support.emulation import Api, items


def test_an_unknown_profile_names_the_known_ones() -> None:
    """The message tells what can be chosen."""
    with pytest.raises(ValueError, match="unknown profile '2016': choose one of 2015, 2017, retired"):
        Emulator("2016")


def test_client_id_alone_is_not_enough_later(later: Api) -> None:
    """From the platform update on every request needs a token."""
    fault = later.fault("GET", "/tags/snow", auth=False, client_id=later.emulator.client_id)
    assert fault["type"] == "OAuthAccessTokenException"


@pytest.mark.parametrize("path", ["/users/self/feed", "/geographies/1/media/recent"])
def test_removed_routes_are_html_later(later: Api, path: str) -> None:
    """What was removed is an unknown address."""
    assert later.raw("GET", path).status == 404


def test_popular_falls_through_to_media_later(later: Api) -> None:
    """Without its own route, `popular` is read as a media id."""
    assert later.fault("GET", "/media/popular")["text"] == "invalid media id"


def test_lists_of_others_are_gone_later(still: Api, later: Api) -> None:
    """Only one's own follows and followers are left."""
    for path in ("follows", "followed-by"):
        person = still.get("/users/search", q="ada")[0]["id"]
        assert still.raw("GET", f"/users/{person}/{path}").status in (200, 400)
        assert later.raw("GET", f"/users/{person}/{path}").status == 404
        assert later.raw("GET", f"/users/self/{path}").status == 200


def test_lists_inside_media(still: Api, later: Api) -> None:
    """Media carry comments and likes in 2015, and only their number in 2017."""
    for api, keys in ((still, {"count", "data"}), (later, {"count"})):
        media = api.get("/users/self/media/recent")
        assert {frozenset(item[part]) for item in media for part in ("comments", "likes")} == {frozenset(keys)}


def test_albums_come_in_2017(still: Api, later: Api) -> None:
    """An album is a picture in 2015; in 2017 its videos have no pictures."""
    kinds = [{item["type"] for item in items(api.walk("/users/self/media/recent"))} for api in (still, later)]
    assert kinds == [{"image", "video"}, {"image", "video", "carousel"}]
    albums = [item for item in items(later.walk("/users/self/media/recent")) if item["type"] == "carousel"]
    slides = [slide for album in albums for slide in album["carousel_media"]]
    assert {(slide["type"], "images" in slide, "videos" in slide) for slide in slides} == {
        ("image", True, False),
        ("video", False, True),
    }


def test_links_of_the_era(still: Api, later: Api) -> None:
    """The address of a media got its www."""
    assert still.get("/users/self/media/recent", count=1)[0]["link"].startswith("https://instagram.com/p/")
    assert later.get("/users/self/media/recent", count=1)[0]["link"].startswith("https://www.instagram.com/p/")


def test_distance_of_places(still: Api, later: Api) -> None:
    """Places are searched within 1000 m, 5000 at most; later within 500, 750 at most."""
    point = {"lat": 48.858844, "lng": 2.294351, "count": 30}
    numbers = [
        [len(api.get("/locations/search", **point, **more)) for more in ({}, {"distance": 99999})]
        for api in (still, later)
    ]
    assert numbers[0][0] < numbers[0][1]
    assert numbers[1][0] <= numbers[1][1] < numbers[0][1]


def test_integral_floats_of_2015(still: Api, later: Api) -> None:
    """The search for tags answered floats once."""
    assert b'"media_count":372.0' in still.raw("GET", "/tags/search", q="snow").body
    assert b".0" not in later.raw("GET", "/tags/search", q="snow").body


def test_scopes_of_2017(later: Api) -> None:
    """Others' things need public_content, lists follower_list; one's own need neither."""
    basic = Api(later.emulator, later.emulator.token(scopes=["basic"]))
    me = basic.get("/users/self")
    for path in ("/users/self/media/recent", f"/users/{me['id']}"):
        assert basic.raw("GET", path).status == 200
    own = basic.get("/users/self/media/recent", count=1)[0]
    assert basic.get(f"/media/{own['id']}")["id"] == own["id"]
    assert basic.get(f"/media/shortcode/{own['link'].split('/')[-2]}")["id"] == own["id"]
    public: dict[str, dict[str, Any]] = {
        "/tags/snow": {},
        "/users/search": {"q": "a"},
        "/users/1": {},
        "/media/1_2": {},
        "/media/shortcode/D": {},
        "/users/self/media/liked": {},
        "/locations/1": {},
    }
    for path, query in public.items():
        assert "scope=public_content," in basic.fault("GET", path, **query)["text"], path
    for path in ("/users/self/follows", "/users/self/requested-by", "/users/1/relationship"):
        assert "scope=follower_list," in basic.fault("GET", path)["text"], path


def test_scopes_of_another_era_cannot_be_had(still: Api) -> None:
    """2015 knows no public_content."""
    with pytest.raises(ValueError, match="profile 2015 has no scope 'public_content'"):
        still.emulator.token(scopes=["public_content"])


def test_blocking_is_gone_later() -> None:
    """Block was an action until 2015."""
    api = Api(Emulator("2017"))
    follower = api.get("/users/self/followed-by")[0]["id"]
    assert api.fault("POST", f"/users/{follower}/relationship", {"action": "block"})["status"] == 400


@pytest.mark.parametrize(("method", "path"), [("GET", "/users/self"), ("POST", "/media/1/likes"), ("GET", "/nothing")])
@pytest.mark.parametrize("auth", [True, False])
def test_everything_is_retired(method: str, path: str, auth: bool) -> None:
    """At the end there is one answer to everything, whoever asks."""
    api = Api(Emulator("retired"))
    assert api.fault(method, path, auth=auth) == {
        "status": 400,
        "type": "APINotAllowedError",
        "text": "This endpoint has been retired",
    }
