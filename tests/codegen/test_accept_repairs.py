"""Taking repairs out that a new spec no longer needs: what goes, what stays as it is to the byte, and what is noted."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen import yaml12
from codegen.accept import accept, plan
from codegen.cli import main
from codegen.errors import CodegenError
from codegen.repair import Repair, apply, check_settled, load_defects, load_repairs
from codegen.rules import load_config
from codegen.swap import locked
from tests.support import mutations
from tests.support.supplied import API, FROZEN, config, frozen, repairs
from tests.support.tiny_api import make_root, tree

BY_ID = {repair.id: repair for repair in repairs()}


@pytest.fixture
def api(tmp_path: Path) -> Path:
    """A copy of the API's folder in a repository of its own."""
    folder = tmp_path / "spec" / "instagram"
    shutil.copytree(API, folder)
    shutil.copyfile(FROZEN, folder / "swagger.yaml")
    return folder


def spec(api: Path, document: Any) -> Path:
    """Write a new spec beside the repository."""
    path = api.parents[2] / f"{api.parents[1].name}-new.yaml"
    path.write_text(yaml12.dump(document), encoding="utf-8")
    return path


def fixed(*ids: str) -> Any:
    """The supplied document with some defects corrected."""
    document = frozen()
    for name in ids:
        document = mutations.fixed(document, BY_ID[name])
    return document


def adds_up(api: Path) -> bool:
    """Whether the files are whole: they can be read, and every defect is settled."""
    check_settled(load_defects(api / "defects.yaml"), load_repairs(api / "repairs"), load_config(api / "codegen.toml"))
    return True


def test_one_repair(api: Path) -> None:
    """Its lines go, everything else stays as it is, and its row is noted with the hash of the spec."""
    before = (api / "repairs" / "fields.yaml").read_text(encoding="utf-8")
    new = spec(api, fixed("user-counts-followed-by"))
    result = accept(api, new)
    assert result.ids == ("user-counts-followed-by",)
    after = (api / "repairs" / "fields.yaml").read_text(encoding="utf-8")
    start, end = before.index("- id: user-counts-followed-by"), before.index("- id: media-comments-key")
    assert after == before[:start] + before[end:]
    ledger = (api / "defects.yaml").read_text(encoding="utf-8")
    assert ledger.startswith((API / "defects.yaml").read_text(encoding="utf-8"))
    (reason,) = [item for item in load_defects(api / "defects.yaml").reasons if 14 in item.defects]
    assert hashlib.sha256(new.read_bytes()).hexdigest() in reason.reason
    assert adds_up(api)


def test_the_difference(api: Path) -> None:
    """It shows each file once, with what went and what came."""
    result = accept(api, spec(api, fixed("user-counts-followed-by")))
    assert "--- a/instagram/repairs/fields.yaml" in result.diff
    assert "-- id: user-counts-followed-by" in result.diff
    assert "+  - defects: [14]" in result.diff
    assert sum(line.startswith("+++ ") for line in result.diff.splitlines()) == len(result.files) == 2


def test_twice(api: Path) -> None:
    """A second run changes nothing."""
    new = spec(api, fixed("user-counts-followed-by", "media-comments-key"))
    accept(api, new)
    before = tree(api.parents[1])
    result = accept(api, new)
    assert (result.diff, result.ids, dict(result.files)) == ("", (), {})
    assert tree(api.parents[1]) == before


def test_nothing_to_accept(api: Path) -> None:
    """With the spec as it is, nothing changes."""
    before = tree(api.parents[1])
    assert accept(api, api / "swagger.yaml").ids == ()
    assert tree(api.parents[1]) == before


