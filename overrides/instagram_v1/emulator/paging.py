"""The pagination part of answers: cursors, and the address of the following page."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from .calls import Call
from .faults import BAD_PARAMETER
from .identity import seal, unseal
from .router import plain

WARNING = "next_max_id and min_id are deprecated for this endpoint; use min_tag_id and max_tag_id instead"


def next_url(call: Call, parameter: str, cursor: str, replace_self: int | None = None) -> str:
    """Give the address of the following page: the same request, with the page parameter at its end.

    Args:
        call: The request that is answered.
        parameter: The page parameter.
        cursor: Its value.
        replace_self: Id to put in the place of ``self``, where the API does so.
    """
    path = plain(call.request.path)
    if replace_self is not None:
        path = path.replace("/users/self/", f"/users/{replace_self}/", 1)
    # A signature holds for one address only, and a callback for one script.
    dropped = (parameter, "callback", "sig")
    kept = [(name, value) for name, value in call.arguments if name not in dropped]
    query = "&".join(f"{quote(name, safe='')}={quote(value, safe='')}" for name, value in [*kept, (parameter, cursor)])
    return f"{call.request.origin}{path}?{query}"


def by_parameter(call: Call, key: str, parameter: str, cursor: str, replace_self: int | None = None) -> dict[str, Any]:
    """Write the pagination of the simple styles: an address and a cursor."""
    return {"next_url": next_url(call, parameter, cursor, replace_self), key: cursor}


def read_person_cursor(call: Call, kind: str) -> int | None:
    """Read the cursor of a list of people: a time in the open, or a sealed one."""
    text = call.get("cursor")
    if text is None:
        return None
    if text.isascii() and text.isdigit():
        return call.integer("cursor")
    return _unsealed("cursor", kind, text)


def tag_cursor(call: Call, pk: int) -> str:
    """Write the cursor of a tag's media."""
    return str(pk) if call.profile.tag_cursor == "pk" else seal(f"tag{call.path['tag-name'].lower()}", pk)


def read_tag_cursor(call: Call, *names: str) -> int | None:
    """Read the cursor of a tag's media from the first of the parameters that is there."""
    name = next((name for name in names if call.get(name)), None)
    if name is None:
        return None
    text = call.get(name) or ""
    if text.startswith("AQ"):
        return _unsealed(name, f"tag{call.path['tag-name'].lower()}", text)
    return call.cursor(name)


def _unsealed(name: str, kind: str, text: str) -> int:
    value = unseal(kind, text)
    if value is None:
        raise BAD_PARAMETER(name=name)
    return value


def tag_pages(call: Call, newest: int, following: int | None) -> dict[str, Any]:
    """Write the pagination of a tag's media.

    Args:
        call: The request that is answered.
        newest: Number of the first media of this page.
        following: Number of the first media of the next page, which its cursor includes; ``None`` on the last page.
    """
    if following is None:
        return {"deprecation_warning": WARNING}
    older, newer = tag_cursor(call, following), tag_cursor(call, newest)
    return {
        "next_max_tag_id": older,
        "deprecation_warning": WARNING,
        "next_max_id": older,
        "next_min_id": newer,
        "min_tag_id": newer,
        "next_url": next_url(call, "max_tag_id", older),
    }
