"""Leaving ``x-repaired-by`` behind, so that a built document can tell which repairs shaped a place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from codegen.pointer import Json, Missing, Parts, find

MARK: Final = "x-repaired-by"
"""Extension that lists the ids of repairs, in the order in which they were applied."""

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch")
"""Keys of a path item that are operations."""

# What a key leads to, by what it stands in. Swagger 2.0 allows ``x-`` keys in each kind but those that end in "-map" or
# "-list"; there, a key would be taken for a name. "*" is any other key; no entry: data that is nobody's to extend.
_LEADS_TO: Final[dict[str, dict[str, str]]] = {
    "root": {
        "info": "info",
        "paths": "path-map",
        "definitions": "schema-map",
        "parameters": "parameter-map",
        "responses": "response-map",
        "securityDefinitions": "scheme-map",
        "tags": "tag-list",
    },
    "path-map": {"*": "path"},
    "path": {"parameters": "parameter-list", **dict.fromkeys(METHODS, "operation")},
    "operation": {"parameters": "parameter-list", "responses": "response-map"},
    "parameter-map": {"*": "parameter"},
    "parameter-list": {"*": "parameter"},
    "parameter": {"schema": "schema"},
    "response-map": {"*": "response"},
    "response": {"schema": "schema"},
    "schema-map": {"*": "schema"},
    "schema-list": {"*": "schema"},
    "schema": {
        "properties": "schema-map",
        "items": "schema",
        "allOf": "schema-list",
        "x-anyOf": "schema-list",
        "additionalProperties": "schema",
    },
    "scheme-map": {"*": "scheme"},
    "tag-list": {"*": "tag"},
    "info": {},
    "scheme": {},
    "tag": {},
}


def carrier(document: dict[str, Json], parts: Parts) -> dict[str, Json]:
    """The nearest object at or above a place that may carry an extension.

    Args:
        document: A Swagger 2.0 document.
        parts: The place, with indexes instead of selectors.

    Returns:
        That object; the document itself when nothing else will do.
    """
    best = document
    kind = "root"
    for depth, part in enumerate(parts, start=1):
        leads = _LEADS_TO[kind]
        kind = leads.get(part) or leads.get("*", "")
        node = find(document, parts[:depth])
        if not kind or isinstance(node, Missing):
            break
        if isinstance(node, dict) and not kind.endswith(("-map", "-list")) and "$ref" not in node:
            best = node
    return best


def mark(document: dict[str, Json], parts: Parts, ids: Iterable[str]) -> None:
    """Write ids on the carrier of a place.

    Args:
        document: The document, which is changed.
        parts: The place.
        ids: Repairs that shaped it.
    """
    new = list(ids)
    if new:
        target = carrier(document, parts)
        target[MARK] = [*dict.fromkeys((*marks(target), *new))]


def marks(node: Json | Missing) -> tuple[str, ...]:
    """The ids that an object carries itself.

    Args:
        node: Any value.

    Returns:
        Its ids, none when it is no marked object.
    """
    ids = node.get(MARK) if isinstance(node, dict) else None
    return tuple(item for item in ids if isinstance(item, str)) if isinstance(ids, list) else ()


def all_marks(node: Json | Missing) -> Iterator[str]:
    """The ids at and below a place.

    Args:
        node: Any value.

    Yields:
        Ids, with repetitions.
    """
    yield from marks(node)
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    for child in children:
        yield from all_marks(child)


def unmarked(node: Json) -> Json:
    """A copy without any marks, to compare with what a repair expects.

    Args:
        node: Any value.

    Returns:
        A deep copy.
    """
    if isinstance(node, dict):
        return {key: unmarked(child) for key, child in node.items() if key != MARK}
    if isinstance(node, list):
        return [unmarked(child) for child in node]
    return node
