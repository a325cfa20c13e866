"""What rules settle for the supplied file: true with the rule, not true without it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from codegen import rules
from codegen.errors import CodegenError
from codegen.pointer import Missing, find, same, split
from codegen.repair.marking import unmarked
from tests.support.supplied import Document, config, frozen, repairs, run

META = {"$ref": "#/definitions/Meta"}
MEDIA = "/definitions/Media/properties"
GEO = "/paths/~1geographies~1{geo-id}~1media~1recent/get"

TRUTHS: dict[str, dict[int, dict[str, Any]]] = {
    "object-type": {3: {"/definitions/MediaImages/type": "object", "/definitions/MediaVideos/type": "object"}},
    "integer-format": {8: {"/definitions/UserCounts/properties/media/format": "int64"}},
    "tags": {
        117: {f"{GEO}/tags": ["Geographies"]},
        118: {"/tags/name=Geographies/name": "Geographies"},
        119: {"/tags/name=Comments/name": "Comments"},
        121: {
            "/paths/~1media~1{media-id}~1comments/post/tags": ["Comments"],
            "/paths/~1media~1{media-id}~1likes/get/tags": ["Likes"],
            "/paths/~1locations~1{location-id}~1media~1recent/get/tags": ["Locations"],
        },
    },
    "operation-ids": {114: {f"{GEO}/operationId": "geographies_recent_media"}},
    "summary": {115: {f"{GEO}/summary": "Get recent media from a geography subscription that you created."}},
    "envelope": {
        4: {"/definitions/LikesListResponse/properties/meta": META, "/definitions/Meta/required": ["code"]},
        59: {"/definitions/MediaGetResponse/properties/data": {"$ref": "#/definitions/Media"}},
        60: {"/definitions/MediaGetByShortcodeResponse/properties/data": {"$ref": "#/definitions/Media"}},
        61: {"/definitions/TagsGetResponse/properties/data": {"$ref": "#/definitions/Tag"}},
        62: {"/definitions/UsersFeedResponse/properties/meta": META},
    },
    "pagination": {
        44: {"/definitions/MaxIdPagination/properties/next_max_id/x-anyOf/1/type": "integer"},
        65: {
            f"/definitions/{name}Response/properties/pagination/$ref": f"#/definitions/{style}Pagination"
            for name, style in (
                ("UsersFeed", "MaxId"),
                ("UsersRecentMedia", "MaxId"),
                ("UsersLikedMedia", "MaxLikeId"),
                ("RelationshipsFollows", "Cursor"),
                ("RelationshipsFollowedBy", "Cursor"),
                ("TagsRecentMedia", "MaxTagId"),
                ("LocationsRecentMedia", "MaxId"),
                ("GeographiesRecentMedia", "MaxId"),
            )
        },
        66: {
            "/definitions/MaxLikeIdPagination/properties/next_max_like_id/x-nullable": True,
            "/definitions/CursorPagination/properties/next_cursor/x-nullable": True,
            "/definitions/MaxTagIdPagination/properties/min_tag_id/x-nullable": True,
            "/definitions/MaxTagIdPagination/properties/deprecation_warning/type": "string",
        },
    },
    "errors": {
        63: {f"{GEO}/responses/400/$ref": "#/responses/BadRequest", "/definitions/ErrorEnvelope/required": ["meta"]},
        64: {"/definitions/BareError/required": ["code"]},
        127: {f"{GEO}/responses/429/$ref": "#/responses/TooManyRequests"},
    },
    "nullable": {
        57: {
            "/definitions/MediaComments/properties/data/x-nullable": True,
            "/definitions/MediaLikes/properties/data/x-nullable": True,
        },
        106: {f"{MEDIA}/caption/x-nullable": True},
        107: {f"{MEDIA}/location/x-nullable": True},
        109: {f"{MEDIA}/filter/x-nullable": True},
        110: {f"{MEDIA}/link/x-nullable": True},
        111: {f"{MEDIA}/users_in_photo/x-nullable": True},
        112: {
            f"/definitions/Location/properties/{name}/x-nullable": True
            for name in ("id", "name", "latitude", "longitude")
        },
        113: {
            f"/definitions/MiniProfile/properties/{name}/x-nullable": True for name in ("full_name", "profile_picture")
        },
    },
    "security": {92: {"/securityDefinitions/oauth/x-token-parameter": "access_token"}},
}


def untrue(document: Document, truths: dict[str, Any]) -> list[str]:
    """The statements that do not hold."""
    found = {pointer: find(document, split(pointer)) for pointer in truths}
    return [
        pointer
        for pointer, node in found.items()
        if isinstance(node, Missing) or not same(unmarked(node), truths[pointer])
    ]


def ruled(some: rules.Config) -> Document:
    """The repaired file after these rules."""
    document: Document = rules.apply(run(frozen(), repairs()).document, some).document
    return document


@pytest.mark.parametrize(("rule", "row"), [(rule, row) for rule, rows in TRUTHS.items() for row in rows])
def test_rule_makes_it_true(rule: str, row: int) -> None:
    """What is stated of a row holds after the rules."""
    assert untrue(ruled(config()), TRUTHS[rule][row]) == []


@pytest.mark.parametrize("rule", TRUTHS)
def test_rule_is_needed(rule: str) -> None:
    """Without the rule something that it settles is not so, or another rule has nothing to stand on."""
    without: Any = {rule.replace("-", "_"): None}
    try:
        document = ruled(replace(config(), rules=replace(config().rules, **without)))
    except CodegenError:
        return
    assert any(untrue(document, truths) for truths in TRUTHS[rule].values())


def test_status_codes_stay_text() -> None:
    """The loader makes strings of status codes already; the rule keeps it so for documents that come by other ways."""
    assert 2 in config().settled_by_rule()["response-codes"]
    assert "200" in ruled(config())["paths"]["/users/search"]["get"]["responses"]


def test_every_row_of_a_rule_is_stated() -> None:
    """Rows that a rule claims to settle are stated here; 2 has its own test."""
    claimed = {rule: set(rows) for rule, rows in config().settled_by_rule().items() if rows}
    assert claimed == {"response-codes": {2}, **{rule: set(rows) for rule, rows in TRUTHS.items()}}
