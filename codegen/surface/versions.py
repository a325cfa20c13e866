"""The next version: how large a step the changes ask for."""

from __future__ import annotations

from dataclasses import dataclass

from packaging.version import InvalidVersion, Version

from codegen.errors import CodegenError
from codegen.surface.model import LEVELS, Level


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The next version and why.

    Attributes:
        level: The larger of the two classes of changes.
        version: The version it leads to; the current one when nothing changed.
        reasons: Why, in sentences.
    """

    level: Level
    version: str
    reasons: tuple[str, ...]


def suggest(current_version: str, drift_level: Level, surface_level: Level, told_level: Level = "none") -> Suggestion:
    """Suggest the next version.

    Below 1.0 anything may change with the second number, so that a breaking change raises that one and not the first.

    Args:
        current_version: The version that callers have.
        drift_level: How much the spec changed.
        surface_level: How much changed of what callers can import and call.
        told_level: How much the fragments of the changelog tell.

    Raises:
        CodegenError: The current version is no version.
    """
    current = parse_version(current_version)
    level = max((drift_level, surface_level, told_level), key=LEVELS.index)
    reasons = [_REASONS[kind].format(of="the spec") for kind in (drift_level,)]
    reasons += [_REASONS[kind].format(of="what callers can import and call") for kind in (surface_level,)]
    if told_level != "none":
        reasons.append("the fragments of the changelog tell of more")
    if level == "major" and current.major == 0:
        reasons.append("below 1.0 a breaking change raises the second number")
    following = _following(current, level)
    if current.is_prerelease and following > current and Version(current.base_version) >= following:
        reasons.append(f"{current} announces it already")
    return Suggestion(level, str(following), tuple(reasons))


_REASONS = {
    "major": "{of} changed in a way that breaks callers",
    "minor": "{of} gained something",
    "patch": "{of} changed in its words only",
    "none": "{of} did not change",
}


def parse_version(text: str) -> Version:
    """Read a version.

    Args:
        text: As in ``pyproject.toml``.

    Raises:
        CodegenError: It is none.
    """
    try:
        return Version(text)
    except InvalidVersion:
        raise CodegenError(f"{text!r} is no version", remedy="write it as in 0.2.0") from None


def _following(current: Version, level: Level) -> Version:
    if level == "none":
        return current
    major, minor, patch = current.major, current.minor, current.micro
    if level == "major" and major > 0:
        aim = Version(f"{major + 1}.0.0")
    elif level == "patch":
        aim = Version(f"{major}.{minor}.{patch + 1}")
    else:
        aim = Version(f"{major}.{minor + 1}.0")
    # A pre-release of a version that is large enough is followed by that version.
    base = Version(current.base_version)
    return base if current.is_prerelease and _covers(base, level) else aim


def _covers(base: Version, level: Level) -> bool:
    if level == "patch":
        return True
    if level == "major" and base.major > 0:
        return base.minor == 0 and base.micro == 0
    return base.micro == 0
