"""The client against the emulator over real HTTP: two readings of one document, talking to each other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from examples.tour import submit
from instagram_v1 import Client, Cursor, errors, oauth
from instagram_v1.emulator import Emulator

HOME = "http://localhost/back"


@pytest.fixture(scope="module")
def emulator() -> Iterator[Emulator]:
    """One world for all tests here."""
    with Emulator() as made:
        yield made


WALKS: dict[str, Callable[[Any], Any]] = {
    "max_id": lambda ig: ig.users.recent_media("self", count=30),
    "max_like_id": lambda ig: ig.users.liked_media(count=20),
    "max_tag_id": lambda ig: ig.tags.recent_media("paris", count=20),
    "cursor": lambda ig: ig.relationships.followed_by("self"),
}


@pytest.mark.parametrize("style", WALKS)
def test_walking_to_the_end(emulator: Emulator, style: str) -> None:
    """Both clients find the same items, each once, and a stored cursor finds the rest of them."""

    async def awaited() -> list[str]:
        async with emulator.async_client() as ig:
            return [item.id async for item in WALKS[style](ig)]

    with emulator.client() as ig:
        first = WALKS[style](ig)
        found = [item.id for item in first]
        assert len(found) == len(set(found)) > len(first.items)
        rest = [item.id for item in ig.resume(Cursor.loads(first.cursor.dumps()))]
        assert found == [item.id for item in first.items] + rest
        assert ig.rate.limit == 5000
    assert asyncio.run(awaited()) == found


def signed_in(emulator: Emulator, client_id: str, state: str) -> str:
    """Where a person ends who signs in and allows everything that is asked."""
    person = {"username": emulator.username, "password": emulator.password, "allow": "allow"}
    scopes = ["basic", "likes", "comments"]
    address = oauth.authorize_url(client_id, HOME, scopes=scopes, state=state, base_url=emulator.base_url)
    with httpx.Client() as browser:
        answer = browser.get(address)
        for _ in range(10):
            following = answer.next_request
            if following is None:
                answer = submit(browser, answer, person)
            elif str(following.url).startswith(HOME):
                return str(following.url)
            else:
                answer = browser.send(following)
    raise AssertionError(answer)


def test_a_signed_application_from_sign_in_to_writing(emulator: Emulator) -> None:
    """Code flow, exchange, and signatures that somebody else's verifier accepts, for every kind of request."""
    client_id, secret = emulator.register("signed application", [HOME], signed=True)
    grant = oauth.parse_redirect(signed_in(emulator, client_id, "a b&c"), state="a b&c")
    given: dict[str, Any] = {"client_id": client_id, "client_secret": secret}
    token = oauth.exchange_code(grant.code, redirect_uri=HOME, base_url=emulator.base_url, **given)
    assert token.user.username == emulator.username
    with pytest.raises(errors.OAuthError, match="No matching code"):
        oauth.exchange_code(grant.code, redirect_uri=HOME, base_url=emulator.base_url, **given)
    unsigned = Client(token.access_token, base_url=emulator.base_url)
    with unsigned, pytest.raises(errors.ForbiddenError, match="sign_requests=True"):
        unsigned.users.get("self")
    with Client(token.access_token, base_url=emulator.base_url, sign_requests=True, **given) as ig:
        me = ig.users.get("self")
        media = next(iter(ig.users.recent_media("self").walk(max_items=1)))
        ig.likes.create(media.id)
        ig.likes.delete(media.id)
        ig.comments.create(media.id, "Schön & gut, l'été")
        mine = [comment for comment in ig.comments.list(media.id) if comment.from_ and comment.from_.id == me.id]
        assert mine[-1].text == "Schön & gut, l'été"
        ig.comments.delete(media.id, mine[-1].id)
        assert [tag.name for tag in ig.tags.search("paris")][:1] == ["paris"]
        with pytest.raises(errors.MissingScopeError):
            ig.with_options(scopes=["basic"]).likes.create(media.id)
        with pytest.raises(errors.ScopeError) as caught:
            ig.relationships.modify("1", action="follow")
        assert caught.value.scope == "relationships"


def test_errors_of_the_emulator(emulator: Emulator) -> None:
    """What the emulator refuses arrives as the class that it means."""
    with emulator.client() as ig:
        with pytest.raises(errors.NotFoundError, match="invalid media id"):
            ig.media.get("1_1")
        with pytest.raises(errors.InvalidParametersError, match="larger than zero"):
            ig.with_options(check_parameters=False).users.recent_media("self", count=0)
        with pytest.raises(errors.AccessTokenError, match="invalid"):
            ig.with_options(access_token="1.2.3").users.get("self")
        with pytest.raises(errors.NotFoundError):
            ig.request("GET", "/no/such/route")
