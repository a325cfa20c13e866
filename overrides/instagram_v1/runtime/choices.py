"""Settings that every client takes: where to go, what to send beside the usual, what to leave as it is."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import attrs

from instagram_v1.runtime.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.pipeline import Options

_HEADER_NAME: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")


class Unchanged:
    """Stands for "leave it as it is" where ``None`` has a meaning of its own."""

    def __repr__(self) -> str:
        return "unchanged"


UNCHANGED: Final = Unchanged()


def checked_base_url(base_url: str) -> str:
    """The base address without a slash at its end.

    Raises:
        UsageError: It is no absolute http address, or has more than a path.
    """
    try:
        parts = urlsplit(base_url)
        clean = base_url.isprintable() and " " not in base_url
        usable = clean and parts.scheme in ("http", "https") and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        usable, parts = False, urlsplit("")
    if not usable or parts.query or parts.fragment or parts.username is not None:
        raise UsageError('base_url must be an address such as "https://host/v1", without user, query and fragment.')
    return base_url.rstrip("/")


def checked_headers(headers: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Headers that can be sent.

    Raises:
        UsageError: A name or value cannot travel in a header.
    """
    for name, value in headers.items():
        if not (_HEADER_NAME.fullmatch(name) and value.isascii() and value.isprintable()):
            raise UsageError(
                f"The header {name!r} cannot be sent: its name must be one word, and its value ASCII without line "
                "breaks and control characters."
            )
    return tuple(headers.items())


def agent(version: str, spec_hash: str) -> str:
    """What a client calls itself: its release, the document that its code was generated from, and Python."""
    return f"instagram-v1/{version} spec/{spec_hash} Python/{sys.version_info.major}.{sys.version_info.minor}"


def told(changes: Mapping[str, Any]) -> dict[str, Any]:
    """The settings among some that are not to be left as they are."""
    return {name: value for name, value in changes.items() if value is not UNCHANGED}


def changed(options: Options, wanted: Mapping[str, Any]) -> Options:
    """The same settings with some changed; headers come beside those that are there.

    Raises:
        UsageError: A setting is out of its range.
    """
    made = dict(wanted)
    if "headers" in made:
        made["headers"] = checked_headers({**dict(options.headers), **made["headers"]})
    if "hooks" in made:
        made["hooks"] = tuple(made["hooks"])
    return attrs.evolve(options, **made)
