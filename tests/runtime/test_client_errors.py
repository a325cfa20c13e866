"""Whatever comes back, or does not: one tree of errors, and nothing beside it."""

from __future__ import annotations

import copy
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from instagram_v1 import decode, errors
from tests.support.wire import SECRET, TOKEN, Answer, Colour, Wire, ok, query, refusal

SCOPE = (
    "This request requires scope=likes, but this access token is not authorized with this scope. The user must "
    "re-authorize your application with scope=likes to be granted write permissions."
)
WRITES = "The maximum has been exceeded. You have made 91 requests of the 60 allowed in the last hour."
TOTAL = "You have performed a total of 5007 requests. Our general maximum limit is set at 5000 requests per hour."
UNSIGNED = "Invalid signed-request: Missing required parameter 'sig'"

# status, bare, code, error_type, error_message, class
CATALOGUE: list[tuple[int, bool | None, int, str | None, str, type[errors.APIError]]] = [
    (400, False, 400, "OAuthAccessTokenException", "The access_token provided is invalid.", errors.AccessTokenError),
    (400, False, 400, "OAuthParameterException", "The access_token provided is invalid.", errors.AccessTokenError),
    (400, False, 400, "OAuthParameterException", "Missing access_token URL parameter.", errors.AccessTokenError),
    (400, False, 400, "OAuthPermissionsException", SCOPE, errors.ScopeError),
    (400, False, 400, "OAuthPermissionsException", "This client has not been approved for this.", errors.ScopeError),
    (400, False, 400, "APIError", "This client ID is not permitted to POST likes.", errors.NotAllowedError),
    (400, False, 400, "APINotAllowedError", "you cannot view this resource", errors.NotAllowedError),
    (400, False, 400, "APINotAllowedError", "This endpoint has been retired", errors.RetiredError),
    (400, False, 400, "APIAgeGatedError", "you cannot view this resource", errors.NotAllowedError),
    (400, False, 400, "APINotFoundError", "this user does not exist", errors.NotFoundError),
    (400, False, 400, "APIInvalidParametersError", "Count must be larger than zero.", errors.InvalidParametersError),
    (400, False, 400, "no authenticated user", "'self' requires an authenticated user", errors.AccessTokenError),
    (400, False, 400, "OAuthClientException", "Missing client_secret URL parameter.", errors.OAuthError),
    (400, False, 400, "APISubscriptionError", "Unable to reach callback URL", errors.SubscriptionError),
    (429, False, 429, "OAuthRateLimitException", WRITES, errors.RateLimitError),
    (429, True, 429, "OAuthRateLimitException", TOTAL, errors.RateLimitError),
    (400, True, 420, "OAuthRateLimitException", TOTAL, errors.RateLimitError),
    (403, True, 403, "OAuthForbiddenException", UNSIGNED, errors.ForbiddenError),
    (403, True, 403, "OAuthForbiddenException", "You are not a sandbox user of this client", errors.ForbiddenError),
    (403, True, 403, "OAuthForbiddenException", "Implicit authentication is disabled", errors.ForbiddenError),
    (400, True, 400, "OAuthException", "No matching code found.", errors.OAuthError),
    (400, False, 400, "APICommentTooLongError", "too long", errors.InvalidParametersError),
    (400, False, 400, "APICommentOfAnotherKindError", "no idea", errors.InvalidParametersError),
    (400, False, 400, "SomethingNewError", "no idea", errors.APIError),
    (500, False, 500, "SomethingNewError", "no idea", errors.ServerError),
    (200, False, 400, "APINotFoundError", "invalid media id", errors.NotFoundError),
    (200, True, 400, "APINotFoundError", "invalid media id", errors.NotFoundError),
    (503, None, 503, None, "", errors.ServerError),
    (500, None, 500, None, "Oops, an error occurred.", errors.ServerError),
    (502, None, 502, None, "<html><body>Bad Gateway</body></html>", errors.ServerError),
    (572, None, 572, None, "", errors.ServerError),
    (404, None, 404, None, "<html>Page not found</html>", errors.NotFoundError),
    (420, None, 420, None, "Enhance your calm", errors.RateLimitError),
    (429, None, 429, None, "", errors.RateLimitError),
    (401, None, 401, None, "", errors.OAuthError),
    (302, None, 302, None, "", errors.APIError),
    (999, None, 999, None, "", errors.ServerError),
    (400, None, 400, None, '{"meta": {"code": 40', errors.APIError),
    (400, None, 400, None, "[]", errors.APIError),
    (400, None, 400, None, '{"unrelated": 1}', errors.APIError),
]  # fmt: skip


