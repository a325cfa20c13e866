"""Uploads: a picture is sent, then configured; what goes wrong on the way leaves nothing behind."""

from __future__ import annotations

import io
import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image

from instagram_v1.emulator import Emulator
from instagram_v1.emulator.private import PHOTO_LIMIT
from instagram_v1.emulator.private.handlers.uploads import MOST, WAITING
from instagram_v1.emulator.private.photos import PIXELS
from tests.support.emulation import Api
from tests.support.phones import MULTIPART, Phone, failed, fine, jpeg, multipart

PLACE = {
    "name": "Pier 7", "lng": -122.39, "lat": 37.79, "external_id": 4711, "address": "Pier 7",
    "external_source": "foursquare",
}  # fmt: skip


@pytest.fixture
def phone() -> Phone:
    """A fresh world that a test may change."""
    return Phone(Emulator())


def waiting(phone: Phone) -> int:
    """How many pictures wait to be configured."""
    return phone.emulator.core.store.database.number("SELECT count(*) FROM phone_uploads")


def test_a_picture_is_published_in_two_steps(phone: Phone) -> None:
    """Between the steps nobody sees it; afterwards everybody does, with all that was said of it."""
    before = phone.get(f"/feed/user/{phone.pk}/")["items"]
    assert fine(phone.send(jpeg(), 1434369000, lat=1.5, lng=2.5)) == {"status": "ok"}
    assert phone.get(f"/feed/user/{phone.pk}/")["items"] == before
    media = phone.post(
        "/media/configure", device_timestamp=1434369000, caption="Late #light", location=json.dumps(PLACE),
        source_type=0, filter_type=15,
    )["media"]  # fmt: skip
    location = media.pop("location")
    assert location == {**PLACE, "pk": location["pk"]}
    assert (media["device_timestamp"], media["filter_type"], media["media_type"]) == (1434369000, "15", 1)
    assert (media["lat"], media["lng"]) == (37.79, -122.39)
    assert [(comment["text"], comment["user"]["pk"]) for comment in media["comments"]] == [("Late #light", phone.pk)]
    assert phone.get(f"/feed/user/{phone.pk}/")["items"][0]["pk"] == media["pk"]
    assert waiting(phone) == 0


def test_where_it_was_taken_comes_with_the_upload(phone: Phone) -> None:
    """Without a place the point of the upload stays; a point alone is no place."""
    fine(phone.send(jpeg(), 1, lat=48.5, lng=-2))
    media = phone.post("/media/configure", device_timestamp=1)["media"]
    assert (media["lat"], media["lng"], "location" in media) == (48.5, -2.0, False)
    fine(phone.send(jpeg(), 2))
    media = phone.post("/media/configure", device_timestamp=2, location='{"lat": 1, "lng": 2}')["media"]
    assert (media["lat"], media["lng"], "location" in media) == (1.0, 2.0, False)


def test_a_place_without_a_point_is_where_the_picture_was_taken(phone: Phone) -> None:
    """A mere name gets the point of the upload, and both APIs tell it."""
    fine(phone.send(jpeg(), 1, lat=48.5, lng=-2))
    media = phone.post("/media/configure", device_timestamp=1, location='{"name": "Here"}')["media"]
    assert (media["lat"], media["lng"], media["location"]["name"]) == (48.5, -2.0, "Here")
    nowhere = phone.publish(2, location='{"name": "Nowhere"}')
    assert ("lat" in nowhere, nowhere["location"]) == (False, {"name": "Nowhere", "pk": nowhere["location"]["pk"]})
    public = Api(phone.emulator).get("/users/self/media/recent", count=2)
    assert public[0]["location"] == {"name": "Nowhere", "id": nowhere["location"]["pk"]}
    assert (public[1]["location"]["latitude"], public[1]["location"]["name"]) == (48.5, "Here")


