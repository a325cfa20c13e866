"""Checks the ``sig`` parameter of signed requests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable


def signature(secret: str, endpoint: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Compute the signature of a request.

    Args:
        secret: The client's secret.
        endpoint: The path below ``/v1`` as it was sent, such as ``/users/self``.
        parameters: Names and values as they are before URL encoding; ``sig`` itself is left out.
    """
    pairs = sorted((name, value) for name, value in parameters if name != "sig")
    text = endpoint + "".join(f"|{name}={value}" for name, value in pairs)
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()


def matches(secret: str, endpoint: str, parameters: Iterable[tuple[str, str]], given: str) -> bool:
    """Tell whether a signature is right, in constant time."""
    return hmac.compare_digest(signature(secret, endpoint, parameters).encode(), given.encode())
