"""Odd requests of every kind get an answer of the private API, never a failure of the emulator."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from _instagram_private.operations import OPERATIONS
from instagram_v1.emulator import Emulator, Request
from instagram_v1.emulator.private import multipart as reading
from tests.support.phones import FORM, MULTIPART, Phone, jpeg, multipart

EMULATOR = Emulator(rate_limit=10**9, write_limit=10**9)
PHONE = Phone(EMULATOR)
MEDIA = PHONE.get("/feed/timeline/")["items"][0]["pk"]

odd = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        [
            str(MEDIA), str(PHONE.pk), "1", "-1", "0", "1_2", "9" * 19, "9" * 30, "9" * 5000, "1e400", "nan", "-inf",
            "%00", "%ff", "%2F", "..", "snow", "\u0661", "1_0", " 1", "+1", "0x1", "\x00", "\ud800", "null", "true",
            "[]", "{}", '{"name": "x", "lat": 1, "lng": 2}', '{"pk": 9223372036854775807}', '{"lat": 1e308, "lng": 0}',
            '{"name": "\\u0000", "external_id": "\\u0000", "external_source": "foursquare"}', "{" * 4000, "a" * 4000,
        ]
    ),
)  # fmt: skip
names = st.sampled_from(
    sorted({p.wire for operation in OPERATIONS.values() for p in operation.parameters} | {"_method"})
)
pairs = st.lists(st.tuples(names, odd), max_size=6)
paths = st.one_of(
    st.sampled_from([operation.path for operation in OPERATIONS.values()]),
    st.text(max_size=30).map(lambda text: "/" + text),
)


def _plain(text: str) -> str:
    """Give what can stand in a request's head: bytes, as latin-1."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


def _fill(path: str, value: str) -> str:
    return path.replace("{pk}", value).replace("{tag}", value)


def _check(request: Request) -> None:
    response = EMULATOR.handle(request)
    assert response.status < 500, (response.body, request.path)
    if request.method != "HEAD":
        body = json.loads(response.body)
        assert ("comment" if "comment" in body else "status") in body
    for name, value in response.headers:
        assert not {"\n", "\r"} & set(name + value)


@settings(max_examples=400, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    method=st.sampled_from(["GET", "POST", "DELETE", "PUT", "HEAD", "OPTIONS", "PATCH", "X"]),
    path=paths,
    value=odd,
    query=pairs,
    form=pairs,
    cookie=st.sampled_from([PHONE.cookie, "", "sessionid=x", "sessionid", ";;=;"]),
    kind=st.sampled_from(["", FORM, MULTIPART, "multipart/form-data", "text/plain"]),
    junk=st.binary(max_size=60),
)
@example("POST", "/media/configure", "", [], [("device_timestamp", "9" * 19)], PHONE.cookie, FORM, b"")
@example("POST", "/media/{pk}/like/", str(2**63 - 1), [], [], PHONE.cookie, FORM, b"")
@example("GET", "/feed/tag/{tag}/", "%ff", [], [], PHONE.cookie, "", b"")
def test_nothing_fails(
    method: str,
    path: str,
    value: str,
    query: list[tuple[str, str]],
    form: list[tuple[str, str]],
    cookie: str,
    kind: str,
    junk: bytes,
) -> None:
    """Any request is answered, in this API's envelope."""
    sent = "&".join(f"{name}={quote(_plain(text), encoding='latin-1')}" for name, text in form).encode() + junk
    target = "&".join(f"{name}={_plain(text)}" for name, text in query)
    headers = (("Content-Type", kind), ("Cookie", cookie))
    _check(Request(method, "/api/v1" + _plain(_fill(path, value)), target, headers, sent))


