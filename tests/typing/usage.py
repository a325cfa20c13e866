"""What type checkers promise to a user. Nothing here runs: mypy and pyright read it, from the user's side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import assert_type

from instagram_v1 import AsyncClient, AsyncPage, Budget, Client, Page, Response, decode, models, oauth, testing
from instagram_v1.emulator import Emulator
from instagram_v1.errors import APIError, InstagramError, RateLimitError, ScopeError


def one_object(ig: Client) -> None:
    """A method gives the object itself, out of its envelope."""
    user = ig.users.get("self")
    assert_type(user, models.User)
    assert_type(user.username, str)
    assert_type(ig.media.get("1_2"), models.Media)
    assert_type(ig.media.get_by_shortcode("abc"), models.Media)
    assert_type(ig.relationships.modify("3", action="follow"), models.Relationship)


def optional_fields(media: models.Media) -> None:
    """What an answer may lack is None, never a special value."""
    assert_type(media.id, str)
    assert_type(media.caption, models.Caption | None)
    assert_type(media.location, models.Location | None)
    assert_type(media.type, models.MediaType)
    assert_type(media.created_at, datetime | None)


def open_enums(kind: models.MediaType) -> str:
    """A value that the enum does not know yet is still a string."""
    if kind is models.MediaType.VIDEO:
        return "moving"
    return kind.upper()


def pages(ig: Client) -> None:
    """A page is iterable over all items, and knows the way to the next one."""
    page = ig.users.recent_media("self", count=20)
    assert_type(page, Page[models.Media])
    assert_type(page.items, list[models.Media])
    assert_type(page.has_next, bool)
    assert_type(page.pages(), Iterator[Page[models.Media]])
    for media in page:
        assert_type(media, models.Media)


def plain_lists(ig: Client) -> Sequence[models.Comment]:
    """What does not page is a list."""
    assert_type(ig.likes.list("1_2"), list[models.MiniProfile])
    comments = ig.comments.list("1_2")
    assert_type(comments, list[models.Comment])
    return comments


def writes(ig: Client) -> None:
    """Writes give what the API gives: mostly nothing."""
    assert_type(ig.comments.create("1_2", "Nice"), models.Comment | None)


def whole_answers(ig: Client) -> None:
    """The raw side gives status and headers with the whole envelope."""
    response = ig.raw.users.get("self")
    assert_type(response, Response[models.UsersGetResponse])
    assert_type(response.status, int)
    assert_type(response.content, bytes)


async def awaited(ig: AsyncClient) -> None:
    """The async client has the same types; a paged call can be awaited and iterated."""
    assert_type(await ig.users.get("self"), models.User)
    assert_type(ig.users.recent_media("self"), AsyncPage[models.Media])
    page = await ig.users.recent_media("self")
    assert_type(page.items, list[models.Media])
    async for media in ig.tags.recent_media("snow"):
        assert_type(media, models.Media)


def failures(ig: Client) -> int | None:
    """Each error says what it knows."""
    try:
        ig.users.get("self")
    except RateLimitError as error:
        assert_type(error.status, int)
    except ScopeError as error:
        assert_type(error.scope, str | None)
    except APIError as error:
        return error.code
    except InstagramError:
        return None
    return 0


def changed(user: models.User) -> None:
    """Copies keep their type."""
    assert_type(models.evolve(user, username="x"), models.User)
    assert_type(models.fromdict(models.User, {"id": "1"}), models.User)


def archived(body: bytes) -> object:
    """Reading an archived answer needs no client; the name of the operation is not known to a checker."""
    return decode("users_get", body)


def signing_in_and_settings(ig: Client) -> None:
    """Signing in gives a token; other settings give another client of the same kind."""
    assert_type(oauth.login("i", redirect_uri="http://127.0.0.1:8400/b"), oauth.AccessToken)
    assert_type(ig.with_options(budget=Budget(action="raise")), Client)
    assert_type(testing.client(Emulator()), Client)
