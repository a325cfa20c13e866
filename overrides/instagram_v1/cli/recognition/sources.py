"""Where archived JSON stands: files, folders, standard input; packed, line by line, or inside recordings of traffic."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import attrs

from instagram_v1.cli.recognition import recordings
from instagram_v1.cli.recognition.findings import Finding
from instagram_v1.cli.recognition.salvage import salvage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_SUFFIXES: Final = (".json", ".jsonl", ".ndjson", ".har")
_LARGEST: Final = 1 << 30
"""Bytes that a packed file may unpack to: more is no archive of answers but an attack."""


@attrs.frozen(kw_only=True)
class Document:
    """One piece of JSON, before anybody knows what it is.

    Attributes:
        file: The file that it stands in, as the user named it; ``-`` for standard input.
        place: Where in the file: a line, an entry; empty for the whole.
        value: The data; ``None`` where there is none.
        readable: Whether there is data.
        hints: What is known of the request.
        odd: What was odd on the way here.
    """

    file: str
    place: str = ""
    value: Any = None
    readable: bool = True
    hints: recordings.Hints = recordings.NOTHING
    odd: tuple[Finding, ...] = ()


def documents(names: Iterable[str]) -> Iterator[Document]:
    """Everything in some files and folders.

    Args:
        names: Files, folders, or ``-`` for standard input.

    Raises:
        OSError: One cannot be read.
    """
    for name in names:
        if name == "-":
            yield from _read("-", sys.stdin.buffer.read())
        elif Path(name).is_dir():
            for path in _files(Path(name)):
                yield from _read(str(path), path.read_bytes())
        else:
            yield from _read(name, Path(name).read_bytes())


def _files(folder: Path) -> list[Path]:
    """Files of a folder, and of those inside it, that may be archives."""
    found = (path for path in folder.rglob("*") if path.name.removesuffix(".gz").endswith(_SUFFIXES))
    return sorted(path for path in found if path.is_file() and not path.name.startswith("."))


def _read(file: str, content: bytes) -> Iterator[Document]:
    content, odd = _unpacked(content)
    text, more = _text(content)
    odd += more
    if not text.strip():
        yield Document(file=file, readable=False, odd=(*odd, Finding("empty", "", "")))
    elif text.lstrip().startswith("<"):
        yield Document(file=file, readable=False, odd=(*odd, Finding("not-json", "", "but a page of HTML or XML")))
    else:
        yield from _parsed(file, text, odd)


def _parsed(file: str, text: str, odd: tuple[Finding, ...]) -> Iterator[Document]:
    lines = file.removesuffix(".gz").endswith((".jsonl", ".ndjson"))
    try:
        if lines:
            raise ValueError
        value = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(file, text, odd) if lines or _by_lines(text) else _broken(file, text, odd)
        return
    yield from _inside(file, "", value, odd)


def _inside(file: str, place: str, value: Any, odd: tuple[Finding, ...]) -> Iterator[Document]:
    """The documents that a value is, or holds."""
    if isinstance(value, str) and value.lstrip()[:1] in ("{", "["):
        try:
            inner = json.loads(value)
        except (ValueError, RecursionError):
            inner = None
        if inner is not None:
            yield from _inside(file, place, inner, (*odd, Finding("wrapped", "", "in a text")))
            return
    found = recordings.unpacked(value)
    if found is None:
        yield Document(file=file, place=place, value=value, odd=odd)
        return
    for name, body, hints in found:
        where = f"{place}{name}"
        if not isinstance(body, str):
            yield Document(file=file, place=where, value=body, hints=hints, odd=odd)
            continue
        for document in _read(file, body.encode("utf-8", "surrogatepass")):
            yield attrs.evolve(document, place=where, hints=hints, odd=(*odd, *document.odd))


def _by_lines(text: str) -> bool:
    """Whether the first two lines are JSON each."""
    first = [line for line in text.split("\n", 64)[:64] if line.strip()][:2]
    if len(first) < 2:
        return False
    try:
        return all(isinstance(json.loads(line), dict | list) for line in first)
    except (ValueError, RecursionError):
        return False


def _lines(file: str, text: str, odd: tuple[Finding, ...]) -> Iterator[Document]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f":{number}"
        try:
            value = json.loads(line)
        except (ValueError, RecursionError):
            for document in _broken(file, line, odd):
                yield attrs.evolve(document, place=place)
        else:
            yield from _inside(file, place, value, odd)


def _broken(file: str, text: str, odd: tuple[Finding, ...]) -> Iterator[Document]:
    """A text that is no JSON as it stands: a call of a script's function, or what is left of a longer one."""
    called = recordings.called(text)
    if called is not None:
        try:
            value = json.loads(called)
        except (ValueError, RecursionError):
            value = None
        if value is not None:
            yield from _inside(file, "", value, (*odd, Finding("wrapped", "", "in a call of a function (JSONP)")))
            return
    saved = salvage(called or text)
    if saved is None:
        yield Document(file=file, readable=False, odd=(*odd, Finding("not-json", "", "")))
        return
    words = f"after {saved.place} of {len(text)} characters"
    yield from _inside(file, "", saved.value, (*odd, Finding("truncated", "", words)))


def _unpacked(content: bytes) -> tuple[bytes, tuple[Finding, ...]]:
    if not content.startswith(b"\x1f\x8b"):
        return content, ()
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    found, left = list[bytes](), content
    try:
        while left:
            found.append(unpacker.decompress(left, _LARGEST))
            if unpacker.unconsumed_tail:
                return b"", (Finding("not-json", "", "but a packed file too large to read"),)
            if not unpacker.eof:
                return b"".join(found), (Finding("truncated", "", "the packed file"),)
            # Packed files that were put one after the other are one.
            left, unpacker = unpacker.unused_data, zlib.decompressobj(zlib.MAX_WBITS | 16)
    except (zlib.error, gzip.BadGzipFile):
        return b"".join(found), (Finding("truncated", "", "the packed file is damaged"),)
    return b"".join(found), ()


def _text(content: bytes) -> tuple[str, tuple[Finding, ...]]:
    for mark, encoding, words in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), (Finding("encoding", "", words),)
            except UnicodeDecodeError:
                break
    try:
        return content.decode("utf-8"), ()
    except UnicodeDecodeError:
        return content.decode("latin-1"), (Finding("encoding", "", "is not UTF-8; read as Latin-1"),)


_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8-sig", "begins with a byte order mark"),
    (b"\xff\xfe", "utf-16", "is UTF-16"),
    (b"\xfe\xff", "utf-16", "is UTF-16"),
)
