"""Runs the Python of a document: its blocks in their order, in one namespace, held to the output that is shown."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterable
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any
from urllib.parse import quote, urlsplit

from tests.support.markdown import Block, blocks
from tests.support.repository import ROOT
from tests.support.visitor import free_home

LISTENING = "127.0.0.1:8400"
"""Where examples let a browser come back to."""


def free_place() -> str:
    """Another host and port that stands for ``LISTENING``."""
    return urlsplit(free_home()).netloc.replace("localhost", LISTENING.partition(":")[0])


@dataclass
class Run:
    """A document that is being run.

    Attributes:
        home: Stands for ``LISTENING``: several documents may run at once.
        names: The namespace.
        shown: Every block that printed something, with what it printed and what is shown.
    """

    home: str
    names: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    shown: list[tuple[Block, str, str]] = field(default_factory=list)

    def walk(self, document: str) -> None:
        """Run all blocks."""
        found = [block for block in blocks(document) if block.language in {"python", "output"}]
        for block, after in zip_longest(found, found[1:]):
            if block.language == "python":
                said = self.execute(block)
                self.shown.append((block, said, after.code if after and after.language == "output" else ""))

    def execute(self, block: Block) -> str:
        """Run one, and give what it printed; a traceback shows the lines of the document."""
        code = block.code.replace(LISTENING, self.home)
        compiled = compile("\n" * (block.line - 1) + code, ROOT / block.document, "exec")
        with redirect_stdout(io.StringIO()) as said:
            exec(compiled, self.names)
        return said.getvalue().replace(self.home, LISTENING).replace(quote(self.home), quote(LISTENING))

    def close(self) -> None:
        """Close what a document leaves open, also one that failed in the middle."""
        from instagram_v1 import Client
        from instagram_v1.emulator import Emulator
        from instagram_v1.private import PrivateClient

        log = logging.getLogger("instagram_v1")
        log.handlers.clear()
        log.setLevel(logging.NOTSET)
        for kind in (Client, PrivateClient, Emulator):
            for value in list(self.names.values()):
                if isinstance(value, kind):
                    value.close()


def module(found: Iterable[Block]) -> str:
    """Python blocks as one file, on the lines where they stand in their document."""
    lines: list[str] = []
    for block in found:
        lines += [""] * (block.line - 1 - len(lines)) + block.code.splitlines()
    return "\n".join(lines) + "\n"


def module_name(document: str) -> str:
    """What a document is called as a module."""
    return "page_" + "".join(letter if letter.isalnum() else "_" for letter in document.removesuffix(".md").lower())
