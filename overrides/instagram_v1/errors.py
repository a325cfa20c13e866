"""Everything this package raises.

    InstagramError
    ├── UsageError                      the call cannot work; nothing was sent
    │   ├── MissingCredentialsError
    │   ├── ParameterRuleError
    │   └── ClientClosedError
    ├── TransportError                  no usable answer arrived
    │   └── TransportTimeoutError
    ├── DecodeError                     the answer is not what the operation answers with
    ├── PaginationError                 a circle, the end, or another host
    ├── NotificationError               a notification of a subscription that is not to be trusted
    └── APIError                        the API answered with an error
        ├── OAuthError
        │   ├── AuthorizationDeniedError    the user said no
        │   ├── AccessTokenError        missing, invalid or expired token
        │   ├── ScopeError              the token was not granted the scope
        │   │   └── MissingScopeError   known before sending (a UsageError too)
        │   └── ForbiddenError          signature, sandbox, implicit flow switched off
        ├── NotFoundError
        ├── NotAllowedError             private, age-gated, or not open to this application
        │   └── RetiredError
        ├── InvalidParametersError
        ├── SubscriptionError           the callback did not answer as it must
        ├── RateLimitError
        │   └── BudgetError         known before sending, by the client's Budget (a UsageError too)
        └── ServerError

Every ``APIError`` has ``status``, ``code``, ``error_type``, ``error_message``, ``operation``, ``response``, ``help``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from instagram_v1.runtime.errors import (
    APIError,
    ClientClosedError,
    DecodeError,
    InstagramError,
    MissingCredentialsError,
    PaginationError,
    ParameterRuleError,
    TransportError,
    TransportTimeoutError,
    UsageError,
)
from instagram_v1.runtime.limits import number, retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instagram_v1.runtime.dialect import Problem

__all__ = [
    "APIError",
    "AccessTokenError",
    "AuthorizationDeniedError",
    "BudgetError",
    "ClientClosedError",
    "DecodeError",
    "ForbiddenError",
    "InstagramError",
    "InvalidParametersError",
    "MissingCredentialsError",
    "MissingScopeError",
    "NotAllowedError",
    "NotFoundError",
    "NotificationError",
    "OAuthError",
    "PaginationError",
    "ParameterRuleError",
    "RateLimitError",
    "RetiredError",
    "ScopeError",
    "ServerError",
    "SubscriptionError",
    "TransportError",
    "TransportTimeoutError",
    "UsageError",
    "classify",
]


class NotificationError(InstagramError):
    """A challenge or notification of a subscription is not to be trusted; nothing of it was used.

    Attributes:
        reason: ``forged``, ``stale`` or ``malformed``.
    """

    def __init__(self, message: str, *, reason: str) -> None:
        super().__init__(message)
        self.reason = reason


class OAuthError(APIError):
    """The API did not accept who is asking."""


class AuthorizationDeniedError(OAuthError):
    """The user did not allow the application to sign in."""

    advice = "Ask the user again only when they start it themselves."


class AccessTokenError(OAuthError):
    """The access token is missing, invalid or expired."""

    advice = "Sign in again to get a new access token."


class ScopeError(OAuthError):
    """The access token was not granted the scope that the operation needs.

    Attributes:
        scope: The scope, or ``None`` when the API did not name it.
    """

    scope: str | None

    def settle(self) -> None:
        """Read the scope from the API's words."""
        found = re.search(r"\bscope=([a-z_]+)", self.error_message or "")
        self.scope = found[1] if found else None

    def suggest(self) -> str:
        """Say which scope is missing."""
        if self.scope is None:
            return "The application was not approved for this; it may need another scope."
        return f"Sign in again and ask for scope={self.scope}."


class MissingScopeError(ScopeError, UsageError):
    """The access token is known to lack the scope, so nothing was sent."""


class ForbiddenError(OAuthError):
    """The request was refused at the door: signature, sandbox, or a flow that is switched off."""

    def suggest(self) -> str:
        """Tell what the application's settings ask for."""
        message = self.error_message or ""
        if "sig" in message:
            return "The application enforces signed requests: set client_secret and sign_requests=True."
        if "sandbox" in message:
            return "The application is in the sandbox: invite this user in its settings."
        if "mplicit" in message:
            return "Use the code flow, or enable the implicit one in the application's settings."
        return ""


class NotFoundError(APIError):
    """There is no such user, media, tag, place or address."""


