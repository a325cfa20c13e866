"""Reading recorded answers: bodies with a manifest, exchanges, lists of them, and HAR files.

Of a request only method and path are kept, of an answer status and body: tokens travel in queries and headers.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from codegen.errors import CodegenError
from codegen.generate.nodes import is_list, is_node
from codegen.pointer import MISSING, Json, Missing, join

_SUFFIXES: Final = (".json", ".har", ".jsonl", ".ndjson")
_MANIFEST: Final = "manifest.json"
_FEW: Final = 3
_LARGEST: Final = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """One recorded answer.

    Attributes:
        operation: What the recording calls the operation: its id, or empty.
        method: HTTP method in capitals; empty when only the id is known.
        path: Path without a query, concrete or as a template.
        status: Status of the answer.
        body: What was answered, decoded.
        file: The file, relative to the folder.
        pointer: Where the body stands in it.
    """

    operation: str
    method: str
    path: str
    status: int
    body: Json
    file: str
    pointer: str

    @property
    def place(self) -> str:
        """The file and where in it."""
        return f"{self.file}#{self.pointer}"


@dataclass(slots=True, eq=False)
class Archive:
    """All recordings of a folder.

    Attributes:
        recordings: Those that could be read.
        troubles: What could not, one line each.
        left_out: How many say of themselves that they prove nothing.
        operations: Ids of operations, by which files may be called.
    """

    operations: frozenset[str] = frozenset()
    recordings: list[Recording] = field(default_factory=list[Recording])
    troubles: list[str] = field(default_factory=list[str])
    left_out: int = 0


class _NoRecordingError(Exception):
    """Why something is no recording, in words that quote nothing of it."""


def read_archive(folder: Path, operations: Collection[str] = ()) -> Archive:
    """Read all recordings of a folder, or of one file.

    Args:
        folder: The folder.
        operations: Ids of operations: a file or folder that is called by one may hold bodies alone.

    Returns:
        The recordings in the order of their names; what cannot be read is noted, and the rest goes on.

    Raises:
        CodegenError: There is no such folder or file.
    """
    if not folder.exists():
        raise CodegenError("there is no such folder", file=str(folder), remedy="name the folder of the recordings")
    archive = Archive(operations=frozenset(operations))
    base = folder if folder.is_dir() else folder.parent
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in _SUFFIXES and path.is_file())
    files = files if folder.is_dir() else [folder]
    claimed: set[Path] = set()
    for path in [path for path in files if path.name == _MANIFEST]:
        claimed |= {path, *_read_manifest(archive, path, base)}
    for path in files:
        if path not in claimed:
            _read_file(archive, path, path.relative_to(base).as_posix())
    return archive


def _read_manifest(archive: Archive, path: Path, base: Path) -> Iterator[Path]:
    name = path.relative_to(base).as_posix()
    entries = _parsed(archive, path, name)
    for index, entry in enumerate(entries if is_list(entries) else ()):
        if not is_node(entry) or not isinstance(entry.get("file"), str):
            archive.troubles.append(f"{name}#/{index}: names no file")
            continue
        body = path.parent / entry["file"]
        yield body
        if entry.get("conformance") is False:
            archive.left_out += 1
        elif not body.resolve().is_relative_to(path.parent.resolve()):
            archive.troubles.append(f"{name}#/{index}: names a file outside of the folder")
        else:
            _read_listed(archive, entry, body, body.relative_to(base).as_posix())


def _read_listed(archive: Archive, entry: dict[str, Any], path: Path, name: str) -> None:
    content = _parsed(archive, path, name)
    if isinstance(content, Missing):
        return
    # The manifest's own words on method, place and status win: requests may have been made unreadable.
    inner = content if entry.get("kind") == "exchange" and is_node(content) else {"body": content}
    said = {key: value for key, value in entry.items() if key in ("operation", "method", "path", "endpoint", "status")}
    try:
        archive.recordings.append(_exchange({**inner, **said}, name, () if inner is content else None))
    except _NoRecordingError as problem:
        archive.troubles.append(f"{name}: {problem}")


def _read_file(archive: Archive, path: Path, name: str) -> None:
    if path.suffix.lower() in (".jsonl", ".ndjson"):
        content: Any = _lines(archive, path, name)
    else:
        content = _parsed(archive, path, name)
    if isinstance(content, Missing):
        return
    problems: list[str] = []
    operation = _called(archive, name)
    if operation and is_node(content) and not content.keys() & {"operation", "method", "request", "log"}:
        content = {"operation": operation, "body": content}
        archive.recordings.append(_exchange(content, name, None))
        return
    for parts, entry in _entries(content):
        try:
            archive.recordings.append(_exchange(entry, name, parts))
        except _NoRecordingError as problem:
            problems.append(f"{name}#{join(parts)}: {problem}")
    if is_list(content) and not content:
        problems.append(f"{name}: holds no recordings")
    # A browser's archive has hundreds of pictures and scripts: a few of them say it all.
    archive.troubles += problems[:_FEW]
    if len(problems) > _FEW:
        archive.troubles.append(f"{name}: {len(problems) - _FEW} more entries are no recordings")


def _called(archive: Archive, name: str) -> str:
    """The operation that a file is called by: ``users_get.json``, ``users_get-2015.json``, ``users_get/1.json``."""
    *folders, file = name.split("/")
    stem = re.split(r"[-.]", file)[0]
    return next((word for word in (stem, *reversed(folders)) if word in archive.operations), "")


def _lines(archive: Archive, path: Path, name: str) -> list[Any]:
    made: list[Any] = []
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        value = _decoded(archive, line, f"{name}:{number}") if line.strip() else MISSING
        if not isinstance(value, Missing):
            made.append(value)
    return made


def _parsed(archive: Archive, path: Path, name: str) -> Any:
    try:
        if path.stat().st_size > _LARGEST:
            archive.troubles.append(f"{name}: is larger than {_LARGEST // 1024 // 1024} MiB; split it")
            return MISSING
        return _decoded(archive, path.read_bytes(), name)
    except OSError as error:
        archive.troubles.append(f"{name}: cannot be read: {error.strerror}")
        return MISSING


def _decoded(archive: Archive, content: bytes, name: str) -> Any:
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        archive.troubles.append(f"{name}: is not UTF-8 (byte {error.start})")
    except json.JSONDecodeError as error:
        archive.troubles.append(f"{name}:{error.lineno}:{error.colno}: is no JSON: {error.msg}")
    except (RecursionError, ValueError):
        archive.troubles.append(f"{name}: nests too deeply, or has a number that is too long")
    return MISSING


def _entries(content: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if is_node(content) and is_node(content.get("log")) and is_list(content["log"].get("entries")):
        for index, entry in enumerate(content["log"]["entries"]):
            yield ("log", "entries", str(index)), entry
    elif is_list(content):
        yield from (((str(index),), entry) for index, entry in enumerate(content))
    else:
        yield (), content


def _exchange(entry: Any, name: str, parts: tuple[str, ...] | None) -> Recording:
    """Make a recording of one exchange; without ``parts`` the whole file is the body."""
    if not is_node(entry):
        raise _NoRecordingError("is no recording: a table with operation and body is needed")
    request: dict[str, Any] = entry["request"] if is_node(entry.get("request")) else {}
    response = entry["response"] if is_node(entry.get("response")) else entry
    operation, method = _word(entry, "operation"), _word({**request, **entry}, "method").upper()
    path = next((word for key in ("endpoint", "path", "url", "uri") if (word := _word({**request, **entry}, key))), "")
    if not operation and not (method and path):
        raise _NoRecordingError("is no recording: it names neither an operation nor method and path")
    where, body = _body(response)
    inside = (*parts, *(("response",) if response is not entry else ()), *where) if parts is not None else ()
    status = response.get("status", entry.get("status", 200))
    status = status.get("code", 200) if is_node(status) else status
    if not isinstance(status, int) or isinstance(status, bool):
        raise _NoRecordingError("its status is no number")
    return Recording(operation, method, _path(path), status, body, name, join(inside))


def _word(entry: dict[str, Any], key: str) -> str:
    value = entry.get(key)
    return value.strip() if isinstance(value, str) else ""


def _path(address: str) -> str:
    try:
        return urlsplit(address.replace("{", "%7B").replace("}", "%7D")).path.replace("%7B", "{").replace("%7D", "}")
    except ValueError:
        raise _NoRecordingError("its address is no URL") from None


def _body(response: dict[str, Any]) -> tuple[tuple[str, ...], Json]:
    for key in ("body", "json", "content"):
        value = response.get(key, MISSING)
        if key in response and is_node(value) and not value.keys().isdisjoint(("text", "string")):
            inner = "text" if "text" in value else "string"
            return (key, inner), _text(value[inner], str(value.get("encoding", "")))
        if key in response and not (key == "content" and is_node(value)):
            return (key,), _text(value, "") if isinstance(value, str) else value
    raise _NoRecordingError("holds no body")


def _text(text: Any, encoding: str) -> Json:
    try:
        plain = base64.b64decode(text).decode() if encoding == "base64" else text
        decoded: Json = json.loads(plain)
    except (binascii.Error, UnicodeDecodeError, TypeError, ValueError, RecursionError):
        raise _NoRecordingError("its body is no JSON") from None
    return decoded
