"""Reads the parameters of a request, from its address and from its body."""

from __future__ import annotations

import base64
import re
from urllib.parse import parse_qsl, unquote_plus

from .calls import Pairs
from .messages import Request

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^\s;"]+))', re.IGNORECASE)
_NAME = re.compile(rb'^Content-Disposition: *form-data;.*?\bname="([^"\r\n]*)"', re.IGNORECASE | re.MULTILINE)


def pairs(text: str) -> Pairs:
    """Read ``name=value&…``; bytes that are no UTF-8 become replacement characters."""
    return tuple(parse_qsl(text, keep_blank_values=True, errors="replace"))


def query(request: Request) -> Pairs:
    """Read the parameters in the address."""
    return pairs(request.query)


def form(request: Request) -> Pairs:
    """Read the parameters in the body; the official examples post them as ``curl -F`` does, hence multipart."""
    if not request.body:
        return ()
    kind = request.header("Content-Type").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return _multipart(request)
    if kind in ("", "application/x-www-form-urlencoded"):
        return pairs(request.body.decode("utf-8", "replace"))
    return ()


def arguments(request: Request) -> Pairs:
    """Read all parameters: those of the address, then those of the body."""
    return query(request) + form(request)


def basic(request: Request) -> Pairs:
    """Read a client's id and secret from an ``Authorization: Basic`` header, as parameters; nothing without one."""
    scheme, _, packed = request.header("Authorization").partition(" ")
    if scheme.lower() != "basic":
        return ()
    try:
        name, _, secret = base64.b64decode(packed.strip()).decode().partition(":")
    except ValueError:
        return ()
    return (("client_id", unquote_plus(name)), ("client_secret", unquote_plus(secret)))


def find(given: Pairs, name: str) -> str | None:
    """Give the first value of a parameter, or ``None`` where it is missing or empty."""
    return next((value for key, value in given if key == name and value), None)


def cookie(request: Request, name: str) -> str:
    """Give the value of a cookie, or an empty text."""
    for part in request.header("Cookie").split(";"):
        key, _, value = part.strip().partition("=")
        if key == name:
            return value
    return ""


def _multipart(request: Request) -> Pairs:
    """Read the named parts of a multipart body; files and nested parts are nobody's parameters here."""
    boundary = _BOUNDARY.search(request.header("Content-Type"))
    if boundary is None:
        return ()
    marker = b"--" + (boundary[1] or boundary[2]).encode("latin-1", "replace")
    parts = [part.partition(b"\r\n\r\n") for part in request.body.split(marker)]
    named = [(_NAME.search(head), content) for head, blank, content in parts if blank]
    return tuple(
        (name[1].decode("utf-8", "replace"), content.removesuffix(b"\r\n").decode("utf-8", "replace"))
        for name, content in named
        if name
    )
