"""Signing in with a real browser: the script of the page that answers the redirect, where it really runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from instagram_v1 import oauth
from instagram_v1.emulator import Emulator
from tests.support.chromium import MISSING, PROGRAM, Chromium
from tests.support.visitor import Scripted, free_home


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """One world for both flows."""
    with Emulator() as made:
        yield made


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason=MISSING)
@pytest.mark.parametrize("secret", [True, False], ids=["code", "implicit"])
def test_a_real_browser(emulator: Emulator, secret: bool, tmp_path: Path) -> None:
    """Chromium signs in, hands the redirect over, and shows neither code nor token in its address bar."""
    home = free_home()
    client_id, key = emulator.register("in a real browser", [home])
    window = Chromium(tmp_path)
    shown: list[str] = []

    def visit(address: str) -> None:
        window.open(address)
        window.type("[name=username]", emulator.username)
        window.type("[name=password]", emulator.password)
        window.click("button")
        window.click("button[value=allow]")
        words = window.until(
            "(document.getElementById('words') || {innerText: ''}).innerText.includes('signed in') "
            "&& document.getElementById('words').innerText"
        )
        shown.extend([words, window.run("location.href")])

    browser = Scripted(visit)
    try:
        token = oauth.login(
            client_id,
            client_secret=key if secret else None,
            redirect_uri=home,
            base_url=emulator.base_url,
            open_browser=browser,
            timeout=60,
        )
        browser.done()
    finally:
        window.close()
    assert token.user.username == emulator.username
    assert shown == ["You are signed in. You can close this page and go back to the application.", home]
