"""From the keywords of a private client to what its calls share; one place for both colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urlsplit

import attrs

from _instagram_private.operations import OPERATIONS
from _instagram_private.provenance import PROVENANCE
from instagram_v1 import __version__
from instagram_v1.private.dialect import DIALECT
from instagram_v1.private.errors import NotLoggedInError
from instagram_v1.runtime.choices import agent, changed, checked_base_url, checked_headers, told
from instagram_v1.runtime.clock import Clock
from instagram_v1.runtime.credentials import Credentials
from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.operation import EnvelopeShape
from instagram_v1.runtime.pipeline import Core, Options
from instagram_v1.runtime.retry import Retry
from instagram_v1.runtime.session import Session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.pipeline import Attempt
    from instagram_v1.runtime.reading import BadItems

RETRY: Final = Retry()
"""The policy of a client that is given none."""

COOKIES: Final = tuple(sorted({name for op in OPERATIONS.values() for name, place in op.carried if place == "cookie"}))
"""Names of the cookies that make a session."""

ANY_CREDENTIALS: Final = (COOKIES, ())
"""What ``request`` tries, in order: it knows no operation that could say."""

CARRIED: Final[tuple[tuple[str, Literal["header", "cookie"]], ...]] = tuple((name, "cookie") for name in COOKIES)
"""How ``request`` brings a session."""

SHAPE: Final = EnvelopeShape(style="status", data="", meta="status")
"""What ``request`` knows of an answer: it is its own data."""

# Not only the hosts of that time: whatever answers below these names today is another service with other terms.
_REFUSED: Final = re.compile(r"(.+\.)?(instagram\.com|instagr\.am|cdninstagram\.com)")

_WHY: Final = (
    "The service that spoke this API is gone, and what answers under its names today must not be spoken to. "
    'Start an emulator, `Emulator(api="private")` of instagram_v1.emulator, and give its `base_url`.'
)


def build_core(
    *,
    base_url: str | None,
    session: Session | str | None,
    clock: Clock | None,
    options: Options,
) -> Core:
    """Put together what the calls of a client share.

    Raises:
        UsageError: There is no base address, it is of a host that is not to be spoken to, or the session is none.
    """
    held = opened(session)
    return Core(
        base_url=allowed_base_url(base_url),
        dialect=DIALECT,
        credentials=Credentials({}, held),
        options=attrs.evolve(options, checks=(LoggedIn(held),)),
        clock=clock or Clock(),
        agent=agent(__version__, PROVENANCE.spec_hash),
    )


def build_options(
    *,
    timeout: float | None,
    retry: Retry | None,
    headers: Mapping[str, str] | None,
    bad_items: BadItems,
    hooks: Iterable[Callable[[Attempt], None]],
) -> Options:
    """Put together what can be set differently for some calls."""
    return Options(
        timeout=timeout,
        retry=retry,
        headers=checked_headers(headers or {}),
        bad_items=bad_items,
        hooks=tuple(hooks),
    )


def change(core: Core, **changes: Any) -> Core:
    """The same with some settings changed; those that are ``UNCHANGED`` stay.

    Raises:
        UsageError: A setting is out of its range.
    """
    wanted = told(changes)
    if "session" in wanted:
        held = opened(wanted.pop("session"))
        wanted["checks"] = (LoggedIn(held),)
        core = attrs.evolve(core, credentials=Credentials({}, held))
    return attrs.evolve(core, options=changed(core.options, wanted))


def opened(session: Session | str | None) -> Session:
    """The session that a client is to have: the given one, one restored from a text, or a new one."""
    return session if isinstance(session, Session) else Session(COOKIES, session or "")


def session_of(core: Core) -> Session:
    """The session of a client."""
    return core.credentials.session or opened(None)


def allowed_base_url(base_url: str | None) -> str:
    """The base address without a slash at its end.

    Raises:
        UsageError: It is missing, no address, or of a host that is not to be spoken to.
    """
    if base_url is None:
        raise UsageError(f"The private API has no default address: base_url must be given. {_WHY}")
    checked = checked_base_url(base_url)
    host = (urlsplit(checked).hostname or "").rstrip(".")
    if _REFUSED.fullmatch(host):
        raise UsageError(f"base_url leads to {host}, which is refused. {_WHY}")
    return checked


@attrs.frozen
class LoggedIn:
    """Refuses operations that need a session while there is none."""

    session: Session

    def __call__(self, operation: Operation[Any, Any], arguments: Mapping[str, object]) -> None:
        """Look at what the operation needs.

        Raises:
            NotLoggedInError: It needs a session, and there is none.
        """
        if operation.security and () not in operation.security and not self.session.active:
            raise NotLoggedInError(error_message="not logged in; nothing was sent", operation=operation.id)
