"""A virtual environment as a user has it: the wheel, what its metadata asks for, and nothing else.

No network: what the wheel needs is copied from the environment that runs the tests, name by name as the metadata
says, so that a dependency which is used but not declared is missing there as it would be for a user.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


def requirements(wheel: Path) -> list[Requirement]:
    """What the wheel's metadata asks for, extras included."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        message = metadata.PathDistribution(zipfile.Path(archive, name.removesuffix("METADATA")))
        return [Requirement(line) for line in message.requires or ()]


def environment() -> dict[str, str]:
    """This process's variables, less what would lead Python to anything outside the environment."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV", "MYPY"))}


class Bare:
    """One environment; `python` is its interpreter."""

    def __init__(self, folder: Path, *, pip: bool = False) -> None:
        venv.EnvBuilder(with_pip=pip, symlinks=True).create(folder)
        self.folder = folder
        self.python = folder / "bin" / "python"
        self.packages = Path(sysconfig.get_path("purelib", vars={"base": str(folder)}))

    def install(self, wheel: Path, extras: Iterable[str] = ()) -> None:
        """Install the wheel and copy in what it needs with these extras."""
        pip = [sys.executable, "-m", "pip", "--python", str(self.python)]
        command = [*pip, "install", "-q", "--no-deps", "--no-index", str(wheel)]
        subprocess.run(command, check=True, env=environment())
        for distribution in _closure(requirements(wheel), frozenset(extras)):
            self._copy(distribution)

    def run(self, *arguments: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """Run its interpreter on the arguments, with warnings as errors, without raising."""
        return subprocess.run(
            [self.python, "-I", "-W", "error", *arguments],
            cwd=cwd or self.folder,
            env=environment(),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def _copy(self, distribution: metadata.Distribution) -> None:
        tops = {file.parts[0] for file in distribution.files or () if file.parts[0] not in {"..", "__pycache__"}}
        for top in sorted(tops):
            source = Path(str(distribution.locate_file(top)))
            if source.is_dir():
                shutil.copytree(source, self.packages / top, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(source, self.packages / top)


def _closure(wanted: list[Requirement], extras: frozenset[str]) -> Iterator[metadata.Distribution]:
    seen: set[str] = set()
    queue = [(requirement, extras) for requirement in wanted]
    while queue:
        requirement, active = queue.pop()
        name = canonicalize_name(requirement.name)
        if name in seen or not _applies(requirement, active):
            continue
        seen.add(name)
        distribution = metadata.distribution(name)
        yield distribution
        queue += [(Requirement(line), frozenset(requirement.extras)) for line in distribution.requires or ()]


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (extras or {""}))
