"""Forms with files: ``multipart/form-data``."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

MULTIPART: Final = "multipart/form-data"

_FILE: Final = '; filename="file"\r\nContent-Type: application/octet-stream'
_ESCAPES: Final = {ord('"'): "%22", ord("\r"): "%0D", ord("\n"): "%0A"}


def multipart(fields: tuple[tuple[str, str], ...], files: tuple[tuple[str, bytes], ...]) -> tuple[str, bytes]:
    """Write a form with files.

    Args:
        fields: Name and value of each field.
        files: Name and content of each file.

    Returns:
        The media type, which names the boundary, and the body. The same input gives the same bytes.
    """
    # A name is all that tells a file from a field; what a file was called on the sender's disk is nobody's business.
    parts = [_part(name, value.encode()) for name, value in fields]
    parts += [
        _part(name, content, '; filename="file"\r\nContent-Type: application/octet-stream') for name, content in files
    ]
    boundary = _boundary(parts)
    lines = b"".join(b"--" + boundary + b"\r\n" + part + b"\r\n" for part in parts)
    return f"{MULTIPART}; boundary={boundary.decode('ascii')}", lines + b"--" + boundary + b"--\r\n"


def _part(name: str, content: bytes, more: str = "") -> bytes:
    head = f'Content-Disposition: form-data; name="{name.translate(_ESCAPES)}"{more}\r\n\r\n'
    return head.encode() + content


def _boundary(parts: list[bytes]) -> bytes:
    # Made of the content, so that equal requests are equal; a boundary must not occur in what it bounds.
    digest = sha256(b"\0".join(parts)).hexdigest()[:32].encode("ascii")
    while any(digest in part for part in parts):
        digest = sha256(digest).hexdigest()[:32].encode("ascii")
    return digest
