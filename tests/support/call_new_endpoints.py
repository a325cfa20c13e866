"""Calls the new endpoints on both clients of whatever packages are importable, and prints what they give as JSON."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from _instagram_v1.operations import OPERATIONS
from instagram_v1.emulator import Emulator
from tests.support.new_endpoints import CALLS


def main() -> None:
    """Call and print."""
    with Emulator() as emulator:
        with emulator.client() as client:
            said = {name: _shown(_method(client, name)(**given)) for name, given in CALLS.items()}
        waited = asyncio.run(_waited(emulator))
    print(json.dumps({name: [said[name], waited[name], _style(name)] for name in CALLS}))


def _style(name: str) -> str:
    pagination = OPERATIONS[name].pagination
    return pagination.style if pagination else ""


async def _waited(emulator: Any) -> dict[str, str]:
    async with emulator.async_client() as client:
        return {name: _shown(await _method(client, name)(**given)) for name, given in CALLS.items()}


def _method(client: Any, name: str) -> Any:
    resource, _, method = name.partition("_")
    return getattr(getattr(client, resource), method)


def _shown(answer: Any) -> str:
    kind = type(answer).__name__
    items = answer if isinstance(answer, list) else getattr(answer, "items", None)
    return f"{kind} of {type(items[0]).__name__}" if isinstance(items, list) and items else kind


if __name__ == "__main__":
    main()
