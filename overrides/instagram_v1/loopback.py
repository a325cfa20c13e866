"""A web server for one visit: receives the redirect that ends a sign-in, on a port of this machine only.

In the implicit flow the token stands in the address's fragment, which browsers do not send. The page that answers the
redirect hands it over by itself, and then removes it from the address bar.
"""

from __future__ import annotations

import hmac
import os
import secrets
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import TYPE_CHECKING, Final, cast
from urllib.parse import parse_qsl, urlsplit

import attrs

from instagram_v1.errors import InstagramError, TransportTimeoutError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    from instagram_v1.oauth import Grant

__all__ = ["Place", "Receiver", "place"]

HOST: Final = "127.0.0.1"
_NAMES: Final = frozenset({"localhost", HOST})
_LONGEST: Final = 8192
_PATIENCE: Final = 10.0
_TICKET: Final = "login_ticket"

_DONE: Final = "You are signed in. You can close this page and go back to the application."
_FAILED: Final = "Signing in did not work; the application says why. You can close this page."

_PAGE: Final = """<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Signing in</title></head>
<body><p id="words">{words}</p>
<script nonce="{nonce}">
const brought = location.hash.slice(1), here = location.pathname + location.search;
history.replaceState(null, "", location.pathname);
{script}</script>
</body>
</html>
"""

_HAND_OVER: Final = """const say = words => { document.getElementById("words").textContent = words; };
if (brought) {
  fetch(here, {method: "POST", headers: {"X-Handover": "%s"}, body: brought})
    .then(answer => answer.text())
    .then(say, () => say("The application does not listen any more. Start again there."));
} else {
  say("This address brought nothing to sign in with. Start again in the application.");
}
"""


@attrs.frozen(kw_only=True)
class Place:
    """Where the redirect is waited for.

    Attributes:
        port: Port of this machine.
        path: Path of the address.
        hosts: What the browser may call this machine: nothing else is answered, so that no other site's name that
            points here can read along.
    """

    port: int
    path: str
    hosts: frozenset[str]


def place(redirect_uri: str) -> Place:
    """Read where a redirect address leads to.

    Raises:
        UsageError: It does not lead to this machine.
    """
    try:
        parts = urlsplit(redirect_uri)
        port = 80 if parts.port is None else parts.port
    except ValueError:
        parts, port = urlsplit(""), 0
    clean = parts.username is None and not parts.fragment
    if parts.scheme != "http" or parts.hostname not in _NAMES or not port or not clean:
        raise UsageError(
            'login receives the redirect on this machine: redirect_uri must be like "http://127.0.0.1:8400/back", '
            "with a free port, and registered for the application."
        )
    tails = {f":{port}", ""} if port == 80 else {f":{port}"}
    hosts = frozenset(name + tail for name in _NAMES for tail in tails)
    return Place(port=port, path=parts.path or "/", hosts=hosts)


