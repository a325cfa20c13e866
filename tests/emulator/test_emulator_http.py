"""The emulator over real HTTP: starting, stopping, many at once, raw bytes, and the command line."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from instagram_v1.emulator import Emulator, ManualClock, __main__
from tests.support.emulation import Api


def _http() -> httpx.Client:
    return httpx.Client(trust_env=False, timeout=10)


def test_starts_and_stops_quickly() -> None:
    """Starting takes less than a second, stopping too, and the port is free afterwards."""
    emulator = Emulator()
    # Others may serve meanwhile, for other tests.
    others = set(threading.enumerate())
    started = time.monotonic()
    with emulator:
        url = emulator.base_url
        assert url.startswith("http://127.0.0.1:")
        assert url.endswith("/v1")
        with _http() as http:
            assert http.get(f"{url}/users/self?access_token={emulator.token()}").status_code == 200
    assert time.monotonic() - started < 6
    with pytest.raises(httpx.ConnectError), _http() as http:
        http.get(url)
    assert "instagram-v1-emulator" not in {thread.name for thread in set(threading.enumerate()) - others}


def test_stop_does_not_wait_for_idle_connections(served: Emulator) -> None:
    """A client that keeps its connection open does not hold the emulator up."""
    with _http() as http:
        http.get(f"{served.base_url}/users/self")
        started = time.monotonic()
        served.stop()
        assert time.monotonic() - started < 3


def test_the_world_outlives_a_restart() -> None:
    """Stopping and starting again goes on with the same world."""
    emulator = Emulator().start()
    token = emulator.token()
    media = Api(emulator).get("/users/self/media/recent", count=1)[0]["id"]
    with _http() as http:
        http.post(f"{emulator.base_url}/media/{media}/likes", data={"access_token": token})
        emulator.stop()
        emulator.start()
        answer = http.get(f"{emulator.base_url}/media/{media}", params={"access_token": token})
    emulator.stop()
    assert answer.json()["data"]["user_has_liked"] is True


def test_not_running_says_so() -> None:
    """What needs a server tells how to get one."""
    emulator = Emulator()
    with pytest.raises(RuntimeError, match="is not running: use it in a `with` statement"):
        assert emulator.base_url
    with emulator, pytest.raises(RuntimeError, match="is running already"):
        emulator.start()
    emulator.stop()


def test_next_url_leads_back_here(served: Emulator) -> None:
    """The address of the next page has the host that was addressed."""
    for host in ("127.0.0.1", "localhost"):
        url = served.base_url.replace("127.0.0.1", host)
        with _http() as http:
            body = http.get(f"{url}/users/self/media/recent", params={"access_token": served.token()}).json()
            assert body["pagination"]["next_url"].startswith(url)
            assert http.get(body["pagination"]["next_url"]).status_code == 200


def test_gzip_on_request(served: Emulator) -> None:
    """Large answers are compressed for those who can read it, and the same otherwise."""
    url = f"{served.base_url}/users/self/media/recent?access_token={served.token()}"
    with _http() as http:
        packed = http.get(url, headers={"Accept-Encoding": "gzip"})
        plain = http.get(url, headers={"Accept-Encoding": "identity"})
        head = http.head(url)
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < int(plain.headers["content-length"]) / 4
    assert gzip.compress(plain.content, compresslevel=1, mtime=0)
    assert (head.status_code, head.content) == (200, b"")


def test_raw_paths_arrive_as_they_are(served: Emulator) -> None:
    """Percent-encoded slashes, doubled slashes and the like reach the router untouched."""
    with _http() as http:
        for path, status in (
            ("/tags/%E9%9B%AA", 200),
            ("/tags/a%2Fb", 404),
            ("/tags/a%0Ab", 404),
            ("/users/1%0A", 400),
            ("/users/self/", 200),
            ("/users/self.json", 200),
            ("/users//self", 404),
        ):
            response = http.get(served.base_url + path, params={"access_token": served.token()})
            assert response.status_code == status, path


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /v1/users/self HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /v1/tags/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://evil.example/v1/users/self HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"POST /v1/media/1/likes HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\na=%",
        b"POST /v1/media/1/likes HTTP/1.1\r\nHost: x\r\nContent-Length: 70000\r\n\r\n" + b"x" * 70000,
        b"GET / HTTP/1.0\r\n\r\n",
        b"GET /v1/\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"NONSENSE\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
    ],
)
def test_raw_bytes(served: Emulator, sent: bytes) -> None:
    """Whatever comes down the line, the answer is below 500 and the emulator goes on."""
    with socket.create_connection(("127.0.0.1", int(served.origin.rpartition(":")[2])), timeout=5) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        answer = line.recv(65536)
    assert answer == b"" or int(answer.split(b" ")[1]) < 500
    with _http() as http:
        assert http.get(f"{served.base_url}/users/self?access_token={served.token()}").status_code == 200


def test_eight_threads_lose_nothing(served: Emulator) -> None:
    """Eight people like and comment at once: every like and every comment is there."""
    api = Api(served)
    people = [person["username"] for person in api.get("/users/self/followed-by", count=8)]
    media = api.get("/users/self/media/recent", count=6)

    def act(username: str) -> set[int]:
        statuses: set[int] = set()
        with _http() as http:
            key = {"access_token": served.token(username)}
            for item in media:
                path = f"{served.base_url}/media/{item['id']}"
                statuses.add(http.post(f"{path}/likes", data=key).status_code)
                statuses.add(http.post(f"{path}/comments", data={**key, "text": f"by {username}"}).status_code)
                statuses.add(http.get(f"{path}/likes", params=key).status_code)
                statuses.add(http.get(f"{served.base_url}/users/self/feed", params=key).status_code)
        return statuses

    before = {item["id"]: {liker["username"] for liker in api.get(f"/media/{item['id']}/likes")} for item in media}
    with ThreadPoolExecutor(8) as pool:
        assert set().union(*pool.map(act, people)) == {200}
    for item in media:
        after = api.get(f"/media/{item['id']}")
        assert after["comments"]["count"] == item["comments"]["count"] + 8
        new = set(people) - before[item["id"]]
        if item["likes"]["count"] < 100:
            assert after["likes"]["count"] == item["likes"]["count"] + len(new)


def test_threads_in_process(api: Api) -> None:
    """The core can be called from many threads without HTTP as well."""
    with ThreadPoolExecutor(8) as pool:
        bodies = set(pool.map(lambda _: api.raw("GET", "/users/self/media/recent").body, range(80)))
    assert len(bodies) == 1


def test_client_of_the_emulator(served: Emulator) -> None:
    """client() is a client of this world, for the main user unless told otherwise."""
    with served.client() as ig:
        assert ig.users.get("self").username == served.username
        assert len(list(ig.users.recent_media("self", count=33))) > 300
    with (
        served.client(access_token=served.token(scopes=["basic"])) as ig,
        pytest.raises(Exception, match="scope=likes"),
    ):
        ig.likes.create("1_2")


def test_the_scopes_of_a_client_are_those_of_its_token(served: Emulator) -> None:
    """With scopes among the options, the client's token permits just these."""
    with served.client(scopes=["basic"]) as ig:
        assert ig.users.get("self").username == served.username
    made = served.core.gate.requests.made
    assert (made(served.token(scopes=["basic"])), made(served.token())) == (1, 0)


