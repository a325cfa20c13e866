"""Round trips between the two model families: random models, the recorded answers, and the seeded world."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import instagram_v1
from instagram_v1 import models as public
from instagram_v1 import private as phones
from instagram_v1.emulator import Emulator
from instagram_v1.private import models as private
from instagram_v1.private.converters import to_private, to_public
from tests.support.conversion import (
    left_of_comment,
    left_of_private,
    left_of_public,
    left_of_relationship,
    left_of_user,
)
from tests.support.emulation import Api
from tests.support.phones import Phone

CONVERTED = (
    public.Media, public.User, public.MiniProfile, public.Comment, public.Relationship, public.Location, public.Tag,
)  # fmt: skip
ANSWERS = sorted((Path(__file__).parents[1] / "data" / "answers").glob("*.json"))

numbers = st.integers(0, 2**63 - 1)
texts = st.text(max_size=12)
maybe = st.one_of(st.none(), texts)
degrees = st.one_of(st.none(), st.floats(-90, 90))
counts = st.one_of(st.none(), numbers)
filters = st.one_of(
    st.none(),
    texts,
    st.sampled_from(["Nashville", "15", "1977", "14", "0", "Normal", "99", "Clarendon", "Lord Kelvin"]),
)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The same, or nothing."""
    return st.one_of(st.none(), strategy)


# The private family

users = st.builds(
    private.User, pk=numbers, username=texts, full_name=maybe, profile_pic_url=maybe,
    media_count=counts, following_count=counts, follower_count=counts,
)  # fmt: skip
comments = st.builds(
    private.Comment, text=texts, created_at=numbers, user=users, content_type=optional(st.just("comment")),
    type=optional(st.just(1)), media_id=optional(numbers),
)  # fmt: skip
places = st.builds(
    private.Location, pk=optional(numbers), name=maybe, address=maybe, lat=degrees, lng=degrees,
    external_id=maybe, external_source=maybe,
)  # fmt: skip
versions = st.builds(private.ImageVersion, type=st.integers(3, 9), url=texts, width=numbers, height=numbers)
photos = st.builds(
    private.Media, pk=numbers, taken_at=numbers, media_type=st.integers(-2, 12), user=users, code=maybe,
    device_timestamp=counts, filter_type=filters, image_versions=st.lists(versions, max_size=5),
    likers=optional(st.lists(users, max_size=3)), liker_ids=optional(st.lists(numbers, max_size=3)),
    comments=optional(st.lists(comments, max_size=3)), location=optional(places), lat=degrees, lng=degrees,
)  # fmt: skip

# The public family

digits = numbers.map(str)
minis = st.builds(
    public.MiniProfile, id=digits, username=texts, full_name=maybe, profile_picture=maybe, bio=maybe, website=maybe,
    first_name=maybe, last_name=maybe, type=maybe,
)  # fmt: skip
profiles = st.builds(
    public.User, id=digits, username=texts, full_name=maybe, profile_picture=maybe, bio=maybe, website=maybe,
    is_business=optional(st.booleans()),
    counts=optional(st.builds(public.UserCounts, media=counts, follows=counts, followed_by=counts)),
)  # fmt: skip
remarks = st.builds(public.Comment, id=texts, created_time=digits, text=maybe, from_=minis)
spots = st.builds(
    public.Location, id=optional(digits), name=maybe, street_address=maybe, latitude=degrees, longitude=degrees
)
images = optional(st.builds(public.Image, url=texts, width=numbers, height=numbers))
links = st.from_regex(r"https?://[a-z.]{1,9}/p/[A-Za-z0-9_-]{1,11}/?", fullmatch=True)


@st.composite
def posts(draw: st.DrawFn) -> public.Media:
    """Media whose caption, if there is one, is the owner's, as captions are."""
    owner, pk = draw(minis), draw(digits)
    listed = optional(st.lists(remarks.filter(lambda remark: remark.from_.id != owner.id), max_size=3))
    caption = st.builds(public.Caption, id=texts, created_time=digits, text=maybe, from_=st.just(owner))
    return public.Media(
        id=draw(st.sampled_from([pk, f"{pk}_{owner.id}"])),
        created_time=draw(digits),
        images=public.MediaImages(
            thumbnail=draw(images), low_resolution=draw(images), standard_resolution=draw(images)
        ),
        type=draw(st.sampled_from([*public.MediaType, public.MediaType("9"), public.MediaType("77")])),
        user=owner,
        caption=draw(optional(caption)),
        comments=draw(optional(st.builds(public.MediaComments, count=numbers, data=listed))),
        likes=draw(optional(st.builds(public.MediaLikes, count=numbers, data=optional(st.lists(minis, max_size=3))))),
        filter=draw(filters),
        link=draw(optional(links)),
        location=draw(optional(spots)),
        tags=draw(optional(st.lists(texts, max_size=2))),
        user_has_liked=draw(optional(st.booleans())),
        distance=draw(degrees),
    )


relationships = st.builds(
    public.Relationship,
    outgoing_status=optional(st.sampled_from([*public.RelationshipOutgoingStatus])),
    incoming_status=optional(st.sampled_from([*public.RelationshipIncomingStatus])),
    target_user_is_private=optional(st.booleans()),
)

relaxed = settings(
    max_examples=150, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)


@relaxed
@given(photos)
def test_private_media_come_back(media: private.Media) -> None:
    """A private media through public and back has all that is not listed as lost, and can be written down between."""
    between = to_public(media)
    assert to_private(between) == left_of_private(media)
    assert msgspec.json.decode(msgspec.json.encode(between), type=public.Media) == between


