"""How answers look on the wire: escaping, envelopes and headers of the era."""

from __future__ import annotations

import json
import re
from email.utils import formatdate
from html import escape
from typing import Any

from .faults import Fault
from .messages import Headers, Response

_CALLBACK = re.compile(r"[A-Za-z_$][\w$.\[\]]{0,127}", re.ASCII)

_PRIVATE: Headers = (
    ("Cache-Control", "private, no-cache, no-store, must-revalidate"),
    ("Pragma", "no-cache"),
    ("Expires", "Sat, 01 Jan 2000 00:00:00 GMT"),
    ("Vary", "Cookie, Accept-Language, Accept-Encoding"),
    ("Content-Language", "en"),
)


def dump(value: object) -> bytes:
    """Write JSON as the API did: ASCII only, ``/`` and ``&`` escaped.

    Both characters can only stand inside strings, so that replacing them afterwards is safe.
    """
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("/", "\\/").replace("&", "\\u0026").encode("ascii")


def envelope(order: tuple[str, ...], data: object, pagination: dict[str, Any] | None) -> bytes:
    """Write the body of a successful answer; ``pagination`` is absent where an operation does not page."""
    parts: dict[str, object] = {"pagination": pagination, "meta": {"code": 200}, "data": data}
    return dump({key: parts[key] for key in order if key != "pagination" or pagination is not None})


def fault_body(fault: Fault, code_first: bool) -> bytes:
    """Write the body of an error, in the shape that this error has."""
    if fault.shape == "html":
        return page(f"{fault.status} {fault.text}", f"<h1>{escape(fault.text)}</h1>").encode()
    error = {"error_type": fault.error_type, "code": fault.status, "error_message": fault.text}
    if code_first or fault.shape == "bare":
        error = {"code": fault.status, "error_type": fault.error_type, "error_message": fault.text}
    return dump({"meta": error} if fault.shape == "meta" else error)


def page(title: str, body: str) -> str:
    """Write a small HTML page; ``body`` is markup, ``title`` is text."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def content_type(fault: Fault) -> str:
    """Give the media type of an error; the global 429 is answered at the edge, without a charset."""
    if fault.shape == "html":
        return "text/html; charset=utf-8"
    return "application/json" if fault.shape == "bare" and fault.status == 429 else "application/json; charset=utf-8"


def api_headers(kind: str, csrf: str, limit: int, remaining: int) -> Headers:
    """Give the headers that the API's own answers carry."""
    rate = (("X-Ratelimit-Limit", str(limit)), ("X-Ratelimit-Remaining", str(remaining)))
    return (*rate, ("Content-Type", kind), *_PRIVATE, ("Set-Cookie", f"csrftoken={csrf}; Path=/; SameSite=Lax"))


def edge_headers(kind: str) -> Headers:
    """Give the headers of answers that never reach the API: no rate, no cookie."""
    return (("Content-Type", kind), *_PRIVATE)


def date(now: float) -> tuple[str, str]:
    """Give the Date header of a moment."""
    return ("Date", formatdate(now, usegmt=True))


def is_callback(name: str) -> bool:
    """Tell whether a name can be a JSONP callback: a plain JavaScript reference, nothing that runs by itself."""
    return _CALLBACK.fullmatch(name) is not None


def jsonp(response: Response, callback: str) -> Response:
    """Wrap an answer into a call: the status is 200, since a script element cannot see any other."""
    headers = tuple(
        (name, "text/javascript; charset=utf-8" if name == "Content-Type" else value)
        for name, value in response.headers
    )
    return Response(200, headers, callback.encode() + b"(" + response.body + b");")
