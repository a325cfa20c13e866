"""A session that lives in cookies: what signing in gives, later requests bring, and signing out ends."""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Final

import msgspec

from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.redact import Secret, Secrets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Several cookies can arrive in one header, joined by commas, which dates have inside them too.
_NEXT: Final = re.compile(r"[\n,]\s*(?=[^\s=;,\"]+=)")
_VALUE: Final = re.compile(r"[!#-+\--:<-\[\]-~]+")
# A server ends a cookie by an age of nothing, or by a date that is long past.
_OVER: Final = re.compile(r"(?i);\s*(?:max-age\s*=\s*\"?(?:0+|-\d+)\"?\s*(?:;|$)|expires\s*=[^;]*\b19\d\d\b)")


class Session:
    """The cookies of one signed-in user; they are kept in memory, and shown only when asked for.

    Args:
        names: Names of the cookies that count; an answer's other cookies are left alone.
        stored: What ``store`` gave, here or in another process.

    Raises:
        UsageError: ``stored`` is something else.
    """

    def __init__(self, names: Iterable[str], stored: str = "") -> None:
        self._names = frozenset(names)
        self._lock = threading.Lock()
        self._held = _restored(stored, self._names) if stored else {}

    @property
    def active(self) -> bool:
        """Whether there is something to bring to the next request."""
        return bool(self._held)

    def get(self, name: str) -> Secret | None:
        """The value of a cookie, or ``None``."""
        return self._held.get(name)

    def secrets(self) -> Secrets:
        """All values, to keep them out of texts."""
        return Secrets(secret.reveal() for secret in self._held.values())

    def store(self) -> str:
        """The session as a text, to be kept as safely as a password; empty when there is none."""
        held = {name: secret.reveal() for name, secret in sorted(self._held.items())}
        return msgspec.json.encode(held).decode() if held else ""

    def forget(self) -> None:
        """End the session here; the server is not told."""
        with self._lock:
            self._held = {}

    def absorb(self, headers: Mapping[str, str]) -> None:
        """Take what an answer says of the cookies that count."""
        for text in _NEXT.split(headers.get("set-cookie", "")):
            name, value = (part.strip() for part in text.partition(";")[0].partition("=")[::2])
            if name in self._names:
                self._take(name, value.strip('"'), over=_OVER.search(text) is not None)

    def _take(self, name: str, value: str, *, over: bool) -> None:
        with self._lock:
            held = {key: secret for key, secret in self._held.items() if key != name}
            if not over and _VALUE.fullmatch(value):
                held[name] = Secret(value)
            self._held = held

    def __repr__(self) -> str:
        return f"<Session: {'active' if self.active else 'none'}>"

    def __reduce__(self) -> str:
        raise UsageError("A session is not pickled: `store` gives it as a text, to be kept as safely as a password.")


def _restored(stored: str, names: frozenset[str]) -> dict[str, Secret]:
    # The parser's own words could quote what was given, so they stay out of the error, and out of its chain.
    try:
        found = msgspec.json.decode(stored, type=dict[str, str])
    except (msgspec.DecodeError, UnicodeError):
        found = {}
    if not found or found.keys() - names or not all(map(_VALUE.fullmatch, found.values())):
        raise UsageError("The session is none that `session.store()` gave: sign in again to get a new one.")
    return {name: Secret(value) for name, value in found.items()}