@relaxed
@given(posts())
def test_public_media_come_back(media: public.Media) -> None:
    """A public media through private and back has all that is not listed as lost, and can be written down between."""
    between = to_private(media)
    assert to_public(between) == left_of_public(media)
    assert msgspec.json.decode(msgspec.json.encode(between), type=private.Media) == between


@relaxed
@given(photos)
def test_a_second_way_loses_nothing_more(media: private.Media) -> None:
    """What survived once survives for ever."""
    once = to_private(to_public(media))
    assert to_private(to_public(once)) == once


@relaxed
@given(users, profiles, remarks, relationships)
def test_the_smaller_models_come_back(
    user: private.User, profile: public.User, remark: public.Comment, relationship: public.Relationship
) -> None:
    """So do people, comments and ties by themselves."""
    assert to_private(to_public(user)) == user
    assert to_public(to_private(profile)) == left_of_user(profile)
    assert to_public(to_private(remark)) == left_of_comment(remark)
    assert to_public(to_private(relationship)) == left_of_relationship(relationship)


@relaxed
@given(places, spots)
def test_places_come_back(place: private.Location, spot: public.Location) -> None:
    """A place alone keeps all but what another service calls it."""
    assert to_private(to_public(place)) == private.evolve(place, external_id=None, external_source=None)
    assert to_public(to_private(spot)) == spot


# Recorded answers


def models(value: object) -> Iterator[Any]:
    """All models inside a decoded answer, itself included, that the other family knows."""
    if isinstance(value, CONVERTED):
        yield value
    for item in value if isinstance(value, list) else getattr(value, "items", ()):
        yield from models(item)


def left(model: Any) -> Any:
    """What is left of a public model."""
    kinds: dict[Any, Any] = {
        public.Media: left_of_public,
        public.Comment: left_of_comment,
        public.Relationship: left_of_relationship,
    }
    if isinstance(model, public.User | public.MiniProfile):
        return left_of_user(model)
    return kinds.get(type(model), lambda same: same)(model)


def recorded(path: Path) -> list[Any]:
    """The models of a recorded answer; none for an error."""
    operation = path.stem.partition("-")[0]
    if operation == "error":
        return []
    body = json.dumps(json.loads(path.read_bytes())["body"])
    return list(models(instagram_v1.decode(operation, body)))


@pytest.mark.parametrize("path", ANSWERS, ids=lambda path: path.stem)
def test_recorded_answers_come_back(path: Path) -> None:
    """Every model of every recorded answer turns into the other family, and comes back."""
    for model in recorded(path):
        assert to_public(to_private(model)) == left(model)


def test_there_are_recorded_answers() -> None:
    """The test above would pass without any: most of them hold something to convert."""
    assert len([path for path in ANSWERS if recorded(path)]) > 25


# The seeded world


@pytest.fixture(scope="module")
def phone() -> Phone:
    """A world that these tests only read."""
    return Phone(Emulator())


def of_phones(phone: Phone, operation: str, path: str) -> Any:
    """What the private API answers, as models."""
    return phones.decode(operation, phone.raw("GET", path).body)


def test_both_apis_tell_the_same_of_the_seeded_world(phone: Phone) -> None:
    """A private answer converted is the public answer of the same media, and the other way round."""
    api = Api(phone.emulator)
    body = api.raw("GET", "/users/self/media/recent", count=33).body
    listed = {media.id: media for media in instagram_v1.decode("users_recent_media", body).items}
    seen = 0
    for media in of_phones(phone, "feed_user", f"/feed/user/{phone.pk}/"):
        other = listed.get(f"{media.pk}_{media.user.pk}")
        if other is None:
            continue
        seen += 1
        made, back = to_public(media, site="https://instagram.com"), to_private(other)
        assert made.caption == (left_of_comment(other.caption) if other.caption else None)
        assert (made.id, made.link, made.created_time) == (other.id, other.link, other.created_time)
        assert (made.user, made.filter, made.location) == (other.user, other.filter, other.location)
        assert made.images.thumbnail == other.images.thumbnail
        assert made.likes is not None
        assert made.comments is not None
        assert other.likes is not None
        assert other.comments is not None
        assert (made.likes.count, made.comments.count) == (other.likes.count, other.comments.count)
        assert (back.pk, back.code, back.taken_at) == (media.pk, media.code, media.taken_at)
        assert (back.filter_type, back.lat, back.lng) == (media.filter_type, media.lat, media.lng)
        assert back.user == media.user
    assert seen == 33


def test_people_are_the_same_people(phone: Phone) -> None:
    """Details and ties of the seeded world convert into what the other API says of them."""
    api = Api(phone.emulator)
    mine = instagram_v1.decode("users_get", api.raw("GET", "/users/self").body)
    assert to_private(mine) == of_phones(phone, "users_info", f"/users/{phone.pk}/info/")
    for person in phone.emulator.core.store.people.search("a", 60):
        if person.id == phone.pk:
            continue
        tie = instagram_v1.decode("relationships_get", api.raw("GET", f"/users/{person.id}/relationship").body)
        assert to_private(tie) == of_phones(phone, "friendships_show", f"/friendships/show/{person.id}")


@pytest.mark.parametrize("path", ["/feed/timeline/", "/feed/popular/", "/feed/tag/snow/"])
def test_all_media_of_a_feed_come_back(phone: Phone, path: str) -> None:
    """The media of whole feeds go to public and back."""
    operation = "_".join(path.strip("/").split("/")[:2])
    items = of_phones(phone, operation, path)
    assert to_private(to_public(items)) == [left_of_private(media) for media in items]
    assert len(items) > 20
