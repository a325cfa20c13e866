"""What goes in and out of the emulator's core: requests and responses as plain values."""

from __future__ import annotations

from typing import TypeAlias

from attrs import evolve, field, frozen

Headers: TypeAlias = tuple[tuple[str, str], ...]


@frozen
class Request:
    """One HTTP request as it arrived.

    Attributes:
        method: HTTP method in capitals.
        path: The raw path, still percent-encoded, as it stood on the wire.
        query: The raw query string, without the question mark.
        headers: Header names and values in their order.
        body: The raw body.
        origin: Scheme and host that the client addressed; links in answers point back to it.
    """

    method: str
    path: str
    query: str = ""
    headers: Headers = ()
    body: bytes = b""
    origin: str = "https://api.instagram.com"

    def header(self, name: str) -> str:
        """Give the first value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    @property
    def target(self) -> str:
        """Path and query as one text."""
        return f"{self.path}?{self.query}" if self.query else self.path


@frozen
class Delivery:
    """How an answer is sent, when not as usual; only a server can do that, not ``handle()``.

    Attributes:
        cut: After how many bytes of the body the connection is reset, if at all.
        pace: How many bytes of the body are sent in a second; 0 for as fast as possible.
        wait: Seconds before the body begins.
    """

    cut: int | None = None
    pace: float = 0.0
    wait: float = 0.0


USUAL = Delivery()


@frozen
class Response:
    """One HTTP answer.

    Attributes:
        status: HTTP status code.
        headers: Header names and values in the order they are sent.
        body: The body, never compressed.
        delivery: How it is sent.
    """

    status: int
    headers: Headers = field(default=())
    body: bytes = b""
    delivery: Delivery = field(default=USUAL)

    def header(self, name: str) -> str:
        """Give the first value of a header, or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key.lower() == wanted), "")

    def without_body(self) -> Response:
        """Give the same answer as HEAD would have it."""
        return evolve(self, body=b"")


def request(method: str, target: str, headers: Headers = (), body: bytes = b"") -> Request:
    """Make a request from a target such as ``/v1/users/self?access_token=…``."""
    path, _, query = target.partition("?")
    return Request(method.upper(), path, query, headers, body)
