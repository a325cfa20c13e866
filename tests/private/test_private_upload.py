"""Sending a picture: the form with a file, and what is refused before it is sent."""

from __future__ import annotations

import io
from email import message_from_bytes
from typing import Any

import pytest
from PIL import Image

from instagram_v1.private.errors import ParameterRuleError
from instagram_v1.runtime.multipart import multipart
from tests.support.private import MEDIA, PrivateColour, fine
from tests.support.wire import Request, Wire, form


def jpeg() -> bytes:
    """A real picture."""
    kept = io.BytesIO()
    Image.linear_gradient("L").resize((64, 64)).save(kept, "JPEG")
    return kept.getvalue()


def parts(kind: str, content: bytes) -> dict[str, tuple[bytes, str | None]]:
    """Content and file name of each part of a form, as the standard library reads it."""
    message = message_from_bytes(f"Content-Type: {kind}\r\n\r\n".encode() + content)
    found: dict[str, tuple[bytes, str | None]] = {}
    for part in message.get_payload():
        held: Any = part.get_payload(decode=True)  # type: ignore[union-attr]
        name: Any = part.get_param("name", header="content-disposition")  # type: ignore[union-attr]
        found[name] = (held, part.get_filename())  # type: ignore[union-attr]
    return found


def read(request: Request) -> dict[str, tuple[bytes, str | None]]:
    """The parts of a request."""
    return parts(request.headers["Content-Type"], request.content or b"")


def test_upload_then_configure(colour: PrivateColour) -> None:
    """The bytes of the picture arrive as they are, and the same number publishes it."""
    photo = jpeg()
    wire = Wire(fine(), fine(media=MEDIA))
    ig = colour.client(wire)
    assert colour.do(lambda: ig.media.upload(photo, 1291999999, lat=37.8, lng=-122.4)) is None
    assert colour.do(lambda: ig.media.configure(1291999999, caption="hello")).pk == 11
    assert read(wire.requests[0]) == {
        "device_timestamp": (b"1291999999", None),
        "lat": (b"37.8", None),
        "lng": (b"-122.4", None),
        "photo": (photo, "file"),
    }
    assert form(wire.requests[1]) == {"device_timestamp": "1291999999", "caption": "hello"}
    assert wire.requests[1].headers["Content-Type"] == "application/x-www-form-urlencoded"


def test_same_upload_same_bytes(colour: PrivateColour) -> None:
    """The boundary comes of the content, not of chance."""
    wire = Wire(fine())
    ig = colour.client(wire)
    for _ in range(2):
        colour.do(lambda: ig.media.upload(b"abc", 5))
    assert wire.requests[0].content == wire.requests[1].content


@pytest.mark.parametrize("photo", [b"", b"--\r\n--", bytes(range(256)), bytearray(b"abc")])
def test_any_bytes_can_be_sent(colour: PrivateColour, photo: bytes) -> None:
    """What the bytes are is for the server to judge."""
    wire = Wire(fine())
    ig = colour.client(wire)
    colour.do(lambda: ig.media.upload(photo, 5))
    sent = wire.requests[0]
    boundary = sent.headers["Content-Type"].rpartition("=")[2].encode()
    assert b"\r\n\r\n" + bytes(photo) + b"\r\n--" + boundary + b"--\r\n" in (sent.content or b"")


@pytest.mark.parametrize("photo", ["/home/photo.jpg", 5, object(), [b"abc"]])
def test_what_is_no_bytes_is_refused(colour: PrivateColour, photo: Any) -> None:
    """A path is not sent in place of what it leads to."""
    wire = Wire(fine())
    ig = colour.client(wire)
    with pytest.raises(ParameterRuleError, match="media_upload: `photo` must be the bytes of a file, not"):
        colour.do(lambda: ig.media.upload(photo, 5))
    with pytest.raises(ParameterRuleError, match="media_upload: `photo` is required"):
        colour.do(lambda: ig.media.upload(None, 5))
    assert wire.requests == []


def test_boundary_does_not_occur_in_what_it_bounds() -> None:
    """A file that holds the boundary of a form with it gets another one."""
    kind, _ = multipart((), (("a", b"abc"),))
    boundary = kind.rpartition("=")[2].encode()
    kind, content = multipart((("x", boundary.decode()),), (("a", boundary),))
    assert kind.rpartition("=")[2].encode() != boundary
    assert parts(kind, content) == {"x": (boundary, None), "a": (boundary, "file")}


def test_names_cannot_end_their_header() -> None:
    """Quotation marks and line ends in the name of a field are escaped, as browsers do."""
    _, content = multipart((('a"\r\nX: y', "v"),), ())
    assert b'name="a%22%0D%0AX: y"\r\n\r\nv\r\n' in content
