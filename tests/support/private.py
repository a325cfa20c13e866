"""The private API for tests: scripted answers, the shapes of the table of 2010, and both clients as one."""

from __future__ import annotations

import json
from typing import Any

from instagram_v1.private import AsyncPrivateClient, PrivateClient
from tests.support.wire import Answer, AsyncWire, Colour, SyncWire, Wire

__all__ = ["BASE", "COOKIE", "FRIENDSHIP", "MEDIA", "STORED", "USER", "PrivateColour", "failed", "fine", "said"]

BASE = "http://phone.test/api/v1"
COOKIE = "SENTINEL00session00of00the00phone"
STORED = json.dumps({"sessionid": COOKIE})

USER = {"username": "kevin", "pk": 3, "profile_pic_url": "http://pictures.test/3.jpg", "full_name": "Kevin S"}

COMMENT = {
    "media_id": 11,
    "text": "hello",
    "created_at": 1292000001,
    "user": USER,
    "content_type": "comment",
    "type": 1,
}

MEDIA = {
    "image_versions": [
        {"url": "http://pictures.test/5.jpg", "width": 150, "type": 5, "height": 150},
        {"url": "http://pictures.test/6.jpg", "width": 306, "type": 6, "height": 306},
        {"url": "http://pictures.test/7.jpg", "width": 612, "type": 7, "height": 612},
    ],
    "code": "BAz",
    "likers": [],
    "taken_at": 1292000000,
    "location": {
        "external_source": "foursquare",
        "name": "Pier",
        "address": "1 Sea St",
        "lat": 37.8,
        "pk": 5,
        "lng": -122.4,
        "external_id": 77,
    },
    "filter_type": "15",
    "device_timestamp": 1291999999,
    "user": USER,
    "media_type": 1,
    "lat": 37.8,
    "pk": 11,
    "lng": -122.4,
    "comments": [COMMENT],
}
"""The answer to a change of media data in the table, with values filled in."""

FRIENDSHIP: dict[str, Any] = {
    "following": True,
    "status": "ok",
    "incoming_request": False,
    "followed_by": True,
    "outgoing_request": False,
}


def said(http: int = 200, *, headers: dict[str, str] | None = None, **body: Any) -> Answer:
    """An answer with any body."""
    return Answer(status=http, headers=headers or {}, content=json.dumps(body).encode())


def fine(**body: Any) -> Answer:
    """An answer that went well."""
    return said(status="ok", **body)


def failed(message: str | None, http: int = 400, **body: Any) -> Answer:
    """An answer that did not."""
    words: dict[str, Any] = {} if message is None else {"message": message}
    return said(http, status="failed", **words, **body)


class PrivateColour(Colour):
    """One of the two private clients, driven as if it were plain."""

    def client(self, wire: Wire, *, token: Any = STORED, **options: Any) -> Any:
        """A client whose far end is ``wire``; ``token`` is the stored session that it begins with."""
        options = {"base_url": BASE, "retry": None, "session": token, **options}
        if self.name == "async":
            return AsyncPrivateClient(transport=AsyncWire(wire), **options)
        return PrivateClient(transport=SyncWire(wire), **options)