@pytest.mark.no_cover  # many rows through the same code, which tracing would slow down by four
@pytest.mark.parametrize(
    "repair", [repair for repair in repairs() if mutations.reachable(frozen(), repair)], ids=lambda repair: repair.id
)
def test_each_repair(repair: Repair, tmp_path: Path) -> None:
    """Whichever is fixed upstream can be taken out, with what others say of it, and the files still add up."""
    api = tmp_path / "instagram"
    shutil.copytree(API, api)
    document = fixed(repair.id)
    new = tmp_path / "new.yaml"
    new.write_text(yaml12.dump(document), encoding="utf-8")
    verdicts = {item.repair.id: item.verdict for item in apply(document, repairs()).outcomes}
    result = plan(api, new)
    assert set(result.ids) == {name for name, verdict in verdicts.items() if verdict == "fixed-upstream"}
    for name, text in result.files.items():
        (api / name).write_text(text, encoding="utf-8")
    kept = load_repairs(api / "repairs")
    check_settled(load_defects(api / "defects.yaml"), kept, config())
    assert [item.id for item in kept] == [item.id for item in repairs() if item.id not in result.ids]


def test_one_place_of_several(api: Path) -> None:
    """A repair of several places loses the one that is right, and keeps the others; its row is not settled."""
    document = frozen()
    document["paths"]["/media/{media-id}/likes"]["parameters"][0]["type"] = "string"
    result = accept(api, spec(api, document))
    assert result.ids == ("media-id-type",)
    assert list(result.files) == ["repairs/parameters.yaml"]
    (repair,) = [item for item in load_repairs(api / "repairs") if item.id == "media-id-type"]
    assert repair.at == tuple(place for place in BY_ID["media-id-type"].at if "likes" not in place)


REPAIRS = """# Head of the file.

# Above the first.
- id: first
  defects: [1]
  op: set
  at: /info/title
  expect: Old
  value: New
  because: It is new.   # a remark
  evidence:
    - {source: somebody}

# A heading of its own.

# Above the second.
- id: second
  defects: [1]
  op: set
  after: [first]
  at: /info/title
  expect: New
  value: Newer
  because: It is newer.
  evidence: [{source: somebody}]


# Above the third.
- id: third
  defects: [2]
  op: set
  at: [/info/version, '/host']
  expect: one
  value: two
  because: It is two.
  evidence: [{source: somebody}]
# At the end.
"""
LEDGER = """rows:
  - {n: 1, category: x, severity: low, at: /info, says: old, truth: new}
  - {n: 2, category: x, severity: low, at: /info, says: one, truth: two}
"""


def small(tmp_path: Path, title: str, version: str, host: str) -> tuple[Path, Path]:
    """A repository with three repairs, and a new spec."""
    api = tmp_path / "spec" / "small"
    (api / "repairs").mkdir(parents=True)
    (api / "repairs" / "all.yaml").write_text(REPAIRS)
    (api / "defects.yaml").write_text(LEDGER)
    (api / "codegen.toml").write_text("")
    new = tmp_path / "new.yaml"
    info = {"title": title, "version": version}
    new.write_text(yaml12.dump({"swagger": "2.0", "info": info, "host": host, "paths": {}}))
    return api, new


def test_comments_belong_to_what_follows(tmp_path: Path) -> None:
    """The comment right above a repair goes with it; headings, remarks and other comments stay to the byte."""
    api, new = small(tmp_path, "Newer", "one", "one")
    assert accept(api, new).ids == ("second",)
    text = (api / "repairs" / "all.yaml").read_text()
    start, end = REPAIRS.index("# Above the second."), REPAIRS.index("# Above the third.")
    assert text == REPAIRS[:start] + REPAIRS[end:]


def test_after_is_shortened(tmp_path: Path) -> None:
    """A repair that ran after the one that is gone says so no longer."""
    api, new = small(tmp_path, "New", "one", "one")
    assert accept(api, new).ids == ("first",)
    text = (api / "repairs" / "all.yaml").read_text()
    assert "after" not in text
    assert "- id: first" not in text
    assert "# Head of the file.\n" in text
    assert [item.id for item in load_repairs(api / "repairs")] == ["second", "third"]
    assert load_defects(api / "defects.yaml").reasons == ()


