"""The wheel in an environment that has nothing else than what its metadata asks for."""

from __future__ import annotations

import json
from importlib import metadata

import pytest

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
    done = full.run(SMOKE, "core", "emulator", "schema")
    assert done.returncode == 0, done.stderr


def test_nothing_of_ours_is_missing_from_the_wheel(full: Bare) -> None:
    """Every module of the wheel imports from there, so no file it needs was left out."""
    code = """
import importlib, json, pkgutil
names = []
for top in ("_instagram_v1", "_instagram_v1_schema", "instagram_v1"):
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
    ],
)
def test_extra_names_what_is_missing(core: Bare, use: str, extra: str) -> None:
    """Using an extra that is not installed says which one to install."""
    done = core.run(*use.split(" ", 1))
    assert done.returncode == 1
    assert f"instagram-v1[{extra}]" in done.stderr.splitlines()[-1]
