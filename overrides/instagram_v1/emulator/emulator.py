"""The emulator as people use it: one object that serves a world and hands out what is needed to talk to it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal

from _instagram_v1.operations import OPERATIONS

from . import callbacks
from .clock import Clock, ManualClock, RunningClock
from .core import BASE, Core
from .identity import access_token, digest
from .messages import Request, Response
from .server import HOST, Server
from .store import Application
from .worlds import REDIRECT_URI, Wish, open_world

if TYPE_CHECKING:
    from instagram_v1 import AsyncClient, Client


RATE_LIMIT: Final = 5000
WRITE_LIMIT: Final = 60


class Emulator:
    """The Instagram API v1 on a port of this machine, over an invented world.

    Use it as a context manager, or call ``start()`` and ``stop()``. The same seed gives the same world; by default
    time stands still until ``clock.advance()`` moves it, so that a run can be repeated to the byte.

    Args:
        profile: The era: ``2015``, ``2017`` or ``retired``; by default that of the world, which is ``2015`` for a new
            one.
        seed: What a new world is made from; 0 by default.
        db: File that the world lives in. One that does not exist is made; one that does goes on where it ended, and
            nothing that was answered is lost, however it ended. In memory by default.
        clock: Gives the time in unix seconds; ``running`` for one that goes on by itself. By default a
            ``ManualClock``. Both start with the era, or with the last event of a world that was used before.
        rate_limit: Requests per hour that a token or client may make; 5000 by default.
        write_limit: Requests per hour that a token may change one kind of thing with; 60 by default.
        port: Port to listen on; 0 takes a free one.
        redirect_uri: Where the client that is registered from the start may send browsers back to.

    Attributes:
        profile: Name of the era.
        seed: What the world was made from.
        clock: The clock.
        redirect_uri: Where browsers are sent back to.
        core: The API without HTTP: ``core.handle(request)`` answers in process.
    """

    REDIRECT_URI: Final = REDIRECT_URI

    def __init__(
        self,
        profile: str | None = None,
        *,
        seed: int | None = None,
        db: str | os.PathLike[str] | None = None,
        clock: Clock | Literal["running"] | None = None,
        rate_limit: int | None = None,
        write_limit: int | None = None,
        port: int = 0,
        redirect_uri: str | None = None,
    ) -> None:
        opened = open_world(Wish(profile, seed, redirect_uri, db))
        self._store, self._era, self._world = opened.store, opened.profile, opened.world
        self._path = opened.path
        self.profile = self._era.name
        self.seed = self._world.seed
        self.clock = _clock(clock, opened.starts)
        self.redirect_uri = REDIRECT_URI if redirect_uri is None else redirect_uri
        self._port = port
        self._server: Server | None = None
        self.core = Core(
            self._store,
            self._era,
            self.clock,
            OPERATIONS,
            seed=self.seed,
            rate_limit=RATE_LIMIT if rate_limit is None else rate_limit,
            write_limit=WRITE_LIMIT if write_limit is None else write_limit,
            fetch=callbacks.fetch,
        )

    @property
    def client_id(self) -> str:
        """Id of the client that is registered from the start."""
        return self._world.client.id

    @property
    def client_secret(self) -> str:
        """Secret of that client."""
        return self._world.client.secret

    @property
    def username(self) -> str:
        """The main user, who has most of everything."""
        return self._world.username

    @property
    def password(self) -> str:
        """The password of everybody in this world."""
        return self._world.password

    @property
    def origin(self) -> str:
        """Scheme, host and port, where the OAuth pages live."""
        if self._server is None:
            raise RuntimeError("the emulator is not running: use it in a `with` statement, or call start()")
        return f"http://{HOST}:{self._server.port}"

    @property
    def base_url(self) -> str:
        """Address of the API, up to ``/v1``."""
        return self.origin + BASE

    def token(self, username: str | None = None, scopes: Iterable[str] | None = None) -> str:
        """Make an access token for the registered client.

        Args:
            username: Whose token; the main user's by default.
            scopes: What it permits beside ``basic``; everything by default. The same scopes always give the same token.
        """
        wanted = self._wanted(scopes)
        name = self.username if username is None else username
        with self._store.transaction():
            person = self._store.people.by_name(name)
            if person is None:
                raise ValueError(f"nobody here is called {name!r}")
            token = access_token(self._world.seed, person.id, self.client_id, *sorted(wanted))
            self._store.accounts.save_token(token, person.id, self.client_id, wanted)
        return token

    def _wanted(self, scopes: Iterable[str] | None) -> tuple[str, ...]:
        known = self._era.scopes
        if scopes is None:
            return known
        asked = {"basic", *(scopes.split() if isinstance(scopes, str) else scopes)}
        unknown = sorted(asked.difference(known))
        if unknown:
            raise ValueError(f"profile {self.profile} has no scope {unknown[0]!r}: it has {', '.join(known)}")
        return tuple(scope for scope in known if scope in asked)

    def revoke(self, token: str) -> None:
        """Make a token invalid, as when a person withdraws their consent."""
        with self._store.transaction():
            self._store.accounts.revoke(token)

    def register(
        self, name: str, redirect_uris: Iterable[str], *, implicit: bool = True, signed: bool = False
    ) -> tuple[str, str]:
        """Register another client; give its id and its secret.

        Args:
            name: What people read when they are asked for consent.
            redirect_uris: Where browsers may be sent back to.
            implicit: Whether it may get tokens without its secret ("Disable implicit OAuth" unchecked).
            signed: Whether its requests must be signed ("Enforce signed requests" checked).
        """
        uris = tuple(dict.fromkeys(redirect_uris))
        identity, secret = (digest(kind, self._world.seed, name, *uris) for kind in ("client", "secret"))
        with self._store.transaction():
            if self._store.accounts.client(identity) is not None:
                raise ValueError(f"a client {name!r} with these redirect addresses is registered already")
            self._store.accounts.register(Application(identity, secret, name, implicit, signed, uris))
        return identity, secret

    def client(self, **options: Any) -> Client:
        """Make a client of this emulator.

        Without credentials among the options it acts for the main user; ``scopes`` are then what its token permits.
        """
        from instagram_v1 import Client

        return Client(**self._options(options))

    def async_client(self, **options: Any) -> AsyncClient:
        """Make an asynchronous client of this emulator, as ``client()`` does."""
        from instagram_v1 import AsyncClient

        return AsyncClient(**self._options(options))

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        chosen = {"base_url": self.base_url, **options}
        if not {"access_token", "client_id"} & chosen.keys():
            chosen["access_token"] = self.token(scopes=options.get("scopes"))
        return chosen

    def handle(self, request: Request) -> Response:
        """Answer a request in process, without HTTP."""
        return self.core.handle(request)

    def start(self) -> Emulator:
        """Serve in a thread of its own."""
        if self._server is not None:
            raise RuntimeError("the emulator is running already")
        server = Server(self.core, self._port)
        server.start()
        self._server = server
        return self

    def stop(self) -> None:
        """Stop serving. The world stays, so that ``start()`` goes on where this left off."""
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def close(self) -> None:
        """Stop serving for good, and let go of the file that the world lives in, if it lives in one."""
        self.stop()
        if self._path is not None:
            self._store.close()

    def __enter__(self) -> Emulator:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        state = f"at {self.base_url}" if self._server else "stopped"
        return f"<Emulator {self.profile} {state}>"


def _clock(wanted: Clock | Literal["running"] | None, starts: float) -> Clock:
    if wanted == "running":
        return RunningClock(starts)
    return ManualClock(starts) if wanted is None else wanted
