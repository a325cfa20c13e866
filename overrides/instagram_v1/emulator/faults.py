"""The errors that the API answers with, each once, with its exact text.

Where no recording shows a text or a type, the entry says ``certain=False``: it is our guess, and a client must not
depend on it.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias

from attrs import evolve, frozen

Shape: TypeAlias = Literal["meta", "bare", "html"]


@frozen
class Fault:
    """One error answer.

    Attributes:
        error_type: The API's name for the kind of error; empty for HTML pages.
        text: The message, in which ``{name}`` stands for a value that is filled in.
        status: HTTP status, and the code in the body.
        shape: ``meta`` (inside the envelope), ``bare`` (without it) or ``html``.
        certain: Whether type and text are known from recordings or documentation.
    """

    error_type: str
    text: str
    status: int = 400
    shape: Shape = "meta"
    certain: bool = True

    def __call__(self, **values: object) -> ApiFault:
        """Make the exception that carries this error, with the values filled in."""
        return ApiFault(evolve(self, text=self.text.format(**values)) if values else self)


class ApiFault(Exception):  # noqa: N818 - an answer of the API, not a failure of the emulator
    """Raised by a check or a handler to answer with an error."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.text)
        self.fault = fault


def _guess(error_type: str, text: str) -> Fault:
    return Fault(error_type, text, certain=False)


def _bare(error_type: str, text: str, status: int = 400, certain: bool = True) -> Fault:
    return Fault(error_type, text, status, "bare", certain)


# Credentials
INVALID_TOKEN: Final = Fault("OAuthAccessTokenException", "The access_token provided is invalid.")
MISSING_TOKEN: Final = Fault("OAuthParameterException", "Missing access_token URL parameter.")
MISSING_CREDENTIALS: Final = _guess("OAuthParameterException", "Missing client_id or access_token URL parameter.")
INVALID_CLIENT: Final = _guess(
    "OAuthParameterException", "The client_id provided is invalid and does not match a valid application."
)
INVALID_TOKEN_2013: Final = Fault("OAuthParameterException", "The access_token provided is invalid.")
SELF_NEEDS_USER: Final = Fault("no authenticated user", "'self' keyword requires an authenticated user")
MISSING_SECRET: Final = Fault("OAuthClientException", "Missing client_secret URL parameter.")
BAD_CLIENT_PAIR: Final = Fault("APISubscriptionError", 'Invalid "client_id" and/or "client_secret."')
MISSING_SCOPE: Final = Fault(
    "OAuthPermissionsException",
    "This request requires scope={scope}, but this access token is not authorized with this scope. The user must "
    "re-authorize your application with scope={scope} to be granted {granted} permissions.",
)
CLIENT_NOT_APPROVED: Final = Fault(
    "OAuthPermissionsException", "This client has not been approved to access this resource."
)
WRITES_NOT_PERMITTED: Final = Fault(
    "APIError",
    "This client ID is not permitted to POST {things}. For more info, please refer to our developer site at "
    "http://instagram.com/developer/endpoints/{things}.",
)
NOT_APPROVED: Final = Fault(
    "OAuthAccessTokenException", "The access_token provided does not match an approved application"
)
SIGNATURE_MISSING: Final = _bare(
    "OAuthForbiddenException", "Invalid signed-request: Missing required parameter 'sig'", 403
)
SIGNATURE_WRONG: Final = _bare("OAuthForbiddenException", "Invalid signed-request: Signature does not match", 403)
HEADER_MISSING: Final = _bare(
    "OAuthForbiddenException", "Invalid header: X-Insta-Forwarded-For is required for this operation", 403
)
HEADER_WRONG: Final = _bare(
    "OAuthForbiddenException", "Invalid header: X-Insta-Forwarded-For signature does not match", 403, certain=False
)

# Limits
TOO_MANY_REQUESTS: Final = _bare(
    "OAuthRateLimitException",
    "You have exceeded the maximum number of requests per hour. You have performed a total of {made} requests in the "
    "last hour. Our general maximum limit is set at {limit} requests per hour.",
    429,
)
TOO_MANY_WRITES: Final = Fault(
    "OAuthRateLimitException",
    "The maximum number of requests per hour has been exceeded. You have made {made} requests of the {limit} allowed "
    "in the last hour.",
    429,
)

