"""``drift``: what it prints for people and programs, how it ends, and what it says of files that are no use."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen import yaml12
from codegen.cli import main
from codegen.repair import load_repairs
from tests.support.drift_mutations import shuffled
from tests.support.supplied import API, ROOT
from tests.support.tiny_api import make_root, tree

SUPPLIED = (API / "swagger.yaml").read_text(encoding="utf-8")


def run(folder: Path, text: str, *more: str, root: Path = ROOT, name: str = "new.yaml") -> int:
    """Compare a text with what the repository has."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return main(["drift", str(path), "--root", str(root), *more])


def printed(capsys: pytest.CaptureFixture[str]) -> Any:
    """The JSON on standard output."""
    return json.loads(capsys.readouterr().out)


def test_the_file_that_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No drift, every repair applied: code 0, and exactly the declared keys."""
    assert run(tmp_path, SUPPLIED, "--json") == 0
    told = printed(capsys)
    assert list(told) == ["suggested", "drift", "repairs"]
    assert (told["suggested"], told["drift"]) == ("none", [])
    assert [item["id"] for item in told["repairs"]] == [item.id for item in load_repairs(API / "repairs")]
    assert all(set(item) == {"id", "verdict", "pointer", "remedy"} for item in told["repairs"])


@pytest.mark.parametrize("style", ["json", "reordered", "comments"])
def test_layout_is_no_drift(style: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """JSON in place of YAML, other quotes, another order of keys, comments and empty lines."""
    data = yaml12.load(SUPPLIED).data
    text = {
        "json": json.dumps(data),
        "reordered": yaml12.dump(shuffled(data)),
        "comments": "# hello\n\n" + SUPPLIED.replace("\ndefinitions:", "\n\n# here they are\n\ndefinitions:"),
    }[style]
    assert run(tmp_path, text, "--json") == 0
    assert printed(capsys)["drift"] == []


def test_a_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 1; class, pointer, kind, old and new."""
    assert (
        run(
            tmp_path,
            SUPPLIED.replace("      bio:\n        type: string", "      bio:\n        type: boolean"),
            "--json",
        )
        == 1
    )
    told = printed(capsys)
    assert told["suggested"] == "major"
    assert told["drift"] == [
        {
            "class": "breaking",
            "pointer": "/definitions/User/properties/bio/type",
            "kind": "type-changed",
            "old": "string",
            "new": "boolean",
        }
    ]


def test_a_repair_that_is_not_needed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No drift, and code 1 all the same, with the remedy."""
    assert run(tmp_path, SUPPLIED.replace("follwed_by", "followed_by"), "--json") == 1
    told = printed(capsys)
    assert told["drift"] == []
    red = [item for item in told["repairs"] if item["verdict"] != "applied"]
    assert [(item["id"], item["verdict"]) for item in red] == [("user-counts-followed-by", "fixed-upstream")]
    assert "delete this repair" in red[0]["remedy"]


def test_all_verdicts_in_one_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not the first only."""
    text = SUPPLIED.replace("follwed_by", "followed_by").replace("  /media1/{shortcode}:", "  /elsewhere/{shortcode}:")
    text = text.replace(
        "    type: number\n    required: true\n  tag-name", "    type: boolean\n    required: true\n  tag-name"
    )
    assert run(tmp_path, text, "--json") == 1
    verdicts = {item["verdict"] for item in printed(capsys)["repairs"]}
    assert verdicts == {"applied", "fixed-upstream", "target-missing", "precondition-changed"}


def test_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same in lines: counts, groups, remedies."""
    text = SUPPLIED.replace("follwed_by", "followed_by").replace("      bio:\n", "      biography:\n")
    assert run(tmp_path, text) == 1
    out = capsys.readouterr().out
    assert "new.yaml beside instagram: suggests major" in out
    assert "Drift: 1 breaking" in out
    assert "property removed" in out
    assert "user-counts-followed-by: fixed-upstream" in out
    assert "\x1b" not in out


def test_paths_that_meet_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As a difference, and as what a build would trip over; nothing crashes."""
    text = SUPPLIED.replace(
        "  /tags/search:", "  /tags/{other}:\n    get: {responses: {200: {description: x}}}\n  /tags/search:"
    )
    assert run(tmp_path, text, "--json") == 1
    captured = capsys.readouterr()
    assert "paths-meet" in {item["kind"] for item in json.loads(captured.out)["drift"]}
    assert "in the way of a build: " in captured.err


