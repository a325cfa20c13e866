"""Damages the data inside answers, led by the types that the specification gives them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeAlias, cast
from urllib.parse import parse_qsl, urlsplit, urlunsplit

from msgspec import inspect

from instagram_v1.emulator.messages import Request, Response
from instagram_v1.emulator.router import AnyOperation

Json: TypeAlias = dict[str, Any]
_Change: TypeAlias = Callable[[inspect.Type, Any, bool], tuple[bool, Any]]


def read(response: Response) -> Json | None:
    """Read the body of a successful answer of the API; ``None`` for any other."""
    if response.status != 200 or not response.header("Content-Type").startswith("application/json"):
        return None
    try:
        body: object = json.loads(response.body)
    except ValueError:
        # Another fault was here before.
        return None
    return cast("Json", body) if isinstance(body, dict) else None


def looped(operation: AnyOperation, request: Request, body: Json) -> Json:
    """Let the second page of a list name itself as the next one; the first has to lead there."""
    pages = operation.pagination
    if pages is None or not isinstance(body.get("pagination"), dict):
        return body
    cursor = dict(parse_qsl(request.query)).get(pages.next_parameter)
    if cursor is None:
        return body
    again = {pages.next_key: cursor, "next_url": f"{request.origin}{request.target}"}
    return {**body, "pagination": {**body["pagination"], **again}}


def led_away(body: Json, host: str) -> Json:
    """Let the address of the next page lead to another host, and leave the cursors out so that it is needed."""
    pages: Json = body.get("pagination") or {}
    if "next_url" not in pages:
        return body
    scheme, _, path, query, fragment = urlsplit(str(pages["next_url"]))
    address = urlunsplit((scheme, host, path, query, fragment))
    return {**body, "pagination": {"next_url": address}}


def emptied(operation: AnyOperation, body: Json, chosen: Callable[[], bool]) -> Json:
    """Make what is optional in the data null."""

    def change(_: inspect.Type, __: Any, optional: bool) -> tuple[bool, Any]:
        return (optional and chosen(), None)

    return _with_data(operation, body, change)


def renamed(operation: AnyOperation, body: Json, value: str) -> Json:
    """Give every enum in the data a value that is not in the specification."""

    def change(kind: inspect.Type, old: Any, _: bool) -> tuple[bool, Any]:
        return (isinstance(kind, inspect.EnumType) and isinstance(old, str), value)

    return _with_data(operation, body, change)


def _with_data(operation: AnyOperation, body: Json, change: _Change) -> Json:
    key = operation.envelope.data
    info = inspect.type_info(operation.data)
    if not key:
        # Without a key the body itself is the data, its status included, or holds none.
        return cast("Json", _walk(info, body, change))
    return {**body, key: _walk(info, body[key], change)} if key in body else body


def _walk(kind: inspect.Type, value: Any, change: _Change) -> Any:
    if isinstance(kind, inspect.UnionType):
        inner = [way for way in kind.types if not isinstance(way, inspect.NoneType)]
        return _walk(inner[0], value, change) if value is not None else None
    if isinstance(kind, inspect.ListType) and isinstance(value, list):
        return [_walk(kind.item_type, item, change) for item in cast("list[object]", value)]
    if isinstance(kind, inspect.StructType) and isinstance(value, dict):
        return _struct(kind, cast("Json", value), change)
    return value


def _struct(kind: inspect.StructType, value: Json, change: _Change) -> Json:
    fields = {field.encode_name: field for field in kind.fields}
    found: Json = {}
    for name, old in value.items():
        field = fields.get(name)
        if field is None:
            found[name] = old
            continue
        changed, new = change(_inner(field.type), old, not field.required)
        found[name] = new if changed else _walk(field.type, old, change)
    return found


def _inner(kind: inspect.Type) -> inspect.Type:
    """Give what a type is when it is not null."""
    if isinstance(kind, inspect.UnionType):
        return next((way for way in kind.types if not isinstance(way, inspect.NoneType)), kind)
    return kind