def test_a_place_is_the_same_place_twice(phone: Phone) -> None:
    """The foreign number tells places apart; without one, or with 0, it is name and point."""
    first = phone.publish(1, location=json.dumps(PLACE))["location"]
    again = phone.publish(2, location=json.dumps({**PLACE, "name": "Pier Seven"}))["location"]
    by_number = phone.publish(3, location=json.dumps({"pk": first["pk"]}))["location"]
    assert first == again == by_number
    other = phone.publish(4, location=json.dumps({**PLACE, "external_id": "4b5c"}))["location"]
    plain = [phone.publish(stamp, location='{"name": "Here", "lat": 1, "lng": 2}')["location"] for stamp in (5, 6)]
    assert plain[0] == plain[1]
    assert len({first["pk"], other["pk"], plain[0]["pk"]}) == 3
    assert other["external_id"] == "4b5c"
    nought = {**PLACE, "external_id": 0}
    names = ("Pier 8", "Pier 9", "Pier 9")
    told = [phone.publish(7 + at, location=json.dumps({**nought, "name": name})) for at, name in enumerate(names)]
    assert [media["location"]["name"] for media in told] == list(names)
    assert told[0]["location"]["pk"] != told[1]["location"]["pk"] == told[2]["location"]["pk"]
    assert told[2]["location"]["external_id"] == 0


def test_the_filters_have_numbers(phone: Phone) -> None:
    """Numbers of filters come back as they were sent, also one that nobody wrote down."""
    sent = [*range(25), 99, 1977]
    made = [phone.publish(stamp, filter_type=code)["filter_type"] for stamp, code in enumerate(sent)]
    assert made == [str(code) for code in sent]


# Changing


def test_configuring_again_changes_the_media(phone: Phone) -> None:
    """What is sent again is changed, what is not stays; the media is the same one."""
    media = phone.publish(7, caption="One #first", filter_type=15, location=json.dumps(PLACE))
    changed = phone.post("/media/configure", device_timestamp=7, caption="Two #second")["media"]
    assert changed["comments"][0]["text"] == "Two #second"
    assert {**changed, "comments": None} == {**media, "comments": None}
    plain = phone.post("/media/configure", device_timestamp=7, caption="", filter_type=0, location="")["media"]
    assert (plain["comments"], plain["filter_type"], "location" in plain, "lat" in plain) == ([], "0", False, False)
    assert phone.get("/feed/tag/first/")["items"] == phone.get("/feed/tag/second/")["items"] == []


def test_what_was_posted_otherwise_can_be_changed(phone: Phone) -> None:
    """A media that no phone uploaded goes by the second it was published in."""
    phone.emulator.jump(100)
    pk = int(phone.emulator.post(caption="before").partition("_")[0])
    media = phone.get(f"/feed/user/{phone.pk}/")["items"][0]
    assert media["pk"] == pk
    changed = phone.post("/media/configure", device_timestamp=media["device_timestamp"], caption="after")["media"]
    assert (changed["pk"], changed["comments"][0]["text"]) == (pk, "after")


def test_a_number_may_be_the_second_of_another_media(phone: Phone) -> None:
    """What was posted otherwise keeps nobody from uploading with the number of its second: that is another media."""
    second = int(phone.emulator.now())
    posted = int(phone.emulator.post(caption="posted").partition("_")[0])
    media = phone.publish(second, caption="uploaded")
    assert media["pk"] != posted
    changed = phone.post("/media/configure", device_timestamp=second, caption="changed")["media"]
    assert changed["pk"] == media["pk"]


def test_foreign_media_cannot_be_changed(phone: Phone) -> None:
    """Another user's upload and another user's media are none of one's own, by whatever number."""
    other = Phone(phone.emulator, "ada122")
    other.publish(1434000000, caption="mine")
    fine(other.send(jpeg(), 1434000001))
    before = phone.emulator.dump()
    for stamp in (1434000000, 1434000001):
        status, message = phone.fault("POST", "/media/configure", {"device_timestamp": stamp, "caption": "stolen"})
        assert (status, message) == (404, "Nothing was uploaded with this device_timestamp.")
    assert phone.emulator.dump() == before
    assert other.post("/media/configure", device_timestamp=1434000001)["media"]["user"]["pk"] == other.pk


def test_phones_at_the_same_time_lose_nothing(phone: Phone) -> None:
    """Four phones of two users publish at once: each picture is there once, with its own words."""
    users = (phone.emulator.username, "ada122")

    def publish(number: int) -> list[tuple[int, str]]:
        one = Phone(phone.emulator, users[number % 2])
        stamps = range(number * 100, number * 100 + 5)
        return [(one.publish(stamp, caption=f"number {stamp}")["pk"], f"number {stamp}") for stamp in stamps]

    with ThreadPoolExecutor(4) as pool:
        made = {entry for entries in pool.map(publish, range(4)) for entry in entries}
    database = phone.emulator.core.store.database
    assert set(database.rows("SELECT pk, caption FROM media WHERE caption LIKE 'number %'")) == made
    assert database.number("SELECT count(*) FROM pictures") == len(made) == 20


# What goes wrong


