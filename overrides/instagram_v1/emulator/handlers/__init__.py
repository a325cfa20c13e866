"""The handlers: one function for each operation, registered by operation id.

Importing this package fills the register.
"""

from __future__ import annotations

from instagram_v1.emulator.calls import HANDLERS

from . import comments, geographies, likes, locations, media, relationships, subscriptions, tags, users

__all__ = [
    "HANDLERS",
    "comments",
    "geographies",
    "likes",
    "locations",
    "media",
    "relationships",
    "subscriptions",
    "tags",
    "users",
]