def as_answer(status: int, bare: bool | None, code: int, kind: str | None, message: str) -> Answer:
    """The answer of one row: either shape, or bytes without shape."""
    if bare is None:
        return Answer(status=status, content=message.encode())
    return refusal(status, str(kind), message, bare=bare, code=code)


@pytest.mark.parametrize(("status", "bare", "code", "kind", "message", "wanted"), CATALOGUE)
def test_the_catalogue(
    colour: Colour, status: int, bare: bool | None, code: int, kind: str | None, message: str, wanted: Any
) -> None:
    """Each known error becomes its class, with everything the API said."""
    wire = Wire(as_answer(status, bare, code, kind, message))
    with pytest.raises(errors.APIError) as caught:
        colour.do(lambda: colour.client(wire).likes.list("1_2"))
    error = caught.value
    assert type(error) is wanted
    assert (error.status, error.code, error.error_type, error.operation) == (status, code, kind, "likes_list")
    assert error.error_message == (None if bare is None else message)
    assert error.response is not None
    assert error.response.status == status
    assert error.response.content == wire._replies[0].content  # type: ignore[union-attr]
    assert "likes_list" in str(error)


SHARED = Path(__file__).parents[3] / "shared" / "reference" / "errors.json"
BY_TYPE = {
    "OAuthAccessTokenException": errors.AccessTokenError,
    "OAuthParameterException": errors.AccessTokenError,
    "OAuthPermissionsException": errors.ScopeError,
    "APIError": errors.NotAllowedError,
    "APINotAllowedError": errors.NotAllowedError,
    "APIAgeGatedError": errors.NotAllowedError,
    "APINotFoundError": errors.NotFoundError,
    "APIInvalidParametersError": errors.InvalidParametersError,
    "no authenticated user": errors.AccessTokenError,
    "OAuthClientException": errors.OAuthError,
    "APISubscriptionError": errors.SubscriptionError,
    "OAuthRateLimitException": errors.RateLimitError,
    "OAuthForbiddenException": errors.ForbiddenError,
    "OAuthException": errors.OAuthError,
    "APICommentTooLongError": errors.InvalidParametersError,
    "APICommentTooManyTagsError": errors.InvalidParametersError,
    "APICommentAllCapsError": errors.InvalidParametersError,
    "APICommentTooManyURLsError": errors.InvalidParametersError,
}
BY_STATUS = {503: errors.ServerError, 404: errors.NotFoundError, 500: errors.ServerError}


@pytest.mark.skipif(not SHARED.exists(), reason="the collection of known errors lies beside the repository")
def test_every_known_error(colour: Colour) -> None:
    """The whole collection of recorded errors maps to classes."""
    for row in json.loads(SHARED.read_text()):
        bare = {"meta": False, "bare": True, None: None}[row["envelope"]]
        wire = Wire(as_answer(row["http_status"], bare, row["code"], row["error_type"], row["error_message"]))
        with pytest.raises(errors.APIError) as caught:
            colour.do(lambda wire=wire: colour.client(wire).users.get("3"))  # type: ignore[misc]
        wanted = BY_TYPE[row["error_type"]] if row["error_type"] else BY_STATUS[row["http_status"]]
        assert isinstance(caught.value, wanted), row
        assert caught.value.code == row["code"]


@pytest.mark.parametrize(("answer", "words"), [
    (refusal(400, "OAuthPermissionsException", SCOPE), "scope=likes"),
    (refusal(400, "OAuthAccessTokenException", "no"), "Sign in again"),
    (refusal(400, "APINotAllowedError", "This endpoint has been retired"), "emulator"),
    (refusal(403, "OAuthForbiddenException", "Missing required parameter 'sig'", bare=True), "sign_requests=True"),
    (refusal(429, "OAuthRateLimitException", WRITES), "sliding hour"),
    (Answer(status=429, headers={"Retry-After": "17"}), "Wait 17 seconds"),
    (refusal(400, "APICommentTooLongError", "?"), "300 characters"),
])  # fmt: skip
def test_help_says_what_to_do(colour: Colour, answer: Answer, words: str) -> None:
    """Where one can act, the error says how, in its help and in its text."""
    with pytest.raises(errors.APIError) as caught:
        colour.do(lambda: colour.client(Wire(answer)).users.get("3"))
    assert words in caught.value.help
    assert words in str(caught.value)


