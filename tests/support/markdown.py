"""What the documents of this repository show: code blocks, commands and links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tests.support.repository import text

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Block:
    """One fenced block."""

    document: str
    line: int
    language: str
    code: str

    def __str__(self) -> str:
        return f"{self.document}:{self.line}"


def blocks(document: str) -> Iterator[Block]:
    """All fenced blocks of a document, in order."""
    content = text(document)
    for match in _FENCE.finditer(content):
        yield Block(document, content.count("\n", 0, match.start()) + 2, match[1], match[2])


def python_blocks(document: str) -> list[Block]:
    """Those in Python."""
    return [block for block in blocks(document) if block.language == "python"]


def links(document: str) -> list[str]:
    """Targets of its links, as they are written."""
    return _LINK.findall(_FENCE.sub("", text(document)))


def commands(document: str, name: str) -> list[str]:
    """What follows a command's name, up to the end of that piece of code: `make test` gives "test"."""
    inline = re.findall(rf"`{re.escape(name)} ([^`\n]+)`", text(document))
    fenced = [
        found
        for block in blocks(document)
        if block.language in {"sh", ""}
        for found in re.findall(rf"^\s*(?:\$ )?{re.escape(name)} ([^#\n]+)", block.code, re.MULTILINE)
    ]
    return [found.strip() for found in [*inline, *fenced]]
