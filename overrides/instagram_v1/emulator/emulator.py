"""The emulator as people use it: one object that serves a world and hands out what is needed to talk to it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Literal, cast

from _instagram_v1.operations import OPERATIONS

from . import callbacks, limits
from .clock import Clock, GivenClock, ManualClock, MovableClock, RunningClock, ShiftedClock
from .console import Console
from .core import BASE, Core
from .front import Front
from .identity import access_token, digest
from .injection import Faults, InjectedFault, parse
from .journal import Journal
from .messages import Request, Response
from .notifying import Notifier
from .oauth import redirects
from .posting import Draft, Event, post
from .private.side import PrivateSide
from .sandbox import Sandbox
from .server import HOST, Server
from .store import Application, Person
from .worlds import REDIRECT_URI, Source, Wish, dumped, open_world

if TYPE_CHECKING:
    from instagram_v1 import AsyncClient, Client


class Emulator:
    """The Instagram API v1 on a port of this machine, over an invented world.

    The private API of 2010 is served beside it, over the same world: the public one below ``/v1``, the private one
    below ``/api/v1``. What is done through one is seen through the other.

    Use it as a context manager, or call ``start()`` and ``stop()``. The same seed gives the same world; by default
    time stands still until ``clock.advance()`` moves it, so that a run can be repeated to the byte.

    Args:
        profile: The era: ``2015``, ``2017`` or ``retired``; by default that of the world, which is ``2015`` for a new
            one.
        seed: What a new world is made from; 0 by default.
        db: File that the world lives in. One that does not exist is made; one that does goes on where it ended, and
            nothing that was answered is lost, however it ended. In memory by default.
        world: What a new world is made of, instead of being invented: what ``dump()`` gave, the name of a JSON file
            that holds it, a folder of recorded answers, or a file of recorded traffic (see
            ``instagram_v1.emulator.worlds.recordings``).
        clock: Gives the time in unix seconds; ``running`` for one that goes on by itself. By default a
            ``ManualClock``. Both start with the era, or with the last event of a world that was used before.
        sandbox: Whether clients are in a sandbox (from 2015-11 on): they see ten people and the 20 latest media of
            each, and have 500 requests and 30 writes an hour.
        faults: What is to go wrong from the start: see ``faults``.
        rate_limit: Requests per hour that a token or client may make; 5000 by default, and 200 once the clock passes
            2018-04-04.
        write_limit: Requests per hour that a token may change one kind of thing with; 60 by default.
        port: Port to listen on; 0 takes a free one.
        redirect_uri: Where the client that is registered from the start may send browsers back to; by default where
            ``instagram-v1 login`` waits for them, or what a given world says.
        api: Which of the two APIs ``base_url``, ``client()`` and ``async_client()`` are about: ``public`` or
            ``private``.

    Attributes:
        api: Which of the two APIs it was made for.
        private: Address, sessions and clients of the private API, whichever that is.
        profile: Name of the era.
        seed: What the world was made from.
        clock: The clock; ``clock.advance(seconds)`` moves it on.
        redirect_uri: Where browsers are sent back to.
        faults: What goes wrong on purpose: ``faults.add("server-error", rate=0.3)``, ``faults.clear()``. What there is
            is told by ``python -m instagram_v1.emulator --help``.
        core: The API without HTTP, without faults: ``core.handle(request)`` answers in process.
    """

    REDIRECT_URI: Final = REDIRECT_URI

    def __init__(
        self,
        profile: str | None = None,
        *,
        seed: int | None = None,
        db: str | os.PathLike[str] | None = None,
        world: Source | None = None,
        clock: Clock | Literal["running"] | None = None,
        sandbox: bool = False,
        faults: Iterable[str | InjectedFault] = (),
        rate_limit: int | None = None,
        write_limit: int | None = None,
        port: int = 0,
        redirect_uri: str | None = None,
        api: Literal["public", "private"] = "public",
    ) -> None:
        if api not in ("public", "private"):
            raise ValueError(f"unknown API {api!r}: choose public or private")
        self.api: str = api
        self.private: PrivateSide = PrivateSide(self)
        _check_limits(rate_limit=rate_limit, write_limit=write_limit)
        if redirect_uri is not None:
            redirects.check(redirect_uri)
        broken = [parse(fault) for fault in faults]
        opened = open_world(Wish(profile, seed, redirect_uri, db, world))
        self._store, self._era, self._world = opened.store, opened.profile, opened.world
        self._path = opened.path
        self.profile: str = self._era.name
        self.seed: int = self._world.seed
        self.clock: MovableClock = _clock(clock, opened.starts)
        self.redirect_uri: str = opened.redirect_uri
        self._port = port
        self._server: Server | None = None
        self._now = ShiftedClock(self.clock)
        self._notifier = Notifier()
        self._sandbox = self._closed_in() if sandbox else None
        usual = limits.SANDBOX if sandbox else limits.LIVE
        usual_writes = limits.SANDBOX_WRITES if sandbox else limits.LIVE_WRITES
        self.core: Core = Core(
            self._store,
            self._era,
            self._now,
            OPERATIONS,
            seed=self.seed,
            rate_limit=usual if rate_limit is None else rate_limit,
            write_limit=usual_writes if write_limit is None else write_limit,
            fetch=callbacks.fetch,
            sandbox=self._sandbox,
            tell=self._announce,
        )
        self.faults: Faults = Faults(self.seed, broken)
        journal = Journal()
        self._front = Front(self.core, self.faults, self._now, journal)
        self._front.console = Console(self, journal)

    @property
    def database(self) -> str:
        """Name of the file that the world lives in; empty for one in memory."""
        return str(self._path or "")

    def now(self) -> float:
        """Give the time in this world, in unix seconds: that of the clock, and whatever ``jump()`` added."""
        return self._now()

    def jump(self, seconds: float) -> None:
        """Let the time in this world jump, forwards or back, whatever clock it has."""
        self._now.shift(seconds)

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
        """Address of the API that this emulator was made for, up to ``/v1``."""
        return self.private.base_url if self.api == "private" else self.origin + BASE

    def token(self, username: str | None = None, scopes: Iterable[str] | None = None) -> str:
        """Make an access token for the registered client.

        Args:
            username: Whose token; the main user's by default.
            scopes: What it permits beside ``basic``; everything by default. The same scopes always give the same token.
        """
        wanted = self._wanted(scopes)
        with self._store.transaction():
            person = self._person(username)
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

    def post(
        self,
        username: str | None = None,
        *,
        caption: str | None = None,
        kind: str = "image",
        place: int | None = None,
        point: tuple[float, float] | None = None,
    ) -> str:
        """Post a media as somebody, as their phone would, and notify those who subscribed to it; give its id.

        Args:
            username: Who posts; the main user by default.
            caption: The text below it; its hashtags become tags.
            kind: ``image``, ``video`` or ``carousel``.
            place: Id of the place it was taken at.
            point: Latitude and longitude, where it was taken at no place.

        Raises:
            ValueError: There is no such person, place or kind.
        """
        with self._store.transaction():
            draft = Draft(caption, kind, place, point)
            media, events = post(self._store, self._person(username), draft, self._now())
        self._announce(events)
        return media.id

    def _announce(self, events: Iterable[Event]) -> None:
        """Tell subscribers what happened."""
        told = list(events)
        with self._store.transaction():
            secrets = {event.subscription.client: self._secret(event.subscription.client) for event in told}
        self._notifier.tell(told, secrets.__getitem__)

    def settle(self, timeout: float = 5.0) -> bool:
        """Wait until all notifications were sent; tell whether they were within the time."""
        return self._notifier.settle(timeout)

    @property
    def sandbox_users(self) -> tuple[str, ...]:
        """Names of the people in the sandbox; empty without one."""
        people = self._store.people.many(self._sandbox.people if self._sandbox else ())
        return tuple(sorted(person.username for person in people.values()))

    def _person(self, username: str | None) -> Person:
        name = self.username if username is None else username
        person = self._store.people.by_name(name)
        if person is None:
            raise ValueError(f"nobody here is called {name!r}")
        return person

    def _secret(self, client: str) -> str:
        found = self._store.accounts.client(client)
        return found.secret if found else ""

    def _closed_in(self) -> Sandbox:
        if not self._era.sandboxes:
            self._store.close()
            raise ValueError(f"profile {self.profile} has no sandbox: it came with the platform update, choose 2017")
        return Sandbox.around(self._store, self._world.person)

    def revoke(self, token: str) -> None:
        """Make a token invalid, as when a person withdraws their consent."""
        with self._store.transaction():
            self._store.accounts.revoke(token)

    def register(
        self,
        name: str,
        redirect_uris: Iterable[str],
        *,
        implicit: bool = True,
        signed: bool = False,
        forwarded: bool = False,
    ) -> tuple[str, str]:
        """Register another client; give its id and its secret.

        Args:
            name: What people read when they are asked for consent.
            redirect_uris: Where browsers may be sent back to.
            implicit: Whether it may get tokens without its secret ("Disable implicit OAuth" unchecked).
            signed: Whether its requests must be signed ("Enforce signed requests" checked).
            forwarded: Whether its requests that change something must say for whom, in the signed header
                ``X-Insta-Forwarded-For`` ("Enforce signed header" checked); until 2015 only.

        Raises:
            ValueError: It is registered already, an address is none, or the era knows no signed header.
        """
        if forwarded and not self._era.signed_header:
            raise ValueError(f"profile {self.profile} has no signed header: it went in September 2015, choose 2015")
        uris = tuple(dict.fromkeys(redirect_uris))
        for uri in uris:
            redirects.check(uri)
        identity, secret = (digest(kind, self._world.seed, name, *uris) for kind in ("client", "secret"))
        with self._store.transaction():
            if self._store.accounts.client(identity) is not None:
                raise ValueError(f"a client {name!r} with these redirect addresses is registered already")
            self._store.accounts.register(Application(identity, secret, name, implicit, signed, forwarded, uris))
        return identity, secret

    def client(self, **options: Any) -> Client:
        """Make a client of this emulator.

        Without credentials among the options it acts for the main user; ``scopes`` are then what its token permits.
        With ``api="private"`` it is what ``private.client()`` makes.
        """
        if self.api == "private":
            return cast("Client", self.private.client(**options))
        from instagram_v1 import Client

        return Client(**self._options(options))

    def async_client(self, **options: Any) -> AsyncClient:
        """Make an asynchronous client of this emulator, as ``client()`` does."""
        if self.api == "private":
            return cast("AsyncClient", self.private.async_client(**options))
        from instagram_v1 import AsyncClient

        return AsyncClient(**self._options(options))

    def _options(self, options: dict[str, Any]) -> dict[str, Any]:
        chosen = {"base_url": self.origin + BASE, **options}
        if not {"access_token", "client_id"} & chosen.keys():
            chosen["access_token"] = self.token(scopes=options.get("scopes"))
        return chosen

    def dump(self) -> dict[str, Any]:
        """Give the whole world as data that JSON can hold; ``Emulator(world=…)`` makes the same world of them."""
        return dumped(self._store, self._world)

    def handle(self, request: Request) -> Response:
        """Answer a request in process, without HTTP. Resets and slowness need HTTP; all other faults apply."""
        return self._front.handle(request)

    def start(self) -> Emulator:
        """Serve in a thread of its own."""
        if self._server is not None:
            raise RuntimeError("the emulator is running already")
        server = Server(self._front, self._port)
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


def _check_limits(**given: int | None) -> None:
    for name, limit in given.items():
        if limit is not None and limit < 0:
            raise ValueError(f"{name} is a number of requests, 0 or more, not {limit}")


def _clock(wanted: Clock | Literal["running"] | None, starts: float) -> MovableClock:
    if wanted is None:
        return ManualClock(starts)
    if wanted == "running":
        return RunningClock(starts)
    return wanted if isinstance(wanted, MovableClock) else GivenClock(wanted)
