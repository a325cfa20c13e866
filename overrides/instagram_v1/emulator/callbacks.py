"""Asks a subscriber's server for the challenge: the only request that the emulator ever makes itself."""

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
    """Give the body that an address on this machine answers with, or ``None``.

    Redirections are not followed and other machines are never asked, whatever the address says.
    """
    try:
        parts = urlsplit(url)
        if not is_loopback(parts.hostname) or parts.hostname is None:
            return None
        kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
        connection = kind("127.0.0.1" if parts.hostname == "localhost" else parts.hostname, parts.port, timeout=TIMEOUT)
        return _ask(connection, f"{parts.path or '/'}?{parts.query}", parts.netloc.rpartition("@")[2])
    except (OSError, ValueError, http.client.HTTPException):
        return None


def _ask(connection: http.client.HTTPConnection, target: str, host: str) -> str | None:
    try:
        connection.request("GET", target, headers={"Host": host, "User-Agent": "Python-httplib2"})
        answer = connection.getresponse()
        return answer.read(_MOST).decode("utf-8", "replace") if 200 <= answer.status < 300 else None
    finally:
        connection.close()
