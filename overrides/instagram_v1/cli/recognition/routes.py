"""From an address to the operation that it asks for."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from instagram_v1.runtime.operation import Operation


def routed(address: str, method: str = "GET") -> str:
    """Id of the operation that an address, or a path, asks for; empty when there is none."""
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return ""
    path = re.sub(r"^/v1(?=/)", "", path.rstrip("/").removesuffix(".json"))
    verb = method.upper() or "GET"
    return next((found for wanted, shape, found in _routes() if wanted == verb and shape.fullmatch(path)), "")


@cache
def _routes() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    from instagram_v1 import OPERATIONS

    # `/media/popular` before `/media/{media-id}`: fewer placeholders first.
    ordered = sorted(OPERATIONS.values(), key=lambda one: one.path.count("{"))
    return tuple((one.method, _shape(one), one.id) for one in ordered)


def _shape(operation: Operation[Any, Any]) -> re.Pattern[str]:
    parts = re.split(r"\{[^}]+\}", operation.path.rstrip("/"))
    return re.compile("[^/]+".join(re.escape(part) for part in parts))
