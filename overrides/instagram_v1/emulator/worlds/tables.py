"""The tables of a world as they stand in JSON: their columns, what each may hold, and what may be left out."""

from __future__ import annotations

import base64
import math
from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from instagram_v1.emulator.identity import HIGHEST

FORMAT: Final = "instagram-v1-world"
VERSION: Final = 1

Kind: TypeAlias = Literal["integer", "number", "text", "flag", "bytes"]


@frozen
class Column:
    """One column.

    Attributes:
        name: Its name, in JSON as in the database.
        kind: What it holds.
        default: What stands there when nothing is said; ``...`` when something has to be.
        nullable: Whether it may be null.
        choices: The only values, where there are few.
    """

    name: str
    kind: Kind = "integer"
    default: Any = ...
    nullable: bool = False
    choices: tuple[str, ...] = ()

    def fits(self, value: object) -> bool:
        """Tell whether a value may stand here."""
        if value is None:
            return self.nullable
        return _FITS[self.kind](value) and (not self.choices or value in self.choices)


NOW: Final = object()
"""Default of a moment in seconds: the start of the era."""

FACE: Final = object()
"""Default of a profile picture: the one that is drawn for that person."""

STEP: Final = object()
"""Default of a moment in milliseconds: before the start of the era, each row one later than the row above it."""


def _integer(name: str, default: Any = ..., nullable: bool = False) -> Column:
    return Column(name, "integer", default, nullable)


def _text(name: str, default: Any = ..., *choices: str, nullable: bool = False) -> Column:
    return Column(name, "text", default, nullable, choices)


def _number(name: str, default: Any = ..., nullable: bool = False) -> Column:
    return Column(name, "number", default, nullable)


# In an order in which each table only points at those above it.
TABLES: Final[dict[str, tuple[Column, ...]]] = {
    "people": (
        _integer("id"), _text("username"), _text("full_name", ""), _text("bio", ""), _text("website", ""),
        _text("picture", FACE), Column("private", "flag", False), Column("business", "flag", False),
        _text("password", None, nullable=True),
    ),
    "clients": (
        _text("id"), _text("secret"), _text("name"), Column("implicit", "flag", True), Column("signed", "flag", False),
        Column("forwarded", "flag", False),
    ),
    "places": (
        _integer("id"), _text("name"), _number("latitude", None, nullable=True),
        _number("longitude", None, nullable=True), _text("foursquare_v2", ""),
        _integer("foursquare", 0), _integer("facebook", 0),
    ),
    "media": (
        _integer("pk"), _integer("owner"), _text("kind", "image", "image", "video", "carousel"),
        _text("filter", "Normal"), _text("caption", None, nullable=True), _integer("place", None, nullable=True),
        _number("latitude", None, nullable=True), _number("longitude", None, nullable=True), _integer("created", NOW),
        _number("ratio", 1.0),
    ),
    "media_tags": (_text("tag"), _integer("pk"), _integer("position", 0)),
    "tagged": (_integer("pk"), _integer("person"), _number("x", 0.5), _number("y", 0.5)),
    "likes": (_integer("pk"), _integer("person"), _integer("at", STEP), Column("active", "flag", True)),
    "comments": (_integer("id"), _integer("pk"), _integer("author"), _text("text"), _integer("created", NOW)),
    "follows": (
        _integer("follower"), _integer("followed"), _text("state", "follows", "follows", "requested"),
        _integer("at", STEP),
    ),
    "blocks": (_integer("blocker"), _integer("blocked")),
    "pictures": (_integer("pk"), Column("data", "bytes")),
    "renditions": (
        _integer("pk"), _integer("slide", 0), _text("kind", "images", "images", "videos"), _text("size"), _text("url"),
        _integer("width"), _integer("height"),
    ),
    # What only the private API knows.
    "phone_media": (_integer("pk"), _integer("device_timestamp"), _integer("source_type", 0)),
    "phone_places": (
        _integer("place"), _text("address", None, nullable=True), _text("source", None, nullable=True),
        _text("external", None, nullable=True),
    ),
    "phone_sessions": (_text("session"), _integer("person"), _integer("expires")),
    "phone_uploads": (
        _integer("person"), _integer("device_timestamp"), Column("picture", "bytes"), _number("ratio", 1.0),
        _number("latitude", None, nullable=True), _number("longitude", None, nullable=True), _integer("at", NOW),
    ),
    "redirects": (_text("client"), _text("uri")),
    "tokens": (_text("token"), _integer("person"), _text("client"), _text("scopes", "basic")),
    "codes": (
        _text("code"), _text("client"), _integer("person"), _text("redirect"), _text("scopes"),
        Column("used", "flag", False),
    ),
    "geographies": (
        _integer("id"), _text("client"), _number("latitude"), _number("longitude"), _number("radius"),
    ),
    "subscriptions": (
        _integer("id"), _text("client"), _text("object"), _text("object_id", None, nullable=True),
        _text("aspect", "media"), _text("callback"), _text("verify", ""),
    ),
    "unseen": (
        _text("kind", ..., "likes", "comments", "media", "follows", "followers", "tag"), _text("id"),
        _integer("number"),
    ),
}  # fmt: skip
"""All tables but ``facts``, whose rows are the first keys of the document."""

NUMBERED: Final = ("comments", "geographies", "subscriptions")
"""Tables whose numbers never come back: the highest ever given stands under ``counters``."""


def _is_integer(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) <= HIGHEST


def _is_number(value: object) -> bool:
    return _is_integer(value) or (isinstance(value, float) and math.isfinite(value))


def _is_text(value: object) -> bool:
    # Half a surrogate pair can stand in JSON, but nowhere else.
    return isinstance(value, str) and not any("\ud800" <= letter <= "\udfff" for letter in value)


def _is_flag(value: object) -> bool:
    return isinstance(value, bool)


def _is_bytes(value: object) -> bool:
    return isinstance(value, str) and unpacked(value) is not None


def packed(data: bytes) -> str:
    """Write bytes as text."""
    return base64.b64encode(data).decode()


def unpacked(text: str) -> bytes | None:
    """Read bytes that were written as text; ``None`` when they were not."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return None


_FITS: Final[dict[Kind, Callable[[object], bool]]] = {
    "integer": _is_integer,
    "number": _is_number,
    "text": _is_text,
    "flag": _is_flag,
    "bytes": _is_bytes,
}
