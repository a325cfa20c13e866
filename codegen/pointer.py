"""JSON pointers (RFC 6901), with one addition for lists: a segment that selects an element by its content.

``/paths/~1users/get/parameters/name=q,in=query`` names the only parameter whose ``name`` is ``q`` and whose ``in`` is
``query``. An index moves when somebody inserts an element; what an element says of itself does not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final, TypeAlias

from codegen.errors import CodegenError

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""What a document is made of; mapping keys are always strings."""

Parts: TypeAlias = tuple[str, ...]
"""A pointer taken apart: unescaped segments."""


class Missing:
    """The type of ``MISSING``, which stands where a pointer leads to nothing (``None`` is a value)."""

    def __repr__(self) -> str:
        return "nothing"


MISSING: Final = Missing()

_INDEX = re.compile(r"0|[1-9][0-9]*")
_BAD_ESCAPE = re.compile(r"~(?![01])")
_NEXT_CRITERION = re.compile(r",(?=[^=,]+=)")


def split(pointer: str) -> Parts:
    """Take a pointer apart.

    Args:
        pointer: Empty for the whole document, else starting with ``/``.

    Returns:
        Its segments, unescaped.

    Raises:
        CodegenError: It is no JSON pointer.
    """
    if not pointer:
        return ()
    if not pointer.startswith("/"):
        raise CodegenError(
            f"{pointer!r} is no JSON pointer", remedy="start it with '/', or leave it empty for the whole document"
        )
    if _BAD_ESCAPE.search(pointer):
        raise CodegenError(f"{pointer!r} has a '~' that escapes nothing", remedy="write '~0' for '~' and '~1' for '/'")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer[1:].split("/"))


def join(parts: Iterable[str]) -> str:
    """Put segments together again: the inverse of ``split``.

    Args:
        parts: Segments, unescaped.

    Returns:
        The pointer.
    """
    return "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts)


def find(document: Json, parts: Iterable[str]) -> Json | Missing:
    """Follow segments from the root.

    Args:
        document: Where to start.
        parts: Segments as ``split`` gives them.

    Returns:
        What stands there, or ``MISSING``.
    """
    node: Json | Missing = document
    for part in parts:
        node = _child(node, part)
    return node


def get(document: Json, pointer: str) -> Json:
    """Follow a pointer that has to lead somewhere.

    Args:
        document: Where to start.
        pointer: JSON pointer, selectors allowed.

    Returns:
        What stands there.

    Raises:
        CodegenError: Nothing stands there; it names the part that does exist.
    """
    parts = split(pointer)
    found = find(document, parts)
    if isinstance(found, Missing):
        depth = next(d for d in range(len(parts), -1, -1) if not isinstance(find(document, parts[:d]), Missing))
        raise CodegenError(
            "nothing stands here", pointer=pointer, remedy=f"the document ends at {join(parts[:depth]) or 'its root'}"
        )
    return found


def exists(document: Json, pointer: str) -> bool:
    """Whether a pointer leads to something.

    Args:
        document: Where to start.
        pointer: JSON pointer, selectors allowed.

    Returns:
        True when something stands there, ``null`` included.
    """
    return not isinstance(find(document, split(pointer)), Missing)


def settle(document: Json, parts: Parts) -> Parts:
    """Turn selectors into indexes, as far as the document goes.

    Args:
        document: Where to start.
        parts: Segments, selectors among them.

    Returns:
        Segments with an index for every selector that selects something.
    """
    settled: list[str] = []
    node: Json | Missing = document
    for part in parts:
        index = select(node, part) if isinstance(node, list) else None
        settled.append(part if index is None else str(index))
        node = _child(node, part)
    return tuple(settled)


def expand(document: Json, pattern: Parts) -> Iterator[Parts]:
    """All places that a pattern names.

    Args:
        document: Where to look.
        pattern: Segments; ``*`` stands for any key or index.

    Yields:
        Segments without ``*`` and without selectors, in the order of the document.
    """
    if not pattern:
        yield ()
        return
    for key, child in _children(document, pattern[0]):
        for rest in expand(child, pattern[1:]):
            yield (key, *rest)


def select(items: list[Json], part: str) -> int | None:
    """The index that a segment names in a list.

    Args:
        items: The list.
        part: An index, or a selector such as ``name=q,in=query``.

    Returns:
        The index, or ``None`` when the segment names no element, or more than one.
    """
    if _INDEX.fullmatch(part):
        return int(part) if len(part) < 10 and int(part) < len(items) else None
    if "=" not in part:
        return None
    wanted = [criterion.partition("=") for criterion in _NEXT_CRITERION.split(part)]
    hits = [
        index
        for index, item in enumerate(items)
        if isinstance(item, dict) and all(key in item and _as_text(item[key]) == value for key, _, value in wanted)
    ]
    return hits[0] if len(hits) == 1 else None


def same(left: Json | Missing, right: Json | Missing) -> bool:
    """JSON equality: the order of keys does not matter, and ``true`` is not ``1``.

    Args:
        left: One value.
        right: The other.

    Returns:
        Whether they are equal.
    """
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[key]) for key, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    return left == right


def copy(value: Json) -> Json:
    """A copy in which no two places share an object, as places named by one YAML alias do.

    Args:
        value: The data.

    Returns:
        Equal data.
    """
    if isinstance(value, dict):
        return {key: copy(child) for key, child in value.items()}
    if isinstance(value, list):
        return [copy(child) for child in value]
    return value


def copy_table(value: dict[str, Json]) -> dict[str, Json]:
    """``copy`` for a mapping.

    Args:
        value: The data.

    Returns:
        Equal data.
    """
    return {key: copy(child) for key, child in value.items()}


def _as_text(value: Json) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, str | int) else None


def _child(node: Json | Missing, part: str) -> Json | Missing:
    if isinstance(node, dict):
        return node.get(part, MISSING)
    if isinstance(node, list):
        index = select(node, part)
        return MISSING if index is None else node[index]
    return MISSING


def _children(node: Json, part: str) -> Iterator[tuple[str, Json]]:
    if part != "*":
        child = _child(node, part)
        if not isinstance(child, Missing):
            yield settle(node, (part,))[0], child
    elif isinstance(node, dict):
        yield from node.items()
    elif isinstance(node, list):
        yield from ((str(index), child) for index, child in enumerate(node))
