"""How long one page of media takes from bytes to objects, beside other ways: ``make bench``."""

from __future__ import annotations

import json
from typing import NamedTuple

import msgspec

import instagram_v1
from _instagram_v1 import models
from benchmarks.stock import member, stock
from benchmarks.timing import Ways, best_times, console, show
from instagram_v1.emulator import Emulator
from instagram_v1.schema import UsersRecentMediaResponse

BASE = "msgspec to plain dicts"


class Page(NamedTuple):
    """A page of media as the service answered, and the token it was asked for with, which `next_url` repeats."""

    body: bytes
    token: str


def pages() -> dict[str, Page]:
    """One page of either era: with comments and likes inside, or only their counts."""
    found: dict[str, Page] = {}
    for profile in ("2015", "2017"):
        with Emulator(profile=profile) as emulator, emulator.client() as ig:
            found[profile] = Page(ig.raw.users.recent_media("self", count=20).content, emulator.token())
    return found


def ways(body: bytes) -> Ways:
    """Every way to read it; each gives the same media."""
    decoder = msgspec.json.Decoder(models.UsersRecentMediaResponse, strict=False)
    stock_response = member("models").UsersRecentMediaResponse
    return {
        BASE: lambda: msgspec.json.decode(body),
        "json to plain dicts": lambda: json.loads(body),
        "our models": lambda: decoder.decode(body),
        "instagram_v1.decode": lambda: instagram_v1.decode("users_recent_media", body),
        "pydantic, strict models": lambda: UsersRecentMediaResponse.model_validate_json(body),
        "openapi-python-client as it comes": lambda: stock_response.from_dict(json.loads(body)),
    }


def main() -> None:
    """Print one table for each era."""
    with stock():
        for profile, (body, _) in pages().items():
            count = len(json.loads(body)["data"])
            show(f"One page, {profile}: {count} media, {len(body):,} bytes", best_times(ways(body)), BASE)
    console.print("Ratios carry over to another machine; microseconds do not.")


if __name__ == "__main__":
    main()
