"""What the documents of this repository show: code blocks, commands and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt

from tests.support.repository import files, text

# What this site writes itself is in no document, and what a build left behind in docs/_build is not in `files()`.
DOCUMENTS = tuple(name for name in files() if name.endswith(".md"))

INDENTED = "indented"
"""What a block is called that has no fence."""

_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCE = re.compile(r"^ *```.*?^ *```$", re.MULTILINE | re.DOTALL)
_PARSER = MarkdownIt("commonmark")


@dataclass(frozen=True)
class Block:
    """One block of code, fenced or indented."""

    document: str
    line: int
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def blocks(document: str) -> list[Block]:
    """All blocks of a document, in order."""
    return list(_blocks(document, text(document), 0))


def _blocks(document: str, content: str, above: int) -> Iterator[Block]:
    for token in _PARSER.parse(content):
        if token.type not in {"fence", "code_block"} or token.map is None:
            continue
        fenced = token.type == "fence"
        line = above + token.map[0] + (2 if fenced else 1)
        language = (token.info.split() or [""])[0] if fenced else INDENTED
        yield Block(document, line, language, token.content)
        if language.startswith("{"):
            # A directive may hold prose, and that may hold blocks.
            yield from _blocks(document, token.content, line - 1)


def python_blocks(document: str) -> list[Block]:
    """Those in Python."""
    return [block for block in blocks(document) if block.language == "python"]


def links(document: str) -> list[str]:
    """Targets of its links, as they are written."""
    return _LINK.findall(_FENCE.sub("", text(document)))


def inline(document: str) -> list[str]:
    """What stands between backticks in its prose."""
    found = (child for token in _PARSER.parse(text(document)) for child in token.children or ())
    return [" ".join(child.content.split()) for child in found if child.type == "code_inline"]
