"""The blocking client; ``async_client`` has the same, awaited."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from _instagram_v1.resources import RawResources, Resources
from instagram_v1.runtime.adhoc import ad_hoc
from instagram_v1.runtime.choices import UNCHANGED, Unchanged
from instagram_v1.runtime.host import Host
from instagram_v1.runtime.pages import Page
from instagram_v1.settings import (
    ANY_CREDENTIALS,
    BASE_URL,
    RETRY,
    build_core,
    build_options,
    change,
    rate_of,
    resumed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Self

    import httpx

    from instagram_v1.budget import Budget
    from instagram_v1.runtime.callers import SyncCaller
    from instagram_v1.runtime.clock import Clock
    from instagram_v1.runtime.cursor import Cursor
    from instagram_v1.runtime.pipeline import Attempt
    from instagram_v1.runtime.rate import RateLimit
    from instagram_v1.runtime.reading import BadItems
    from instagram_v1.runtime.response import Response
    from instagram_v1.runtime.retry import Retry
    from instagram_v1.runtime.transport import Transport

__all__ = ["Client"]


class _Raw(RawResources):
    def __init__(self, caller: SyncCaller) -> None:
        self._caller = caller


class Client(Resources, Host):
    """The API, blocking. Safe to share between threads.

    Making one installs a filter on the loggers of httpx, so that they do not show tokens.

    Args:
        access_token: The token of a signed-in user, or a function that hands out the token of the moment.
        client_id: Id of the application: enough for some reads, and needed for subscriptions.
        client_secret: Secret of the application: needed for subscriptions and signing.
        base_url: Address of the API with its version, such as that of an emulator.
        scopes: The scopes that the token was granted, if known: calls that need another raise at once.
        timeout: Seconds to wait for each of connection, sending and the next bytes; ``None`` for no limit.
        retry: When to try again; ``None`` for never.
        http_client: An httpx client of your own, for proxies, certificates and hooks; closing it stays with you.
        transport: Anything with ``send(Request) -> Answer`` in place of httpx; closing it stays with you.
        headers: Headers to send beside the usual ones.
        sign_requests: Add ``sig``, for applications that enforce signed requests.
        forwarded_for: The user's IP address, or several joined by commas, for the header that applications of before
            2015 could enforce.
        check_parameters: Check arguments against the documented rules before sending.
        bad_items: What becomes of a list's item that cannot be decoded: ``raise``, ``skip`` or ``raw``.
        hooks: Called after every attempt with its ``Attempt``, which carries no credentials.
        budget: What to do before an hourly limit is hit; ``None`` for finding out by ``RateLimitError``.
        clock: Time and chance, for tests.

    Raises:
        UsageError: The settings cannot work together.
    """

    def __init__(
        self,
        access_token: str | Callable[[], str] | None = None,
        *,
        client_id: str | None = None,
        client_secret: str | None = None,
        base_url: str = BASE_URL,
        scopes: Iterable[str] | None = None,
        timeout: float | None = 30.0,
        retry: Retry | None = RETRY,
        http_client: httpx.Client | None = None,
        transport: Transport | None = None,
        headers: Mapping[str, str] | None = None,
        sign_requests: bool = False,
        forwarded_for: str = "",
        check_parameters: bool = True,
        bad_items: BadItems = "raise",
        hooks: Iterable[Callable[[Attempt], None]] = (),
        budget: Budget | None = None,
        clock: Clock | None = None,
    ) -> None:
        core = build_core(
            access_token=access_token,
            client_id=client_id,
            client_secret=client_secret,
            base_url=base_url,
            sign_requests=sign_requests,
            forwarded_for=forwarded_for,
            clock=clock,
            options=build_options(
                timeout=timeout,
                retry=retry,
                headers=headers,
                bad_items=bad_items,
                scopes=scopes,
                checked=check_parameters,
                hooks=hooks,
                budget=budget,
            ),
        )
        self._open(core, http_client, transport)

    @cached_property
    def raw(self) -> RawResources:
        """The same resources, whose methods return the whole answer: status, headers, rate, bytes, envelope."""
        return _Raw(self._own)

    @property
    def rate(self) -> RateLimit:
        """What the API last said of the request budget of this client's token."""
        return rate_of(self._own.core)

    def request(self, method: str, path: str, params: Mapping[str, object] | None = None) -> Response[Any]:
        """Call what no method covers; the answer stays plain data.

        Args:
            method: HTTP method.
            path: Path below the base address, such as ``/media/popular``.
            params: Parameters: sent in the body for POST, PUT and PATCH, in the address otherwise.

        Raises:
            UsageError: The path is none, or a value cannot be sent.
            APIError: The API refused.
            TransportError: No answer arrived.
            DecodeError: The answer is no JSON.
        """
        arguments = dict(params or {})
        return self._own.call(ad_hoc(method, path, arguments, ANY_CREDENTIALS), arguments)

    def resume(self, cursor: Cursor) -> Page[Any]:
        """Fetch the page that a cursor stands for.

        Args:
            cursor: What ``page.cursor`` gave, here or in another process.

        Raises:
            PaginationError: The cursor leads to another host, or belongs to no paged operation.
            APIError: The API refused.
        """
        return Page(self._own, resumed(cursor))

    def with_options(
        self,
        *,
        access_token: str | Callable[[], str] | Unchanged | None = UNCHANGED,
        scopes: Iterable[str] | Unchanged | None = UNCHANGED,
        timeout: float | Unchanged | None = UNCHANGED,
        retry: Retry | Unchanged | None = UNCHANGED,
        headers: Mapping[str, str] | Unchanged = UNCHANGED,
        check_parameters: bool | Unchanged = UNCHANGED,
        bad_items: BadItems | Unchanged = UNCHANGED,
        hooks: Iterable[Callable[[Attempt], None]] | Unchanged = UNCHANGED,
        budget: Budget | Unchanged | None = UNCHANGED,
    ) -> Self:
        """A client with other settings on the same connections; it ends when this one is closed.

        Args:
            access_token: Another user's token; unless told, its scopes are unknown.
            scopes: The scopes that the token was granted; ``None`` for unknown.
            timeout: Seconds to wait; ``None`` for no limit.
            retry: When to try again; ``None`` for never.
            headers: Headers to send beside those of this client.
            check_parameters: Whether to check arguments before sending.
            bad_items: What becomes of a list's item that cannot be decoded.
            hooks: Called after every attempt, in place of this client's.
            budget: What to do before an hourly limit is hit; what was counted so far stays counted.

        Raises:
            UsageError: A setting is out of its range.
        """
        core = change(
            self._own.core,
            access_token=access_token,
            scopes=scopes,
            timeout=timeout,
            retry=retry,
            headers=headers,
            check_parameters=check_parameters,
            bad_items=bad_items,
            hooks=hooks,
            budget=budget,
        )
        return self._derived(core)
