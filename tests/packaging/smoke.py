"""Run by the packaging tests with the interpreter of an environment that has the wheel: no pytest, no repository.

Arguments name the parts to run: ``core`` needs no extra, ``emulator``, ``schema`` and ``fast`` need theirs.
"""

from __future__ import annotations

import asyncio
import sys

import instagram_v1
from instagram_v1 import AsyncClient, Client, models
from instagram_v1.errors import APIError, TransportError

PAGE = b"""{"meta": {"code": 200}, "pagination": {"next_max_id": "9"}, "data": [
    {"id": "1_2", "type": "hologram", "created_time": "1432065600", "images": {}, "likes": {"count": 3},
     "user": {"id": "2", "username": "noor"}, "location": {"id": 788029, "name": "Lac"}}]}"""
REFUSED = b'{"meta": {"code": 400, "error_type": "APINotFoundError", "error_message": "invalid media id"}}'


def core() -> None:
    """Archived answers, models, and a client with nobody at the other end."""
    page = instagram_v1.decode("users_recent_media", PAGE)
    (media,) = page.items
    assert isinstance(media, models.Media)
    assert media.location is not None
    assert media.location.id == "788029"
    assert models.fromdict(models.Media, models.asdict(media)) == media
    assert models.evolve(media, id="3_4").id == "3_4"
    expect(APIError, lambda: instagram_v1.decode("media_get", REFUSED))
    with Client(access_token="1.a.b", base_url="http://127.0.0.1:9/v1", retry=None) as ig:
        expect(TransportError, lambda: ig.users.get("self"))


def emulator() -> None:
    """Both clients against the emulator over HTTP."""
    from instagram_v1.emulator import Emulator

    with Emulator() as served:
        with served.client() as ig:
            assert len({media.id for media in ig.users.recent_media("self")}) > 20
        assert asyncio.run(_first_page(served.async_client())) > 0


def schema() -> None:
    """The pydantic models accept what the emulator answers."""
    from instagram_v1.emulator import Emulator
    from instagram_v1.schema import UsersGetResponse

    with Emulator() as served, served.client() as ig:
        UsersGetResponse.model_validate_json(ig.raw.users.get("self").content)


def fast() -> None:
    """The other engine carries both clients."""
    from instagram_v1.emulator import Emulator
    from instagram_v1.fast import AsyncFastTransport, FastTransport

    async def first_page(token: str, base_url: str) -> int:
        async with AsyncFastTransport() as engine:
            return await _first_page(AsyncClient(token, base_url=base_url, transport=engine))

    with Emulator() as served:
        with FastTransport() as engine, Client(served.token(), base_url=served.base_url, transport=engine) as ig:
            assert len({media.id for media in ig.users.recent_media("self")}) > 20
        assert asyncio.run(first_page(served.token(), served.base_url)) > 0


async def _first_page(client: AsyncClient) -> int:
    async with client as ig:
        return len((await ig.users.recent_media("self")).items)


def expect(kind: type[Exception], call: object) -> None:
    """Fail unless the call raises this kind of error."""
    assert callable(call)
    try:
        call()
    except kind:
        return
    raise AssertionError(f"{kind.__name__} was not raised")


if __name__ == "__main__":
    for part in sys.argv[1:]:
        {"core": core, "emulator": emulator, "schema": schema, "fast": fast}[part]()
