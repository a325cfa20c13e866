"""Draws a picture for each media: always the same one, and nobody's photograph."""

from __future__ import annotations

import math
from random import Random
from typing import Final

from instagram_v1.emulator.store import Media

_WIDTH: Final = 320


def picture(media: Media) -> bytes:
    """Draw the picture of a media as SVG."""
    rng = Random(media.pk)  # noqa: S311 - the same picture each time
    height = max(1, round(_WIDTH * media.ratio))
    hue = rng.randrange(360)
    parts = [_sky(hue, height), _sun(rng, hue, height), *(_hill(rng, hue, height, layer) for layer in range(4))]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}">'
        f"{''.join(parts)}{_mark(media.kind, height)}</svg>"
    ).encode()


def _sky(hue: int, height: int) -> str:
    return (
        '<defs><linearGradient id="s" x1="0" y1="0" x2="0" y2="1">'
        f'<stop offset="0" stop-color="hsl({hue},60%,70%)"/>'
        f'<stop offset="1" stop-color="hsl({(hue + 50) % 360},75%,88%)"/></linearGradient></defs>'
        f'<rect width="{_WIDTH}" height="{height}" fill="url(#s)"/>'
    )


def _sun(rng: Random, hue: int, height: int) -> str:
    x, y, radius = rng.randint(30, 290), rng.randint(height // 8, max(height // 8, height // 2)), rng.randint(12, 34)
    return f'<circle cx="{x}" cy="{y}" r="{radius}" fill="hsl({(hue + 30) % 360},90%,{rng.randint(75, 95)}%)"/>'


def _hill(rng: Random, hue: int, height: int, layer: int) -> str:
    """Draw a chain of hills; the nearer ones are darker."""
    top = height * (0.45 + 0.13 * layer)
    waves = [(rng.uniform(0.4, 1.4) * (layer + 1), rng.uniform(0, math.tau), rng.uniform(4, 18)) for _ in range(3)]
    points = [
        f"{x},{top + sum(size * math.sin(speed * x / 50 + phase) for speed, phase, size in waves):.1f}"
        for x in range(0, _WIDTH + 1, 16)
    ]
    colour = f"hsl({(hue + 140 + 12 * layer) % 360},{30 + 5 * layer}%,{58 - 12 * layer}%)"
    return f'<polygon points="0,{height} {" ".join(points)} {_WIDTH},{height}" fill="{colour}"/>'


def _mark(kind: str, height: int) -> str:
    """Say what is no plain picture: a triangle for videos, a second frame for albums."""
    if kind == "video":
        return '<path d="M282 14 l24 14 l-24 14 z" fill="#fff" stroke="#0006"/>'
    if kind == "carousel":
        return '<path d="M282 16h18v18h-18z m6 -6h18v18h-4" fill="none" stroke="#fff" stroke-width="3"/>'
    return ""
