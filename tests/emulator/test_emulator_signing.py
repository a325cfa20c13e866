"""Signed requests, and the signed header that came before them: enforced for those clients alone that ask for it."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from instagram_v1 import errors
from instagram_v1.emulator import Emulator, request, signing
from tests.support.emulation import Api

VECTORS = Path(__file__).parents[3] / "shared" / "reference" / "vectors.json"


def _vectors(kind: str) -> list[dict[str, Any]]:
    if not VECTORS.is_file():
        pytest.skip("the documented vectors are not beside this repository")
    found: list[dict[str, Any]] = json.loads(VECTORS.read_text(encoding="utf-8"))[kind]
    assert found
    return found


def _sig(secret: str, endpoint: str, **parameters: str) -> str:
    """Sign as the documentation says, without the emulator's own code."""
    text = endpoint + "".join(f"|{name}={parameters[name]}" for name in sorted(parameters))
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


@pytest.fixture(scope="module")
def signed() -> tuple[Api, str, str]:
    """A client that enforces signatures: the API, its id, its secret."""
    emulator = Emulator()
    return Api(emulator), *emulator.register("Signed", ["http://localhost/"], signed=True)


def test_a_signature_is_asked_for(signed: tuple[Api, str, str]) -> None:
    """Without a signature, or with a wrong one, a client that enforces them gets the bare error; a right one works."""
    api, client, secret = signed

    def ask(**query: Any) -> Any:
        return api.fault("GET", "/tags/snow", auth=False, client_id=client, **query)

    assert ask() == {
        "status": 403,
        "type": "OAuthForbiddenException",
        "text": "Invalid signed-request: Missing required parameter 'sig'",
    }
    wrong = "Invalid signed-request: Signature does not match"
    right = _sig(secret, "/tags/snow", client_id=client)
    for sig in ("0" * 64, right[:-1], right.upper(), "\u0661", right + "0"):
        assert ask(sig=sig)["text"] == wrong
    assert ask(sig=right, count="1")["text"] == wrong
    assert api.get("/tags/snow", auth=False, client_id=client, sig=right)["name"] == "snow"


def test_others_may_send_nonsense(signed: tuple[Api, str, str]) -> None:
    """For all other clients a signature is not looked at."""
    assert signed[0].get("/tags/snow", sig="nonsense")["name"] == "snow"


@pytest.mark.parametrize("ending", ["", "/", ".json"])
@pytest.mark.parametrize("whole", [True, False])
def test_the_end_of_the_path_may_be_signed_or_not(signed: tuple[Api, str, str], ending: str, whole: bool) -> None:
    """Clients sign the path as they send it, or as the documentation writes it."""
    api, client, secret = signed
    path = f"/tags/snow{ending}"
    sig = _sig(secret, path if whole else "/tags/snow", client_id=client)
    assert api.get(path, auth=False, client_id=client, sig=sig)["name"] == "snow"


def test_names_in_the_path_may_be_signed_encoded_or_not(signed: tuple[Api, str, str]) -> None:
    """A tag beyond ASCII is signed as it stands on the wire, or as it is read."""
    api, client, secret = signed
    for path in ("/tags/%C3%A9t%C3%A9", "/tags/\u00e9t\u00e9"):
        sig = _sig(secret, path, client_id=client)
        assert api.get("/tags/%C3%A9t%C3%A9", auth=False, client_id=client, sig=sig)["name"] == "\u00e9t\u00e9"


@pytest.mark.parametrize("where", ["form", "address", "both"])
def test_posts_sign_their_body(signed: tuple[Api, str, str], where: str) -> None:
    """What is signed of a POST is the form, with the token in it or beside it."""
    api, client, secret = signed
    path, text = f"/media/{api.get('/users/self/media/recent')[0]['id']}/comments", "Great & small: 100% caf\u00e9"
    token = api.emulator.core.oauth.grant(int(api.get("/users/self")["id"]), client, ("basic", "comments"))
    sig = _sig(secret, path, access_token=token, text=text)
    token_only = {"access_token": token}
    form = {"text": text, "sig": sig, **(token_only if where != "address" else {})}
    query = token_only if where != "form" else {}
    assert api.call("POST", path, form, auth=False, **query)["data"] is None
    assert api.fault("POST", path, {**form, "text": "other"}, auth=False, **query)["status"] == 403


