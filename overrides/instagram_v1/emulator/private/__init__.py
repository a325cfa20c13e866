"""The private API of 2010, offline: the same world as the public API's, as phones saw it.

It is served below ``/api/v1/``, beside the public API. This module holds what others need to know of it without
loading it; ``api.PrivateApi`` answers.
"""

from __future__ import annotations

from typing import Final

BASE: Final = "/api/v1"

COOKIE: Final = "sessionid"
"""Name of the cookie that a session is."""

PHOTO_LIMIT: Final = 8 * 1024 * 1024
"""Bytes that an uploaded photo may have: what the service took is not known, so this is ours."""

_FORM_LIMIT: Final = 64 * 1024
_UPLOAD: Final = BASE + "/media/upload"
_PHONE: Final = "phone "


def owns(path: str) -> bool:
    """Tell whether a path belongs to the private API."""
    return path == BASE or path.startswith(BASE + "/")


def counted_as(person: int) -> str:
    """Give what the limits count a person's requests by."""
    return f"{_PHONE}{person}"


def counted(key: str) -> int | None:
    """Give whose requests the limits count by a key; ``None`` when it is the key of a token or client."""
    person = key.removeprefix(_PHONE)
    return int(person) if person != key and person.isdigit() else None


def body_limit(path: str) -> int:
    """Give how many bytes the body of a request may have: photos need more than forms."""
    return _FORM_LIMIT + (PHOTO_LIMIT if path.rstrip("/") == _UPLOAD else 0)
