"""A place in a walk through pages that can be stored and resumed in another process."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import TYPE_CHECKING, Any

import attrs
import msgspec

from instagram_v1.runtime.errors import PaginationError
from instagram_v1.runtime.redact import redact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.steps import Step

_VERSION = 1


@attrs.frozen
class Cursor:
    """Names the page that follows: the operation, what it was asked with, and the position.

    It holds no credentials: the client that resumes it brings its own.

    Attributes:
        operation: Id of the operation, such as ``users_recent_media``.
        arguments: What it was asked with, by wire name.
        position: The API's cursor, or the address of the following page without its credentials.
    """

    operation: str
    arguments: Mapping[str, str | int | float | bool]
    position: str

    @classmethod
    def at(cls, step: Step, position: str) -> Cursor:
        """The cursor for a position of a walk."""
        given = {name: _plain(value) for name, value in step.arguments.items() if value is not None}
        return cls(step.operation.id, given, redact(position))

    def dumps(self) -> str:
        """A short string of letters, digits, ``-`` and ``_`` to store."""
        body = msgspec.json.encode([_VERSION, self.operation, dict(self.arguments), self.position])
        return urlsafe_b64encode(body).rstrip(b"=").decode("ascii")

    @classmethod
    def loads(cls, text: str) -> Cursor:
        """Read what ``dumps`` wrote.

        Raises:
            PaginationError: The text is no cursor, or one of a later version of this package.
        """
        try:
            body = urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))
            version, operation, arguments, position = msgspec.json.decode(body, type=_Stored)
        except (ValueError, TypeError, AttributeError):
            stored = None
        else:
            stored = cls(operation, arguments, position) if version == _VERSION else None
        if stored is None:
            raise PaginationError("This text is no cursor that `Cursor.dumps` of this version wrote.")
        return stored


_Stored = tuple[int, str, dict[str, str | int | float | bool], str]


def _plain(value: Any) -> str | int | float | bool:
    return value if isinstance(value, int | float) and not isinstance(value, str) else str(value)
