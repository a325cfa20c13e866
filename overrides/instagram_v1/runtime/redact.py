"""Keeping secrets out of whatever may be read by others: texts, logs, reprs, pickles.

The API carries its token in the address, so anything that shows an address must pass through here.
"""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HIDDEN = "REDACTED"

_SHORTEST = 6
_LONG = 16

SECRET_NAMES = frozenset(
    {"access_token", "client_secret", "code", "sig", "verify_token", "hub.verify_token", "password", "sessionid"}
)
"""Names of parameters whose values never appear anywhere."""

_NAMES = r"(access_token|client_secret|code|sig|(?:hub\.)?verify_token|password|sessionid)"
# In an address or a form (`name=value`), and in JSON or a Python repr (`"name": "value"`). A `code` of digits is a
# status, not an authorisation code: those are long and hexadecimal. In JSON a short one is the name of a picture.
_IN_QUERY = re.compile(rf"(?i)\b{_NAMES}=(?!{HIDDEN}|\d{{3}}\b)[^&\s\"'<>\\)\]}}]+")
_IN_JSON = re.compile(rf"""(?i)(\\?["']){_NAMES}\1(\s*[:=]\s*)(\\?["'])(?!{HIDDEN})([^"'\\]+)""")
_PICTURE = re.compile(r"[\w-]{1,12}")

_PLAIN = re.compile(r"[A-Za-z0-9._~-]+")

LOGGERS = (
    "httpx",
    "httpcore.connection",
    "httpcore.http11",
    "httpcore.http2",
    "httpcore.proxy",
    "httpcore.socks",
    "hpack.hpack",
    "hpack.table",
    "h2.connection",
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """Hide credentials in a text, by their parameter names and, where known, by their values.

    Args:
        text: Any text, such as an address or an error message.
        secrets: Values that must not appear, whatever stands before them.
    """
    for secret in secrets:
        # Most tokens travel as they are; only others have more than one form.
        forms = (secret,) if _PLAIN.fullmatch(secret) else (secret, quote(secret, safe=""), quote_plus(secret))
        for form in forms:
            text = _without(text, form)
    if "=" in text:
        text = _IN_QUERY.sub(rf"\1={HIDDEN}", text)
    return _IN_JSON.sub(_hidden, text) if '"' in text or "'" in text else text


def _hidden(match: re.Match[str]) -> str:
    quote_, name, between, opening, value = match.groups()
    if name.lower() == "code" and _PICTURE.fullmatch(value):
        return match[0]
    return f"{quote_}{name}{quote_}{between}{opening}{HIDDEN}"


def _without(text: str, secret: str) -> str:
    if len(secret) < _SHORTEST or secret not in text:
        return text
    if len(secret) >= _LONG:
        return text.replace(secret, HIDDEN)
    # A short one may be part of an ordinary word, such as "secret" in "client_secret".
    return re.sub(rf"(?<!\w){re.escape(secret)}(?!\w)", HIDDEN, text)


def redact_bytes(content: bytes, secrets: Iterable[str] = ()) -> bytes:
    """Hide credentials in bytes; bytes that are no text keep their length and meaning."""
    return redact(content.decode("latin-1"), secrets).encode("latin-1", "replace")


class Secret:
    """A string that shows itself only when asked: reprs, tracebacks and pickles do not have it."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The value itself."""
        return self._value

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})"

    def __reduce__(self) -> tuple[type[Secret], tuple[str]]:
        return Secret, (HIDDEN,)


def hide(value: str | None) -> Secret | None:
    """An argument that is to appear nowhere, on its way into a request; ``None`` stays."""
    return None if value is None else Secret(value)


class Secrets(frozenset[str]):
    """Values that must not appear, in a collection that does not show them either."""

    def joined(self, credentials: Mapping[str, Secret]) -> Secrets:
        """These and the secret ones among some credentials."""
        more = {secret.reveal() for name, secret in credentials.items() if name in SECRET_NAMES}
        return self if more <= self else Secrets(self | more)

    def __repr__(self) -> str:
        return f"<{len(self)} secrets>"


NO_SECRETS = Secrets()


class Kept:
    """Bytes that are kept as they came, and travel without credentials.

    Args:
        raw: The bytes.
        secrets: Values that must not travel with them.
    """

    __slots__ = ("_secrets", "raw")

    def __init__(self, raw: bytes, secrets: Secrets = NO_SECRETS) -> None:
        self.raw: bytes = raw
        # Remembered rather than applied: a pass over every page costs more than its decoding, and few are pickled.
        self._secrets = secrets

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Kept) and self.raw == other.raw

    def __hash__(self) -> int:
        return hash(self.raw)

    def __repr__(self) -> str:
        return f"<{len(self.raw)} bytes>"

    def __deepcopy__(self, memo: object) -> Kept:
        return self

    def __reduce__(self) -> tuple[type[Kept], tuple[bytes]]:
        return Kept, (redact_bytes(self.raw, self._secrets),)


class RedactingFilter(logging.Filter):
    """Rewrites log records of HTTP libraries, which show whole addresses at INFO."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Hide credentials in the record; never drops one."""
        message = record.getMessage()
        clean = redact(message)
        if clean != message:
            record.msg, record.args = clean, None
        return True


_FILTER = RedactingFilter()


def guard_loggers(names: Iterable[str] = LOGGERS) -> None:
    """Install the filter on the loggers of HTTP libraries; more than once does nothing.

    A filter acts on the logger that a record is made with, not on its parents: hence the names of all of them.
    """
    for name in names:
        logger = logging.getLogger(name)
        if _FILTER not in logger.filters:
            logger.addFilter(_FILTER)
