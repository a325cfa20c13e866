"""pyreqwest behind the port: a compiled engine that spends a fraction of httpx's time on each request.

It differs from httpx where it has to, and each difference is met here. It rewrites addresses as browsers do, so what it
would rewrite goes through httpx. It has one timeout for reading per engine, so there is an engine for each timeout. It
cannot show a header that is no text, so such a header is left out.
"""

from __future__ import annotations

import re
import ssl
from collections import OrderedDict
from datetime import timedelta
from os import getpid
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pyreqwest.client import ClientBuilder, SyncClientBuilder
from pyreqwest.exceptions import ClientClosedError as EngineClosedError
from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
from pyreqwest.http import Url
from pyreqwest.proxy import ProxyBuilder

from instagram_v1.runtime.errors import ClientClosedError, TransportError, TransportTimeoutError, UsageError
from instagram_v1.runtime.redact import redact
from instagram_v1.runtime.transport import CONNECT_TIMEOUT, Answer, Request

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Self

    import httpx
    from pyreqwest.request import RequestBuilder, SyncRequestBuilder
    from pyreqwest.response import BaseResponse

    from instagram_v1.runtime.httpx_transport import AsyncHttpxTransport, HttpxTransport

_Engine = TypeVar("_Engine")
_Builder = TypeVar("_Builder", ClientBuilder, SyncClientBuilder)
_Call = TypeVar("_Call", "RequestBuilder", "SyncRequestBuilder")

_ENGINES = 8
_SHORTEST = 0.001
_FAULTS = (PyreqwestError, OSError, RuntimeError, ValueError)
_OF_THE_CONNECTION = "client error (Connect)"
_USER = re.compile(r"(?<=//)[^/@\s]+@")


class _Engines(Generic[_Engine]):
    """One engine for each timeout that is in use; those longest unused end with their last request."""

    def __init__(self, make: Callable[[float | None], _Engine]) -> None:
        self._make = make
        self._made: OrderedDict[float | None, _Engine] = OrderedDict()
        self._closed = False
        self._process = getpid()
        # The first one here and now, so that settings which cannot work are told where they are given.
        self.of(30.0)

    def check(self) -> None:
        """Refuse to go on after the end, and where the engine would wait for threads that stayed behind."""
        if self._closed:
            raise ClientClosedError("The transport of this client is closed. Make a new one.")
        if self._process != getpid():
            raise UsageError("The transport was made before this process was forked. Make one here, or spawn instead.")

    def of(self, timeout: float | None) -> _Engine:
        """The engine that waits this long for bytes."""
        self.check()
        found = self._made.get(timeout)
        if found is None:
            found = self._made[timeout] = self._make(timeout)
            while len(self._made) > _ENGINES:
                self._made.popitem(last=False)
        return found

    def end(self) -> list[_Engine]:
        """Give away all of them; there will be no more."""
        self._closed = True
        made = list(self._made.values())
        self._made.clear()
        return made


class _Settings:
    """What both engines are told, the fast one and the one that steps in for it."""

    def __init__(self, proxy: str | None, certificates: bytes | None) -> None:
        self._proxy = proxy
        self._certificates = certificates
        if certificates is not None:
            # Loaded to be sure of them: the fast engine passes over what it cannot read.
            self._trust(ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), certificates)

    def applied(self, builder: _Builder, timeout: float | None) -> _Builder:
        """A builder of the fast engine that knows them."""
        builder = builder.follow_redirects(False).referer(False).connect_timeout(_seconds(CONNECT_TIMEOUT))
        if timeout is not None:
            builder = builder.connect_timeout(_seconds(min(CONNECT_TIMEOUT, timeout))).read_timeout(_seconds(timeout))
        try:
            if self._proxy is not None:
                builder = builder.proxy(ProxyBuilder.all(self._proxy))
            return builder if self._certificates is None else builder.add_root_certificate_pem(self._certificates)
        except _FAULTS:
            pass
        raise UsageError('The proxy must be an address such as "http://host:3128".')

    def of_httpx(self) -> dict[str, Any]:
        """The same for httpx."""
        if self._certificates is None:
            return {"proxy": self._proxy}
        context = ssl.create_default_context()
        self._trust(context, self._certificates)
        return {"proxy": self._proxy, "verify": context}

    def _trust(self, context: ssl.SSLContext, certificates: bytes) -> None:
        try:
            context.load_verify_locations(cadata=certificates.decode("ascii"))
        except (ValueError, ssl.SSLError):
            raise UsageError("The certificates cannot be read: give text of the form PEM, as bytes.") from None