def test_paths_that_meet_after_a_repair_are_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A repair moves one path to where the new file has another one, under another name of the variable."""
    block = SUPPLIED[SUPPLIED.index("  /media1/{shortcode}:") : SUPPLIED.index("  /media/search:")]
    other = block.replace("/media1/{shortcode}", "/media/shortcode/{code}").replace("name: shortcode", "name: code")
    assert run(tmp_path, SUPPLIED.replace("  /media/search:", f"{other}  /media/search:"), "--json") == 1
    assert [(item["kind"], item["old"], item["new"]) for item in printed(capsys)["drift"]] == [
        ("paths-meet", "/media/shortcode/{shortcode}", "/media/shortcode/{code}")
    ]


BOMB = "a: &a [1]\n" + "".join(
    f"{n}: &{n} [*{p}, *{p}, *{p}, *{p}]\n" for p, n in zip("abcdefghijklm", "bcdefghijklmn", strict=True)
)
UNUSABLE = {
    "no YAML": ("swagger: [", "This is not YAML"),
    "nothing": ("", "new.yaml:1:1: the file is empty"),
    "a list": ("- swagger\n", "new.yaml:1:1: the file describes no API"),
    "no Swagger": ("a: 1\n", "new.yaml:1:1: this is no Swagger 2.0 document"),
    "Swagger 1.2": ("swaggerVersion: '1.2'\nswagger: '1.2'\n", "new.yaml:2:1: this is no Swagger 2.0 document"),
    "a number": ("swagger: 2.0\n", "new.yaml:1:1: 2.0 is written as a number here"),
    "OpenAPI 3 without paths": ("info: {}\nopenapi: 3.0.3\n", "new.yaml:2:1: there are no paths"),
    "OpenAPI 4": ("info: {}\nopenapi: 4.0.0\n", "new.yaml:2:1: this is OpenAPI 4.0.0, which is not known here"),
    "OpenAPI as a number": ("openapi: 3.1\npaths: {}\n", "new.yaml:1:1: this is OpenAPI 3.1, which is not known here"),
    "no paths": ("swagger: '2.0'\ninfo: {}\n", "new.yaml:2:1: there are no paths"),
    "paths as a list": ("swagger: '2.0'\npaths: []\n", "new.yaml:2:1: there are no paths"),
    "cut off before the definitions": (SUPPLIED[: SUPPLIED.index("\ndefinitions:") + 1], "the file ends without it"),
    "cut off in a line": (SUPPLIED[: SUPPLIED.index("full_name") + 5], "new.yaml:"),
    "cut off JSON": (json.dumps(yaml12.load(SUPPLIED).data)[:20000], "new.yaml:1:"),
    "a key twice": (
        SUPPLIED.replace("      bio:\n", "      username:\n"),
        "The key 'username' stands here and in line",
    ),
    "an alias bomb": (BOMB, "Aliases unfold"),
    "deep nesting": ("swagger: " + "[" * 5000 + "]" * 5000, "nests deeper"),
    "a tab": ("swagger: '2.0'\npaths:\n\t/a: {}\n", "new.yaml:3:1"),
}


@pytest.mark.parametrize("name", UNUSABLE)
def test_unusable_files(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 2 and one message with file, line and column; nothing on standard output."""
    text, words = UNUSABLE[name]
    assert run(tmp_path, text, "--json") == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err
    assert captured.err.count("error: ") == 1
    assert "new.yaml:" in captured.err
    assert len(captured.err.splitlines()) <= 2


def test_a_hundred_megabytes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Refused before it is read."""
    path = tmp_path / "new.yaml"
    with path.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    assert main(["drift", str(path), "--json"]) == 2
    assert "larger than 64 MiB" in capsys.readouterr().err


def test_no_such_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is named."""
    assert main(["drift", str(tmp_path / "nothing.yaml")]) == 2
    assert "nothing.yaml" in capsys.readouterr().err


def test_a_dangling_reference_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With line and column; the rest is compared."""
    assert run(tmp_path, SUPPLIED.replace("$ref: '#/definitions/Comment'", "$ref: '#/definitions/Coment'", 1)) == 1
    assert "#/definitions/Coment leads nowhere" in capsys.readouterr().err


def test_a_reference_into_another_file_ends(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It is compared like any other value, however often it is followed."""
    assert (
        run(tmp_path, SUPPLIED.replace("$ref: '#/definitions/Comment'", "$ref: 'other.yaml#/Comment'", 1), "--json")
        == 1
    )
    told = printed(capsys)
    assert any(item["new"] == "other.yaml#/Comment" for item in told["drift"]), told["drift"]


def test_the_api_is_chosen_by_likeness(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Host, title and paths decide among several; the choice is told, and can be overruled."""
    root = make_root(tmp_path / "root", "alpha", "beta")
    spec = root / "spec" / "beta" / "swagger.yaml"
    spec.write_text(spec.read_text().replace("Tiny", "Beta").replace("example.org", "beta.example.org"))
    assert run(tmp_path, spec.read_text(), root=root) == 0
    captured = capsys.readouterr()
    assert "compared with beta" in captured.err
    assert "beside beta" in captured.out
    assert run(tmp_path, spec.read_text(), "--api", "alpha", root=root) == 1
    assert "beside alpha" in capsys.readouterr().out
    assert run(tmp_path, "swagger: '2.0'\npaths: {}\n", root=root) == 1
    assert "like none of them" in capsys.readouterr().err


def test_nothing_is_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Comparing leaves the repository as it is."""
    root = tmp_path / "root"
    shutil.copytree(ROOT / "spec", root / "spec")
    before = tree(root)
    assert run(tmp_path, SUPPLIED.replace("follwed_by", "x"), root=root) == 1
    capsys.readouterr()
    assert tree(root) == before
