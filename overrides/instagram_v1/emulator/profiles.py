"""The eras of the API, as data: what a client met in 2015, in 2017, and after the end."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from attrs import evolve, field, frozen

from . import faults
from .faults import Fault

_PUBLIC: Final = "public_content"
_LISTS: Final = "follower_list"


@frozen
class Profile:
    """One era.

    Attributes:
        name: What it is called on the command line.
        starts: The moment at which the emulator's clock starts, in unix seconds.
        removed: Ids of the operations that the era does not have (any more).
        extra_scopes: Scope that the era asks for beside those of the specification, by operation id.
        own_exempt: Operations whose extra scope is not asked for one's own data.
        scopes: The scopes that a user can grant.
        client_id_reads: Whether a client id alone may read what is public.
        old_filters: Whether lists could be asked for by times, and places by their ids at Foursquare.
        others_lists: Whether the follows and followers of other people can be listed.
        blocks: Whether relationships know ``block`` and ``unblock``.
        inline_lists: Whether media carry their latest comments and likes.
        carousels: Whether albums and ``is_business`` exist.
        tagged_names: Whether of people tagged in a picture only the name is told.
        media_distance: Whether media found by place tell their distance.
        float_counts: Whether tag searches answer integral floats.
        tag_cursor: ``pk`` (the number of the media) or ``opaque``.
        follower_cursor: ``time`` (milliseconds) or ``opaque``.
        place_distance: Default and highest distance of a search for places, in metres.
        link: Template of a media's address.
        granted: What the text about a missing scope says is to be granted.
        bad_code: The answer to an authorisation code that is unknown or used.
        challenge_failed: The answer when a call-back does not repeat the challenge.
        subscription_objects: What can be subscribed to.
        signed_header: Whether clients could ask that X-Insta-Forwarded-For be enforced.
        sandboxes: Whether clients could be in a sandbox.
        retired: Whether everything answers that it has been retired.
    """

    name: str
    starts: int
    removed: frozenset[str] = frozenset()
    extra_scopes: Mapping[str, str] = field(factory=dict[str, str])
    own_exempt: frozenset[str] = frozenset()
    scopes: tuple[str, ...] = ("basic", "comments", "relationships", "likes")
    client_id_reads: bool = True
    old_filters: bool = True
    others_lists: bool = True
    blocks: bool = True
    inline_lists: bool = True
    carousels: bool = False
    tagged_names: bool = False
    media_distance: bool = True
    float_counts: bool = True
    tag_cursor: str = "pk"
    follower_cursor: str = "time"
    place_distance: tuple[int, int] = (1000, 5000)
    link: str = "https://instagram.com/p/{shortcode}/"
    granted: str = "write"
    bad_code: Fault = faults.OAUTH_CODE_2015
    challenge_failed: Fault = faults.CHALLENGE_FAILED_2015
    subscription_objects: tuple[str, ...] = ("user", "tag", "location", "geography")
    signed_header: bool = True
    sandboxes: bool = False
    retired: bool = False


_2015: Final = Profile("2015", starts=1434369600)

_2017: Final = Profile(
    "2017",
    starts=1509537600,
    removed=frozenset({"users_feed", "media_popular", "geographies_recent_media"}),
    extra_scopes=MappingProxyType(
        {
            "users_get": _PUBLIC,
            "users_search": _PUBLIC,
            "users_recent_media": _PUBLIC,
            "users_liked_media": _PUBLIC,
            "media_get": _PUBLIC,
            "media_get_by_shortcode": _PUBLIC,
            "media_search": _PUBLIC,
            "comments_list": _PUBLIC,
            "comments_create": _PUBLIC,
            "likes_list": _PUBLIC,
            "tags_get": _PUBLIC,
            "tags_search": _PUBLIC,
            "tags_recent_media": _PUBLIC,
            "locations_get": _PUBLIC,
            "locations_search": _PUBLIC,
            "locations_recent_media": _PUBLIC,
            "relationships_get": _LISTS,
            "relationships_follows": _LISTS,
            "relationships_followed_by": _LISTS,
            "relationships_requested_by": _LISTS,
        }
    ),
    own_exempt=frozenset(
        {
            "users_get",
            "users_recent_media",
            "media_get",
            "media_get_by_shortcode",
            "comments_list",
            "comments_create",
            "likes_list",
        }
    ),
    scopes=("basic", _PUBLIC, _LISTS, "comments", "relationships", "likes"),
    client_id_reads=False,
    old_filters=False,
    others_lists=False,
    blocks=False,
    inline_lists=False,
    carousels=True,
    tagged_names=True,
    media_distance=False,
    float_counts=False,
    tag_cursor="opaque",
    follower_cursor="opaque",
    place_distance=(500, 750),
    link="https://www.instagram.com/p/{shortcode}/",
    granted="this",
    bad_code=faults.OAUTH_CODE_2017,
    challenge_failed=faults.CHALLENGE_FAILED_2017,
    subscription_objects=("user",),
    signed_header=False,
    sandboxes=True,
)

_RETIRED: Final = evolve(_2017, name="retired", starts=1593604800, retired=True)

# The clocks start on 2015-06-15, 2017-11-01 and 2020-07-01, each at noon UTC.
PROFILES: Final[Mapping[str, Profile]] = MappingProxyType(
    {profile.name: profile for profile in (_2015, _2017, _RETIRED)}
)


def find(name: str) -> Profile:
    """Give the profile of a name, or say which names there are."""
    try:
        return PROFILES[name]
    except KeyError:
        raise ValueError(f"unknown profile {name!r}: choose one of {', '.join(PROFILES)}") from None
