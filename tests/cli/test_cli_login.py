"""Signing in from the shell, and what becomes of the token."""

from __future__ import annotations

import io
import json
import os
import stat
import webbrowser
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure
from instagram_v1.cli.session import resolve
from instagram_v1.cli.store import Entry, Store, same_place
from instagram_v1.emulator import Emulator
from tests.support.shell import Done, Shell
from tests.support.visitor import Scripted, asked, fetch, free_home, handed_over, sign_in

TOKEN = "1234567.abcdef.SENTINEL00of00a00token"


@pytest.fixture
def emulator(served: Emulator) -> Emulator:
    """An emulator that everybody may sign in to."""
    return served


@pytest.fixture
def signs_in(
    shell: Shell, emulator: Emulator, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., tuple[Done, Scripted]]:
    """Runs `login` with somebody at the browser."""

    def run(*more: str, implicit: bool = False, press: str = "Authorize") -> tuple[Done, Scripted]:
        home = free_home()
        client_id, secret = emulator.register(f"shell {home}", [home])
        if not implicit:
            (tmp_path / "secret").write_text(f"{secret}\n")
            more = ("--client-secret-file", str(tmp_path / "secret"), *more)
        visit = handed_over if implicit else lambda address: fetch("GET", address)

        def go(address: str) -> None:
            visit(sign_in(emulator, address, press))

        browser = Scripted(go)
        monkeypatch.setattr(webbrowser, "open", browser)
        done = shell("login", "--base-url", emulator.base_url, "--client-id", client_id, "--redirect-uri", home, *more)
        browser.done()
        assert secret not in done.out + done.err
        return done, browser

    return run


def kept() -> Path:
    """The folder of tokens."""
    return Path(os.environ["XDG_CONFIG_HOME"]) / "instagram-v1/tokens"


Signs = Callable[..., tuple[Done, Scripted]]


def test_signing_in_and_calling(signs_in: Signs, shell: Shell, emulator: Emulator) -> None:
    """`login` keeps a token that `call` then uses, without its address being named again."""
    done, browser = signs_in("--scope", "basic,likes", "--scope", "comments")
    assert (done.code, done.out) == (Exit.DONE, "")
    assert f"as {emulator.username}" in done.err
    assert asked(browser.address)["scope"] == "basic likes comments"
    entry = json.loads((kept() / "default.json").read_text())
    assert entry["base_url"] == emulator.base_url
    assert entry["access_token"] not in done.err
    assert shell("call", "users.get", "self", "--json").json["username"] == emulator.username


def test_only_its_owner_can_read_the_token(signs_in: Signs) -> None:
    """File and folder are the owner's alone, whatever the mask of the process; nothing else is left there."""
    before = os.umask(0)
    try:
        signs_in()
    finally:
        os.umask(before)
    assert stat.S_IMODE(kept().stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in kept().iterdir()] == [("default.json", 0o600)]


def test_printing_for_scripts(signs_in: Signs, emulator: Emulator, shell: Shell) -> None:
    """`--print` writes the token alone to standard output, and keeps it nowhere."""
    done, _ = signs_in("--print")
    assert done.code == Exit.DONE
    token = done.out.removesuffix("\n")
    assert token == token.strip() != ""
    assert token not in done.err
    assert not kept().exists()


def test_the_implicit_flow(signs_in: Signs, shell: Shell) -> None:
    """`--implicit` needs no secret."""
    done, browser = signs_in("--implicit", "--profile", "other", implicit=True)
    assert done.code == Exit.DONE
    assert asked(browser.address)["response_type"] == "token"
    assert shell("call", "users.get", "self", "--profile", "other").code == Exit.DONE


def test_saying_no(signs_in: Signs) -> None:
    """A refusal ends with its code, and keeps nothing."""
    done, _ = signs_in(press="Cancel")
    assert done.code == Exit.NOT_ALLOWED
    assert not kept().exists()


