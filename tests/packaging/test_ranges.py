"""The wheel at both ends of the ranges that it declares, with versions from the package registry."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from tests.support.bare import Bare, environment, requirements
from tests.support.distributions import Distributions
from tests.support.repository import ROOT

EXTRAS = ("emulator", "pydantic", "cli", "fast")

pytestmark = pytest.mark.registry


def lowest(wheel: Path) -> str:
    """Constraints that take every declared dependency at its lower bound."""
    bounds = {
        requirement.name: specifier.version
        for requirement in requirements(wheel)
        for specifier in requirement.specifier
        if specifier.operator == ">="
    }
    return "".join(f"{name}=={version}\n" for name, version in sorted(bounds.items()))


def pip(bare: Bare, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the environment's own pip."""
    command = [str(bare.python), "-m", "pip", *arguments]
    return subprocess.run(command, env=environment(), capture_output=True, text=True, timeout=600)


@pytest.fixture(scope="module")
def reachable(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Skip where no registry can be asked; on a build machine that is a failure."""
    folder = tmp_path_factory.mktemp("probe")
    probe = ["download", "-q", "--retries", "0", "--no-deps", "-d", str(folder), "attrs"]
    done = pip(Bare(folder / "venv", pip=True), *probe)
    if done.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no package registry: {done.stderr.strip()[-200:]}")


@pytest.mark.parametrize("end", ["lowest", "newest"])
@pytest.mark.usefixtures("reachable")
def test_smoke_at_the_ends_of_the_ranges(end: str, distributions: Distributions, tmp_path: Path) -> None:
    """The smoke test passes with each dependency at its lower bound, and with the newest of everything."""
    constraints = tmp_path / "constraints.txt"
    constraints.write_text(lowest(distributions.wheel) if end == "lowest" else "")
    bare = Bare(tmp_path / "venv", pip=True)
    wanted = f"{distributions.wheel}[{','.join(EXTRAS)}]"
    done = pip(bare, "install", "-q", "--constraint", str(constraints), wanted)
    assert done.returncode == 0, done.stderr
    smoke = bare.run(ROOT / "tests" / "packaging" / "smoke.py", "core", "emulator", "schema", "fast")
    assert smoke.returncode == 0, smoke.stderr + pip(bare, "freeze").stdout
