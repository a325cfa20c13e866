"""Reading repair files. A repair that could not do what it says is refused here, before any document is looked at."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, cast, get_args

from codegen import yaml12
from codegen.errors import CodegenError
from codegen.fields import Fields, Position, brief
from codegen.pointer import MISSING, Json, Parts, same, split
from codegen.repair.model import Do, Evidence, Match, Op, Repair
from codegen.yaml12 import Document

_ALWAYS: Final = ("id", "op", "at", "defects", "because", "evidence")
_NEEDS: Final[dict[str, tuple[str, ...]]] = {
    "rename": ("expect", "to"),
    "set": ("expect", "value"),
    "add": ("value",),
    "remove": ("expect",),
    "move": ("expect", "to"),
    "replace-parameter": ("expect", "value"),
}
_ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def load_repairs(folder: Path) -> tuple[Repair, ...]:
    """Read all repairs of an API.

    Args:
        folder: Folder with ``*.yaml`` files, each a list of repairs.

    Returns:
        The repairs in the order in which they run: by file name, then as written.

    Raises:
        CodegenError: A repair is malformed, does nothing, or has no clear place in the order.
    """
    return repairs_of(repair_files(folder))


def repair_files(folder: Path) -> dict[str, Document]:
    """Read the files with the repairs of an API.

    Args:
        folder: Folder with ``*.yaml`` files.

    Returns:
        The files in the order in which their repairs run, by the names that they go by in messages.

    Raises:
        CodegenError: One cannot be read.
    """
    return {f"{folder.name}/{path.name}": yaml12.load_file(path) for path in sorted(folder.glob("*.yaml"))}


def repairs_of(files: Mapping[str, Document]) -> tuple[Repair, ...]:
    """Make repairs of files that have been read.

    Args:
        files: The files as `repair_files` gives them.

    Returns:
        The repairs in the order in which they run.

    Raises:
        CodegenError: A repair is malformed, does nothing, or has no clear place in the order.
    """
    repairs = [
        repair
        for name, document in files.items()
        for repair in parse_repairs(document.data, source=name, position=document.position)
    ]
    check_order(repairs)
    return tuple(repairs)


def parse_repairs(
    data: Json, *, source: str, position: Callable[[str], Position] = lambda _: None
) -> tuple[Repair, ...]:
    """Make repairs of plain data.

    Args:
        data: A list of repairs, as in a repair file.
        source: What to call the file in complaints.
        position: Where a pointer into ``data`` stands in the file.

    Returns:
        The repairs, each valid in itself.

    Raises:
        CodegenError: A repair is malformed or does nothing.
    """
    if data is None:
        return ()
    if not isinstance(data, list):
        raise CodegenError("a repair file is a list", file=source, remedy="start each repair with '- id: …'")
    return tuple(_repair(_entry(item, index, source, position)) for index, item in enumerate(data))


def check_order(repairs: Iterable[Repair]) -> None:
    """Refuse repairs that share an id, or a place without saying which comes first.

    Args:
        repairs: All repairs of an API in the order in which they run.

    Raises:
        CodegenError: Two share an id or a place, or ``after`` names no earlier repair.
    """
    earlier: dict[str, Repair] = {}
    waits: dict[str, frozenset[str]] = {}
    places = _Places()
    later = {repair.id for repair in repairs}
    for repair in repairs:
        if repair.id in earlier:
            first = earlier[repair.id]
            raise _error(repair, f"the id is taken by {first.file}:{first.line}", "give one of them another id")
        waits[repair.id] = _waits_for(repair, waits, later)
        for other, place in places.shared(repair):
            if other not in waits[repair.id]:
                raise _error(
                    repair,
                    f"{other!r} changes the same place, {place}",
                    f"say 'after: [{other}]' in it, or make one repair of both",
                )
        earlier[repair.id] = repair
        places.take(repair)


def _entry(item: Json, index: int, source: str, position: Callable[[str], Position]) -> Fields:
    def locate(key: str | None) -> Position:
        return position(f"/{index}" if key is None else f"/{index}/{key}")

    name = item.get("id") if isinstance(item, dict) else None
    title = f"repair {name!r}" if isinstance(name, str) else f"repair number {index + 1}"
    if isinstance(item, dict):
        return Fields(item, source, title, locate)
    raise Fields({}, source, title, locate).error(f"is {brief(item)}, not a table", "start each repair with '- id: …'")


def _repair(entry: Fields) -> Repair:
    if "op" not in entry.data:
        raise entry.error("'op' is missing", f"add 'op:', one of {', '.join(get_args(Op))}")
    op = cast(Op, entry.choice("op", get_args(Op)))
    entry.need(("do",) if op == "each" else ())
    do = cast(Do, entry.choice("do", get_args(Do))) if op == "each" else None
    needs = (*_ALWAYS, *_NEEDS[do or op], *(("do",) if do else ()))
    entry.only({*needs, "after", "match"})
    entry.need(needs)
    repair = Repair(
        id=entry.text("id"),
        op=op,
        at=entry.texts("at", single=True),
        because=entry.text("because"),
        evidence=_evidence(entry),
        defects=entry.numbers("defects"),
        expect=entry.data.get("expect", MISSING),
        value=entry.data.get("value", MISSING),
        to=entry.text("to") if "to" in entry.data else None,
        do=do,
        after=entry.texts("after"),
        match=_match(entry, "kind" if "expect" in needs else "part"),
        file=entry.file,
        line=entry.line,
    )
    if not _ID.fullmatch(repair.id):
        raise entry.error(f"{repair.id!r} is no id", "use small letters, digits and single dashes", "id")
    _check_places(entry, repair)
    _check_effect(entry, repair)
    return repair


def _match(entry: Fields, loose: Match) -> Match:
    return cast(Match, entry.choice("match", ("exact", loose))) if "match" in entry.data else "exact"


def _evidence(entry: Fields) -> tuple[Evidence, ...]:
    items = entry.data["evidence"]
    if not isinstance(items, list) or not items:
        raise entry.error("nobody says so", "list evidence: {seed, line, quote} or {source}", "evidence")
    return tuple(_one_evidence(entry, item) for item in items)


def _one_evidence(entry: Fields, item: Json) -> Evidence:
    if not isinstance(item, dict):
        raise entry.error(f"evidence {brief(item)} is no table", "write {seed, line, quote} or {source}", "evidence")
    fields = Fields(item, entry.file, f"{entry.name}, evidence", lambda _: entry.locate("evidence"))
    if "seed" not in item:
        fields.only(("source", "quote"))
        return Evidence(source=fields.text("source"), quote=fields.text("quote", "") or None)
    fields.only(("seed", "line", "quote"))
    fields.need(("line", "quote"))
    line = item["line"]
    if not isinstance(line, int) or isinstance(line, bool) or line < 1:
        raise fields.error(f"line {brief(line)} is no line number", "count lines from 1", "line")
    return Evidence(seed=fields.text("seed"), line=line, quote=fields.text("quote"))


def _check_places(entry: Fields, repair: Repair) -> None:
    if not repair.at:
        raise entry.error("'at' names no place", "give it a JSON pointer", "at")
    for pointer in (*repair.at, *([repair.to] if repair.op == "move" and repair.to else [])):
        try:
            parts = split(pointer)
        except CodegenError as error:
            raise entry.error(error.message, error.remedy or "", "at") from None
        _check_place(entry, repair, pointer, parts)
    if repair.op == "move" and len(repair.at) > 1:
        raise entry.error("a move has one place", "write one repair for each", "at")


def _check_place(entry: Fields, repair: Repair, pointer: str, parts: Parts) -> None:
    if not parts:
        raise entry.error("the whole document cannot be repaired at once", "name a place in it", "at")
    if "*" in parts and repair.op != "each":
        raise entry.error(f"{pointer} is a pattern", "use 'op: each' with 'do:', or name the places", "at")
    if "*" not in parts and repair.op == "each":
        raise entry.error(f"{pointer} has no '*'", f"use 'op: {repair.do}'", "at")
    if "-" in parts[:-1] or (parts[-1] == "-" and repair.action != "add"):
        raise entry.error(f"{pointer} names the place after a list's end", "only 'add' can end in '/-'", "at")
    if repair.op == "replace-parameter" and not (len(parts) > 1 and parts[-2] == "parameters" and "=" in parts[-1]):
        raise entry.error(f"{pointer} selects no parameter", "end it in '/parameters/name=…'", "at")


def _check_effect(entry: Fields, repair: Repair) -> None:
    if repair.action == "rename" and "/" in str(repair.to):
        raise entry.error(f"{repair.to!r} is no key", "'rename' takes a new key; to move a node use 'op: move'", "to")
    last = {split(pointer)[-1] for pointer in repair.at}
    nothing = (
        (repair.expect is not MISSING and same(repair.expect, repair.value))
        or (repair.action == "rename" and repair.to in last)
        or (repair.action == "move" and repair.to in repair.at)
    )
    if nothing:
        raise entry.error("it changes nothing: what it expects is what it makes", "delete it, or correct it")


def _waits_for(repair: Repair, waits: dict[str, frozenset[str]], known: set[str]) -> frozenset[str]:
    for name in repair.after:
        if name not in known:
            raise _error(
                repair, f"'after' names {name!r}, which no repair is called", "correct the id, or leave it out"
            )
        if name not in waits:
            raise _error(repair, f"'after' names {name!r}, which runs later", "move that one up, or to an earlier file")
    return frozenset(repair.after).union(*(waits[name] for name in repair.after))


class _Places:
    """The places that repairs change, by their length: only places of one length can be the same."""

    def __init__(self) -> None:
        self._exact: dict[Parts, list[str]] = {}
        self._patterns: dict[int, list[tuple[Parts, str]]] = {}

    def take(self, repair: Repair) -> None:
        """Note the places of a repair."""
        for pointer in repair.at:
            if pointer.endswith("/-"):
                continue  # Two elements appended to one list do not meet.
            parts = split(pointer)
            if "*" in parts:
                self._patterns.setdefault(len(parts), []).append((parts, repair.id))
            else:
                self._exact.setdefault(parts, []).append(repair.id)

    def shared(self, repair: Repair) -> Iterator[tuple[str, str]]:
        """Ids of repairs noted before that change a place of this one, and that place."""
        for pointer in repair.at:
            parts = split(pointer)
            known = self._exact.items() if "*" in parts else [(parts, self._exact.get(parts, []))]
            for place, ids in known:
                yield from ((name, pointer) for name in ids if _meet(place, parts))
            yield from ((name, pointer) for place, name in self._patterns.get(len(parts), ()) if _meet(place, parts))


def _meet(left: Parts, right: Parts) -> bool:
    return len(left) == len(right) and all(a == b or "*" in (a, b) for a, b in zip(left, right, strict=True))


def _error(repair: Repair, message: str, remedy: str) -> CodegenError:
    return CodegenError(f"repair {repair.id!r}: {message}", file=repair.file, line=repair.line, remedy=remedy)