def test_places_in_one_line(tmp_path: Path) -> None:
    """A list of places in brackets is shortened; the last repair of a file leaves its comments."""
    api, new = small(tmp_path, "Old", "two", "one")
    accept(api, new)
    assert "  at: ['/host']\n" in (api / "repairs" / "all.yaml").read_text()
    broken = REPAIRS.replace("at: [/info/version, '/host']", "at: [\n    /info/version,\n    '/host'\n  ]")
    (api / "repairs" / "all.yaml").write_text(broken)
    assert "  at: ['/host']\n" in plan(api, new).files["repairs/all.yaml"]
    other, newer = small(tmp_path / "other", "Old", "two", "two")
    accept(other, newer)
    text = (other / "repairs" / "all.yaml").read_text()
    assert text.endswith("# At the end.\n")
    assert "third" not in text
    assert [item.defects for item in load_defects(other / "defects.yaml").reasons] == [(2,)]


def test_line_ends_are_kept(tmp_path: Path) -> None:
    """A file with the line ends of another system keeps them."""
    api, new = small(tmp_path, "Newer", "two", "two")
    for path in (api / "repairs" / "all.yaml", api / "defects.yaml"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    accept(api, new)
    for path in (api / "repairs" / "all.yaml", api / "defects.yaml"):
        assert b"\n" not in path.read_bytes().replace(b"\r\n", b"")


def test_all_or_nothing(tmp_path: Path) -> None:
    """When one file cannot be edited safely, none is, and the repair is named."""
    api, new = small(tmp_path, "Newer", "two", "one")
    path = api / "repairs" / "all.yaml"
    path.write_text(REPAIRS.replace("at: [/info/version", "'at': [/info/version"))
    before = tree(api.parents[1])
    with pytest.raises(CodegenError, match="'third' cannot be told"):
        accept(api, new)
    assert tree(api.parents[1]) == before


def test_repairs_that_are_indented(tmp_path: Path) -> None:
    """A layout that is not understood is refused."""
    api, new = small(tmp_path, "Newer", "one", "one")
    path = api / "repairs" / "all.yaml"
    path.write_text("".join(f"  {line}" if line.strip() else line for line in REPAIRS.splitlines(keepends=True)))
    with pytest.raises(CodegenError, match="first column"):
        accept(api, new)


def test_while_a_build_runs(api: Path) -> None:
    """It does not mix with a build, and says so."""
    new, root = spec(api, fixed("user-counts-followed-by")), api.parents[1]
    before = tree(root)
    with locked(root), pytest.raises(CodegenError, match="another build is running"):
        accept(api, new)
    assert tree(root) == before


def test_an_unreadable_spec(api: Path) -> None:
    """It is named, and nothing changes."""
    before = tree(api.parents[1])
    broken = api.parents[2] / "broken.yaml"
    broken.write_text("a: [")
    with pytest.raises(CodegenError, match=r"broken\.yaml"):
        accept(api, broken)
    assert tree(api.parents[1]) == before


def test_command_line(api: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A dry run shows the difference and writes nothing; the run shows the same and writes; the next has nothing."""
    new, root = spec(api, fixed("user-counts-followed-by")), api.parents[1]
    before = tree(root)
    assert main(["accept", str(new), "--root", str(root), "--dry-run"]) == 0
    shown = capsys.readouterr().out
    assert tree(root) == before
    assert main(["accept", str(new), "--root", str(root), "--api", "instagram"]) == 0
    assert capsys.readouterr().out == shown
    assert tree(root) != before
    assert main(["accept", str(new), "--root", str(root)]) == 0
    assert "nothing to change" in capsys.readouterr().out


def test_the_api_that_the_file_is_like(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of several it is the one with the same host, title or paths, and it is said which."""
    root = make_root(tmp_path / "root", "one", "two")
    path = root / "spec" / "two" / "swagger.yaml"
    path.write_text(path.read_text().replace("example.org", "example.com").replace("/things/", "/doors/"))
    new = tmp_path / "new.yaml"
    new.write_text(path.read_text().replace("nmae", "name"))
    assert main(["accept", str(new), "--root", str(root), "--dry-run"]) == 0
    captured = capsys.readouterr()
    assert "a/two/repairs/names.yaml" in captured.out
    assert "compared with two" in captured.err