def test_async_client_of_the_emulator(served: Emulator) -> None:
    """async_client() is its asynchronous twin."""

    async def main() -> tuple[str | None, int]:
        async with served.async_client() as ig:
            me = await ig.users.get("self")
            return me.username, len([tag async for tag in ig.tags.recent_media("bread")])

    username, number = asyncio.run(main())
    assert username == served.username
    assert number > 30


def test_command_line_serves_until_interrupted() -> None:
    """The command tells address, client and token, works, and ends cleanly on Ctrl-C."""
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-m", "instagram_v1.emulator", "--profile", "2017", "--seed", "5"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )
    assert process.stdout is not None
    told: dict[str, str] = {}
    for line in process.stdout:
        if line.startswith("Stop it"):
            break
        name, _, value = line.partition(":")
        told[name] = value.strip()
    try:
        with _http() as http:
            answer = http.get(f"{told['address']}/users/self", params={"access_token": told["token"]})
        assert answer.json()["data"]["username"] in told["user"]
    finally:
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert (process.returncode, errors) == (0, "")


def test_command_line_in_process(capsys: pytest.CaptureFixture[str]) -> None:
    """The same without a process of its own."""
    ended = threading.Event()
    ended.set()
    assert __main__.main(["--rate-limit", "7"], ended) == 0
    out = capsys.readouterr().out
    assert "http://127.0.0.1:" in out
    assert "password" in out


