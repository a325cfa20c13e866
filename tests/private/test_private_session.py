"""The session: it comes of signing in, is kept in memory, and is shown to nobody who does not ask for it."""

from __future__ import annotations

import copy
import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from typing import Any

import pytest

from instagram_v1.private import OPERATIONS, Session, errors
from instagram_v1.private.settings import COOKIES
from instagram_v1.runtime.response import Headers
from tests.support.private import COOKIE, MEDIA, STORED, PrivateColour, failed, fine
from tests.support.wire import Answer, Request, Wire

PASSWORD = "SENTINEL00password00of00somebody"
MARK = "SENTINEL"
NEW = "SENTINEL00session00that00is00new"


def given(*cookies: str, **body: Any) -> Answer:
    """A good answer with these cookies, joined as libraries join them."""
    answer = fine(**body)
    return Answer(status=200, headers={"Set-Cookie": ", ".join(cookies)}, content=answer.content)


def login(colour: PrivateColour, ig: Any) -> None:
    """Sign in."""
    colour.do(lambda: ig.accounts.login("kevin", PASSWORD, device_id="0000"))


def test_login_gives_a_session_and_logout_takes_it(colour: PrivateColour) -> None:
    """The cookie of the answer is brought to later requests, until an answer takes it back."""
    wire = Wire(
        given(f"sessionid={NEW}; Max-Age=100; Path=/; HttpOnly"),
        fine(),
        given('sessionid=""; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/'),
    )
    ig = colour.client(wire, token=None)
    assert not ig.session.active
    login(colour, ig)
    assert ig.session.active
    colour.do(lambda: ig.media.like(1))
    colour.do(lambda: ig.accounts.logout())
    assert not ig.session.active
    cookies = [request.headers.get("Cookie") for request in wire.requests]
    assert cookies == [None, f"sessionid={NEW}", f"sessionid={NEW}"]


def test_failed_login_gives_none(colour: PrivateColour) -> None:
    """An error without a cookie leaves the client as it was."""
    ig = colour.client(Wire(failed("The username or the password is not right.", 401)), token=None)
    with pytest.raises(errors.LoginFailedError):
        login(colour, ig)
    assert not ig.session.active


def test_session_is_stored_and_restored(colour: PrivateColour) -> None:
    """The text of one client makes the session of another one; without a session it is empty."""
    ig = colour.client(Wire(given(f"sessionid={NEW}")), token=None)
    assert ig.session.store() == ""
    login(colour, ig)
    wire = Wire(fine())
    other = colour.client(wire, token=ig.session.store())
    colour.do(lambda: other.media.like(1))
    assert wire.requests[0].headers["Cookie"] == f"sessionid={NEW}"
    assert other.session.store() == ig.session.store() == json.dumps({"sessionid": NEW}, separators=(",", ":"))


def test_views_share_the_session_unless_told(colour: PrivateColour) -> None:
    """Signing in through a view signs the client in; a view with another session is another user."""
    wire = Wire(given(f"sessionid={NEW}"), fine())
    ig = colour.client(wire, token=None)
    login(colour, ig.with_options(timeout=3.0))
    assert ig.session.active
    other, nobody = ig.with_options(session=STORED), ig.with_options(session=None)
    colour.do(lambda: other.media.like(1))
    assert wire.requests[-1].headers["Cookie"] == f"sessionid={COOKIE}"
    with pytest.raises(errors.NotLoggedInError):
        colour.do(lambda: nobody.media.like(1))
    other.session.forget()
    assert (other.session.active, ig.session.active) == (False, True)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("sessionid=abc", "abc"),
        ("sessionid=abc; Path=/; Expires=Fri, 01 Jan 2100 00:00:00 GMT", "abc"),
        ("mid=1; expires=Fri, 01 Jan 2100 00:00:00 GMT, sessionid=abc; Path=/, csrftoken=x", "abc"),
        ("mid=1\nsessionid=abc\ncsrftoken=x", "abc"),
        ('sessionid="a:b:c"; Path=/', "a:b:c"),
        ("sessionid=one, sessionid=two", "two"),
        ("SessionId=abc", None),
        ("xsessionid=abc", None),
        ("sessionid=", None),
        ('sessionid=""', None),
        ("sessionid=abc; Max-Age=0", None),
        ("sessionid=abc; Max-Age=-5; Path=/", None),
        ("sessionid=abc; Max-Age=50; Path=/", "abc"),
        ("sessionid=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT", None),
        ("sessionid=a b", None),
        ("sessionid", None),
        ("", None),
    ],
)
def test_cookies_are_read_as_servers_write_them(header: str, expected: str | None) -> None:
    """Only the named cookie counts, with its end, however several are joined."""
    session = Session(COOKIES)
    session.absorb(Headers({"Set-Cookie": header}))
    found = session.get("sessionid")
    assert (None if found is None else found.reveal()) == expected


@pytest.mark.parametrize(
    "stored",
    ["x", f"{MARK}-", "[]", '{"sessionid": 5}', '{"other": "a"}', '{"sessionid": "a; b=c"}', '{"sessionid": ""}', "{}"],
)
def test_what_is_no_session_is_refused(colour: PrivateColour, stored: str) -> None:
    """A text that did not come of ``store`` is refused, and not repeated."""
    with pytest.raises(errors.UsageError, match=r"none that `session\.store\(\)` gave") as caught:
        colour.client(Wire(fine()), token=stored)
    assert stored == "x" or stored not in str(caught.value)
    assert MARK not in "".join(traceback.format_exception(caught.value))


