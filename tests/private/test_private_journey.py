"""One user's way through the whole API, over HTTP: from signing in to a picture that others see."""

from __future__ import annotations

import asyncio
import io
import json
import pickle
from collections.abc import Iterator

import httpx
import pytest
from PIL import Image
from pydantic import BaseModel, ValidationError

from instagram_v1.emulator import Emulator
from instagram_v1.private import AsyncPrivateClient, PrivateClient, errors, models, schema

TAKEN = 1_292_000_000


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """The API, offline."""
    with Emulator(api="private") as running:
        yield running


def photo() -> bytes:
    """A real JPEG."""
    kept = io.BytesIO()
    Image.radial_gradient("L").resize((700, 700)).convert("RGB").save(kept, "JPEG")
    return kept.getvalue()


def test_a_day_of_2010(emulator: Emulator) -> None:
    """Sign in, send a picture, publish it, see it in three feeds, comment and like it, sign out."""
    with PrivateClient(emulator.base_url) as ig:
        ig.accounts.login(emulator.username, emulator.password, device_id="0000")
        ig.media.upload(photo(), TAKEN, lat=37.8, lng=-122.4)
        place = models.Location(name="Pier", lat=37.8, lng=-122.4)
        media = ig.media.configure(TAKEN, caption="At the #pier", location=place, source_type=0, filter_type=15)
        assert (media.device_timestamp, media.filter_type, media.media_type) == (TAKEN, "15", 1)
        assert [(v.type, v.width, v.height) for v in media.image_versions] == [
            (5, 150, 150),
            (6, 306, 306),
            (7, 612, 612),
        ]
        assert media.comments is not None
        assert (media.comments[0].text, media.comments[0].user.pk) == ("At the #pier", media.user.pk)
        for feed in (ig.feed.timeline(), ig.feed.user(media.user.pk), ig.feed.tag("pier")):
            assert media.pk in [item.pk for item in feed]
        assert [tag.name for tag in ig.tags.search("pier")] == ["pier"]
        assert ig.media.comment(media.pk, "so blue").text == "so blue"
        ig.media.like(media.pk)
        again = next(item for item in ig.feed.user(media.user.pk) if item.pk == media.pk)
        assert [liker.pk for liker in again.likers or ()] == [media.user.pk]
        assert ig.users.info(media.user.pk).username == emulator.username
        other = next(item.user.pk for item in ig.feed.popular() if item.user.pk != media.user.pk)
        assert ig.friendships.show(other).status == "ok"
        stored = ig.session.store()
        ig.accounts.logout()
        assert not ig.session.active
    with PrivateClient(emulator.base_url, session=stored) as late, pytest.raises(errors.LoginRequiredError) as caught:
        late.feed.timeline()
    assert not isinstance(caught.value, errors.NotLoggedInError)


def test_the_same_awaited(emulator: Emulator) -> None:
    """The awaited client goes the same way; its stored session opens a blocking one."""

    async def day() -> tuple[int, str]:
        async with AsyncPrivateClient(emulator.base_url) as ig:
            await ig.accounts.login(emulator.username, emulator.password)
            await ig.media.upload(photo(), TAKEN + 1)
            media = await ig.media.configure(TAKEN + 1, caption="again")
            assert media.pk in [item.pk for item in await ig.feed.timeline()]
            return media.pk, ig.session.store()

    pk, stored = asyncio.run(day())
    with PrivateClient(emulator.base_url, session=stored) as ig:
        ig.media.like(pk)


def test_what_is_refused(emulator: Emulator) -> None:
    """Each refusal is an error of its class, and leaves nothing behind."""
    with PrivateClient(emulator.base_url) as ig:
        with pytest.raises(errors.LoginFailedError):
            ig.accounts.login(emulator.username, "not the password")
        assert not ig.session.active
        ig.accounts.login(emulator.username, emulator.password)
        pk = ig.feed.timeline()[0].user.pk
        before = len(ig.feed.user(pk))
        with pytest.raises(errors.NotFoundError):
            ig.media.like(1)
        for broken in (b"", b"GIF89a", photo()[:900]):
            with pytest.raises(errors.UploadError):
                ig.media.upload(broken, TAKEN + 2)
            with pytest.raises(errors.APIError):
                ig.media.configure(TAKEN + 2)
        with pytest.raises(errors.UploadTooLargeError):
            ig.media.upload(b"\xff\xd8\xff" + bytes(64 * 1024 * 1024), TAKEN + 3)
        assert len(ig.feed.user(pk)) == before


def test_answers_are_compressed_and_an_own_httpx_client_keeps_no_cookies(emulator: Emulator) -> None:
    """Long answers travel by gzip; a client of one's own gets the session from nowhere but the session."""
    with httpx.Client() as own:
        ig = PrivateClient(emulator.base_url, http_client=own)
        ig.accounts.login(emulator.username, emulator.password)
        whole = ig.raw.feed.timeline()
        assert whole.headers["content-encoding"] == "gzip"
        assert len(whole.content) > int(whole.headers["content-length"])
        assert whole.envelope.num_results == len(whole.data)
        session = json.loads(ig.session.store())["sessionid"]
        assert session not in repr(whole) + pickle.dumps(whole).decode("latin-1")
        assert ig.with_options(session=None).request("GET", "/feed/popular/").data["status"] == "ok"


@pytest.mark.parametrize("name", [name for name in models.__all__ if isinstance(getattr(schema, name, None), type)])
def test_strict_models_are_the_same_models(name: str) -> None:
    """Each model has a strict twin of its name with the same fields."""
    twin = getattr(schema, name)
    assert issubclass(twin, BaseModel)
    assert set(twin.model_fields) == set(getattr(models, name).__struct_encode_fields__)
    with pytest.raises(ValidationError):
        twin.model_validate_json('{"nobody": "knows"}')
