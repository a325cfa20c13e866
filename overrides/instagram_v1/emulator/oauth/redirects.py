"""Which redirect addresses a client may use."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import SplitResult, quote, urlsplit


def allowed(registered: Iterable[str], given: str) -> bool:
    """Tell whether an address matches one of those that were registered.

    Scheme, host and path must be the same (but for a slash at the end). A query that was registered must come first;
    whatever follows it is free.
    """
    wanted = _split(given)
    return wanted is not None and any(_matches(known, wanted) for known in map(_split, registered) if known)


def check(uri: str) -> None:
    """Refuse to register an address that no request could ever match.

    Raises:
        ValueError: It is no whole address, or has a fragment, or characters that an address cannot have.
    """
    if _split(uri) is None:
        raise ValueError(f"{uri!r} is no redirect address: scheme://host/path is wanted, without a fragment")


def extend(uri: str, **parameters: str) -> str:
    """Add parameters to the query of an address."""
    joint = "&" if "?" in uri else "?"
    return (
        uri
        + joint
        + "&".join(f"{name}={quote(value, safe='').replace('%20', '+')}" for name, value in parameters.items())
    )


def _split(uri: str) -> SplitResult | None:
    # Browsers read control characters and backslashes in their own way: no address with them is taken.
    if any(not "!" <= letter <= "~" or letter == "\\" for letter in uri):
        return None
    try:
        parts = urlsplit(uri)
    except ValueError:
        return None
    harmless = parts.scheme not in ("javascript", "data", "vbscript")
    return parts if parts.scheme and harmless and not parts.fragment and "#" not in uri else None


def _matches(known: SplitResult, given: SplitResult) -> bool:
    same_place = (known.scheme, known.netloc.lower()) == (given.scheme, given.netloc.lower())
    if not same_place or known.path.rstrip("/") != given.path.rstrip("/"):
        return False
    return not known.query or given.query == known.query or given.query.startswith(known.query + "&")
