"""Sends answers: compressed for those who read that, and slowly or in part where a fault wants it."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Iterator
from typing import Final

from starlette.types import Scope, Send

from . import protocol
from .messages import Request, Response

_WORTH_COMPRESSING: Final = 500
_STEPS: Final = 20
"""How many times a second a slow body goes on."""


async def deliver(request: Request, response: Response, scope: Scope, send: Send) -> None:
    """Send an answer."""
    body, headers = response.body, list(response.headers)
    packed = response.header("Content-Type").startswith("image/jpeg")
    if len(body) > _WORTH_COMPRESSING and not packed and _reads_gzip(request.header("Accept-Encoding")):
        # Without a time in its head the result depends on the answer alone.
        body = gzip.compress(body, compresslevel=1, mtime=0)
        headers.append(("Content-Encoding", "gzip"))
    headers.append(("Content-Length", str(len(body))))
    # In the case that the API wrote them in: some old clients look names up as they stand.
    raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
    await send({"type": "http.response.start", "status": response.status, "headers": raw})
    await _send_body(b"" if request.method == "HEAD" else body, response, scope, send)


async def _send_body(body: bytes, response: Response, scope: Scope, send: Send) -> None:
    how = response.delivery
    if how.wait:
        await asyncio.sleep(how.wait)
    sent = body if how.cut is None else body[: int(len(body) * how.cut / max(1, len(response.body)))]
    if how.pace:
        for part in _parts(sent, max(1, int(how.pace / _STEPS))):
            await send({"type": "http.response.body", "body": part, "more_body": True})
            await asyncio.sleep(len(part) / how.pace)
        sent = b""
    if how.cut is None:
        await send({"type": "http.response.body", "body": sent})
        return
    if sent:
        await send({"type": "http.response.body", "body": sent, "more_body": True})
    await protocol.reset(scope)


def _parts(body: bytes, size: int) -> Iterator[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def _reads_gzip(accepted: str) -> bool:
    codings = [coding.replace(" ", "").lower() for coding in accepted.split(",")]
    return any(coding.partition(";")[0] == "gzip" and not coding.endswith(";q=0") for coding in codings)
