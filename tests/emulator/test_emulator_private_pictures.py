"""The picture of an upload: what was sent, as a square for phones and in its own shape for the public API."""

from __future__ import annotations

import io
from typing import Any, cast

import pytest
from PIL import Image

from instagram_v1.emulator import Emulator, Response, request
from tests.support.emulation import Api
from tests.support.phones import Phone, jpeg


@pytest.fixture
def phone() -> Phone:
    """A fresh world that a test may change."""
    return Phone(Emulator())


def fetched(phone: Phone, picture: Any) -> Response:
    """What the address of a picture leads to."""
    return phone.emulator.handle(request("GET", picture["url"].removeprefix("https://api.instagram.com")))


def public_picture(phone: Phone, media: Any) -> Any:
    """The largest picture of a media, as the public API tells of it."""
    return Api(phone.emulator).get(f"/media/{media['pk']}_{phone.pk}")["images"]["standard_resolution"]


def test_the_picture_is_what_was_sent(phone: Phone) -> None:
    """What the addresses of the media lead to is the picture that was uploaded."""
    target = io.BytesIO()
    Image.new("RGB", (400, 400), (10, 200, 30)).save(target, "JPEG")
    media = phone.publish(1, target.getvalue())
    assert phone.emulator.core.store.pictures.get(media["pk"]) == target.getvalue()
    answer = fetched(phone, media["image_versions"][2])
    shown = Image.open(io.BytesIO(answer.body)).convert("RGB")
    assert shown.size == (612, 612)
    red, green, blue = shown.resize((1, 1)).tobytes()
    assert green > 150 > 60 > max(red, blue)


@pytest.mark.parametrize(
    ("size", "height"), [((612, 612), 640), ((800, 600), 480), ((600, 800), 853), ((4000, 100), 320), ((1, 500), 1024)]
)
def test_any_shape_is_taken(phone: Phone, size: tuple[int, int], height: int) -> None:
    """Phones see the square of a picture, the public API its shape, up to where there is no address for it."""
    media = phone.publish(1, jpeg(*size))
    versions = media["image_versions"]
    assert [(version["width"], version["height"]) for version in versions] == [(150, 150), (306, 306), (612, 612)]
    largest = public_picture(phone, media)
    assert (largest["width"], largest["height"]) == (640, height)
    for picture in [*versions, largest]:
        answer = fetched(phone, picture)
        assert Image.open(io.BytesIO(answer.body)).size == (picture["width"], picture["height"])


def test_a_square_is_the_middle_of_the_picture(phone: Phone) -> None:
    """What is left of a wide picture is what stands in its middle."""
    target, wide = io.BytesIO(), Image.new("RGB", (900, 300), "red")
    wide.paste("blue", (300, 0, 600, 300))
    wide.save(target, "JPEG")
    answer = fetched(phone, phone.publish(1, target.getvalue())["image_versions"][2])
    for x in (20, 300, 590):
        red, _, blue = cast("tuple[int, ...]", Image.open(io.BytesIO(answer.body)).convert("RGB").getpixel((x, 300)))
        assert blue > 200 > 60 > red


def test_a_picture_taken_upright_stands_upright(phone: Phone) -> None:
    """A phone held upright writes its picture lying down, and says so beside it."""
    target, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (800, 600)).save(target, "JPEG", exif=exif)
    picture = public_picture(phone, phone.publish(1, target.getvalue()))
    assert (picture["width"], picture["height"]) == (640, 853)
