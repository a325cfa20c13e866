"""The private API of 2010, which the app for the iPhone spoke before there was a public one.

It has other paths, another envelope, integer ids, and a session in a cookie instead of tokens. The service of that time
is gone, and today's must not be spoken to: a client has to be told an address, such as that of an emulator.

    from instagram_v1.emulator import Emulator
    from instagram_v1.private import PrivateClient

    with Emulator(api="private") as emulator, PrivateClient(emulator.base_url) as ig:
        ig.accounts.login("alice", "…")
        ig.media.upload(photo, 1292000000)
        media = ig.media.configure(1292000000, caption="Hello")

Names are imported when they are first used: reading an archived answer loads no HTTP library.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from _instagram_private.operations import OPERATIONS
    from instagram_v1.private import converters, errors, filters, models
    from instagram_v1.private.async_client import AsyncPrivateClient
    from instagram_v1.private.client import PrivateClient
    from instagram_v1.private.converters import ConversionError, to_private, to_public
    from instagram_v1.private.decoding import decode
    from instagram_v1.runtime.session import Session

__all__ = [
    "OPERATIONS",
    "AsyncPrivateClient",
    "ConversionError",
    "PrivateClient",
    "Session",
    "converters",
    "decode",
    "errors",
    "filters",
    "models",
    "to_private",
    "to_public",
]

_HOMES = {
    "OPERATIONS": "_instagram_private.operations",
    "AsyncPrivateClient": "instagram_v1.private.async_client",
    "ConversionError": "instagram_v1.private.converters",
    "PrivateClient": "instagram_v1.private.client",
    "Session": "instagram_v1.runtime.session",
    "decode": "instagram_v1.private.decoding",
    "to_private": "instagram_v1.private.converters",
    "to_public": "instagram_v1.private.converters",
}

_MODULES = ("converters", "errors", "filters", "models", "schema")


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name in _MODULES:
        return import_module(f"{__name__}.{name}")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
