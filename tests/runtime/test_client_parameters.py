"""What is sent: forms of values, rules before sending, signatures, headers, requests that no method covers."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from typing import Any

import msgspec
import pytest

from instagram_v1 import OPERATIONS, errors
from instagram_v1.runtime.draft import draft, encode
from instagram_v1.runtime.operation import Operation, Parameter
from instagram_v1.signing import forwarded_for, signature
from tests.support.wire import SECRET, TOKEN, Answer, Colour, Wire, form, ok, path, query

VECTORS = Path(__file__).parents[3] / "shared" / "reference" / "vectors.json"


class Size(Enum):
    """An enum of a caller."""

    SMALL = "s"


def operation(**parameter: Any) -> Operation[Any, Any]:
    """An operation with one parameter."""
    one = Parameter(**{"name": "thing", "wire": "thing", "location": "query", "type": "string", **parameter})
    return Operation(
        id="things_get",
        resource="things",
        name="get",
        method="GET",
        path="/things",
        response=dict,
        data=dict,
        parameters=(one,),
    )


@pytest.mark.parametrize(("value", "sent"), [
    ("a b&c=d", "thing=a%20b%26c%3Dd"),
    ("снег", "thing=%D1%81%D0%BD%D0%B5%D0%B3"),
    ("", "thing="),
    (5, "thing=5"),
    (True, "thing=true"),
    (False, "thing=false"),
    (48.858844, "thing=48.858844"),
    (0.00001, "thing=0.00001"),
    (1e22, "thing=10000000000000000000000"),
    (Decimal("1.50"), "thing=1.50"),
    (Size.SMALL, "thing=s"),
    (datetime(2011, 2, 3, 5, 18, 47, tzinfo=UTC), "thing=1296710327"),
    (["a", 2], "thing=a&thing=2"),
    ({"b", "a"}, "thing=a&thing=b"),
    ([], ""),
    (None, ""),
])  # fmt: skip
def test_forms_of_values(value: Any, sent: str) -> None:
    """Each kind of value has one form; None is not sent."""
    assert encode(draft(operation(), {"thing": value}).query) == sent


def test_joined_lists() -> None:
    """A list that is not exploded travels as one value."""
    made = draft(operation(explode=False, delimiter="|"), {"thing": ["a", "b"]})
    assert made.query == (("thing", "a|b"),)


FORMLESS = [float("nan"), float("inf"), b"bytes", object(), "\ud800", datetime(2011, 2, 3), {"a": 1}]


@pytest.mark.parametrize("value", FORMLESS)
def test_values_without_a_form(value: Any) -> None:
    """What cannot be sent is refused by name."""
    with pytest.raises(errors.ParameterRuleError, match="`thing` cannot be sent"):
        draft(operation(), {"thing": value})


def test_headers_take_no_line_breaks() -> None:
    """A header cannot smuggle another."""
    with pytest.raises(errors.ParameterRuleError, match="line breaks"):
        draft(operation(location="header"), {"thing": "a\r\nHost: evil"})
    assert draft(operation(location="header"), {"thing": "a"}).headers == (("thing", "a"),)


def test_unknown_and_missing_arguments() -> None:
    """A caller of the table below the methods is told of both."""
    with pytest.raises(errors.ParameterRuleError, match="`other` is not a parameter"):
        draft(operation(), {"other": 1})
    with pytest.raises(errors.ParameterRuleError, match="`thing` is required"):
        draft(operation(required=True), {"thing": None})


RULES: list[tuple[str, Any, str]] = [
    ("lat needs lng", lambda ig: ig.media.search(lat=1.0, lng=None), "lng"),
    ("7 days", lambda ig: ig.media.search(lat=1.0, lng=2.0, min_timestamp=0, max_timestamp=604801), "7 days"),
    ("order of times", lambda ig: ig.media.search(lat=1.0, lng=2.0, min_timestamp=9, max_timestamp=5), "later"),
    ("count above zero", lambda ig: ig.users.recent_media("3", count=0), "at least 1"),
    ("place keys", lambda ig: ig.locations.search(), "one of"),
    ("place pair", lambda ig: ig.locations.search(lng=2.0), "lng"),
    ("closed list", lambda ig: ig.relationships.modify("3", action="marry"), "one of follow"),
    ("tag without #", lambda ig: ig.tags.get("#snow"), "without"),
    ("empty comment", lambda ig: ig.comments.create("1", text=" "), "empty"),
    ("long comment", lambda ig: ig.comments.create("1", text="x" * 301), "300"),
    ("hashtags", lambda ig: ig.comments.create("1", text="#a #b #c #d #e"), "4 hashtags"),
    ("addresses", lambda ig: ig.comments.create("1", text="http://a.b https://c.d"), "one address"),
    ("capitals", lambda ig: ig.comments.create("1", text="SO GREAT!"), "capitals"),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "call", "words"), RULES, ids=[row[0] for row in RULES])
def test_rules_are_checked_before_sending(colour: Colour, rule: str, call: Any, words: str) -> None:
    """A broken rule is named, nothing is sent, and a switch turns it off."""
    wire = Wire(ok(None))
    ig = colour.client(wire)
    with pytest.raises(errors.ParameterRuleError, match=words) as caught:
        colour.do(lambda: call(ig))
    assert caught.value.rule
    assert caught.value.parameter
    assert not wire.requests
    for free in (ig.with_options(check_parameters=False), colour.client(wire, check_parameters=False)):
        try:
            colour.do(lambda free=free: call(free))  # type: ignore[misc]
        except errors.ParameterRuleError as error:
            # A parameter that the specification itself requires stays required.
            assert error.rule == "is required"  # noqa: PT017
        except errors.DecodeError:
            assert wire.requests


FINE = ["x" * 300, "#a #b #c #d", "see http://a.b", "A", "великолепно", "素晴らしい", "Great!", "42"]


@pytest.mark.parametrize("text", FINE)
def test_comments_within_the_rules(colour: Colour, text: str) -> None:
    """What keeps the rules is sent as it is."""
    wire = Wire(ok(None))
    colour.do(lambda: colour.client(wire).comments.create("1", text=text))
    assert form(wire.requests[0]) == {"text": text}


def test_places_by_any_key(colour: Colour) -> None:
    """One key is enough, and so is the point."""
    wire = Wire(ok([]))
    ig = colour.client(wire)
    keys = [p.name for p in OPERATIONS["locations_search"].parameters if p.wire.endswith("_id")]
    assert keys
    for key in keys:
        colour.do(lambda key=key: ig.locations.search(**{key: "1"}))  # type: ignore[misc]
    colour.do(lambda: ig.locations.search(lat=0.0, lng=0.0))
    assert len(wire.requests) == len(keys) + 1


# The documented example of the API, and values worked out by its formula with the standard library alone.
DOCUMENTED = ("/users/self", {"access_token": "fb2e77d.47a0479900504cb3ab4a1f626d174d2d"})


def test_the_documented_signature() -> None:
    """The example of the documentation comes out, and a stale signature is left out of it."""
    endpoint, parameters = DOCUMENTED
    secret = "6dc1787668c64c939929c17683d7cb74"
    wanted = "cbf5a1f41db44412506cb6563a3218b50f45a710c7a8a65a3e9b18315bb338bf"
    assert signature(endpoint, parameters.items(), secret) == wanted
    assert signature(endpoint, {**parameters, "sig": "stale"}.items(), secret) == wanted
    wanted = "200.15.1.1|7e3c45bc34f56fd8e762ee4590a53c8c2bbce27e967a85484712e5faa0191688"
    assert forwarded_for("200.15.1.1", secret) == wanted


@pytest.mark.skipif(not VECTORS.exists(), reason="the collected vectors lie beside the repository")
def test_all_known_vectors() -> None:
    """Every collected vector comes out."""
    vectors = json.loads(VECTORS.read_text())
    for row in vectors["sig"]:
        assert signature(row["endpoint"], row["params"].items(), row["secret"]) == row["sig"]
    for row in vectors["x_insta_forwarded_for"]:
        assert forwarded_for(row["ips"], row["secret"]) == row["header"]


SIGNED: list[tuple[str, Any, str]] = [
    ("get", lambda ig: ig.users.recent_media("3", count=10), "/users/3/media/recent"),
    ("non-ascii", lambda ig: ig.tags.get("снег/лёд"), "/tags/снег/лёд"),
    ("post", lambda ig: ig.comments.create("1_2", text="Great photo! é&="), "/media/1_2/comments"),
    ("post without fields", lambda ig: ig.likes.create("1_2"), "/media/1_2/likes"),
    ("delete", lambda ig: ig.likes.delete("1_2"), "/media/1_2/likes"),
]


@pytest.mark.parametrize(("name", "call", "endpoint"), SIGNED, ids=[row[0] for row in SIGNED])
def test_requests_are_signed(colour: Colour, name: str, call: Any, endpoint: str) -> None:
    """Exactly one signature, over everything that travels with it: in the body of a POST, else in the address."""
    wire = Wire(ok(None))
    ig = colour.client(wire, client_secret=SECRET, sign_requests=True, forwarded_for="200.15.1.1,131.51.1.35")
    try:
        colour.do(lambda: call(ig))
    except errors.DecodeError:
        assert wire.requests
    request = wire.requests[0]
    post = request.method == "POST"
    carried, empty = (form(request), query(request)) if post else (query(request), form(request))
    sig = carried.pop("sig")
    assert sig == signature(endpoint, carried.items(), SECRET)
    assert carried["access_token"] == TOKEN
    assert not empty
    assert (request.url + (request.content or b"").decode()).count("sig=") == 1
    header = request.headers.get("X-Insta-Forwarded-For", "")
    assert header == ("" if request.method == "GET" else forwarded_for("200.15.1.1,131.51.1.35", SECRET))


def test_a_followed_address_is_signed_anew(colour: Colour) -> None:
    """A ``next_url`` loses its old signature and gets a right one."""
    address = "https://api.test/v1/tags/x/media/recent?access_token=old&sig=old&max_id=%C3%A9"
    wire = Wire(ok([], pagination={"next_url": address}), ok([]))
    ig = colour.client(wire, client_secret=SECRET, sign_requests=True, client_id="an-id")
    colour.items(lambda: ig.geographies.recent_media("7"))
    carried = query(wire.requests[1])
    sig = carried.pop("sig")
    assert carried["max_id"] == "é"
    assert sig == signature("/tags/x/media/recent", carried.items(), SECRET)
    assert wire.requests[1].url.count("sig=") == 1


def test_signing_needs_the_secret(colour: Colour) -> None:
    """Without the secret the client cannot be made."""
    for option in ({"sign_requests": True}, {"forwarded_for": "1.2.3.4"}):
        with pytest.raises(errors.UsageError, match="client_secret"):
            colour.client(Wire(), **option)


def test_what_no_method_covers(colour: Colour) -> None:
    """Any method and path can be called; the answer stays plain data."""
    wire = Wire(ok({"a": [1]}))
    ig = colour.client(wire)
    got = colour.do(lambda: ig.request("get", "/some/тег", {"q": "x y", "none": None}))
    assert (got.data, got.envelope["meta"], got.status) == ({"a": [1]}, {"code": 200}, 200)
    assert path(wire.requests[0]) == "/v1/some/%D1%82%D0%B5%D0%B3"
    assert query(wire.requests[0]) == {"q": "x y", "access_token": TOKEN}
    colour.do(lambda: ig.request("POST", "/some/thing", {"text": "é"}))
    assert (form(wire.requests[1]), query(wire.requests[1])) == ({"text": "é"}, {"access_token": TOKEN})
    colour.do(lambda: ig.request("DELETE", "/some/thing"))
    assert (wire.requests[2].method, wire.requests[2].content) == ("DELETE", None)
    colour.do(lambda: ig.request("GET", "/x", {"access_token": "mine"}))
    assert query(wire.requests[3]) == {"access_token": "mine"}
    colour.do(lambda: colour.client(wire, token=None).request("GET", "/open"))
    assert query(wire.requests[4]) == {}


def test_answers_without_an_envelope(colour: Colour) -> None:
    """A bare answer is data; errors are errors all the same."""
    bare = Answer(status=200, content=b'{"version": "1.0", "html": "<p>"}')
    got = colour.do(lambda: colour.client(Wire(bare)).request("GET", "/oembed", {"url": "http://x"}))
    assert got.envelope == {"version": "1.0", "html": "<p>"}
    error = Answer(status=400, content=b'{"code": 400, "error_type": "OAuthException", "error_message": "no"}')
    with pytest.raises(errors.OAuthError, match="GET /oembed"):
        colour.do(lambda: colour.client(Wire(error)).request("GET", "/oembed"))
    with pytest.raises(errors.DecodeError, match="HTML"):
        colour.do(lambda: colour.client(Wire(Answer(status=200, content=b"<html>"))).request("GET", "/oembed"))


NO_PATHS = ["", "users", "//evil.test/x", "https://evil.test/x", "/a?b=c", "/a#b", "/../oauth", "/%2e%2e/x"]


@pytest.mark.parametrize("target", NO_PATHS)
def test_paths_that_are_none(colour: Colour, target: str) -> None:
    """Only a path below the base address is called."""
    wire = Wire(ok(None))
    with pytest.raises(errors.UsageError, match="path"):
        colour.do(lambda: colour.client(wire).request("GET", target))
    with pytest.raises(errors.UsageError, match="method"):
        colour.do(lambda: colour.client(wire).request("GET /x", "/a"))
    assert not wire.requests


def test_every_request_says_who_asks(colour: Colour) -> None:
    """The usual headers, those of the client, and those of one view of it."""
    wire = Wire(ok([]))
    ig = colour.client(wire, headers={"X-One": "1"})
    colour.do(lambda: ig.with_options(headers={"X-Two": "2"}).tags.search("snow"))
    sent = wire.requests[0].headers
    assert (sent["X-One"], sent["X-Two"], sent["Accept"]) == ("1", "2", "application/json")
    assert sent["User-Agent"].startswith("instagram-v1/")
    with pytest.raises(errors.UsageError, match="header"):
        colour.client(wire, headers={"X-Bad": "a\nb"})


def test_frozen_values_of_the_table() -> None:
    """The table cannot be changed by accident."""
    with pytest.raises(AttributeError):
        OPERATIONS["users_get"].path = "/elsewhere"  # type: ignore[misc]
    with pytest.raises(TypeError):
        OPERATIONS["users_get"] = msgspec.structs.replace(OPERATIONS["users_get"])  # type: ignore[index]
