"""The two model families turn into each other: field by field, and what cannot is known."""

from __future__ import annotations

import pickle
import re
from typing import Any

import pytest

from codegen import yaml12
from instagram_v1 import models as public
from instagram_v1.private import converters, filters
from instagram_v1.private import models as private
from instagram_v1.private.converters import ConversionError, to_private, to_public
from tests.support.conversion import left_of_public
from tests.support.repository import text

ALICE = private.User(pk=5, username="alice", full_name="Alice", profile_pic_url="http://cdn.example/5.jpg")
BOB = private.User(pk=6, username="bob")

PHONE = private.Media(
    pk=17,
    code="BAD-_1",
    media_type=1,
    taken_at=1292000000,
    device_timestamp=1291999999,
    filter_type="15",
    user=ALICE,
    image_versions=[
        private.ImageVersion(type=7, url="http://cdn.example/7.jpg", width=612, height=612),
        private.ImageVersion(type=5, url="http://cdn.example/5.jpg", width=150, height=150),
        private.ImageVersion(type=6, url="http://cdn.example/6.jpg", width=306, height=306),
    ],
    likers=[BOB],
    comments=[
        private.Comment(
            text="My caption", created_at=1292000001, user=ALICE, content_type="comment", type=1, media_id=17
        ),
        private.Comment(text="Nice", created_at=1292000002, user=BOB, content_type="comment", type=1, media_id=17),
    ],
    location=private.Location(
        pk=9, name="Pier", address="Quay 1", lat=1.5, lng=2.5, external_id="4711", external_source="foursquare"
    ),
    lat=1.5,
    lng=2.5,
)


def test_a_media_becomes_public() -> None:
    """Each field goes where the documentation says."""
    alice = public.MiniProfile(id="5", username="alice", full_name="Alice", profile_picture="http://cdn.example/5.jpg")
    bob = public.MiniProfile(id="6", username="bob")
    assert to_public(PHONE) == public.Media(
        id="17_5",
        link="http://instagr.am/p/BAD-_1/",
        type=public.MediaType.IMAGE,
        created_time="1292000000",
        filter="Nashville",
        user=alice,
        images=public.MediaImages(
            thumbnail=public.Image(url="http://cdn.example/5.jpg", width=150, height=150),
            low_resolution=public.Image(url="http://cdn.example/6.jpg", width=306, height=306),
            standard_resolution=public.Image(url="http://cdn.example/7.jpg", width=612, height=612),
        ),
        likes=public.MediaLikes(count=1, data=[bob]),
        caption=public.Caption(id="", created_time="1292000001", text="My caption", from_=alice),
        comments=public.MediaComments(
            count=1, data=[public.Comment(id="", created_time="1292000002", text="Nice", from_=bob)]
        ),
        location=public.Location(id="9", name="Pier", latitude=1.5, longitude=2.5, street_address="Quay 1"),
    )


def test_links_lead_where_they_are_wanted() -> None:
    """The site of a link can be chosen, and a code comes back from any of them."""
    for site in ("http://instagr.am", "https://instagram.com", "https://www.instagram.com"):
        media = to_public(PHONE, site=site)
        assert media.link == f"{site}/p/BAD-_1/"
        assert to_private(media).code == "BAD-_1"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("https://www.instagram.com/p/abc", "abc"), ("http://instagr.am/p/abc/?a=b#c", "abc"),
        ("https://www.instagram.com/alice/", None), ("abc", None), ("", None), (None, None),
    ],
)  # fmt: skip
def test_codes_are_read_from_links(link: str | None, code: str | None) -> None:
    """A link that names no code gives none."""
    assert to_private(public.evolve(to_public(PHONE), link=link)).code == code


def test_a_user_has_their_counts() -> None:
    """Details carry the counts both ways; without any there are none."""
    user = private.User(pk=5, username="alice", media_count=3, following_count=2, follower_count=1)
    made = to_public(user)
    assert made.counts == public.UserCounts(media=3, follows=2, followed_by=1)
    assert to_private(made) == user
    assert to_public(ALICE).counts is None
    partly = private.User(pk=5, username="alice", following_count=0)
    assert to_private(to_public(partly)) == partly


