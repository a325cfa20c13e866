"""Endpoints of many kinds, as an author would bring them, and what calling them has to give."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, Final

from tests.support.drift_mutations import new_endpoint, parameter
from tests.support.supplied import Document

_MEDIA: Final = {"$ref": "#/definitions/Media"}
_MEDIA_ID: Final = {"name": "media-id", "in": "path", "required": True, "type": "string"}
_COUNTS: Final = {"type": "object", "properties": {"from": {"type": "string"}, "count": {"type": "integer"}}}


def _many(schema: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _operation(tag: str, data: dict[str, Any] | None, *parameters: dict[str, Any], **more: Any) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "OK"}
    if data is not None:
        answer["schema"] = {"type": "object", "properties": {"data": data}}
    tags = {"tags": [tag]} if tag else {}
    return {**tags, "description": "Something new.", "parameters": [*parameters], "responses": {"200": answer}, **more}


_REASON: Final = {"name": "reason", "in": "formData", "type": "string", "required": True}
_KEYWORD: Final = {"name": "class", "in": "formData", "type": "integer"}
_BODY: Final = {
    "name": "body",
    "in": "body",
    "required": True,
    "schema": {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}},
}
_USER: Final = {"$ref": "#/parameters/user-id"}
_TAG: Final = {"$ref": "#/parameters/tag-name"}

ENDPOINTS: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("/media/{media-id}/reports", "post"): _operation("Media", {"type": "object"}, _MEDIA_ID, _REASON, _KEYWORD),
    ("/media/{media-id}/caption", "put"): _operation("Media", _MEDIA, _MEDIA_ID, _BODY, consumes=["application/json"]),
    ("/users/{user-id}/saved", "get"): _operation("Users", _many(_MEDIA), _USER, parameter("cursor")),
    ("/users/{user-id}/requests", "delete"): _operation("Users", {"type": "object"}, _USER),
    ("/tags/{tag-name}/top", "get"): _operation("Tags", None, _TAG),
    ("/tags/{tag-name}/related", "get"): _operation("Tags", _many({"type": "string"}), _TAG),
    ("/search", "get"): _operation("", _many(_COUNTS), parameter("from", required=True), parameter("self")),
    ("/stats", "get"): _operation("Stats", _COUNTS),
}

CALLS: Final[dict[str, dict[str, Any]]] = {
    "media_create_reports": {"media_id": "1", "reason": "spam", "class_": 2},
    "media_replace_caption": {"media_id": "1", "text": "new"},
    "search_list": {"from_": "snow"},
    "stats_list": {},
    "tags_related": {"tag_name": "snow"},
    "tags_top": {"tag_name": "snow"},
    "users_delete_requests": {"user_id": "self"},
    "users_saved": {"user_id": "self"},
    "users_stories": {"user_id": "self"},
}
"""Arguments by the id of the operation."""

ANSWERS: Final[dict[str, tuple[str, str, str]]] = {
    "media_create_reports": ("dict", "dict", ""),
    "media_replace_caption": ("Media", "Media", ""),
    "search_list": ("list of SearchListResponseDataItem", "list of SearchListResponseDataItem", ""),
    "stats_list": ("StatsListResponseData", "StatsListResponseData", ""),
    "tags_related": ("list of str", "list of str", ""),
    "tags_top": ("dict", "dict", ""),
    "users_delete_requests": ("dict", "dict", ""),
    "users_saved": ("Page of Media", "AsyncPage of Media", "cursor"),
    "users_stories": ("Page of Story", "AsyncPage of Story", "max_id"),
}
"""What both clients give, and the cursor style, by the id of the operation."""


def new_endpoints(document: Document) -> None:
    """Bring them all."""
    new_endpoint(document)
    for (path, method), operation in ENDPOINTS.items():
        document["paths"].setdefault(path, {})[method] = deepcopy(operation)