class NotAllowedError(APIError):
    """The thing exists, but not for this token or application."""

    advice = "It is private, restricted by age, or not open to this application."


class RetiredError(NotAllowedError):
    """The endpoint was switched off for everybody."""

    advice = "The live API is gone; the emulator of this package answers in its place."


class InvalidParametersError(APIError):
    """The API refused a parameter or a comment's text."""

    def suggest(self) -> str:
        """Name the rule that a comment broke."""
        return _COMMENT_RULES.get(self.error_type or "", "")


class SubscriptionError(APIError):
    """A subscription could not be made or changed."""

    advice = "The callback must be reachable, and answer the challenge with its exact text."


class RateLimitError(APIError):
    """The hourly budget of requests is used up.

    Attributes:
        retry_after: Seconds to wait that the API named, or ``None``.
        limit: Requests allowed in an hour, or ``None`` when unknown.
        remaining: Requests left; 0 unless the API says otherwise.
    """

    retry_after: float | None
    limit: int | None
    remaining: int

    def settle(self) -> None:
        """Read the numbers from headers and words."""
        import time

        headers: Mapping[str, str] = self.response.headers if self.response is not None else {}
        words = re.search(r"(?:of the|set at) (\d+)", self.error_message or "")
        # The limit in the words is the one that was hit; the header speaks of the general one.
        self.limit = int(words[1]) if words else number(headers.get("x-ratelimit-limit"))
        self.remaining = number(headers.get("x-ratelimit-remaining")) or 0
        self.retry_after = retry_after(headers, time.time())

    def suggest(self) -> str:
        """Say how long to wait."""
        if self.retry_after is None:
            return "The budget is counted over a sliding hour: wait some minutes, and ask for more items at once."
        return f"Wait {self.retry_after:.0f} seconds."


class BudgetError(RateLimitError, UsageError):
    """The client's own budget for the hour is used up, so nothing was sent."""

    limit: int | None
    remaining: int
    retry_after: float | None

    def __init__(self, message: str, *, operation: str, limit: int | None, retry_after: float) -> None:
        self.limit = limit
        self.remaining = 0
        self.retry_after = retry_after
        super().__init__(error_message=message, operation=operation)

    def settle(self) -> None:
        """Nothing to read: there is no answer."""


class ServerError(APIError):
    """The server failed, or something between here and there did."""

    advice = "Nothing is wrong with the request; try again later."


_COMMENT_RULES = {
    "APICommentTooLongError": "A comment has at most 300 characters.",
    "APICommentTooManyTagsError": "A comment has at most 4 hashtags.",
    "APICommentTooManyURLsError": "A comment has at most one address.",
    "APICommentAllCapsError": "A comment is not all in capitals.",
}

_BY_TYPE: dict[str, type[APIError]] = {
    "OAuthException": OAuthError,
    "OAuthClientException": OAuthError,
    "OAuthAccessTokenException": AccessTokenError,
    "OAuthParameterException": AccessTokenError,
    "OAuthPermissionsException": ScopeError,
    "OAuthForbiddenException": ForbiddenError,
    "OAuthRateLimitException": RateLimitError,
    "APINotFoundError": NotFoundError,
    "APINotAllowedError": NotAllowedError,
    "APIAgeGatedError": NotAllowedError,
    "APIInvalidParametersError": InvalidParametersError,
    "APISubscriptionError": SubscriptionError,
    "no authenticated user": AccessTokenError,
    **dict.fromkeys(_COMMENT_RULES, InvalidParametersError),
}

_BY_STATUS: dict[int, type[APIError]] = {
    401: OAuthError,
    403: ForbiddenError,
    404: NotFoundError,
    410: NotFoundError,
    420: RateLimitError,
    429: RateLimitError,
}


def classify(problem: Problem) -> type[APIError]:
    """The class for an error of the API: by its type, else by the code in the body, else by the HTTP status."""
    kind, words = problem.error_type or "", problem.message or ""
    if "has been retired" in words:
        return RetiredError
    if kind == "APIError" and "not permitted" in words:
        return NotAllowedError
    if kind in _BY_TYPE:
        return _BY_TYPE[kind]
    if kind.startswith("APIComment"):
        return InvalidParametersError
    for number_ in (problem.code, problem.status):
        if number_ is not None and number_ in _BY_STATUS:
            return _BY_STATUS[number_]
    return ServerError if max(problem.code or 0, problem.status) >= 500 else APIError