@settings(max_examples=250, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(
    stamp=odd,
    fields=pairs,
    cuts=st.lists(st.tuples(st.integers(0, 12_000), st.binary(max_size=4)), max_size=4),
    end=st.integers(0, 12_500),
)
def test_no_upload_fails(stamp: str, fields: list[tuple[str, str]], cuts: list[tuple[int, bytes]], end: int) -> None:
    """An upload with any damage to its bytes is taken or refused, and can be configured or not."""
    given_fields = {**dict(fields), "device_timestamp": stamp}
    clean = {name: text.encode("utf-8", "replace").decode() for name, text in given_fields.items()}
    body = bytearray(multipart(clean, jpeg()))
    for at, junk in cuts:
        body[at : at + len(junk)] = junk
    headers = (("Content-Type", MULTIPART), ("Cookie", PHONE.cookie))
    _check(Request("POST", "/api/v1/media/upload", "", headers, bytes(body[:end] if end < 12_000 else body)))
    form = f"device_timestamp={quote(clean['device_timestamp'])}".encode()
    _check(Request("POST", "/api/v1/media/configure", "", (("Content-Type", FORM), headers[1]), form))


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(st.dictionaries(st.text('abcdef_- "\\é', min_size=1, max_size=8), st.binary(max_size=60), max_size=4))
def test_forms_are_read_as_they_were_written(fields: dict[str, bytes]) -> None:
    """Names and contents of a form come back as they were, whatever bytes they are."""
    kept = {name: data for name, data in fields.items() if b"\r\n--frontier" not in b"\r\n" + data}
    parts = [
        f'Content-Disposition: form-data; name="{_quoted(name)}"\r\n\r\n'.encode() + data for name, data in kept.items()
    ]
    body = b"".join(b"--frontier\r\n" + part + b"\r\n" for part in parts) + b"--frontier--\r\n"
    assert {part.name: part.content for part in reading.parts(body, MULTIPART)} == kept
    for end in range(0, len(body) - 3, 7):
        with pytest.raises(reading.BrokenMultipart):
            reading.parts(body[: min(end, len(body) - 5)], MULTIPART)


@pytest.mark.parametrize(
    "head",
    [
        b'Content-Disposition: form-data; name="photo"; filename="file"',
        b"content-disposition:form-data;name=photo;filename=x",
        b'CONTENT-DISPOSITION: form-data; filename="a;name=b.jpg"; name="photo"',
        b'Content-Type: image/jpeg\r\nContent-Disposition: form-data; name="photo"; filename*=utf-8\'\'x.jpg',
    ],
)  # fmt: skip
def test_heads_of_all_clients_are_read(head: bytes) -> None:
    """Clients differ in order, case and quotes; the file is the same."""
    body = b"preamble\r\n--frontier  \r\n" + head + b"\r\n\r\nbytes\r\n\r\n--frontier--\r\nepilogue"
    assert reading.parts(body, 'Multipart/Form-Data; charset=x; boundary="frontier"') == (
        reading.Part("photo", b"bytes\r\n", is_file=True),
    )


def _quoted(name: str) -> str:
    return name.replace("\\", "\\\\").replace('"', '\\"')


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=lambda operation: operation.id)
@pytest.mark.parametrize("value", ["", "x", "-1", "9" * 40, "\x00", "'; DROP TABLE media; --", "%"])
def test_each_parameter_bears_nonsense(operation: Any, value: str) -> None:
    """Each operation with nonsense in each of its parameters answers 200 or says what is wrong."""
    good = {"pk": str(MEDIA), "tag": "snow", "q": "a", "device_timestamp": "1", "comment_text": "hi"}
    for bad in operation.parameters:
        sent = {p.wire: value if p is bad else good.get(p.wire, "1") for p in operation.parameters}
        path = _fill(operation.path, quote(sent.get("pk", sent.get("tag", "")), safe=""))
        free = {p.wire: sent[p.wire] for p in operation.parameters if p.location != "path" and p.type != "file"}
        if operation.body.startswith("multipart"):
            answer = PHONE.raw(operation.method, path, body=multipart(free, jpeg()), kind=MULTIPART)
        elif operation.method == "POST":
            answer = PHONE.raw(operation.method, path, free)
        else:
            query = "&".join(f"{name}={quote(text)}" for name, text in free.items())
            answer = PHONE.raw(operation.method, f"{path}?{query}")
        # The session of this phone may be signed out by one of them: each of the others then says so.
        assert answer.status in (200, 400, 401, 403, 404, 405, 409)