class Receiver(ThreadingHTTPServer):
    """Waits for one redirect; a context manager that stops listening at its end.

    Args:
        redirect_uri: Where the redirect goes.
        read: Makes something of the whole address; what it raises is raised by ``wait``.
        by_fragment: Whether the answer is awaited in the fragment.

    Attributes:
        redirect_uri: What to send the browser to. For a fragment it has a mark that nobody else can know, since the
            API is not known to return a state there.

    Raises:
        UsageError: The address does not lead here, or the port is taken.
    """

    daemon_threads: bool = True
    block_on_close: bool = False
    # On Windows this would let another program listen to the same port.
    allow_reuse_address: bool = os.name == "posix"

    def __init__(self, redirect_uri: str, read: Callable[[str], Grant], *, by_fragment: bool) -> None:
        self.place: Place = place(redirect_uri)
        self.by_fragment: bool = by_fragment
        self.nonce: str = secrets.token_urlsafe(24)
        self.ticket: str = secrets.token_urlsafe(24) if by_fragment else ""
        mark = f"{'&' if '?' in redirect_uri else '?'}{_TICKET}={self.ticket}"
        self.redirect_uri: str = redirect_uri + mark if by_fragment else redirect_uri
        self._read = read
        self._lock = threading.Lock()
        self._claimed = False
        self._outcome: Grant | InstagramError | None = None
        self._done = threading.Event()
        try:
            super().__init__((HOST, self.place.port), _Handler)
        except OSError:
            taken = True
        else:
            taken = False
        if taken:
            raise UsageError(
                f"login cannot listen on port {self.place.port} of this machine: something else does, or it is not "
                "allowed. Close that, or register a redirect_uri with another port."
            )
        self._thread = threading.Thread(
            target=self.serve_forever, kwargs={"poll_interval": 0.05}, name="instagram-v1-login", daemon=True
        )

    def server_bind(self) -> None:
        """Bind without asking a name server what this machine is called, as the base class does."""
        TCPServer.server_bind(self)
        self.server_name: str = HOST
        self.server_port: int = self.place.port

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that hang up: the default prints a traceback."""

    def wait(self, timeout: float) -> Grant:
        """Wait for the redirect.

        Raises:
            TransportTimeoutError: It did not come in time.
            InstagramError: What ``read`` raised.
        """
        if not self._done.wait(timeout) or self._outcome is None:
            raise TransportTimeoutError(
                f"oauth_authorize: nobody came back from signing in within {timeout:g} seconds. Start again, or give "
                "a longer timeout.",
                operation="oauth_authorize",
            )
        if isinstance(self._outcome, InstagramError):
            # Without the frames of the other thread, which know the address.
            raise self._outcome.with_traceback(None)
        return self._outcome

    def claim(self) -> bool:
        """Whether this is the first visit that brings an answer; there is only one."""
        with self._lock:
            first, self._claimed = not self._claimed, True
        return first

    @property
    def claimed(self) -> bool:
        """Whether an answer was brought."""
        return self._claimed

    def settle(self, address: str) -> str:
        """Read the address that a browser brought; gives the words to show there."""
        try:
            self._outcome = self._read(address)
        except InstagramError as error:
            self._outcome = error
            return _FAILED
        return _DONE

    def finish(self) -> None:
        """Let ``wait`` go on."""
        self._done.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join(_PATIENCE)


class _Handler(BaseHTTPRequestHandler):
    """Answers one browser."""

    timeout = _PATIENCE
    server_version, sys_version = "instagram-v1", ""

    def setup(self) -> None:
        """Remember the receiver by its own type."""
        super().setup()
        self._receiver = cast("Receiver", self.server)

    def do_GET(self) -> None:
        """The redirect itself."""
        query = self._admitted()
        if query is None:
            return
        refused = not {"error", "error_type"}.isdisjoint(query)
        if refused or ("code" in query and not self._receiver.by_fragment):
            self._settle(self.path, page=True)
        elif self._receiver.by_fragment:
            self._show(200, "One moment …", _HAND_OVER % self._receiver.nonce)
        else:
            self._say(400, "This address brought nothing to sign in with.")

    def do_POST(self) -> None:
        """What the page hands over."""
        if self._admitted() is None:
            return
        origin, nonce = self.headers.get("Origin", ""), self.headers.get("X-Handover", "")
        ours = origin == f"http://{self.headers['Host']}" and hmac.compare_digest(
            nonce.encode("utf-8", "replace"), self._receiver.nonce.encode()
        )
        if not (ours and self._receiver.by_fragment):
            self._say(403, "This was not sent by the page of this sign-in.")
            return
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit() and int(length) <= _LONGEST):
            self._say(413, "This is longer than an answer can be.")
            return
        fragment = self.rfile.read(int(length)).decode("ascii", "replace")
        self._settle(f"{self.path}#{fragment}", page=False)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the address has the code in it, and the default prints it."""

    def _admitted(self) -> dict[str, str] | None:
        """The query of a request that is meant for here; others are answered, and give ``None``."""
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query))
        if self.headers.get_all("Host", []) != [self.headers["Host"]] or (
            self.headers["Host"].lower() not in self._receiver.place.hosts
        ):
            self._say(421, "Nothing of that name is here.")
        elif parts.netloc or parts.path != self._receiver.place.path:
            self._say(404, "There is nothing here.")
        elif not hmac.compare_digest(query.get(_TICKET, "").encode(), self._receiver.ticket.encode()):
            self._say(403, "This is not the sign-in that the application started.")
        elif self._receiver.claimed:
            self._say(410, "This sign-in is over. Start again in the application.")
        else:
            return query
        return None

    def _settle(self, target: str, *, page: bool) -> None:
        if not self._receiver.claim():
            self._say(410, "This sign-in is over. Start again in the application.")
            return
        words = self._receiver.settle(f"http://{self.headers['Host']}{target}")
        try:
            # A browser that hung up meanwhile has still brought its answer.
            with suppress(OSError):
                self._show(200, words) if page else self._say(200, words)
        finally:
            self._receiver.finish()

    def _show(self, status: int, words: str, script: str = "") -> None:
        nonce = secrets.token_urlsafe(18)
        rules = f"default-src 'none'; script-src 'nonce-{nonce}'; connect-src 'self'; frame-ancestors 'none'"
        body = _PAGE.format(words=words, nonce=nonce, script=script)
        self._send(status, "text/html; charset=utf-8", body, rules)

    def _say(self, status: int, words: str) -> None:
        self._send(status, "text/plain; charset=utf-8", words, "default-src 'none'; frame-ancestors 'none'")

    def _send(self, status: int, kind: str, text: str, rules: str) -> None:
        body = text.encode()
        headers = {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Content-Security-Policy": rules,
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()
