"""The private API in the console, in a real browser: signing in and asking, from the reference."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from instagram_v1.emulator import Emulator
from tests.support.chromium import MISSING, PROGRAM, Chromium

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)


@pytest.fixture
def page(tmp_path: Path) -> Iterator[Chromium]:
    """A browser of its own."""
    chromium = Chromium(tmp_path)
    yield chromium
    chromium.close()


def test_phones_operations_can_be_tried(page: Chromium, served: Emulator) -> None:
    """Without a session a feed is refused; after signing in from the reference it is shown."""

    def attempt(operation: str, status: int) -> None:
        page.click(f"#private_{operation} button.main")
        page.until(f"document.querySelector('#private_{operation} .status')?.textContent === '{status}'")

    page.open(f"{served.origin}/#reference")
    page.until("document.documentElement.dataset.shown === 'reference'")
    page.click("#private_feed_timeline summary")
    attempt("feed_timeline", 401)
    page.click("#private_feed_timeline summary")
    page.click("#private_accounts_login summary")
    page.type("#private_accounts_login input[name=username]", served.username)
    page.type("#private_accounts_login input[name=password]", served.password)
    attempt("accounts_login", 200)
    page.click("#private_accounts_login summary")
    page.click("#private_media_upload summary")
    page.until("document.querySelector('#private_media_upload input[name=photo]')?.type === 'file'")
    attempt("media_upload", 400)
    page.click("#private_media_upload summary")
    page.click("#private_feed_timeline summary")
    attempt("feed_timeline", 200)
    assert page.outside(served.origin) == []
