"""A faster engine for requests than httpx, behind the same clients. Needs the extra ``fast``.

    from instagram_v1 import Client
    from instagram_v1.fast import FastTransport

    with FastTransport() as engine, Client(access_token=..., transport=engine) as ig:
        ig.users.get("self")

The engine is pyreqwest, which is compiled. Who made it closes it; several clients may share one.
"""

from __future__ import annotations

try:
    from instagram_v1.runtime.fast_transport import AsyncFastTransport, FastTransport
except ImportError as _error:
    if (_error.name or "").partition(".")[0] != "pyreqwest":
        raise
    raise ImportError(
        "the fast engine needs pyreqwest, which is not installed: pip install 'instagram-v1[fast]'", name="pyreqwest"
    ) from None

__all__ = ["AsyncFastTransport", "FastTransport"]
