"""Fragments of the changelog: one small file for each change, written with the change and collected for a release."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from codegen.errors import CodegenError
from codegen.surface.model import LEVELS, Level

FOLDER: Final = "changelog.d"
KINDS: Final[dict[str, Level]] = {
    "added": "minor",
    "changed": "patch",
    "deprecated": "patch",
    "removed": "major",
    "fixed": "patch",
    "security": "patch",
}
"""Kinds of changes in the order of the changelog, and how much each asks of a version by itself."""

_NAME: Final = re.compile(rf"(\d+|\+[\w-]+)\.({'|'.join(KINDS)})(\.\d+)?\.md")
_HEADING: Final = re.compile(r"(?m)^### (\w+)\n")
_LINE: Final = re.compile(r"(?ms)^- (.*?)(?=^- |\Z)")


def find_fragments(root: Path) -> list[Path]:
    """All fragments that wait for a release.

    Args:
        root: The repository.

    Raises:
        CodegenError: A file there is called like none, and would be left out in silence.
    """
    folder = root / FOLDER
    found = sorted(path for path in folder.glob("*.md") if path.name != "README.md") if folder.is_dir() else []
    for path in found:
        if not _NAME.fullmatch(path.name):
            raise CodegenError(
                "this is no name of a fragment",
                file=f"{FOLDER}/{path.name}",
                remedy=f"call it 12.added.md, or +word.added.md without a number; kinds are {', '.join(KINDS)}",
            )
        if not path.read_text(encoding="utf-8").strip():
            raise CodegenError("the fragment says nothing", file=f"{FOLDER}/{path.name}", remedy="one sentence will do")
    return found


def level_of(fragments: list[Path]) -> Level:
    """How much the largest of some fragments asks of a version."""
    matches = [_NAME.fullmatch(path.name) for path in fragments]
    levels: list[Level] = ["none", *(KINDS[match[2]] for match in matches if match)]
    return max(levels, key=LEVELS.index)


def collect(root: Path, version: str) -> dict[str, list[str]]:
    """Lines of the changelog by heading, as towncrier renders the fragments.

    Args:
        root: The repository.
        version: The version that they are for.

    Raises:
        CodegenError: A name is wrong, or towncrier refuses.
    """
    if not find_fragments(root):
        return {}
    # The date stands in the draft's title, which is not used.
    draft = ["build", "--draft", "--version", version, "--date", "unset", "--dir", str(root)]
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "towncrier", *draft], capture_output=True, text=True, cwd=root, check=False
    )
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CodegenError(
            f"towncrier refuses: {said[-1] if said else 'no word why'}",
            file="pyproject.toml",
            remedy="look at [tool.towncrier] and at changelog.d",
        )
    parts = _HEADING.split(done.stdout)[1:]
    return {
        heading: [" ".join(line.split()) for line in _LINE.findall(text)]
        for heading, text in zip(parts[::2], parts[1::2], strict=True)
    }
