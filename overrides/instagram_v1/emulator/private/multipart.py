"""Reads multipart bodies strictly: one that ends early, or is none, is told apart from one that is whole."""

from __future__ import annotations

import re
from typing import Final

from attrs import frozen

_BOUNDARY = re.compile(r'(?:^|;)\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))', re.IGNORECASE)
_DISPOSITION = re.compile(rb"^content-disposition[ \t]*:[ \t]*form-data[ \t]*;(.*)$", re.IGNORECASE | re.MULTILINE)
_PARAMETER = re.compile(rb'([\w*-]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))')
_MOST: Final = 64
"""Parts of a body: no phone sends more than a handful."""

_HEAD: Final = 2048
"""Bytes of a part's headers: enough for any file name, and little to search."""


class BrokenMultipart(ValueError):  # noqa: N818 - the name says what is wrong with it
    """A body is no multipart form, or only the beginning of one."""


@frozen
class Part:
    """One part of a form.

    Attributes:
        name: Name of the field.
        content: What it holds.
        is_file: Whether it came as a file.
    """

    name: str
    content: bytes
    is_file: bool = False

    @property
    def text(self) -> str:
        """The content as text; bytes that are no UTF-8 become replacement characters."""
        return self.content.decode("utf-8", "replace")


def is_multipart(content_type: str) -> bool:
    """Tell whether a media type is that of a multipart form."""
    return content_type.partition(";")[0].strip().lower() == "multipart/form-data"


def parts(body: bytes, content_type: str) -> tuple[Part, ...]:
    """Read all parts of a body.

    Raises:
        BrokenMultipart: It has no boundary, or ends before its closing one.
    """
    boundary = _BOUNDARY.search(content_type)
    if boundary is None:
        raise BrokenMultipart("the media type names no boundary")
    delimiter = b"\r\n--" + (boundary[1] or boundary[2]).encode("latin-1", "replace")
    # The first delimiter needs no line before it.
    _, *chunks = (b"\r\n" + body).split(delimiter, _MOST + 1)
    found: list[Part] = []
    for chunk in chunks[:_MOST]:
        if chunk.startswith(b"--"):
            return tuple(found)
        found.append(_part(chunk))
    raise BrokenMultipart("the body ends before its closing boundary")


def _part(chunk: bytes) -> Part:
    line, end, rest = chunk.partition(b"\r\n")
    # A part without any header begins with the empty line.
    head, blank, content = (b"\r\n" + rest).partition(b"\r\n\r\n")
    if line.strip(b" \t") or not end or not blank:
        raise BrokenMultipart("a part has no end to its headers")
    if len(head) > _HEAD:
        raise BrokenMultipart("the headers of a part are too long")
    disposition = _DISPOSITION.search(head)
    # Read from left to right: what looks like a parameter may stand inside the quotation marks of another.
    told = {
        key.lower(): quoted or plain
        for key, quoted, plain in _PARAMETER.findall(disposition[1] if disposition else b"")
    }
    if b"name" not in told:
        raise BrokenMultipart("a part has no name")
    return Part(_unquoted(told[b"name"]), content, b"filename" in told or b"filename*" in told)


def _unquoted(name: bytes) -> str:
    """Undo what forms do to quotation marks: newer browsers write ``%22``, older ones a backslash before them."""
    return re.sub(rb"\\(.)", rb"\1", name).replace(b"%22", b'"').decode("utf-8", "replace")
