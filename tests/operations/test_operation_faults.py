"""Every operation under every fault that the emulator knows: a right answer, or an error of this package."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest

from instagram_v1 import OPERATIONS, AsyncPage, Client, Page, Retry, errors, testing
from instagram_v1.emulator import Emulator
from instagram_v1.emulator.injection import KINDS

LIMIT = 200


@pytest.fixture(scope="module")
def known() -> dict[str, Any]:
    """Ids of things that are there."""
    with testing.client(Emulator()) as ig:
        media = next(item for item in ig.users.recent_media("self") if item.comments and item.comments.count)
        place = ig.locations.search(lat=48.858844, lng=2.294351)[0]
        return {
            "user_id": ig.relationships.followed_by("self").items[0].id,
            "media_id": media.id,
            "shortcode": str(media.link).rstrip("/").rpartition("/")[2],
            "comment_id": ig.comments.list(media.id)[0].id,
            "location_id": str(place.id),
            "geo_id": "1",
            "tag_name": "paris",
            "q": "a",
            "text": "Fine words",
            "action": "follow",
            "lat": 48.858844,
            "lng": 2.294351,
            "object": "user",
            "aspect": "media",
            "callback_url": "http://127.0.0.1:9/",
            "verify_token": "v",
        }


def calls(ig: Any, known: dict[str, Any]) -> Iterator[tuple[str, Callable[[], Any]]]:
    """One call of each operation, with what it must be given."""
    for operation in OPERATIONS.values():
        given = {p.name: known[p.name] for p in operation.parameters if p.required or p.name in ("lat", "lng")}
        if operation.id == "subscriptions_delete":
            given = {"object": "user"}
        method = getattr(getattr(ig, operation.resource), operation.name)
        yield operation.id, partial(method, **given)


def outcome(call: Callable[[], Any]) -> str:
    """What comes of a call, walked to its end."""
    try:
        found = call()
        if isinstance(found, Page):
            for _ in found.walk(max_items=LIMIT, max_pages=20):
                pass
    except errors.InstagramError as error:
        return type(error).__name__
    return "fine"


async def awaited_outcome(call: Callable[[], Any]) -> str:
    """The same, awaited."""
    try:
        found = call()
        if isinstance(found, AsyncPage):
            async for _ in found.walk(max_items=LIMIT, max_pages=20):
                pass
        elif inspect.isawaitable(found):
            await found
    except errors.InstagramError as error:
        return type(error).__name__
    return "fine"


def options(emulator: Emulator) -> dict[str, Any]:
    """Every credential, and a policy that tries again."""
    return {
        "access_token": emulator.token(),
        "client_id": emulator.client_id,
        "client_secret": emulator.client_secret,
        "retry": Retry(attempts=2, deadline=None),
    }


def both(fault: str, known: dict[str, Any]) -> dict[str, str]:
    """What comes of every operation; the same from both clients."""
    faults = [fault] if fault else []
    one, other = Emulator(faults=faults), Emulator(faults=faults)
    with testing.client(one, **options(one)) as ig:
        found = {name: outcome(call) for name, call in calls(ig, known)}

    async def main() -> dict[str, str]:
        ig = testing.async_client(other, **options(other))
        return {name: await awaited_outcome(call) for name, call in calls(ig, known)}

    assert asyncio.run(main()) == found
    return found


WANTED: dict[str, set[str]] = {
    "": {"fine"},
    "rate-limit": {"RateLimitError"},
    "write-limit": {"fine", "RateLimitError"},
    "server-error": {"ServerError"},
    "reset": {"TransportError"},
    "slow:wait=60": {"TransportTimeoutError"},
    "truncated": {"DecodeError", "NotFoundError", "SubscriptionError"},
    "not-json": {"DecodeError"},
    "cursor-loop": {"fine", "PaginationError"},
    "foreign-next-url": {"fine", "PaginationError"},
    "nulls": {"fine"},
    "new-enums": {"fine"},
    "clock-jump": {"fine"},
}


# A fault that the emulator learned since may end in any error of this package.
NEW = sorted(set(KINDS) - {fault.partition(":")[0] for fault in WANTED})


@pytest.mark.parametrize("fault", [*WANTED, *NEW])
def test_nothing_else_comes_out(fault: str, known: dict[str, Any]) -> None:
    """Each fault ends as what it means, for each operation, alike in both colours."""
    found = both(fault, known)
    if fault in NEW:
        return
    # The emulator's world has no address that answers a challenge, and no geography by this id.
    for name in ("subscriptions_create", "geographies_recent_media", "relationships_get"):
        found.pop(name)
    odd = {name: what for name, what in found.items() if what not in WANTED[fault]}
    assert odd == {}
    assert set(found.values()) >= WANTED[fault] - {"fine", "NotFoundError", "SubscriptionError"}


def test_a_fault_that_passes_is_survived() -> None:
    """One failure of the server is not seen by a client that tries again."""
    emulator = Emulator(faults=["server-error:times=1", "reset:times=1,after=1"])
    with testing.client(emulator, retry=Retry(attempts=3, deadline=None)) as ig:
        assert isinstance(ig, Client)
        assert ig.users.get("self").username == emulator.username
