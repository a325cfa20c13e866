"""Looking into a document whose shape is not known yet."""

from __future__ import annotations

from typing import Any, TypeAlias, TypeGuard

Node: TypeAlias = dict[str, Any]
"""A mapping of a document."""


def is_node(value: object) -> TypeGuard[Node]:
    """Whether a value is a mapping."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a list."""
    return isinstance(value, list)


def node(value: object) -> Node:
    """A mapping, empty where there is none."""
    return value if is_node(value) else {}


def nodes(value: object) -> list[Node]:
    """The mappings of a list, none where there is no list."""
    return [item for item in value if is_node(item)] if is_list(value) else []
