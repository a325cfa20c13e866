"""No credential in what is written, wherever it came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from instagram_v1.runtime.plain import is_dict, is_list
from instagram_v1.runtime.redact import redact

if TYPE_CHECKING:
    from collections.abc import Iterable


def hidden(text: str, secrets: Iterable[str] = ()) -> str:
    """A text without credentials: known by their value, or by the name of the parameter that they stand in."""
    return redact(text, secrets)


def hidden_within(value: Any, secrets: Iterable[str] = ()) -> Any:
    """Plain data without credentials, as deep as it goes.

    >>> hidden_within({"access_token": "1.abcdef.123456", "next_url": "https://a/v1/x?access_token=1.abcdef"})
    {'access_token': 'REDACTED', 'next_url': 'https://a/v1/x?access_token=REDACTED'}
    """
    known = tuple(secrets)
    if isinstance(value, str):
        return redact(value, known)
    if is_list(value):
        return [hidden_within(item, known) for item in value]
    if is_dict(value):
        members = value
        return {name: _member(name, item, known) for name, item in members.items()}
    return value


def _member(name: str, value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, str) and name.lower() in _NAMES:
        return "REDACTED" if value else value
    return hidden_within(value, secrets)


_NAMES = frozenset({"access_token", "client_secret", "verify_token", "set-cookie", "cookie", "authorization"})
