"""Counting the requests of the last hour for each token, so that a limit is seen before it is hit.

The API counts a sliding hour. What it says of the requests left is true for the moment of its answer only; what this
client sends and what grows too old in the meantime is added here.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, Protocol

import attrs

if TYPE_CHECKING:
    from instagram_v1.runtime.operation import Operation
    from instagram_v1.runtime.rate import RateLimit

# A second more: the requests of one second share a bucket, and clocks differ by parts of one.
HOUR: Final = 3601
_KEPT_TOKENS: Final = 1024


@attrs.frozen(kw_only=True)
class BudgetEvent:
    """What a budget policy is told when a request would go beyond it.

    Attributes:
        operation: Id of the operation.
        group: What is counted together: the name of a resource for writes, empty for all requests of the token.
        limit: Requests allowed in an hour, as far as known.
        remaining: Requests left, after those that the policy leaves for others.
        wait: Seconds until one more fits, if nobody else uses the token.
    """

    operation: str
    group: str
    limit: int | None
    remaining: int
    wait: float


class Policy(Protocol):
    """What keeps a client within its budget."""

    def group_of(self, operation: Operation[Any, Any], names: tuple[str, ...]) -> str:
        """What an operation is counted with beside all requests; empty for nothing."""
        ...

    def allowed(self, group: str) -> int | None:
        """Requests allowed in an hour; ``None`` when only the API can say. The empty group is all requests."""
        ...

    def reserved(self, group: str) -> int:
        """Requests to leave for others."""
        ...

    def decide(self, event: BudgetEvent, left: float | None) -> float | None:
        """Seconds to wait before asking again, or ``None`` to send at once; raises to refuse.

        Args:
            event: What would happen.
            left: Seconds that the call may still take; ``None`` for no limit.
        """
        ...


class _Window:
    """The requests of the last hour, in buckets of a second."""

    def __init__(self) -> None:
        self.total = 0
        self.capacity: int | None = None
        self._buckets: deque[list[int]] = deque()

    def forget(self, now: float) -> None:
        while self._buckets and self._buckets[0][0] + HOUR <= now:
            self.total -= self._buckets.popleft()[1]
        if not self._buckets:
            # What the API said an hour ago says nothing now.
            self.capacity = None

    def add(self, now: float) -> None:
        if self._buckets and self._buckets[-1][0] >= int(now):
            self._buckets[-1][1] += 1
        else:
            self._buckets.append([int(now), 1])
        self.total += 1

    def left(self, limit: int | None) -> int | None:
        known = [number for number in (self.capacity, limit) if number is not None]
        return min(known) - self.total if known else None

    def wait(self, needed: int, now: float) -> float:
        """Seconds until so many requests have grown too old to count; all of them when there are fewer."""
        latest = int(now)
        for second, count in self._buckets:
            latest, needed = second, needed - count
            if needed <= 0:
                break
        return max(0.001, latest + HOUR - now)


class _Account:
    """What is known of one token."""

    def __init__(self) -> None:
        self.windows: dict[str, _Window] = {"": _Window()}
        self.limit: int | None = None
        self.flying = 0

    def window(self, group: str, now: float) -> _Window:
        window = self.windows.setdefault(group, _Window())
        window.forget(now)
        return window


class Meter:
    """Counts for each token; keeps digests of tokens, never tokens. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._accounts: OrderedDict[str, _Account] = OrderedDict()

    def take(
        self, policy: Policy, credentials: str, operation: str, group: str, now: float, *, force: bool = False
    ) -> BudgetEvent | None:
        """Count a request that is about to be sent, unless a limit would be passed: then say which."""
        with self._lock:
            account = self._account(credentials)
            groups = ("", group) if group else ("",)
            for name in () if force else groups:
                event = _short(policy, account, operation, name, now)
                if event is not None:
                    return event
            for name in groups:
                account.window(name, now).add(now)
            account.flying += 1
            return None

    def settle(self, credentials: str, rate: RateLimit, now: float) -> None:
        """Note that a request is over, and what its answer said."""
        with self._lock:
            account = self._account(credentials)
            # Not below zero: the account may be a new one, of a token that was long forgotten.
            account.flying = max(0, account.flying - 1)
            if rate.limit is not None:
                account.limit = rate.limit
            if rate.remaining is not None:
                window = account.window("", now)
                # Requests still on their way are counted here, and not yet there.
                window.capacity = max(0, rate.remaining) + window.total - account.flying

    def exhaust(self, credentials: str, group: str, now: float) -> None:
        """Note that the API refused for the limit's sake, whatever was counted here."""
        with self._lock:
            window = self._account(credentials).window(group, now)
            window.capacity = window.total

    def _account(self, credentials: str) -> _Account:
        key = sha256(credentials.encode()).hexdigest()[:16]
        account = self._accounts.setdefault(key, _Account())
        self._accounts.move_to_end(key)
        if len(self._accounts) > _KEPT_TOKENS:
            self._accounts.popitem(last=False)
        return account


def _short(policy: Policy, account: _Account, operation: str, group: str, now: float) -> BudgetEvent | None:
    window, limit = account.window(group, now), policy.allowed(group)
    left, reserve = window.left(limit), policy.reserved(group)
    # Without a single request in this hour there is nothing to wait for.
    if left is None or left > reserve or not window.total:
        return None
    return BudgetEvent(
        operation=operation,
        group=group,
        limit=limit if limit is not None or group else account.limit,
        remaining=max(0, left - reserve),
        wait=window.wait(reserve - left + 1, now),
    )
