"""Docstrings of generated code, in Google style, from the words of the specification."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from codegen.generate.text import WIDTH, Code, docstring, markdown, one_line, sentence, wrap

_STRESS = re.compile(r"[*_`#]+")


def build(
    indent: int,
    summary: str,
    body: str = "",
    sections: Iterable[tuple[str, Iterable[tuple[str, str]]]] = (),
    notes: Iterable[str] = (),
) -> Code:
    """Build a docstring.

    Args:
        indent: How far it is indented.
        summary: Its first line.
        body: Markdown that follows.
        sections: Heading and entries (name, text) each; a section without entries is left out.
        notes: Paragraphs of ours between body and sections.
    """
    width = WIDTH - indent
    lines = [*wrap(sentence(summary), width=width - 3), ""]
    lines += [*markdown(body, width=width), ""]
    for note in notes:
        lines += [*wrap(one_line(note), width=width), ""]
    for heading, entries in sections:
        lines += _section(heading, entries, width)
    return docstring(lines, indent=indent)


def _section(heading: str, entries: Iterable[tuple[str, str]], width: int) -> Iterator[str]:
    lines = [line for name, text in entries for line in _entry(name, text, width)]
    if lines:
        yield from (f"{heading}:", *lines, "")


def _entry(name: str, text: str, width: int) -> list[str]:
    words = f"{name}: {sentence(text)}" if name else sentence(text)
    return wrap(words, width=width, indent="    ", hanging="    " if name else "")


def split_summary(summary: str, description: str) -> tuple[str, str]:
    """Return the first line and what the description adds to it.

    The summary is often the description's first sentence, less its Markdown: then that sentence is not repeated.
    """
    first, rest = first_sentence(description)
    if not summary:
        return first, rest
    return (summary, rest) if _bare(first) == _bare(summary) else (summary, description)


def first_sentence(text: str) -> tuple[str, str]:
    """Cut a text after its first sentence or paragraph."""
    paragraph, _, rest = text.strip().partition("\n\n")
    match = re.match(r"(.+?[.!?])\s+(?=[^\sa-z])(.*)", paragraph, re.DOTALL)
    if not match:
        return paragraph, rest
    return match.group(1), "\n\n".join(part for part in (match.group(2), rest) if part)


def _bare(text: str) -> str:
    return _STRESS.sub("", one_line(text)).rstrip(".").casefold()