def test_emulator_and_login_agree_by_default(shell: Shell, emulator: Emulator, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither has to be told where the browser comes back to."""
    opened: list[str] = []

    def stop(*_: object, redirect_uri: str, **__: object) -> None:
        opened.append(redirect_uri)
        raise KeyboardInterrupt

    monkeypatch.setattr("instagram_v1.oauth.login", stop)
    shell("login", "--base-url", emulator.base_url, "--client-id", emulator.client_id, "--implicit")
    client = emulator.core.store.accounts.client(emulator.client_id)
    assert client is not None
    assert opened == [emulator.redirect_uri] == list(client.redirects)


def test_without_a_browser(signs_in: Signs, monkeypatch: pytest.MonkeyPatch, shell: Shell) -> None:
    """`--no-browser` shows the address instead; nobody came in time is a failure of transport."""
    opened: list[str] = []
    monkeypatch.setattr(webbrowser, "open", opened.append)
    monkeypatch.setenv("INSTAGRAM_V1_CLIENT_SECRET", "SENTINEL-secret")
    done = shell(
        "login", "--base-url", "http://127.0.0.1:9/v1", "--client-id", "x", "--no-browser", "--timeout", "0.2",
        "--redirect-uri", free_home(),
    )  # fmt: skip
    assert (done.code, opened, done.out) == (Exit.TRANSPORT, [], "")
    assert "http://127.0.0.1:9/oauth/authorize/" in done.err
    assert "SENTINEL" not in done.err


def test_the_retired_address(shell: Shell) -> None:
    """Without an address there is nobody to sign in with, and no browser opens."""
    done = shell("login", "--client-id", "x", "--implicit")
    assert done.code == Exit.RETIRED
    assert "retired" in done.err
    assert "instagram-v1 emulator" in done.err


@pytest.mark.parametrize("source", ["stdin", "variable", "option"])
def test_where_the_secret_comes_from(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, source: str, tmp_path: Path
) -> None:
    """The secret comes from standard input, the environment or an option, and is shown by none."""
    seen: dict[str, Any] = {}

    def login(client_id: str, **given: Any) -> Any:
        seen.update(given)
        raise Failure("enough", Exit.FAILED)

    monkeypatch.setattr("instagram_v1.oauth.login", login)
    line = ["login", "--base-url", "http://127.0.0.1:9/v1", "--client-id", "x"]
    if source == "stdin":
        monkeypatch.setattr("sys.stdin", io.StringIO("SENTINEL-secret\n"))
        line += ["--client-secret-file", "-"]
    elif source == "variable":
        monkeypatch.setenv("INSTAGRAM_V1_CLIENT_SECRET", "SENTINEL-secret")
    else:
        line += ["--client-secret", "SENTINEL-secret"]
    done = shell(*line)
    assert seen["client_secret"] == "SENTINEL-secret"
    assert "SENTINEL" not in done.out + done.err


def test_signing_out(signs_in: Signs, shell: Shell) -> None:
    """`logout` forgets a token; a second time there is none."""
    signs_in("--profile", "one")
    signs_in("--profile", "two")
    assert shell("logout").code == Exit.SIGNED_OUT
    assert shell("logout", "--profile", "one").code == Exit.DONE
    assert shell("call", "users.get", "self", "--profile", "one").code == Exit.SIGNED_OUT
    assert shell("logout", "--all").code == Exit.DONE
    assert list(kept().iterdir()) == []
    assert shell("logout", "--all").code == Exit.SIGNED_OUT


# Where a token goes.


def entry(base_url: str) -> Entry:
    """A token of an address."""
    return Entry(base_url=base_url, access_token=TOKEN, username="jo", scopes=("basic",))


def test_a_token_goes_only_where_it_came_from(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A kept token, or one of the environment, is not sent to another address; nothing shows it."""
    Store().put("default", entry("http://127.0.0.1:9/v1"))
    for line in (["--base-url", "http://127.0.0.1:8/v1"], ["--base-url", "http://127.0.0.1:9/v2"]):
        done = shell("call", "users.get", "self", *line)
        assert done.code == Exit.SIGNED_OUT, done
        done = shell("call", "users.get", "self", "--profile", "default", *line)
        assert done.code == Exit.USAGE
        assert "is not sent" in done.err
    monkeypatch.setenv("INSTAGRAM_V1_TOKEN", TOKEN)
    monkeypatch.setenv("INSTAGRAM_V1_BASE_URL", "http://127.0.0.1:9/v1")
    done = shell("call", "users.get", "self", "--base-url", "http://127.0.0.1:8/v1")
    assert done.code == Exit.USAGE
    assert "SENTINEL" not in done.err


def test_which_token() -> None:
    """The default profile where it fits, else the only one that does; several are a question."""
    store = Store()
    assert resolve(None, None, store).token == ""
    store.put("work", entry("http://one.test/v1"))
    assert resolve(None, None, store).token == ""
    assert resolve("http://ONE.test/v1/", None, store).token == TOKEN
    store.put("play", entry("http://one.test/v1"))
    with pytest.raises(Failure, match="several profiles"):
        resolve("http://one.test/v1", None, store)
    store.put("default", entry("http://two.test/v1"))
    assert resolve(None, None, store).base_url == "http://two.test/v1"
    assert resolve(None, "work", store).base_url == "http://one.test/v1"
    with pytest.raises(Failure, match="not signed in"):
        resolve(None, "nobody", store)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("http://a.test/v1", "http://A.test:80/v1/", True),
        ("https://a.test/v1", "http://a.test/v1", False),
        ("http://a.test/v1", "http://a.test.evil/v1", False),
        ("http://a.test/v1", "http://a.test:8080/v1", False),
        ("http://a.test/v1", "http://a.test/v2", False),
    ],
)
def test_same_place(one: str, other: str, same: bool) -> None:
    """Scheme, host, port and path decide."""
    assert same_place(one, other) is same


