"""Looking into plain data in a way that type checkers can follow, and the same into models."""

from __future__ import annotations

from typing import Any, TypeGuard

import msgspec


def is_dict(value: object) -> TypeGuard[dict[str, Any]]:
    """Whether a value is a JSON object."""
    return isinstance(value, dict)


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def member(holder: object, name: str) -> Any:
    """A member of a JSON object or of a model; ``None`` when there is none."""
    if is_dict(holder):
        return holder.get(name)
    return getattr(holder, name, None) if name and isinstance(holder, msgspec.Struct) else None
