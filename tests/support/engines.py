"""The engines that can carry a client over real HTTP, and one way to make a call by each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Protocol

from instagram_v1 import AsyncClient, Client
from instagram_v1.fast import AsyncFastTransport, FastTransport
from tests.support.wire import TOKEN, Colour

ENGINES = ("httpx", "fast")


class OverHttp(Protocol):
    """Makes one call of a client of its own."""

    def __call__(self, colour: Colour, base_url: str, call: Callable[[Any], Any], **options: Any) -> Any:
        """What the call gives."""
        ...


def over_http_by(engine: str) -> OverHttp:
    """One call of a client of its own, over real HTTP, by this engine."""

    def over_http(colour: Colour, base_url: str, call: Callable[[Any], Any], **options: Any) -> Any:
        options = {"base_url": base_url, "retry": None, "timeout": 5.0, **options}
        if colour.name == "async":
            return asyncio.run(_awaited(engine, call, options))
        if engine == "httpx":
            with Client(TOKEN, **options) as ig:
                return call(ig)
        with FastTransport() as transport, Client(TOKEN, transport=transport, **options) as ig:
            return call(ig)

    return over_http


async def _awaited(engine: str, call: Callable[[Any], Any], options: dict[str, Any]) -> Any:
    if engine == "httpx":
        async with AsyncClient(TOKEN, **options) as ig:
            return await call(ig)
    async with AsyncFastTransport() as transport, AsyncClient(TOKEN, transport=transport, **options) as ig:
        return await call(ig)
