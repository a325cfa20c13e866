"""Secrets stay inside: drive everything with sentinels, then search everything that can be read."""

from __future__ import annotations

import json
import logging
import pickle
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from instagram_v1 import OPERATIONS, AsyncClient, Client, Retry, errors
from instagram_v1.runtime.credentials import Credentials
from instagram_v1.runtime.operation import Operation
from instagram_v1.runtime.redact import HIDDEN, Secret, redact, redact_bytes
from tests.support.samples import answer, arguments
from tests.support.wire import SECRET, TOKEN, Answer, Colour, FakeClock, Request, Wire, refusal

MARK = "SENTINEL"


class Records(logging.Handler):
    """Everything that any logger says, as it would be written."""

    def __init__(self) -> None:
        super().__init__(0)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the text, and the parts it was made of."""
        self.lines.append(f"{record.getMessage()} {record.msg!r} {record.args!r} {record.exc_text!r}")


@pytest.fixture
def records() -> Iterator[Records]:
    """A handler on the root logger, with every logger opened wide."""
    handler, root = Records(), logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(1)
    yield handler
    root.removeHandler(handler)
    root.setLevel(level)


def seen(error: BaseException) -> str:
    """Everything that an exception shows, with its chain."""
    shown: list[str] = []
    chain: BaseException | None = error
    while chain is not None:
        shown += [
            str(chain),
            repr(chain),
            repr(chain.args),
            repr(vars(chain)),
            "".join(traceback.format_exception(chain)),
        ]
        shown += [repr(frame.f_locals) for frame, _ in traceback.walk_tb(chain.__traceback__) if _of_ours(frame)]
        shown.append(pickle.dumps(chain).decode("latin-1"))
        chain = chain.__cause__ or chain.__context__
    return "\n".join(shown)


def _of_ours(frame: Any) -> bool:
    # A crash reporter shows local variables: none may hold a bare secret. Only a transport's own words, which the test
    # fills with secrets, are seen where they arrive.
    name = frame.f_code.co_filename
    return "instagram_v1" in name and "drivers" not in name


def echoing(status: int, message: str) -> Any:
    """An API that repeats what it was sent, in every place it can."""

    def reply(request: Request) -> Answer:
        words = f"{message} {TOKEN} {SECRET} at {request.url} with {(request.content or b'').decode()}"
        body = json.dumps({"meta": {"code": status, "error_type": "APINotFoundError", "error_message": words}})
        return Answer(status=status, headers={"Location": request.url, "X-Token": TOKEN}, content=body.encode())

    return reply


FAR_ENDS: dict[str, Any] = {
    "refused": refusal(400, "OAuthAccessTokenException", f"The access_token {TOKEN} is invalid."),
    "echo": echoing(400, "Not found:"),
    "echo-500": echoing(500, "Broken:"),
    "html": lambda request: Answer(status=502, content=f"<a href='{request.url}'>Bad Gateway</a>".encode()),
    "html-200": lambda request: Answer(status=200, content=f"<a href='{request.url}'>Hello</a>".encode()),
    "not-the-type": lambda request: Answer(
        status=200, content=json.dumps({"meta": {"code": 200}, "data": TOKEN, "url": request.url}).encode()
    ),
    "no-answer": errors.TransportError(f"ConnectError: https://x/?access_token={TOKEN}&client_secret={SECRET}"),
    "late": errors.TransportTimeoutError(f"ReadTimeout with {TOKEN}"),
}


@pytest.mark.parametrize("far_end", FAR_ENDS)
def test_no_error_shows_a_secret(colour: Colour, records: Records, far_end: str) -> None:
    """Every operation under every error: logs, texts, chains, local variables, pickles, events."""
    events: list[Any] = []
    retry = Retry(attempts=2, methods={"GET", "POST", "DELETE"}, on_retry=events.append)
    for operation in OPERATIONS.values():
        ig = colour.client(
            Wire(FAR_ENDS[far_end]),
            client_id="an-id",
            client_secret=SECRET,
            sign_requests=True,
            forwarded_for="200.15.1.1",
            retry=retry,
            hooks=[events.append],
            clock=FakeClock().clock(),
        )
        with pytest.raises(errors.InstagramError) as caught:
            colour.do(lambda ig=ig, operation=operation: _call(ig, operation))  # type: ignore[misc]
        assert MARK not in seen(caught.value)
    assert MARK not in "\n".join(records.lines) + repr(events) + repr([vars_of(e) for e in events])
    assert records.lines
    assert events


SHARED = Path(__file__).parents[3] / "shared" / "reference" / "errors.json"


@pytest.mark.skipif(not SHARED.exists(), reason="the reference facts are not beside this repository")
def test_no_known_error_shows_a_secret(colour: Colour, records: Records) -> None:
    """Every error that the API is known to answer with, its words extended by all that it was sent."""
    rows = json.loads(SHARED.read_text())
    for row in rows:
        inner = {"code": row["code"], "error_type": row["error_type"]}

        def reply(request: Request, inner: dict[str, Any] = inner, row: Any = row) -> Answer:
            words = f"{row['error_message']} ({TOKEN}, {SECRET}, {request.url})"
            body = {**inner, "error_message": words}
            content = json.dumps({"meta": body} if row["envelope"] == "meta" else body).encode()
            return Answer(status=row["http_status"] or 400, content=content)

        ig = colour.client(Wire(reply), client_id="an-id", client_secret=SECRET, sign_requests=True)
        with pytest.raises(errors.InstagramError) as caught:
            colour.do(lambda ig=ig: ig.likes.create("1_1"))  # type: ignore[misc]
        assert MARK not in seen(caught.value)
    assert len(rows) > 30
    assert MARK not in "\n".join(records.lines)


def vars_of(event: Any) -> dict[str, Any]:
    """All that an event holds."""
    return {name: getattr(event, name) for name in event.__slots__ if name != "__weakref__"}


def _call(ig: Any, operation: Operation[Any, Any]) -> Any:
    return getattr(getattr(ig, operation.resource), operation.name)(**arguments(operation))


def test_no_success_shows_a_secret(colour: Colour, records: Records) -> None:
    """Every operation answering well, with the token echoed where the API echoes it."""
    for operation in OPERATIONS.values():

        def reply(request: Request, operation: Operation[Any, Any] = operation) -> Answer:
            body = answer(operation)
            if operation.pagination is not None:
                body["pagination"] = {"next_url": f"{request.url}&max_id=7", operation.pagination.next_key: "7"}
            return Answer(status=200, headers={"Link": request.url}, content=json.dumps(body).encode())

        ig = colour.client(Wire(reply), client_id="an-id", client_secret=SECRET, sign_requests=True)
        whole = colour.do(lambda: _call(ig.raw, operation))  # noqa: B023
        parts = [whole, whole.headers, whole.envelope, whole.data, whole.rate, ig, ig.raw, ig.rate, vars(ig)]
        if operation.pagination is not None:
            page = colour.do(lambda: _call(ig, operation))  # noqa: B023
            parts += [page, page.cursor, page.cursor.dumps(), pickle.dumps(page), vars(page)]
        assert MARK not in repr(parts) + str(parts)
        assert MARK.encode() not in pickle.dumps([whole, whole.data])
    assert MARK not in "\n".join(records.lines)


def test_httpx_does_not_log_tokens(records: Records) -> None:
    """httpx shows addresses at INFO, also for a client of one's own and for other requests through it."""
    far_end = httpx.MockTransport(lambda request: httpx.Response(200, json={"meta": {"code": 200}, "data": []}))
    with httpx.Client(transport=far_end) as own:
        Client(TOKEN, http_client=own).tags.search("snow")
        own.get("https://elsewhere.test/", params={"client_secret": SECRET, "code": "abcdef"})
    logged = "\n".join(line for line in records.lines if "HTTP Request" in line)
    assert logged.count("HTTP Request") == 4  # each in its text and in its format
    assert f"access_token={HIDDEN}" in logged
    assert MARK not in "\n".join(records.lines)
    assert "abcdef" not in logged


