"""Mistakes that a type checker has to find, each on the line that says so. Nothing here runs."""

from __future__ import annotations

from instagram_v1 import AsyncClient, Client, models
from instagram_v1.private import PrivateClient


def arguments(ig: Client) -> None:
    """Wrong arguments."""
    ig.users.get()  # wrong: the user is required
    ig.users.get(user="self")  # wrong: no such parameter
    ig.users.recent_media("self", 20)  # wrong: options are keyword-only
    ig.users.recent_media("self", count="20")  # wrong: a number
    ig.relationships.modify("3", action="befriend")  # wrong: not one of the actions
    print(ig.users.get("self").items)  # wrong: a user is no page


def fields(media: models.Media) -> None:
    """Wrong use of what came back."""
    print(media.caption.text)  # wrong: there may be no caption
    print(media.captoin)  # wrong: misspelt
    media.id = "2"  # wrong: models are frozen


async def colours(ig: AsyncClient) -> None:
    """Async calls used as if they were not."""
    print((ig.users.get("self")).username)  # wrong: not awaited
    for _ in ig.users.recent_media("self"):  # wrong: async iteration only
        break


def private(ig: PrivateClient) -> None:
    """The two APIs mistaken for each other."""
    print(ig.users.get("self"))  # wrong: there is no such method
    print(ig.users.info("self"))  # wrong: ids are numbers
    ig.media.upload("photo.jpg", 5)  # wrong: the bytes, not where they lie
    print(ig.feed.timeline().next())  # wrong: a list, no page
