"""The two errors of python-instagram; both are errors of this package too."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from instagram_v1.errors import APIError, DecodeError, UsageError

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["InstagramAPIError", "InstagramClientError", "translated"]


class InstagramAPIError(APIError):
    """The API answered with an error; the finer one of this package is its ``__cause__``."""

    @property
    def status_code(self) -> int:
        """The code in the body, or the HTTP status."""
        return self.code

    def __str__(self) -> str:
        return f"({self.code}) {self.error_type}-{self.error_message}"


class InstagramClientError(UsageError):
    """The call cannot work, or the answer cannot be read.

    Attributes:
        error_message: What is wrong.
        status_code: HTTP status of an answer that could not be read, else ``None``.
    """

    def __init__(self, error_message: str, status_code: int | None = None) -> None:
        super().__init__(error_message)
        self.error_message = error_message
        self.status_code = status_code

    def __str__(self) -> str:
        return f"({self.status_code}) {self.error_message}" if self.status_code else self.error_message


@contextmanager
def translated() -> Generator[None]:
    """Raise the errors of python-instagram in place of those of the client."""
    try:
        yield
    except APIError as error:
        raise InstagramAPIError(
            status=error.status,
            code=error.code,
            error_type=error.error_type,
            error_message=error.error_message,
            operation=error.operation,
            response=error.response,
        ) from error
    except DecodeError as error:
        raise InstagramClientError(error.message, error.status or None) from error
    except UsageError as error:
        raise InstagramClientError(error.message) from error