def test_signature_vectors() -> None:
    """The documented signatures come out."""
    for vector in _vectors("sig"):
        assert signing.matches(vector["secret"], vector["endpoint"], vector["params"].items(), vector["sig"])
        assert not signing.matches(vector["secret"] + "0", vector["endpoint"], vector["params"].items(), vector["sig"])


def test_header_vectors() -> None:
    """The documented headers are right, and wrong with another address or another secret."""
    for vector in _vectors("x_insta_forwarded_for"):
        assert signing.header_matches(vector["secret"], vector["header"])
        assert not signing.header_matches(vector["secret"], "1" + vector["header"])
        assert not signing.header_matches(vector["secret"] + "0", vector["header"])


def _write(api: Api, token: str, *headers: tuple[str, str], method: str = "POST") -> dict[str, Any]:
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    target = f"/v1/media/{media}/likes?{urlencode({'access_token': token})}"
    response = api.emulator.handle(request(method, target, headers))
    body: dict[str, Any] = json.loads(response.body)
    assert body.get("meta", body)["code"] == response.status
    return body


def test_the_signed_header_is_asked_for(api: Api) -> None:
    """A client that enforces the header needs it for what changes something, and for nothing else."""
    emulator = api.emulator
    client, secret = emulator.register("Header", ["http://localhost/"], forwarded=True)
    token = emulator.core.oauth.grant(int(api.get("/users/self")["id"]), client, ("basic", "likes"))
    assert _write(api, token) == {
        "code": 403,
        "error_type": "OAuthForbiddenException",
        "error_message": "Invalid header: X-Insta-Forwarded-For is required for this operation",
    }
    name = "X-Insta-Forwarded-For"
    for addresses in ("200.15.1.1", "200.15.1.1,131.51.1.35"):
        mark = hmac.new(secret.encode(), addresses.encode(), hashlib.sha256).hexdigest()
        assert _write(api, token, (name.lower(), f"{addresses}|{mark}"))["meta"] == {"code": 200}
        assert _write(api, token, (name, f"{addresses}|{mark}"), method="DELETE")["meta"] == {"code": 200}
        for wrong in (f"{addresses}|{mark[:-1]}", f"9{addresses}|{mark}", addresses, f"|{mark}", "|", "\u00e9|\u00e9"):
            assert _write(api, token, (name, wrong))["error_type"] == "OAuthForbiddenException"
    assert api.get("/users/self", auth=False, access_token=token)
    assert _write(api, api.token, (name, "nonsense"))["meta"] == {"code": 200}


def test_the_signed_header_ended_in_2015() -> None:
    """Later eras register no client for it; a world of 2015 that has one is served without asking."""
    with pytest.raises(ValueError, match="profile 2017 has no signed header"):
        Emulator("2017").register("Header", ["http://localhost/"], forwarded=True)
    old = Emulator()
    client, _ = old.register("Header", ["http://localhost/"], forwarded=True)
    new = Api(Emulator("2017", world=old.dump()))
    token = new.emulator.core.oauth.grant(int(new.get("/users/self")["id"]), client, ("basic", "likes"))
    assert _write(new, token)["meta"] == {"code": 200}


@pytest.mark.parametrize(
    ("switch", "options"),
    [("signed", {"sign_requests": True}), ("forwarded", {"forwarded_for": "200.15.1.1,131.51.1.35"})],
)
def test_our_own_client_signs_what_is_asked_for(served: Emulator, switch: str, options: dict[str, Any]) -> None:
    """With its switch on, the client likes, comments and takes both back; without it, nothing can be written."""
    client, secret = served.register("Strict", ["http://localhost/"], **{switch: True})
    me = int(Api(served).get("/users/self")["id"])
    token = served.core.oauth.grant(me, client, ("basic", "likes", "comments"))
    media = Api(served).get("/users/self/media/recent", count=1)[0]["id"]
    with served.client(access_token=token, client_secret=secret, **options) as ig:
        ig.likes.create(media)
        ig.comments.create(media, text="Signed & sealed, 100% \u00e9")
        comment = ig.comments.list(media)[-1]
        ig.comments.delete(media, comment.id)
        ig.likes.delete(media)
    with served.client(access_token=token) as ig, pytest.raises(errors.ForbiddenError):
        ig.likes.create(media)
