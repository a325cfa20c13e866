"""Talks to subscribers' servers: the only requests that the emulator ever makes itself."""

from __future__ import annotations

import http.client
import ipaddress
from urllib.parse import urlsplit

TIMEOUT = 2.0
_MOST = 4096


def is_loopback(host: str | None) -> bool:
    """Tell whether a host is this machine, without asking any name server."""
    if host is None:
        return False
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def fetch(url: str) -> str | None:
    """Give the body that an address on this machine answers with, or ``None``."""
    answer = _ask(url, "GET", b"", {})
    return answer[1].decode("utf-8", "replace") if answer and 200 <= answer[0] < 300 else None


def post(url: str, body: bytes, headers: dict[str, str]) -> int | None:
    """Post a body to an address on this machine; give the status of the answer, or ``None``."""
    answer = _ask(url, "POST", body, headers)
    return answer[0] if answer else None


def _ask(url: str, method: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes] | None:
    """Send a request.

    Redirections are not followed and other machines are never asked, whatever the address says.
    """
    try:
        parts = urlsplit(url)
        if not is_loopback(parts.hostname) or parts.hostname is None:
            return None
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind("127.0.0.1" if parts.hostname == "localhost" else parts.hostname, parts.port, timeout=TIMEOUT)
        target = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        host = parts.netloc.rpartition("@")[2]
        return _answer(connection, method, target, body, {"Host": host, "User-Agent": "Python-httplib2", **headers})
    except (OSError, ValueError, http.client.HTTPException):
        return None


def _answer(
    connection: http.client.HTTPConnection, method: str, target: str, body: bytes, headers: dict[str, str]
) -> tuple[int, bytes]:
    try:
        connection.request(method, target, body or None, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(_MOST)
    finally:
        connection.close()
