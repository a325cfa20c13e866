"""Recordings of traffic, and what they know of the request: HAR, VCR cassettes, single exchanges, named answers."""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import attrs

from instagram_v1.runtime.plain import is_dict, is_list

if TYPE_CHECKING:
    from collections.abc import Iterator

_CALL: Final = re.compile(r"\s*(?:/\*\*/\s*)?(?:typeof [\w$.]+ === 'function' && )?[\w$.]{1,200}\(\s*(.*)", re.DOTALL)
_JSON: Final = re.compile(r"json|javascript")


@attrs.frozen(kw_only=True)
class Hints:
    """What a recording says of the request that was answered.

    Attributes:
        operation: Id of the operation, where it is named.
        method: HTTP method.
        address: Address.
        status: HTTP status; 0 when it is not known.
    """

    operation: str = ""
    method: str = ""
    address: str = ""
    status: int = 0


NOTHING: Final = Hints()

_NAMING: Final = frozenset({"operation", "path", "endpoint", "url", "uri"})

Found = tuple[str, Any, Hints]
"""A place, a body (a text when it is not parsed yet), and hints."""


def unpacked(value: Any) -> Iterator[Found] | None:
    """The answers inside a recording; ``None`` when the value is none."""
    if is_list(value):
        items = value
        if items and all(_recorded(item) for item in items):
            return _each(items)
        return None
    if not is_dict(value):
        return None
    held = value
    log, cassette = held.get("log"), held.get("http_interactions")
    if is_dict(log) and isinstance(log.get("entries"), list):
        return _har(log["entries"])
    if is_list(cassette):
        return _each(cassette)
    return iter([_one("", held)]) if _recorded(held) else None


def called(text: str) -> str | None:
    """What a text gives to the function that it calls; ``None`` when it calls none."""
    found = _CALL.fullmatch(text)
    return re.sub(r"\)\s*;?\s*$", "", found[1]) if found else None


def _recorded(item: Any) -> bool:
    if not is_dict(item):
        return False
    held = item
    named = "body" in held and bool(held.keys() & _NAMING)
    return named or (isinstance(held.get("response"), dict) and isinstance(held.get("request", {}), dict))


def _each(items: list[Any]) -> Iterator[Found]:
    return (_one(f"#{number}", item) for number, item in enumerate(items) if _recorded(item))


def _one(place: str, held: dict[str, Any]) -> Found:
    if "response" not in held:
        hints = _hints(held, held)
        return place, held["body"], attrs.evolve(hints, operation=str(held.get("operation") or ""))
    request, response = _object(held.get("request")), _object(held["response"])
    return place, _body(response), _hints(request, response)


def _hints(request: dict[str, Any], response: dict[str, Any]) -> Hints:
    address = next((request[name] for name in ("url", "uri", "path", "endpoint") if request.get(name)), "")
    status = next((response[name] for name in ("status", "status_code", "code") if response.get(name)), 0)
    status = _object(status).get("code", 0) if is_dict(status) else status
    return Hints(
        method=str(request.get("method") or ""),
        address=str(address),
        status=int(status) if str(status).isdecimal() else 0,
    )


def _body(response: dict[str, Any]) -> Any:
    for name in ("json", "body", "content", "text", "data"):
        if name in response:
            body = response[name]
            inner = _object(body)
            if is_dict(body) and inner.keys() & {"string", "base64_string", "text"}:
                return _decoded(inner)
            return body
    return ""


def _decoded(content: dict[str, Any]) -> str:
    text = str(content.get("string") or content.get("text") or content.get("base64_string") or "")
    if "base64_string" in content or content.get("encoding") == "base64":
        try:
            return base64.b64decode(text).decode("utf-8", "replace")
        except (binascii.Error, ValueError):
            return ""
    return text


def _har(entries: list[Any]) -> Iterator[Found]:
    for number, entry in enumerate(entries):
        held = _object(entry)
        request, response = _object(held.get("request")), _object(held.get("response"))
        content = _object(response.get("content"))
        hints = _hints(request, response)
        # A browser records everything; pictures and pages of others are nobody's answers.
        if _JSON.search(str(content.get("mimeType", ""))) or "/v1/" in _path(hints.address):
            yield f"#{number}", _decoded(content), hints


def _path(address: str) -> str:
    try:
        return urlsplit(address).path
    except ValueError:
        return ""


def _object(value: Any) -> dict[str, Any]:
    return value if is_dict(value) else {}
