"""``python -m codegen version``: what changed since a version, which one is next, and writing it down."""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass
from pathlib import Path

from codegen.build import DECLARED, SUPPLIED, find_apis, read_sources
from codegen.drift import Drift, compare, make_side, suggested
from codegen.errors import CodegenError
from codegen.surface.changelog import apply_version, current_version, is_released, is_unreleased, sections
from codegen.surface.comparing import compare as compare_surfaces
from codegen.surface.fragments import collect, find_fragments, level_of
from codegen.surface.model import SurfaceDiff
from codegen.surface.versions import Suggestion, parse_version, suggest
from codegen.swap import locked


def run(options: argparse.Namespace) -> int:
    """Compare with an earlier state, say which version is next, and set it when asked to.

    Args:
        options: ``root``, ``against`` (a folder, or what git calls a commit or tag), ``apply`` and ``date``.

    Returns:
        0 when the version is what it should be, or was set; 1 when it should be raised.
    """
    root: Path = options.root.resolve()
    compared = _compare(root, options.against)
    _tell(compared.drift, compared.surface)
    now, suggestion = current_version(root), compared.suggestion
    _say(f"{_headline(now, suggestion.version)}: {suggestion.level}")
    for reason in suggestion.reasons:
        _say(f"  {reason}")
    following = max(now, suggestion.version, key=parse_version)
    if not options.apply:
        return 0 if following == now else 1
    with locked(root):
        _apply(root, following, compared, options.date or "")
    return 0


def suggestion_since(root: Path, against: str) -> Suggestion:
    """Which version is due after what changed.

    Args:
        root: The repository.
        against: What callers have: a folder, or a commit or tag of git.

    Raises:
        CodegenError: There is no such state, or one of them cannot be read.
    """
    return _compare(root.resolve(), against).suggestion


@dataclass(frozen=True)
class _Compared:
    drift: tuple[Drift, ...]
    surface: SurfaceDiff
    suggestion: Suggestion


def _compare(root: Path, against: str) -> _Compared:
    with tempfile.TemporaryDirectory() as folder:
        before = _before(root, against, Path(folder))
        drift, surface = _drift(before, root), compare_surfaces(before, root)
        had = current_version(before)
        if is_unreleased(before, had):
            # What never went out may gain and mend whatever it wants, and has nobody to tell of it.
            return _Compared(drift, surface, Suggestion("none", had, (f"{had} was never released",)))
        told = level_of(find_fragments(root))
        return _Compared(drift, surface, suggest(had, suggested(drift), surface.level, told))


def _apply(root: Path, version: str, compared: _Compared, date: str) -> None:
    """Write a version down; a release also takes the fragments away, whose lines stand in the changelog then."""
    fragments = find_fragments(root)
    if compared.suggestion.level == "none" and not fragments and not date:
        return
    if fragments and is_released(root, version):
        raise CodegenError(
            f"{version} has its date already, and {len(fragments)} fragments are of no version",
            file="CHANGELOG.md",
            remedy="take the date away until it is released, or keep the fragments for the next version",
        )
    lines = {} if compared.suggestion.level == "none" else _lines(compared.drift, compared.surface)
    for heading, told in collect(root, version).items():
        lines[heading] = [*told, *lines.get(heading, ())]
    sys.stdout.write(apply_version(root, version, lines, date=date))
    if date:
        for fragment in fragments:
            fragment.unlink()


def _headline(now: str, following: str) -> str:
    if parse_version(now) >= parse_version(following):
        return f"version {now} says it all"
    return f"version {now} should become {following}"


def _before(root: Path, against: str, folder: Path) -> Path:
    if Path(against).is_dir():
        return Path(against)
    git = ["git", "-C", str(root), "archive", "--format=tar", "--end-of-options", against]
    made = subprocess.run(git, capture_output=True, check=False)  # noqa: S603
    if made.returncode:
        raise CodegenError(
            f"{against!r} is neither a folder nor a commit",
            remedy="name a folder with the earlier state, or a commit or tag of git",
        )
    with tarfile.open(fileobj=io.BytesIO(made.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder


def _drift(before: Path, after: Path) -> tuple[Drift, ...]:
    found: list[Drift] = []
    for api in find_apis(after):
        earlier = before / api.relative_to(after)
        if (earlier / DECLARED).exists() and (earlier / SUPPLIED).exists():
            old, new = read_sources(earlier), read_sources(api)
            now = make_side(new.swagger, new.repairs, new.config, like=old.swagger)
            found += compare(make_side(old.swagger, old.repairs, old.config), now)
    return tuple(found)


def _lines(drift: tuple[Drift, ...], surface: SurfaceDiff) -> dict[str, list[str]]:
    lines = sections(surface)
    broken = [f"`{item.where}`: {item.kind} (`{item.pointer}`)." for item in drift if item.cls == "breaking"]
    return {**lines, "Changed": [*lines.get("Changed", ()), *dict.fromkeys(broken)]}


def _tell(drift: tuple[Drift, ...], surface: SurfaceDiff) -> None:
    for item in drift:
        _say(f"spec      {item.cls:<13} {item.where}: {item.kind} {item.pointer}")
    for change in surface.changes:
        kind = "breaking" if change.breaking else "documentation" if change.kind == "docstring" else "additive"
        _say(f"python    {kind:<13} {change.name}: {change.detail}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
