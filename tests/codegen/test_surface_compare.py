"""What callers can import and call, before and after: each change, and whether it breaks them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from codegen.errors import CodegenError
from codegen.surface import Change, SurfaceDiff, compare, read_surface
from tests.support.tiny_api import REPOSITORY

INIT = '''"""A package."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shop import errors
    from shop.client import Client

__all__ = ["Client", "errors"]
'''
CLIENT = '''from functools import cached_property

from _shop.resources import Things

__all__ = ["Client"]


class Base:
    def close(self) -> None:
        """Close it."""


class Client(Base):
    """A client."""

    def __init__(self, token: str, *, retries: int = 3) -> None:
        self.token = token

    @cached_property
    def things(self) -> Things:
        """Things."""
        return Things()

    def _hidden(self) -> None: ...
'''
ERRORS = '''__all__ = ["ShopError", "LostError"]


class ShopError(Exception):
    """An error."""


class LostError(ShopError):
    """Lost."""
'''
MODELS = '''from enum import Enum

__all__ = ["Colour", "Thing"]


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Thing:
    """A thing."""

    id: str
    size: int | None = None
'''
RESOURCES = '''from typing import Literal

from _shop.models import Thing


class Things:
    """Things."""

    def get(self, thing_id: str) -> Thing:
        """Get one."""

    def search(self, q: str, *, order: Literal["up", "down"] | None = None) -> list[Thing]:
        """Search."""


class Unreached:
    def call(self) -> None: ...
