"""The private API over HTTP: clients, compression, faults on demand, what is noted of requests, the command line."""

from __future__ import annotations

import asyncio
import gzip
import http.client
import json
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from _instagram_private.operations import OPERATIONS
from instagram_v1 import Client, testing
from instagram_v1.emulator import Emulator, __main__
from instagram_v1.emulator.private import PHOTO_LIMIT
from instagram_v1.private import AsyncPrivateClient, PrivateClient, errors
from tests.support.phones import MULTIPART, Phone, failed, jpeg, multipart


@pytest.fixture
def running() -> Iterator[Emulator]:
    """A fresh world over HTTP, for phones."""
    with Emulator(api="private") as emulator:
        yield emulator


def private_client(emulator: Emulator, **options: Any) -> PrivateClient:
    """What ``client()`` gives here."""
    client: object = emulator.client(**options)
    assert isinstance(client, PrivateClient)
    return client


def test_one_port_serves_both(running: Emulator) -> None:
    """``api`` chooses what the address and the clients are about; the other API is served beside it."""
    assert running.base_url == f"{running.origin}/api/v1" == running.private.base_url
    with Emulator() as public:
        assert public.base_url == f"{public.origin}/v1"
        assert isinstance(public.client(), Client)
        with public.private.client() as phone:
            assert phone.users.info(Phone(public).pk).username == public.username
    with Client(base_url=f"{running.origin}/v1", access_token=running.token()) as ig:
        assert ig.users.get("self").username == running.username


def test_an_unknown_api_is_refused() -> None:
    """There are two of them."""
    with pytest.raises(ValueError, match="unknown API 'graph': choose public or private"):
        Emulator(api="graph")  # type: ignore[arg-type]


def test_clients_are_signed_in(running: Emulator) -> None:
    """A client of the emulator has a session of the main user, or of whoever is named."""
    with private_client(running) as ig, running.private.client("ada122") as other:
        mine, theirs = Phone(running).pk, Phone(running, "ada122").pk
        assert ig.feed.user(mine)[0].user.username == running.username
        assert other.friendships.show(mine).status == "ok"
        ig.accounts.logout()
        with pytest.raises(errors.NotLoggedInError):
            ig.feed.timeline()
        assert other.users.info(theirs).username == "ada122"


def test_the_awaited_client_does_the_same(running: Emulator) -> None:
    """Signing in, uploading and configuring through the awaited client, then reading it through the other."""

    async def publish() -> int:
        client: object = running.async_client(session=None)
        assert isinstance(client, AsyncPrivateClient)
        async with client as ig:
            await ig.accounts.login(running.username, running.password)
            await ig.media.upload(jpeg(), 1, lat=1.0, lng=2.0)
            return (await ig.media.configure(1, caption="awaited")).pk

    pk = asyncio.run(publish())
    with Client(base_url=f"{running.origin}/v1", access_token=running.token()) as ig:
        media = ig.media.get(str(pk))
        assert media.caption is not None
        assert media.caption.text == "awaited"


def test_no_port_is_needed() -> None:
    """In the same process a client can ask an emulator that listens nowhere."""
    emulator = Emulator()
    there = testing.InProcess(emulator)
    with PrivateClient("http://emulator.example/api/v1", transport=there, session=emulator.private.session()) as ig:
        ig.media.upload(jpeg(), 1)
        assert ig.media.configure(1, caption="quietly").pk == ig.feed.timeline()[0].pk
    with testing.client(emulator) as public:
        assert public.users.recent_media("self").items[0].filter == "Normal"


def test_every_failure_is_a_typed_error(running: Emulator) -> None:
    """What the emulator refuses arrives as the error that says what it is."""
    with private_client(running) as ig:
        ig.media.upload(jpeg(), 1)
        mine = ig.media.configure(1)
        private = running.core.store.people.by_name("olga388")
        assert private is not None
        cases: list[tuple[type[Exception], Any]] = [
            (errors.LoginFailedError, lambda: ig.accounts.login(running.username, "wrong")),
            (errors.NotFoundError, lambda: ig.users.info(1)),
            (errors.NotFoundError, lambda: ig.media.like(1)),
            (errors.NotAllowedError, lambda: ig.feed.user(private.id)),
            (errors.UploadError, lambda: ig.media.upload(jpeg()[:900], 2)),
            (errors.UploadError, lambda: ig.media.upload(b"GIF89a", 2)),
            (errors.UploadError, lambda: ig.media.upload(jpeg(), 1)),
            (errors.UploadError, lambda: ig.media.configure(7)),
            (errors.UploadTooLargeError, lambda: ig.media.upload(jpeg() + b"\0" * PHOTO_LIMIT, 2)),
            (errors.UploadTooLargeError, lambda: ig.media.upload(jpeg() + b"\0" * (PHOTO_LIMIT + 70_000), 2)),
            (errors.InvalidParametersError, lambda: ig.media.comment(mine.pk, "LOUD")),
        ]
        for kind, act in cases:
            with pytest.raises(kind):
                act()
        running.private.end_sessions()
        with pytest.raises(errors.LoginRequiredError, match="the session is over"):
            ig.feed.timeline()


def test_a_session_ends_by_the_emulators_clock(running: Emulator) -> None:
    """The client's cookie goes on, but the emulator no longer knows it."""
    with private_client(running) as ig:
        ig.feed.timeline()
        running.jump(91 * 24 * 3600)
        with pytest.raises(errors.LoginRequiredError):
            ig.feed.timeline()


