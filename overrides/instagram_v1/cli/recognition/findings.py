"""What is odd about a piece of JSON."""

from __future__ import annotations

from typing import Final

import attrs

LABELS: Final = {
    "empty": "empty",
    "not-json": "no JSON",
    "truncated": "cut short",
    "encoding": "encoding",
    "wrapped": "wrapped",
    "no-envelope": "no envelope",
    "error": "error",
    "status": "status",
    "missing": "missing",
    "unknown": "unknown fields",
    "type": "other types",
    "value": "unknown values",
    "null": "nulls",
    "time": "times",
    "double": "twice",
    "pagination": "pagination",
    "secret": "secret",
    "foreign": "not of this API",
}
"""Every kind of finding, with what a table calls it, the gravest first."""


@attrs.frozen
class Finding:
    """One thing that is odd.

    Attributes:
        code: Its kind, one of ``LABELS``.
        path: JSON path, with ``[]`` for any item of a list; empty when it is about the whole.
        text: What there is, in a few words.
        count: How often.
    """

    code: str
    path: str
    text: str
    count: int = 1

    @property
    def brief(self) -> str:
        """For a table."""
        place = self.path.removeprefix("$.").removeprefix("data[].").removeprefix("data.")
        return f"{place} {self.text}".strip() if self.text else place


class Findings:
    """Findings as they come; the same one at several items of a list is one."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, str, str], int] = {}

    def add(self, code: str, path: str = "", text: str = "") -> None:
        """Take one."""
        key = (code, path, text)
        self._counts[key] = self._counts.get(key, 0) + 1

    def all(self) -> tuple[Finding, ...]:
        """What was taken, the gravest first, and then in the order in which it came."""
        order = {code: place for place, code in enumerate(LABELS)}
        found = [Finding(code, path, text, count) for (code, path, text), count in self._counts.items()]
        return tuple(sorted(found, key=lambda finding: order[finding.code]))