def test_numbers_of_a_rate_limit(colour: Colour) -> None:
    """Limit, remaining and wait come from words and headers."""
    answer = refusal(429, "OAuthRateLimitException", WRITES)
    answer = Answer(status=429, headers={"RETRY-AFTER": "2.5", "X-Ratelimit-Remaining": "12"}, content=answer.content)
    with pytest.raises(errors.RateLimitError) as caught:
        colour.do(lambda: colour.client(Wire(answer)).users.get("3"))
    assert (caught.value.limit, caught.value.remaining, caught.value.retry_after) == (60, 12, 2.5)
    with pytest.raises(errors.RateLimitError) as caught:
        colour.do(lambda: colour.client(Wire(Answer(status=429))).users.get("3"))
    assert (caught.value.limit, caught.value.remaining, caught.value.retry_after) == (None, 0, None)


def test_the_missing_scope_is_named() -> None:
    """The scope is read from the API's words, where they have it."""
    body = json.dumps({"meta": {"code": 400, "error_type": "OAuthPermissionsException", "error_message": SCOPE}})
    with pytest.raises(errors.ScopeError) as caught:
        decode("likes_create", body)
    assert caught.value.scope == "likes"


@pytest.mark.parametrize(("content", "path", "words"), [
    (b"", "$", "empty"),
    (b"  ", "$", "empty"),
    (b"<html>hello</html>", "$", "HTML"),
    (b'{"meta": {"code": 200}, "data": {"id": "1', "$", "cut short"),
    (b"\xff\xfe\x00", "$", "no JSON"),
    (b'{"meta": {"code": 200}}', "$", "data"),
    (b"{}", "$", "neither"),
    (b"[]", "$", "neither"),
    (b"null", "$", "neither"),
    (b'"text"', "$", "neither"),
    (b'{"meta": {"code": 200}, "data": 7}', "$.data", "object"),
    (b'{"meta": {"code": 200}, "data": {"id": {}}}', "$.data.id", "str"),
    (b"[" * 100_000, "$", "no JSON"),
])  # fmt: skip
def test_an_unusable_answer(colour: Colour, content: bytes, path: str, words: str) -> None:
    """A successful status around something else is a decode error with path, operation and bytes."""
    for source in (
        lambda: colour.client(Wire(Answer(status=200, content=content))).users.get("3"),
        lambda: decode("users_get", content),
    ):
        with pytest.raises(errors.DecodeError, match=words) as caught:
            colour.do(source)
        assert (caught.value.operation, caught.value.path, caught.value.content) == ("users_get", path, content)
        assert caught.value.__cause__ is caught.value.__context__ is None


@pytest.mark.parametrize(("fault", "wanted"), [
    (errors.TransportError("ConnectError: refused", sent=False), errors.TransportError),
    (errors.TransportTimeoutError("ReadTimeout"), errors.TransportTimeoutError),
])  # fmt: skip
def test_no_answer(colour: Colour, fault: errors.TransportError, wanted: Any) -> None:
    """A fault of the line names the operation and keeps its kind."""
    with pytest.raises(errors.TransportError, match=r"users_get: no answer from https://api.test/v1") as caught:
        colour.do(lambda: colour.client(Wire(fault)).users.get("3"))
    assert type(caught.value) is wanted
    assert (caught.value.operation, caught.value.sent) == ("users_get", fault.sent)


@pytest.mark.parametrize("fault", [ConnectionResetError("reset"), TimeoutError("slow"), OSError("no route")])
def test_a_port_that_raises_plainly(colour: Colour, fault: OSError) -> None:
    """A transport of one's own may raise what the system raises."""

    def reply(request: object) -> Answer:
        raise fault

    wanted = errors.TransportTimeoutError if isinstance(fault, TimeoutError) else errors.TransportError
    with pytest.raises(wanted, match=type(fault).__name__):
        colour.do(lambda: colour.client(Wire(reply)).users.get("3"))


def test_errors_travel() -> None:
    """Every error is the same after pickling and copying."""
    made: list[errors.InstagramError] = [
        errors.DecodeError("no", operation="users_get", path="$.data", content=b"x", status=200),
        errors.PaginationError("circle", operation="users_feed"),
        errors.ParameterRuleError("no", operation="users_get", parameter="count", rule="above zero"),
        errors.TransportTimeoutError("slow", operation="users_get", sent=False),
        errors.MissingScopeError(error_message="it needs scope=likes", operation="likes_create"),
        errors.UsageError("no"),
    ]
    for status, bare, code, kind, message, _ in CATALOGUE:
        ig = Colour("sync").client(Wire(as_answer(status, bare, code, kind, message)))
        with pytest.raises(errors.APIError) as caught:
            ig.users.get("3")
        made.append(caught.value)
    for error in made:
        for again in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
            assert type(again) is type(error)
            assert (str(again), again.args) == (str(error), error.args)
            assert {k: str(v) for k, v in vars(again).items()} == {k: str(v) for k, v in vars(error).items()}


