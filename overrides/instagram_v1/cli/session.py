"""From the options of a command to a client: which address, whose token, and never one at the other's."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import attrs
import click
from click.core import ParameterSource

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import INSTEAD, LIVE, Failure, retired, signed_out
from instagram_v1.cli.store import DEFAULT, Entry, Store, same_place

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from instagram_v1 import Client
    from instagram_v1.cli.screen import Screen
    from instagram_v1.emulator import Emulator

BASE_URL: Final = f"https://{LIVE}/v1"
"""The documented address; nothing answers there any more."""


@attrs.frozen(kw_only=True)
class Session:
    """A client, and what belongs to it.

    Attributes:
        client: The client.
        where: The address that it asks; for the emulator inside this process, a name.
        sleep: Waits.
        secrets: What must not be seen in any output.
    """

    client: Client
    where: str
    sleep: Callable[[float], None]
    secrets: tuple[str, ...] = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Known:
    """What is known of where to go.

    Attributes:
        base_url: The address.
        named: Whether somebody named it.
        token: A token that was obtained there; empty without one.
    """

    base_url: str
    named: bool
    token: str = attrs.field(default="", repr=False)


@contextmanager
def opened(
    screen: Screen,
    *,
    base_url: str | None,
    profile: str | None,
    emulator: bool,
    client_id: str | None,
    client_secret_file: str | None,
    timeout: float,
    **more: Any,
) -> Generator[Session]:
    """Make a client of the options in ``options.connection``.

    Args:
        screen: Where remarks go.
        base_url: Address that was given.
        profile: Profile that was given.
        emulator: Whether to ask an emulator inside this process.
        client_id: Id of the application.
        client_secret_file: Where its secret stands.
        timeout: Seconds to wait for an answer.
        **more: Further settings of the client.

    Raises:
        Failure: Nobody is signed in there, or the only address known is that of the retired API.
    """
    if emulator:
        if click.get_current_context().get_parameter_source("base_url") is ParameterSource.COMMANDLINE or profile:
            raise Failure("--emulator asks no address: leave --base-url and --profile out.", Exit.USAGE)
        with _inside(more) as session:
            yield session
        return
    from instagram_v1 import Client

    secret = read_secret(client_secret_file)
    known = resolve(base_url, profile, Store(warn=screen.note))
    if not known.token and not client_id:
        raise signed_out(known.base_url) if known.named else nowhere()
    if not known.named:
        raise retired(known.base_url)
    # The secret alone opens nothing, and an empty one would be refused before the question is asked.
    given: dict[str, Any] = {"client_id": client_id or None, "client_secret": secret or None}
    secrets = tuple(filter(None, (known.token, secret)))
    with (
        at_the_end_of(known.base_url),
        Client(known.token or None, base_url=known.base_url, timeout=timeout, **given, **more) as client,
    ):
        yield Session(client=client, where=known.base_url, sleep=time.sleep, secrets=secrets)


@contextmanager
def at_the_end_of(address: str) -> Generator[None]:
    """Say that the live API is retired where it is asked all the same and does not answer as an API.

    Raises:
        Failure: That is so.
    """
    from instagram_v1.errors import DecodeError, ServerError, TransportError

    try:
        yield
    except (TransportError, DecodeError, ServerError) as error:
        if urlsplit(address).hostname != LIVE:
            raise
        raise Failure(f"{error} The live API was retired on 29 June 2020.", Exit.RETIRED, f"{INSTEAD}.") from None


def nowhere() -> Failure:
    """Nobody is signed in, and no address was named."""
    return Failure("not signed in, and no address was given.", Exit.SIGNED_OUT, f"the live API is retired: {INSTEAD}.")


def resolve(base_url: str | None, profile: str | None, store: Store) -> Known:
    """Find out where to go and with which token.

    Raises:
        Failure: The token that was asked for belongs to another address, or there is none.
    """
    if os.environ.get("INSTAGRAM_V1_TOKEN") and not profile:
        return _of_environment(base_url)
    if profile:
        entry = store.get(profile)
        if entry is None:
            raise Failure(
                f"profile {profile!r} is not signed in.",
                Exit.SIGNED_OUT,
                f"run `instagram-v1 login --profile {profile}`.",
            )
        return _checked(entry, base_url, profile)
    found = _default(base_url, store)
    if found is not None:
        return Known(base_url=found.base_url, named=True, token=found.access_token)
    return Known(base_url=base_url or BASE_URL, named=bool(base_url))


def read_secret(file: str | None) -> str:
    """The secret of the application: from a file, from standard input, or from the environment.

    Raises:
        Failure: The file is empty.
    """
    if file is None:
        return os.environ.get("INSTAGRAM_V1_CLIENT_SECRET", "").strip()
    text = sys.stdin.readline() if file == "-" else Path(file).read_text(encoding="utf-8")
    if not text.strip():
        raise Failure(f"{file} has no secret in it.", Exit.USAGE, "write it there, alone on the first line.")
    return text.split()[0]


def _of_environment(base_url: str | None) -> Known:
    # A token in the environment was put there for the address in the environment, and for no other.
    home = os.environ.get("INSTAGRAM_V1_BASE_URL") or BASE_URL
    if base_url and not same_place(base_url, home):
        raise Failure(
            f"the token in INSTAGRAM_V1_TOKEN is for {home}, so it is not sent to {base_url}.",
            Exit.USAGE,
            "set INSTAGRAM_V1_BASE_URL to the address that the token is for.",
        )
    token = os.environ["INSTAGRAM_V1_TOKEN"].strip()
    return Known(base_url=home, named=bool(os.environ.get("INSTAGRAM_V1_BASE_URL") or base_url), token=token)


def _checked(entry: Entry, base_url: str | None, profile: str) -> Known:
    if base_url and not same_place(base_url, entry.base_url):
        raise Failure(
            f"profile {profile!r} is signed in at {entry.base_url}, so its token is not sent to {base_url}.",
            Exit.USAGE,
            f"leave --base-url out, or run `instagram-v1 login --base-url {base_url} --profile OTHER`.",
        )
    return Known(base_url=entry.base_url, named=True, token=entry.access_token)


def _default(base_url: str | None, store: Store) -> Entry | None:
    """The token for an address: that of the default profile where it fits, else the only other one."""
    usual = store.get(DEFAULT)
    if usual is not None and (not base_url or same_place(base_url, usual.base_url)):
        return usual
    if not base_url:
        return None
    entries = {name: entry for name in store.names() if (entry := store.get(name))}
    fitting = {name: entry for name, entry in entries.items() if same_place(base_url, entry.base_url)}
    if len(fitting) > 1:
        names = ", ".join(fitting)
        raise Failure(f"several profiles are signed in at {base_url}: {names}.", Exit.USAGE, "choose with --profile.")
    return next(iter(fitting.values()), None)


@contextmanager
def _inside(more: dict[str, Any]) -> Generator[Session]:
    emulator = emulator_class()()
    from instagram_v1 import testing

    clock = testing.clock(emulator)
    # An emulator whose clock was not chosen has one that can be moved.
    assert clock is not None
    token = emulator.token()
    try:
        with testing.client(emulator, access_token=token, **more) as client:
            yield Session(client=client, where="emulator", sleep=clock.sleep, secrets=(token,))
    finally:
        emulator.close()


def emulator_class() -> type[Emulator]:
    """The emulator, once what it needs is known to be there.

    Raises:
        Failure: Its packages are not installed.
    """
    try:
        from instagram_v1.emulator import Emulator

        return Emulator
    except ImportError as error:
        raise Failure(
            f"the emulator needs {error.name or 'a package'}, which is not installed.",
            Exit.USAGE,
            "pip install 'instagram-v1[emulator]'.",
        ) from None
