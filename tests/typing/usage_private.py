"""What type checkers promise to a user of the private API. Nothing here runs."""

from __future__ import annotations

from typing import assert_type

from instagram_v1.errors import InstagramError
from instagram_v1.private import AsyncPrivateClient, PrivateClient, Session, decode, errors, models
from instagram_v1.runtime.response import Response


def rows(ig: PrivateClient, photo: bytes) -> None:
    """Each method gives what is inside its envelope."""
    ig.accounts.login("alice", "her password", device_id="0000")
    assert_type(ig.users.info(3), models.User)
    assert_type(ig.media.comment(3, "hello"), models.Comment)
    ig.media.upload(photo, 1292000000, lat=1.0, lng=2.0)
    assert_type(ig.media.configure(1292000000, location=models.Location(name="Pier")), models.Media)
    assert_type(ig.media.configure(1292000000, location={"name": "Pier"}, filter_type=15), models.Media)
    assert_type(ig.friendships.show(3), models.Friendship)
    assert_type(ig.feed.timeline(), list[models.Media])
    assert_type(ig.tags.search("sea"), list[models.Tag])
    assert_type(ig.raw.feed.popular(), Response[models.FeedPopularResponse])
    ig.media.like(3)
    ig.accounts.logout()


async def rows_awaited(ig: AsyncPrivateClient) -> None:
    """The same, awaited."""
    assert_type(await ig.users.info(3), models.User)
    assert_type(await ig.feed.user(3), list[models.Media])
    assert_type(await ig.raw.users.info(3), Response[models.UsersInfoResponse])


def fields(media: models.Media) -> None:
    """Ids and times are numbers here; the number of a filter came as a text too."""
    assert_type(media.pk, int)
    assert_type(media.taken_at, int)
    assert_type(media.filter_type, str | None)
    assert_type(media.image_versions, list[models.ImageVersion])
    assert_type(media.comments, list[models.Comment] | None)


def sessions(address: str) -> str:
    """A session is a text when one asks for it."""
    with PrivateClient(address, session="…", timeout=5.0) as ig:
        assert_type(ig.session, Session)
        assert_type(ig.with_options(session=None, retry=None), PrivateClient)
        return ig.session.store()


def refusals(ig: PrivateClient) -> str | None:
    """One tree for both APIs."""
    try:
        ig.feed.timeline()
    except errors.LoginRequiredError as error:
        return error.error_message
    except InstagramError as error:
        return error.message
    return None


def archives(body: bytes) -> object:
    """Archived answers."""
    return decode("feed_timeline", body)
