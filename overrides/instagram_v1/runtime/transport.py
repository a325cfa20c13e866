"""The port behind which HTTP happens: one method, a request in, an answer out.

Whatever has such a ``send`` can carry a client: httpx (the default), another library, or a function in a test.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import msgspec

from instagram_v1.runtime.redact import redact

if TYPE_CHECKING:
    from collections.abc import Mapping

CONNECT_TIMEOUT = 10.0
"""Seconds that opening a connection may take at most."""


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A request, ready to be sent; its repr hides credentials.

    Attributes:
        method: HTTP method in capitals.
        url: Absolute address with its query, percent-encoded; it must be sent as it stands.
        headers: Headers to send.
        content: The body, or ``None`` for none.
        timeout: Seconds to wait for each of connection, sending and the next bytes; ``None`` for no limit.
        deadline: Seconds that all of it may take, to the last byte; ``None`` for no limit.
    """

    method: str
    url: str
    headers: dict[str, str] = {}
    content: bytes | None = None
    timeout: float | None = None
    deadline: float | None = None

    def __repr__(self) -> str:
        return f"<Request {self.method} {redact(self.url)}>"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer as it arrived.

    Attributes:
        status: HTTP status, any number.
        headers: Its headers.
        content: The whole body, with transfer and content encodings undone.
    """

    status: int
    headers: Mapping[str, str] = {}
    content: bytes = b""

    def __repr__(self) -> str:
        return f"<Answer {self.status}, {len(self.content)} bytes>"


class Transport(Protocol):
    """Carries requests of ``Client``."""

    def send(self, request: Request) -> Answer:
        """Send a request and wait for its answer; redirects are not followed.

        Raises:
            TransportError: No answer arrived.
        """
        ...


class AsyncTransport(Protocol):
    """Carries requests of ``AsyncClient``."""

    async def send(self, request: Request) -> Answer:
        """Send a request and wait for its answer; redirects are not followed.

        Raises:
            TransportError: No answer arrived.
        """
        ...
