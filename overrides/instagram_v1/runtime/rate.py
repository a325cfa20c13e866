"""What the API says of the request budget, as a value, and the last word of it for each token."""

from __future__ import annotations

import threading
from collections import OrderedDict
from hashlib import sha256
from typing import TYPE_CHECKING

import attrs

from instagram_v1.runtime.limits import number

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEPT_TOKENS = 1024


@attrs.frozen
class RateLimit:
    """The budget of one token, as one answer told it.

    Attributes:
        limit: Requests allowed in an hour, or ``None`` when the answer did not say.
        remaining: Requests left in this hour, or ``None`` when the answer did not say.
    """

    limit: int | None = None
    remaining: int | None = None

    @classmethod
    def from_headers(cls, headers: Mapping[str, str]) -> RateLimit:
        """Read it from the headers of an answer; absent or unreadable numbers are ``None``."""
        return cls(number(headers.get("x-ratelimit-limit")), number(headers.get("x-ratelimit-remaining")))

    def __bool__(self) -> bool:
        """Whether the answer said anything."""
        return self.limit is not None or self.remaining is not None


class Ledger:
    """The last budget seen for each token; keeps digests of tokens, never tokens. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rates: OrderedDict[str, RateLimit] = OrderedDict()
        self._latest = ""

    def record(self, credentials: str, rate: RateLimit) -> None:
        """Remember what an answer said; one that said nothing changes nothing."""
        if not rate:
            return
        key = _digest(credentials)
        with self._lock:
            self._rates[key] = rate
            self._rates.move_to_end(key)
            self._latest = key
            if len(self._rates) > _KEPT_TOKENS:
                self._rates.popitem(last=False)

    def of(self, credentials: str | None) -> RateLimit:
        """The last budget of these credentials; of whichever was used last when they are not known yet."""
        with self._lock:
            key = self._latest if credentials is None else _digest(credentials)
            return self._rates.get(key, RateLimit())


def _digest(credentials: str) -> str:
    return sha256(credentials.encode()).hexdigest()[:16]
