"""People and strangers who visit the address that a sign-in comes back to."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from instagram_v1.emulator import Emulator
from tests.support.browser import Browser


def free_home() -> str:
    """An address of this machine with a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://localhost:{probe.getsockname()[1]}/back"


class Scripted:
    """Opens an address in a thread, as a browser does, and keeps what went wrong there."""

    def __init__(self, visit: Callable[[str], None]) -> None:
        self._visit = visit
        self._thread: threading.Thread | None = None
        self.fault: BaseException | None = None
        self.address = ""

    def __call__(self, address: str) -> bool:
        """What ``open_browser`` takes."""
        self.address = address
        self._thread = threading.Thread(target=self._run, args=(address,))
        self._thread.start()
        return True

    def _run(self, address: str) -> None:
        try:
            self._visit(address)
        except BaseException as fault:
            self.fault = fault

    def done(self) -> None:
        """Wait for the browser, and fail where it failed."""
        if self._thread is not None:
            self._thread.join(20)
        if self.fault is not None:
            raise self.fault


def asked(address: str) -> dict[str, str]:
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def fetch(method: str, url: str, **options: Any) -> httpx.Response:
    """One request of a stranger."""
    with httpx.Client(trust_env=False, timeout=10) as http:
        return http.request(method, url, **options)


def handed_over(address: str, *, fragment: str | None = None) -> httpx.Response:
    """What the page's script does: post the fragment with the page's mark."""
    parts = urlsplit(address)
    page = fetch("GET", parts._replace(fragment="").geturl())
    mark = re.search(r'"X-Handover": "([^"]+)"', page.text)
    assert mark, page.text
    headers = {"X-Handover": mark[1], "Origin": f"{parts.scheme}://{parts.netloc}"}
    body = parts.fragment if fragment is None else fragment
    return fetch("POST", parts._replace(fragment="").geturl(), headers=headers, content=body)


def sign_in(emulator: Emulator, address: str, press: str = "Authorize") -> str:
    """Where a person ends who signs in and presses a button."""
    browser = Browser(emulator.origin)
    try:
        page = browser.sign_in(address, emulator.username, emulator.password)
        answer = page if page.is_redirect else browser.submit(page, press=press)
        return str(answer.headers["location"])
    finally:
        browser.close()


def is_free(home: str) -> bool:
    """Whether nobody listens there any more."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", urlsplit(home).port or 80)) != 0
