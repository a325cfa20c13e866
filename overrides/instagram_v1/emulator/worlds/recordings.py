"""Makes a world out of recorded answers of the real API.

A folder holds JSON files, which say in one of these ways what they answer:

* by their name: ``users_get.json``, ``users_get.2.json`` or ``users_get/anything.json`` is the body of that operation;
* inside: ``{"operation": "users_get", "arguments": {"user-id": "self"}, "body": {…}}``, or a list of those;
* as traffic: requests with their answers, such as HAR files and the cassettes of VCR in JSON;
* by a ``manifest.json`` beside them: a list of ``{"file": …, "method": "GET", "endpoint": "/users/{user-id}"}``.

Of traffic and of a manifest only what was read from the API is taken; all else there is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, cast

from attrs import field, frozen

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator.store import WorldError
from instagram_v1.runtime.operation import Operation

from .collecting import Collector
from .exchanges import Exchange, exchanges

MANIFEST: Final = "manifest.json"
_NAME = re.compile(r"[a-z_]+")


@frozen
class Recording:
    """One recorded answer.

    Attributes:
        operation: The operation that it answers.
        body: The whole body.
        where: The file it stands in.
        arguments: What it was asked with, by wire name, as far as that is known.
    """

    operation: Operation[Any, Any]
    body: bytes
    where: str
    arguments: dict[str, str] = field(factory=dict[str, str])


def recorded(folder: Path) -> dict[str, Any]:
    """Give the world that recorded answers tell of, in the form that a world is loaded from.

    Args:
        folder: The folder that they lie in, or one file of traffic.

    Raises:
        WorldError: A file cannot be read, or its operation is not known.
    """
    collector = Collector()
    for recording in recordings(folder):
        _collect(collector, recording)
    if not collector.people:
        raise WorldError(f"{folder} has no recorded answer that tells of anybody: name files after their operation")
    return collector.document()


def recordings(folder: Path) -> Iterator[Recording]:
    """Read all recorded answers of a file, or of a folder and those inside it, in the order of their names."""
    if folder.is_file():
        yield from _in_file(folder)
        return
    manifest = folder / MANIFEST
    if manifest.is_file():
        yield from _listed(manifest)
        return
    for path in sorted([*folder.rglob("*.json"), *folder.rglob("*.har")]):
        yield from _in_file(path)


def _in_file(path: Path) -> Iterator[Recording]:
    where, data = str(path), _data(path)
    traffic = exchanges(data)
    entries = cast("list[object]", data) if isinstance(data, list) else [data]
    if entries and all(_names_itself(entry) for entry in entries):
        for entry in cast("list[dict[str, Any]]", entries):
            arguments = {name: str(value) for name, value in dict(entry.get("arguments") or {}).items()}
            yield Recording(_operation(str(entry["operation"]), where), _bytes(entry["body"]), where, arguments)
    elif traffic is None:
        yield Recording(_by_name(path), path.read_bytes(), where)
    elif any(exchange.url for exchange in traffic):
        yield from _of_traffic(traffic, where)
    else:
        operation = _by_name(path)
        yield from (Recording(operation, exchange.body, where) for exchange in traffic if exchange.body)


def _of_traffic(traffic: list[Exchange], where: str) -> Iterator[Recording]:
    for exchange in traffic:
        asked = exchange.operation()
        if asked is not None and asked[0].method == "GET" and exchange.body:
            yield Recording(asked[0], exchange.body, where, asked[1])


def _listed(manifest: Path) -> Iterator[Recording]:
    """Read what a manifest lists; answers of other shapes than the API's are marked there as not conforming."""
    routes = {(operation.method, operation.path): operation for operation in OPERATIONS.values()}
    rows = _data(manifest)
    for row in cast("list[object]", rows) if isinstance(rows, list) else [rows]:
        if not isinstance(row, dict) or not {"file", "endpoint"} <= row.keys():
            raise WorldError(f"{manifest} is no list of recordings: file and endpoint are wanted, not {row!r:.60}")
        entry = cast("dict[str, Any]", row)
        operation = routes.get((str(entry.get("method") or "GET").upper(), str(entry["endpoint"])))
        wanted = entry.get("status", 200) == 200 and entry.get("conformance", True)
        if operation is not None and operation.method == "GET" and wanted:
            path = manifest.parent / str(entry["file"])
            traffic = exchanges(_data(path))
            bodies = [path.read_bytes()] if traffic is None else [exchange.body for exchange in traffic]
            yield from (Recording(operation, body, str(path)) for body in bodies if body)


def _data(path: Path) -> object:
    try:
        return json.loads(path.read_bytes())
    except OSError as error:
        raise WorldError(f"cannot read {path}: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise WorldError(f"{path} is not JSON: {error}") from None


def _names_itself(entry: object) -> bool:
    return isinstance(entry, dict) and {"operation", "body"} <= set(cast("dict[str, object]", entry))


def _bytes(body: object) -> bytes:
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def _operation(name: str, where: str) -> Operation[Any, Any]:
    found = OPERATIONS.get(name)
    if found is None:
        raise WorldError(f"{where} is of an unknown operation {name!r}: instagram_v1.OPERATIONS lists them")
    return found


def _by_name(path: Path) -> Operation[Any, Any]:
    names = [match[0] for text in (path.name, path.parent.name) if (match := _NAME.match(text))]
    known = next((name for name in names if name in OPERATIONS), names[0] if names else path.stem)
    return _operation(known, str(path))


def _collect(collector: Collector, recording: Recording) -> None:
    from instagram_v1.decoding import decode
    from instagram_v1.errors import APIError, DecodeError

    try:
        found = decode(recording.operation.id, recording.body, bad_items="skip")
    except APIError:
        return
    except DecodeError as error:
        raise WorldError(
            f"{recording.where} cannot be read as an answer to {recording.operation.id}: {error}"
        ) from None
    collector.take(recording.operation.id, recording.arguments, _items(found))


def _items(found: Any) -> list[object]:
    if found is None:
        return []
    return cast("list[object]", found if isinstance(found, list) else getattr(found, "items", [found]))