def test_our_own_records_help(colour: Colour, records: Records) -> None:
    """Operation, status, duration, attempt and budget are logged, and told to hooks."""
    events: list[Any] = []
    wire = Wire(
        Answer(status=500),
        Answer(status=200, headers={"X-Ratelimit-Remaining": "41"}, content=b'{"meta":{"code":200},"data":[]}'),
    )
    ig = colour.client(wire, retry=Retry(attempts=2), hooks=[events.append], clock=FakeClock().clock())
    colour.do(lambda: ig.tags.search("snow"))
    ours = [line for line in records.lines if line.startswith("tags_search")]
    assert [line.split(" tags_search")[0].split(" '%s")[0] for line in ours] == [
        "tags_search: HTTP 500 in 0 ms, attempt 1, ? requests left",
        "tags_search: HTTP 500, attempt 1, trying again in 0.38 s",
        "tags_search: HTTP 200 in 0 ms, attempt 2, 41 requests left",
    ]
    assert [(e.operation, e.number, e.status, e.rate.remaining, e.error) for e in events] == [
        ("tags_search", 1, 500, None, ""),
        ("tags_search", 2, 200, 41, ""),
    ]


def test_clients_are_not_pickled() -> None:
    """What holds credentials and connections refuses to travel, and shows nothing."""
    clients = [Colour("sync").client(Wire(), client_secret=SECRET), AsyncClient(TOKEN, http_client=httpx.AsyncClient())]
    for ig in clients:
        with pytest.raises(errors.UsageError, match="not pickled"):
            pickle.dumps(ig)
        assert MARK not in repr(ig)
    with pytest.raises(errors.UsageError, match="not pickled"):
        pickle.dumps(Credentials({"access_token": TOKEN}))
    assert MARK not in repr(Secret(TOKEN))
    assert MARK.encode() not in pickle.dumps(Secret(TOKEN))