def broken(photo: bytes) -> dict[str, bytes]:
    """Uploads that arrived in part, or never were one."""
    whole = multipart({"device_timestamp": 5}, photo)
    return {
        "no end": whole[: -len("--frontier--\r\n")],
        "half": whole[: len(whole) // 2],
        "no parts": b"--frontier--\r\n",
        "empty": b"",
        "no name": whole.replace(b'name="photo"', b""),
        "no head": whole.replace(b"\r\n\r\n", b"\r\n"),
        "endless head": whole.replace(b'name="photo"', b"a" * 1_000_000),
        "other boundary": whole.replace(b"frontier", b"limit"),
        "not closed": whole.replace(b"--frontier--", b"--frontier"),
    }


@pytest.mark.parametrize("damage", broken(b""))
def test_a_broken_upload_leaves_nothing(phone: Phone, damage: str) -> None:
    """A body that ends early, or is no form, is refused with a message."""
    before = phone.emulator.dump()
    status, message = phone.fault("POST", "/media/upload", body=broken(jpeg())[damage], kind=MULTIPART)
    assert status == 400
    assert "broken" in message or "is missing" in message
    assert phone.emulator.dump() == before


def pictures() -> dict[str, tuple[bytes, int]]:
    """What is no picture, or not all of one, and the status that answers it."""
    png, gif = io.BytesIO(), io.BytesIO()
    Image.new("RGB", (9, 9)).save(png, "PNG")
    Image.new("RGB", (9, 9)).save(gif, "GIF")
    whole, huge = jpeg(), jpeg(8, 8)
    # The head alone says how large a picture is: two bytes each, after the marker of the frame.
    at = huge.index(b"\xff\xc0") + 5
    return {
        "text": (b"hello", 400),
        "nothing": (b"", 400),
        "png": (png.getvalue(), 400),
        "gif": (gif.getvalue(), 400),
        "half": (whole[: len(whole) // 2], 400),
        "head": (whole[:3], 400),
        "without its last bytes": (whole[:-20], 400),
        "scrambled": (whole[:300] + bytes(range(256)) * 9, 400),
        "too many pixels": (huge[:at] + b"\x17\x70\x17\x70" + huge[at + 4 :], 400),
        "far too many pixels": (huge[:at] + b"\xff\xff\xff\xff" + huge[at + 4 :], 400),
        "too many bytes": (whole + b"\0" * PHOTO_LIMIT, 413),
        "far too many bytes": (whole + b"\0" * (PHOTO_LIMIT + 70_000), 413),
    }


@pytest.mark.parametrize(("photo", "status"), pictures().values(), ids=pictures())
def test_what_is_no_picture_leaves_nothing(phone: Phone, photo: bytes, status: int) -> None:
    """What cannot be decoded as a whole, is no JPEG, or is too large, is refused with a message."""
    before = phone.emulator.dump()
    assert failed(phone.send(photo, 5))[0] == status
    assert phone.emulator.dump() == before


def test_the_pixels_that_are_refused_are_too_many() -> None:
    """The pictures that say they are huge would fill the memory, were they believed."""
    assert PIXELS < 0x1770**2 < 0xFFFF**2


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({}, "device_timestamp is missing"),
        ({"device_timestamp": ""}, "device_timestamp is missing"),
        ({"device_timestamp": "soon"}, "device_timestamp is not valid"),
        ({"device_timestamp": -1}, "device_timestamp is not valid"),
        ({"device_timestamp": "9" * 40}, "device_timestamp is not valid"),
        ({"device_timestamp": 1, "lat": 91, "lng": 0}, "lat is not valid"),
        ({"device_timestamp": 1, "lat": 0, "lng": "nan"}, "lng is not valid"),
    ],
)
def test_bad_fields_of_an_upload_are_named(phone: Phone, fields: dict[str, object], message: str) -> None:
    """The message says which field is wrong, and how."""
    answer = phone.raw("POST", "/media/upload", body=multipart(fields, jpeg()), kind=MULTIPART)
    assert failed(answer) == (400, message)


def test_a_photo_has_to_be_a_file(phone: Phone) -> None:
    """A field with the right name that is no file is no photo, and a form without files has none."""
    body = multipart({"device_timestamp": 1, "photo": "text"})
    assert failed(phone.raw("POST", "/media/upload", body=body, kind=MULTIPART))[1].startswith("photo is missing")
    assert phone.fault("POST", "/media/upload", {"device_timestamp": 1})[1].startswith("photo is missing")


@pytest.mark.parametrize(
    "location",
    [
        "{", "[]", "1", '"x"', "NaN", '{"lat": 1}', '{"lat": 100, "lng": 1}', '{"lat": "1", "lng": 1}',
        '{"name": 5}', '{"name": "\\ud800"}', '{"pk": "1"}', '{"pk": true}', '{"pk": -1}', '{"lat": true, "lng": true}',
        '{"external_id": 1.5}', '{"external_id": ' + "9" * 30 + "}", '{"lat": 1e999, "lng": 1}', "[" * 9999,
        '{"name": "' + "x" * 201 + '"}', "9" * 5000,
    ],
    ids=lambda text: text[:24],
)  # fmt: skip
def test_a_bad_location_keeps_the_upload_waiting(phone: Phone, location: str) -> None:
    """A configuration that fails publishes nothing, and the picture can still be configured."""
    fine(phone.send(jpeg(), 1))
    before = phone.emulator.dump()
    status, message = phone.fault("POST", "/media/configure", {"device_timestamp": 1, "location": location})
    assert (status, message) == (400, "location is not valid")
    assert phone.emulator.dump() == before
    phone.post("/media/configure", device_timestamp=1)


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"location": '{"pk": 1}'}, 404),
        ({"filter_type": "sepia"}, 400),
        ({"source_type": "x"}, 400),
        ({"caption": "x" * 2201}, 400),
    ],
    ids=["place", "filter", "source", "caption"],
)
def test_a_bad_change_changes_nothing(phone: Phone, form: dict[str, str], status: int) -> None:
    """A change that fails in any of its parts is none, of what waits as of what is there."""
    phone.publish(1, caption="as it was", location=json.dumps(PLACE))
    fine(phone.send(jpeg(), 2))
    before = phone.emulator.dump()
    for stamp in (1, 2):
        assert (
            phone.fault("POST", "/media/configure", {"device_timestamp": stamp, "caption": "new", **form})[0] == status
        )
    assert phone.emulator.dump() == before


