"""The list of known defects, and the proof that each of them is settled."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from codegen.errors import FindingError
from codegen.fields import Fields, Position, brief
from codegen.pointer import Json
from codegen.repair.model import Repair

_SEVERITIES: Final = ("high", "medium", "low")


@dataclass(frozen=True, slots=True)
class DefectRow:
    """One known defect of the supplied spec.

    Attributes:
        n: Its number.
        category: Its kind.
        severity: ``high``, ``medium`` or ``low``.
        at: Where it is.
        says: What the spec says.
        truth: What is true.
        evidence: Who says so, where a repair does not name them.
    """

    n: int
    category: str
    severity: str
    at: tuple[str, ...]
    says: str
    truth: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why some defects are settled without a repair or a rule.

    Attributes:
        defects: Their numbers.
        reason: Why.
    """

    defects: tuple[int, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Defects:
    """All known defects of an API's supplied spec.

    Attributes:
        rows: The defects by number.
        reasons: Why some need no change.
        source: Name of the file.
    """

    rows: Mapping[int, DefectRow]
    reasons: tuple[Reason, ...]
    source: str = "defects.yaml"


class SettlesByRule(Protocol):
    """What the ledger needs to know of a configuration."""

    def settled_by_rule(self) -> Mapping[str, tuple[int, ...]]:
        """Rows that each rule settles, by the rule's name."""
        ...


def load_defects(path: Path) -> Defects:
    """Read the list of defects.

    Args:
        path: ``defects.yaml`` of an API.

    Returns:
        Its rows and reasons.

    Raises:
        CodegenError: The file is malformed.
    """
    from codegen import yaml12

    document = yaml12.load_file(path)
    return parse_defects(document.data, source=path.name, position=document.position)


def parse_defects(data: Json, *, source: str, position: Callable[[str], Position] = lambda _: None) -> Defects:
    """Make a list of defects of plain data.

    Args:
        data: A table with ``rows`` and ``reasons``.
        source: What to call the file in complaints.
        position: Where a pointer into ``data`` stands in the file.

    Returns:
        Rows and reasons.

    Raises:
        CodegenError: The data is malformed.
    """
    top = Fields(data if isinstance(data, dict) else {}, source, "list of defects", lambda _: None)
    top.need(("rows",))
    top.only(("rows", "reasons"))
    rows: dict[int, DefectRow] = {}
    for fields in _tables(top, "rows", position):
        row = _row(fields)
        if row.n in rows:
            raise fields.error(f"there are two rows {row.n}", "give one of them another number", "n")
        rows[row.n] = row
    reasons = tuple(map(_reason, _tables(top, "reasons", position)))
    return Defects(rows, reasons, source)


def unsettled(defects: Defects, repairs: Iterable[Repair], rules: SettlesByRule | None = None) -> tuple[DefectRow, ...]:
    """Defects that nothing settles.

    Args:
        defects: The list.
        repairs: All repairs.
        rules: The configuration of the rules.

    Returns:
        Rows in the order of their numbers.
    """
    settled = {n for _, numbers in _claims(defects, repairs, rules) for n in numbers}
    return tuple(row for n, row in sorted(defects.rows.items()) if n not in settled)


def check_settled(defects: Defects, repairs: Iterable[Repair], rules: SettlesByRule | None = None) -> None:
    """Refuse a list of defects that does not add up.

    Args:
        defects: The list.
        repairs: All repairs.
        rules: The configuration of the rules.

    Raises:
        FindingError: A row is settled by nothing, or by a reason although something else settles it; or somebody
            claims to settle a row that is not in the list.
    """
    everything = tuple(repairs)
    complaints = [*_unknown(defects, everything, rules), *_contradictions(defects, everything, rules)]
    complaints += [f"row {row.n} is settled by nothing: {row.says}" for row in unsettled(defects, everything, rules)]
    if complaints:
        raise FindingError(
            "the list of defects does not add up\n  " + "\n  ".join(complaints),
            file=defects.source,
            remedy="name each row in the 'defects' of a repair or a rule, or give a reason in defects.yaml",
        )


def _claims(
    defects: Defects, repairs: Iterable[Repair], rules: SettlesByRule | None
) -> list[tuple[str, tuple[int, ...]]]:
    by_repair = [(f"repair {repair.id!r}", repair.defects) for repair in repairs]
    by_rule = [(f"rule {name!r}", numbers) for name, numbers in (rules.settled_by_rule().items() if rules else ())]
    return [*by_repair, *by_rule, *(("a reason", reason.defects) for reason in defects.reasons)]


def _unknown(defects: Defects, repairs: Iterable[Repair], rules: SettlesByRule | None) -> list[str]:
    return [
        f"{who} names row {n}, which is not in the list"
        for who, numbers in _claims(defects, repairs, rules)
        for n in numbers
        if n not in defects.rows
    ]


def _contradictions(defects: Defects, repairs: Iterable[Repair], rules: SettlesByRule | None) -> list[str]:
    claims = _claims(defects, repairs, rules)
    excused = [n for who, numbers in claims if who == "a reason" for n in numbers]
    doubled = [f"row {n} has two reasons" for n in sorted(set(excused)) if excused.count(n) > 1]
    both = [
        f"row {n} has a reason for being left alone, but {who} settles it"
        for who, numbers in claims
        if who != "a reason"
        for n in numbers
        if n in excused
    ]
    return doubled + both


def _tables(top: Fields, key: str, position: Callable[[str], Position]) -> list[Fields]:
    items = top.data.get(key, [])
    if not isinstance(items, list):
        raise top.error(f"{key!r} has to be a list, not {brief(items)}", f"write '{key}:' and then '- …' lines", key)
    return [_table(top, key, index, item, position) for index, item in enumerate(items)]


def _table(top: Fields, key: str, index: int, item: Json, position: Callable[[str], Position]) -> Fields:
    def locate(inner: str | None) -> Position:
        return position(f"/{key}/{index}" if inner is None else f"/{key}/{index}/{inner}")

    name = f"row {item['n']}" if isinstance(item, dict) and "n" in item else f"{key} number {index + 1}"
    if isinstance(item, dict):
        return Fields(item, top.file, name, locate)
    raise Fields({}, top.file, name, locate).error(f"is {brief(item)}, not a table", "give it keys and values")


def _row(fields: Fields) -> DefectRow:
    needed = ("n", "category", "severity", "at", "says", "truth")
    fields.need(needed)
    fields.only((*needed, "evidence"))
    n = fields.data["n"]
    if not isinstance(n, int) or isinstance(n, bool) or n < 1:
        raise fields.error(f"'n' is {brief(n)}", "number the rows from 1", "n")
    return DefectRow(
        n=n,
        category=fields.text("category"),
        severity=fields.choice("severity", _SEVERITIES),
        at=fields.texts("at", single=True),
        says=fields.text("says"),
        truth=fields.text("truth"),
        evidence=fields.texts("evidence", single=True),
    )


def _reason(fields: Fields) -> Reason:
    fields.need(("defects", "reason"))
    fields.only(("defects", "reason"))
    return Reason(fields.numbers("defects"), fields.text("reason"))
