"""What HTTP/1.1 cannot say through ASGI: cutting a connection in the middle of an answer."""

from __future__ import annotations

import asyncio
import socket
import struct
from typing import Any, Final, cast

from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

KEY: Final = "instagram_v1.transport"
"""Where the scope of a request holds the connection that it came over."""

_DELIVERED: Final = 0.02
"""Seconds that what was sent gets to arrive: a reset overtakes what still waits on the way."""


class Protocol(H11Protocol):
    """uvicorn's protocol, which tells the application what connection a request came over."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Put the connection into the scope of each of its requests."""
        super().connection_made(transport)
        inner: Any = self.app

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            scope[KEY] = transport
            await inner(scope, receive, send)

        self.app: Any = app


async def reset(scope: Scope) -> None:
    """Reset the connection of a request, so that the client sees an error and not an end."""
    transport = cast("asyncio.Transport | None", scope.get(KEY))
    if transport is None:
        return
    await asyncio.sleep(_DELIVERED)
    sock = transport.get_extra_info("socket")
    if sock is not None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
