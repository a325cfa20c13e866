"""What is in the wheel and the sdist, and that the same tree always gives the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.support.bare import requirements
from tests.support.distributions import Distributions, build
from tests.support.repository import ROOT, files

PACKAGES = {
    "overrides/instagram_v1/": "instagram_v1/",
    "generated/_instagram_v1/": "_instagram_v1/",
    "generated/_instagram_v1_schema/": "_instagram_v1_schema/",
}
INFO = "instagram_v1-0.1.0.dist-info/"


def packaged() -> dict[str, str]:
    """Files of the repository that users get, with their place in the wheel."""
    return {
        name: inside + name.removeprefix(folder)
        for name in files()
        for folder, inside in PACKAGES.items()
        if name.startswith(folder)
    }


def test_wheel_listing(distributions: Distributions) -> None:
    """The wheel holds the three packages, the licence and its own description, and nothing else."""
    described = ["METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE"]
    expected = [*packaged().values(), *(INFO + name for name in described)]
    assert sorted(expected) == distributions.wheel_names()


def test_sdist_listing(distributions: Distributions) -> None:
    """The sdist holds what the wheel is made from, and nothing else."""
    described = [".gitignore", "CHANGELOG.md", "LICENSE", "NOTICE", "PKG-INFO", "README.md", "pyproject.toml"]
    assert sorted([*packaged(), *described]) == distributions.sdist_names()


def test_every_package_is_typed(distributions: Distributions) -> None:
    """Each import package says that its annotations can be relied upon."""
    names = distributions.wheel_names()
    assert [f"{inside}py.typed" for inside in PACKAGES.values() if f"{inside}py.typed" not in names] == []


def test_metadata(distributions: Distributions) -> None:
    """Dependencies are ranges with a lower bound, and no exact version of the lock leaks into them."""
    loose = [str(requirement) for requirement in requirements(distributions.wheel)]
    operators = {
        requirement.name: {specifier.operator for specifier in requirement.specifier}
        for requirement in requirements(distributions.wheel)
    }
    assert {"attrs", "httpx", "msgspec"} <= operators.keys()
    assert all(">=" in found and "==" not in found for found in operators.values()), loose


def test_metadata_names_no_path(distributions: Distributions) -> None:
    """No archive remembers where it was built."""
    with zipfile.ZipFile(distributions.wheel) as archive:
        found = [name for name in archive.namelist() if str(ROOT).encode() in archive.read(name)]
    assert found == []


def test_same_bytes_elsewhere(distributions: Distributions, tmp_path: Path) -> None:
    """A copy in another folder, with other times, umask, zone and hash seed, gives the same archives."""
    copy = tmp_path / "elsewhere"
    for name in [*packaged(), "CHANGELOG.md", "LICENSE", "NOTICE", "README.md", "pyproject.toml", ".gitignore"]:
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
        os.utime(target, (1, 1))
    other = build(copy, tmp_path / "dist", umask=0o077, TZ="Asia/Kathmandu", PYTHONHASHSEED="7")
    assert distributions.digests() == other.digests()


def test_wheel_of_tree_is_wheel_of_sdist(distributions: Distributions, tmp_path: Path) -> None:
    """The wheel made straight from the tree equals the one made from the sdist."""
    direct = build(ROOT, tmp_path, "--wheel", "--sdist")
    assert distributions.digests() == direct.digests()


@pytest.mark.skipif(sys.platform == "win32", reason="make is not part of Windows")
def test_make_build(distributions: Distributions, tmp_path: Path) -> None:
    """`make build` goes the same way: it calls the builder without isolation, with the commit's time."""
    plan = subprocess.run(
        ["make", "--dry-run", "--always-make", "build"], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    assert "-m build --no-isolation --outdir dist ." in plan