class FastTransport:
    """Carries requests of ``Client`` by pyreqwest, the extra ``fast``.

    Safe to share between threads, and to be made once for several clients. It cannot be used in a process that was
    forked after it was made, and a blocking call that waits is not interrupted by Ctrl-C before its timeout.

    Args:
        proxy: Address of a proxy for everything; without one, what the environment says holds.
        certificates: Certificates in PEM to trust beside those of the system, as an internal authority has them.

    Raises:
        UsageError: The proxy's address or the certificates cannot be read.
    """

    def __init__(self, *, proxy: str | None = None, certificates: bytes | None = None) -> None:
        self._settings = settings = _Settings(proxy, certificates)
        self._engines = _Engines(lambda timeout: settings.applied(SyncClientBuilder(), timeout).build())
        self._plain: httpx.Client | None = None

    def send(self, request: Request) -> Answer:
        """Send a request.

        Raises:
            TransportError: No answer arrived.
            ClientClosedError: The transport is closed.
        """
        url = _unchanged(request.url)
        if url is None:
            return self._httpx().send(request)
        limit, total = _limits(request)
        engine = self._engines.of(limit)
        try:
            found = _prepared(engine.request(request.method, url), request, total).build().send()
            return _answer(found, found.bytes().to_bytes())
        except _FAULTS as fault:
            error = _explain(fault, total)
        # Raised out here so that the fault, which knows the address, is not in the chain of exceptions.
        raise error

    def close(self) -> None:
        """Close the connections; closing twice does nothing."""
        for engine in self._engines.end():
            engine.close()
        if self._plain is not None:
            self._plain.close()

    def _httpx(self) -> HttpxTransport:
        import httpx

        from instagram_v1.runtime.httpx_transport import HttpxTransport, no_cookies

        self._engines.check()
        if self._plain is None:
            self._plain = httpx.Client(cookies=no_cookies(), **self._settings.of_httpx())
        return HttpxTransport(self._plain)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} by pyreqwest>"


class AsyncFastTransport:
    """Carries requests of ``AsyncClient`` by pyreqwest, the extra ``fast``; for asyncio.

    It cannot be used in a process that was forked after it was made.

    Args:
        proxy: Address of a proxy for everything; without one, what the environment says holds.
        certificates: Certificates in PEM to trust beside those of the system, as an internal authority has them.

    Raises:
        UsageError: The proxy's address or the certificates cannot be read.
    """

    def __init__(self, *, proxy: str | None = None, certificates: bytes | None = None) -> None:
        self._settings = settings = _Settings(proxy, certificates)
        self._engines = _Engines(lambda timeout: settings.applied(ClientBuilder(), timeout).build())
        self._plain: httpx.AsyncClient | None = None

    async def send(self, request: Request) -> Answer:
        """Send a request.

        Raises:
            TransportError: No answer arrived.
            ClientClosedError: The transport is closed.
        """
        url = _unchanged(request.url)
        if url is None:
            return await self._httpx().send(request)
        limit, total = _limits(request)
        engine = self._engines.of(limit)
        try:
            found = await _prepared(engine.request(request.method, url), request, total).build().send()
            return _answer(found, (await found.bytes()).to_bytes())
        except _FAULTS as fault:
            error = _explain(fault, total)
        raise error

    async def aclose(self) -> None:
        """Close the connections; closing twice does nothing."""
        for engine in self._engines.end():
            await engine.close()
        if self._plain is not None:
            await self._plain.aclose()

    def _httpx(self) -> AsyncHttpxTransport:
        import httpx

        from instagram_v1.runtime.httpx_transport import AsyncHttpxTransport, no_cookies

        self._engines.check()
        if self._plain is None:
            self._plain = httpx.AsyncClient(cookies=no_cookies(), **self._settings.of_httpx())
        return AsyncHttpxTransport(self._plain)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return f"<{type(self).__name__} by pyreqwest>"


def _seconds(number: float) -> timedelta:
    return timedelta(seconds=max(number, _SHORTEST))


def _unchanged(url: str) -> Url | None:
    """The address as the engine reads it, or nothing where it would ask for another path or query."""
    try:
        read = Url(url)
    except ValueError:
        return None
    return read if _below_the_host(str(read)) == _below_the_host(url) else None


def _below_the_host(url: str) -> str:
    return url.partition("//")[2].partition("/")[2]


def _limits(request: Request) -> tuple[float | None, float | None]:
    """Seconds until the next bytes, and in all; the first is left out where the second says it too.

    The time that is left differs from request to request, and each value would need an engine of its own.
    """
    total, each = request.deadline, request.timeout
    return (None if total is not None and each is not None and each >= total else each), total


def _prepared(builder: _Call, request: Request, total: float | None) -> _Call:
    builder = builder.headers(request.headers)
    if request.content is not None:
        builder = builder.body_bytes(request.content)
    return builder if total is None else builder.timeout(_seconds(total))


def _answer(found: BaseResponse, content: bytes) -> Answer:
    return Answer(status=found.status, headers=_headers(found), content=content)


def _headers(found: BaseResponse) -> dict[str, str]:
    names = dict.fromkeys(found.headers.keys())
    read: dict[str, str] = {}
    for name in names:
        try:
            read[name] = ", ".join(found.get_header_all(name))
        except ValueError:
            # Bytes that are no text: the engine keeps them to itself.
            continue
    return read


def _explain(fault: Exception, total: float | None) -> TransportError | ClientClosedError:
    if isinstance(fault, EngineClosedError):
        return ClientClosedError("The transport of this client is closed. Make a new one.")
    causes = _causes(fault)
    # The name of an error does not tell a connection that took too long from an answer that did.
    sent = isinstance(fault, PyreqwestError) and _OF_THE_CONNECTION not in causes
    if isinstance(fault, TimeoutError):
        late = "the answer was not there at the deadline" if total is not None else "no answer in time"
        return TransportTimeoutError(f"{type(fault).__name__}: {late}", sent=sent)
    words = redact(_USER.sub("", ": ".join(causes[1:] or causes) or str(fault.args[0] if fault.args else "")))
    return TransportError(f"{type(fault).__name__}: {words}", sent=sent)


def _causes(fault: Exception) -> list[str]:
    if not isinstance(fault, DetailedPyreqwestError):
        return []
    return [cause["message"] for cause in fault.details["causes"] or ()]