@pytest.mark.parametrize(
    ("following", "asked", "outgoing"),
    [
        (True, False, "follows"),
        (True, True, "follows"),
        (False, True, "requested"),
        (False, False, "none"),
        (False, None, "none"),
    ],
)
@pytest.mark.parametrize(
    ("followed", "wanted", "incoming"),
    [(True, False, "followed_by"), (False, True, "requested_by"), (False, False, "none"), (False, None, "none")],
)
def test_friendships_are_relationships(
    following: bool, asked: bool | None, outgoing: str, followed: bool, wanted: bool | None, incoming: str
) -> None:
    """Ties and requests have their words, each way by itself."""
    friendship = private.Friendship(
        status="ok", following=following, outgoing_request=asked, followed_by=followed, incoming_request=wanted
    )
    made = to_public(friendship)
    assert (made.outgoing_status, made.incoming_status) == (outgoing, incoming)
    assert to_public(to_private(made)) == made


def test_lists_are_turned_as_a_whole() -> None:
    """A list of models becomes a list, in its order."""
    tags = [private.Tag(name="b", media_count=2), private.Tag(name="a")]
    assert to_private(to_public(tags)) == tags
    assert to_public([]) == []
    assert [user.id for user in to_public([ALICE, BOB])] == ["5", "6"]


def test_the_first_comment_is_the_caption_if_it_is_the_owners() -> None:
    """A first comment of somebody else is a comment; one of the owner further down as well."""
    assert PHONE.comments is not None
    swapped = private.evolve(PHONE, comments=PHONE.comments[::-1])
    made = to_public(swapped)
    assert made.caption is None
    assert made.comments is not None
    assert [comment.text for comment in made.comments.data or ()] == ["Nice", "My caption"]
    assert to_private(made).comments == swapped.comments


def test_a_point_is_no_place() -> None:
    """Where a media has no place but a point, the public location is a mere point, and the other way round."""
    media = private.evolve(PHONE, location=None)
    made = to_public(media)
    assert made.location == public.Location(latitude=1.5, longitude=2.5)
    assert (to_private(made).location, to_private(made).lat, to_private(made).lng) == (None, 1.5, 2.5)


def test_likers_by_number_are_counted() -> None:
    """Who likes a media can be told by number alone: then the public side knows how many."""
    made = to_public(private.evolve(PHONE, likers=None, liker_ids=[6, 7, 8]))
    assert made.likes == public.MediaLikes(count=3, data=None)


def test_filters_are_those_of_the_document() -> None:
    """The numbers of filters are the document's, beside 0 for none."""
    document: dict[str, Any] = yaml12.load(text("spec/private/swagger.yaml")).data
    named = document["definitions"]["Media"]["properties"]["filter_type"]["x-values"]
    assert {str(code): name for code, name in filters.FILTERS.items() if code} == named


@pytest.mark.parametrize("value", ["Clarendon", "99", "1977", "14", "15", "Nashville", "Normal", "0", "", "015"])
def test_filters_survive(value: str) -> None:
    """A filter comes back as it was, known or not, whichever side it came from."""
    media = private.evolve(PHONE, filter_type=value)
    assert to_private(to_public(media)).filter_type == value
    made = public.evolve(to_public(PHONE), filter=value)
    assert to_public(to_private(made)).filter == value


@pytest.mark.parametrize("code", [0, 1, 2, 3, 8, 99, -1])
def test_types_survive(code: int) -> None:
    """A type of media comes back as it was, known or not."""
    made = to_public(private.evolve(PHONE, media_type=code))
    assert to_private(made).media_type == code


@pytest.mark.parametrize("kind", [*public.MediaType, public.MediaType("7")])
def test_public_types_survive(kind: public.MediaType) -> None:
    """So does one of the public API that has a number."""
    assert to_public(to_private(public.evolve(to_public(PHONE), type=kind))).type == kind


def test_what_the_other_side_cannot_hold_is_lost() -> None:
    """Exactly what the documentation lists is gone after a way through private: all else is there."""
    mini = public.MiniProfile(id="6", username="bob", bio="hi", website="w", first_name="B", last_name="O", type="user")
    full = public.evolve(
        to_public(PHONE),
        id="17",
        link="https://www.instagram.com/p/BAD-_1/",
        attribution={"name": "x"},
        carousel_media=[public.CarouselMedia(type="image")],
        distance=5.0,
        tags=["a"],
        user_has_liked=True,
        users_in_photo=[public.UserInPhoto(user=public.TaggedUser(username="bob"))],
        videos=public.MediaVideos(),
        likes=public.MediaLikes(count=100, data=[mini]),
        comments=public.MediaComments(count=100, data=[public.Comment(id="77", created_time="1", from_=mini)]),
    )
    assert to_public(to_private(full)) == left_of_public(full)
    assert left_of_public(full) != full
    user = public.User(id="6", username="bob", bio="hi", website="w", is_business=True)
    assert to_public(to_private(user)) == public.User(id="6", username="bob")
    assert to_public(to_private(mini)) == public.User(id="6", username="bob")
    blocked = public.Relationship(
        outgoing_status=public.RelationshipOutgoingStatus("muted"),
        incoming_status=public.RelationshipIncomingStatus.BLOCKED_BY_YOU,
        target_user_is_private=True,
    )
    made = to_public(to_private(blocked))
    assert (made.outgoing_status, made.incoming_status, made.target_user_is_private) == ("none", "none", None)
    hologram = public.evolve(full, type=public.MediaType("hologram"))
    assert (to_private(hologram).media_type, to_public(to_private(hologram)).type) == (0, "0")


