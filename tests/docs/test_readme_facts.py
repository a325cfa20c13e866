"""Facts that the README states are those of the code."""

from __future__ import annotations

import re
import tomllib

from _instagram_v1.operations import OPERATIONS
from codegen.repair import load_defects
from tests.support.markdown import DOCUMENTS
from tests.support.repository import ROOT, text


def test_readme_opens_with_the_retirement() -> None:
    """The first thing a reader learns is that the live service is gone."""
    opening = text("README.md").partition("\n## ")[0]
    assert "retired" in opening


def test_readme_names_every_extra() -> None:
    """Each extra of the package is in the README."""
    project = tomllib.loads(text("pyproject.toml"))["project"]
    missing = [extra for extra in project["optional-dependencies"] if f"instagram-v1[{extra}]" not in text("README.md")]
    assert missing == []


def test_readme_names_every_resource() -> None:
    """Each resource of the client is in the README, with the number of operations."""
    resources = {operation.resource for operation in OPERATIONS.values()}
    assert [resource for resource in sorted(resources) if f"`{resource}`" not in text("README.md")] == []
    assert f"{len(OPERATIONS)} operations" in text("README.md")


def test_numbers_of_defects() -> None:
    """Documents that count the defects count right."""
    known = len(load_defects(ROOT / "spec" / "instagram" / "defects.yaml").rows)
    counted = {
        (name, int(found)) for name in DOCUMENTS for found in re.findall(r"(\d+) (?:known )?defects", text(name))
    } | {(name, int(found)) for name in DOCUMENTS for found in re.findall(r"wrong in (\d+) places", text(name))}
    assert {number for _, number in counted} == {known}, counted


def test_changelog_has_the_version() -> None:
    """The version of the package has its section in the changelog."""
    version = tomllib.loads(text("pyproject.toml"))["project"]["version"]
    assert f"## [{version}]" in text("CHANGELOG.md")
