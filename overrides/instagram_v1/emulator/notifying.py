"""Tells subscribers what happened: signed, in order, in batches where much happens, and on this machine only."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from . import callbacks
from .posting import Event

Poster: TypeAlias = Callable[[str, bytes, dict[str, str]], "int | None"]

_GATHERING: Final = 0.02
"""Seconds in which events become one notification."""

_REMEMBERED: Final = 100


@frozen
class Sent:
    """One notification that was sent.

    Attributes:
        url: Where to.
        events: How many things it told of.
        status: What the subscriber answered; ``None`` when nobody did.
    """

    url: str
    events: int
    status: int | None


@frozen
class _Lane:
    """What waits for one subscriber: a slow one holds up nobody else."""

    url: str
    secret: str
    waiting: deque[Event] = field(factory=deque[Event])


class Notifier:
    """Sends notifications from threads of its own, so that no request waits for a subscriber."""

    def __init__(self, post: Poster = callbacks.post, gathering: float = _GATHERING) -> None:
        self._post = post
        self._gathering = gathering
        self._lanes: dict[tuple[str, str], _Lane] = {}
        self._changed = threading.Condition()
        self.sent: deque[Sent] = deque(maxlen=_REMEMBERED)

    def tell(self, events: Iterable[Event], secret: Callable[[str], str]) -> None:
        """Send events to their subscribers, later; ``secret`` gives that of a client."""
        with self._changed:
            for event in events:
                key = (event.subscription.client, event.subscription.callback)
                lane = self._lanes.get(key)
                if lane is None:
                    lane = self._lanes[key] = _Lane(key[1], secret(key[0]))
                    name = "instagram-v1-notifier"
                    threading.Thread(target=self._run, args=(key, lane), name=name, daemon=True).start()
                lane.waiting.append(event)

    def settle(self, timeout: float) -> bool:
        """Wait until everything was sent; tell whether it was."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._lanes, timeout)

    def _run(self, key: tuple[str, str], lane: _Lane) -> None:
        while True:
            time.sleep(self._gathering)
            with self._changed:
                batch = list(lane.waiting)
                lane.waiting.clear()
                if not batch:
                    # Whoever comes next makes a new lane: an idle subscriber costs no thread.
                    del self._lanes[key]
                    self._changed.notify_all()
                    return
            body = written(batch)
            headers = {"Content-Type": "application/json", "X-Hub-Signature": signature(lane.secret, body)}
            self.sent.append(Sent(lane.url, len(batch), self._post(lane.url, body, headers)))


def written(events: Iterable[Event]) -> bytes:
    """Write a notification: a list, also of one thing."""
    return json.dumps([_object(event) for event in events]).encode()


def signature(secret: str, body: bytes) -> str:
    """Sign a notification: HMAC-SHA1 of the body, in bare hexadecimal digits."""
    return hmac.new(secret.encode(), body, hashlib.sha1).hexdigest()


def _object(event: Event) -> dict[str, Any]:
    return {
        "changed_aspect": event.subscription.aspect,
        "object": event.subscription.object,
        "object_id": event.object_id,
        "time": event.time,
        "subscription_id": event.subscription.id,
        "data": {} if event.media is None else {"media_id": event.media},
    }
