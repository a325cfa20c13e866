"""The handlers of the private API: one function for each operation, registered by operation id.

Importing this package fills the register.
"""

from __future__ import annotations

from instagram_v1.emulator.private.calls import HANDLERS

from . import accounts, feeds, media, uploads, users

__all__ = ["HANDLERS", "accounts", "feeds", "media", "uploads", "users"]
