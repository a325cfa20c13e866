"""The wheel and the sdist, built once, and environments with the wheel in them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.support.bare import Bare
from tests.support.distributions import Distributions, build
from tests.support.repository import ROOT, text

EXTRAS = tuple(tomllib.loads(text("pyproject.toml"))["project"]["optional-dependencies"])


@pytest.fixture(scope="session")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Distributions:
    """What `make build` makes of this tree."""
    return build(ROOT, tmp_path_factory.mktemp("dist"))


@pytest.fixture(scope="session")
def core(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Bare:
    """An environment with the wheel and no extra."""
    bare = Bare(tmp_path_factory.mktemp("core") / "venv")
    bare.install(distributions.wheel)
    return bare


@pytest.fixture(scope="session")
def full(distributions: Distributions, tmp_path_factory: pytest.TempPathFactory) -> Bare:
    """An environment with the wheel and all extras."""
    bare = Bare(tmp_path_factory.mktemp("full") / "venv")
    bare.install(distributions.wheel, EXTRAS)
    return bare


@pytest.fixture(scope="session")
def checked(full: Bare, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A user's folder with files to be type-checked: ours from tests/typing, and the Python of the README."""
    from tests.support.markdown import python_blocks

    folder = tmp_path_factory.mktemp("user")
    for source in sorted((ROOT / "tests" / "typing").glob("*.py")):
        (folder / source.name).write_text(source.read_text(encoding="utf-8"), encoding="utf-8")
    for number, block in enumerate(python_blocks("README.md"), 1):
        (folder / f"readme_{number}.py").write_text(block.code, encoding="utf-8")
    return folder
