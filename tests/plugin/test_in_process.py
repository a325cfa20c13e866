"""Clients that the emulator answers in the same process: no socket, no waiting."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from instagram_v1 import Budget, Client, Retry, errors, oauth, testing
from instagram_v1.emulator import Emulator, request


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Connecting or listening anywhere fails."""

    def refuse(*_: object) -> None:
        raise AssertionError("a socket was used")

    for name in ("connect", "connect_ex", "bind", "sendto"):
        monkeypatch.setattr(socket.socket, name, refuse)


@pytest.mark.usefixtures("no_sockets")
def test_both_clients_without_a_socket() -> None:
    """Reading, writing, walking and resuming give the same in both colours, and nothing is connected."""
    emulator = Emulator(seed=7)

    async def awaited() -> list[str]:
        ig = testing.async_client(emulator)
        first = await ig.users.recent_media("self", count=5)
        return [item.id async for item in first]

    with testing.client(emulator) as ig:
        assert ig.users.get("self").username == emulator.username
        first = ig.users.recent_media("self", count=5)
        found = [item.id for item in first]
        assert len(found) > len(first.items) == 5
        assert first.cursor is not None
        assert [item.id for item in ig.resume(first.cursor)] == found[5:]
        ig.likes.create(found[0])
        assert ig.media.get(found[0]).user_has_liked
        assert ig.rate.limit == 5000
    # asyncio opens a pair of sockets for itself, which connects nowhere.
    assert asyncio.run(awaited()) == found


def test_scopes_and_credentials() -> None:
    """Scopes make a token that has them; credentials of one's own are kept."""
    emulator = Emulator()
    with testing.client(emulator, scopes=["basic"]) as ig, pytest.raises(errors.MissingScopeError):
        ig.likes.create("1_1")
    with testing.client(emulator, access_token="1.2.3") as ig, pytest.raises(errors.AccessTokenError):
        ig.users.get("self")
    with testing.client(emulator, client_id=emulator.client_id) as ig:
        assert ig.tags.get("paris").name == "paris"


@pytest.mark.usefixtures("no_sockets")
def test_private_clients_without_a_socket() -> None:
    """Both colours are signed in as whoever is named, and as nobody where that is asked for; waits take no time."""
    emulator = Emulator(faults=["server-error:times=1"])
    with testing.private_client(emulator, "ben8") as ig:
        assert ig.feed.timeline()[0].pk
    with testing.private_client(emulator, session=None) as ig, pytest.raises(errors.MissingCredentialsError):
        ig.feed.timeline()

    async def awaited() -> str | None:
        ig = testing.async_private_client(emulator, "ben8")
        await ig.accounts.login(emulator.username, emulator.password)
        return (await ig.feed.timeline())[0].user.username

    assert asyncio.run(awaited())


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_waits_take_no_time(colour: str) -> None:
    """A budget that waits for most of an hour moves the emulator's clock on instead."""
    emulator = Emulator(rate_limit=3)
    options: dict[str, Any] = {"budget": Budget(), "retry": Retry(deadline=None)}
    began, then = time.monotonic(), emulator.clock()
    if colour == "sync":
        with testing.client(emulator, **options) as ig:
            for _ in range(7):
                ig.tags.get("paris")
    else:

        async def main() -> None:
            ig = testing.async_client(emulator, **options)
            for _ in range(7):
                await ig.tags.get("paris")

        asyncio.run(main())
    assert emulator.clock() - then == pytest.approx(2 * 3601, abs=5)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("colour", ["sync", "async"])
def test_two_counts_of_the_same_writes(colour: str) -> None:
    """What the client counts for its budget is what the emulator counts for its limit: no write is refused."""
    emulator, refused = Emulator(write_limit=5), []
    options: dict[str, Any] = {
        "budget": Budget(writes=5),
        "retry": Retry(attempts=1, deadline=None),
        "hooks": [lambda attempt: refused.append(attempt) if attempt.status == 429 else None],
    }
    then = emulator.clock()
    with testing.client(emulator) as ig:
        media = ig.users.recent_media("self").items[0].id
    if colour == "sync":
        with testing.client(emulator, **options) as ig:
            for turn in range(12):
                ig.likes.create(media) if turn % 2 else ig.likes.delete(media)
                ig.comments.create(media, f"Number {turn}")
    else:

        async def main() -> None:
            ig = testing.async_client(emulator, **options)
            for turn in range(12):
                await (ig.likes.create(media) if turn % 2 else ig.likes.delete(media))
                await ig.comments.create(media, f"Number {turn}")

        asyncio.run(main())
    assert refused == []
    assert 2 * 3600 < emulator.clock() - then < 3 * 3600


