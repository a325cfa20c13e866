"""Stands in for the person at the browser when a document lets somebody sign in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from instagram_v1.emulator import Emulator
from tests.support.visitor import Scripted, asked, fetch, handed_over, sign_in


class Visitor:
    """Signs in at the emulator of a document, in either flow; takes the place of ``webbrowser.open``.

    Args:
        names: The namespace of the document, in which the emulator is found by its address.
    """

    def __init__(self, names: Mapping[str, Any]) -> None:
        self._names = names
        self._visits: list[Scripted] = []

    def __call__(self, address: str) -> bool:
        """Open an address."""
        visit = Scripted(self._visit)
        self._visits.append(visit)
        return visit(address)

    def done(self) -> None:
        """Wait for all visits, and fail where one failed."""
        for visit in self._visits:
            visit.done()

    def _visit(self, address: str) -> None:
        parts = urlsplit(address)
        origin = f"{parts.scheme}://{parts.netloc}"
        emulator = next(
            value for value in self._names.values() if isinstance(value, Emulator) and value.origin == origin
        )
        back = sign_in(emulator, address)
        answer = handed_over(back) if asked(address)["response_type"] == "token" else fetch("GET", back)
        assert re.search("You are signed in", answer.text), answer.text
