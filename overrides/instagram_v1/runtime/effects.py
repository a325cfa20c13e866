"""What the pipeline asks its driver to do; everything else it does itself, without I/O."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

import attrs

from instagram_v1.runtime.transport import Request

TokenSource: TypeAlias = Callable[[], "str | Awaitable[str]"]
"""A function that hands out the token of the moment, plain or async."""


@attrs.frozen
class Send:
    """Send a request; the outcome is its ``Answer``, or the ``TransportError`` that kept it away."""

    request: Request


@attrs.frozen
class Sleep:
    """Wait; the outcome is nothing."""

    seconds: float


@attrs.frozen
class TokenLookup:
    """Ask a source for the token of the moment; the outcome is the token."""

    source: TokenSource = attrs.field(repr=False)


Effect: TypeAlias = Send | Sleep | TokenLookup
