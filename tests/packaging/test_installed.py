"""The wheel in an environment that has nothing else than what its metadata asks for."""

from __future__ import annotations

import json
from importlib import metadata

import pytest
from packaging.requirements import Requirement

from instagram_v1 import provenance
from tests.support.bare import Bare
from tests.support.repository import ROOT

SMOKE = ROOT / "tests" / "packaging" / "smoke.py"

DECODE = """
import instagram_v1
print(instagram_v1.decode("locations_get", b'{"meta": {"code": 200}, "data": {"id": 788029, "name": "Lac"}}').id)
"""


def test_import_and_decode(core: Bare) -> None:
    """Without extras the package imports and reads an archived answer, with warnings as errors."""
    done = core.run("-c", DECODE)
    assert (done.returncode, done.stdout) == (0, "788029\n"), done.stderr


def test_core_works(core: Bare) -> None:
    """The part of the smoke test that needs no extra passes with no extra installed."""
    done = core.run(SMOKE, "core")
    assert done.returncode == 0, done.stderr


def test_all_works(full: Bare) -> None:
    """With the extras, the client talks to the emulator over HTTP."""
    done = full.run(SMOKE, "core", "emulator", "schema", "fast")
    assert done.returncode == 0, done.stderr


def test_nothing_of_ours_is_missing_from_the_wheel(full: Bare) -> None:
    """Every module of the wheel imports from there, so no file it needs was left out."""
    code = """
import importlib, json, pkgutil
names = []
ours = ("_instagram_v1", "_instagram_v1_schema", "_instagram_private", "_instagram_private_schema", "instagram_v1")
for top in ours:
    package = importlib.import_module(top)
    names += [m.name for m in pkgutil.walk_packages(package.__path__, top + ".")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(json.dumps(names))
"""
    done = full.run("-c", code)
    assert done.returncode == 0, done.stderr
    assert "_instagram_v1.models" in json.loads(done.stdout)


def test_the_core_installs_with_few_packages(core: Bare) -> None:
    """Three packages and what httpx itself brings, each of which is counted here by name."""
    code = "import json; from importlib.metadata import distributions as d; print(json.dumps([x.name for x in d()]))"
    found = {name.lower() for name in json.loads(core.run("-c", code).stdout)}
    assert found == {"instagram-v1", "attrs", "msgspec", *of_httpx()}
    assert len(found) <= 11


def of_httpx() -> set[str]:
    """httpx and all that it brings, as its own metadata says."""
    names, queue = set[str](), ["httpx"]
    while queue:
        name = queue.pop().lower()
        if name not in names:
            names.add(name)
            wanted = [Requirement(line) for line in metadata.requires(name) or ()]
            queue += [one.name for one in wanted if one.marker is None or one.marker.evaluate({"extra": ""})]
    return names


def test_an_installed_package_knows_its_origin(core: Bare) -> None:
    """What it is made of is told without the repository."""
    code = (
        "import instagram_v1; made = instagram_v1.__spec__; print(made.spec_hash, len(made.repairs), len(made.tools))"
    )
    done = core.run("-c", code)
    made = provenance.PROVENANCE
    assert done.stdout.split() == [made.spec_hash, str(len(made.repairs)), str(len(made.tools))], done.stderr


def test_version(core: Bare) -> None:
    """The installed distribution carries the version of pyproject.toml."""
    done = core.run("-c", "from importlib.metadata import version; print(version('instagram-v1'))")
    assert done.stdout.strip() == metadata.version("instagram-v1")


@pytest.mark.parametrize(
    ("use", "extra"),
    [
        ("-c from instagram_v1.emulator import Emulator", "emulator"),
        ("-m instagram_v1.emulator", "emulator"),
        ("-c import instagram_v1.schema", "pydantic"),
        ("-c import instagram_v1.fast", "fast"),
    ],
)
def test_extra_names_what_is_missing(core: Bare, use: str, extra: str) -> None:
    """Using an extra that is not installed says which one to install."""
    done = core.run(*use.split(" ", 1))
    assert done.returncode == 1
    assert f"instagram-v1[{extra}]" in done.stderr.splitlines()[-1]
