"""Reads recorded traffic: requests with their answers, as browsers (HAR) and libraries (VCR and its kin) write them."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from typing import Any, Final, TypeAlias, cast
from urllib.parse import parse_qsl, urlsplit

from attrs import frozen

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator.router import AnyOperation, Router

Json: TypeAlias = dict[str, Any]

_ROUTER: Final = Router(OPERATIONS.values())
_ADDRESS: Final = ("url", "uri", "target", "path")


@frozen
class Exchange:
    """One request and its answer.

    Attributes:
        method: HTTP method.
        url: Its address; empty where nobody wrote it down.
        body: The body of the answer; ``None`` for an answer that failed, or that is not there.
    """

    method: str
    url: str
    body: bytes | None

    def operation(self) -> tuple[AnyOperation, dict[str, str]] | None:
        """Tell which operation was asked for, and with which arguments; ``None`` for requests of other kinds."""
        parts = urlsplit(self.url)
        below = parts.path.partition("/v1/")[2]
        match = _ROUTER.match(self.method, f"/{below}") if below else None
        return None if match is None else (match.operation, {**dict(parse_qsl(parts.query)), **match.arguments})


def exchanges(data: object) -> list[Exchange] | None:
    """Give the exchanges that a document holds; ``None`` for one that holds something else."""
    entries = list(_entries(data))
    if not entries or not all(_is_exchange(entry) for entry in entries):
        return None
    return [_exchange(cast("Json", entry)) for entry in entries]


def _entries(data: object) -> Iterator[object]:
    if isinstance(data, list):
        yield from cast("list[object]", data)
    elif isinstance(data, dict):
        document = cast("Json", data)
        log = document.get("log")
        inside = cast("Json", log).get("entries") if isinstance(log, dict) else document.get("http_interactions")
        yield from cast("list[object]", inside) if isinstance(inside, list) else [document]


def _is_exchange(entry: object) -> bool:
    parts = cast("Json", entry) if isinstance(entry, dict) else {}
    return isinstance(parts.get("request"), dict) and isinstance(parts.get("response"), dict)


def _exchange(entry: Json) -> Exchange:
    request, response = cast("Json", entry["request"]), cast("Json", entry["response"])
    url = next((value for name in _ADDRESS if isinstance(value := request.get(name), str)), "")
    return Exchange(str(request.get("method") or "GET").upper(), url, _body(response) if _fine(response) else None)


def _fine(response: Json) -> bool:
    status = next((response[name] for name in ("status", "status_code") if name in response), 200)
    return (cast("Json", status).get("code") if isinstance(status, dict) else status) in (200, "200")


def _body(response: Json) -> bytes | None:
    """Give the body, however it is packed."""
    if "json" in response:
        return json.dumps(response["json"]).encode()
    packed: object = next((response[name] for name in ("body", "content", "text") if name in response), None)
    if not isinstance(packed, dict):
        return packed.encode() if isinstance(packed, str) else None
    parts = cast("Json", packed)
    name = next((name for name in ("base64_string", "string", "text") if isinstance(parts.get(name), str)), None)
    if name is None:
        return None
    text = str(parts[name])
    return _unpacked(text) if name == "base64_string" or parts.get("encoding") == "base64" else text.encode()


def _unpacked(text: str) -> bytes | None:
    try:
        return base64.b64decode(text)
    except ValueError:
        return None
