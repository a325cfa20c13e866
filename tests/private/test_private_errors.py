"""What goes wrong becomes an error of the one tree, with the API's own words."""

from __future__ import annotations

import json
import pickle
from typing import Any

import pytest

from instagram_v1 import errors as public
from instagram_v1.private import decode, errors
from instagram_v1.runtime.dialect import Problem
from tests.support.private import MEDIA, PrivateColour, failed, fine, said
from tests.support.wire import Answer, Request, Wire

CASES: list[tuple[str | None, int, type[errors.APIError]]] = [
    ("The username or the password is not right.", 401, errors.LoginFailedError),
    ("Incorrect password", 200, errors.LoginFailedError),
    ("The username you entered doesn't appear to belong to an account.", 400, errors.LoginFailedError),
    ("login_required", 400, errors.LoginRequiredError),
    ("login required: the session is over", 401, errors.LoginRequiredError),
    ("whatever", 401, errors.LoginRequiredError),
    ("There is no such media.", 404, errors.NotFoundError),
    ("Not found", 200, errors.NotFoundError),
    (None, 404, errors.NotFoundError),
    ("This media is not yours.", 403, errors.NotAllowedError),
    ("This user is private.", 200, errors.NotAllowedError),
    ("The photo is not a JPEG picture.", 400, errors.UploadError),
    ("The upload is broken: the body ends before its closing boundary.", 400, errors.UploadError),
    ("The upload is larger than 5 bytes.", 413, errors.UploadTooLargeError),
    ("Sorry", 413, errors.UploadTooLargeError),
    ("Please wait a few minutes before you try again.", 429, errors.RateLimitError),
    ("comment_text is missing", 400, errors.InvalidParametersError),
    ("This API has been retired", 410, errors.RetiredError),
    ("Something else", 400, errors.APIError),
    (None, 400, errors.APIError),
    (None, 503, errors.ServerError),
]


@pytest.mark.parametrize(("message", "http", "kind"), CASES)
def test_failures_have_classes(
    colour: PrivateColour, message: str | None, http: int, kind: type[errors.APIError]
) -> None:
    """The class comes of the words or the status; words, status and operation are kept."""
    ig = colour.client(Wire(failed(message, http)))
    with pytest.raises(errors.APIError) as caught:
        colour.do(lambda: ig.media.like(11))
    assert type(caught.value) is kind
    assert (caught.value.error_message, caught.value.status) == (message, http)
    assert (caught.value.operation, caught.value.error_type) == ("media_like", None)
    assert caught.value.response is not None
    assert isinstance(caught.value, public.InstagramError)


@pytest.mark.parametrize("word", ["failed", "fail", "error", ""])
def test_any_other_word_is_a_failure(colour: PrivateColour, word: str) -> None:
    """Only ``ok`` is."""
    ig = colour.client(Wire(said(status=word, message="no")))
    with pytest.raises(errors.APIError, match="media_like: HTTP 200: no"):
        colour.do(lambda: ig.media.like(11))


@pytest.mark.parametrize("content", [b"", b"<html>", b'{"status": "ok"', b"[1]"])
def test_what_is_no_answer(colour: PrivateColour, content: bytes) -> None:
    """With a good status it cannot be decoded; with a bad one it is an error without words."""
    ig = colour.client(Wire(Answer(status=200, content=content)))
    with pytest.raises(errors.DecodeError):
        colour.do(lambda: ig.media.like(11))
    ig = colour.client(Wire(Answer(status=502, content=content)))
    with pytest.raises(errors.ServerError, match="no further explanation"):
        colour.do(lambda: ig.media.like(11))


def test_missing_status_is_fine_only_with_data(colour: PrivateColour) -> None:
    """A comment comes without one; an answer that is nothing but its status cannot."""
    ig = colour.client(Wire(said()))
    for call in (lambda: ig.media.like(11), lambda: ig.media.comment(11, "a"), lambda: ig.users.info(3)):
        with pytest.raises(errors.DecodeError):
            colour.do(call)


def test_envelope_of_the_public_api_is_no_answer(colour: PrivateColour) -> None:
    """Neither its data nor its errors are read."""
    ig = colour.client(Wire(said(meta={"code": 200}, data=[MEDIA])))
    with pytest.raises(errors.DecodeError):
        colour.do(lambda: ig.feed.timeline())
    ig = colour.client(Wire(said(404, meta={"code": 400, "error_type": "APINotFoundError", "error_message": "x"})))
    with pytest.raises(errors.NotFoundError) as caught:
        colour.do(lambda: ig.feed.timeline())
    assert (caught.value.error_type, caught.value.error_message, caught.value.code) == (None, None, 404)


