"""The pytest plugin, in a pytest of its own, as a user's project has it."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

PLUGIN = "instagram_v1._pytest_plugin"

RECIPE = """
import asyncio

from instagram_v1 import AsyncClient, Client


def newest_caption(ig: Client) -> str:  # a piece of your program
    media = next(iter(ig.users.recent_media("self")), None)
    return media.caption.text or "" if media and media.caption else ""


def test_newest_caption(instagram_client: Client) -> None:
    assert isinstance(newest_caption(instagram_client), str)


def test_awaited(instagram_async_client: AsyncClient) -> None:
    assert asyncio.run(instagram_async_client.tags.get("paris")).name == "paris"
"""


def run(folder: Path, text: str, *options: str) -> tuple[int, str]:
    """Run pytest on one file; give its exit code and what it printed."""
    (folder / "pytest.ini").write_text("[pytest]\n")
    (folder / "test_it.py").write_text(text)
    installed = any(point.value == PLUGIN for point in entry_points(group="pytest11"))
    load = () if installed else ("-p", PLUGIN)
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *load, "--strict-markers", *options]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_recipe(tmp_path: Path) -> None:
    """Tests with the fixtures pass, in plain functions and in a loop of their own."""
    code, said = run(tmp_path, RECIPE)
    assert code == 0, said
    assert " passed" in said


def test_each_test_has_its_own_world(tmp_path: Path) -> None:
    """What one test changes, the next does not see; fixtures of one test share one emulator."""
    code, said = run(
        tmp_path,
        """
import pytest

@pytest.mark.parametrize("turn", [1, 2])
def test_liking(instagram_client, instagram_emulator, turn):
    media = next(m for m in instagram_client.users.recent_media("self") if not m.user_has_liked)
    instagram_client.likes.create(media.id)
    assert instagram_client.media.get(media.id).user_has_liked
    assert instagram_client.users.get("self").username == instagram_emulator.username
    seen.append(media.id)
    assert len(set(seen)) == 1

seen = []
""",
    )
    assert code == 0, said


def test_the_marker_gives_the_options(tmp_path: Path) -> None:
    """The marker closest to the test wins, option by option; a wrong option is told."""
    code, said = run(
        tmp_path,
        """
import pytest

pytestmark = pytest.mark.instagram(profile="2017", seed=7)

def test_module(instagram_emulator):
    assert (instagram_emulator.profile, instagram_emulator.seed) == ("2017", 7)

@pytest.mark.instagram(seed=8, rate_limit=10)
def test_closer(instagram_emulator, instagram_client):
    assert (instagram_emulator.profile, instagram_emulator.seed) == ("2017", 8)
    assert instagram_client.raw.users.get("self").rate.limit == 10

@pytest.mark.instagram(profile="retired")
def test_retired(instagram_client):
    from instagram_v1.errors import RetiredError
    with pytest.raises(RetiredError):
        instagram_client.users.get("self")
""",
    )
    assert code == 0, said
    code, said = run(
        tmp_path,
        """
import pytest

@pytest.mark.instagram(colour="blue")
def test_wrong(instagram_emulator):
    pass
""",
    )
    assert code == 1
    assert "unexpected keyword argument 'colour'" in said


def test_the_server(tmp_path: Path) -> None:
    """The emulator listens for programs that take an address, and stops after the test."""
    code, said = run(
        tmp_path,
        """
import httpx
from instagram_v1 import Client

where = []

def test_listening(instagram_server):
    where.append(instagram_server.base_url)
    with Client(instagram_server.token(), base_url=instagram_server.base_url) as ig:
        assert ig.users.get("self").username == instagram_server.username

def test_stopped():
    import pytest
    with pytest.raises(httpx.ConnectError):
        httpx.get(where[0], trust_env=False)
""",
    )
    assert code == 0, said


def test_the_private_clients(tmp_path: Path) -> None:
    """Clients of the private API see the same world as the others, signed in and without a port."""
    code, said = run(
        tmp_path,
        """
import asyncio

def test_both(instagram_private_client, instagram_client, instagram_emulator):
    pk = int(instagram_client.users.get("self").id)
    assert instagram_private_client.users.info(pk).username == instagram_emulator.username
    posted = int(instagram_emulator.post("ben8").partition("_")[0])
    assert instagram_private_client.feed.timeline()[0].pk == posted

def test_awaited(instagram_async_private_client, instagram_emulator):
    async def first():
        await instagram_async_private_client.accounts.logout()
        await instagram_async_private_client.accounts.login(instagram_emulator.username, instagram_emulator.password)
        return (await instagram_async_private_client.feed.timeline())[0]
    assert asyncio.run(first()).pk
""",
    )
    assert code == 0, said
    assert "2 passed" in said


def test_nothing_heavy_is_imported_before_a_fixture_is_used(tmp_path: Path) -> None:
    """A project that never asks for a fixture does not pay for the plugin."""
    code, said = run(
        tmp_path,
        """
import sys

def test_light():
    heavy = {"httpx", "attrs", "msgspec", "pydantic", "starlette", "uvicorn", "_instagram_v1"}
    assert not heavy & set(sys.modules)
    ours = {name for name in sys.modules if name.startswith("instagram_v1")}
    assert ours <= {"instagram_v1", "instagram_v1._pytest_plugin", "instagram_v1._spec"}

def test_in_process(instagram_client):
    assert instagram_client.users.get("self").id
    assert "httpx" not in sys.modules
""",
    )
    assert code == 0, said


@pytest.mark.parametrize("option", ["--fixtures", "--markers"])
def test_it_explains_itself(tmp_path: Path, option: str) -> None:
    """pytest's own lists show what there is."""
    code, said = run(tmp_path, "", option)
    assert code in (0, 5), said
    names = [
        "instagram_emulator", "instagram_client", "instagram_async_client", "instagram_server",
        "instagram_private_client", "instagram_async_private_client",
    ]  # fmt: skip
    for name in names if option == "--fixtures" else ["@pytest.mark.instagram"]:
        assert name in said
