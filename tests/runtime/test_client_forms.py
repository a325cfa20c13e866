"""The runtime on an API of no meaning: forms with files and JSON, and credentials in headers and cookies."""

from __future__ import annotations

import json
from email import message_from_bytes
from typing import Any

import pytest

from instagram_v1.runtime.adhoc import ad_hoc
from instagram_v1.runtime.callers import SyncCaller
from instagram_v1.runtime.credentials import Credentials
from instagram_v1.runtime.dialect import Problem, StatusDialect
from instagram_v1.runtime.drivers import Lifetime
from instagram_v1.runtime.errors import APIError, DecodeError, MissingCredentialsError, ParameterRuleError
from instagram_v1.runtime.model import Model
from instagram_v1.runtime.operation import EnvelopeShape, Operation, Parameter
from instagram_v1.runtime.pipeline import Core, Options
from instagram_v1.runtime.redact import hide
from instagram_v1.runtime.session import Session
from tests.support.wire import Answer, SyncWire, Wire, query

SHAPE = EnvelopeShape(style="word", data="", meta="state")
DIALECT = StatusDialect(lambda problem: APIError, status="state", fine="good", message="why")


class Colour(Model, frozen=True, kw_only=True, gc=False):
    """Something that travels as JSON inside of a form."""

    name: str
    shade: int | None = None
    parts: list[Colour] | None = None


class State(Model, frozen=True, kw_only=True, gc=False):
    """An answer that is nothing but its status."""

    state: str


def operation(*parameters: Parameter, body: str = "multipart/form-data", **more: Any) -> Operation[State, None]:
    """An operation with a form of these fields."""
    return Operation(
        id="doors_paint",
        resource="doors",
        name="paint",
        method="POST",
        path="/doors/paint",
        response=State,
        data=None,
        parameters=parameters,
        body=body,
        envelope=SHAPE,
        **more,
    )


def field(name: str, kind: str = "string", **more: Any) -> Parameter:
    """A field of a form."""
    return Parameter(name=name, wire=name, location="form", type=kind, **more)


def call(
    made: Operation[State, None],
    credentials: Credentials | None = None,
    *,
    answer: Answer | None = None,
    **arguments: object,
) -> Any:
    """Perform an operation; gives the request and the response."""
    wire = Wire(answer or Answer(status=200, content=b'{"state": "good"}'))
    core = Core(
        base_url="https://other.test",
        dialect=DIALECT,
        credentials=credentials or Credentials({}),
        options=Options(retry=None),
    )
    response = SyncCaller(core, SyncWire(wire), Lifetime()).call(made, arguments)
    return wire.requests[0], response


def test_multipart_with_and_without_files() -> None:
    """Fields come before files; a form that declares files is multipart also where none is given."""
    made = operation(field("picture", "file"), field("coats", "integer"), field("note"))
    request, response = call(made, picture=b"\x00\xff", coats=2, note="grün")
    message = message_from_bytes(f"Content-Type: {request.headers['Content-Type']}\r\n\r\n".encode() + request.content)
    parts: list[Any] = list(message.get_payload())
    assert [
        (part.get_param("name", header="content-disposition"), part.get_payload(decode=True)) for part in parts
    ] == [
        ("coats", b"2"),
        ("note", "grün".encode()),
        ("picture", b"\x00\xff"),
    ]
    assert response.data is None
    request, _ = call(made, coats=2)
    assert request.headers["Content-Type"].startswith("multipart/form-data; boundary=")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Colour(name="red"), {"name": "red"}),
        (
            Colour(name="red", parts=[Colour(name="pink", shade=2)]),
            {"name": "red", "parts": [{"name": "pink", "shade": 2}]},
        ),
        ({"name": "red", "shade": None}, {"name": "red", "shade": None}),
        ('{"name": "red"}', {"name": "red"}),
        ([1, "a"], [1, "a"]),
    ],
)
def test_json_inside_of_a_form(value: object, expected: object) -> None:
    """Models travel under their wire names without what is not set, plain data as it is, a text as it stands."""
    request, _ = call(operation(field("colour", "json"), body="application/x-www-form-urlencoded"), colour=value)
    sent = query(type(request)(method="GET", url="https://x/?" + request.content.decode()))
    assert json.loads(sent["colour"]) == expected