@pytest.mark.parametrize(("text", "hidden"), [
    ("https://h/?access_token=abc.def&count=3", f"https://h/?access_token={HIDDEN}&count=3"),
    ("count=3&CLIENT_SECRET=abc", f"count=3&CLIENT_SECRET={HIDDEN}"),
    ("http://h/cb?code=9af3&state=x", f"http://h/cb?code={HIDDEN}&state=x"),
    ("http://h/#access_token=abc", f"http://h/#access_token={HIDDEN}"),
    ('{"access_token": "abc", "code": 400}', f'{{"access_token": "{HIDDEN}", "code": 400}}'),
    ("{'client_secret': 'abc'}", f"{{'client_secret': '{HIDDEN}'}}"),
    ("meta code=400 stays", "meta code=400 stays"),
    ("no secrets here", "no secrets here"),
    (f"echo {TOKEN}", f"echo {HIDDEN}"),
    ("the secret of client_secret", f"the {HIDDEN} of client_secret"),
    ("to ken", "to ken"),
])  # fmt: skip
def test_redaction(text: str, hidden: str) -> None:
    """Names and values are found; ordinary words and status codes stay."""
    assert redact(text, (TOKEN, "secret", "to")) == hidden
    assert redact(hidden, (TOKEN, "secret", "to")) == hidden
    assert redact_bytes(text.encode(), (TOKEN, "secret", "to")) == hidden.encode()


def test_redacting_bytes_that_are_no_text() -> None:
    """Bytes of any kind come out as they were, but for the secrets."""
    noise = bytes(range(256))
    assert redact_bytes(noise) == noise
    assert redact_bytes(noise + TOKEN.encode(), (TOKEN,)) == noise + HIDDEN.encode()
