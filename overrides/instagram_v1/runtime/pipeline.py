"""Everything that can happen to one call, as a generator without I/O.

It yields what it wants done (``Send``, ``Sleep``, ``TokenLookup``), receives the outcomes, and returns the answer or
raises the error. Two small loops in ``drivers`` run it, so that both clients behave alike by construction.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator, Mapping
from typing import Any, get_args

import attrs

from instagram_v1.runtime.clock import Clock
from instagram_v1.runtime.credentials import Credentials, authorised
from instagram_v1.runtime.dialect import Dialect
from instagram_v1.runtime.draft import Draft, Pairs, draft, follow
from instagram_v1.runtime.effects import Effect, Send, Sleep
from instagram_v1.runtime.errors import TransportError, UsageError
from instagram_v1.runtime.limits import retry_after
from instagram_v1.runtime.meter import Meter, Policy
from instagram_v1.runtime.operation import Operation
from instagram_v1.runtime.rate import Ledger, RateLimit
from instagram_v1.runtime.reading import BadItems, Received, read
from instagram_v1.runtime.redact import NO_SECRETS, Secret, Secrets, redact
from instagram_v1.runtime.response import Headers, Response
from instagram_v1.runtime.retry import LIMIT_STATUSES, Retry, RetryEvent
from instagram_v1.runtime.transport import Answer, Request

log: logging.Logger = logging.getLogger("instagram_v1")

Check = Callable[[Operation[Any, Any], Mapping[str, object]], None]
"""A rule that is applied before anything is sent; it raises what it finds."""

Finisher = Callable[[Draft, Mapping[str, Secret]], Draft]
"""What is done to a request last, once its credentials are known: signing, for one."""


@attrs.frozen(kw_only=True)
class Attempt:
    """One request and its outcome, as hooks are told it; without credentials.

    Attributes:
        operation: Id of the operation.
        number: Which attempt of the call, counted from 1.
        status: HTTP status, or ``None`` when no answer arrived.
        duration: Seconds it took.
        rate: What the answer said of the request budget.
        error: What kept the answer away, or an empty string.
    """

    operation: str
    number: int
    status: int | None
    duration: float
    rate: RateLimit
    error: str = ""


@attrs.frozen(kw_only=True)
class Options:
    """What a caller can set differently for some calls.

    Attributes:
        timeout: Seconds to wait for each of connection, sending and the next bytes; ``None`` for no limit.
        retry: The policy of trying again; ``None`` for no retries.
        headers: Headers to send beside the usual ones.
        bad_items: What becomes of a list's item that cannot be decoded.
        checks: Rules that are applied before anything is sent.
        hooks: Called after each attempt.
        budget: What keeps the calls within the limits; ``None`` for nothing.

    Raises:
        UsageError: A setting is out of its range.
    """

    timeout: float | None = 30.0
    retry: Retry | None = attrs.Factory(Retry)
    headers: Pairs = attrs.field(default=(), repr=False)
    bad_items: BadItems = "raise"
    checks: tuple[Check, ...] = ()
    hooks: tuple[Callable[[Attempt], None], ...] = ()
    budget: Policy | None = None

    def __attrs_post_init__(self) -> None:
        if self.timeout is not None and not (isinstance(self.timeout, int | float) and self.timeout > 0):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError("timeout must be a number of seconds above zero, or None for no limit.")
        if self.bad_items not in get_args(BadItems):
            raise UsageError(f"bad_items must be one of {', '.join(get_args(BadItems))}.")
        if not isinstance(self.retry, Retry | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError("retry must be a Retry, such as Retry(attempts=5), or None for never.")
        if self.budget is not None and not hasattr(self.budget, "decide"):
            raise UsageError("budget must be a Budget, such as Budget(action='raise'), or None.")


@attrs.frozen(kw_only=True)
class Core:
    """What all calls of one client share.

    Attributes:
        base_url: Address that the paths of operations are below, without a slash at its end.
        dialect: How the API says whether it went well.
        credentials: What the client proves itself with.
        options: The settings.
        finishers: What is done to each request last.
        ledger: The last budget seen for each token.
        meter: The requests of the last hour, counted for each token where there is a budget to keep.
        clock: Time and chance.
        agent: What the client calls itself.
    """

    base_url: str
    dialect: Dialect
    credentials: Credentials
    options: Options = attrs.Factory(Options)
    finishers: tuple[Finisher, ...] = ()
    ledger: Ledger = attrs.field(factory=Ledger, repr=False)
    meter: Meter = attrs.field(factory=Meter, repr=False)
    clock: Clock = attrs.field(factory=Clock, repr=False)
    agent: str = "instagram-v1"


Outcome = Answer | TransportError


def exchange(
    core: Core, operation: Operation[Any, Any], arguments: Mapping[str, object], *, address: str = ""
) -> Generator[Effect, Any, Response[Any]]:
    """Perform one call.

    Args:
        core: What the client brings.
        operation: What is asked.
        arguments: Values by wire name; ``None`` is not sent.
        address: A ``next_url`` to follow in place of the arguments.

    Raises:
        UsageError: The call cannot work; nothing was sent.
        APIError: The API refused.
        TransportError: No answer arrived.
        DecodeError: The answer is not what the operation answers with.
        PaginationError: The address leads elsewhere.
    """
    if address:
        wish = follow(operation, address, core.base_url)
    else:
        for check in core.options.checks:
            check(operation, arguments)
        wish = draft(operation, arguments)
    return (yield from _Call(core, operation, wish, _told(operation, arguments)).run())


class _Call:
    """The state of one call: what it has used up so far."""

    def __init__(self, core: Core, operation: Operation[Any, Any], wish: Draft, told: Secrets = NO_SECRETS) -> None:
        self._core = core
        self._operation = operation
        self._wish = wish
        self._names = core.credentials.choose(operation)
        self._started = core.clock.monotonic()
        self._number = 0
        self._credentials: dict[str, Secret] = {}
        known = core.credentials.secrets()
        self._secrets = Secrets(known | told) if told else known

    def run(self) -> Generator[Effect, Any, Response[Any]]:
        while True:
            outcome = yield from self._attempt()
            wait = self._wait(outcome)
            if wait is None:
                return self._settle(outcome)
            yield Sleep(wait)

    def _attempt(self) -> Generator[Effect, Any, Outcome]:
        self._number += 1
        # Looked up for every attempt: a source may hand out a new token meanwhile.
        self._credentials = yield from self._core.credentials.look_up(self._names)
        self._secrets = self._secrets.joined(self._credentials)
        policy, answered = self._core.options.budget, RateLimit()
        if policy is not None:
            yield from self._afford(policy)
        try:
            began = self._core.clock.monotonic()
            outcome = self._clean((yield Send(self._request())))
            answered = _rate(outcome)
            self._account(outcome, answered, self._core.clock.monotonic() - began)
        finally:
            # Also when a hook raised or the task was cancelled: the request is on its way no more.
            if policy is not None:
                self._core.meter.settle(self._key(), answered, self._core.clock.monotonic())
        return outcome

    def _afford(self, policy: Policy) -> Generator[Effect, Any, None]:
        key, clock, meter = self._key(), self._core.clock, self._core.meter
        group, force = policy.group_of(self._operation, self._names), False
        while True:
            event = meter.take(policy, key, self._operation.id, group, clock.monotonic(), force=force)
            if event is None:
                return
            wait = policy.decide(event, self._left())
            if wait is None:
                force = True
                continue
            log.info("%s: %d requests left, waiting %.1f s", event.operation, event.remaining, wait)
            yield Sleep(wait)

    def _clean(self, outcome: Outcome) -> Outcome:
        if isinstance(outcome, Answer):
            headers = Headers(outcome.headers)
            self._remember(headers)
            return Answer(status=outcome.status, headers=headers.redacted(self._secrets), content=outcome.content)
        # A transport of one's own may have put the address into its words.
        words = redact(outcome.message, self._secrets)
        return type(outcome)(words, operation=self._operation.id, sent=outcome.sent)

    def _remember(self, headers: Headers) -> None:
        session = self._core.credentials.session
        if session is not None and "set-cookie" in headers:
            session.absorb(headers)
            # From here on the new cookie is as secret as the one it replaces.
            self._secrets = Secrets(self._secrets | session.secrets())

    def _request(self) -> Request:
        core, ready = self._core, authorised(self._wish, self._operation, self._credentials)
        for finish in core.finishers:
            ready = finish(ready, self._credentials)
        headers = {"Accept": "application/json", "User-Agent": core.agent, **dict(core.options.headers)}
        kind, content = ready.content() or ("", None)
        if kind:
            headers["Content-Type"] = kind
        return Request(
            method=ready.method,
            url=ready.url(core.base_url),
            headers={**headers, **dict(ready.headers)},
            content=content,
            timeout=self._timeout(),
            deadline=self._left(),
        )

    def _timeout(self) -> float | None:
        left, timeout = self._left(), self._core.options.timeout
        return timeout if left is None else max(0.001, left if timeout is None else min(timeout, left))

    def _left(self) -> float | None:
        retry = self._core.options.retry
        if retry is None or retry.deadline is None:
            return None
        return retry.deadline - (self._core.clock.monotonic() - self._started)

    def _account(self, outcome: Outcome, rate: RateLimit, duration: float) -> None:
        status, error = (outcome.status, "") if isinstance(outcome, Answer) else (None, outcome.message)
        self._core.ledger.record(self._key(), rate)
        attempt = Attempt(
            operation=self._operation.id,
            number=self._number,
            status=status,
            duration=duration,
            rate=rate,
            error=error,
        )
        _tell(attempt)
        for hook in self._core.options.hooks:
            hook(attempt)

    def _key(self) -> str:
        return "\n".join(secret.reveal() for secret in self._credentials.values())

    def _wait(self, outcome: Outcome) -> float | None:
        retry, clock = self._core.options.retry, self._core.clock
        status = outcome.status if isinstance(outcome, Answer) else None
        if retry is None or self._number >= retry.attempts or not retry.covers(self._wish.method, status):
            return None
        asked = retry_after(outcome.headers, clock.now()) if isinstance(outcome, Answer) else None
        wait = retry.wait(self._number, asked, clock.chance())
        left = self._left()
        if left is not None and wait >= left:
            return None
        reason = f"HTTP {status}" if isinstance(outcome, Answer) else outcome.message
        event = RetryEvent(operation=self._operation.id, attempt=self._number, wait=wait, status=status, reason=reason)
        log.info("%s: %s, attempt %d, trying again in %.2f s", event.operation, reason, event.attempt, wait)
        if retry.on_retry is not None:
            retry.on_retry(event)
        return wait

    def _settle(self, outcome: Outcome) -> Response[Any]:
        if isinstance(outcome, TransportError):
            raise self._named(outcome)
        policy, core = self._core.options.budget, self._core
        if policy is not None and outcome.status in LIMIT_STATUSES:
            group = policy.group_of(self._operation, self._names)
            core.meter.exhaust(self._key(), group, core.clock.monotonic())
        received = Received(
            content=outcome.content,
            status=outcome.status,
            headers=Headers(outcome.headers),
            secrets=self._secrets,
            elapsed=self._core.clock.monotonic() - self._started,
            attempts=self._number,
        )
        return read(self._core.dialect, self._operation, received, self._core.options.bad_items)

    def _named(self, fault: TransportError) -> TransportError:
        words = fault.message.rstrip(". ")
        tries = f" after {self._number} attempts" if self._number > 1 else ""
        message = f"{self._operation.id}: no answer from {self._core.base_url}{tries}: {words}."
        return type(fault)(message, operation=self._operation.id, sent=fault.sent)


def _told(operation: Operation[Any, Any], arguments: Mapping[str, object]) -> Secrets:
    """Secrets among the arguments, such as a password."""
    values = [arguments.get(parameter.wire) for parameter in operation.parameters if parameter.secret]
    if not values:
        return NO_SECRETS
    texts = (value.reveal() if isinstance(value, Secret) else value for value in values)
    return Secrets(text for text in texts if isinstance(text, str) and text)


def _rate(outcome: Outcome) -> RateLimit:
    return RateLimit.from_headers(outcome.headers) if isinstance(outcome, Answer) else RateLimit()


def _tell(attempt: Attempt) -> None:
    log.debug(
        "%s: %s in %.0f ms, attempt %d, %s requests left",
        attempt.operation,
        attempt.error or f"HTTP {attempt.status}",
        attempt.duration * 1000,
        attempt.number,
        "?" if attempt.rate.remaining is None else attempt.rate.remaining,
    )
