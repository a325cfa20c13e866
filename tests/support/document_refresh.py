"""Writes the output that documents show anew: ``python -m tests.support.document_refresh docs/how-to/import.md``."""

from __future__ import annotations

import os
import sys
import tempfile
import webbrowser
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from tests.support.document_commands import commands
from tests.support.document_python import Run, free_place
from tests.support.document_shell import Shell, as_shown, matches
from tests.support.document_visitor import Visitor
from tests.support.markdown import Block, blocks
from tests.support.repository import ROOT, text

Change = tuple[Block, str]


def refreshed(document: str, folder: Path) -> str:
    """A document with the output that its blocks give now.

    Args:
        document: Its path below the root.
        folder: An empty folder, which has to be the working directory.
    """
    lines = text(document).splitlines(keepends=True)
    changes = sorted([*_printed(document), *_told(document, folder)], key=lambda change: -change[0].line)
    for block, said in changes:
        start = block.line - 1
        lines[start : start + len(block.code.splitlines())] = said.splitlines(keepends=True)
    return "".join(lines)


def _printed(document: str) -> Iterator[Change]:
    run = Run(free_place())
    webbrowser.open = Visitor(run.names)  # type: ignore[assignment]
    try:
        run.walk(document)
    finally:
        run.close()
    shown = {block.line: said for block, said, _ in run.shown}
    found = [block for block in blocks(document) if block.language in {"python", "output"}]
    for before, block in pairwise(found):
        if block.language == "output":
            yield block, shown[before.line]


def _told(document: str, folder: Path) -> Iterator[Change]:
    shell = Shell(folder)
    for block in blocks(document):
        if block.language == "console":
            yield block, "".join(_command(shell, found.line, found.shown) for found in commands(block))


def _command(shell: Shell, line: str, shown: str) -> str:
    said = shell.run(line) or ""
    # What is left open on purpose stays open.
    return f"$ {line}\n{shown if matches(shown, said) else as_shown(said)}"


def main(documents: list[str]) -> None:
    """Refresh documents in place, those that changed only."""
    for document in documents:
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            content = refreshed(document, Path(folder))
            os.chdir(ROOT)
        if content != text(document):
            (ROOT / document).write_text(content, encoding="utf-8")
            print(f"refreshed {document}")


if __name__ == "__main__":
    main(sys.argv[1:])