'''
FILES = {
    "overrides/shop/__init__.py": INIT,
    "overrides/shop/client.py": CLIENT,
    "overrides/shop/errors.py": ERRORS,
    "overrides/shop/models.py": "from _shop import models as m\nfrom _shop.models import *\n\n__all__ = [*m.__all__]\n",
    "overrides/shop/inner.py": "def helper() -> None: ...\n",
    "generated/_shop/__init__.py": "",
    "generated/_shop/models.py": MODELS,
    "generated/_shop/resources.py": RESOURCES,
}
THINGS = "shop.Client.things"


def write(folder: Path, files: dict[str, str]) -> Path:
    """Write a package."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


def changed(tmp_path: Path, name: str, old: str, new: str) -> SurfaceDiff:
    """Compare the package with itself, one text changed."""
    path = next(file for file in FILES if file.endswith(name))
    assert old in FILES[path]
    after = {**FILES, path: FILES[path].replace(old, new)}
    return compare(write(tmp_path / "before", FILES), write(tmp_path / "after", after))


def test_the_same(tmp_path: Path) -> None:
    """Nothing changed."""
    diff = compare(write(tmp_path / "a", FILES), write(tmp_path / "b", FILES))
    assert (diff.changes, diff.internal, diff.level) == ((), (), "none")


def test_what_is_public(tmp_path: Path) -> None:
    """Exports, modules with exports, and what attributes of exported classes lead to; not what has an underscore."""
    surface = read_surface(write(tmp_path, FILES))
    assert {"shop.Client", "shop.Client.close", f"{THINGS}.search", "shop.models.Thing.size"} <= set(surface.public)
    assert not [name for name in surface.public if "_hidden" in name or "inner" in name or "_shop" in name]
    assert "_shop.resources.Unreached" in surface.internal
    assert "_shop.models.Thing" not in surface.internal


@pytest.mark.parametrize(
    ("name", "old", "new", "kind", "where", "breaking"),
    [
        ("resources.py", "def get(", "def fetch(", "removed", f"{THINGS}.get", True),
        (
            "resources.py",
            "(self, thing_id: str)",
            "(self, thing_id: str, day: str)",
            "parameter-required",
            f"{THINGS}.get",
            True,
        ),
        (
            "resources.py",
            "thing_id: str)",
            "thing_id: str, *, day: str | None = None)",
            "parameter-added",
            f"{THINGS}.get",
            False,
        ),
        ("resources.py", "thing_id: str)", ")", "parameter-removed", f"{THINGS}.get", True),
        ("resources.py", "thing_id: str", "thing_id: int", "parameter-type", f"{THINGS}.get", True),
        ("resources.py", "thing_id: str", "thing_id: str | int", "parameter-type", f"{THINGS}.get", False),
        ("resources.py", '["up", "down"]', '["up"]', "parameter-type", f"{THINGS}.search", True),
        ("resources.py", '["up", "down"]', '["up", "down", "any"]', "parameter-type", f"{THINGS}.search", False),
        ("resources.py", "-> list[Thing]", "-> Thing", "type", f"{THINGS}.search", True),
        ("resources.py", "q: str, *", "q: str | None = None, *", "parameter-optional", f"{THINGS}.search", False),
        ("resources.py", "q: str, *, order", "*, q: str, order", "parameter-kind", f"{THINGS}.search", True),
        ("resources.py", '"""Search."""', '"""Search for things."""', "docstring", f"{THINGS}.search", False),
        ("client.py", "retries: int = 3", "retries: int = 5", "parameter-default", "shop.Client.__init__", True),
        ("client.py", "retries: int = 3", "retries: int", "parameter-required", "shop.Client.__init__", True),
        ("client.py", "class Client(Base)", "class Client", "base", "shop.Client", True),
        ("errors.py", "LostError(ShopError)", "LostError(Exception)", "base", "shop.errors.LostError", True),
        ("errors.py", '["ShopError", "LostError"]', '["ShopError"]', "removed", "shop.errors.LostError", True),
        ("_shop/models.py", "    size: int | None = None\n", "", "removed", "shop.models.Thing.size", True),
        (
            "_shop/models.py",
            "    id: str\n",
            "    id: str\n    day: str | None = None\n",
            "added",
            "shop.models.Thing.day",
            False,
        ),
        ("_shop/models.py", "id: str", "id: int", "type", "shop.models.Thing.id", True),
        ("_shop/models.py", "size: int | None = None", "size: int", "type", "shop.models.Thing.size", False),
        ("_shop/models.py", '    BLUE = "blue"\n', "", "removed", "shop.models.Colour.BLUE", True),
        ("_shop/models.py", '"blue"\n', '"blue"\n    GREEN = "green"\n', "added", "shop.models.Colour.GREEN", False),
        ("_shop/models.py", '= "blue"', '= "BLUE"', "value", "shop.models.Colour.BLUE", True),
    ],
)
def test_changes(tmp_path: Path, name: str, old: str, new: str, kind: str, where: str, breaking: bool) -> None:
    """Each kind of change at its public name."""
    diff = changed(tmp_path, name, old, new)
    assert (kind, where, breaking) in [(item.kind, item.name, item.breaking) for item in diff.changes]
    assert all(item.detail for item in diff.changes)


def test_parameters_in_another_order(tmp_path: Path) -> None:
    """Who gives them by position is broken."""
    diff = changed(
        tmp_path, "resources.py", "def get(self, thing_id: str)", "def get(self, day: str = '', thing_id: str = '')"
    )
    assert "parameter-order" in {item.kind for item in diff.changes if item.breaking}


def test_levels(tmp_path: Path) -> None:
    """Breaking is major, new is minor, words are a patch."""
    assert changed(tmp_path / "1", "resources.py", "def get(", "def fetch(").level == "major"
    assert (
        changed(tmp_path / "2", "_shop/models.py", "    id: str\n", "    id: str\n    day: int = 0\n").level == "minor"
    )
    assert changed(tmp_path / "3", "resources.py", "Get one.", "Get a thing.").level == "patch"


def test_internals_are_for_information(tmp_path: Path) -> None:
    """What no public name leads to is told apart, and asks for nothing."""
    diff = changed(tmp_path, "resources.py", "class Unreached", "class Renamed")
    assert (diff.changes, diff.level) == ((), "none")
    assert {item.name for item in diff.internal} == {"_shop.resources.Unreached", "_shop.resources.Renamed"}


def test_a_class_comes_as_one(tmp_path: Path) -> None:
    """A class that goes is one change, not one for each of its members."""
    files = {**FILES, "overrides/shop/errors.py": ERRORS.replace('"LostError"', "").replace(", ]", "]")}
    diff = compare(write(tmp_path / "a", files), write(tmp_path / "b", FILES))
    assert diff.changes == (Change("added", "shop.errors.LostError", "new class", breaking=False),)


def test_packages_side_by_side(tmp_path: Path) -> None:
    """A folder may hold the packages themselves."""
    flat = {name.partition("/")[2]: text for name, text in FILES.items()}
    assert compare(write(tmp_path / "a", FILES), write(tmp_path / "b", flat)).level == "none"


def test_nothing_to_read(tmp_path: Path) -> None:
    """A folder without a package, and code that is none, are named."""
    with pytest.raises(CodegenError, match="no package"):
        read_surface(tmp_path)
    broken = write(tmp_path / "a", {**FILES, "overrides/shop/errors.py": "x = 1\ndef ("})
    with pytest.raises(CodegenError, match=r"shop/errors\.py:2: this is no Python"):
        read_surface(broken)


def test_the_client_of_this_repository(tmp_path: Path) -> None:
    """Both clients with their resources, models, errors and the emulator; a removed method breaks both."""
    for name in ("overrides", "generated"):
        shutil.copytree(REPOSITORY / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    before = read_surface(tmp_path)
    for name in ("Client.users.recent_media", "AsyncClient.users.recent_media", "Client.raw.users.recent_media"):
        assert f"instagram_v1.{name}" in before.public
    for name in ("models.Media.caption", "errors.RateLimitError", "emulator.Emulator", "Page.items", "decode"):
        assert f"instagram_v1.{name}" in before.public, name
    copy = tmp_path / "after"
    shutil.copytree(tmp_path / "generated", copy / "generated")
    shutil.copytree(tmp_path / "overrides", copy / "overrides")
    path = copy / "generated" / "_instagram_v1" / "resources" / "users.py"
    path.write_text(path.read_text().replace("def search(", "def find("))
    diff = compare(tmp_path, copy)
    gone = {item.name for item in diff.changes if item.kind == "removed"}
    assert {"instagram_v1.Client.users.search", "instagram_v1.AsyncClient.users.search"} <= gone
    assert diff.level == "major"
