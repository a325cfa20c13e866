"""What is in the wheel and the sdist, and that the same tree always gives the same bytes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.support.bare import requirements
from tests.support.distributions import Distributions, build
from tests.support.releases import commit, git
from tests.support.repository import ROOT, files, text

PROJECT = tomllib.loads(text("pyproject.toml"))
PACKAGES = {
    f"{folder}/": f"{Path(folder).name}/"
    for folder in PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
}
INFO = f"instagram_v1-{PROJECT['project']['version']}.dist-info/"
DESCRIBED = ["CHANGELOG.md", "LICENSE", "NOTICE", "pyproject.toml", ".gitignore"]


_OURS = r"(overrides|generated)/[^/]+/__init__\.py"


def packaged() -> dict[str, str]:
    """Files of the repository that users get, with their place in the wheel."""
    return {
        name: inside + name.removeprefix(folder)
        for name in files()
        for folder, inside in PACKAGES.items()
        if name.startswith(folder)
    }


def test_wheel_listing(distributions: Distributions) -> None:
    """The wheel holds these packages, the licence and its own description, and nothing else."""
    described = ["METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE", "licenses/NOTICE"]
    expected = [*packaged().values(), *(INFO + name for name in described)]
    assert sorted(expected) == distributions.wheel_names()


def test_sdist_listing(distributions: Distributions) -> None:
    """The sdist holds what the wheel is made from, and nothing else."""
    described = [".gitignore", "CHANGELOG.md", "LICENSE", "NOTICE", "PKG-INFO", "pyproject.toml"]
    assert sorted([*packaged(), *described]) == distributions.sdist_names()


def test_every_package_is_packaged() -> None:
    """Nothing that belongs to users is forgotten: neither in the wheel nor in the sdist that it can be made from."""
    there = {f"{Path(name).parent.as_posix()}/" for name in files() if re.fullmatch(_OURS, name)}
    assert set(PACKAGES) == there
    wanted = PROJECT["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    assert {f"{name}/" for name in wanted if "/" in name} == there


def test_nothing_stray_in_the_wheel(distributions: Distributions) -> None:
    """No test, no cache, no tool: only code, marks of types, and what the console in the browser is made of."""
    endings = {Path(name).suffix or Path(name).name for name in packaged().values()}
    assert endings <= {".py", ".typed", ".js", ".css", ".html", ".svg", "py.typed"}, endings
    tops = {name.partition("/")[0] for name in distributions.wheel_names()}
    assert tops == {*(inside.rstrip("/") for inside in PACKAGES.values()), INFO.rstrip("/")}


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


def test_description_stands_alone(distributions: Distributions) -> None:
    """A page of an index shows it without the files beside it: no link or picture may lead to one."""
    with zipfile.ZipFile(distributions.wheel) as archive:
        words = archive.read(f"{INFO}METADATA").decode().partition("\n\n")[2]
    assert "retired" in words
    assert re.findall(r"\]\((?!https://)[^)]*\)|<(?:img|a)\b", words) == []
    extras = PROJECT["project"]["optional-dependencies"]
    assert [extra for extra in extras if f"`{extra}`" not in words] == []


def test_metadata_names_no_path(distributions: Distributions) -> None:
    """No archive remembers where it was built."""
    with zipfile.ZipFile(distributions.wheel) as archive:
        found = [name for name in archive.namelist() if str(ROOT).encode() in archive.read(name)]
    assert found == []


def test_same_bytes_elsewhere(distributions: Distributions, tmp_path: Path) -> None:
    """A copy in another folder, with other times, umask, zone and hash seed, gives the same archives."""
    copy = tmp_path / "elsewhere"
    for name in [*packaged(), *DESCRIBED]:
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
        os.utime(target, (1, 1))
    other = build(copy, tmp_path / "dist", umask=0o077, TZ="Asia/Kathmandu", PYTHONHASHSEED="7")
    assert distributions.digests() == other.digests()


def test_wheel_of_tree_is_wheel_of_sdist(distributions: Distributions, tmp_path: Path) -> None:
    """The wheel made straight from the tree equals the one made from the sdist, also by somebody who has only that."""
    direct = build(ROOT, tmp_path / "direct", "--wheel", "--sdist")
    assert distributions.digests() == direct.digests()
    with tarfile.open(distributions.sdist) as archive:
        archive.extractall(tmp_path / "given", filter="data")
    (given,) = (tmp_path / "given").iterdir()
    again = build(given, tmp_path / "again", "--wheel", "--sdist", umask=0o027, TZ="America/St_Johns")
    assert distributions.digests() == again.digests()


def test_same_bytes_from_a_clone(distributions: Distributions, tmp_path: Path) -> None:
    """A clone somewhere else, with files left lying about that git ignores, gives the same archives."""
    source, clone = tmp_path / "source", tmp_path / "clone"
    for name in [*packaged(), *DESCRIBED]:
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, source / name)
    git(source, "init", "-q")
    commit(source)
    subprocess.run(["git", "clone", "-q", str(source), str(clone)], check=True, umask=0o002)
    (clone / "overrides" / "instagram_v1" / "__pycache__").mkdir()
    (clone / "overrides" / "instagram_v1" / "__pycache__" / "left.pyc").write_bytes(b"left")
    other = build(clone, tmp_path / "dist", umask=0o002, TZ="Pacific/Auckland", PYTHONHASHSEED="3")
    assert distributions.digests() == other.digests()


@pytest.mark.skipif(sys.platform == "win32", reason="make is not part of Windows")
def test_make_build(distributions: Distributions, tmp_path: Path) -> None:
    """`make build` goes the same way, whatever time the environment names, and `make` hands none over."""
    variables = os.environ | {"SOURCE_DATE_EPOCH": "7"}
    command = ["make", "--dry-run", "--always-make", "build"]
    plan = subprocess.run(command, cwd=ROOT, env=variables, check=True, capture_output=True, text=True).stdout
    assert "-m build --no-isolation --outdir dist ." in plan
    (tmp_path / "Makefile").write_text(
        f"include {ROOT / 'Makefile'}\nshow:\n\t@printenv SOURCE_DATE_EPOCH || echo none\n"
    )
    shown = subprocess.run(["make", "-s", "show"], cwd=tmp_path, env=variables, capture_output=True, text=True)
    assert shown.stdout == "none\n", shown.stderr


def test_pip_makes_the_same_wheel(distributions: Distributions, tmp_path: Path) -> None:
    """Who installs the sdist gets the wheel that was published, byte by byte."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "wheel",
        "-q",
        "--no-deps",
        "--no-build-isolation",
        "--no-index",
        "-w",
        str(tmp_path),
    ]
    variables = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    subprocess.run([*pip, str(distributions.sdist)], check=True, env=variables, capture_output=True)
    (made,) = tmp_path.iterdir()
    assert (made.name, made.read_bytes()) == (distributions.wheel.name, distributions.wheel.read_bytes())
