"""Writing a version down: in ``pyproject.toml``, in the package, and in the changelog."""

from __future__ import annotations

import os
import re
import textwrap
import tomllib
from collections.abc import Mapping, Sequence
from difflib import unified_diff
from pathlib import Path
from typing import Final

from codegen.errors import CodegenError
from codegen.surface.model import Change, SurfaceDiff
from codegen.surface.versions import parse_version

BEGIN: Final = "<!-- written by `python -m codegen version`: begin -->"
END: Final = "<!-- written by `python -m codegen version`: end -->"
_HEADINGS: Final = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
_PROJECT = re.compile(r'(?ms)^(\[project\]$.*?^version = ")([^"\n]*)(")')
_PACKAGE = re.compile(r'(?m)^(__version__ = ")([^"\n]*)(")')
_DATED = r" - \d{4}-\d{2}-\d{2}"
_BLOCK = re.compile(rf"(?s){re.escape(BEGIN)}\n(.*?){re.escape(END)}\n{{0,2}}")


def current_version(root: Path) -> str:
    """The version that ``pyproject.toml`` names.

    Args:
        root: The repository.

    Raises:
        CodegenError: It names none.
    """
    return _match(_PROJECT, root / "pyproject.toml")[2]


def package_versions(root: Path) -> dict[str, str]:
    """The version that each package says of itself, by its file."""
    files = sorted((root / "overrides").glob("*/__init__.py"))
    found = {path.relative_to(root).as_posix(): _PACKAGE.search(_read(path)) for path in files}
    return {name: match[2] for name, match in found.items() if match}


def project_name(root: Path) -> str:
    """The name that ``pyproject.toml`` gives to what is released.

    Args:
        root: The repository.

    Raises:
        CodegenError: It gives none.
    """
    try:
        return str(tomllib.loads(_read(root / "pyproject.toml"))["project"]["name"])
    except (KeyError, TypeError, ValueError):
        raise CodegenError("no name is declared", file="pyproject.toml", remedy="declare it in [project]") from None


def is_released(root: Path, version: str) -> bool:
    """Whether the changelog has a section of a version with a date."""
    path = root / "CHANGELOG.md"
    return path.exists() and bool(re.search(rf"(?m)^## \[{re.escape(version)}\]{_DATED}", _read(path)))


def is_unreleased(root: Path, version: str) -> bool:
    """Whether the changelog says that a version never went out."""
    path = root / "CHANGELOG.md"
    return path.exists() and f"## [{version}] - Unreleased" in _read(path)


def sections(diff: SurfaceDiff) -> dict[str, list[str]]:
    """Lines of a changelog for what callers can import and call.

    Args:
        diff: The differences; those in words only are left out.

    Returns:
        Lines by heading; what both clients have in the same way is said once.
    """
    made: dict[str, list[str]] = {}
    said: set[tuple[str, str, str]] = set()
    for change in diff.changes:
        name = change.name.replace(".AsyncClient.", ".Client.").replace(".Client.raw.", ".Client.")
        key = (change.kind, name, "" if change.kind in ("added", "removed") else change.detail)
        if change.kind != "docstring" and key not in said:
            said.add(key)
            made.setdefault(_heading(change), []).append(f"`{name}`: {change.detail}.")
    return made


def _heading(change: Change) -> str:
    return {"added": "Added", "parameter-added": "Added", "removed": "Removed"}.get(change.kind, "Changed")


