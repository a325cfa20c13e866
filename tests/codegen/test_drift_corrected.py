"""Drift after repairs were corrected or taken out for a new file: the last build is what callers saw before."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen.cli import main
from tests.support.supplied import API

SUPPLIED = (API / "swagger.yaml").read_text(encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with the spec alone, as it was built."""
    folder = tmp_path / "root"
    shutil.copytree(API, folder / "spec" / API.name)
    return folder


def drift(root: Path, text: str, capsys: pytest.CaptureFixture[str]) -> Any:
    """Compare a text with the spec; give what programs are told."""
    path = root.parent / "new.yaml"
    path.write_text(text, encoding="utf-8")
    capsys.readouterr()
    main(["drift", str(path), "--root", str(root), "--json"])
    return json.loads(capsys.readouterr().out)


def edit(path: Path, old: str, new: str) -> None:
    """Change a file of the repository."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_corrected_repair(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An operation moved, and the repair of its path followed it: callers see no difference, and are told of none."""
    moved = SUPPLIED.replace("/media1/{shortcode}:", "/media/short/{shortcode}:")
    before = drift(root, moved, capsys)
    assert {item["kind"] for item in before["drift"]} >= {"operation-moved"}
    paths = root / "spec/instagram/repairs/paths.yaml"
    edit(paths, "at: /paths/~1media1~1{shortcode}", "at: /paths/~1media~1short~1{shortcode}")
    after = drift(root, moved, capsys)
    assert (after["suggested"], after["drift"]) == ("none", [])
    assert {item["verdict"] for item in after["repairs"]} == {"applied"}


def test_what_changed_besides_is_told(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The way of comparing hides nothing: another change in the same file is told, with its class."""
    moved = SUPPLIED.replace("/media1/{shortcode}:", "/media/short/{shortcode}:")
    moved = moved.replace("      bio:\n        type: string", "      bio:\n        type: boolean")
    edit(root / "spec/instagram/repairs/paths.yaml", "~1media1~1{shortcode}", "~1media~1short~1{shortcode}")
    told = drift(root, moved, capsys)
    assert {(item["class"], item["kind"]) for item in told["drift"]} == {("breaking", "type-changed")}


def test_repairs_that_were_taken_out(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is right upstream leaves the repair files first, and the report after that is as quiet as before."""
    right = SUPPLIED.replace("follwed_by", "followed_by")
    assert right != SUPPLIED
    new = root.parent / "right.yaml"
    new.write_text(right, encoding="utf-8")
    assert main(["accept", str(new), "--root", str(root)]) == 0
    told = drift(root, right, capsys)
    assert (told["suggested"], told["drift"]) == ("none", [])


def test_an_edited_file_is_not_taken_for_the_built_one(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When the supplied file changed without a build, nothing is known of what was built from it."""
    edit(root / "spec/instagram/swagger.yaml", "/media1/{shortcode}:", "/media/short/{shortcode}:")
    told = drift(root, SUPPLIED, capsys)
    assert {item["kind"] for item in told["drift"]} >= {"operation-moved"}
