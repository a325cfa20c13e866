"""What somebody may do to the supplied file between two versions, and what the client's callers have of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from codegen.pointer import get
from tests.support.supplied import Document

Edit = Callable[[Document], Document | None]

PATHS = {
    "user": "/users/{user-id}",
    "recent": "/users/{user-id}/media/recent",
    "search": "/media/search",
    "popular": "/media/popular",
    "places": "/locations/search",
    "change": "/users/{user-id}/relationship",
    "media": "/media/{media-id}",
    "likes": "/media/{media-id}/likes",
    "near": "/locations/{location-id}/media/recent",
}


@dataclass(frozen=True)
class Row:
    """One edit and what is to be said of it."""

    name: str
    edit: Edit
    suggested: str
    expected: tuple[tuple[str, str, str], ...] = ()
    verdicts: dict[str, str] = field(default_factory=dict[str, str])


def at(pointer: str, change: Callable[[Any], object]) -> Edit:
    """Edit what stands at a place, in place."""

    def edit(document: Document) -> None:
        change(get(document, pointer))

    return edit


def put(pointer: str, key: str, value: Any) -> Edit:
    """Set a key of an object."""
    return at(pointer, lambda node: node.__setitem__(key, deepcopy(value)))


def drop(pointer: str, *keys: str) -> Edit:
    """Delete keys of an object."""
    return at(pointer, lambda node: [node.pop(key) for key in keys])


def replaced(old: str, new: str) -> Edit:
    """Replace words anywhere in the document."""

    def edit(document: Document) -> Document:
        text = json.dumps(document)
        assert old in text
        changed: Document = json.loads(text.replace(old, new))
        return changed

    return edit


def both(*edits: Edit) -> Edit:
    """Several edits, one after the other."""

    def edit(document: Document) -> Document:
        for one in edits:
            document = one(document) or document
        return document

    return edit


def to_path(old: str, new: str) -> Edit:
    """Write a path template differently; its place among the paths stays."""

    def edit(document: Document) -> None:
        document["paths"] = {new if path == old else path: item for path, item in document["paths"].items()}

    return edit


def place(name: str, *keys: str) -> str:
    """Pointer to an operation's path."""
    escaped = PATHS[name].replace("/", "~1")
    return "/".join(("", "paths", escaped, *keys))


def parameter(name: str, **more: Any) -> dict[str, Any]:
    """A query parameter."""
    return {"name": name, "in": "query", "type": "string", **more}


def shuffled(node: Any) -> Any:
    """The same with the keys of all objects in reverse order."""
    if isinstance(node, dict):
        return {key: shuffled(node[key]) for key in reversed(list(node))}
    return [shuffled(item) for item in node] if isinstance(node, list) else node


STORIES = {
    "parameters": [{"$ref": "#/parameters/user-id"}],
    "get": {
        "tags": ["Users"],
        "description": "See the stories of a user. They last a day.",
        "parameters": [parameter("max_id"), parameter("count", type="integer")],
        "responses": {
            "200": {
                "description": "OK",
                "schema": {
                    "type": "object",
                    "properties": {"data": {"type": "array", "items": {"$ref": "#/definitions/Story"}}},
                },
            }
        },
    },
}

STORY = {
    "type": "object",
    "required": ["id"],
    "properties": {
        "id": {"type": "string"},
        "kind": {"type": "string", "enum": ["still", "moving"]},
        "seen_by": {"type": "integer"},
        "user": {"$ref": "#/definitions/MiniProfile"},
    },
}


def new_endpoint(document: Document) -> None:
    """Bring an endpoint with a model of its own, as an author would write it: no envelope details, no errors."""
    document["paths"]["/users/{user-id}/stories"] = deepcopy(STORIES)
    document["definitions"]["Story"] = deepcopy(STORY)


def apart(document: Document) -> None:
    """Write Image as an allOf of two inline parts."""
    image = document["definitions"]["Image"]["properties"]
    first = {key: image[key] for key in ("width", "height")}
    document["definitions"]["Image"] = {
        "type": "object",
        "allOf": [
            {"type": "object", "properties": first},
            {"type": "object", "properties": {"url": image["url"]}},
        ],
    }


def shared_parameter(document: Document) -> None:
    """Put a parameter of one operation among the shared ones."""
    held = document["paths"][PATHS["recent"]]["get"]["parameters"]
    document["parameters"]["how-many"] = held[0]
    held[0] = {"$ref": "#/parameters/how-many"}


def on_operation(document: Document) -> None:
    """Write the parameters of a path on its only operation."""
    item = document["paths"][PATHS["user"]]
    item["get"]["parameters"] = item.pop("parameters")


def variables(document: Document) -> None:
    """Call the variables of the tag paths something else."""
    paths = document["paths"].items()
    document["paths"] = {path.replace("{tag-name}", "{tag}"): item for path, item in paths}
    document["parameters"] = {
        "tag": {**document["parameters"].pop("tag-name"), "name": "tag"},
        **document["parameters"],
    }
    for item in document["paths"].values():
        for entry in item.get("parameters", []):
            if entry.get("$ref") == "#/parameters/tag-name":
                entry["$ref"] = "#/parameters/tag"


def meeting(document: Document) -> None:
    """Bring a template that is another one but for the name of its variable."""
    document["paths"]["/tags/{name}"] = deepcopy(document["paths"]["/tags/{tag-name}"])