# Existence and privacy
NO_SUCH_USER: Final = Fault("APINotFoundError", "this user does not exist")
NO_SUCH_MEDIA: Final = Fault("APINotFoundError", "invalid media id")
NO_SUCH_SHORTCODE: Final = _guess("APINotFoundError", "invalid shortcode")
NO_SUCH_COMMENT: Final = _guess("APINotFoundError", "invalid comment id")
NO_SUCH_PLACE: Final = _guess("APINotFoundError", "invalid location id")
NO_SUCH_GEOGRAPHY: Final = _guess("APINotFoundError", "invalid geography id")
NO_SUCH_SUBSCRIPTION: Final = _guess("APISubscriptionError", "invalid subscription id")
NOT_VIEWABLE: Final = Fault("APINotAllowedError", "you cannot view this resource")
AGE_GATED: Final = Fault("APIAgeGatedError", "you cannot view this resource")
COMMENT_NOT_YOURS: Final = _guess("APINotAllowedError", "you cannot delete this comment")
RETIRED: Final = Fault("APINotAllowedError", "This endpoint has been retired")
UNKNOWN_ROUTE: Final = Fault("", "Page Not Found", 404, "html")
UNKNOWN_METHOD: Final = Fault("", "Method Not Allowed", 405, "html", certain=False)
TOO_LARGE: Final = Fault("", "Request Entity Too Large", 413, "html", certain=False)
BROKEN: Final = Fault("", "Oops, an error occurred.", 500, "html")

# Parameters
COUNT_TOO_SMALL: Final = Fault("APIInvalidParametersError", "Count must be larger than zero.")
BAD_PARAMETER: Final = _guess("APIInvalidParametersError", "invalid {name}")
MISSING_PARAMETER: Final = _guess("APIInvalidParametersError", "missing {name}")
BAD_ACTION: Final = _guess("APIInvalidParametersError", "invalid action")
COMMENT_TOO_LONG: Final = _guess("APICommentTooLongError", "comment is longer than 300 characters")
COMMENT_TOO_MANY_TAGS: Final = _guess("APICommentTooManyTagsError", "comment has more than 4 hashtags")
COMMENT_TOO_MANY_URLS: Final = _guess("APICommentTooManyURLsError", "comment has more than 1 URL")
COMMENT_ALL_CAPS: Final = _guess("APICommentAllCapsError", "comment consists of capital letters only")
CALLBACK_UNREACHABLE: Final = Fault("APISubscriptionError", "Unable to reach callback URL")
CHALLENGE_FAILED_2015: Final = Fault("APISubscriptionError", "Invalid response")
CHALLENGE_FAILED_2017: Final = Fault("APISubscriptionError", "Challenge verification failed.")
BAD_SUBSCRIPTION: Final = _guess("APISubscriptionError", "invalid {name}")

# OAuth
OAUTH_PARAMETERS: Final = _bare(
    "OAuthException", "You must include a valid client_id, response_type, and redirect_uri parameters"
)
OAUTH_CLIENT: Final = _bare("OAuthException", "Invalid Client ID")
OAUTH_SECRET: Final = _bare("OAuthException", "Invalid Client Secret", certain=False)
OAUTH_REDIRECT: Final = _bare("OAuthException", "Redirect URI does not match registered redirect URI")
OAUTH_ORIGINAL_REDIRECT: Final = _bare(
    "OAuthException", "Redirect URI does not match original redirect URI", certain=False
)
OAUTH_SCOPE: Final = _bare("OAuthException", "Invalid scope field(s): {fields}")
OAUTH_IMPLICIT: Final = _bare("OAuthForbiddenException", "Implicit authentication is disabled", 403)
OAUTH_SANDBOX: Final = _bare("OAuthForbiddenException", "You are not a sandbox user of this client", 403)
OAUTH_GRANT: Final = _bare("OAuthException", "Invalid grant_type", certain=False)
OAUTH_CODE_2015: Final = _bare("OAuthException", "No matching code found.")
OAUTH_CODE_2017: Final = _bare("OAuthException", "Matching code was not found or was already used.")
OAUTH_RETIRED: Final = _bare("APINotAllowedError", "This endpoint has been retired", certain=False)
