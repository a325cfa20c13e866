"""httpx behind the port. Imported when the first client is made, since httpx is slow to import."""

from __future__ import annotations

import time
from http.cookiejar import CookieJar, DefaultCookiePolicy
from typing import Any

import httpx

from instagram_v1.runtime.errors import (
    ClientClosedError,
    InstagramError,
    TransportError,
    TransportTimeoutError,
    UsageError,
)
from instagram_v1.runtime.redact import guard_loggers, redact
from instagram_v1.runtime.transport import CONNECT_TIMEOUT, Answer, Request

_FAULTS = (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, OSError, RuntimeError)
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError, httpx.UnsupportedProtocol)


class HttpxTransport:
    """Sends through a ``httpx.Client``, the caller's or one of its own.

    Making one installs a filter on the loggers of httpx, which show whole addresses, and so tokens, at INFO.
    """

    def __init__(self, client: httpx.Client | None = None) -> None:
        guard_loggers()
        if not isinstance(client, httpx.Client | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError("Client takes an httpx.Client as http_client; AsyncClient takes an httpx.AsyncClient.")
        self._owned = client is None
        self._client = client if client is not None else httpx.Client(cookies=no_cookies())

    def send(self, request: Request) -> Answer:
        """Send a request.

        Raises:
            TransportError: No answer arrived.
            ClientClosedError: The httpx client is closed.
        """
        _must_be_open(self._client)
        try:
            ends = _ends(request)
            found = self._client.send(_translate(self._client, request), follow_redirects=False, stream=True)
            try:
                return _answer(found, b"".join([_in_time(part, ends) for part in found.iter_bytes()]))
            finally:
                found.close()
        except _FAULTS as fault:
            error = _explain(fault)
        # Raised out here so that the fault, which knows the address, is not in the chain of exceptions.
        raise error

    def close(self) -> None:
        """Close the connections, unless the httpx client is the caller's."""
        if self._owned:
            self._client.close()


class AsyncHttpxTransport:
    """Sends through a ``httpx.AsyncClient``, the caller's or one of its own.

    Making one installs a filter on the loggers of httpx, which show whole addresses, and so tokens, at INFO.
    """

    def __init__(self, client: httpx.AsyncClient | None = None) -> None:
        guard_loggers()
        if not isinstance(client, httpx.AsyncClient | None):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise UsageError("AsyncClient takes an httpx.AsyncClient as http_client; Client takes an httpx.Client.")
        self._owned = client is None
        self._client = client if client is not None else httpx.AsyncClient(cookies=no_cookies())

    async def send(self, request: Request) -> Answer:
        """Send a request.

        Raises:
            TransportError: No answer arrived.
            ClientClosedError: The httpx client is closed.
        """
        _must_be_open(self._client)
        try:
            ends = _ends(request)
            found = await self._client.send(_translate(self._client, request), follow_redirects=False, stream=True)
            try:
                return _answer(found, b"".join([_in_time(part, ends) async for part in found.aiter_bytes()]))
            finally:
                await found.aclose()
        except _FAULTS as fault:
            error = _explain(fault)
        raise error

    async def aclose(self) -> None:
        """Close the connections, unless the httpx client is the caller's."""
        if self._owned:
            await self._client.aclose()


def no_cookies() -> CookieJar:
    """A jar that keeps nothing."""
    # The API sets some, and several users may share one client: what one was given is not sent for another.
    return CookieJar(DefaultCookiePolicy(allowed_domains=[]))


def _must_be_open(client: httpx.Client | httpx.AsyncClient) -> None:
    if client.is_closed:
        raise ClientClosedError("The httpx client of this client is closed. Make a new one.")


def _translate(client: httpx.Client | httpx.AsyncClient, request: Request) -> httpx.Request:
    limit: Any = httpx.Timeout(request.timeout)
    if request.timeout is not None:
        limit = httpx.Timeout(request.timeout, connect=min(CONNECT_TIMEOUT, request.timeout))
    return client.build_request(
        request.method, request.url, headers=request.headers, content=request.content, timeout=limit
    )


def _ends(request: Request) -> float | None:
    return None if request.deadline is None else time.monotonic() + request.deadline


def _in_time(part: bytes, ends: float | None) -> bytes:
    # A timeout counts from one byte to the next: a server that sends single bytes would pass any deadline.
    if ends is not None and time.monotonic() > ends:
        raise httpx.ReadTimeout("the answer was still arriving at the deadline")
    return part


def _answer(response: httpx.Response, content: bytes) -> Answer:
    return Answer(status=response.status_code, headers=dict(response.headers), content=content)


def _explain(fault: Exception) -> InstagramError:
    words = redact(str(fault)).strip()
    message = f"{type(fault).__name__}{f': {words}' if words else ''}"
    if isinstance(fault, httpx.TimeoutException | TimeoutError):
        return TransportTimeoutError(message, sent=not isinstance(fault, _UNSENT))
    return TransportError(message, sent=not isinstance(fault, _UNSENT))