def test_a_clock_that_runs_is_left_alone() -> None:
    """Where the emulator's time goes on by itself, a client takes the machine's."""
    assert testing.clock(Emulator(clock="running")) is None


def test_signing_in_in_process() -> None:
    """A code is exchanged over the same transport."""
    emulator = Emulator()
    cookie, mark = "", ""
    target = urlsplit(oauth.authorize_url(emulator.client_id, emulator.redirect_uri))
    where = f"{target.path}?{target.query}"

    def ask(method: str, there: str, body: str = "") -> Any:
        nonlocal cookie, mark
        answer = emulator.handle(request(method, there, (("Cookie", cookie),), body.encode()))
        cookie = answer.header("Set-Cookie").partition(";")[0] or cookie
        found = answer.body.decode().partition('name="csrfmiddlewaretoken" value="')[2].partition('"')[0]
        mark = found or mark
        return answer

    login = ask("GET", where).header("Location")
    ask("GET", login)
    ask("POST", login, f"csrfmiddlewaretoken={mark}&username={emulator.username}&password={emulator.password}")
    ask("GET", where)
    back = ask("POST", where, f"csrfmiddlewaretoken={mark}&allow=allow").header("Location")
    code = parse_qs(urlsplit(back).query)["code"][0]
    given: dict[str, Any] = {"client_id": emulator.client_id, "client_secret": emulator.client_secret}
    token = oauth.exchange_code(
        code, redirect_uri=emulator.redirect_uri, transport=testing.InProcess(emulator), **given
    )  # fmt: skip
    assert token.user.username == emulator.username


@pytest.mark.parametrize(("fault", "wanted", "words"), [
    ("reset", errors.TransportError, "reset after"),
    ("slow:wait=60", errors.TransportTimeoutError, "nothing came for 30 s"),
    ("truncated", errors.DecodeError, "cut short"),
    ("server-error:status=572", errors.ServerError, "572"),
])  # fmt: skip
def test_broken_answers(fault: str, wanted: Any, words: str) -> None:
    """What the emulator is asked to break is broken here too: cut off, slow, or damaged."""
    with testing.client(Emulator(faults=[fault]), retry=None) as ig, pytest.raises(wanted, match=words):
        ig.users.get("self")


def test_subscribing_does_not_stop_the_loop() -> None:
    """The callback may be served by the very loop that makes the subscription."""
    emulator = Emulator()
    given: dict[str, Any] = {"client_id": emulator.client_id, "client_secret": emulator.client_secret}

    async def repeat(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = (await reader.readline()).split()[1].decode()
        body = parse_qs(urlsplit(target).query)["hub.challenge"][0]
        writer.write(f"HTTP/1.0 200 OK\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
        await writer.drain()
        writer.close()

    async def main() -> list[str]:
        async with await asyncio.start_server(repeat, "127.0.0.1", 0) as server:
            where = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
            ig = testing.async_client(emulator, **given)
            await ig.subscriptions.create(object="user", aspect="media", verify_token="v", callback_url=where)
            return [one.object for one in await ig.subscriptions.list() if one.callback_url == where]

    assert asyncio.run(main()) == ["user"]


def test_threads_share_an_emulator() -> None:
    """Many threads with one client get each their answer."""
    emulator = Emulator()
    found: list[str] = []

    def work(ig: Client) -> None:
        for _ in range(10):
            found.append(ig.tags.get("paris").name)

    with testing.client(emulator) as ig:
        threads = [threading.Thread(target=work, args=(ig,)) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == ["paris"] * 60
