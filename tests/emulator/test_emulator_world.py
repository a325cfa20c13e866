"""The invented world: big enough, and the same for the same seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from typing import Any

import pytest

from instagram_v1.emulator import Emulator
from tests.support.emulation import Api, items

PATHS = (
    "/users/self",
    "/users/self/media/recent",
    "/users/self/feed",
    "/users/self/follows",
    "/users/self/followed-by",
    "/users/self/requested-by",
    "/media/popular",
    "/media/search?lat=48.858844&lng=2.294351",
    "/tags/snow/media/recent",
    "/tags/search?q=s",
    "/locations/search?lat=48.858844&lng=2.294351",
)

SCRIPT = """
import hashlib
from instagram_v1.emulator import Emulator, request
emulator, digest = Emulator(seed=7), hashlib.sha256()
for path in {paths!r}:
    joint = "&" if "?" in path else "?"
    response = emulator.handle(request("GET", "/v1" + path + joint + "access_token=" + emulator.token()))
    digest.update(repr(response).encode())
print(digest.hexdigest())
"""


def _answers(seed: int) -> list[bytes]:
    api = Api(Emulator(seed=seed))
    return [api.raw("GET", path.partition("?")[0], **_query(path)).body for path in PATHS]


def _query(path: str) -> dict[str, Any]:
    return dict(pair.split("=") for pair in path.partition("?")[2].split("&") if pair)


def test_the_same_seed_gives_the_same_bytes() -> None:
    """Two emulators of one seed answer alike, of another seed differently."""
    assert _answers(3) == _answers(3)
    assert all(one != other for one, other in zip(_answers(3), _answers(4), strict=True))


def test_the_hash_seed_does_not_matter() -> None:
    """Other processes with other hash seeds give the same bytes, headers included."""
    digests = set()
    for seed in ("1", "4242"):
        run = subprocess.run(
            [sys.executable, "-c", SCRIPT.format(paths=PATHS)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        digests.add(run.stdout.strip())
    assert len(digests) == 1
    assert len(digests.pop()) == len(hashlib.sha256().hexdigest())


@pytest.mark.parametrize("profile", ["2015", "2017"])
@pytest.mark.parametrize("seed", [0, 1, 99])
def test_every_world_is_big_enough(profile: str, seed: int) -> None:
    """Whatever the seed: hundreds of media, followers and tagged media, and places around the tower."""
    api = Api(Emulator(profile, seed=seed))
    me = api.get("/users/self")
    assert me["counts"]["media"] > 300
    assert me["counts"]["follows"] > 100
    assert me["counts"]["followed_by"] > 200
    assert api.get("/tags/snow")["media_count"] > 200
    assert len(items(api.walk("/users/self/media/liked"))) > 100
    assert len(api.get("/users/self/requested-by")) == 7
    assert len(api.get("/locations/search", lat=48.858844, lng=2.294351)) > 1
    assert len(api.get("/media/search", lat=48.858844, lng=2.294351)) == 20
    assert max(item["comments"]["count"] for item in api.get("/users/self/media/recent")) > 150


def test_state_goes_on_from_one_world_only() -> None:
    """A second emulator of the same seed knows nothing of what happened in the first."""
    first, second = Api(Emulator()), Api(Emulator())
    media = next(item for item in first.get("/media/popular") if not item["user_has_liked"])["id"]
    first.call("POST", f"/media/{media}/likes")
    assert second.get(f"/media/{media}")["user_has_liked"] is False


def test_tokens_are_of_the_right_form(still: Api) -> None:
    """{user id}.{7 hex of the client id}.{32 hex}, the same for the same scopes."""
    emulator = still.emulator
    user, client, rest = emulator.token().split(".")
    assert user == still.get("/users/self")["id"]
    assert client == emulator.client_id[:7]
    assert len(rest) == len(emulator.client_id) == len(emulator.client_secret) == 32
    assert emulator.token() == emulator.token(scopes=reversed(["basic", "comments", "relationships", "likes"]))
    assert emulator.token(scopes=["basic"]) != emulator.token()
    assert emulator.token(scopes=["likes"]) == emulator.token(scopes="basic likes")
    assert emulator.token(scopes=[]) == emulator.token(scopes=["basic"])
    with pytest.raises(ValueError, match="nobody here is called 'x'"):
        emulator.token("x")