posix = pytest.mark.skipif(os.name != "posix", reason="file modes are those of POSIX")


@posix
def test_a_store_that_others_can_read(shell: Shell) -> None:
    """Readable by others is mended, and told."""
    path = Store().put("default", entry("http://127.0.0.1:9/v1"))
    path.chmod(0o644)
    path.parent.chmod(0o755)
    warned: list[str] = []
    assert Store(warn=warned.append).get("default") is not None
    assert len(warned) == 2
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


@posix
@pytest.mark.parametrize("level", [0, 1, 2], ids=["file", "folder", "settings"])
def test_a_store_that_others_can_write(level: int) -> None:
    """What others could have written is not believed: it names the address that the token goes to."""
    path = Store().put("default", entry("http://127.0.0.1:9/v1"))
    (path, *path.parents)[level].chmod(0o777)
    with pytest.raises(Failure, match="cannot be trusted") as caught:
        Store().get("default")
    assert caught.value.code == Exit.FILES


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"version": 2}', "\x00", '{"version": 1, "base_url": 3}'])
def test_a_store_that_is_none(content: str) -> None:
    """A damaged file is named, not guessed at, and a new token replaces it."""
    path = Store().put("default", entry("http://127.0.0.1:9/v1"))
    path.write_text(content)
    with pytest.raises(Failure, match=r"default\.json"):
        Store().get("default")
    Store().put("default", entry("http://127.0.0.1:9/v1"))
    assert Store().get("default") == entry("http://127.0.0.1:9/v1")


@pytest.mark.parametrize("name", ["", "../x", ".hidden", "a/b", "x" * 65, "a b"])
def test_names_of_profiles(name: str) -> None:
    """No name leads out of the folder."""
    with pytest.raises(Failure, match="cannot be the name"):
        Store().get(name)


def test_a_write_that_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk leaves the old token and nothing else."""
    path = Store().put("default", entry("http://one.test/v1"))

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        Store().put("default", entry("http://two.test/v1"))
    assert [name.name for name in path.parent.iterdir()] == ["default.json"]
    found = Store().get("default")
    assert found is not None
    assert found.base_url == "http://one.test/v1"


def test_reprs_have_no_token() -> None:
    """Neither an entry nor what is known shows the token."""
    Store().put("default", entry("http://one.test/v1"))
    assert "SENTINEL" not in repr(Store().get("default")) + repr(resolve(None, None, Store()))
