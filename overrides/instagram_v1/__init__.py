"""A typed client for the Instagram API v1, for code and archives that still speak it.

The live API is retired; ``instagram_v1.emulator`` is the API itself, offline.

    from instagram_v1 import Client

    with Client(access_token=...) as ig:
        for media in ig.users.recent_media("self"):
            ...

Names are imported when they are first used: importing this package loads neither httpx, attrs nor msgspec.
"""

from __future__ import annotations

from instagram_v1._spec import PackageSpec as _PackageSpec

# typing.TYPE_CHECKING by another way: checkers know the name, and typing need not be imported.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from _instagram_v1.operations import OPERATIONS
    from instagram_v1 import errors, models, oauth, provenance, subscriptions
    from instagram_v1.async_client import AsyncClient
    from instagram_v1.budget import Budget
    from instagram_v1.client import Client
    from instagram_v1.decoding import decode
    from instagram_v1.models import asdict, evolve, fromdict
    from instagram_v1.runtime.cursor import Cursor
    from instagram_v1.runtime.pages import AsyncPage, Page
    from instagram_v1.runtime.rate import RateLimit
    from instagram_v1.runtime.response import Response
    from instagram_v1.runtime.retry import Retry

__version__ = "0.1.0"

_PackageSpec.adopt(__spec__)

__all__ = [
    "OPERATIONS",
    "AsyncClient",
    "AsyncPage",
    "Budget",
    "Client",
    "Cursor",
    "Page",
    "RateLimit",
    "Response",
    "Retry",
    "__version__",
    "asdict",
    "decode",
    "errors",
    "evolve",
    "fromdict",
    "models",
    "oauth",
    "provenance",
    "subscriptions",
]

_HOMES = {
    "OPERATIONS": "_instagram_v1.operations",
    "AsyncClient": "instagram_v1.async_client",
    "AsyncPage": "instagram_v1.runtime.pages",
    "Budget": "instagram_v1.budget",
    "Client": "instagram_v1.client",
    "Cursor": "instagram_v1.runtime.cursor",
    "Page": "instagram_v1.runtime.pages",
    "RateLimit": "instagram_v1.runtime.rate",
    "Response": "instagram_v1.runtime.response",
    "Retry": "instagram_v1.runtime.retry",
    "asdict": "instagram_v1.models",
    "decode": "instagram_v1.decoding",
    "evolve": "instagram_v1.models",
    "fromdict": "instagram_v1.models",
}

_MODULES = ("compat", "emulator", "errors", "models", "oauth", "private", "provenance", "subscriptions", "testing")


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
