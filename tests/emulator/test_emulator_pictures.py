"""Pictures: every address in an answer leads to one, uploaded ones are shown, recorded addresses stay."""

from __future__ import annotations

import io
import json
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

import httpx
import pytest
from attrs import evolve
from PIL import Image

from instagram_v1.emulator import Emulator, Response, request
from instagram_v1.emulator.identity import shortcode
from instagram_v1.emulator.store import WorldError
from tests.support.emulation import Api


def _follow(api: Api, url: str, method: str = "GET") -> Response:
    parts = urlsplit(url)
    return api.emulator.handle(evolve(request(method, parts.path), query=parts.query))


def _image(response: Response) -> Image.Image:
    assert response.status == 200, response.body
    assert response.header("Content-Type") == "image/jpeg"
    return Image.open(io.BytesIO(response.body), formats=("JPEG",))


def _photograph(width: int = 900, height: int = 600) -> bytes:
    """Make a picture whose left half is red and whose right half is blue."""
    image = Image.new("RGB", (width, height), (220, 20, 20))
    image.paste((20, 20, 220), (width // 2, 0, width, height))
    target = io.BytesIO()
    image.save(target, "JPEG")
    return target.getvalue()


def _colours(response: Response) -> list[tuple[int, ...]]:
    """Give a colour of the left edge and one of the right."""
    image = _image(response)
    return [cast("tuple[int, ...]", image.getpixel((x, 75))) for x in (20, image.width - 20)]


def _varied() -> Api:
    """Make a world whose latest media are an album, a video and a picture."""
    api = Api(Emulator("2017"))
    for kind in ("carousel", "video", "image"):
        api.emulator.post(kind=kind)
    return api


@pytest.fixture(scope="module")
def album() -> Api:
    """A world of 2017, in which albums are albums; its pictures are only looked at."""
    return _varied()


def test_every_picture_of_an_answer_is_there(album: Api) -> None:
    """Each rendition of stills and albums is a JPEG of the size that the answer gives."""
    media = album.get("/users/self/media/recent", count=10)
    slides = [slide for entry in media for slide in entry.get("carousel_media", ())]
    shown = [entry["images"] for entry in (*media, *slides) if "images" in entry]
    assert len(shown) > 11
    for images in shown:
        for entry in images.values():
            assert _image(_follow(album, entry["url"])).size == (entry["width"], entry["height"])


def test_pictures_differ_and_stay(album: Api) -> None:
    """Each media has a picture of its own, also each slide; the same one in every process and every time."""
    media = album.get("/users/self/media/recent", count=10)
    drawn = [_follow(album, entry["images"]["thumbnail"]["url"]).body for entry in media]
    assert len(set(drawn)) == len(media)
    assert _follow(_varied(), media[0]["images"]["thumbnail"]["url"]).body == drawn[0]
    slides = next(entry["carousel_media"] for entry in media if "carousel_media" in entry)
    assert len({_follow(album, slide["images"]["thumbnail"]["url"]).body for slide in slides[:2]}) == 2


def test_profile_pictures_are_there(album: Api) -> None:
    """Everybody has a face."""
    people = album.get("/users/self/follows", count=3)
    faces = [_follow(album, person["profile_picture"]) for person in people]
    assert {_image(face).size for face in faces} == {(150, 150)}
    assert len({face.body for face in faces}) == 3


def test_films_are_not_made(album: Api) -> None:
    """The address of a video answers 404, and says where its still is."""
    media = album.get("/users/self/media/recent", count=33)
    video = next(entry for entry in media if entry["type"] == "video")
    response = _follow(album, video["videos"]["standard_resolution"]["url"])
    assert response.status == 404
    assert _image(_follow(album, response.body.decode().rpartition(" ")[2].strip())).width == 640


def test_nothing_is_drawn_of_what_is_not_there(album: Api) -> None:
    """Unknown media, people and sizes have no picture."""
    pk = album.get("/users/self/media/recent", count=1)[0]["id"].partition("_")[0]
    for path in (
        "/t51.2885-15/s640x640/e35/1_n.jpg",
        f"/t51.2885-15/s640x640/e35/{'9' * 19}_n.jpg",
        f"/t51.2885-15/s0x640/e35/{pk}_n.jpg",
        f"/t51.2885-15/s9999x9999/e35/{pk}_n.jpg",
        f"/t51.2885-15/s640x640/e35/{pk}_n.png",
        "/t51.2885-19/s150x150/1_a.jpg",
        "/t50.2886-16/1_640_n.mp4",
        "/p/A/media/",
        "/p/!!/",
        f"/p/{'z' * 39}/",
    ):
        assert _follow(album, path).status == 404, path
    assert _follow(album, f"/t51.2885-15/s640x640/e35/{pk}_n.jpg", "POST").status == 405
    assert _follow(album, f"/t51.2885-15/s640x640/e35/{pk}_n.jpg", "HEAD").body == b""


@pytest.mark.parametrize(("size", "width"), [("t", 150), ("m", 320), ("l", 640), ("", 320), ("x", 320)])
def test_short_addresses_lead_to_pictures(album: Api, size: str, width: int) -> None:
    """``/p/{shortcode}/media/`` leads to the picture in the size that is asked for."""
    media = album.get("/users/self/media/recent", count=1)[0]
    path = urlsplit(media["link"]).path
    response = _follow(album, f"{path}media/?size={size}")
    assert response.status == 302
    assert _image(_follow(album, response.header("Location"))).width == width


def test_a_media_has_a_page_unless_it_is_private(album: Api) -> None:
    """The address in ``link`` shows picture, name and caption as text; the page of a private media is not there."""
    media = album.emulator.post(caption="<b>bold</b> & more")
    page = _follow(album, f"/p/{shortcode(int(media.partition('_')[0]))}/").body.decode()
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; more" in page
    source = page.partition('<img src="')[2].partition('"')[0]
    assert _image(_follow(album, source)).width == 640
    store = album.emulator.core.store
    sql = "SELECT pk FROM media JOIN people ON people.id = owner WHERE private LIMIT 1"
    hidden = shortcode(store.database.number(sql))
    assert _follow(album, f"/p/{hidden}/").status == _follow(album, f"/p/{hidden}/media/").status == 404


def test_an_uploaded_picture_is_shown(api: Api) -> None:
    """A picture in the world is shown in each size, upright and cut to its shape; the rest is drawn as before."""
    media = api.get("/users/self/media/recent", count=2)
    pk = int(media[0]["id"].partition("_")[0])
    with api.emulator.core.store.transaction():
        api.emulator.core.store.pictures.put(pk, _photograph())
    for entry in media[0]["images"].values():
        assert _image(_follow(api, entry["url"])).size == (entry["width"], entry["height"])
        left, right = _colours(_follow(api, entry["url"]))
        assert left[0] > 150 > left[2]
        assert right[2] > 150 > right[0]
    left, right = _colours(_follow(api, media[1]["images"]["thumbnail"]["url"]))
    assert not (left[0] > 150 > left[2] and right[2] > 150 > right[0])


@pytest.mark.parametrize("data", [b"", b"not a picture", _photograph()[:300]], ids=["empty", "text", "torn"])
def test_a_stored_picture_that_is_none_is_drawn(api: Api, data: bytes) -> None:
    """What was loaded may be no picture: the drawn one is shown."""
    media = api.get("/users/self/media/recent", count=1)[0]
    drawn = _follow(api, media["images"]["thumbnail"]["url"]).body
    api.emulator.core.store.pictures.put(int(media["id"].partition("_")[0]), data)
    assert _follow(api, media["images"]["thumbnail"]["url"]).body == drawn


def test_uploaded_pictures_travel_with_the_world(api: Api, tmp_path: Path) -> None:
    """They are in a dump, in the world made of it, and in a file after a restart."""
    pk, data = int(api.get("/users/self/media/recent", count=1)[0]["id"].partition("_")[0]), _photograph()
    api.emulator.core.store.pictures.put(pk, data)
    document = json.loads(json.dumps(api.emulator.dump()))
    with Emulator(world=document, db=tmp_path / "world.db") as copy:
        assert copy.dump() == document
    with Emulator(db=tmp_path / "world.db") as again:
        assert again.core.store.pictures.get(pk) == data
        assert again.core.store.pictures.get(pk + 1) is None
    with pytest.raises(WorldError, match=r"pictures\[0\]\.data: base64 wanted, not 'ä'"):
        Emulator(world={**document, "pictures": [{"pk": 1, "data": "ä"}]})


def test_recorded_addresses_are_kept(tmp_path: Path) -> None:
    """A world of recorded answers gives the addresses that were recorded: pictures, videos, albums, faces."""
    old = _varied()
    media = old.get("/users/self/media/recent", count=33)
    text = json.dumps(old.call("GET", "/users/self/media/recent", count=33))
    elsewhere = text.replace("https://api.instagram.com/t5", "https://cdn.example/old/t5")
    (tmp_path / "users_recent_media.json").write_text(elsewhere)
    new = Api(Emulator("2017", world=tmp_path))
    wanted = {entry["id"]: entry for entry in json.loads(elsewhere)["data"]}
    assert {entry["type"] for entry in media} == {"image", "video", "carousel"}
    for entry in new.get("/users/self/media/recent", count=33):
        was = wanted[entry["id"]]
        assert entry["images"] == was["images"]
        assert entry["user"]["profile_picture"].startswith("https://cdn.example/old/")
        assert entry.get("videos") == was.get("videos")
        slides = [[slide.get("images"), slide.get("videos")] for slide in entry.get("carousel_media", ())]
        assert slides == [[slide.get("images"), slide.get("videos")] for slide in was.get("carousel_media", ())]
    assert Emulator(world=new.emulator.dump()).dump() == new.emulator.dump()


def test_a_file_of_the_first_layout_goes_on(tmp_path: Path) -> None:
    """A world in a file that knows no pictures yet is brought up to date, with all that was in it."""
    path = tmp_path / "world.db"
    with Emulator(db=path) as emulator:
        media = Api(emulator).get("/users/self/media/recent", count=1)[0]
        Api(emulator).call("POST", f"/media/{media['id']}/likes")
        before = emulator.dump()
    with sqlite3.connect(path) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            if name in ("pictures", "renditions") or name.startswith("phone_"):
                connection.execute(f"DROP TABLE {name}")
        connection.execute("ALTER TABLE clients DROP COLUMN forwarded")
        connection.execute("UPDATE people SET picture = 'https://scontent.cdn.example' || picture")
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    for _ in range(2):
        with Emulator(db=path) as emulator:
            assert emulator.dump() == before
            assert _image(_follow(Api(emulator), Api(emulator).get("/users/self")["profile_picture"])).width == 150


def test_addresses_lead_to_the_emulator(served: Emulator) -> None:
    """Over HTTP a picture is followed like any other address, and comes uncompressed and as it is."""
    with httpx.Client(trust_env=False) as http:
        answer = http.get(f"{served.base_url}/users/self/media/recent", params={"access_token": served.token()})
        entry: dict[str, Any] = answer.json()["data"][0]
        assert entry["images"]["thumbnail"]["url"].startswith(served.origin)
        picture = http.get(entry["images"]["thumbnail"]["url"])
        assert "content-encoding" not in picture.headers
        assert Image.open(io.BytesIO(picture.content)).size == (150, 150)
        assert http.get(f"{served.origin}/p/A/").status_code == 404


def test_pillow_is_loaded_with_the_first_picture() -> None:
    """Starting an emulator and asking it for data loads no picture library."""
    code = (
        "import sys; from instagram_v1.emulator import Emulator, request; e = Emulator();"
        "assert e.handle(request('GET', '/v1/users/self?access_token=' + e.token())).status == 200;"
        "sys.exit('PIL' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
