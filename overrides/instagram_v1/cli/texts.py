"""Text from elsewhere, made fit for a line of a terminal or of a pipe."""

from __future__ import annotations

import re
import unicodedata

_UNSAFE = re.compile("[\x7f-\x9f\u200e\u200f\u061c\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_TURNING = frozenset("\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def harmless(text: str) -> str:
    r"""The text without what a terminal would take for a command; line breaks stay.

    >>> harmless("a\x1b[2Jb\tc")
    'a\\x1b[2Jb\tc'
    """
    if text.isprintable():
        # Turning characters are no command, but they make a line read as another one.
        return text if _TURNING.isdisjoint(text) else "".join(_shown(character) for character in text)
    return "".join(_shown(character) for character in text)


def one_line(text: str) -> str:
    r"""The text on one line, so that it is one cell: breaks and tabs become what one types for them.

    >>> one_line("a\tb\nc")
    'a\\tb\\nc'
    """
    plain = text.replace("\\", "\\\\")
    return harmless(plain.replace("\t", "\\t").replace("\r", "\\r").replace("\n", "\\n"))


def _shown(character: str) -> str:
    if character in "\n\t":
        return character
    if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") or character in _TURNING:
        code = ord(character)
        return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    return character


def json_line(value: object, *, ascii_only: bool = False, indent: int | None = None) -> str:
    r"""JSON whose strings hold nothing that a terminal would take for a command; it means the same.

    >>> json_line({"a": "é\x9b"})
    '{"a": "é\\u009b"}'
    """
    import json

    text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
    return text if text.isascii() and "\x7f" not in text else _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text)