# What is never configured


def test_uploads_do_not_wait_for_ever(phone: Phone) -> None:
    """A picture can be configured until its hour is over; then it is gone, also from the world's memory."""
    fine(phone.send(jpeg(), 1))
    phone.emulator.jump(WAITING)
    phone.post("/media/configure", device_timestamp=1)
    fine(phone.send(jpeg(), 2))
    phone.emulator.jump(WAITING + 1)
    assert phone.fault("POST", "/media/configure", {"device_timestamp": 2})[0] == 404
    fine(phone.send(jpeg(), 3))
    assert waiting(phone) == 1


def test_only_so_many_uploads_wait(phone: Phone) -> None:
    """Beyond a number the oldest goes; another user's are not touched."""
    other = Phone(phone.emulator, "ada122")
    fine(other.send(jpeg(), 0))
    for stamp in range(MOST + 2):
        fine(phone.send(jpeg(), stamp))
    assert waiting(phone) == MOST + 1
    assert phone.fault("POST", "/media/configure", {"device_timestamp": 1})[0] == 404
    phone.post("/media/configure", device_timestamp=2)
    other.post("/media/configure", device_timestamp=0)


def test_an_upload_that_is_repeated_counts_once(phone: Phone) -> None:
    """A phone that got no answer sends again: the later picture is the one."""
    fine(phone.send(jpeg(100, 100), 1))
    fine(phone.send(jpeg(200, 100), 1))
    assert waiting(phone) == 1
    media = phone.post("/media/configure", device_timestamp=1)["media"]
    assert phone.emulator.core.store.pictures.get(media["pk"]) == jpeg(200, 100)


def test_a_number_is_used_once(phone: Phone) -> None:
    """What was configured is not uploaded again."""
    phone.publish(1)
    before = phone.emulator.dump()
    assert failed(phone.send(jpeg(), 1)) == (409, "A media with this device_timestamp exists already.")
    assert phone.emulator.dump() == before


def test_the_seconds_of_uploads_are_their_own(phone: Phone) -> None:
    """Two pictures of one second of the emulator's time are two media, each with its own number."""
    one, other = phone.publish(1, caption="one"), phone.publish(2, caption="two")
    assert one["taken_at"] == other["taken_at"]
    phone.post("/media/configure", device_timestamp=1, caption="uno")
    captions = [media["caption"]["text"] for media in Api(phone.emulator).get("/users/self/media/recent", count=2)]
    assert captions == ["two", "uno"]