@pytest.mark.parametrize("kind", sorted({case[2] for case in CASES}, key=str))
def test_errors_travel(kind: type[errors.APIError]) -> None:
    """They survive pickling, help included."""
    error = kind(status=400, error_message="no", operation="media_like")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert (str(copy), copy.help) == (str(error), error.help)


def test_classes_are_those_of_one_tree() -> None:
    """What both APIs have in common is the same class, so that one ``except`` catches both."""
    for name in errors.__all__:
        kind = getattr(errors, name)
        if isinstance(kind, type):
            assert issubclass(kind, public.InstagramError)
            assert getattr(public, name, kind) is kind
    assert issubclass(errors.NotLoggedInError, public.MissingCredentialsError)


@pytest.mark.parametrize("kind", ["OAuthAccessTokenException", "APINotFoundError"])
def test_types_of_the_public_api_mean_nothing(kind: str) -> None:
    """An error type, which this API does not have, changes no class."""
    assert errors.classify(Problem(status=400, error_type=kind, message="Something")) is errors.APIError


def test_not_logged_in_is_known_before_sending(colour: PrivateColour) -> None:
    """Without a session nothing is sent; what needs none works."""
    wire = Wire(fine(items=[]))
    ig = colour.client(wire, token=None)
    with pytest.raises(errors.NotLoggedInError, match="media_like: refused: not logged in; nothing was sent"):
        colour.do(lambda: ig.media.like(11))
    assert wire.requests == []
    assert colour.do(lambda: ig.feed.popular()) == []


@pytest.mark.parametrize("bad_items", ["skip", "raw"])
def test_bad_items_of_a_feed(colour: PrivateColour, bad_items: Any) -> None:
    """One picture that does not fit costs the others nothing, where that is asked for."""
    wire = Wire(fine(items=[MEDIA, {"pk": {}}], num_results=2))
    ig = colour.client(wire, bad_items=bad_items)
    found = colour.do(lambda: ig.feed.timeline())
    assert [type(item).__name__ for item in found] == ["Media", "dict"][: 1 if bad_items == "skip" else 2]
    strict = ig.with_options(bad_items="raise")
    with pytest.raises(errors.DecodeError, match=r"at \$.items\[1\]"):
        colour.do(lambda: strict.feed.timeline())


def test_retries_and_hooks_are_those_of_the_runtime(colour: PrivateColour) -> None:
    """A reading call is tried again, a writing one is not, and each attempt is told."""
    from instagram_v1 import Retry
    from tests.support.wire import FakeClock

    def far_end(request: Request) -> Answer:
        return fine(items=[]) if len(wire.requests) == 2 else failed("later", 503)

    told: list[Any] = []
    wire, clock = Wire(far_end), FakeClock()
    ig = colour.client(wire, retry=Retry(), hooks=[told.append], clock=clock.clock(), timeout=5.0)
    assert colour.do(lambda: ig.feed.timeline()) == []
    with pytest.raises(errors.ServerError):
        colour.do(lambda: ig.media.like(1))
    assert [(attempt.operation, attempt.number, attempt.status) for attempt in told] == [
        ("feed_timeline", 1, 503),
        ("feed_timeline", 2, 200),
        ("media_like", 1, 503),
    ]
    assert len(clock.waits) == 1
    assert wire.requests[0].timeout == 5.0


def archived(**body: Any) -> str:
    """A body as it lies in an archive."""
    return json.dumps(body)


def test_archived_answers_are_read_without_a_client() -> None:
    """What a method would return, whatever the shape of the answer."""
    assert decode("feed_timeline", archived(status="ok", items=[MEDIA], num_results=1))[0].code == "BAz"
    assert decode("media_upload", archived(status="ok")) is None
    comment = archived(comment={"text": "x", "created_at": "5", "user": {"pk": "3", "username": "kevin"}})
    assert (decode("media_comment", comment).created_at, decode("media_comment", comment).user.pk) == (5, 3)
    assert decode("friendships_show", archived(status="ok", following=True, followed_by=False)).following is True
    assert len(decode("feed_user", archived(status="ok", items=[MEDIA, 5]), bad_items="skip")) == 1


def test_archived_failures_and_strangers() -> None:
    """Errors raise, as do bodies of something else, and names that are none."""
    with pytest.raises(errors.LoginRequiredError) as caught:
        decode("feed_timeline", archived(status="failed", message="login_required"))
    assert caught.value.status == 0
    with pytest.raises(errors.DecodeError):
        decode("feed_timeline", archived(meta={"code": 200}, data=[]))
    with pytest.raises(errors.UsageError, match=r"no operation 'feed_timelin'\. Did you mean feed_timeline"):
        decode("feed_timelin", "{}")
    with pytest.raises(errors.UsageError, match=r"`instagram_v1\.private\.OPERATIONS` lists them"):
        decode("zzz", "{}")