def test_command_line_refuses_what_cannot_be(capsys: pytest.CaptureFixture[str], served: Emulator) -> None:
    """A used port, an impossible port and an unknown profile give one line each."""
    port = served.origin.rpartition(":")[2]
    for arguments, text in (
        (["--port", port], f"cannot listen on port {port}"),
        (["--port", "99999"], "cannot listen on port 99999: a number from 0 to 65535 is wanted"),
        (["--redirect-uri", "nowhere"], "'nowhere' is no redirect address"),
        (["--profile", "2019"], "unknown profile '2019': choose one of 2015, 2017, retired"),
    ):
        assert __main__.main(arguments) == 2
        error = capsys.readouterr().err
        assert text in error
        assert error.count("\n") == 1


@pytest.mark.parametrize("arguments", [["--port", "http"], ["bogus"], ["--seed", "x"], ["--nope"]])
def test_the_parser_refuses_in_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be read at all gives one line too, and says where to look."""
    with pytest.raises(SystemExit, match="2"):
        __main__.main(arguments)
    error = capsys.readouterr().err
    assert error.startswith("error: ")
    assert error.endswith("--help\n")
    assert error.count("\n") == 1


@pytest.mark.parametrize("package", ["starlette", "uvicorn", "pydantic", "PIL"])
def test_missing_packages_are_named(package: str) -> None:
    """Without one of the packages of the extra, one message says what to install."""
    script = f"""
import sys
sys.modules[{package!r}] = None
import instagram_v1.emulator
try:
    instagram_v1.emulator.Emulator
except ImportError as error:
    print(error)
"""
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    text = f"the emulator needs {package}, which is not installed: pip install 'instagram-v1[emulator]'"
    assert run.stdout == f"{text}\n"


def test_importing_the_client_does_not_load_the_emulator() -> None:
    """The emulator costs nothing for those who do not use it."""
    script = "import instagram_v1, sys, json; print(json.dumps(sorted(sys.modules)))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60)
    loaded: list[Any] = json.loads(run.stdout)
    assert not {"starlette", "uvicorn", "pydantic"} & {name.partition(".")[0] for name in loaded}


def test_a_clock_of_ones_own() -> None:
    """Any callable can be the clock."""
    clock = ManualClock(1434369600)
    api = Api(Emulator(clock=clock))
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    clock.advance(90)
    api.call("POST", f"/media/{media}/comments", {"text": "later"})
    assert api.get(f"/media/{media}/comments")[-1]["created_time"] == "1434369690"


def test_noise_on_the_wire(served: Emulator) -> None:
    """Bytes that are no HTTP, or hardly, end their own connection and nobody else's."""
    rng = random.Random(5)
    port = urlsplit(served.origin).port
    line = f"GET /v1/users/self?access_token={served.token()} HTTP/1.1\r\nHost: x\r\n"
    for turn in range(150):
        noise = rng.randbytes(rng.randrange(1, 200))
        sent = (
            noise,
            line.encode() + noise,
            line.encode()[: turn + 1],
            f"{line}Content-Length: {turn}\r\n\r\n".encode(),
        )
        with socket.create_connection(("127.0.0.1", port), timeout=5) as connection:
            connection.sendall(sent[turn % 4])
            connection.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionResetError):
                assert not connection.recv(64).startswith(b"HTTP/1.1 5")
    with _http() as http:
        assert http.get(f"{served.base_url}/users/self", params={"access_token": served.token()}).status_code == 200
