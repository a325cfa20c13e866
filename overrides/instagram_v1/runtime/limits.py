"""Numbers that answers give about limits and waits."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds to wait that an answer asks for, from either form of ``Retry-After``.

    Args:
        headers: Headers of the answer.
        now: The present, in seconds since 1970, for the form that names a date.
    """
    value = headers.get("retry-after", "").strip()
    if not value:
        return None
    try:
        return max(0.0, float(value)) if float(value) < float("inf") else None
    except ValueError:
        return _until(value, now)


def _until(date: str, now: float) -> float | None:
    # Here, since it brings sockets along, and most answers name no date.
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(date)
    except (ValueError, TypeError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds())


def number(value: str | None) -> int | None:
    """A header as a whole number; ``None`` when it is absent or none."""
    try:
        return int(value) if value else None
    except ValueError:
        return None
