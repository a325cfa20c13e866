"""What every generated model is made of: structs, open enums, texts that came as numbers, and times.

Importing this loads msgspec alone.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import force_setattr

from instagram_v1.runtime.plain import is_dict, is_list
from instagram_v1.runtime.redact import redact

if TYPE_CHECKING:
    from typing import Self

    Text = str
else:
    Text = str | int | float
"""A string that the API also sent as a number. Type checkers and users see ``str``."""

_SHOWN_FIELDS = 6
_SHOWN_CHARACTERS = 40


class Model(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Base of the models: frozen, compared by value, with a repr short enough for a log line."""

    def __repr__(self) -> str:
        parts = [f"{name}={_short(value)}" for name, value in self.__rich_repr__() if value is not None]
        more = ", …" if len(parts) > _SHOWN_FIELDS else ""
        return f"{type(self).__name__}({', '.join(parts[:_SHOWN_FIELDS])}{more})"


class OpenEnum(StrEnum):
    """An enum that a newer server may extend: an unknown value becomes a member-like value instead of an error.

    Such a value equals its string, survives pickle, copy and encoding, and has its text as ``name``; it does not join
    the members, so ``list(MediaType)`` stays what the specification declares.
    """

    @classmethod
    def _missing_(cls, value: object) -> Self | None:
        if not isinstance(value, str):
            return None
        member = str.__new__(cls, value)
        member._name_ = value
        member._value_ = value
        return member


def plain(value: Any, *, wire: bool) -> Any:
    """Turn models inside a value into plain data.

    Args:
        value: A model, or a list or dictionary with models in it.
        wire: Use the names of the wire, and leave out optional fields that are ``None``.
    """
    if isinstance(value, Model):
        found = ((field, getattr(value, field.name)) for field in msgspec.structs.fields(value))
        if not wire:
            return {field.name: plain(item, wire=wire) for field, item in found}
        kept = ((field, item) for field, item in found if field.required or item is not None)
        return {field.encode_name: plain(item, wire=wire) for field, item in kept}
    if is_list(value):
        return [plain(item, wire=wire) for item in value]
    if is_dict(value):
        return {key: plain(item, wire=wire) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


def text(value: str | float | None) -> str | None:
    """Turn what a ``Text`` field received into the string that users see; ``None`` stays.

    >>> text(5), text("5"), text(5.0), text(0.5), text(None)
    ('5', '5', '5', '0.5', None)
    """
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def settle_texts(model: msgspec.Struct, *names: str) -> None:
    """Make the ``Text`` fields of a model strings; for ``__post_init__`` of a frozen struct."""
    for name in names:
        value = getattr(model, name)
        # Only the rare number pays for the write: ids that came as strings stay untouched.
        if value is not None and not isinstance(value, str):
            force_setattr(model, name, text(value))


def unixtime(value: str | float | None) -> datetime | None:
    """Read seconds since 1970 as an aware datetime in UTC; ``None`` for what is no such time."""
    if value is None:
        return None
    try:
        return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _short(value: object) -> str:
    if isinstance(value, Model):
        identity = next(((n, v) for n, v in value.__rich_repr__() if isinstance(v, str)), None)
        return f"{type(value).__name__}({f'{identity[0]}={_short(identity[1])}, ' if identity else ''}…)"
    if isinstance(value, list | tuple):
        return f"[{len(value)} items]" if value else "[]"  # pyright: ignore[reportUnknownArgumentType]
    if isinstance(value, str):
        clean = redact(str(value))
        return repr(clean if len(clean) <= _SHOWN_CHARACTERS else clean[: _SHOWN_CHARACTERS - 1] + "…")
    return repr(value)