@pytest.mark.parametrize("value", [object(), {"a": object()}, {1: object()}, [{object()}]])
def test_what_is_no_json(value: object) -> None:
    """It is refused by the name of its field, and its content is not shown."""
    with pytest.raises(ParameterRuleError, match="doors_paint: `colour` cannot be sent as JSON: it is ") as caught:
        call(operation(field("colour", "json")), colour=value)
    assert caught.value.parameter == "colour"


def test_secret_arguments_appear_nowhere() -> None:
    """The server repeats a secret argument; error, headers and pickled answer are without it."""
    secret = "SENTINEL of somebody"
    echo = Answer(status=200, headers={"X": secret}, content=json.dumps({"state": "bad", "why": secret}).encode())
    with pytest.raises(APIError) as caught:
        call(operation(field("word", secret=True)), answer=echo, word=hide(secret))
    assert "SENTINEL" not in f"{caught.value} {caught.value.response and dict(caught.value.response.headers)}"
    request, _ = call(operation(field("word", secret=True)), word=secret)
    assert secret.encode() in request.content


def test_credentials_travel_where_they_are_carried() -> None:
    """In a header, a cookie or the address, in one request; several cookies make one header."""
    session = Session(["one", "two"], '{"one": "1", "two": "2"}')
    made = operation(
        security=(("X-Key", "one", "two", "app"),), carried=(("X-Key", "header"), ("one", "cookie"), ("two", "cookie"))
    )
    request, _ = call(made, Credentials({"X-Key": "k", "app": "a"}, session))
    assert (request.headers["X-Key"], request.headers["Cookie"], query(request)) == ("k", "one=1; two=2", {"app": "a"})


def test_a_session_is_a_credential_while_it_lasts() -> None:
    """The first set that the client has is chosen, as with other credentials."""
    session = Session(["one"], '{"one": "1"}')
    made = operation(security=(("one",),), carried=(("one", "cookie"),))
    call(made, Credentials({}, session))
    session.forget()
    with pytest.raises(MissingCredentialsError, match="doors_paint needs one"):
        call(made, Credentials({}, session))


def test_answers_renew_the_session() -> None:
    """Whatever the answer is, its cookie counts from then on; a client without a session keeps none."""
    session = Session(["one"], '{"one": "1"}')
    renewing = Answer(status=500, headers={"Set-Cookie": "one=SENTINEL00; Path=/"}, content=b"")
    made = operation(security=(("one",),), carried=(("one", "cookie"),))
    with pytest.raises(APIError) as caught:
        call(made, Credentials({}, session), answer=renewing)
    found = session.get("one")
    assert found is not None
    assert found.reveal() == "SENTINEL00"
    assert caught.value.response is not None
    assert caught.value.response.headers["set-cookie"] == "one=REDACTED; Path=/"


@pytest.mark.parametrize(
    ("status", "body", "problem"),
    [
        (200, {"state": "good"}, None),
        (200, {"state": "bad"}, Problem(status=200)),
        (400, {"state": "bad", "why": "so"}, Problem(status=400, message="so")),
        (400, {"state": "bad", "why": 5}, Problem(status=400, message="5")),
        (400, {"why": "so"}, Problem(status=400, message="so")),
        (200, {"why": "so"}, None),
        (400, {"else": 1}, None),
        (400, [1], None),
        (400, "text", None),
    ],
)
def test_words_of_a_status(status: int, body: object, problem: Problem | None) -> None:
    """Any word but that of success is a failure; without a word, a message is one unless HTTP says success."""
    assert DIALECT.problem(status, body) == problem


def test_an_answer_may_lack_the_word_where_its_data_is_there() -> None:
    """Data without a word is fine; neither is not."""
    shape = EnvelopeShape(style="word", data="door", meta="state")
    assert DIALECT.fine({"door": 1}, shape)
    assert not DIALECT.fine({"state": "bad", "door": 1}, shape)
    assert not DIALECT.fine({}, shape)
    with pytest.raises(DecodeError):
        call(operation(), answer=Answer(status=200, content=b"{}"))


def test_requests_made_up_on_the_spot_know_the_envelope() -> None:
    """What no method covers is read by the same style, with credentials where they travel."""
    made = ad_hoc("POST", "/x", {"a": 1}, (("one",), ()), (("one", "cookie"),), SHAPE)
    request, response = call(made, Credentials({}, Session(["one"], '{"one": "1"}')), a=1)
    assert (request.headers["Cookie"], response.data) == ("one=1", {"state": "good"})
