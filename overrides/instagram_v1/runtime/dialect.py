"""How one API says whether it went well: the only place where the runtime meets an API's habits.

The runtime asks a dialect; the package of an API brings one. ``MetaDialect`` reads the style that puts status and error
into one key of the envelope, and errors also without that key; ``StatusDialect`` the style of one word beside the data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

import msgspec

from instagram_v1.runtime.plain import is_dict, member

if TYPE_CHECKING:
    from collections.abc import Callable

    from instagram_v1.runtime.errors import APIError
    from instagram_v1.runtime.operation import EnvelopeShape


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer says went wrong.

    Attributes:
        status: HTTP status; 0 when read from an archive.
        code: The code in the body, or ``None``.
        error_type: The API's name of the error, or ``None``.
        message: The API's words, or ``None``.
    """

    status: int
    code: int | None = None
    error_type: str | None = None
    message: str | None = None


class Dialect(Protocol):
    """What the runtime asks about the answers of one API."""

    def fine(self, envelope: object, shape: EnvelopeShape) -> bool:
        """Whether a decoded envelope says that all went well; unsure counts as no."""
        ...

    def problem(self, status: int, body: object) -> Problem | None:
        """What a plain body says went wrong, or ``None`` when it says nothing of the kind."""
        ...

    def error(self, problem: Problem) -> type[APIError]:
        """The class of error for a problem."""
        ...


class MetaDialect:
    """Envelopes like ``{"meta": {"code": 400, "error_type": …, "error_message": …}}``, and the same without ``meta``.

    Args:
        classify: Names the class of error for a problem.
        meta: Key that holds the status.
    """

    def __init__(self, classify: Callable[[Problem], type[APIError]], *, meta: str = "meta") -> None:
        self._classify = classify
        self._meta = meta

    def fine(self, envelope: object, shape: EnvelopeShape) -> bool:
        """Whether ``meta.code`` says success."""
        meta = member(envelope, shape.meta)
        return meta is not None and _succeeded(member(meta, "code")) and not member(meta, "error_type")

    def problem(self, status: int, body: object) -> Problem | None:
        """Read the error of either shape."""
        holder: Any = member(body, self._meta)
        if not is_dict(holder):
            holder = body
            if not member(body, "error_type") and (member(body, "data") is not None or member(body, "code") is None):
                return None
        code, kind = _number(member(holder, "code")), member(holder, "error_type")
        if not kind and (code is None or _succeeded(code)):
            return None
        message = member(holder, "error_message")
        return Problem(status=status, code=code, error_type=_words(kind), message=_words(message))

    def error(self, problem: Problem) -> type[APIError]:
        """Ask the table that this dialect was given."""
        return self._classify(problem)


class StatusDialect:
    """Envelopes like ``{"status": "ok", …}`` and ``{"status": "failed", "message": …}``, the data beside the status.

    Args:
        classify: Names the class of error for a problem.
        status: Key that holds the word.
        fine: The word that means success.
        message: Key that says what went wrong.
    """

    def __init__(
        self,
        classify: Callable[[Problem], type[APIError]],
        *,
        status: str = "status",
        fine: str = "ok",
        message: str = "message",
    ) -> None:
        self._classify = classify
        self._status = status
        self._fine = fine
        self._message = message

    def fine(self, envelope: object, shape: EnvelopeShape) -> bool:
        """Whether the word is that of success; an answer without it is fine when its data is there."""
        word = member(envelope, shape.meta)
        return word == self._fine or (word is None and member(envelope, shape.data) is not None)

    def problem(self, status: int, body: object) -> Problem | None:
        """Read any other word as a failure, and a message without a word as well, unless HTTP says success."""
        word, message = member(body, self._status), member(body, self._message)
        if word == self._fine or (word is None and (message is None or 200 <= status < 300)):
            return None
        return Problem(status=status, message=_words(message))

    def error(self, problem: Problem) -> type[APIError]:
        """Ask the table that this dialect was given."""
        return self._classify(problem)


def _succeeded(code: object) -> bool:
    number = _number(code)
    return number is not None and 200 <= number < 300


def _number(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return int(value)
    except (ValueError, OverflowError):
        return None


def _words(value: object) -> str | None:
    return None if value is None else str(value)