def test_a_session_does_not_travel_by_itself(colour: PrivateColour) -> None:
    """It is neither pickled nor copied into a pickle of its client."""
    ig = colour.client(Wire(fine()))
    for thing in (ig.session, ig):
        with pytest.raises(errors.UsageError):
            pickle.dumps(thing)
        with pytest.raises(errors.UsageError):
            copy.copy(thing)


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """What all loggers say, opened wide."""
    said: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"{record.getMessage()} {record.msg!r} {record.args!r}")

    root, keeper = logging.getLogger(), Keeper(0)
    level = root.level
    root.addHandler(keeper)
    root.setLevel(1)
    yield said
    root.removeHandler(keeper)
    root.setLevel(level)


def repeated(request: Request) -> str:
    """All secrets that a server was told, as they are and as they came."""
    content = (request.content or b"").decode("latin-1")
    return f"{request.headers} {content} {PASSWORD if PASSWORD in content else ''}"


def broken(request: Request) -> Answer:
    """A transport that puts all that it was to send into its words."""
    raise errors.TransportError(f"ConnectError: {repeated(request)}")


def echo(http: int, **body: Any) -> Any:
    """An API that repeats what it was sent, in every place it can, and gives a new session."""

    def reply(request: Request) -> Answer:
        sent = repeated(request)
        content = json.dumps({"message": sent, **body}).encode()
        headers = {"Set-Cookie": f"sessionid={NEW}; Path=/", "X-Echo": sent, "Location": sent}
        return Answer(status=http, headers=headers, content=content)

    return reply


FAR_ENDS: dict[str, Any] = {
    "echo": echo(400, status="failed"),
    "echo-200": echo(200, status="failed"),
    "not-the-type": echo(200, status="ok", user=COOKIE, media=COOKIE, comment=5, items=COOKIE, results=5),
    "no-answer": broken,
}


def values(operation: Any) -> dict[str, Any]:
    """Arguments that fit an operation: what is secret is marked, and nothing else."""
    kinds = {"integer": 5, "file": b"abc", "string": "word", "number": 1.0, "json": {"name": "x"}}
    wanted = [parameter for parameter in operation.parameters if parameter.required or parameter.type == "json"]
    return {parameter.name: PASSWORD if parameter.secret else kinds[parameter.type] for parameter in wanted}


def shown(error: BaseException) -> str:
    """Everything that an exception shows, with its chain, its pickle, and the variables of the runtime's frames."""
    parts: list[str] = []
    chain: BaseException | None = error
    while chain is not None:
        parts += [str(chain), repr(chain), repr(vars(chain)), "".join(traceback.format_exception(chain))]
        frames = [frame for frame, _ in traceback.walk_tb(chain.__traceback__)]
        ours = [frame for frame in frames if "instagram_v1" in frame.f_code.co_filename]
        # Only the transport's own words, which the test fills with secrets, are seen where they arrive.
        parts += [repr(frame.f_locals) for frame in ours if "drivers" not in frame.f_code.co_filename]
        parts.append(pickle.dumps(chain).decode("latin-1"))
        chain = chain.__cause__ or chain.__context__
    return "\n".join(parts)


def outcome(colour: PrivateColour, ig: Any, operation: Any) -> str:
    """Everything that is shown of a call: of its error, where it ends in one, or of what it returns."""
    method = getattr(getattr(ig, operation.resource), operation.name)
    try:
        return repr(colour.do(lambda: method(**values(operation))))
    except errors.InstagramError as error:
        return shown(error)


@pytest.mark.parametrize("far_end", FAR_ENDS)
def test_no_error_shows_a_secret(colour: PrivateColour, lines: list[str], far_end: str) -> None:
    """Every operation with a secret, under every error: texts, chains, local variables, pickles, logs, events."""
    events: list[Any] = []
    for operation in OPERATIONS.values():
        if operation.security or any(parameter.secret for parameter in operation.parameters):
            ig = colour.client(Wire(FAR_ENDS[far_end]), hooks=[events.append])
            assert MARK not in outcome(colour, ig, operation), operation.id
            assert MARK not in repr(ig) + repr(ig.session) + repr(ig.raw) + repr(vars(ig))
    assert MARK not in "\n".join(lines) + repr(events)
    assert events


def test_answers_show_no_secret(colour: PrivateColour) -> None:
    """A whole answer hides the new cookie in its headers, and in its pickle what the server repeated."""
    wire = Wire(echo(200, status="ok"))
    ig = colour.client(wire, token=None)
    whole = colour.do(lambda: ig.raw.accounts.login("kevin", PASSWORD))
    assert NEW not in whole.headers["set-cookie"]
    assert "sessionid=" in whole.headers["set-cookie"]
    assert MARK not in repr(whole) + pickle.dumps(whole).decode("latin-1")
    assert PASSWORD.encode() in whole.content


def test_names_of_pictures_are_no_secrets(colour: PrivateColour) -> None:
    """The ``code`` of a picture outlives a pickle, which hides the codes of OAuth."""
    ig = colour.client(Wire(fine(items=[MEDIA])))
    whole = colour.do(lambda: ig.raw.feed.popular())
    assert json.loads(pickle.loads(pickle.dumps(whole)).content)["items"][0]["code"] == "BAz"


def test_requests_show_no_secret(colour: PrivateColour) -> None:
    """What a transport of one's own is handed hides its body and headers in its repr."""
    wire = Wire(given(f"sessionid={NEW}"), fine())
    ig = colour.client(wire, token=None)
    login(colour, ig)
    colour.do(lambda: ig.media.like(1))
    assert MARK not in repr(wire.requests)
    assert PASSWORD in (wire.requests[0].content or b"").decode()
