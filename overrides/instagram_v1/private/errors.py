"""What the private API raises, in the one tree that all of this package has.

    InstagramError
    ├── UsageError, TransportError, DecodeError      as in instagram_v1.errors
    └── APIError                                     the API answered with ``failed``
        ├── SessionError
        │   ├── LoginFailedError                     wrong name or password
        │   └── LoginRequiredError                   no session, or one that is over
        │       └── NotLoggedInError                 known before sending (a MissingCredentialsError too)
        ├── UploadError                              the picture was not taken
        │   └── UploadTooLargeError
        ├── InvalidParametersError
        ├── NotFoundError
        ├── NotAllowedError                          private, or somebody else's
        │   └── RetiredError
        ├── RateLimitError
        └── ServerError

Nobody wrote down what this API's messages said, so errors are told apart by the HTTP status where it says enough, and
by the words that such messages have in common otherwise. ``error_message`` is always the API's own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from instagram_v1.errors import (
    APIError,
    ClientClosedError,
    DecodeError,
    InstagramError,
    InvalidParametersError,
    MissingCredentialsError,
    NotAllowedError,
    NotFoundError,
    ParameterRuleError,
    RateLimitError,
    RetiredError,
    ServerError,
    TransportError,
    TransportTimeoutError,
    UsageError,
)

if TYPE_CHECKING:
    from instagram_v1.runtime.dialect import Problem

__all__ = [
    "APIError",
    "ClientClosedError",
    "DecodeError",
    "InstagramError",
    "InvalidParametersError",
    "LoginFailedError",
    "LoginRequiredError",
    "MissingCredentialsError",
    "NotAllowedError",
    "NotFoundError",
    "NotLoggedInError",
    "ParameterRuleError",
    "RateLimitError",
    "RetiredError",
    "ServerError",
    "SessionError",
    "TransportError",
    "TransportTimeoutError",
    "UploadError",
    "UploadTooLargeError",
    "UsageError",
    "classify",
]


class SessionError(APIError):
    """The API did not accept who is asking."""


class LoginFailedError(SessionError):
    """The name or the password is not right."""

    advice = "Check both; nothing says which of them is wrong."


class LoginRequiredError(SessionError):
    """There is no session, or it is over."""

    advice = "Sign in with accounts.login, or restore a session that was stored."


class NotLoggedInError(LoginRequiredError, MissingCredentialsError):
    """The client has no session, so nothing was sent."""


class UploadError(APIError):
    """The picture was not taken; nothing of it was kept."""

    advice = "Send the whole bytes of a JPEG, under a device_timestamp that was not used before."


class UploadTooLargeError(UploadError):
    """The picture is larger than the API takes."""

    advice = "Send a smaller one: the largest size that is kept has 612 pixels on each side."


_BY_STATUS: Final[dict[int, type[APIError]]] = {
    401: LoginRequiredError,
    403: NotAllowedError,
    404: NotFoundError,
    409: UploadError,
    413: UploadTooLargeError,
    429: RateLimitError,
}

_BY_WORDS: Final[tuple[tuple[str, type[APIError]], ...]] = (
    (r"has been retired", RetiredError),
    (r"password|username you entered", LoginFailedError),
    (r"log[ _-]?in required|login_required|not logged in|session (is over|has expired)", LoginRequiredError),
    (r"wait a few minutes|too many requests", RateLimitError),
    (r"too large|larger than|more than \d+ pixels", UploadTooLargeError),
    (r"upload|\b(photo|picture|image|jpe?g)\b", UploadError),
    (r"not found|no such|not exist", NotFoundError),
    (r"not yours|not allowed|not authori[sz]ed|is private|permission", NotAllowedError),
    (r"is missing|not valid|invalid|required", InvalidParametersError),
)


def classify(problem: Problem) -> type[APIError]:
    """The class for a failure: by the words of its message, else by the HTTP status."""
    words = (problem.message or "").lower()
    for pattern, kind in _BY_WORDS:
        if re.search(pattern, words):
            return kind
    return _BY_STATUS.get(problem.status) or (ServerError if problem.status >= 500 else APIError)
