"""Browser sessions that live in a signed cookie, and the tokens that protect forms."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from instagram_v1.emulator.forms import cookie
from instagram_v1.emulator.identity import same
from instagram_v1.emulator.messages import Request

NAME = "sessionid"


class Sessions:
    """Signs and reads session cookies; what it signed is worthless after the emulator ended."""

    def __init__(self) -> None:
        self._secret = secrets.token_bytes(32)

    def start(self, person: int = 0) -> str:
        """Begin a session: of nobody yet, or of a person."""
        value = f"{secrets.token_hex(16)}.{person}"
        return f"{value}.{self._sign('session', value)}"

    def current(self, request: Request) -> str:
        """Give the session of a request, or an empty text when it has none that we began."""
        session = cookie(request, NAME)
        value, _, mark = session.rpartition(".")
        return session if value and same(mark, self._sign("session", value)) else ""

    def person(self, session: str) -> int:
        """Give the id of who is signed in; 0 for nobody."""
        return int(session.split(".")[1]) if session else 0

    def form_token(self, session: str) -> str:
        """Give the token that forms of a session carry."""
        return self._sign("form", session)

    def form_is_ours(self, session: str, token: str | None) -> bool:
        """Tell whether a form was made by us for this session, and not by another site."""
        return bool(session) and token is not None and same(token, self.form_token(session))

    def _sign(self, purpose: str, text: str) -> str:
        return hmac.new(self._secret, f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def set_cookie(session: str) -> tuple[str, str]:
    """Give the header that keeps a session in the browser."""
    return ("Set-Cookie", f"{NAME}={session}; Path=/; HttpOnly; SameSite=Lax")


def clear_cookie() -> tuple[str, str]:
    """Give the header that ends a session in the browser."""
    return ("Set-Cookie", f"{NAME}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax")
