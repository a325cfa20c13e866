"""Building the wheel and the sdist the way `make build` does, without the network."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Distributions:
    """The two archives of one build."""

    wheel: Path
    sdist: Path

    def digests(self) -> dict[str, str]:
        """SHA-256 of each by file name."""
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in (self.wheel, self.sdist)}

    def wheel_names(self) -> list[str]:
        """Paths inside the wheel."""
        with zipfile.ZipFile(self.wheel) as archive:
            return sorted(archive.namelist())

    def sdist_names(self) -> list[str]:
        """Paths inside the sdist, below its one folder."""
        with tarfile.open(self.sdist) as archive:
            return sorted(member.name.partition("/")[2] for member in archive.getmembers() if member.isfile())


def build(source: Path, out: Path, *options: str, umask: int = 0o022, **variables: str) -> Distributions:
    """Build both archives of a source tree; the wheel is made from the sdist, unless options say otherwise."""
    command = [sys.executable, "-m", "build", "--no-isolation", *options, "--outdir", str(out), str(source)]
    # As `make build` does it: without a time of one's own.
    environment = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    environment |= {"PIP_NO_INDEX": "1"} | variables
    done = subprocess.run(command, env=environment, umask=umask, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return Distributions(next(out.glob("*.whl")), next(out.glob("*.tar.gz")))
