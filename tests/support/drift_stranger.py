"""The same API as somebody else might have described it: other names, other habits, hundreds of differences."""

from __future__ import annotations

from typing import Any

Data = dict[str, Any]

_WORDS = {"string": "text", "integer": "number", "boolean": "flag", "number": "fraction"}

MODELS: dict[str, dict[str, str]] = {
    "Profile": {"id": "string", "username": "string", "fullName": "string", "avatar": "string", "about": "string"},
    "Counters": {"mediaCount": "integer", "followers": "integer", "following": "integer"},
    "User": {"id": "string", "username": "string", "full_name": "string", "profile_picture": "string"},
    "Media": {"id": "string", "link": "string", "created_time": "integer", "liked": "boolean", "kind": "string"},
    "Rendition": {"url": "string", "width": "integer", "height": "integer", "bytes": "integer"},
    "Remark": {"id": "string", "text": "string", "created": "string", "author": "Profile"},
    "Location": {"id": "integer", "name": "string", "lat": "number", "lng": "number", "city": "string"},
    "Tag": {"name": "string", "media_count": "string", "related": "string"},
    "Relation": {"outgoing": "string", "incoming": "string", "private": "boolean"},
    "Hook": {"id": "string", "object": "string", "aspect": "string", "verify": "string", "callback": "string"},
    **{f"Insight{n}": {"from": "string", "until": "string", "value": "integer"} for n in range(12)},
}

PATHS = {
    "/users/self": ("Profile", "accounts", ()),
    "/users/{id}": ("User", "accounts", ("fields",)),
    "/users/{id}/media/recent": ("Media[]", "posts", ("count", "max_id", "min_id", "since")),
    "/users/self/media/liked": ("Media[]", "posts", ("count", "max_like_id")),
    "/users/search": ("Profile[]", "accounts", ("q", "count", "locale")),
    "/users/{id}/follows": ("Profile[]", "graph", ("cursor",)),
    "/users/{id}/followed-by": ("Profile[]", "graph", ("cursor",)),
    "/users/self/requested-by": ("Profile[]", "graph", ()),
    "/users/{id}/relationship": ("Relation", "graph", ()),
    "/media/{id}": ("Media", "posts", ("fields",)),
    "/media/shortcode/{code}": ("Media", "posts", ()),
    "/media/search": ("Media[]", "posts", ("lat", "lng", "distance")),
    "/media/popular": ("Media[]", "posts", ("region",)),
    "/media/{id}/comments": ("Remark[]", "remarks", ("order",)),
    "/media/{id}/likes": ("Profile[]", "reactions", ()),
    "/tags/{name}": ("Tag", "labels", ()),
    "/tags/{name}/media/recent": ("Media[]", "labels", ("max_tag_id", "count")),
    "/tags/search": ("Tag[]", "labels", ("q",)),
    "/locations/{id}": ("Location", "places", ()),
    "/locations/{id}/media/recent": ("Media[]", "places", ("max_id", "count")),
    "/locations/search": ("Location[]", "places", ("lat", "lng", "name")),
    "/geographies/{id}/media/recent": ("Media[]", "places", ("cursor",)),
    "/subscriptions": ("Hook[]", "hooks", ("client_id",)),
    **{f"/insights/{n}": (f"Insight{n}[]", "insights", ("from", "until")) for n in range(12)},
}


def stranger() -> Data:
    """The whole description."""
    return {
        "swagger": "2.0",
        "info": {"title": "Photo service, unofficial", "version": "2016-03", "description": "Written from memory."},
        "host": "api.instagram.com",
        "basePath": "/v1/",
        "schemes": ["https", "http"],
        "produces": ["application/json", "text/javascript"],
        "securityDefinitions": {"token": {"type": "apiKey", "in": "query", "name": "access_token"}},
        "security": [{"token": []}],
        "paths": {path: _item(path, *what) for path, what in PATHS.items()},
        "definitions": {name: _model(name, fields) for name, fields in MODELS.items()},
    }


def _item(path: str, answer: str, tag: str, queries: tuple[str, ...]) -> Data:
    variables = [part.strip("{}") for part in path.split("/") if part.startswith("{")]
    name = "".join(part.strip("{}").capitalize() for part in path.replace("-", "/").split("/"))
    parameters: list[Data] = [_parameter(one, "path") for one in variables]
    parameters += [_parameter(one, "query") for one in queries]
    found: Data = {"get": _operation(f"fetch{name}", answer, tag, parameters)}
    if path.endswith(("comments", "likes", "subscriptions", "relationship")):
        body = {"name": "body", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Hook"}}
        found["post"] = _operation(f"send{name}", answer.removesuffix("[]"), tag, [*parameters, body])
        found["delete"] = _operation(f"drop{name}", "Relation", tag, parameters)
    return found


def _parameter(name: str, place: str) -> Data:
    return {"name": name, "in": place, "type": "string", "required": place == "path", "description": f"Says {name}."}


def _operation(name: str, answer: str, tag: str, parameters: list[Data]) -> Data:
    return {
        "operationId": name,
        "tags": [tag],
        "summary": f"{name} of the service",
        "parameters": parameters,
        "responses": {
            "200": {"description": "Fine", "schema": _schema(answer)},
            "401": {"description": "No token"},
            "404": {"description": "Nothing there"},
        },
    }


def _schema(answer: str) -> Data:
    reference = {"$ref": f"#/definitions/{answer.removesuffix('[]')}"}
    return {"type": "array", "items": reference} if answer.endswith("[]") else reference


def _model(name: str, fields: dict[str, str]) -> Data:
    properties: Data = {
        key: {"type": kind, "description": f"A {_WORDS[kind]}."}
        if kind in _WORDS
        else {"$ref": f"#/definitions/{kind}"}
        for key, kind in fields.items()
    }
    return {"type": "object", "title": name, "required": [next(iter(fields))], "properties": properties}
