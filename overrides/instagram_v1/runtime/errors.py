"""The errors that any API can cause; what is particular to one API extends them.

They travel: every one survives pickling, and none carries credentials.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from instagram_v1.runtime.redact import Kept

if TYPE_CHECKING:
    from instagram_v1.runtime.response import Response

PUBLIC = "instagram_v1.errors"
"""Where users import them from, and what tracebacks show."""


class InstagramError(Exception):
    """Base of everything that this package raises.

    Attributes:
        message: What happened, without credentials.
    """

    __module__ = PUBLIC

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.__dict__.copy())


class UsageError(InstagramError):
    """The client was used in a way that cannot work; nothing was sent."""

    __module__ = PUBLIC


class MissingCredentialsError(UsageError):
    """The operation needs credentials that the client was not given; nothing was sent."""

    __module__ = PUBLIC


class ClientClosedError(UsageError):
    """The client was closed before; nothing was sent."""

    __module__ = PUBLIC


class ParameterRuleError(UsageError):
    """A parameter breaks a rule that the API documents; nothing was sent.

    Attributes:
        operation: Id of the operation.
        parameter: Name of the parameter as it travels, or empty when several break the rule together.
        rule: The rule.
    """

    __module__ = PUBLIC

    def __init__(self, message: str, *, operation: str, parameter: str = "", rule: str = "") -> None:
        super().__init__(message)
        self.operation = operation
        self.parameter = parameter
        self.rule = rule


class TransportError(InstagramError):
    """No usable answer arrived: refused, reset, cut short, no TLS, no such host.

    Attributes:
        operation: Id of the operation.
        sent: Whether the request may have reached the server.
    """

    __module__ = PUBLIC

    def __init__(self, message: str, *, operation: str = "", sent: bool = True) -> None:
        super().__init__(message)
        self.operation = operation
        self.sent = sent


class TransportTimeoutError(TransportError):
    """The server did not answer, or not let itself be reached, in time."""

    __module__ = PUBLIC


class DecodeError(InstagramError):
    """The answer is not what the operation answers with.

    Attributes:
        operation: Id of the operation.
        path: JSON path of the first value that does not fit, such as ``$.data[3].user``.
        status: HTTP status; 0 when read from an archive.
    """

    __module__ = PUBLIC

    def __init__(
        self, message: str, *, operation: str = "", path: str = "$", content: bytes | Kept = b"", status: int = 0
    ) -> None:
        super().__init__(message)
        self.operation = operation
        self.path = path
        self.status = status
        self._kept = content if isinstance(content, Kept) else Kept(content)

    @property
    def content(self) -> bytes:
        """The bytes of the answer; a pickle has them without credentials."""
        return self._kept.raw


class PaginationError(InstagramError):
    """Walking on is refused: the pages go in a circle, end here, or lead to another host.

    Attributes:
        operation: Id of the operation.
    """

    __module__ = PUBLIC

    def __init__(self, message: str, *, operation: str = "") -> None:
        super().__init__(message)
        self.operation = operation


class APIError(InstagramError):
    """The API answered with an error.

    Attributes:
        status: HTTP status; 0 when the error was known before anything was sent, or read from an archive.
        code: The code in the body; the status when there is none.
        error_type: The API's name of the error, or ``None`` when it gave none.
        error_message: The API's own words, or ``None`` when it gave none.
        operation: Id of the operation.
        response: The whole answer; ``None`` when nothing was sent.
        help: What one can do about it, or an empty string.
    """

    __module__ = PUBLIC
    advice: ClassVar[str] = ""

    def __init__(
        self,
        *,
        status: int = 0,
        code: int | None = None,
        error_type: str | None = None,
        error_message: str | None = None,
        operation: str = "",
        response: Response[Any] | None = None,
    ) -> None:
        self.status = status
        self.code: int = status if code is None else code
        self.error_type = error_type
        self.error_message = error_message
        self.operation = operation
        self.response = response
        self.settle()
        self.help: str = self.suggest()
        super().__init__(self._describe())

    def settle(self) -> None:
        """Derive what a subclass adds; called before ``help`` and the message are made."""

    def suggest(self) -> str:
        """A sentence of help."""
        return self.advice

    def _describe(self) -> str:
        what = ": ".join(part for part in (self.error_type, self.error_message) if part) or "no further explanation"
        where = f"{self.operation}: " if self.operation else ""
        numbers = f"HTTP {self.status}" if self.code == self.status else f"HTTP {self.status}, code {self.code}"
        return f"{where}{numbers if self.status else 'refused'}: {what}" + (f" ({self.help})" if self.help else "")


def _revive(cls: type[InstagramError], state: dict[str, Any]) -> InstagramError:
    error = cls.__new__(cls, state.get("message", ""))
    error.args = (state.get("message", ""),)
    error.__dict__.update(state)
    return error
