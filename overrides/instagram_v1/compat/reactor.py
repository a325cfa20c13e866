"""The receiving end of subscriptions, as python-instagram has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from instagram_v1.errors import NotificationError
from instagram_v1.subscriptions import notifications

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["SubscriptionType", "SubscriptionVerifyError", "SubscriptionsReactor"]

Update = dict[str, Any]


class SubscriptionType:
    """What can be subscribed to."""

    TAG = "tag"
    USER = "user"
    GEOGRAPHY = "geography"
    LOCATION = "location"


class SubscriptionVerifyError(NotificationError):
    """The notification is not to be trusted; no callback was called."""


class SubscriptionsReactor:
    """Calls back for each update of a notification, once its signature has proved right."""

    def __init__(self) -> None:
        self.callbacks: dict[str, list[Callable[[Update], object]]] = {}

    def register_callback(self, object_type: str, callback: Callable[[Update], object]) -> None:
        """Have a function called for updates of one type; twice is once."""
        known = self.callbacks.setdefault(object_type, [])
        if callback not in known:
            known.append(callback)

    def deregister_callback(self, object_type: str, callback: Callable[[Update], object]) -> None:
        """Have it called no more; a function that was not registered is no error."""
        known = self.callbacks.get(object_type, [])
        if callback in known:
            known.remove(callback)

    def process(self, client_secret: str, raw_response: str | bytes, x_hub_signature: str | None) -> None:
        """Verify a notification, and call back for each of its updates.

        Raises:
            SubscriptionVerifyError: It is forged or malformed.
        """
        body = raw_response.encode() if isinstance(raw_response, str) else raw_response
        try:
            notifications(body, x_hub_signature, client_secret)
        except NotificationError as error:
            raise SubscriptionVerifyError(error.message, reason=error.reason) from error
        updates: list[Update] = msgspec.json.decode(body)
        for update in updates:
            for callback in tuple(self.callbacks.get(update["object"], ())):
                callback(update)
