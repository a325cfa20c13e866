"""Accounts: signing in and out."""

from __future__ import annotations

from typing import Final

from instagram_v1.emulator.identity import digest, password_fits
from instagram_v1.emulator.private import COOKIE, faults
from instagram_v1.emulator.private.calls import Call, Reply, handles
from instagram_v1.emulator.store import Store

LIFETIME: Final = 90 * 24 * 3600
"""Seconds that a session lasts; how long it really was is not known."""


@handles("accounts_login")
def login(call: Call) -> Reply:
    """Begin a session, which comes as a cookie."""
    username, password = call.need("username"), call.need("password")
    known = call.store.people.password(username)
    if known is None or not password_fits(password, known[1]):
        raise faults.WRONG_PASSWORD()
    session = begin(call.store, call.seed, known[0], call.now)
    return Reply(headers=(set_cookie(session, LIFETIME),))


def begin(store: Store, seed: int, person: int, now: float) -> str:
    """Begin a session of somebody; give its name, which is the value of the cookie."""
    session = digest("phone", seed, person, store.stamp(now))
    store.phones.end_expired(now)
    store.phones.begin(session, person, int(now) + LIFETIME)
    return session


@handles("accounts_logout")
def logout(call: Call) -> Reply:
    """End the session."""
    call.store.phones.end(call.session)
    return Reply(headers=(set_cookie("", 0),))


def set_cookie(session: str, seconds: int) -> tuple[str, str]:
    """Give the header that keeps a session, or ends it.

    It says how long and not until when: the emulator's time is not the client's.
    """
    return ("Set-Cookie", f"{COOKIE}={session}; Max-Age={seconds}; Path=/; HttpOnly")
