"""Likes: list, set, take back."""

from __future__ import annotations

from typing import Final

from instagram_v1.emulator.calls import Call, Reply, handles

from .lists import person_objects

_SHOWN: Final = 120


@handles("likes_list")
def listed(call: Call) -> Reply:
    """Answer with the people who like a media, the latest first."""
    likers = call.store.media.likers(call.media().pk, _SHOWN)
    return Reply(person_objects(call, call.store.people.in_order(likers)))


@handles("likes_create")
def create(call: Call) -> Reply:
    """Set a like; setting it twice changes nothing."""
    viewer, media = call.me, call.media()
    call.store.media.like(media.pk, viewer, call.store.stamp(call.now))
    return Reply(None)


@handles("likes_delete")
def delete(call: Call) -> Reply:
    """Take a like back; taking back what is not there changes nothing."""
    viewer, media = call.me, call.media()
    call.store.media.unlike(media.pk, viewer)
    return Reply(None)