def test_the_drawn_tree_is_the_tree() -> None:
    """The drawing at the top of the module shows every class under its parent."""
    parents: dict[str, str] = {}
    above: list[tuple[int, str]] = []
    for line in (errors.__doc__ or "").splitlines():
        words = line.replace("│", " ").replace("├──", "   ").replace("└──", "   ")
        name = words.split()[0] if words.split() else ""
        depth = len(words) - len(words.lstrip())
        if not name.endswith("Error") or depth < 4:
            continue
        above = [(d, n) for d, n in above if d < depth]
        parents[name] = above[-1][1] if above else "Exception"
        above.append((depth, name))
    real = {
        name: made.__mro__[1].__name__
        for name, made in vars(errors).items()
        if isinstance(made, type) and issubclass(made, Exception)
    }
    assert parents == real


def test_a_missing_scope_is_told_before_sending(colour: Colour) -> None:
    """A token known to lack a scope sends nothing; the error is a ScopeError and names the scope."""
    wire = Wire(ok(None))
    ig = colour.client(wire, scopes=["basic"])
    with pytest.raises(errors.MissingScopeError) as caught:
        colour.do(lambda: ig.likes.create("1_2"))
    assert isinstance(caught.value, errors.ScopeError)
    assert isinstance(caught.value, errors.UsageError)
    assert (caught.value.scope, caught.value.status, caught.value.response) == ("likes", 0, None)
    assert not wire.requests
    colour.do(lambda: ig.with_options(scopes="basic+likes").likes.create("1_2"))
    colour.do(lambda: ig.with_options(scopes=None).likes.create("1_2"))
    assert len(wire.requests) == 2


def test_credentials_are_chosen_by_the_operation(colour: Colour) -> None:
    """The first set that the client has is sent, and only that."""
    wire = Wire(ok([]))
    both = colour.client(wire, client_id="an-id", client_secret=SECRET)
    colour.do(lambda: both.tags.search("snow"))
    colour.do(lambda: colour.client(wire, token=None, client_id="an-id").tags.search("snow"))
    colour.do(lambda: both.subscriptions.list())
    assert [sorted(query(r).keys() - {"q"}) for r in wire.requests] == [
        ["access_token"],
        ["client_id"],
        ["client_id", "client_secret"],
    ]
    with pytest.raises(errors.MissingCredentialsError, match="access_token"):
        colour.do(lambda: colour.client(wire, token=None, client_id="an-id").likes.create("1_2"))
    with pytest.raises(errors.MissingCredentialsError, match="client_id and client_secret"):
        colour.do(lambda: colour.client(wire, client_id="an-id").subscriptions.list())


def test_a_token_source_is_asked_each_time(colour: Colour) -> None:
    """A function hands out the token of the moment."""
    tokens = iter([TOKEN, "another-token"])
    wire = Wire(ok([]))
    ig = colour.client(wire, token=lambda: next(tokens))
    for _ in range(2):
        colour.do(lambda: ig.tags.search("snow"))
    assert [query(request)["access_token"] for request in wire.requests] == [TOKEN, "another-token"]


@pytest.mark.parametrize("bad", ["", "   ", None, 7])
def test_a_token_source_that_has_none(colour: Colour, bad: Any) -> None:
    """An empty token is told before sending."""
    wire = Wire(ok([]))
    with pytest.raises(errors.MissingCredentialsError, match="access_token"):
        colour.do(lambda: colour.client(wire, token=lambda: bad).tags.search("snow"))
    assert not wire.requests


def test_async_token_sources() -> None:
    """``AsyncClient`` awaits its source; ``Client`` says that it cannot."""

    async def source() -> str:
        return TOKEN

    wire, colour = Wire(ok([])), Colour("async")
    ig = colour.client(wire, token=source)
    colour.do(lambda: ig.tags.search("snow"))
    colour.close()
    assert query(wire.requests[0])["access_token"] == TOKEN
    with pytest.raises(errors.UsageError, match="AsyncClient"):
        Colour("sync").client(wire, token=source).tags.search("snow")
