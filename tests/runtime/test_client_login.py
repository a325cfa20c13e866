"""Signing in with a browser: the redirect comes back to this machine, once, and to nobody else."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from instagram_v1 import Client, errors, oauth
from instagram_v1.emulator import Emulator
from instagram_v1.loopback import Receiver
from tests.support.visitor import Scripted, asked, fetch, free_home, handed_over, is_free, sign_in

MARK = "SENTINEL"
CODE = "SENTINEL0000code0000of0000the000"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """One world for all tests here."""
    with Emulator() as made:
        yield made


@pytest.fixture
def home() -> str:
    """An address of this machine with a free port."""
    return free_home()


def test_the_code_flow(emulator: Emulator, home: str, caplog: pytest.LogCaptureFixture) -> None:
    """With the secret: authorise, come back with a code, exchange it, stop listening; logs say nothing of secrets."""
    caplog.set_level(1)
    client_id, secret = emulator.register("with a server", [home])
    pages: list[httpx.Response] = []
    browser = Scripted(lambda address: pages.append(fetch("GET", sign_in(emulator, address))))
    token = oauth.login(
        client_id,
        client_secret=secret,
        redirect_uri=home,
        scopes=["basic", "likes"],
        base_url=emulator.base_url,
        open_browser=browser,
        timeout=20,
    )
    browser.done()
    assert token.user.username == emulator.username
    assert token.access_token not in repr(token)
    # The browser, and its log, are the test's.
    ours = [record for record in caplog.records if record.threadName == threading.current_thread().name]
    said = "\n".join(f"{record.getMessage()} {record.args!r}" for record in ours)
    assert "oauth_access_token" in said
    for hidden in (token.access_token, secret, asked(str(pages[0].request.url))["code"]):
        assert hidden not in said
    assert asked(browser.address)["response_type"] == "code"
    assert "You are signed in" in pages[0].text
    assert "history.replaceState" in pages[0].text
    assert is_free(home)
    with Client(token.access_token, base_url=emulator.base_url) as ig:
        assert ig.users.get("self").id == token.user.id


def test_the_implicit_flow(emulator: Emulator, home: str) -> None:
    """Without the secret: the page of the redirect hands the fragment over, and wipes it from the address bar."""
    client_id, _ = emulator.register("without a server", [home])
    said: list[str] = []
    browser = Scripted(lambda address: said.append(handed_over(sign_in(emulator, address)).text))
    token = oauth.login(client_id, redirect_uri=home, base_url=emulator.base_url, open_browser=browser, timeout=20)
    browser.done()
    assert token.user.username == emulator.username
    assert asked(browser.address)["response_type"] == "token"
    assert "You are signed in" in said[0]
    assert is_free(home)


@pytest.mark.parametrize("secret", [True, False], ids=["code", "implicit"])
def test_the_user_says_no(emulator: Emulator, home: str, secret: bool) -> None:
    """A refusal comes back as the error that it is, in both flows."""
    client_id, key = emulator.register("refused", [home])
    browser = Scripted(lambda address: _visited(fetch("GET", sign_in(emulator, address, press="Cancel"))))
    with pytest.raises(errors.AuthorizationDeniedError, match="denied"):
        oauth.login(
            client_id,
            client_secret=key if secret else None,
            redirect_uri=home,
            base_url=emulator.base_url,
            open_browser=browser,
            timeout=20,
        )
    browser.done()
    assert is_free(home)


def _visited(page: httpx.Response) -> None:
    assert page.status_code == 200
    assert "did not work" in page.text


def login(home: str, visit: Callable[[str], object], **options: Any) -> oauth.AccessToken:
    """Sign in where nobody answers but the visitor."""

    def go(address: str) -> None:
        visit(address)

    browser = Scripted(go)
    try:
        return oauth.login(
            "an-id", redirect_uri=home, base_url="http://127.0.0.1:9/v1", open_browser=browser,
            **{"timeout": 10.0, **options},
        )  # fmt: skip
    finally:
        browser.done()


def back(address: str, **changes: str) -> str:
    """The redirect of a code flow, as it should come."""
    given = asked(address)
    query = "&".join(f"{name}={value}" for name, value in {"code": CODE, "state": given["state"], **changes}.items())
    return f"{given['redirect_uri']}?{query}"


@pytest.mark.parametrize("tail", ["", "&access_token=1"])
def test_a_foreign_state(home: str, tail: str) -> None:
    """A code that this sign-in did not ask for is refused, also beside a token, and shown nowhere."""
    foreign = f"{home}?code={CODE}&state=another{tail}"
    bare = f"{home}?code={CODE}{tail}"
    for address in (foreign, bare):
        with pytest.raises(errors.OAuthError, match="state") as caught:
            login(home, lambda _, address=address: fetch("GET", address), client_secret="x" * 20)  # type: ignore[misc]
        assert MARK not in str(caught.value) + repr(vars(caught.value))
        frames = []
        trace = caught.value.__traceback__
        while trace is not None:
            frames.append(repr(trace.tb_frame.f_locals) if "instagram_v1" in trace.tb_frame.f_code.co_filename else "")
            trace = trace.tb_next
        assert MARK not in "".join(frames)


def test_the_state_of_a_fragment(home: str) -> None:
    """A fragment may come without a state, never with another one; and never with a code in place of a token."""
    for fragment in ("access_token=1.2.3&state=another", "code=abcdef&state=another", "error=access_denied&state=x"):
        with pytest.raises(errors.OAuthError):
            login(home, lambda a, f=fragment: handed_over(f"{asked(a)['redirect_uri']}#{f}"))  # type: ignore[misc]
    with pytest.raises(errors.OAuthError, match="a code where a token"):
        login(home, lambda a: handed_over(f"{asked(a)['redirect_uri']}#code=abc&state={asked(a)['state']}"))


def test_only_the_redirect_is_answered(home: str) -> None:
    """Other paths, other names for this machine, other methods and other sites are refused, and end nothing."""
    parts = urlsplit(home)
    answers: dict[str, int] = {}

    def visit(address: str) -> None:
        uri, own = asked(address)["redirect_uri"], {"Origin": f"http://{parts.netloc}"}
        page = fetch("GET", uri)
        mark = {"X-Handover": re.findall(r'"X-Handover": "([^"]+)"', page.text)[0]}
        token = "access_token=1.2.3"
        for name, status in {
            "path": fetch("GET", uri.replace("/back", "/other")),
            "favicon": fetch("GET", uri.replace(urlsplit(uri).path, "/favicon.ico")),
            "host": fetch("GET", uri, headers={"Host": f"evil.test:{parts.port}"}),
            "port": fetch("GET", uri, headers={"Host": "localhost"}),
            "no ticket": fetch("GET", home),
            "wrong ticket": fetch("GET", f"{home}?login_ticket=abc"),
            "no mark": fetch("POST", uri, headers=own, content=token),
            "wrong mark": fetch("POST", uri, headers={**own, "X-Handover": "abc"}, content=token),
            "no origin": fetch("POST", uri, headers=mark, content=token),
            "origin": fetch("POST", uri, headers={**mark, "Origin": "http://evil.test"}, content=token),
            "null": fetch("POST", uri, headers={**mark, "Origin": "null"}, content=token),
            "long": fetch("POST", uri, headers={**mark, **own}, content="a" * 9000),
            "method": fetch("PUT", uri),
        }.items():
            answers[name] = status.status_code
            assert "access-control-allow-origin" not in status.headers
        handed_over(uri, fragment="error=access_denied&error_reason=user_denied")

    with pytest.raises(errors.OAuthError):
        login(home, visit)
    assert answers == {
        "path": 404,
        "favicon": 404,
        "host": 421,
        "port": 421,
        "no ticket": 403,
        "wrong ticket": 403,
        "no mark": 403,
        "wrong mark": 403,
        "no origin": 403,
        "origin": 403,
        "null": 403,
        "long": 413,
        "method": 501,
    }


def test_a_visit_that_brings_nothing(home: str) -> None:
    """Opening the bare address does not end the wait."""
    seen: list[int] = []

    def visit(address: str) -> None:
        seen.append(fetch("GET", asked(address)["redirect_uri"]).status_code)
        fetch("GET", back(address, state="another"))

    with pytest.raises(errors.OAuthError, match="state"):
        login(home, visit, client_secret="x" * 20)
    assert seen == [400]


def test_one_use(home: str) -> None:
    """The first visit with an answer is taken; one that comes while it is read, or later, is told so."""
    reading, goes_on = threading.Event(), threading.Event()
    read: list[str] = []

    def slowly(address: str) -> oauth.Grant:
        read.append(address)
        reading.set()
        goes_on.wait(10)
        return oauth.Grant(code="first")

    with Receiver(home, slowly, by_fragment=False) as receiver:
        first = threading.Thread(target=fetch, args=("GET", f"{home}?code=1"))
        first.start()
        reading.wait(10)
        assert [fetch("GET", f"{home}?code={n}").status_code for n in (2, 3)] == [410, 410]
        goes_on.set()
        assert receiver.wait(10).code == "first"
        first.join()
        assert fetch("GET", f"{home}?code=4").status_code == 410
    assert len(read) == 1
    assert is_free(home)


def test_silent_connections_do_not_stand_in_the_way(home: str) -> None:
    """Browsers open connections that they do not use; the redirect comes through all the same."""

    def visit(address: str) -> None:
        idle = [socket.create_connection(("127.0.0.1", urlsplit(home).port or 0)) for _ in range(3)]
        fetch("GET", back(address, state="another"))
        for connection in idle:
            connection.close()

    began = time.monotonic()
    with pytest.raises(errors.OAuthError, match="state"):
        login(home, visit, client_secret="x" * 20)
    assert time.monotonic() - began < 8


def test_nobody_comes_back(home: str) -> None:
    """The wait is bounded, and the port is given back."""
    with pytest.raises(errors.TransportTimeoutError, match=r"within 0\.2 seconds"):
        login(home, lambda _: None, timeout=0.2)
    assert is_free(home)
    with pytest.raises(errors.UsageError, match="above zero"):
        login(home, lambda _: None, timeout=0)


def test_no_browser(home: str) -> None:
    """What a browser cannot open is said at once, with a way out; a browser that breaks is passed on."""
    with pytest.raises(errors.UsageError, match="open_browser=print"):
        oauth.login("an-id", redirect_uri=home, open_browser=lambda _: False)

    def broken(address: str) -> object:
        raise LookupError("no display")

    with pytest.raises(LookupError):
        oauth.login("an-id", redirect_uri=home, open_browser=broken)
    assert is_free(home)


def test_the_default_browser(home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Unless told otherwise, the user's own browser is opened."""
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    with pytest.raises(errors.TransportTimeoutError):
        oauth.login("an-id", redirect_uri=home, timeout=0.05)
    assert opened[0].startswith("https://api.instagram.com/oauth/authorize/?client_id=an-id")


