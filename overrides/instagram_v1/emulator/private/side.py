"""The private API of a running emulator, for whoever wants to talk to it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from . import BASE, COOKIE

if TYPE_CHECKING:
    from instagram_v1.emulator.emulator import Emulator
    from instagram_v1.private import AsyncPrivateClient, PrivateClient


class PrivateSide:
    """Addresses, sessions and clients of the private API of one emulator; everybody's password is its ``password``."""

    def __init__(self, emulator: Emulator) -> None:
        self._emulator = emulator

    @property
    def base_url(self) -> str:
        """Address of the private API, up to ``/api/v1``."""
        return self._emulator.origin + BASE

    def client(self, username: str | None = None, **options: Any) -> PrivateClient:
        """Make a client of the private API that is signed in.

        Args:
            username: Who is signed in; the main user by default.
            options: What the client takes; a ``session`` among them is used as it is.
        """
        from instagram_v1.private import PrivateClient

        return PrivateClient(**self._options(username, options))

    def async_client(self, username: str | None = None, **options: Any) -> AsyncPrivateClient:
        """Make an asynchronous client of the private API that is signed in, as ``client()`` does."""
        from instagram_v1.private import AsyncPrivateClient

        return AsyncPrivateClient(**self._options(username, options))

    def session(self, username: str | None = None) -> str:
        """Sign somebody in; give their session as a client takes it.

        Args:
            username: Who signs in; the main user by default.
        """
        return json.dumps({COOKIE: self._sign_in(username)})

    def cookie(self, username: str | None = None) -> str:
        """Sign somebody in; give their session as the ``Cookie`` header of a request has it.

        Args:
            username: Who signs in; the main user by default.
        """
        return f"{COOKIE}={self._sign_in(username)}"

    def _sign_in(self, username: str | None) -> str:
        core = self._emulator.core
        with core.store.transaction():
            return core.private.sign_in(self._person(username))

    def end_sessions(self, username: str | None = None) -> int:
        """End all sessions of somebody, as if they had been signed out everywhere; tell how many there were."""
        store = self._emulator.core.store
        with store.transaction():
            return store.phones.end_all(self._person(username))

    def _person(self, username: str | None) -> int:
        name = self._emulator.username if username is None else username
        person = self._emulator.core.store.people.by_name(name)
        if person is None:
            raise ValueError(f"nobody here is called {name!r}")
        return person.id

    def _options(self, username: str | None, options: dict[str, Any]) -> dict[str, Any]:
        chosen = {"base_url": self.base_url, **options}
        if "session" not in chosen:
            chosen["session"] = self.session(username)
        return chosen

    def __repr__(self) -> str:
        return f"<PrivateSide of {self._emulator!r}>"
