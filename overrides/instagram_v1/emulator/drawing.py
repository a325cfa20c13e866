"""Draws what nobody photographed, and resizes what somebody did. Pillow is loaded with the first picture."""

from __future__ import annotations

import io
import math
import warnings
from functools import lru_cache
from random import Random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PIL.Image import Image

_WIDE: Final = 640
_MOST_PIXELS: Final = 40_000_000
"""What a photograph may have: decoding more would hold all others up."""

_QUALITY: Final = 80
_KEPT_DRAWN: Final = 256
_KEPT_RESIZED: Final = 64


class PictureError(ValueError):
    """What was stored is no picture; the text says why."""


@lru_cache(maxsize=_KEPT_RESIZED)
def resized(data: bytes, width: int, height: int) -> bytes:
    """Give an uploaded picture as a JPEG of exactly this size, cut at its edges where the shape differs.

    Raises:
        PictureError: It is no JPEG, it is damaged, or it is too large.
    """
    from PIL import ImageOps

    return _written(ImageOps.fit(_opened(data), (width, height)))


@lru_cache(maxsize=_KEPT_DRAWN)
def scene(seed: int, ratio: float, width: int, height: int, kind: str) -> bytes:
    """Draw a landscape as a JPEG: for the same seed always the same one.

    Args:
        seed: What it is made from: the number of the media.
        ratio: Height by width of the whole picture; another shape shows the middle of it.
        width: Width in pixels.
        height: Height in pixels.
        kind: ``image``, ``video`` or ``carousel``; the latter two carry their mark.
    """
    from PIL import ImageOps

    # Small ones are drawn small: whoever looks at a page of them waits for all.
    wide = _WIDE if max(width, height) > _WIDE // 2 else _WIDE // 2
    tall = min(max(round(wide * ratio), wide // 4), wide * 4)
    image = _landscape(Random(seed), wide, tall)  # noqa: S311 - the same picture each time
    image = ImageOps.fit(image, (width, height))
    _mark(image, kind)
    return _written(image)


@lru_cache(maxsize=_KEPT_DRAWN)
def face(seed: int, side: int) -> bytes:
    """Draw a person's profile picture as a JPEG: head and shoulders in colours of their own."""
    from PIL import Image, ImageDraw, ImageOps

    rng = Random(seed)  # noqa: S311 - the same picture each time
    hue, wide = rng.randrange(360), 4 * side
    image = Image.new("RGB", (wide, wide), _colour(hue, 45, 80))
    draw = ImageDraw.Draw(image)
    middle, top, head = wide // 2, round(wide * rng.uniform(0.16, 0.24)), round(wide * rng.uniform(0.17, 0.21))
    skin, hair = _colour(28, 45, rng.randint(35, 78)), _colour(rng.randrange(50), 30, 22)
    side_of_face, chin = head * 5 // 6, top + 2 * head + head // 3
    draw.ellipse((wide // 8, chin - wide // 60, wide - wide // 8, wide * 3 // 2), fill=_colour(hue + 150, 40, 45))
    draw.ellipse((middle - head, top - head // 4, middle + head, top + head * 3 // 2), fill=hair)
    draw.ellipse((middle - side_of_face, top + head // 5, middle + side_of_face, chin), fill=skin)
    return _written(ImageOps.fit(image, (side, side)))


def _opened(data: bytes) -> Image:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        # A picture that is too large is refused below: a warning about it is no news.
        with warnings.catch_warnings(action="ignore"):
            image = Image.open(io.BytesIO(data), formats=("JPEG",))
        if image.width * image.height > _MOST_PIXELS:
            raise PictureError(f"a picture has at most {_MOST_PIXELS} pixels, not {image.width} by {image.height}")
        # Phones write how they were held beside the picture; what is shown stands upright.
        return ImageOps.exif_transpose(image).convert("RGB")
    except PictureError:
        raise
    except UnidentifiedImageError:
        # Pillow's own text would name an address in memory.
        raise PictureError("this is no JPEG, or only the beginning of one") from None
    # Pillow reports damage in whatever way it happened to show itself.
    except (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, Image.DecompressionBombError) as error:
        raise PictureError(f"this JPEG is damaged: {error}") from None


def _written(image: Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "JPEG", quality=_QUALITY)
    return target.getvalue()


def _landscape(rng: Random, width: int, height: int) -> Image:
    from PIL import Image, ImageDraw, ImageOps

    hue = rng.randrange(360)
    sky = ImageOps.colorize(Image.linear_gradient("L"), _colour(hue, 60, 62), _colour(hue + 50, 75, 92))
    image = ImageOps.fit(sky, (width, height), Image.Resampling.BILINEAR)
    draw = ImageDraw.Draw(image)
    x, y, radius = width * rng.uniform(0.1, 0.9), height * rng.uniform(0.12, 0.5), width * rng.uniform(0.04, 0.1)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=_colour(hue + 30, 90, rng.randint(82, 95)))
    for layer in range(4):
        points = _hills(rng, width / _WIDE, height * (0.45 + 0.13 * layer), layer)
        draw.polygon([(0, height), *points, (width, height)], fill=_colour(hue + 140 + 12 * layer, 35, 58 - 12 * layer))
    return image


def _hills(rng: Random, unit: float, top: float, layer: int) -> list[tuple[float, float]]:
    """Give the outline of a chain of hills; the nearer ones are steeper. ``unit`` is the width of a pixel of 640."""
    waves = [(rng.uniform(0.4, 1.4) * (layer + 1), rng.uniform(0, math.tau), rng.uniform(8, 36)) for _ in range(3)]
    return [
        (x * unit, top + unit * sum(size * math.sin(speed * x / 100 + phase) for speed, phase, size in waves))
        for x in range(0, _WIDE + 1, 8)
    ]


def _mark(image: Image, kind: str) -> None:
    """Say what is no plain picture: a triangle for videos, a second frame for albums."""
    from PIL import ImageDraw

    draw, right, unit = ImageDraw.Draw(image), image.width, image.width / 20
    if kind == "video":
        draw.polygon([(right - 3 * unit, unit), (right - unit, 2 * unit), (right - 3 * unit, 3 * unit)], fill="white")
    elif kind == "carousel":
        for at in (unit, 1.6 * unit):
            box = (right - 3.6 * unit + at, 3.2 * unit - at, right - 2 * unit + at, 4.8 * unit - at)
            draw.rectangle(box, outline="white", width=max(1, round(unit / 5)))


def _colour(hue: float, saturation: float, lightness: float) -> tuple[int, int, int]:
    """Give a colour from its hue in degrees, and two percentages."""
    import colorsys

    red, green, blue = colorsys.hls_to_rgb(hue % 360 / 360, lightness / 100, saturation / 100)
    return round(red * 255), round(green * 255), round(blue * 255)
