"""The receiving end of real-time subscriptions: answering the challenge, and trusting notifications.

Making, listing and deleting subscriptions is ``Client.subscriptions``. What is here fits into any web framework:

    return challenge(request.query, verify_token)                      # GET on the callback
    for note in notifications(request.body, request.headers["X-Hub-Signature"], client_secret): ...   # POST on it
"""

from __future__ import annotations

import hmac
import time
from hashlib import sha1
from typing import TYPE_CHECKING, Literal

import attrs
import msgspec

from instagram_v1.errors import NotificationError
from instagram_v1.runtime.model import Text, text, unixtime

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

__all__ = ["Notification", "challenge", "notifications", "signed"]


@attrs.frozen(kw_only=True)
class Notification:
    """Something changed.

    Attributes:
        subscription_id: Id of the subscription.
        object: What kind of thing changed: ``user``, ``tag``, ``location`` or ``geography``.
        object_id: Which one.
        changed_aspect: What of it changed; ``media`` in practice.
        time: When, as an aware datetime in UTC.
        media_id: The new media, where the API names it (since 2015, for users).
    """

    subscription_id: str
    object: str
    object_id: str
    changed_aspect: str
    time: datetime
    media_id: str | None = None


def challenge(query: Mapping[str, str], verify_token: str) -> str:
    """Answer the question that the API asks before it makes a subscription.

    Args:
        query: Parameters of its GET request.
        verify_token: What was given to ``subscriptions.create``.

    Returns:
        The body to answer with, as ``text/plain``.

    Raises:
        NotificationError: The question is not the API's, or not about your subscription: answer 403.
    """
    token, text_ = query.get("hub.verify_token", ""), query.get("hub.challenge", "")
    if query.get("hub.mode") != "subscribe" or not text_:
        raise NotificationError("This is no challenge: hub.mode or hub.challenge is missing.", reason="malformed")
    if not hmac.compare_digest(token.encode(), verify_token.encode()):
        raise NotificationError("The challenge is for another subscription.", reason="forged")
    return text_


def signed(body: bytes, signature: str, client_secret: str) -> bool:
    """Whether a body was signed with the application's secret; compares in constant time.

    Args:
        body: The raw body, before anything parsed it.
        signature: The header ``X-Hub-Signature``: bare hexadecimal digits.
        client_secret: Secret of the application.
    """
    wanted = hmac.new(client_secret.encode(), body, sha1).hexdigest()
    return hmac.compare_digest(wanted.encode(), signature.strip().lower().encode("utf-8", "replace"))


def notifications(
    body: bytes, signature: str | None, client_secret: str, *, max_age: float | None = None, now: float | None = None
) -> list[Notification]:
    """Read the body of a notification, once its signature has proved right.

    Args:
        body: The raw body, before anything parsed it.
        signature: The header ``X-Hub-Signature``, or ``None`` when there is none.
        client_secret: Secret of the application.
        max_age: Refuse what is older than so many seconds; ``None`` for any age.
        now: The present, in seconds since 1970.

    Raises:
        NotificationError: It is forged, too old, or no notification; ``reason`` says which.
    """
    if signature is None or not signed(body, signature, client_secret):
        raise NotificationError("The signature is missing or wrong.", reason="forged")
    found = [_read(update) for update in _updates(body)]
    oldest = (time.time() if now is None else now) - (max_age or 0.0)
    if max_age is not None and any(note.time.timestamp() < oldest for note in found):
        raise NotificationError(f"The notification is older than {max_age:g} seconds.", reason="stale")
    return found


class _Change(msgspec.Struct, frozen=True):
    media_id: Text | None = None


class _Update(msgspec.Struct, frozen=True, kw_only=True):
    subscription_id: Text
    object: str
    object_id: Text
    changed_aspect: str
    time: int
    data: _Change | None = None


def _updates(body: bytes) -> list[_Update]:
    problem: Literal["", "no JSON", "not of the form of a notification"] = ""
    try:
        return msgspec.json.decode(body, type=list[_Update], strict=False)
    except msgspec.ValidationError:
        problem = "not of the form of a notification"
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        problem = "no JSON"
    raise NotificationError(f"The body is signed, but {problem}.", reason="malformed")


def _read(update: _Update) -> Notification:
    moment = unixtime(update.time)
    if moment is None:
        raise NotificationError("The body is signed, but its time is none.", reason="malformed")
    return Notification(
        subscription_id=text(update.subscription_id) or "",
        object=update.object,
        object_id=text(update.object_id) or "",
        changed_aspect=update.changed_aspect,
        time=moment,
        media_id=text(update.data.media_id) if update.data is not None else None,
    )
