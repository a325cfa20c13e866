"""The conversion on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from codegen.convert.command import main, run
from codegen.yaml12 import load, load_file

SOURCE = """\
swagger: "2.0"
info: {title: T, version: "1"}
paths:
  /é:
    get: {responses: {200: {description: d, schema: {type: string}}}}
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A document with something to note."""
    path = tmp_path / "swagger.yaml"
    path.write_text(SOURCE, encoding="utf-8")
    return path


def test_standard_output(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The result goes to standard output, the notes with their lines to standard error."""
    assert main([str(source)]) == 0
    captured = capsys.readouterr()
    assert load(captured.out).data["openapi"] == "3.0.3"
    assert captured.err.startswith(f"{source}:5:23: assumed-media-type: ")


def test_files(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is YAML, or JSON by its name or on demand."""
    for name, options in (("a.yaml", []), ("a.json", []), ("b.yaml", ["--json"])):
        output = source.with_name(name)
        assert main([str(source), "-o", str(output), *options]) == 0
        assert list(load_file(output).data["paths"]) == ["/é"]
        assert output.read_text(encoding="utf-8").startswith("{") is bool(options or name.endswith("json"))
    assert json.loads(source.with_name("a.json").read_text(encoding="utf-8"))["openapi"] == "3.0.3"
    assert capsys.readouterr().out == ""


def test_unusable_input(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What cannot be converted is said with file, line and remedy, and the exit code is 2."""
    source.write_text('info: {}\nswagger: "1.2"\n', encoding="utf-8")
    assert run(source) == 2
    error = capsys.readouterr().err
    assert error.startswith(f"{source}:2:1 /swagger: ")
    assert "to do:" in error
    assert run(source.with_name("none.yaml")) == 2


def test_unwritable_output(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An output that cannot be written is said too."""
    assert run(source, source.parent / "no folder" / "out.yaml") == 2
    assert "cannot be written" in capsys.readouterr().err
