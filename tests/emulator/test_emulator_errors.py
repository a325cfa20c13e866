"""Every error has the text and the shape that were recorded, and comes in the API's order."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.emulator import Emulator, faults
from instagram_v1.emulator.injection.kinds import CATALOGUE as CATALOGUED
from tests.support.emulation import Api

CATALOGUE = Path(__file__).parents[3] / "shared" / "reference" / "errors.json"

# Pages, not errors of the API itself.
ELSEWHERE = {"(HTML or empty)", "(HTML page)"}


def _catalogue() -> list[dict[str, Any]]:
    if not CATALOGUE.is_file():
        pytest.skip("the catalogue of recorded errors is not beside this repository")
    entries: list[dict[str, Any]] = json.loads(CATALOGUE.read_text(encoding="utf-8"))
    return entries


def _texts() -> dict[str, set[tuple[str, str]]]:
    """Give the texts of all errors with the values of the catalogue filled in, with (type, shape)."""
    values = {
        "made": 0,
        "limit": 0,
        "scope": "likes",
        "granted": "",
        "fields": "basic,likes",
        "name": "",
        "things": "likes",
    }
    found: dict[str, set[tuple[str, str]]] = {}
    for fault in vars(faults).values():
        if not isinstance(fault, faults.Fault):
            continue
        variants = [values | {"made": m, "limit": n} for m, n in ((91, 60), (5007, 5000))]
        for variant in [v | {"granted": g} for v in variants for g in ("write", "this")]:
            found.setdefault(fault.text.format(**variant), set()).add((fault.error_type, fault.shape))
    return found


def test_recorded_errors_are_ours() -> None:
    """Each recorded error of the emulated eras stands in the emulator word for word, in its shape."""
    texts = _texts()
    missing = [
        entry["error_message"]
        for entry in _catalogue()
        if entry["confidence"] == "observed"
        and entry["error_message"] not in ELSEWHERE
        and entry["code"] != 420
        and (entry["error_type"] or "") not in {kind for kind, _ in texts.get(entry["error_message"], ())}
    ]
    assert missing == []


def test_recorded_shapes_are_ours() -> None:
    """An error that was recorded bare is bare here, one in an envelope is in an envelope."""
    texts = _texts()
    for entry in _catalogue():
        known = texts.get(entry["error_message"])
        if known and entry["envelope"] and entry["error_type"] in {kind for kind, _ in known}:
            assert (entry["error_type"], entry["envelope"]) in known, entry["error_message"]


def test_what_is_unknown_is_marked() -> None:
    """Errors whose text no source shows say so."""
    certain = {fault.text for fault in vars(faults).values() if isinstance(fault, faults.Fault) and fault.certain}
    for entry in _catalogue():
        if entry["confidence"] in ("uncertain", "guess"):
            assert entry["error_message"] not in certain


@pytest.mark.parametrize("name", CATALOGUED)
def test_every_error_can_be_asked_for(name: str) -> None:
    """Each error of the API comes by its name, well-formed, also those that nothing in the world leads to."""
    api = Api(Emulator(faults=[f"api-error:name={name}"]))
    found = api.fault("POST", "/media/1/likes")
    assert found["type"] == CATALOGUED[name].error_type
    assert found["text"]
    assert "{" not in found["text"]


def test_an_age_gated_account() -> None:
    """A client meets an error that few have seen."""
    api = Api(Emulator(faults=["api-error:name=age-gated,operation=users_get,times=1"]))
    assert api.fault("GET", "/users/self") == {
        "status": 400,
        "type": "APIAgeGatedError",
        "text": "you cannot view this resource",
    }
    assert api.get("/users/self")


MEDIA = "/media/1"
CASES = [
    ("GET", "/users/self", {"auth": False, "access_token": "nonsense"}, None, "OAuthAccessTokenException"),
    ("GET", "/tags/snow", {"auth": False}, None, "OAuthParameterException"),
    ("POST", f"{MEDIA}/likes", {"auth": False, "client_id": "ID"}, None, "OAuthParameterException"),
    ("GET", "/tags/snow", {"auth": False, "client_id": "unknown"}, None, "OAuthParameterException"),
    ("GET", "/users/self", {"auth": False, "client_id": "ID"}, None, "no authenticated user"),
    ("GET", "/users/1", {}, None, "APINotFoundError"),
    ("GET", "/users/nobody", {}, None, "APINotFoundError"),
    ("GET", "/media/1_2", {}, None, "APINotFoundError"),
    ("GET", "/media/shortcode/D", {}, None, "APINotFoundError"),
    ("GET", "/locations/1", {}, None, "APINotFoundError"),
    ("GET", "/geographies/1/media/recent", {}, None, "APINotFoundError"),
    ("GET", "/users/search", {}, None, "APIInvalidParametersError"),
    ("GET", "/tags/search", {}, None, "APIInvalidParametersError"),
    ("GET", "/media/search", {"lat": 1}, None, "APIInvalidParametersError"),
    ("GET", "/media/search", {"lat": "nan", "lng": 1}, None, "APIInvalidParametersError"),
    ("GET", "/media/search", {"lat": 91, "lng": 1}, None, "APIInvalidParametersError"),
    ("GET", "/locations/search", {}, None, "APIInvalidParametersError"),
    ("GET", "/users/self/media/recent", {"count": 0}, None, "APIInvalidParametersError"),
    ("GET", "/users/self/media/recent", {"count": -3}, None, "APIInvalidParametersError"),
    ("GET", "/users/self/media/recent", {"count": "x"}, None, "APIInvalidParametersError"),
    ("GET", "/users/self/media/recent", {"max_id": "x"}, None, "APIInvalidParametersError"),
    ("POST", "/users/self/relationship", {}, {"action": "follow"}, "APIInvalidParametersError"),
    ("GET", "/subscriptions", {"client_id": "ID"}, None, "OAuthClientException"),
    ("GET", "/subscriptions", {"client_id": "ID", "client_secret": "x"}, None, "APISubscriptionError"),
]


@pytest.mark.parametrize(("method", "path", "query", "form", "kind"), CASES)
def test_errors_have_their_type(
    still: Api, method: str, path: str, query: dict[str, Any], form: dict[str, str] | None, kind: str
) -> None:
    """Bad requests get a 400 of the right type."""
    filled = {name: still.emulator.client_id if value == "ID" else value for name, value in query.items()}
    fault = still.fault(method, path, form, **filled)
    assert (fault["status"], fault["type"]) == (400, kind)


@pytest.mark.parametrize(
    ("path", "query", "text"),
    [
        ("/users/self", {"auth": False, "access_token": "x"}, "The access_token provided is invalid."),
        ("/users/1", {}, "this user does not exist"),
        ("/media/1", {}, "invalid media id"),
        ("/users/self/media/recent", {"count": 0}, "Count must be larger than zero."),
        ("/users/self/feed", {"auth": False, "client_id": "x"}, "Missing access_token URL parameter."),
        ("/subscriptions", {}, "Missing client_secret URL parameter."),
        ("/subscriptions", {"client_secret": "x"}, 'Invalid "client_id" and/or "client_secret."'),
    ],
)
def test_texts_known_by_heart(still: Api, path: str, query: dict[str, Any], text: str) -> None:
    """The commonest errors, word for word."""
    assert still.fault("GET", path, **query)["text"] == text


@pytest.mark.parametrize(
    ("method", "path", "form", "scope"),
    [
        ("POST", "/media/1/likes", None, "likes"),
        ("DELETE", "/media/1/likes", None, "likes"),
        ("POST", "/media/1/comments", {"text": "hi"}, "comments"),
        ("DELETE", "/media/1/comments/1", None, "comments"),
        ("POST", "/users/1/relationship", {"action": "follow"}, "relationships"),
    ],
)
@pytest.mark.parametrize(("era", "granted"), [("still", "write"), ("later", "this")])
def test_a_missing_scope(
    method: str,
    path: str,
    form: dict[str, str] | None,
    scope: str,
    era: str,
    granted: str,
    request: pytest.FixtureRequest,
) -> None:
    """A write without its scope is refused in the words of the era, before anything is looked up."""
    api: Api = request.getfixturevalue(era)
    basic = Api(api.emulator, api.emulator.token(scopes=["basic"]))
    fault = basic.fault(method, path, form)
    assert fault["type"] == "OAuthPermissionsException"
    assert fault["text"] == (
        f"This request requires scope={scope}, but this access token is not authorized with this scope. The user must "
        f"re-authorize your application with scope={scope} to be granted {granted} permissions."
    )


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("x" * 301, "APICommentTooLongError"),
        ("#a #b #c #d #e", "APICommentTooManyTagsError"),
        ("see http://a.example and https://b.example", "APICommentTooManyURLsError"),
        ("WHAT A VIEW", "APICommentAllCapsError"),
        ("   ", "APIInvalidParametersError"),
        ("", "APIInvalidParametersError"),
    ],
)
def test_comment_rules(api: Api, text: str, kind: str) -> None:
    """A comment that breaks a rule is refused and not written."""
    media = api.get("/users/self/media/recent", count=1)[0]
    assert api.fault("POST", f"/media/{media['id']}/comments", {"text": text})["type"] == kind
    assert api.get(f"/media/{media['id']}")["comments"]["count"] == media["comments"]["count"]


@pytest.mark.parametrize("text", ["x" * 300, "#a #b #c #d", "at http://a.example", "OK then", "1234 !", "\u96ea"])
def test_comments_within_the_rules(api: Api, text: str) -> None:
    """What just keeps the rules is written."""
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    api.call("POST", f"/media/{media}/comments", {"text": text})
    assert api.get(f"/media/{media}/comments")[-1]["text"] == text


def test_order_of_checks() -> None:
    """Global limit, token, scope, existence, parameters: each fault hides the ones after it."""
    emulator = Emulator(rate_limit=3)
    basic = Api(emulator, emulator.token(scopes=["basic"]))
    full = Api(emulator)
    assert basic.fault("POST", "/media/0/comments", {"text": ""})["type"] == "OAuthPermissionsException"
    assert full.fault("POST", "/media/0/comments", {"text": ""})["type"] == "APINotFoundError"
    media = full.get("/users/self/media/recent", count=1)[0]["id"]
    assert full.fault("POST", f"/media/{media}/comments", {"text": ""})["type"] == "APIInvalidParametersError"
    assert full.fault("POST", "/media/0/comments", {"text": ""})["type"] == "OAuthRateLimitException"


def test_a_revoked_token_is_invalid(api: Api) -> None:
    """A token that was withdrawn no longer works."""
    api.get("/users/self")
    api.emulator.revoke(api.token)
    assert api.fault("GET", "/users/self")["type"] == "OAuthAccessTokenException"


@pytest.mark.parametrize("path", ["/nothing", "/users", "/users/self/nothing", "/tags/nobodyusesthis", "", "/"])
def test_unknown_routes_are_html(still: Api, path: str) -> None:
    """What leads nowhere gets a page, not JSON."""
    response = still.raw("GET", path)
    assert response.status == 404
    assert response.header("Content-Type").startswith("text/html")


def test_unknown_methods_are_refused(still: Api) -> None:
    """A path that exists refuses methods that it does not know."""
    assert still.raw("POST", "/users/self").status == 405
    assert still.raw("PATCH", "/media/1/likes").status == 405
