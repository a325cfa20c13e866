"""Models as rows: which columns a type has, and what stands in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from msgspec import inspect

from instagram_v1.runtime.plain import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

Path = tuple[str, ...]

_NAMING: Final = ("username", "name", "text", "count", "latitude", "longitude")
"""What is shown of an object inside an object; all of it would make a hundred columns of a media."""

_FIRST: Final = ("id", "created_time", "type", "username", "full_name", "name", "from.username", "user.username",
                 "text", "caption.text", "likes.count", "comments.count", "media_count", "location.name",
                 "tags")  # fmt: skip
"""Columns to begin with, in this order, since a terminal may not have room for all."""


def columns(wanted: Any) -> list[Path]:
    """The columns of a type: its plain fields, and what names the objects inside it."""
    found = list(_walk(inspect.type_info(wanted), ()))
    rank = {name: place for place, name in enumerate(_FIRST)}
    return sorted(found, key=lambda path: rank.get(".".join(path), len(rank)))


def fields(wanted: Any) -> list[Path]:
    """Every plain field of a type, as deep as three objects lie in each other."""
    return list(_walk(inspect.type_info(wanted), (), deep=3))


def cell(item: Any, path: Path) -> str:
    """What stands at a place of plain data."""
    value = item
    for name in path:
        value = value.get(name) if is_dict(value) else None
    return shown(value)


def shown(value: Any) -> str:
    """A value as a cell: lists of plain things joined, others counted.

    >>> shown(["a", "b"]), shown([{}, {}]), shown(None), shown(True), shown(1.50)
    ('a, b', '2 items', '', 'true', '1.5')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if is_list(value):
        items = value
        plain = not any(isinstance(item, dict | list) for item in items)
        return ", ".join(shown(item) for item in items) if plain else f"{len(items)} items"
    return f"{len(value)} fields" if is_dict(value) else str(value)


def dated(path: Path, text: str) -> str:
    """A cell for people: seconds since 1970 as a date in UTC, where the name says that they are a time.

    >>> dated(("created_time",), "1433103308")
    '2015-05-31 20:15:08'
    """
    if not path[-1].endswith("_time") or not text.isdecimal() or len(text) > 10:
        return text
    return datetime.fromtimestamp(int(text), UTC).strftime("%Y-%m-%d %H:%M:%S")


def fitting(paths: Sequence[Path], rows: Sequence[Sequence[str]], width: int) -> list[int]:
    """Which columns fit on a terminal: those that hold something, from the first on, until the width is used up."""
    chosen: list[int] = []
    left = width
    for place, path in enumerate(paths):
        widest = max((_width(row[place]) for row in rows), default=0)
        if not widest:
            continue
        # What is longer is folded into several lines, down to this width.
        needed = max(len(".".join(path)), min(widest, 30)) + 2
        if chosen and needed > left:
            break
        chosen.append(place)
        left -= needed
    return chosen


def _width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _walk(info: inspect.Type, path: Path, deep: int = 0) -> Iterator[Path]:
    kinds = info.types if isinstance(info, inspect.UnionType) else (info,)
    inner = next((kind for kind in kinds if isinstance(kind, inspect.StructType)), None)
    if inner is None:
        yield path
        return
    for field in inner.fields:
        kind = _struct(field.type)
        if kind is None:
            if not path or deep or field.encode_name in _NAMING:
                yield (*path, field.encode_name)
        elif len(path) < max(deep, 1):
            yield from _walk(kind, (*path, field.encode_name), deep)


def _struct(info: inspect.Type) -> inspect.StructType | None:
    kinds = info.types if isinstance(info, inspect.UnionType) else (info,)
    return next((kind for kind in kinds if isinstance(kind, inspect.StructType)), None)