def test_a_first_comment_of_the_owner_becomes_the_caption() -> None:
    """Without a caption, a first comment of the owner cannot be told from one: this too is listed."""
    comment = public.Comment(
        id="1", created_time="2", text="me first", from_=public.MiniProfile(id="5", username="alice")
    )
    media = public.evolve(to_public(PHONE), caption=None, comments=public.MediaComments(count=1, data=[comment]))
    made = to_public(to_private(media))
    assert made.caption is not None
    assert made.caption.text == "me first"
    assert made.comments == public.MediaComments(count=0, data=[])


def test_what_only_phones_knew_is_lost() -> None:
    """Exactly what the documentation lists is gone after a way through public."""
    odd = private.ImageVersion(type=8, url="u", width=1, height=1)
    comment = private.Comment(text="t", created_at=1, user=BOB, content_type="rant", type=2, media_id=17)
    media = private.evolve(
        PHONE, image_versions=[*PHONE.image_versions, odd], liker_ids=[6, 7], comments=[comment], lat=9.0
    )
    made = to_private(to_public(media))
    assert (made.device_timestamp, made.liker_ids, made.lat) == (None, None, 1.5)
    assert [version.type for version in made.image_versions] == [5, 6, 7]
    assert made.location == private.Location(pk=9, name="Pier", address="Quay 1", lat=1.5, lng=2.5)
    assert made.comments is not None
    assert (made.comments[0].content_type, made.comments[0].type, made.comments[0].media_id) == ("comment", 1, 17)
    assert to_private(to_public(comment)).media_id is None


@pytest.mark.parametrize(
    ("value", "path"),
    [
        (public.User(id="x", username="a"), "$.id"),
        (public.evolve(to_public(PHONE), id="abc_5"), "$.id"),
        (public.evolve(to_public(PHONE), created_time="noon"), "$.created_time"),
        (public.evolve(to_public(PHONE), created_time="1.5"), "$.created_time"),
        (public.evolve(to_public(PHONE), user=public.MiniProfile(id="\u0661", username="a")), "$.user.id"),
        (public.evolve(to_public(PHONE), location=public.Location(id="fs-1")), "$.location.id"),
        ([public.Tag(name="a"), public.User(id="", username="a")], "$[1].id"),
        (public.Caption(id="1", created_time="1", from_=public.MiniProfile(id="?", username="a")), "$.from.id"),
    ],
)
def test_what_is_no_number_is_told_with_its_place(value: Any, path: str) -> None:
    """Where the private API has a number, anything else is an error that says where, and that can travel."""
    with pytest.raises(ConversionError, match=re.escape(f"at {path}:")) as caught:
        to_private(value)
    assert caught.value.path == path
    assert pickle.loads(pickle.dumps(caught.value)).path == path


@pytest.mark.parametrize(
    "value", [5, "x", None, {"pk": 1}, public.Meta(code=200), [private.MediaLikeResponse(status="ok")]]
)
def test_other_things_are_refused(value: Any) -> None:
    """What has no counterpart is refused by its name."""
    name = type(value[0] if isinstance(value, list) else value).__name__
    for turn in (to_public, to_private):
        with pytest.raises(ConversionError, match=f"{name} cannot be converted"):
            turn(value)


def test_the_losses_are_written_down() -> None:
    """Each public field that has no place on the other side is named in the documentation of the converters."""
    said = converters.__doc__ or ""
    private_names = {
        "id",
        "user",
        "images",
        "created_time",
        "caption",
        "comments",
        "likes",
        "filter",
        "type",
        "link",
        "location",
    }
    lost = {name for name in public.Media.__struct_fields__ if name not in private_names}
    lost |= set(public.User.__struct_fields__) - {"id", "username", "full_name", "profile_picture", "counts"}
    assert {name for name in lost if f"``{name}``" not in said} == set()
    phones = {"device_timestamp", "liker_ids", "external_id", "external_source"}
    assert {name for name in phones if f"``{name}``" not in said} == set()
