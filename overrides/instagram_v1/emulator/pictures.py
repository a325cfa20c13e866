"""Pictures: the addresses that answers give them, and what is found there.

An answer's pictures lie on the host that the request was sent to, so that a browser or client can follow them offline.
A picture that was uploaded (``store.pictures``) is shown as it is, in the size that is asked for; all others are drawn.
There are no films: the address of a video answers 404 and names its still.
"""

from __future__ import annotations

import contextlib
import re
from html import escape
from typing import Final

from . import faults, forms, wire
from .identity import from_shortcode, number, shortcode
from .messages import Headers, Request, Response
from .store import Media, Store

PATHS: Final = ("/t51.2885-15/", "/t51.2885-19/", "/t50.2886-16/", "/p/")

_LARGEST: Final = 1080
_STILL: Final = re.compile(r"/t51\.2885-15/s([0-9]{1,4})x([0-9]{1,4})/e35/([0-9]{1,19})(?:_([0-9]{1,2}))?_n\.jpg")
_FACE: Final = re.compile(r"/t51\.2885-19/s150x150/([0-9]{1,19})_a\.jpg")
_FILM: Final = re.compile(r"/t50\.2886-16/([0-9]{1,19})_([0-9]{1,4})_n\.mp4")
_PAGE: Final = re.compile(r"/p/([A-Za-z0-9_-]{1,39})(/media)?/?")
_SIZES: Final = {"t": 150, "m": 320, "l": 640}
_FACE_SIDE: Final = 150

# Content networks let every page use their pictures, and every browser keep them.
_HEADERS: Final[Headers] = (("Cache-Control", "max-age=86400"), ("Access-Control-Allow-Origin", "*"))


def still_path(pk: int, width: int, height: int, slide: int = 0) -> str:
    """Give the address of a picture on its host; the pictures of an album count from 1."""
    return f"/t51.2885-15/s{width}x{height}/e35/{pk}{f'_{slide}' if slide else ''}_n.jpg"


def face_path(person: int) -> str:
    """Give the address of a profile picture on its host."""
    return f"/t51.2885-19/s150x150/{person}_a.jpg"


def film_path(pk: int, width: int) -> str:
    """Give the address of a video on its host."""
    return f"/t50.2886-16/{pk}_{width}_n.mp4"


def height_of(media: Media, width: int) -> int:
    """Give the height of a rendition: thumbnails are square, all others as the picture is."""
    return width if width == _SIZES["t"] else max(1, round(width * media.ratio))


def answer(store: Store, request: Request) -> Response:
    """Answer a request for a picture, a page of a media, or the picture that such a page leads to.

    Raises:
        ApiFault: There is no such thing.
    """
    if request.method != "GET":
        raise faults.UNKNOWN_METHOD()
    if match := _STILL.fullmatch(request.path):
        return _still(store, *(int(part or 0) for part in match.groups()))
    if match := _FACE.fullmatch(request.path):
        return _face(store, match[1])
    if match := _FILM.fullmatch(request.path):
        return _no_film(request, _media(store, number(match[1])), int(match[2]))
    if match := _PAGE.fullmatch(request.path):
        media = _public(store, match[1])
        return _redirect(request, media) if match[2] else _page(store, request, media)
    raise faults.UNKNOWN_ROUTE()


def _still(store: Store, width: int, height: int, pk: int, slide: int) -> Response:
    if not (0 < width <= _LARGEST and 0 < height <= _LARGEST):
        raise faults.UNKNOWN_ROUTE()
    media = _media(store, number(str(pk)))
    return _jpeg(picture(store, media, width, height, slide))


def picture(store: Store, media: Media, width: int, height: int, slide: int = 0) -> bytes:
    """Give the picture of a media as a JPEG of this size: the one that was uploaded, or a drawn one."""
    from . import drawing

    uploaded = store.pictures.get(media.pk) if slide == 0 else None
    if uploaded is not None:
        # What a world was loaded with may be no picture at all.
        with contextlib.suppress(drawing.PictureError):
            return drawing.resized(uploaded, width, height)
    return drawing.scene(media.pk + slide, media.ratio, width, height, "image" if slide else media.kind)


def _face(store: Store, text: str) -> Response:
    from . import drawing

    identity = number(text)
    if identity is None or store.people.get(identity) is None:
        raise faults.UNKNOWN_ROUTE()
    return _jpeg(drawing.face(identity, _FACE_SIDE))


def _media(store: Store, pk: int | None) -> Media:
    media = store.media.get(pk) if pk is not None else None
    if media is None:
        raise faults.UNKNOWN_ROUTE()
    return media


def _public(store: Store, code: str) -> Media:
    """Give the media of a short code, if everybody may see it."""
    media = _media(store, from_shortcode(code))
    if store.people.hidden_owners([media.owner], None):
        raise faults.UNKNOWN_ROUTE()
    return media


def _redirect(request: Request, media: Media) -> Response:
    width = _SIZES.get(forms.find(forms.query(request), "size") or "m", _SIZES["m"])
    target = request.origin + still_path(media.pk, width, height_of(media, width))
    return Response(302, (("Location", target), ("Cache-Control", "no-cache")))


def _no_film(request: Request, media: Media, width: int) -> Response:
    still = request.origin + still_path(media.pk, width, height_of(media, width))
    text = f"The emulator makes no films. The still of this one: {still}\n"
    return Response(404, (("Content-Type", "text/plain; charset=utf-8"),), text.encode(errors="replace"))


def _page(store: Store, request: Request, media: Media) -> Response:
    """Show a media, as the address in its ``link`` did."""
    owner = store.people.many([media.owner])[media.owner]
    source = still_path(media.pk, _SIZES["l"], height_of(media, _SIZES["l"]))
    body = (
        f'<h1>{escape(owner.username)}</h1>\n<p><img src="{source}" alt="" style="max-width:100%"></p>\n'
        f"<p>{escape(media.caption or '')}</p>\n<p>{shortcode(media.pk)}</p>"
    )
    return Response(200, (("Content-Type", "text/html; charset=utf-8"),), wire.page(owner.username, body).encode())


def _jpeg(data: bytes) -> Response:
    return Response(200, (("Content-Type", "image/jpeg"), *_HEADERS), data)
