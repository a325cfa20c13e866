"""Sandbox mode: ten people, the twenty latest media of each, 500 requests and 30 writes an hour."""

from __future__ import annotations

import json

import pytest

from instagram_v1.emulator import Emulator, __main__, request
from tests.support.browser import Browser, Form
from tests.support.emulation import Api, items


@pytest.fixture(scope="module")
def boxed() -> Api:
    """A world of 2017 whose clients are in a sandbox."""
    return Api(Emulator("2017", sandbox=True))


def _outsider(api: Api) -> tuple[str, str]:
    inside = set(api.emulator.sandbox_users)
    rows = api.emulator.core.store.database.rows("SELECT id, username FROM people WHERE NOT private ORDER BY id")
    return next((str(row[0]), str(row[1])) for row in rows if row[1] not in inside)


def test_ten_people(boxed: Api) -> None:
    """The main user and nine others exist, and nobody else; lists of people are no exception."""
    inside = set(boxed.emulator.sandbox_users)
    assert len(inside) == 10
    assert boxed.emulator.username in inside
    identity, name = _outsider(boxed)
    assert boxed.fault("GET", f"/users/{identity}")["text"] == "this user does not exist"
    assert boxed.get("/users/search", q=name) == []
    follows = {person["username"] for page in boxed.walk("/users/self/follows") for person in page}
    assert follows == inside - {boxed.emulator.username}
    assert Emulator("2017").sandbox_users == ()


def test_twenty_media_of_each(boxed: Api) -> None:
    """What is older, or somebody else's, is as if it were not there."""
    mine = items(boxed.walk("/users/self/media/recent"))
    assert len(mine) == 20
    rows = boxed.emulator.core.store.database.rows(
        "SELECT pk, owner FROM media WHERE owner = ? ORDER BY pk DESC", int(mine[0]["user"]["id"])
    )
    assert mine[0]["id"] == f"{rows[0][0]}_{rows[0][1]}"
    assert boxed.get(f"/media/{mine[-1]['id']}")["id"] == mine[-1]["id"]
    older = f"{rows[20][0]}_{rows[20][1]}"
    for path in (f"/media/{older}", f"/media/{older}/comments", f"/media/{older}/likes"):
        assert boxed.fault("GET", path)["text"] == "invalid media id"
    names = {item["user"]["username"] for item in items(boxed.walk("/tags/snow/media/recent"))}
    assert names <= set(boxed.emulator.sandbox_users)


@pytest.mark.parametrize(("count", "sizes"), [(33, [20]), (7, [7, 7, 6]), (10, [10, 10])])
def test_the_list_ends_with_the_twentieth(boxed: Api, count: int, sizes: list[int]) -> None:
    """Nobody is led through empty pages of what is not there."""
    pages = boxed.walk("/users/self/media/recent", count=count)
    assert [len(page) for page in pages] == sizes


def test_limits_of_the_sandbox() -> None:
    """500 requests and 30 writes an hour, unless something else is wanted."""
    api = Api(Emulator("2017", sandbox=True))
    media = api.get("/users/self/media/recent", count=1)[0]["id"]
    assert api.raw("GET", "/users/self").header("X-Ratelimit-Limit") == "500"
    for _ in range(30):
        api.call("POST", f"/media/{media}/likes")
    assert "31 requests of the 30 allowed" in api.fault("POST", f"/media/{media}/likes")["text"]
    statuses = [api.raw("GET", "/users/self").status for _ in range(500)]
    assert 429 in statuses
    assert statuses.index(429) == 500 - 33
    other = Api(Emulator("2017", sandbox=True, rate_limit=7))
    assert other.raw("GET", "/users/self").header("X-Ratelimit-Limit") == "7"


def test_tokens_of_outsiders_are_not_approved(boxed: Api) -> None:
    """A token from before the sandbox is answered with a text of its own."""
    _, name = _outsider(boxed)
    outsider = Api(boxed.emulator, boxed.emulator.token(name))
    assert outsider.fault("GET", "/users/self") == {
        "status": 400,
        "type": "OAuthAccessTokenException",
        "text": "The access_token provided does not match an approved application",
    }


def test_outsiders_cannot_authorise() -> None:
    """Whoever was not invited gets an error in the place of the consent page; insiders get the page."""
    with Emulator("2017", sandbox=True) as emulator:
        api = Api(emulator)
        url = (
            f"{emulator.origin}/oauth/authorize/?client_id={emulator.client_id}"
            f"&redirect_uri={emulator.redirect_uri}&response_type=code"
        )
        insider = next(name for name in emulator.sandbox_users if name != emulator.username)
        for name, status in ((_outsider(api)[1], 403), (insider, 200)):
            browser = Browser(emulator.origin)
            page = browser.sign_in(url, name, emulator.password)
            assert page.status_code == status
            if status == 200:
                assert "Authorize" in Form(page).buttons
            else:
                assert page.json() == {
                    "code": 403,
                    "error_type": "OAuthForbiddenException",
                    "error_message": "You are not a sandbox user of this client",
                }
            browser.close()


def test_eras_without_a_sandbox(capsys: pytest.CaptureFixture[str]) -> None:
    """2015 had none: one clear line, in code and on the command line."""
    with pytest.raises(ValueError, match="profile 2015 has no sandbox"):
        Emulator(sandbox=True)
    assert __main__.main(["--sandbox"]) == 2
    assert capsys.readouterr().err.startswith("error: profile 2015 has no sandbox")
    retired = Emulator("retired", sandbox=True)
    assert json.loads(retired.handle(request("GET", "/v1/users/self")).body)["meta"]["code"] == 400
