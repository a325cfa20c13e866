"""Real-time subscriptions: list, create with the challenge, delete."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode, urlsplit

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Deferred, Reply, handles
from instagram_v1.emulator.identity import digest, number
from instagram_v1.emulator.places import circle
from instagram_v1.emulator.store import Subscription

_RADIUS: Final = (1000, 5000)


def _object(subscription: Subscription) -> dict[str, Any]:
    return {
        "object": subscription.object,
        "object_id": subscription.object_id,
        "aspect": subscription.aspect,
        "callback_url": subscription.callback,
        "type": "subscription",
        "id": str(subscription.id),
    }


@handles("subscriptions_list")
def listed(call: Call) -> Reply:
    """Answer with the client's subscriptions."""
    return Reply([_object(subscription) for subscription in call.store.accounts.subscriptions(call.client)])


@handles("subscriptions_create")
def create(call: Call) -> Deferred:
    """Subscribe, once the call-back has repeated the challenge."""
    wanted, verify = _wanted(call), call.get("verify_token") or ""
    challenge = digest("challenge", call.client, wanted.callback, call.store.stamp(call.now))
    query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": verify}
    joint = "&" if urlsplit(wanted.callback).query else "?"

    def resume(answer: str | None) -> Reply:
        if answer is None:
            raise faults.CALLBACK_UNREACHABLE()
        if answer.strip() != challenge:
            raise call.profile.challenge_failed()
        return Reply(_object(_subscribe(call, wanted, verify)))

    return Deferred(wanted.callback + joint + urlencode(query), resume)


def _wanted(call: Call) -> Subscription:
    """Read what is subscribed to."""
    kind, callback = call.get("object") or "", call.get("callback_url") or ""
    if kind not in call.profile.subscription_objects:
        raise faults.BAD_SUBSCRIPTION(name="object")
    if call.get("aspect") != "media":
        raise faults.BAD_SUBSCRIPTION(name="aspect")
    try:
        good = urlsplit(callback).scheme in ("http", "https") and callback.isascii() and callback.isprintable()
    except ValueError:
        good = False
    if not good:
        raise faults.BAD_SUBSCRIPTION(name="callback_url")
    if kind == "geography":
        circle(call, _RADIUS, "radius")
    elif kind != "user" and call.get("object_id") is None:
        raise faults.BAD_SUBSCRIPTION(name="object_id")
    object_id = call.get("object_id") if kind in ("tag", "location") else None
    return Subscription(0, call.client, kind, object_id, "media", callback)


def _subscribe(call: Call, wanted: Subscription, verify: str) -> Subscription:
    if wanted.object == "geography":
        area = circle(call, _RADIUS, "radius")
        made = call.store.places.add_geography(call.client, area.latitude, area.longitude, area.radius)
        wanted = Subscription(0, wanted.client, wanted.object, str(made), wanted.aspect, wanted.callback)
    return call.store.accounts.subscribe(wanted, verify)


@handles("subscriptions_delete")
def delete(call: Call) -> Reply:
    """Delete one subscription, or all to one kind of object."""
    accounts, identity, kind = call.store.accounts, call.get("id"), call.get("object")
    if identity is not None:
        wanted = number(identity)
        if wanted is None or not accounts.unsubscribe(call.client, wanted):
            raise faults.NO_SUCH_SUBSCRIPTION()
    elif kind in ("all", "user", "tag", "location", "geography"):
        accounts.unsubscribe_all(call.client, kind)
    else:
        raise faults.BAD_SUBSCRIPTION(name="object")
    return Reply(None)
