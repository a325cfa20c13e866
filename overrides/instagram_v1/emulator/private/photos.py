"""Looks at pictures that were uploaded: whether they are JPEG, and whole."""

from __future__ import annotations

import io
import warnings
from typing import Final

PIXELS: Final = 25_000_000
"""The most pixels that a picture may have: a small file can hold one that fills the memory. Ours to say."""

_START: Final = b"\xff\xd8\xff"
_ORIENTATION: Final = 0x0112
_SIDEWAYS: Final = (5, 6, 7, 8)
"""Orientations in which a phone held upright writes its pictures lying down."""


class NotAPhoto(ValueError):  # noqa: N818 - the name says what is wrong with it
    """What was uploaded cannot be taken as a picture; the text says why."""


def measured(data: bytes) -> tuple[int, int]:
    """Decode a picture as a whole; give its width and height as it is looked at.

    Raises:
        NotAPhoto: It is no JPEG, or not all of one, or too large to look at.
    """
    if not data.startswith(_START):
        raise NotAPhoto("it is no JPEG")
    # Only who uploads pictures needs what reads them.
    from PIL import Image

    try:
        # A picture that is too large is refused below, by its head alone: a warning about it is no news.
        with warnings.catch_warnings(action="ignore"), Image.open(io.BytesIO(data), formats=("JPEG",)) as image:
            if image.width * image.height > PIXELS:
                raise NotAPhoto(f"it has more than {PIXELS} pixels")
            image.load()
            width, height = image.size
            return (height, width) if image.getexif().get(_ORIENTATION) in _SIDEWAYS else (width, height)
    except NotAPhoto:
        raise
    except Image.DecompressionBombError:
        raise NotAPhoto(f"it has more than {PIXELS} pixels") from None
    except Exception:
        # Pillow reports damage in whatever way it happened to show itself.
        raise NotAPhoto("it is damaged, or only a part of it arrived") from None
