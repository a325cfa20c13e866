"""Odd requests of every kind get an answer of the API, never a failure."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator import Emulator, Request
from tests.support.emulation import Api

EMULATORS = {profile: Emulator(profile, rate_limit=10**9, write_limit=10**9) for profile in ("2015", "2017")}
TOKENS = {profile: emulator.token() for profile, emulator in EMULATORS.items()}
MEDIA = Api(EMULATORS["2015"]).get("/users/self/media/recent")[0]["id"]

odd = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            "self", MEDIA, "1", "-1", "0", "1_2", "9" * 19, "9" * 30, "9" * 5000, "1e400", "nan", "-inf", "%00", "%ff",
            "%2F", "..", "snow", "\u0661", "1_0", " 1", "+1", "0x1", "AQ", "AQ" + "A" * 43, "\x00", "\ud800", "null",
            "true", "[]", "a" * 4000,
        ]
    ),
)  # fmt: skip
names = st.sampled_from(
    [
        *sorted({p.wire for operation in OPERATIONS.values() for p in operation.parameters}),
        *("access_token", "client_secret", "client_id", "callback", "_method", "sig"),
    ]
)
pairs = st.lists(st.tuples(names, odd), max_size=6)
paths = st.one_of(
    st.sampled_from([operation.path for operation in OPERATIONS.values()]),
    st.sampled_from(["/oauth/authorize/", "/oauth/access_token", "/accounts/login/", "/accounts/logout/"]),
    st.text(max_size=30).map(lambda text: "/" + text),
)


def _plain(text: str) -> str:
    """Give what can stand in a request's head: bytes, as latin-1."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _fill(path: str, values: list[str]) -> str:
    for value in values:
        start, end = path.find("{"), path.find("}")
        if start < 0:
            break
        path = path[:start] + value.replace("{", "").replace("}", "") + path[end + 1 :]
    return path


@settings(max_examples=500, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    profile=st.sampled_from(sorted(EMULATORS)),
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH", "X"]),
    path=paths,
    values=st.lists(odd, min_size=3, max_size=3),
    query=pairs,
    form=pairs,
    auth=st.booleans(),
    kind=st.sampled_from(["", "application/x-www-form-urlencoded", "multipart/form-data; boundary=b", "text/plain"]),
    junk=st.binary(max_size=60),
)
@example("2015", "GET", "/users/{user-id}/follows", ["self"] * 3, [("cursor", "9" * 5000)], [], True, "", b"")
@example("2015", "GET", "/media/search", [], [("lat", "90"), ("lng", "180"), ("distance", "1e308")], [], True, "", b"")
def test_nothing_fails(
    profile: str,
    method: str,
    path: str,
    values: list[str],
    query: list[tuple[str, str]],
    form: list[tuple[str, str]],
    auth: bool,
    kind: str,
    junk: bytes,
) -> None:
    """Any request is answered, and JSON answers are JSON."""
    emulator = EMULATORS[profile]
    sent = ([("access_token", TOKENS[profile])] if auth else []) + query
    prefix = "" if path.startswith(("/oauth", "/accounts")) else "/v1"
    response = emulator.handle(
        Request(
            method,
            prefix + _plain(_fill(path, values)),
            "&".join(f"{name}={_plain(value)}" for name, value in sent),
            (("Content-Type", kind), ("Cookie", _plain(values[0] if values else ""))),
            "&".join(f"{name}={_plain(value)}" for name, value in form).encode("latin-1") + junk,
        )
    )
    assert response.status < 500, (response.body, path)
    if response.header("Content-Type").startswith("application/json") and method != "HEAD":
        json.loads(response.body)
    for name, value in response.headers:
        assert "\n" not in name + value
        assert "\r" not in name + value


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "\x00", "'; DROP TABLE media; --", "%"])
def test_each_parameter_bears_nonsense(operation: object, value: str) -> None:
    """Each operation with nonsense in each of its parameters answers 200, 400 or 404."""
    known = OPERATIONS[operation.id]  # type: ignore[attr-defined]
    api = Api(EMULATORS["2015"])
    good = {
        "user-id": "self",
        "media-id": MEDIA,
        "tag-name": "snow",
        "location-id": "2593354",
        "q": "a",
        "lat": "48.85",
    }
    path = known.path
    for parameter in known.parameters:
        path = path.replace(f"{{{parameter.wire}}}", good.get(parameter.wire, "1"))
    free = [parameter for parameter in known.parameters if parameter.location != "path"]
    for bad in free:
        sent = {p.wire: value if p is bad else good.get(p.wire, "1") for p in free}
        in_form = {name: text for name, text in sent.items() if known.method == "POST"}
        query: dict[str, Any] = {} if in_form else sent
        assert api.raw(known.method, path, in_form, **query).status in (200, 400, 404)


def test_large_bodies_are_refused() -> None:
    """A body beyond the limit is not even read."""
    response = EMULATORS["2015"].handle(Request("POST", "/v1/media/1/comments", body=b"x" * (64 * 1024 + 1)))
    assert response.status == 413