def plan_version(root: Path, version: str, lines: Mapping[str, Sequence[str]], *, date: str = "") -> dict[Path, str]:
    """What files say with a new version.

    Args:
        root: The repository.
        version: The version to set.
        lines: Lines of the changelog by heading.
        date: The day of the release, where it is one: as ``2015-06-25``.

    Returns:
        New texts of the files that change; none when all of them say so already.

    Raises:
        CodegenError: The version is lower than the one that stands there, or there is no place for it.
    """
    if parse_version(version) < parse_version(current_version(root)):
        raise CodegenError(
            f"version {version} is lower than {current_version(root)}",
            file="pyproject.toml",
            remedy="versions only go up; to take one back, edit the file",
        )
    project, changelog = root / "pyproject.toml", root / "CHANGELOG.md"
    texts = {project: _replaced(_PROJECT, project, version)}
    for package in sorted((root / "overrides").glob("*/__init__.py")):
        if _PACKAGE.search(_read(package)):
            texts[package] = _replaced(_PACKAGE, package, version)
    texts[changelog] = _with_block(_read(changelog), version, _block(version, lines, date))
    return {path: text for path, text in texts.items() if text != _read(path)}


def apply_version(root: Path, version: str, lines: Mapping[str, Sequence[str]], *, date: str = "") -> str:
    """Set a version and write its block of the changelog; doing it twice changes nothing more.

    Args:
        root: The repository.
        version: The version to set.
        lines: Lines of the changelog by heading.
        date: The day of the release, where it is one: as ``2015-06-25``.

    Returns:
        What changed, as a unified diff.

    Raises:
        CodegenError: As for `plan_version`; nothing is written then.
    """
    planned = plan_version(root, version, lines, date=date)
    diff = "".join(_diff(path.relative_to(root).as_posix(), _read(path), text) for path, text in planned.items())
    drafts = {path: path.with_name(f".{path.name}.draft") for path in planned}
    for path, draft in drafts.items():
        draft.write_text(planned[path], encoding="utf-8", newline="")
    for path, draft in drafts.items():
        os.replace(draft, path)
    return diff


def _with_block(text: str, version: str, block: str) -> str:
    found = _BLOCK.search(text)
    written = re.search(rf"(?m)^## \[{re.escape(version)}\](?:{_DATED})?", text)
    if written and " - " in written[0]:
        # What is released stays as it is.
        return text
    if found and not re.search(rf"(?m)^## \[[^\]]+\]{_DATED}", found[1]):
        rest = text[found.end() :]
        return text[: found.start()] + (block + rest if rest.strip() else f"{block.rstrip()}\n")
    if written:
        raise CodegenError(
            f"the section of {version} was written by hand, and would be there twice",
            file="CHANGELOG.md",
            remedy="move its lines into fragments in changelog.d, and delete the section",
        )
    if found:
        # A new block begins above what was released.
        text = text[: found.start()] + found[1].rstrip("\n") + "\n\n" + text[found.end() :]
    first = re.search(r"(?m)^## \[", text)
    if first is None:
        return f"{text.rstrip()}\n\n{block.rstrip()}\n"
    return text[: first.start()] + block + text[first.start() :]


def _block(version: str, lines: Mapping[str, Sequence[str]], date: str) -> str:
    if not any(lines.values()):
        lines = {"Changed": ["Descriptions."]}
    parts = [BEGIN, f"## [{version}] - {date or 'Unreleased'}", ""]
    for heading in _HEADINGS:
        if lines.get(heading):
            parts += [f"### {heading}", "", *map(_item, lines[heading]), ""]
    return "\n".join((*parts, END, "", ""))


def _item(line: str) -> str:
    return textwrap.fill(
        line, 120, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


def _replaced(pattern: re.Pattern[str], path: Path, version: str) -> str:
    _match(pattern, path)
    return pattern.sub(lambda found: f"{found[1]}{version}{found[3]}", _read(path), count=1)


def _match(pattern: re.Pattern[str], path: Path) -> re.Match[str]:
    found = pattern.search(_read(path))
    if found is None:
        raise CodegenError("no version stands here", file=path.name, remedy='write a line: version = "0.1.0"')
    return found


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CodegenError("the file cannot be read", file=path.name, remedy=f"look at it: {error}") from None


def _diff(name: str, before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(True), after.splitlines(True), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