def test_a_taken_port(home: str) -> None:
    """A port that somebody else listens to is named."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", urlsplit(home).port or 0))
        other.listen()
        with pytest.raises(errors.UsageError, match="cannot listen on port"):
            login(home, lambda _: None)


@pytest.mark.parametrize("wrong", [
    "https://localhost:8400/back",
    "http://app.test:8400/back",
    "http://0.0.0.0:8400/back",
    "http://localhost:0/back",
    "http://localhost:8400/back#x",
    "http://me@localhost:8400/back",
    "http://localhost:port/",
    "localhost:8400",
    "",
])  # fmt: skip
def test_addresses_that_are_not_of_this_machine(wrong: str) -> None:
    """Where the redirect could not be received, nothing is opened."""
    with pytest.raises(errors.UsageError, match="this machine"):
        oauth.login("an-id", redirect_uri=wrong, open_browser=lambda _: pytest.fail("a browser was opened"))


def test_it_listens_to_this_machine_only(home: str) -> None:
    """Other machines cannot connect."""
    found: list[str] = []

    def visit(address: str) -> None:
        lines = Path("/proc/net/tcp").read_text().splitlines()
        port = f":{urlsplit(home).port:04X}"
        found.extend(line.split()[1] for line in lines if line.split()[1].endswith(port) and line.split()[3] == "0A")
        fetch("GET", back(address, state="another"))

    if not Path("/proc/net/tcp").exists():
        pytest.skip("this system does not show who listens where")
    with pytest.raises(errors.OAuthError):
        login(home, visit, client_secret="x" * 20)
    assert [address.partition(":")[0] for address in found] == ["0100007F"]


def test_nothing_is_printed(home: str, capfd: pytest.CaptureFixture[str]) -> None:
    """The address, which has the code in it, is not written anywhere; nor are broken visits."""

    def visit(address: str) -> None:
        with socket.create_connection(("127.0.0.1", urlsplit(home).port or 0)) as rude:
            rude.sendall(b"nonsense\r\n\r\n")
        fetch("GET", back(address, state="another"))

    with pytest.raises(errors.OAuthError):
        login(home, visit, client_secret="x" * 20)
    assert capfd.readouterr() == ("", "")
