"""Checks signatures: the ``sig`` parameter, and the header ``X-Insta-Forwarded-For`` that came before it."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from urllib.parse import unquote

from .identity import same
from .router import plain


def signature(secret: str, endpoint: str, parameters: Iterable[tuple[str, str]]) -> str:
    """Compute the signature of a request.

    Args:
        secret: The client's secret.
        endpoint: The path below ``/v1`` as it was sent, such as ``/users/self``.
        parameters: Names and values as they are before URL encoding; ``sig`` itself is left out.
    """
    # Clients sign a mapping: what was sent twice, in the address and in the body, was signed once.
    pairs = sorted({(name, value) for name, value in parameters if name != "sig"})
    return _hmac(secret, endpoint + "".join(f"|{name}={value}" for name, value in pairs))


def matches(secret: str, endpoint: str, parameters: Iterable[tuple[str, str]], given: str) -> bool:
    """Tell whether a signature is right, in constant time.

    Whether a slash or ``.json`` at the end belongs to what is signed, and whether names in the path are signed encoded,
    is not known: clients sign what they have at hand, so that each way is right here.
    """
    pairs = list(parameters)
    ways = dict.fromkeys([endpoint, plain(endpoint), unquote(endpoint), unquote(plain(endpoint))])
    return any(same(signature(secret, way, pairs), given) for way in ways)


def header_matches(secret: str, header: str) -> bool:
    """Tell whether the header is right: addresses, a bar, and their signature."""
    addresses, _, given = header.partition("|")
    return bool(addresses) and same(_hmac(secret, addresses), given)


def _hmac(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(errors="replace"), hashlib.sha256).hexdigest()
