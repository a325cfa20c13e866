"""The YAML 1.2 core schema: which plain words are not strings (https://yaml.org/spec/1.2.2/#103-core-schema)."""

from __future__ import annotations

import re
from collections.abc import Callable

_NULL = re.compile(r"null|Null|NULL|~|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OCTAL = re.compile(r"0o[0-7]+")
_HEXADECIMAL = re.compile(r"0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_INFINITY = re.compile(r"[-+]?\.(?:inf|Inf|INF)")
_NAN = re.compile(r"\.(?:nan|NaN|NAN)")

Scalar = str | int | float | bool | None

_READERS: tuple[tuple[str, re.Pattern[str], Callable[[str], Scalar]], ...] = (
    ("null", _NULL, lambda _: None),
    ("bool", _TRUE, lambda _: True),
    ("bool", _FALSE, lambda _: False),
    ("int", _INTEGER, int),
    ("int", _OCTAL, lambda text: int(text[2:], 8)),
    ("int", _HEXADECIMAL, lambda text: int(text, 16)),
    ("float", _FLOAT, float),
    ("float", _INFINITY, lambda text: float(text.replace(".", ""))),
    ("float", _NAN, lambda _: float("nan")),
)


def resolve(text: str) -> Scalar:
    """Read a plain scalar without a tag.

    Raises:
        ValueError: An integer has more digits than Python converts.
    """
    # All other words begin with a letter that no value of the schema has; most scalars of a document end here.
    if text and text[0] not in "nN~tTfF+-.0123456789":
        return text
    for _, pattern, read in _READERS:
        if pattern.fullmatch(text):
            return read(text)
    return text


def resolve_as(kind: str, text: str) -> Scalar:
    """Read a scalar that is tagged.

    Args:
        kind: ``str``, ``null``, ``bool``, ``int`` or ``float``.
        text: What is written.

    Raises:
        ValueError: It is not written as that kind, or there is no such kind.
    """
    if kind == "str":
        return text
    for name, pattern, read in _READERS:
        if name == kind and pattern.fullmatch(text):
            return read(text)
    if kind == "float" and _INTEGER.fullmatch(text):
        return float(text)
    raise ValueError(kind)