def test_answers_are_compressed_on_request(running: Emulator) -> None:
    """Gzip is what phones asked for; who does not ask gets plain bytes, and they say the same."""
    connection = http.client.HTTPConnection(running.origin.removeprefix("http://"), timeout=10)
    cookie = running.private.cookie()
    bodies: list[bytes] = []
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        connection.request("GET", "/api/v1/feed/timeline/", headers={"Cookie": cookie, **headers})
        answer = connection.getresponse()
        body = answer.read()
        packed = answer.getheader("Content-Encoding") == "gzip"
        assert packed is bool(headers)
        bodies.append(gzip.decompress(body) if packed else body)
    connection.close()
    assert bodies[0] == bodies[1]


def test_uploads_that_break_off_leave_nothing(running: Emulator) -> None:
    """A connection that ends in the middle of a body changes nothing, and the next request is answered."""
    before, body = running.dump(), multipart({"device_timestamp": 1}, jpeg())
    connection = http.client.HTTPConnection(running.origin.removeprefix("http://"), timeout=10)
    connection.putrequest("POST", "/api/v1/media/upload")
    connection.putheader("Content-Length", str(len(body)))
    connection.putheader("Content-Type", MULTIPART)
    connection.endheaders()
    connection.send(body[: len(body) // 2])
    connection.close()
    assert httpx.get(f"{running.base_url}/feed/popular/").status_code == 200
    assert running.dump() == before


def test_only_uploads_may_be_large(running: Emulator) -> None:
    """A body that only a photo may have is too large for everything else."""
    phone = Phone(running)
    assert phone.fault("POST", "/media/configure", body=b"a=" + b"x" * 70_000)[0] == 413
    url = f"{running.base_url}/media/configure"
    answer = httpx.post(url, content=b"a=" + b"x" * 200_000, headers={"Cookie": phone.cookie})
    assert (answer.status_code, answer.json()["status"]) == (413, "failed")


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        ("rate-limit", errors.RateLimitError), ("server-error:status=503", errors.ServerError),
        ("reset", errors.TransportError), ("truncated", errors.InstagramError), ("not-json", errors.DecodeError),
        ("write-limit", None), ("cursor-loop", None), ("foreign-next-url", None), ("nulls", None), ("new-enums", None),
        ("slow:per_second=2000000", None), ("clock-jump:seconds=1", None),
    ],
)  # fmt: skip
def test_faults_strike_phones_too(running: Emulator, fault: str, error: type[Exception] | None) -> None:
    """Each fault on demand does to private answers what it does to public ones: an error, or none, never a crash."""
    with private_client(running, retry=None) as ig:
        me = Phone(running).pk
        running.faults.add(f"{fault}{',' if ':' in fault else ':'}operation=feed_timeline")
        if error is None:
            assert ig.feed.timeline()
        else:
            with pytest.raises(error):
                ig.feed.timeline()
        assert ig.users.info(me).username == running.username


def test_what_can_be_left_out_can_be_null(running: Emulator) -> None:
    """Answers whose data stand beside the status are damaged by the same rule as all others."""
    running.faults.add("nulls")
    with private_client(running) as ig:
        friendship, user = ig.friendships.show(Phone(running, "ada122").pk), ig.users.info(Phone(running).pk)
    assert (friendship.incoming_request, friendship.outgoing_request, friendship.status) == (None, None, "ok")
    assert (user.full_name, user.media_count, user.username) == (None, None, running.username)


def test_a_writes_limit_strikes_writes() -> None:
    """The fault of the limit of writes answers in this API's envelope."""
    emulator = Emulator(faults=["write-limit"])
    phone = Phone(emulator)
    pk = phone.get("/feed/timeline/")["items"][0]["pk"]
    assert failed(phone.raw("POST", f"/media/{pk}/like/", {}))[0] == 429


def test_requests_are_noted(running: Emulator) -> None:
    """The console's list says which operation was asked for, by whom, and no session nor password."""
    with private_client(running, session=None) as ig:
        ig.accounts.login(running.username, running.password)
        session = ig.session.store()
        ig.feed.timeline()
        with pytest.raises(errors.NotFoundError):
            ig.users.info(1)
    log = json.loads(httpx.get(f"{running.origin}/console/log").content)["entries"]
    assert [(entry["operation"], entry["person"], entry["status"]) for entry in log] == [
        ("accounts_login", "", 200), ("feed_timeline", running.username, 200), ("users_info", running.username, 404),
    ]  # fmt: skip
    assert json.loads(session)["sessionid"] not in json.dumps(log)
    assert running.password not in json.dumps(log)


def test_the_command_line_tells_of_it(capsys: pytest.CaptureFixture[str]) -> None:
    """With --api private the address, the password and a cookie to try are told; without it, where it is."""
    ended = threading.Event()
    ended.set()
    assert __main__.main(["--api", "private"], ended) == 0
    said = capsys.readouterr().out
    assert "/api/v1\n" in said
    assert "(password: rooftops)" in said
    assert "try:       curl --cookie sessionid=" in said
    assert __main__.main([], ended) == 0
    assert "private:   http://127.0.0.1:" in capsys.readouterr().out


def test_the_console_knows_the_private_api(running: Emulator) -> None:
    """The reference lists each operation with its address, and the budgets say who asked by phone."""
    listed = httpx.get(f"{running.origin}/console/private").json()
    assert [entry["id"] for entry in listed] == [f"private_{name}" for name in OPERATIONS]
    assert {entry["path"] for entry in listed} == {f"/api/v1{operation.path}" for operation in OPERATIONS.values()}
    assert all(json.loads(entry["answer"]) for entry in listed)
    assert httpx.get(f"{running.origin}/console/overview").json()["private_url"] == running.base_url
    with private_client(running) as ig:
        ig.feed.timeline()
    budget = httpx.get(f"{running.origin}/console/log").json()["budget"]["rows"]
    assert [(row["name"], row["made"]) for row in budget] == [(f"{running.username} by phone", 1)]
