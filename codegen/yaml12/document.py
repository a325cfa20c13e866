"""Reading: a file or a text becomes a `Document` that can tell where things stand in it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, NoReturn

from codegen.errors import CodegenError
from codegen.yaml12.reader import MAX_DEPTH, Json, Node, Place, Reader, looks_like_json, place_after

MAX_BYTES = 64 * 1024 * 1024
"""Largest file read; the largest published descriptions have half of this."""

_KEPT = 1024 * 1024
"""Largest text whose nodes are kept to tell positions: they take many times its room."""

_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")


@dataclass
class Document:
    """A YAML or JSON text, read.

    Attributes:
        data: The data; every mapping key is a string, as it was written.
        source: The name it goes by in messages.
        text: What was read.
        nodes: The nodes of a short text, with their places.
    """

    data: Any
    source: str
    text: str = field(repr=False, default="")
    nodes: Node | None = field(repr=False, default=None, compare=False)

    def position(self, pointer: str) -> Place:
        """Tell where something stands.

        Args:
            pointer: JSON pointer; of one that leads nowhere the nearest existing parent is taken.

        Returns:
            Line and column, counted from 1: of the key for a member of a mapping, of the item for one of a sequence.
        """
        node = self._root
        place = node.place if node else (1, 1)
        for part in pointer.split("/")[1:]:
            key = part.replace("~1", "/").replace("~0", "~")
            if node and node.entries and key in node.entries:
                place, node = node.entries[key]
            elif node and node.items and key.isdecimal() and int(key) < len(node.items):
                node = node.items[int(key)]
                place = node.place
            else:
                break
        return place

    @cached_property
    def _root(self) -> Node | None:
        if self.nodes:
            return self.nodes
        # Read again when first asked: large documents are rarely asked, and JSON is not read by way of nodes.
        try:
            return Reader(self.text, self.source).root()
        except CodegenError:  # JSON allows what YAML scanners do not, such as keys of any length
            return None


def load_file(path: Path) -> Document:
    """Read a YAML or JSON file.

    Args:
        path: The file; UTF-8, with or without a byte order mark.

    Raises:
        CodegenError: The file cannot be read or is not what `load` accepts.
    """
    source = str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            _refuse_size(source)
        raw = path.read_bytes()
    except OSError as error:
        raise CodegenError(
            f"The file cannot be read: {error.strerror}.", file=source, remedy="Check the name and the permissions."
        ) from error
    return load(_decoded(raw, source), source=source)


def load(text: str, *, source: str = "<string>") -> Document:
    """Read one YAML or JSON document by the rules of the YAML 1.2 core schema.

    Args:
        text: The text.
        source: The name it goes by in messages.

    Returns:
        The document; its data is None when the text is empty.

    Raises:
        CodegenError: It is no YAML, has a duplicate key, several documents, a key that is no string, a tag that means
            nothing here, nests too deeply, or unfolds into too much; with line and column.
    """
    if len(text) > MAX_BYTES:
        _refuse_size(source)
    text = text.removeprefix("\ufeff")
    if looks_like_json(text):
        try:
            return Document(_json(text), source, text)
        except (ValueError, RecursionError):
            pass  # YAML in flow style, or broken: the YAML reader says where
    root = Reader(text, source).root()
    return Document(root.value() if root else None, source, text, root if len(text) <= _KEPT else None)


def _decoded(raw: bytes, source: str) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = place_after(raw[: error.start].decode("utf-8", "replace"))
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        message = "The file is UTF-16, not UTF-8." if wide else f"Byte 0x{raw[error.start]:02x} is not UTF-8."
        raise CodegenError(message, file=source, line=line, column=column, remedy="Save the file as UTF-8.") from error


def _refuse_size(source: str) -> NoReturn:
    raise CodegenError(
        f"The document is larger than {MAX_BYTES // 1024 // 1024} MiB.",
        file=source,
        line=1,
        column=1,
        remedy="Split it, or raise codegen.yaml12.document.MAX_BYTES.",
    )


def _json(text: str) -> Json:
    data: Json = json.loads(text, object_pairs_hook=_unique, parse_constant=_no_constant)
    level, depth = [data], 0
    while level:
        depth += 1
        level = [child for value in level for child in _children(value)]
    if depth > MAX_DEPTH:
        raise ValueError
    if _ESCAPED_HALF.search(text):
        json.dumps(data, ensure_ascii=False).encode()  # half a surrogate pair is no text
    return data


def _children(value: Json) -> list[Json]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _unique(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)
