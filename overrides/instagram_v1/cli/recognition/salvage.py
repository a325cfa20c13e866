"""JSON that breaks off: everything up to the last value that is complete."""

from __future__ import annotations

import json
import re
from collections import deque
from typing import Any, Final

import attrs

_CLOSERS: Final = {"{": "}", "[": "]"}
_TOKENS: Final = re.compile(r'"(?:[^"\\]|\\.)*"|["{}\[\],]')
_TRIES: Final = 8
_DEEPEST: Final = 200
"""No answer is that deep, and a text of brackets alone would take for ever."""


@attrs.frozen
class Salvaged:
    """What could be saved.

    Attributes:
        value: The data, closed where it broke off.
        place: Number of characters that were used.
    """

    value: Any
    place: int


def salvage(text: str) -> Salvaged | None:
    """Close a text that breaks off; ``None`` where it is no JSON even before its end."""
    for place, closers in reversed(_ends(text)):
        try:
            return Salvaged(json.loads(text[:place] + closers), place)
        except (ValueError, RecursionError):
            continue
    return None


def _ends(text: str) -> deque[tuple[int, str]]:
    """The last places where values may end, each with what would close everything that is open there."""
    open_, ends = list[str](), deque[tuple[int, str]](maxlen=_TRIES)
    for token in _TOKENS.finditer(text):
        mark, place = token[0], token.end()
        if len(open_) > _DEEPEST:
            return ends
        if mark in _CLOSERS:
            open_.append(_CLOSERS[mark])
        elif mark in ("}", "]"):
            if not open_ or open_.pop() != mark:
                return ends
        elif mark == ",":
            place -= 1
        elif mark == '"':
            # A text that is not closed is where it broke off.
            return ends
        else:
            continue
        ends.append((place, "".join(reversed(open_))))
    return ends
