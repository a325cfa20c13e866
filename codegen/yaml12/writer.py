"""Writing: the same data gives the same text, and every reader of YAML reads it back the same."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

from codegen.errors import CodegenError
from codegen.yaml12.reader import MAX_DEPTH, Json

WIDTH = 100
"""Longest line of folded text."""

_PRINTABLE = re.compile(r"[\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]*")
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# A word that begins so and holds neither of these is a string in YAML 1.1 and 1.2 alike, but for the words below.
_PLAIN = re.compile(r"(?!.*(?:: | #|[: ]$))[A-Za-z_/$(].*")
_WORDS = frozenset(["y", "yes", "n", "no", "true", "false", "on", "off", "null"])
_SPACE = re.compile(r"(?<=\S) (?=\S)")
# YAML readers look for a key's colon only so far (1,024 characters); a longer key is written with `? `.
_LONGEST_KEY = 120


def dump(data: Any) -> str:
    """Write data as YAML in block style.

    Args:
        data: Mappings with string keys, lists, strings, numbers, booleans and None.

    Returns:
        The text. Mapping order is kept; texts of several lines become literal blocks and long lines folded ones;
        whatever readers of YAML 1.1 and 1.2 would read differently is quoted.

    Raises:
        CodegenError: Something in the data cannot be written as JSON could.
    """
    lines: list[str] = []
    _Writer(lines).value("", data, "", 1)
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines

    def value(self, head: str, value: Json, pad: str, depth: int) -> None:
        """Write a value after ``head``; what follows on lines of its own is indented by ``pad``."""
        if depth > MAX_DEPTH:
            _refuse("nests too deeply")
        if isinstance(value, dict) and value:
            self.mapping(head, value, pad, depth)
        elif isinstance(value, list) and value:
            self.sequence(head, value, pad, depth)
        elif isinstance(value, str):
            self.text(head, value, pad or "  ")
        else:
            self.lines.append(head + _atom(value))

    def mapping(self, head: str, members: dict[Any, Json], pad: str, depth: int) -> None:
        """Write a mapping; its first key may stand behind the dash of a sequence."""
        start = self.opened(head, pad)
        for key, value in members.items():
            if not isinstance(key, str):
                _refuse(f"has the key {key!r}, which is no string")
            name = _flow(key)
            if len(name) > _LONGEST_KEY:
                self.lines.append(f"{start}? {name}")
                start, name = pad, ""
            nested = isinstance(value, (dict, list)) and value
            self.value(f"{start}{name}:" + ("" if nested else " "), value, pad + "  ", depth + 1)
            start = pad

    def sequence(self, head: str, items: list[Json], pad: str, depth: int) -> None:
        """Write a sequence."""
        start = self.opened(head, pad)
        for item in items:
            self.value(f"{start}- ", item, pad + "  ", depth + 1)
            start = pad

    def opened(self, head: str, pad: str) -> str:
        """Begin a collection: below its key, or on the line of its dash."""
        if head.endswith(":"):
            self.lines.append(head)
            return pad
        return head

    def text(self, head: str, text: str, pad: str) -> None:
        """Write a string, as a block where that reads better."""
        if "\n" in text and _fits_literal(text):
            body, kept = text.rstrip("\n"), len(text) - len(text.rstrip("\n"))
            self.lines.append(f"{head}|{'-' if not kept else '' if kept == 1 else '+'}")
            self.lines.extend(pad + line if line else "" for line in body.split("\n"))
            self.lines.extend([""] * (kept - 1))
            return
        folded = _folded(text, WIDTH - len(pad)) if len(text) > WIDTH else []
        if len(folded) > 1:
            self.lines.append(f"{head}>-")
            self.lines.extend(pad + line for line in folded)
        else:
            self.lines.append(head + _flow(text))


def _atom(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return _float(value)
    if value == {}:
        return "{}"
    if value == []:
        return "[]"
    return _refuse(f"holds a {type(value).__name__}")


def _float(value: float) -> str:
    if value != value:
        return ".nan"
    if value in (float("inf"), float("-inf")):
        return ".inf" if value > 0 else "-.inf"
    text = repr(value)
    # YAML 1.1 knows no float without a point: 1e+16 would be a string.
    return text.replace("e", ".0e") if "e" in text and "." not in text else text


def _flow(text: str) -> str:
    """Write a string on one line."""
    if _SURROGATE.search(text):
        _refuse(f"holds half of a surrogate pair in {text[:40]!a}")
    if not _PRINTABLE.fullmatch(text):
        return _UNPRINTABLE.sub(_escaped, json.dumps(text, ensure_ascii=False))
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return "'" + text.replace("'", "''") + "'"


def _escaped(character: re.Match[str]) -> str:
    return f"\\u{ord(character[0]):04x}"


def _fits_literal(text: str) -> bool:
    """Tell whether a literal block would give this text back, also after an editor trimmed line ends."""
    lines = text.split("\n")
    return (
        all(_PRINTABLE.fullmatch(line) and line == line.rstrip(" ") for line in lines)
        and bool(lines[0])
        and not lines[0].startswith(" ")
    )


def _folded(text: str, width: int) -> list[str]:
    """Break a line at single spaces, which is what a folded block joins again; an empty list when it cannot be."""
    if not _PRINTABLE.fullmatch(text) or text != text.strip():
        return []
    lines: list[str] = []
    line = ""
    for word in _SPACE.split(text):
        if line and len(line) + 1 + len(word) > max(width, WIDTH // 2):
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    return [*lines, line]


def _refuse(what: str) -> NoReturn:
    raise CodegenError(f"The data {what}; it cannot be written.", remedy="Write only what JSON can hold.")
