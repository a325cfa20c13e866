"""What one call costs this process, from the method to typed objects, beside other ways: ``make bench``."""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import json
from collections.abc import Callable, Coroutine, Generator

import httpx

from benchmarks.decode import pages
from benchmarks.server import serving
from benchmarks.stock import member, stock
from benchmarks.timing import Ways, best_times, console, show
from instagram_v1 import AsyncClient, Client
from instagram_v1.fast import AsyncFastTransport, FastTransport

BASE = "httpx and json to plain dicts"
CROWD = 50
PATH = "/v1/users/self/media/recent"


@contextlib.contextmanager
def ways(port: int, token: str) -> Generator[Ways, None, None]:
    """Every way to make the call, each on one connection that it keeps."""
    root = f"http://127.0.0.1:{port}"
    with contextlib.ExitStack() as stack:
        plain = stack.enter_context(httpx.Client(base_url=root))
        ours = stack.enter_context(Client(access_token=token, base_url=f"{root}/v1"))
        engine = stack.enter_context(FastTransport())
        fast = stack.enter_context(Client(access_token=token, base_url=f"{root}/v1", transport=engine))
        yield {
            BASE: lambda: plain.get(PATH, params={"access_token": token, "count": 20}).json(),
            "http.client and json to plain dicts": _by_hand(http.client.HTTPConnection("127.0.0.1", port), token),
            "instagram_v1.Client": lambda: ours.users.recent_media("self", count=20),
            "instagram_v1.Client, extra fast": lambda: fast.users.recent_media("self", count=20),
            "openapi-python-client as it comes": _by_stock(f"{root}/v1", token),
        }


@contextlib.contextmanager
def crowds(port: int, token: str) -> Generator[Ways, None, None]:
    """Every way to make many calls at once, each with connections that it keeps."""
    root = f"http://127.0.0.1:{port}"
    with asyncio.Runner() as runner:
        plain, engine = httpx.AsyncClient(base_url=root), AsyncFastTransport()
        ours = AsyncClient(access_token=token, base_url=f"{root}/v1")
        fast = AsyncClient(access_token=token, base_url=f"{root}/v1", transport=engine)

        async def by_hand() -> object:
            return (await plain.get(PATH, params={"access_token": token, "count": 20})).json()

        async def awaited(client: AsyncClient) -> object:
            return await client.users.recent_media("self", count=20)

        async def at_once(call: Callable[[], Coroutine[object, object, object]]) -> None:
            await asyncio.gather(*(call() for _ in range(CROWD)))

        yield {
            BASE: lambda: runner.run(at_once(by_hand)),
            "instagram_v1.AsyncClient": lambda: runner.run(at_once(lambda: awaited(ours))),
            "instagram_v1.AsyncClient, extra fast": lambda: runner.run(at_once(lambda: awaited(fast))),
        }
        for close in (plain.aclose, ours.aclose, engine.aclose):
            runner.run(close())


def _by_hand(connection: http.client.HTTPConnection, token: str) -> Callable[[], object]:
    def call() -> object:
        connection.request("GET", f"{PATH}?access_token={token}&count=20")
        return json.loads(connection.getresponse().read())

    return call


def _by_stock(base_url: str, token: str) -> Callable[[], object]:
    client = member("client").AuthenticatedClient(base_url=base_url, token=token)
    call = member("api.users.users_recent_media").sync
    return lambda: call("self", client=client, count=20)


def main() -> None:
    """Print one table for a page of each era."""
    with stock():
        for profile, (body, token) in pages().items():
            with serving(body) as port, ways(port, token) as each:
                show(f"One call, {profile} page of {len(body):,} bytes, CPU of this process", best_times(each), BASE)
            with serving(body) as port, crowds(port, token) as each:
                show(f"{CROWD} calls at once, {profile} page", best_times(each, rounds=5), BASE)
    console.print("The server answers fixed bytes from a process of its own, so its time is not counted.")


if __name__ == "__main__":
    main()
