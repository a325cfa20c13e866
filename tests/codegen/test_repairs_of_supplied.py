"""What would be wrong without a repair: the truths about the API, and that each repair is needed for one of them."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.pointer import Missing, find, same, split
from codegen.repair import Repair
from codegen.repair.marking import unmarked
from tests.support.supplied import Document, finished, frozen, repairs, run

ABSENT = object()
"""Stands for: nothing is to be found there."""


class Words(str):
    """Stands for: a text that has these words in it."""

    __slots__ = ()


MEDIA = "/definitions/Media/properties"
MINI = "/definitions/MiniProfile/properties"
SEARCH = "/paths/~1locations~1search/get/parameters"
NEAR = "/paths/~1media~1search/get/parameters"
GEO = "/paths/~1geographies~1{geo-id}~1media~1recent"
FEED = "/paths/~1users~1self~1feed/get"
LIKED = "/paths/~1users~1self~1media~1liked/get"
RECENT = "/paths/~1users~1{user-id}~1media~1recent/get"
PLACE = "/paths/~1locations~1{location-id}~1media~1recent"
COMMENTS = "/paths/~1media~1{media-id}~1comments"
COMMENT = "/paths/~1media~1{media-id}~1comments~1{comment-id}"
LIKES = "/paths/~1media~1{media-id}~1likes"
RELATION = "/paths/~1users~1{user-id}~1relationship"
TEXT = f"{COMMENTS}/post/parameters/name=text"
ACTION = f"{RELATION}/post/parameters/name=action"
OAUTH = "/securityDefinitions/oauth"


def ref(name: str) -> dict[str, str]:
    """A reference to a definition."""
    return {"$ref": f"#/definitions/{name}"}


# What is true, by row of defects.yaml; by repair where no row names it. Pointers lead into the finished document.
# Written down apart from the repairs: a repair that says otherwise is wrong, and one that is gone leaves a line unmet.
TRUTHS: Mapping[int | str, Mapping[str, Any]] = {
    5: {
        "/definitions/User/required": ["id", "username"],
        "/definitions/Media/required": ["created_time", "id", "images", "type", "user"],
        "/definitions/Comment/required": ["created_time", "from", "id"],
        "/definitions/MiniProfile/required": ["id", "username"],
        "/definitions/Like/required": ["id", "username"],
        "/definitions/Tag/required": ["name"],
        "/definitions/Image/required": ["height", "url", "width"],
        "/definitions/MediaComments/required": ["count"],
        "/definitions/MediaLikes/required": ["count"],
        "/definitions/Location/required": ABSENT,
    },
    6: {"/consumes": ["application/x-www-form-urlencoded"]},
    9: {
        "/paths/~1media~1shortcode~1{shortcode}/get/operationId": "media_get_by_shortcode",
        "/paths/~1media1~1{shortcode}": ABSENT,
    },
    10: {
        f"{COMMENT}/delete/operationId": "comments_delete",
        f"{COMMENT}/parameters/name=comment-id/type": "string",
        f"{COMMENTS}/delete": ABSENT,
    },
    11: {"/tags/name=Comments/name": "Comments", "/tags/name=Commnts": ABSENT},
    12: {"/tags/name=Subscriptions/name": "Subscriptions", "/tags/name=Subscribtions": ABSENT},
    13: {
        "/tags/name=Location": ABSENT,
        "/paths/~1locations~1{location-id}/get/tags": ["Locations"],
        f"{PLACE}/get/tags": ["Locations"],
        "/paths/~1locations~1search/get/tags": ["Locations"],
    },
    14: {
        "/definitions/UserCounts/properties/followed_by/type": "integer",
        "/definitions/UserCounts/properties/follwed_by": ABSENT,
    },
    15: {f"{MEDIA}/comments/$ref": "#/definitions/MediaComments", f"{MEDIA}/comments:": ABSENT},
    16: {f"{MINI}/username/type": "string", f"{MINI}/user_name": ABSENT},
    17: {"/definitions/Like/properties/username/type": "string", "/definitions/Like/properties/user_name": ABSENT},
    18: {f"{MEDIA}/created_time/description": "Epoch time (s)"},
    19: {f"{FEED}/parameters/name=max_id/description": "Return media earlier than this max_id."},
    20: {f"{LIKED}/description": Words("has permission to view that media")},
    21: {f"{RELATION}/post/description": Words("and the target user.")},
    22: {f"{SEARCH}/name=lat/description": Words("Latitude of the center")},
    23: {f"{SEARCH}/name=lng/description": Words("Longitude of the center")},
    24: {f"{SEARCH}/name=foursquare_id/description": Words("Returns a location mapped")},
    25: {f"{GEO}/get/description": Words("search\nendpoint](https")},
    26: {"/definitions/MiniProfile/description": Words("lists of users, media, comments and likes")},
    27: {
        "/parameters/user-id/type": "string",
        "/parameters/user-id/description": "The user's id, or `self` for the owner of the access token.",
    },
    28: {
        f"{path}/parameters/name=media-id/type": "string"
        for path in ("/paths/~1media~1{media-id}", COMMENTS, LIKES, COMMENT)
    },
    29: {
        "/paths/~1locations~1{location-id}/parameters/name=location-id/type": "string",
        f"{PLACE}/parameters/name=location-id/type": "string",
    },
    30: {f"{GEO}/parameters/name=geo-id/type": "string"},
    31: {"/definitions/User/properties/id/type": "string"},
    32: {f"{MEDIA}/id/type": "string"},
    33: {f"{MINI}/id/type": "string"},
    34: {
        f"{MEDIA}/created_time/type": "string",
        f"{MEDIA}/created_time/format": "unixtime",
        "/definitions/Comment/properties/created_time/format": "unixtime",
    },
    35: {f"{MEDIA}/tags/items": {"type": "string"}},
    36: {f"{MEDIA}/users_in_photo/items": ref("UserInPhoto")},
    37: {f"{FEED}/parameters/name=max_id/type": "string", f"{FEED}/parameters/name=min_id/type": "string"},
    38: {f"{LIKED}/parameters/name=max_like_id/type": "string"},
    39: {"/paths/~1users~1search/get/parameters/name=count/type": "integer"},
    40: {f"{GEO}/get/parameters/name=min_id/type": "string"},
    41: {
        f"{SEARCH}/name=facebook_places_id/type": "string",
        f"{SEARCH}/name=foursquare_id/type": "string",
        f"{SEARCH}/name=foursquare_v2_id/type": "string",
    },
    42: {f"{TEXT}/type": "string"},
    43: {
        "/definitions/Location/properties/id/x-anyOf/0/type": "string",
        "/definitions/Location/properties/id/x-anyOf/1/type": "integer",
    },
    45: {f"{MEDIA}/caption/$ref": "#/definitions/Caption"},
    46: {f"{MEDIA}/link/type": "string"},
    47: {f"{MEDIA}/user_has_liked/type": "boolean"},
    48: {f"{MEDIA}/attribution/x-anyOf/0/type": "string"},
    49: {
        f"{MEDIA}/carousel_media/items": ref("CarouselMedia"),
        "/definitions/CarouselMedia/properties/images/$ref": "#/definitions/MediaImages",
        "/definitions/CarouselMedia/properties/videos/$ref": "#/definitions/MediaVideos",
        "/definitions/MediaType/enum/2": "carousel",
    },
    50: {"/definitions/MediaVideos/properties/low_bandwidth/$ref": "#/definitions/Video"},
    51: {"/definitions/User/properties/is_business/type": "boolean"},
    52: {f"{MINI}/bio/type": "string", f"{MINI}/website/type": "string"},
    53: {f"{MINI}/type/type": "string"},
    54: {f"{MINI}/first_name/type": "string", f"{MINI}/last_name/type": "string"},
    55: {
        "/definitions/Like/properties/full_name/type": "string",
        "/definitions/Like/properties/profile_picture/type": "string",
    },
    56: {"/definitions/Location/properties/street_address/type": "string"},
    58: {
        "/definitions/Caption/properties/from": ref("MiniProfile"),
        "/definitions/Relationship/properties/target_user_is_private/type": "boolean",
        "/definitions/UserInPhoto/properties/user": ref("TaggedUser"),
        "/definitions/TaggedUser/required": ["username"],
        "/definitions/Position/required": ["x", "y"],
    },
    67: {
        f"/paths/~1users~1{{user-id}}~1{which}/get/parameters/name={name}/type": kind
        for which in ("follows", "followed-by")
        for name, kind in (("count", "integer"), ("cursor", "string"))
    },
    68: {
        f"/paths/~1tags~1{{tag-name}}~1media~1recent/get/parameters/name={name}/type": kind
        for name, kind in (("count", "integer"), ("min_tag_id", "string"), ("max_tag_id", "string"))
    },
    69: {f"{PLACE}/get/parameters/name=count/type": "integer"},
    70: {f"{GEO}/get/parameters/name=max_id/type": "string"},
    71: {
        "/paths/~1tags~1search/get/parameters/name=count/type": "integer",
        f"{NEAR}/name=count/type": "integer",
        "/paths/~1media~1popular/get/parameters/name=count/type": "integer",
    },
    72: {f"{GEO}/get/parameters/name=min_id/description": "Return media later than this `min_id`."},
    73: {
        f"{NEAR}/name={name}/type": kind
        for name, kind in (
            ("lat", "number"),
            ("lng", "number"),
            ("min_timestamp", "integer"),
            ("max_timestamp", "integer"),
            ("distance", "integer"),
        )
    },
    74: {f"{NEAR}/name=lat/required": True, f"{NEAR}/name=lng/required": True},
    76: {f"{SEARCH}/name=distance/maximum": 5000, f"{SEARCH}/name=distance/default": 1000},
    78: {f"{TEXT}/name": "text", f"{COMMENTS}/post/parameters/name=TEXT": ABSENT},
    79: {f"{TEXT}/in": "formData", f"{TEXT}/type": "string", f"{TEXT}/schema": ABSENT},
    80: {f"{TEXT}/required": True},
    81: {
        f"{ACTION}/in": "formData",
        f"{ACTION}/type": "string",
        f"{ACTION}/enum/0": "follow",
        f"{ACTION}/schema": ABSENT,
    },
    82: {f"{ACTION}/required": True},
    83: {f"{ACTION}/enum": ["follow", "unfollow", "block", "unblock", "approve", "ignore"]},
    84: {"/paths/~1tags~1search/get/parameters/name=q/required": True},
    86: {f"{LIKES}/post/security/0/oauth": ["likes"]},
    87: {f"{LIKES}/delete/security/0/oauth": ["likes"]},
    88: {f"{COMMENT}/delete/security/0/oauth": ["comments"]},
    89: {"/security/0/oauth": ["basic"]},
    90: {
        f"{OAUTH}/scopes/public_content": Words("profiles and media of other users"),
        f"{OAUTH}/scopes/follower_list": Words("who follows whom"),
    },
    93: {
        f"{operation}/security/1": {"key": []}
        for operation in (
            f"{RELATION}/post",
            f"{COMMENTS}/post",
            f"{LIKES}/post",
            f"{LIKES}/delete",
            f"{COMMENT}/delete",
        )
    },
    94: {f"{OAUTH}/authorizationUrl": "https://api.instagram.com/oauth/authorize/"},
    95: {
        "/securityDefinitions/oauth_code/flow": "accessCode",
        "/securityDefinitions/oauth_code/tokenUrl": "https://api.instagram.com/oauth/access_token",
    },
    96: {
        "/securityDefinitions/client_id/name": "client_id",
        "/security/2": {"client_id": []},
        f"{FEED}/security": [{"oauth": ["basic"]}, {"key": []}],
        f"{LIKED}/security": [{"oauth": ["basic"]}, {"key": []}],
        "/paths/~1users~1self~1requested-by/get/security": [{"oauth": ["basic"]}, {"key": []}],
    },
    98: {"/definitions/TagsRecentMediaResponse/properties/data/items": ref("Media")},
    99: {"/definitions/RelationshipsModifyResponse/properties/data": ref("Relationship")},
    100: {"/definitions/LikesListResponse/properties/data/items": ref("MiniProfile")},
    101: {"/definitions/GeographiesRecentMediaResponse/properties/data/items": ref("Media")},
    102: {"/definitions/CommentsCreateResponse/properties/data": {**ref("Comment"), "x-nullable": True}},
    103: {"/definitions/MediaType/enum/0": "image", "/definitions/MediaType/enum/1": "video"},
    104: {
        "/definitions/RelationshipOutgoingStatus/enum": ["follows", "requested", "none"],
        "/definitions/RelationshipIncomingStatus/enum": ["followed_by", "requested_by", "blocked_by_you", "none"],
    },
    105: {
        f"/definitions/{name}Response/properties/data/enum": [None]
        for name in ("LikesCreate", "LikesDelete", "CommentsDelete")
    },
    108: {f"{MEDIA}/attribution/x-nullable": True},
    116: {f"{RECENT}/summary": "Get the most recent media published by a user."}
    | {"/paths/~1tags~1search/get/summary": "Search for tags by name."},
    120: {"/tags/2/name": "Media", "/paths/~1subscriptions/get/tags": ["Subscriptions"]},
    122: {
        "/tags/name=Users/description": Words("Profiles"),
        "/tags/name=Comments/description": Words("under a media object"),
        "/tags/name=Likes/description": Words("Who likes"),
        "/tags/name=Tags/description": Words("mark media"),
        "/tags/name=Locations/description": Words("Places"),
        "/tags/name=Subscriptions/description": Words("when something changes"),
    },
    124: {"/tags/name=Media/description": Words("whitelist access to\nindividual apps")},
    125: {
        f"{FEED}/deprecated": True,
        "/paths/~1media~1popular/get/deprecated": True,
        f"{GEO}/get/deprecated": True,
    },
    128: {"/securityDefinitions/client_id/description": Words("by them until June 2016; never since")},
    129: {
        f"{base}/name={name}_timestamp/description": Words("Withdrawn in November 2015.")
        for base in (f"{RECENT}/parameters", f"{PLACE}/get/parameters", NEAR)
        for name in ("min", "max")
    },
    "subscription-definition": {"/definitions/Subscription/properties/object_id/x-nullable": True},
    "media-distance": {f"{MEDIA}/distance/type": "number"},
    "media-search-plain-media": {"/definitions/MediaSearchResponse/properties/data/items": ref("Media")},
    "video-definition": {"/definitions/Video/properties/id/x-anyOf/0/type": "string"},
    "media-videos-renditions": {
        f"/definitions/MediaVideos/properties/{rendition}/$ref": "#/definitions/Video"
        for rendition in ("low_resolution", "standard_resolution")
    },
    "relationship-reading": {"/definitions/RelationshipsGetResponse/properties/data": ref("Relationship")},
    "client-secret-scheme": {"/securityDefinitions/client_secret/name": "client_secret"},
    "tag-media-count-both-ways": {"/definitions/Tag/properties/media_count/x-anyOf/1/type": "number"},
}


def truths_of(repair: Repair) -> dict[str, Any]:
    """What is stated about the rows of a repair, or about the repair itself when it has none."""
    return {pointer: value for key in repair.defects or (repair.id,) for pointer, value in TRUTHS[key].items()}


def is_true(document: Document, pointer: str, value: Any) -> bool:
    """Whether a place of the document is as stated."""
    found = find(document, split(pointer))
    if value is ABSENT or isinstance(found, Missing):
        return value is ABSENT and isinstance(found, Missing)
    if isinstance(value, Words):
        return isinstance(found, str) and value in found
    return same(unmarked(found), value)


@functools.cache
def whole() -> Document:
    """The supplied document after all repairs and rules."""
    return finished(run(frozen(), repairs()).document)


def without(repair: Repair) -> Document | None:
    """The same without one repair; nothing when no document comes of it."""
    try:
        return finished(run(frozen(), [other for other in repairs() if other is not repair]).document)
    except CodegenError:
        return None


@pytest.mark.parametrize("key", TRUTHS)
def test_finished_document_is_true(key: int | str) -> None:
    """What is stated of a row holds after repairs and rules."""
    untrue = [pointer for pointer, value in TRUTHS[key].items() if not is_true(whole(), pointer, value)]
    assert untrue == []


@pytest.mark.parametrize("repair", repairs(), ids=lambda repair: repair.id)
def test_nothing_is_repaired_in_vain(repair: Repair) -> None:
    """Without the repair something that is stated about its rows is no longer so."""
    document = without(repair)
    assert document is None or not all(
        is_true(document, pointer, value) for pointer, value in truths_of(repair).items()
    )


def test_every_statement_belongs_to_a_repair() -> None:
    """Nothing is stated about rows that rules or reasons settle, nor about repairs that are gone."""
    assert set(TRUTHS) == {key for repair in repairs() for key in repair.defects or (repair.id,)}
