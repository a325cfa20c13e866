"""Words of the wire made into words of the program."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_WORD: Final = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])[0-9]*|[A-Z]?[a-z]+[0-9]*|[0-9]+")

_PLURALS: Final = (("ies", "y"), ("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("tuses", "tus"))


def words(text: str) -> list[str]:
    """The words of a name.

    Args:
        text: ``followed-by``, ``users_in_photo``, ``lowBandwidth``, ``comments:``.

    Returns:
        Its words as written, in ASCII: accents go, and other letters are spelt by their code points, because the
        names made of them have to be valid in the document and in the program.
    """
    plain = "".join(_spelt(char) for char in unicodedata.normalize("NFKD", text))
    return _WORD.findall(plain) or [f"u{ord(char)}" for char in text]


def _spelt(char: str) -> str:
    if char.isascii():
        return char
    return f"u{ord(char)}" if char.isalnum() else "" if unicodedata.combining(char) else "_"


def snake(text: str) -> str:
    """A name as ``snake_case``.

    Args:
        text: Any name.

    Returns:
        Small words joined by underscores.
    """
    return "_".join(word.lower() for word in words(text))


def pascal(text: str) -> str:
    """A name as ``PascalCase``.

    Args:
        text: Any name.

    Returns:
        Capitalised words; capitals inside a word stay.
    """
    return "".join(word[:1].upper() + word[1:] for word in words(text))


def singular(text: str) -> str:
    """One of many.

    Args:
        text: An English noun, perhaps in the plural.

    Returns:
        Its singular, as far as the ending tells.
    """
    for ending, replacement in _PLURALS:
        if text.endswith(ending) and len(text) > len(ending) + 1:
            return text[: -len(ending)] + replacement
    return text[:-1] if text.endswith("s") and not text.endswith(("ss", "us", "is")) else text
