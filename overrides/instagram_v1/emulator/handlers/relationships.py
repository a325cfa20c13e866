"""Relationships: who follows whom, asks to, or is blocked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.identity import seal
from instagram_v1.emulator.paging import by_parameter, read_person_cursor
from instagram_v1.emulator.store import Person

from .lists import person_objects

_PAGE = 50
_MOST = 200


@handles("relationships_follows")
def follows(call: Call) -> Reply:
    """Answer with those whom a person follows."""
    # This list hid its cursor in every era.
    return _people(call, "follows", call.store.people.follows, sealed=True)


@handles("relationships_followed_by")
def followed_by(call: Call) -> Reply:
    """Answer with a person's followers."""
    sealed = call.profile.follower_cursor == "opaque"
    return _people(call, "followed_by", call.store.people.followers, sealed=sealed)


def _people(
    call: Call, kind: str, query: Callable[[int, int | None, int], list[tuple[int, int]]], *, sealed: bool
) -> Reply:
    if not call.profile.others_lists and call.path["user-id"] != "self":
        raise faults.UNKNOWN_ROUTE()
    person = call.visible_person()
    count = call.count(_PAGE, _MOST)
    before = read_person_cursor(call, f"{kind}{person.id}")
    found = query(person.id, before, count + 1)
    pagination: dict[str, Any] = {}
    if len(found) > count:
        moment = found[count - 1][1]
        cursor = seal(f"{kind}{person.id}", moment) if sealed else str(moment)
        pagination = by_parameter(call, "next_cursor", "cursor", cursor)
    people = call.store.people.in_order(identity for identity, _ in found[:count])
    return Reply(person_objects(call, people), pagination)


@handles("relationships_requested_by")
def requested_by(call: Call) -> Reply:
    """Answer with those who asked to follow the viewer."""
    people = call.store.people
    return Reply(person_objects(call, people.in_order(people.requests(call.me))))


@handles("relationships_get")
def get(call: Call) -> Reply:
    """Answer with how the viewer and a person stand to each other."""
    me, person, people = call.me, call.person(), call.store.people
    incoming = people.tie(person.id, me)
    status = {"follows": "followed_by", "requested": "requested_by"}.get(incoming, "none")
    if people.blocks(me, person.id):
        status = "blocked_by_you"
    return Reply(
        {
            "outgoing_status": people.tie(me, person.id),
            "target_user_is_private": bool(person.private),
            "incoming_status": status,
        }
    )


@handles("relationships_modify")
def modify(call: Call) -> Reply:
    """Change how the viewer stands to a person."""
    me, person = call.me, call.person()
    action = call.get("action") or ""
    change = _ACTIONS.get(action)
    if change is None or (action in ("block", "unblock") and not call.profile.blocks):
        raise faults.BAD_ACTION()
    if person.id == me:
        raise faults.BAD_PARAMETER(name="user-id")
    change(call, me, person)
    return Reply({"outgoing_status": call.store.people.tie(me, person.id)})


def _follow(call: Call, me: int, person: Person) -> None:
    people = call.store.people
    if people.blocks(person.id, me):
        raise faults.NOT_VIEWABLE()
    if people.tie(me, person.id) == "follows":
        return
    people.unblock(me, person.id)
    people.set_tie(me, person.id, "requested" if person.private else "follows", call.store.stamp(call.now))


def _unfollow(call: Call, me: int, person: Person) -> None:
    call.store.people.cut_tie(me, person.id)


def _approve(call: Call, me: int, person: Person) -> None:
    if call.store.people.tie(person.id, me) == "requested":
        call.store.people.set_tie(person.id, me, "follows", call.store.stamp(call.now))


def _ignore(call: Call, me: int, person: Person) -> None:
    if call.store.people.tie(person.id, me) == "requested":
        call.store.people.cut_tie(person.id, me)


def _block(call: Call, me: int, person: Person) -> None:
    people = call.store.people
    people.cut_tie(me, person.id)
    people.cut_tie(person.id, me)
    people.block(me, person.id)


def _unblock(call: Call, me: int, person: Person) -> None:
    call.store.people.unblock(me, person.id)


_ACTIONS: Final[dict[str, Callable[[Call, int, Person], None]]] = {
    "follow": _follow,
    "unfollow": _unfollow,
    "approve": _approve,
    "ignore": _ignore,
    # What the first clients call it.
    "deny": _ignore,
    "block": _block,
    "unblock": _unblock,
}
