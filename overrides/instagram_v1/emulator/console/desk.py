"""Answers everything that the console's page asks for."""

from __future__ import annotations

import ipaddress
import json
import secrets
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator import forms, private, profiles
from instagram_v1.emulator.identity import same
from instagram_v1.emulator.journal import Journal
from instagram_v1.emulator.messages import Headers, Request, Response
from instagram_v1.emulator.validation import Contract

from . import views
from .reference import described

if TYPE_CHECKING:
    from instagram_v1.emulator.emulator import Emulator

PREFIX: Final = "/console/"
GUARD: Final = "X-Console"
"""Header that changes carry: no other site can send it along."""

_STATIC: Final = Path(__file__).parent / "static"
_KINDS: Final = {".css": "text/css", ".js": "text/javascript", ".html": "text/html", ".svg": "image/svg+xml"}
_SAFE: Final[Headers] = (
    ("Cache-Control", "no-store"),
    (
        "Content-Security-Policy",
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'none'; frame-ancestors 'none'; base-uri 'none'",
    ),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
)


class Refusal(Exception):  # noqa: N818 - an answer, not a failure
    """Raised to answer with an error."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


class Console:
    """The console of one emulator, without I/O."""

    def __init__(self, emulator: Emulator, journal: Journal) -> None:
        self._emulator = emulator
        self._journal = journal
        self._guard = secrets.token_hex(16)
        self._reads: dict[str, Callable[[Request], object]] = {
            "overview": lambda request: views.overview(emulator, request.origin),
            "operations": lambda _: self._operations(),
            "private": lambda _: self._private_operations(),
            "clients": lambda _: views.clients(emulator),
            "people": lambda request: views.people(emulator, _asked(request, "q")),
            "media": lambda request: views.media(emulator, *(_asked(request, n) for n in ("owner", "place", "before"))),
            "places": lambda _: views.places(emulator),
            "faults": lambda _: views.faults(emulator),
            "log": lambda request: views.log(emulator, journal, _asked(request, "after")),
        }
        self._writes: dict[str, Callable[[dict[str, str]], object]] = {
            "token": lambda wish: {"token": emulator.token(wish.get("username"))},
            "post": lambda wish: {"id": emulator.post(wish.get("username"), caption=wish.get("caption") or None)},
            "fault": lambda wish: {"fault": str(emulator.faults.add(wish.get("fault", "")))},
            "client": self._register,
            "calm": self._calm,
            "clock": self._move,
        }

    @staticmethod
    def owns(path: str) -> bool:
        """Tell whether a path belongs to the console."""
        return path == "/" or path.startswith(PREFIX)

    def handle(self, request: Request) -> Response:
        """Answer a request."""
        try:
            _check_host(request)
            with self._emulator.core.store.database.lock:
                if request.method == "POST":
                    return _json(self._change(request))
                return self._show(request)
        except Refusal as error:
            return _json({"error": str(error)}, error.status)

    def _show(self, request: Request) -> Response:
        if request.method not in ("GET", "HEAD"):
            raise Refusal(405, "GET and POST are what the console knows")
        if request.path == "/":
            return _answer(_file("index.html").replace(b"{guard}", escape(self._guard).encode()), "text/html")
        name = request.path.removeprefix(PREFIX)
        if name in self._reads:
            return _json(self._reads[name](request))
        if name in _files():
            return _answer(_file(name), _KINDS[Path(name).suffix])
        raise Refusal(404, "the console has no such page")

    def _change(self, request: Request) -> object:
        # A page of another site can post here, but not with this header, which it cannot know either.
        if not same(request.header(GUARD), self._guard):
            raise Refusal(403, "this page is out of date, or did not come from here: load it again")
        change = self._writes.get(request.path.removeprefix(PREFIX))
        if change is None:
            raise Refusal(404, "the console knows no such change")
        try:
            return change(dict(forms.form(request)))
        except (ValueError, OverflowError) as error:
            raise Refusal(400, str(error)) from None

    def _operations(self) -> list[dict[str, Any]]:
        profile, contract = profiles.find(self._emulator.profile), Contract()
        return [described(operation, profile, contract) for operation in OPERATIONS.values()]

    def _private_operations(self) -> list[dict[str, Any]]:
        from _instagram_private.operations import OPERATIONS as PRIVATE
        from instagram_v1.emulator.private.api import SCHEMA

        profile, contract = profiles.find(self._emulator.profile), Contract(SCHEMA)
        return [described(operation, profile, contract, private.BASE) for operation in PRIVATE.values()]

    def _register(self, wish: dict[str, str]) -> object:
        name, uris = wish.get("name", "").strip(), wish.get("redirects", "").split()
        if not name or not uris:
            raise ValueError("a client has a name, and at least one address that browsers may be sent back to")
        identity, secret = self._emulator.register(
            name,
            uris,
            implicit="no_implicit" not in wish,
            signed="signed" in wish,
            forwarded="forwarded" in wish,
        )
        return {"id": identity, "secret": secret}

    def _calm(self, wish: dict[str, str]) -> object:
        wanted = wish.get("fault")
        for fault in list(self._emulator.faults):
            if wanted is None or str(fault) == wanted:
                self._emulator.faults.clear(fault)
        return {}

    def _move(self, wish: dict[str, str]) -> object:
        self._emulator.jump(float(wish.get("seconds", "0")))
        return {"clock": self._emulator.now()}


def _check_host(request: Request) -> None:
    """Refuse names that merely lead to this machine: tokens are shown here, and such a name may be another site's."""
    try:
        host = urlsplit(request.origin).hostname or ""
        ours = host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        ours = False
    if not ours:
        raise Refusal(403, "the console is for this machine: open it by its address, or as localhost")


def _asked(request: Request, name: str) -> str:
    return forms.find(forms.query(request), name) or ""


def _json(data: object, status: int = 200) -> Response:
    return _answer(json.dumps(data).encode(), "application/json", status)


def _answer(body: bytes, kind: str, status: int = 200) -> Response:
    text = kind if kind == "application/json" else f"{kind}; charset=utf-8"
    return Response(status, (("Content-Type", text), *_SAFE), body)


@cache
def _files() -> frozenset[str]:
    return frozenset(path.name for path in _STATIC.iterdir() if path.suffix in _KINDS and path.name != "index.html")


@cache
def _file(name: str) -> bytes:
    return (_STATIC / name).read_bytes()
