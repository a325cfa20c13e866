"""Signed requests: ``sig`` over the parameters, and the older header over the addresses of the caller."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import TYPE_CHECKING

import attrs

from instagram_v1.runtime.errors import UsageError
from instagram_v1.runtime.redact import Secret

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from instagram_v1.runtime.draft import Draft

__all__ = ["ForwardedFor", "Signer", "forwarded_for", "signature"]

_WRITES = frozenset({"POST", "DELETE"})


def signature(endpoint: str, parameters: Iterable[tuple[str, str]], client_secret: str) -> str:
    """The ``sig`` of a request.

    Args:
        endpoint: Path below ``/v1``, decoded, such as ``/users/self``.
        parameters: All parameters, decoded, those of address and body alike; a ``sig`` among them is left out.
        client_secret: Secret of the application.
    """
    pairs = sorted((name, value) for name, value in parameters if name != "sig")
    text = endpoint + "".join(f"|{name}={value}" for name, value in pairs)
    return hmac.new(client_secret.encode(), text.encode(), sha256).hexdigest()


def forwarded_for(addresses: str, client_secret: str) -> str:
    """The value of ``X-Insta-Forwarded-For``.

    Args:
        addresses: The caller's IP address, or several joined by commas.
        client_secret: Secret of the application.
    """
    return f"{addresses}|{hmac.new(client_secret.encode(), addresses.encode(), sha256).hexdigest()}"


@attrs.frozen
class Signer:
    """Signs each request, once its credentials are known."""

    client_secret: Secret

    def __call__(self, draft: Draft, credentials: Mapping[str, Secret]) -> Draft:
        """Add ``sig``: to the body of a POST together with the credentials, to the address otherwise."""
        pairs = (*draft.query, *(draft.form or ()))
        sig = ("sig", signature(draft.endpoint, pairs, self.client_secret.reveal()))
        if draft.method != "POST":
            return attrs.evolve(draft, query=(*draft.query, sig))
        # The server signs what is in the body of a POST, so nothing signed may stay in the address.
        return attrs.evolve(draft, query=(), form=(*pairs, sig))


@attrs.frozen
class ForwardedFor:
    """Adds ``X-Insta-Forwarded-For`` to requests that change something."""

    addresses: str
    client_secret: Secret

    def __call__(self, draft: Draft, credentials: Mapping[str, Secret]) -> Draft:
        """Add the header to a POST or DELETE."""
        if draft.method not in _WRITES:
            return draft
        value = forwarded_for(self.addresses, self.client_secret.reveal())
        return attrs.evolve(draft, headers=(*draft.headers, ("X-Insta-Forwarded-For", value)))


def needed_secret(secret: Secret | None, purpose: str) -> Secret:
    """The application's secret, for what cannot be done without.

    Raises:
        UsageError: It was not given.
    """
    if secret is None:
        raise UsageError(f"{purpose} needs the client_secret: give it to the client.")
    return secret
