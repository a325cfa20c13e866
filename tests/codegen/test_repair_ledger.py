"""The list of defects, and the command that shows what is left to do."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.repair import check_settled, load_defects, parse_defects, unsettled
from codegen.repair.__main__ import main
from tests.support.swagger import repair

ROW: dict[str, Any] = {"n": 1, "category": "typo", "severity": "low", "at": "/a", "says": "x", "truth": "y"}
ROWS: list[dict[str, Any]] = [{**ROW, "n": n, "says": f"wrong {n}"} for n in (1, 2, 3)]


class ByRule:
    """A configuration of which one rule settles some rows."""

    def __init__(self, *rows: int) -> None:
        self.rows = rows

    def settled_by_rule(self) -> Mapping[str, tuple[int, ...]]:
        """The rows by rule."""
        return {"tags": self.rows}


def setting(*rows: int) -> Any:
    """A repair that settles these rows."""
    return repair(op="set", at="/a", expect=1, value=2, defects=list(rows))


def defects(*reasons: dict[str, Any]) -> Any:
    """Three rows, with reasons."""
    listed: Any = {"rows": ROWS, "reasons": list(reasons)}
    return parse_defects(listed, source="defects.yaml")


def test_reads_rows_and_reasons(tmp_path: Path) -> None:
    """Rows come by number, with one place or several."""
    path = tmp_path / "defects.yaml"
    path.write_text(
        "rows:\n- {n: 7, category: typo, severity: high, at: [/a, /b], says: x, truth: y, evidence: z}\n"
        "reasons:\n- {defects: [7], reason: Nobody minds.}\n",
        encoding="utf-8",
    )
    found = load_defects(path)
    assert (found.rows[7].at, found.rows[7].evidence, found.reasons[0].reason) == (
        ("/a", "/b"),
        ("z",),
        "Nobody minds.",
    )


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "'rows' is missing"),
        ({"rows": [], "rosw": []}, "unknown key 'rosw'"),
        ({"rows": {}}, "'rows' has to be a list"),
        ({"rows": [1]}, "is 1, not a table"),
        ({"rows": [{**ROW, "n": 0}]}, "'n' is 0"),
        ({"rows": [ROW, ROW]}, "two rows 1"),
        ({"rows": [{**ROW, "severity": "H"}]}, "'severity' is 'H'"),
        ({"rows": [{**ROW, "note": "x"}]}, "unknown key 'note'"),
        ({"rows": [{"n": 1}]}, "'category' is missing"),
        ({"rows": [ROW], "reasons": [{"defects": [1]}]}, "'reason' is missing"),
        ({"rows": [ROW], "reasons": [{"defects": "1", "reason": "x"}]}, "'defects' has to be a list"),
    ],
)
def test_refuses_malformed_lists(data: Any, message: str) -> None:
    """Mistakes in the list are told."""
    with pytest.raises(CodegenError, match=message) as caught:
        parse_defects(data, source="defects.yaml")
    assert (caught.value.file, bool(caught.value.remedy)) == ("defects.yaml", True)


def test_each_row_can_be_settled_in_its_own_way() -> None:
    """By a repair, by a rule, by a reason; a repair and a rule may share one."""
    listed = defects({"defects": [3], "reason": "Nobody minds."})
    check_settled(listed, [setting(1, 2)], ByRule(2))
    assert unsettled(listed, [setting(1, 2)], ByRule(2)) == ()


def test_unsettled_rows_are_named() -> None:
    """What nothing settles is told with its text."""
    with pytest.raises(CodegenError) as caught:
        check_settled(defects(), [setting(1)], ByRule(2))
    assert "row 3 is settled by nothing: wrong 3" in str(caught.value)
    assert [row.n for row in unsettled(defects(), [setting(1)])] == [2, 3]


@pytest.mark.parametrize(
    ("listed", "repairs", "rules", "message"),
    [
        (defects(), [setting(1, 2, 3, 9)], None, "repair 'it' names row 9"),
        (defects(), [setting(1, 2, 3)], ByRule(8), "rule 'tags' names row 8"),
        (defects({"defects": [7], "reason": "x"}), [setting(1, 2, 3)], None, "a reason names row 7"),
        (defects({"defects": [1], "reason": "x"}), [setting(1, 2, 3)], None, "left alone, but repair 'it' settles it"),
        (
            defects({"defects": [1], "reason": "x"}),
            [setting(2, 3)],
            ByRule(1),
            "left alone, but rule 'tags' settles it",
        ),
        (
            defects({"defects": [1, 2, 3], "reason": "x"}, {"defects": [1], "reason": "y"}),
            [],
            None,
            "row 1 has two reasons",
        ),
    ],
)
def test_contradictions(listed: Any, repairs: list[Any], rules: ByRule | None, message: str) -> None:
    """Unknown rows, and rows both settled and excused, are mistakes."""
    with pytest.raises(CodegenError) as caught:
        check_settled(listed, repairs, rules)
    assert message in str(caught.value)


def api(folder: Path, *, title: str = "old", rows: str = "[1]", toml: str = "") -> Path:
    """An API with one repair and one or two defects."""
    (folder / "repairs").mkdir()
    (folder / "swagger.yaml").write_text(f"info: {{title: {title}}}\n", encoding="utf-8")
    (folder / "repairs" / "a.yaml").write_text(
        "- {id: a, defects: [1], op: set, at: /info/title, expect: old, value: new, because: b,\n"
        "   evidence: [{source: c}]}\n",
        encoding="utf-8",
    )
    row = "{category: typo, severity: low, at: /a, says: x, truth: y, n: "
    (folder / "defects.yaml").write_text(
        "rows:\n" + "".join(f"- {row}{n}}}\n" for n in rows.strip("[]").split(",")), encoding="utf-8"
    )
    if toml:
        (folder / "codegen.toml").write_text(toml, encoding="utf-8")
    return folder


def test_command_all_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Everything applied and settled: exit code 0."""
    toml = '[rules.tags]\ndefects = [2]\nbecause = "x"\n'
    assert main([str(api(tmp_path, rows="[1,2]", toml=toml))]) == 0
    assert "1 of 1 repairs applied\nevery defect is settled" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("title", "rows", "expected"),
    [
        ("new", "[1]", "delete this repair"),
        ("other", "[1]", "precondition-changed  a "),
        ("old", "[1,2]", "row 2 is settled by nothing"),
    ],
)
def test_command_findings(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], title: str, rows: str, expected: str
) -> None:
    """A repair that does not fit, or a row that nothing settles: exit code 1, and both are told."""
    assert main([str(api(tmp_path, title=title, rows=rows))]) == 1
    assert expected in capsys.readouterr().out


def test_command_unusable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file that cannot be read: exit code 2, on the error stream."""
    folder = api(tmp_path)
    (folder / "repairs" / "a.yaml").write_text("- {id: a", encoding="utf-8")
    assert main([str(folder)]) == 2
    assert "a.yaml" in capsys.readouterr().err
