"""Turning words from a specification into Python source, and nothing but the words.

A specification is written by strangers. Whatever it says may become a literal or a line of a docstring, never code:
templates print only `Code`, and only this module makes `Code` out of words.
"""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Iterable
from typing import cast

WIDTH = 120
_CHUNK = 88
_LINK = re.compile(r"\[([^\]\[]*)\]\(([^()\s]*)\s*\)")
_KEPT = re.compile(r"\s*(?:[*+-] |\d+[.)] |```|~~~|#|\||>| {4})")


class Code(str):
    """A piece of Python source that may be printed as it stands."""

    __slots__ = ()


def finalize(value: object) -> str:
    """Let only `Code` out of a template: anything else there is a mistake of ours, and a door for injected code."""
    if isinstance(value, Code):
        return value
    raise TypeError(f"a template printed {type(value).__name__} instead of Code: {value!r:.80}")


def literal(value: object) -> Code:
    """Write a JSON-like value, or a tuple of such, as a Python literal."""
    if isinstance(value, tuple):
        items = [literal(item) for item in cast("tuple[object, ...]", value)]
        return Code(f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})")
    if isinstance(value, str):
        return _string(value)
    if value is None or isinstance(value, (bool, int, float)):
        return Code(_number(value))
    raise TypeError(f"no literal for {type(value).__name__}")


def _number(value: float | bool | None) -> str:
    text = repr(value)
    return f'float("{text}")' if text in ("nan", "inf", "-inf") else text


def _string(value: str) -> Code:
    pieces = [repr(piece) for piece in _pieces(value)]
    return Code(pieces[0] if len(pieces) == 1 else "(" + " ".join(pieces) + ")")


def _pieces(value: str) -> list[str]:
    """Cut a long string at spaces and line ends, so that a change of one word is a change of one line."""
    pieces: list[str] = []
    for line in value.splitlines(keepends=True):
        current = ""
        for word in re.findall(r"\s*\S+|\s+$", line):
            if current and len(current) + len(word) > _CHUNK:
                pieces.append(current)
                current = ""
            current += word
        pieces.append(current)
    return pieces or [""]


def plain(text: str) -> str:
    """Take out what no source file or terminal should hold: control and bidirectional marks, odd line ends."""
    lines = text.replace("\r\n", "\n").replace("\t", "    ").splitlines()
    return "\n".join("".join(c for c in line if unicodedata.category(c) not in ("Cc", "Cf", "Cs")) for line in lines)


def unlink(text: str) -> str:
    """Replace Markdown links by their text."""
    return _LINK.sub(lambda match: match.group(1).strip(), text)


def one_line(text: str) -> str:
    """Join a text into one line of single-spaced words."""
    return " ".join(unlink(plain(text)).split())


def sentence(text: str) -> str:
    """Join a text into one line that ends with a full stop."""
    line = one_line(text)
    return line if not line or line[-1] in ".!?:;" else f"{line}."


def wrap(text: str, *, width: int, indent: str = "", hanging: str = "") -> list[str]:
    """Wrap one paragraph; a word longer than the width, such as an address, stays whole."""
    return textwrap.wrap(
        text,
        width,
        initial_indent=indent,
        subsequent_indent=indent + hanging,
        break_long_words=False,
        break_on_hyphens=False,
    )


def markdown(text: str, *, width: int) -> list[str]:
    """Refill the paragraphs of a Markdown text; lists, code, tables and headings keep their lines."""
    lines: list[str] = []
    paragraph: list[str] = []
    fenced = False
    # A link may span lines, so links go first.
    for raw in [*unlink(plain(text)).splitlines(), ""]:
        line = raw.rstrip()
        fence = line.lstrip().startswith(("```", "~~~"))
        if not fenced and not fence and line and not _KEPT.match(line):
            paragraph.append(line.strip())
            continue
        lines += wrap(" ".join(paragraph), width=width)
        paragraph = []
        fenced ^= fence
        lines += [line] if fenced or fence or not line else _kept(line, width)
    return _trim(lines)


def _kept(line: str, width: int) -> list[str]:
    indent = line[: len(line) - len(line.lstrip())]
    return wrap(line.strip(), width=width, indent=indent, hanging="  ")


def _trim(lines: list[str]) -> list[str]:
    """Drop blank lines at both ends, and all but one of several in a row."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def docstring(lines: Iterable[str], *, indent: int) -> Code:
    """Put lines of words into a docstring, escaped, ready to stand at this indentation."""
    words = [_escape(line) for line in _trim(list(lines))] or [""]
    margin = " " * indent
    if len(words) == 1 and not words[0].endswith(('"', "\\")):
        return Code(f'"""{words[0]}"""')
    body = [words[0], *(margin + line if line else "" for line in words[1:])]
    return Code('"""' + "\n".join(body) + f'\n{margin}"""')


def _escape(line: str) -> str:
    return plain(line).replace("\\", "\\\\").replace('""', '"\\"').rstrip()


def comment(text: str) -> Code:
    """Write one line of words as a comment."""
    return Code("# " + one_line(text))
