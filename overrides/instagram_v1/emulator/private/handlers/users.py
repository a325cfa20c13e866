"""Users, and how they stand to each other."""

from __future__ import annotations

from instagram_v1.emulator.private.calls import Call, Reply, handles
from instagram_v1.emulator.private.render import Renderer


@handles("users_info")
def info(call: Call) -> Reply:
    """Answer with a person, the counts included."""
    person = call.visible_person()
    counts = call.store.people.counts(person.id)
    return Reply({"user": Renderer(call.store, call.origin).user(person, counts)})


@handles("friendships_show")
def show(call: Call) -> Reply:
    """Answer with who of two people follows whom, or asked to."""
    me, person, people = call.me, call.person(), call.store.people
    outgoing, incoming = people.tie(me, person.id), people.tie(person.id, me)
    return Reply(
        {
            "following": outgoing == "follows",
            "incoming_request": incoming == "requested",
            "followed_by": incoming == "follows",
            "outgoing_request": outgoing == "requested",
        }
    )
