"""Signing in: the address to go to, the redirect that comes back, and the exchange of a code."""

from __future__ import annotations

import json
import pickle
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from instagram_v1 import errors, models
from instagram_v1.oauth import AccessToken, Grant, authorize_url, exchange_code, exchange_code_async, parse_redirect
from tests.support.samples import sample
from tests.support.wire import BASE, SECRET, TOKEN, Answer, AsyncWire, Colour, Request, SyncWire, Wire, form, refusal

CODE = "SENTINEL0000code0000of0000the000"
HOME = "https://app.test/back?this=that"


def test_the_address_to_go_to() -> None:
    """OAuth lives at the root of the host; scopes are joined by a plus, everything else is encoded."""
    address = authorize_url("an-id", HOME, scopes=["basic", "likes"], state="a&b", base_url=BASE)
    assert address.startswith("https://api.test/oauth/authorize/?")
    assert "scope=basic+likes" in address
    assert {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()} == {
        "client_id": "an-id",
        "redirect_uri": HOME,
        "response_type": "code",
        "scope": "basic likes",
        "state": "a&b",
    }
    bare = authorize_url("an-id", HOME, scopes=[], response_type="token")
    assert "response_type=token" in bare
    assert "scope" not in bare
    assert "state" not in bare
    for wrong in (("", HOME), ("an-id", "")):
        with pytest.raises(errors.UsageError):
            authorize_url(*wrong)


@pytest.mark.parametrize(("address", "state", "grant"), [
    (f"{HOME}&code={CODE}", None, Grant(code=CODE)),
    (f"{HOME}&code={CODE}&state=s", "s", Grant(code=CODE)),
    (f"{HOME}#access_token={TOKEN}", "s", Grant(access_token=TOKEN)),
    (f"{HOME}#access_token={TOKEN}&state=s", "s", Grant(access_token=TOKEN)),
])  # fmt: skip
def test_coming_back(address: str, state: str | None, grant: Grant) -> None:
    """Code and token are found where each flow puts them."""
    assert parse_redirect(address, state=state) == grant
    assert "SENTINEL" not in repr(grant)


@pytest.mark.parametrize("address", [f"{HOME}&code=c", f"{HOME}&code=c&state=x", f"{HOME}#access_token=t&state=x"])
def test_a_foreign_state_is_refused(address: str) -> None:
    """A redirect that this application did not start is somebody's attempt."""
    with pytest.raises(errors.OAuthError, match="state"):
        parse_redirect(address, state="s")


def test_coming_back_with_an_error() -> None:
    """A user who says no, and an API that does."""
    denied = f"{HOME}&error=access_denied&error_reason=user_denied&error_description=The+user+denied+your+request"
    with pytest.raises(errors.AuthorizationDeniedError, match="The user denied your request") as caught:
        parse_redirect(denied)
    assert caught.value.error_type == "user_denied"
    with pytest.raises(errors.OAuthError, match="Invalid scope"):
        parse_redirect(f"{HOME}&error_type=OAuthException&error_message=Invalid+scope")
    with pytest.raises(errors.UsageError, match="neither"):
        parse_redirect(HOME)


def exchange(colour: Colour, wire: Wire) -> Any:
    """Exchange the code over either port."""
    given: dict[str, Any] = {"client_id": "an-id", "client_secret": SECRET, "redirect_uri": HOME, "base_url": BASE}
    if colour.name == "sync":
        return exchange_code(CODE, transport=SyncWire(wire), **given)
    return colour.do(lambda: exchange_code_async(CODE, transport=AsyncWire(wire), **given))


def granted(request: Request) -> Answer:
    """A token and its owner."""
    user = {name: value for name, value in sample(models.User).items() if name != "counts"}
    return Answer(status=200, content=json.dumps({"access_token": TOKEN, "user": user}).encode())


def test_exchanging_a_code(colour: Colour) -> None:
    """Everything travels in the body of a POST, and the token comes back with its owner, unseen."""
    wire = Wire(granted)
    token = exchange(colour, wire)
    assert isinstance(token, AccessToken)
    assert (token.access_token, type(token.user)) == (TOKEN, models.User)
    assert "SENTINEL" not in repr(token)
    assert (wire.requests[0].method, wire.requests[0].url) == ("POST", "https://api.test/oauth/access_token")
    assert form(wire.requests[0]) == {
        "client_id": "an-id",
        "client_secret": SECRET,
        "code": CODE,
        "grant_type": "authorization_code",
        "redirect_uri": HOME,
    }


@pytest.mark.parametrize(("reply", "wanted"), [
    (refusal(400, "OAuthException", f"No matching code found for {CODE} and {SECRET}.", bare=True), errors.OAuthError),
    (Answer(status=200, content=f'{{"access_token": "{TOKEN}"}}'.encode()), errors.DecodeError),
    (Answer(status=502, content=b"<html>"), errors.ServerError),
    (errors.TransportError("ConnectError"), errors.TransportError),
])  # fmt: skip
def test_an_exchange_that_fails(colour: Colour, reply: Any, wanted: Any) -> None:
    """The usual errors, without code, secret and token."""
    wire = Wire(reply)
    with pytest.raises(wanted) as caught:
        exchange(colour, wire)
    assert "SENTINEL" not in str(caught.value) + repr(vars(caught.value))
    assert b"SENTINEL" not in pickle.dumps(caught.value)
    assert len(wire.requests) == 1


def test_an_exchange_over_httpx() -> None:
    """A client of one's own carries it, and stays open."""

    def answer(request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, content=granted(Request(method="POST", url=str(request.url))).content)

    with httpx.Client(transport=httpx.MockTransport(answer)) as own:
        token = exchange_code("a-code", client_id="i", client_secret=SECRET, redirect_uri=HOME, http_client=own)
        assert not own.is_closed
    assert token.access_token == TOKEN
