"""From the keywords of a client to what its calls share; one place for both colours."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import attrs

from _instagram_v1.operations import OPERATIONS
from _instagram_v1.provenance import PROVENANCE
from instagram_v1 import __version__
from instagram_v1.dialect import DIALECT
from instagram_v1.rules import ScopeCheck, check_parameters
from instagram_v1.runtime.choices import UNCHANGED, agent, changed, checked_base_url, checked_headers, told
from instagram_v1.runtime.credentials import Credentials
from instagram_v1.runtime.errors import PaginationError, UsageError
from instagram_v1.runtime.pipeline import Core, Options
from instagram_v1.runtime.retry import Retry
from instagram_v1.runtime.steps import Step
from instagram_v1.signing import ForwardedFor, Signer, needed_secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from instagram_v1.budget import Budget
    from instagram_v1.runtime.clock import Clock
    from instagram_v1.runtime.cursor import Cursor
    from instagram_v1.runtime.effects import TokenSource
    from instagram_v1.runtime.pipeline import Attempt, Check, Finisher
    from instagram_v1.runtime.rate import RateLimit
    from instagram_v1.runtime.reading import BadItems

BASE_URL: Final = "https://api.instagram.com/v1"
"""Where the API was; it answers no more."""

ANY_CREDENTIALS: Final = (("access_token",), ("client_id",), ())
"""What ``request`` tries, in order: it knows no operation that could say."""

_ADDRESSES: Final = re.compile(r"[0-9A-Fa-f.:]+(, ?[0-9A-Fa-f.:]+)*")

AGENT: Final = agent(__version__, PROVENANCE.spec_hash)
"""What a client calls itself: this release, the document that its code was generated from, and Python."""

RETRY: Final = Retry()
"""The policy of a client that is given none."""


def build_core(
    *,
    access_token: str | TokenSource | None,
    client_id: str | None,
    client_secret: str | None,
    base_url: str,
    sign_requests: bool,
    forwarded_for: str,
    clock: Clock | None,
    options: Options,
) -> Core:
    """Put together what the calls of a client share.

    Raises:
        UsageError: The base address is none, or a credential is missing or empty.
    """
    given: dict[str, Any] = {"access_token": access_token, "client_id": client_id, "client_secret": client_secret}
    credentials = Credentials(given)
    core = Core(
        base_url=checked_base_url(base_url),
        dialect=DIALECT,
        credentials=credentials,
        options=options,
        finishers=_finishers(credentials, sign_requests, forwarded_for),
        agent=AGENT,
    )
    return core if clock is None else attrs.evolve(core, clock=clock)


def build_options(
    *,
    timeout: float | None,
    retry: Retry | None,
    headers: Mapping[str, str] | None,
    bad_items: BadItems,
    scopes: Iterable[str] | None,
    checked: bool,
    hooks: Iterable[Callable[[Attempt], None]],
    budget: Budget | None,
) -> Options:
    """Put together what can be set differently for some calls."""
    return Options(
        timeout=timeout,
        retry=retry,
        headers=checked_headers(headers or {}),
        bad_items=bad_items,
        checks=checks(scopes, checked),
        hooks=tuple(hooks),
        budget=budget,
    )


def change(core: Core, **changes: Any) -> Core:
    """The same with some settings changed; those that are ``UNCHANGED`` stay.

    Raises:
        UsageError: A setting is out of its range.
    """
    wanted = told(changes)
    if "access_token" in wanted:
        # Another token was granted other scopes.
        wanted.setdefault("scopes", None)
        core = attrs.evolve(core, credentials=core.credentials.replacing("access_token", wanted.pop("access_token")))
    scopes, checked = wanted.pop("scopes", UNCHANGED), wanted.pop("check_parameters", UNCHANGED)
    wanted["checks"] = _changed_checks(core.options.checks, scopes, checked)
    return attrs.evolve(core, options=changed(core.options, wanted))


def resumed(cursor: Cursor) -> Step:
    """The step of a walk that a stored cursor stands for.

    Raises:
        PaginationError: Its operation is unknown here, or does not page.
    """
    found = OPERATIONS.get(cursor.operation)
    if found is None or found.pagination is None:
        raise PaginationError("The cursor belongs to no paged operation of this API.", operation=cursor.operation)
    return Step(found, dict(cursor.arguments), cursor.position)


def rate_of(core: Core) -> RateLimit:
    """The last budget seen for the token of a client."""
    token = core.credentials.fixed("access_token")
    return core.ledger.of(token.reveal() if token is not None else None)


def checks(scopes: Iterable[str] | None, checked: bool) -> tuple[Check, ...]:
    """The rules that are applied before anything is sent."""
    scope_check = () if scopes is None else (ScopeCheck(frozenset(split_scopes(scopes))),)
    return (*scope_check, *((check_parameters,) if checked else ()))


def _changed_checks(present: tuple[Check, ...], scopes: Any, checked: Any) -> tuple[Check, ...]:
    granted = next((check.granted for check in present if isinstance(check, ScopeCheck)), None)
    return checks(
        granted if scopes is UNCHANGED else scopes, check_parameters in present if checked is UNCHANGED else checked
    )


def split_scopes(scopes: Iterable[str]) -> tuple[str, ...]:
    """Scopes one by one, also of "basic likes" and "basic+likes", which is how they travel."""
    return tuple(scopes.replace("+", " ").split()) if isinstance(scopes, str) else tuple(scopes)


def _finishers(credentials: Credentials, sign_requests: bool, addresses: str) -> tuple[Finisher, ...]:
    finishers: list[Finisher] = []
    if addresses:
        if not _ADDRESSES.fullmatch(addresses):
            raise UsageError("forwarded_for must be an IP address, or several joined by commas.")
        secret = needed_secret(credentials.fixed("client_secret"), "forwarded_for")
        finishers.append(ForwardedFor(addresses, secret))
    if sign_requests:
        finishers.append(Signer(needed_secret(credentials.fixed("client_secret"), "sign_requests")))
    return tuple(finishers)
