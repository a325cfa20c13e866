"""The whole way of a release on indexes that nobody here wrote: out, out again, and in from there alone."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from codegen.cli import main
from codegen.errors import FindingError
from codegen.publish import command
from codegen.publish.address import find
from codegen.publish.index import Index
from tests.support.bare import Bare, environment
from tests.support.indexes import PASSWORD, SERVERS, USER, Served, missing
from tests.support.markdown import python_blocks
from tests.support.releases import our_own
from tests.support.repository import text

VERSION = tomllib.loads(text("pyproject.toml"))["project"]["version"]
CREDENTIALS = {"TWINE_USERNAME": USER, "TWINE_PASSWORD": PASSWORD}

pytestmark = pytest.mark.registry


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This repository, released."""
    return our_own(tmp_path_factory.mktemp("release"), VERSION)


@pytest.fixture(scope="module")
def needed(release: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Archives of all that the package needs with its emulator, in the locked versions, from the registry."""
    folder = tmp_path_factory.mktemp("needed")
    locked = re.sub(r"(?m)^\s+--hash=\S+( \\)?$|\s*\\$", "", text("requirements/dev.txt"))
    (folder / "locked.txt").write_text(locked)
    pip = [sys.executable, "-m", "pip", "download", "-q", "--only-binary", ":all:", "-c", str(folder / "locked.txt")]
    wanted = tomllib.loads((release / "pyproject.toml").read_text())["project"]
    names = [*wanted["dependencies"], *wanted["optional-dependencies"]["emulator"]]
    done = subprocess.run(
        [*pip, "-d", str(folder / "files"), *names], env=environment(), capture_output=True, text=True
    )
    if done.returncode:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"no package registry: {done.stderr.strip()[-200:]}")
    return sorted((folder / "files").iterdir())


@pytest.fixture(scope="module", params=sorted(SERVERS))
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Each index, empty."""
    if lacking := missing(request.param):
        pytest.skip(f"{' and '.join(lacking)} not on PATH: requirements/index.txt installs them, as .ci/run does")
    with SERVERS[request.param](tmp_path_factory.mktemp(request.param) / "index") as running:
        yield running


def publish(release: Path, served: Served, **variables: str) -> subprocess.CompletedProcess[str]:
    """What `make publish` runs, in the released repository."""
    return subprocess.run(
        [sys.executable, "-m", "codegen", "publish"],
        cwd=release,
        env=environment() | {"INDEX": served.upload} | variables,
        capture_output=True,
        text=True,
    )


def test_a_wrong_password(release: Path, served: Served, tmp_path: Path) -> None:
    """The index refuses, the message says what to set, and shows no password."""
    address = find(served.upload, CREDENTIALS | {"TWINE_PASSWORD": "SENTINEL-wrong"})
    index = Index(address)
    made = command.build(release, tmp_path)
    with pytest.raises(FindingError, match=r"refused with 40[13] as 'me'") as caught:
        index.send(made[0])
    index.close()
    assert "TWINE_PASSWORD" in str(caught.value)
    assert "SENTINEL" not in str(caught.value)


def test_out_and_in_again(
    release: Path, served: Served, needed: list[Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It goes out once, a fresh environment gets it from that index alone, and the README's example runs there."""
    first = publish(release, served, **CREDENTIALS)
    assert (first.returncode, first.stderr) == (0, ""), first.stdout + first.stderr
    assert "2 files sent" in first.stdout
    assert PASSWORD not in first.stdout
    again(release, served, capsys)
    other_bytes(release, served, tmp_path)
    index = Index(find(served.upload, CREDENTIALS))
    for archive in needed:
        index.send(archive)
    index.close()
    bare = installed(served, tmp_path / "venv")
    (tmp_path / "example.py").write_text(python_blocks("README.md")[0].code)
    ran = bare.run(tmp_path / "example.py")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.count("\n") > 20


def again(release: Path, served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    """A second time, nothing is sent; that the repository is fit was asked the first time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(command, "look", lambda root, version: [])
        for name, value in CREDENTIALS.items():
            patch.setenv(name, value)
        assert main(["publish", "--root", str(release), served.upload]) == 0
    said = capsys.readouterr().out
    assert said.count("there already, the same bytes") == 2
    assert "nothing to send" in said


def other_bytes(release: Path, served: Served, folder: Path) -> None:
    """The index takes no second archive of a version, and the message says why."""
    (made, *_) = command.build(release, folder / "other")
    made.write_bytes(made.read_bytes() + b"\n")
    index = Index(find(served.upload, CREDENTIALS))
    there = index.files("instagram-v1") or {}
    assert not index.has_same(there[made.name], made)
    with pytest.raises(FindingError, match="there already"):
        index.send(made)
    index.close()


def installed(served: Served, folder: Path) -> Bare:
    """A fresh environment with the package from an index, asking no other and no cache."""
    bare = Bare(folder)
    pip = [sys.executable, "-m", "pip", "--isolated", "--python", str(bare.python), "install", "-q", "--no-cache-dir"]
    wanted = ["--index-url", served.simple, f"instagram-v1[emulator]=={VERSION}"]
    done = subprocess.run([*pip, *wanted], env=environment(), capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return bare
