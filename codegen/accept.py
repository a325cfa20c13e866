"""Taking repairs out that a new version of the spec no longer needs, and noting what became of their defects.

Files are edited as texts, so that comments, layout and order of all that stays are kept byte for byte.
"""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

from codegen import yaml12
from codegen.build import Sources, read_sources
from codegen.errors import CodegenError
from codegen.repair import (
    Outcome,
    Repair,
    apply,
    check_order,
    check_settled,
    parse_defects,
    parse_repairs,
    unsettled,
)
from codegen.repair.ledger import Defects
from codegen.swap import NEW, locked, swap_in, workshop

_LEDGER: Final = "defects.yaml"
_ITEM = re.compile(r"- ")
_AFTER = re.compile(r"  after:(.*)")


@dataclass(frozen=True, slots=True)
class AcceptResult:
    """What was accepted.

    Attributes:
        diff: What changed in the files, as a unified diff; empty when nothing did.
        ids: Repairs that were taken out, and those that lost a place.
        files: The new texts by path relative to the folder of the API.
    """

    diff: str
    ids: tuple[str, ...]
    files: Mapping[str, str]


def accept(api_folder: Path, spec_path: Path) -> AcceptResult:
    """Take out the repairs that a new spec no longer needs: all of them, or none when anything goes wrong.

    Args:
        api_folder: Folder of the API, ``spec/NAME`` of a repository.
        spec_path: The new spec.

    Returns:
        What changed; a second run changes nothing.

    Raises:
        CodegenError: A file cannot be used, or another build is running.
    """
    api = api_folder.resolve()
    root = api.parent.parent
    with locked(root), workshop(root) as folder:
        result = plan(api, spec_path)
        place = api.relative_to(root)
        for name, text in result.files.items():
            draft = folder / NEW / place / name
            draft.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, encoding="utf-8", newline="")
        if result.files:
            swap_in(root, folder, [(place / name).as_posix() for name in result.files])
    return result


def plan(api_folder: Path, spec_path: Path) -> AcceptResult:
    """Say what `accept` would do, and change nothing.

    Args:
        api_folder: Folder of the API.
        spec_path: The new spec.

    Returns:
        What would change.

    Raises:
        CodegenError: A file cannot be used, or the edited files would not add up.
    """
    sources = read_sources(api_folder, swagger=spec_path)
    run = apply(sources.swagger, sources.repairs)
    settled = [outcome for outcome in run.outcomes if outcome.verdict == "fixed-upstream"]
    texts = {f"repairs/{path.name}": _read(path) for path in sorted((api_folder / "repairs").glob("*.yaml"))}
    edited = {name: _edited(name, text, sources.inputs[name], settled) for name, text in texts.items()}
    repairs = [item for name, text in edited.items() for item in _repairs(sources, name, text, texts[name])]
    check_order(repairs)
    _check(apply(sources.swagger, repairs).outcomes, run.outcomes)
    if sources.defects:
        texts[_LEDGER] = _read(api_folder / _LEDGER)
        noted = _noted(texts[_LEDGER], sources.defects, settled, repairs, sources.config, spec_path)
        check_settled(parse_defects(yaml12.load(noted).data, source=_LEDGER), repairs, sources.config)
        edited[_LEDGER] = noted
    files = {name: text for name, text in edited.items() if text != texts[name]}
    diff = "".join(_diff(f"{api_folder.name}/{name}", texts[name], text) for name, text in files.items())
    return AcceptResult(diff, tuple(outcome.repair.id for outcome in settled), files)


def _check(after: Iterable[Outcome], before: Iterable[Outcome]) -> None:
    """The repairs that stay do what they did, and none is left that could have been taken out."""
    verdicts = {outcome.repair.id: outcome.verdict for outcome in before}
    for outcome in after:
        item = outcome.repair
        if outcome.verdict == "fixed-upstream" or verdicts[item.id] not in (outcome.verdict, "fixed-upstream"):
            raise CodegenError(
                f"repair {item.id!r} cannot be told from the ones to take out",
                file=item.file,
                line=item.line,
                remedy="take out by hand what is fixed upstream here; nothing was changed",
            )


def _read(path: Path) -> str:
    # By bytes, so that line ends stay what they are.
    return path.read_bytes().decode("utf-8")


def _repairs(sources: Sources, name: str, text: str, before: str) -> Iterable[Repair]:
    if text == before:
        return [item for item in sources.repairs if item.file == name]
    document = yaml12.load(text, source=name)
    return parse_repairs(document.data, source=name, position=document.position)


def _edited(name: str, text: str, data: Any, settled: list[Outcome]) -> str:
    gone = {outcome.repair.id for outcome in settled if not outcome.applied}
    partly = {outcome.repair.id: outcome.settled for outcome in settled if outcome.applied}
    lines = text.splitlines(keepends=True)
    items: list[Any] = data or []
    if not any(item["id"] in {*gone, *partly} or gone.intersection(item.get("after", ())) for item in items):
        return text
    spans = _spans(lines)
    if len(spans) != len(items):
        raise _unreadable(name)
    for block in reversed([_Block(item, *span) for item, span in zip(items, spans, strict=True)]):
        if block.id in gone:
            _cut(lines, block)
        else:
            lines[block.start : block.end] = _shortened(lines, block, gone, partly.get(block.id, ()))
    return "".join(lines)


class _Block:
    """One repair and the lines that it stands on."""

    def __init__(self, item: dict[str, Any], start: int, end: int) -> None:
        self.start, self.end = start, end
        self.id = str(item["id"])
        self.after: set[str] = set(item.get("after", ()))


def _spans(lines: list[str]) -> list[tuple[int, int]]:
    starts = [number for number, line in enumerate(lines) if _ITEM.match(line)]
    spans: list[tuple[int, int]] = []
    for start, following in itertools.pairwise([*starts, len(lines)]):
        end = following
        # Blank lines and comments in the first column lead to what comes next.
        while end > start + 1 and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
            end -= 1
        spans.append((start, end))
    return spans


def _cut(lines: list[str], block: _Block) -> None:
    """Take a repair out, with the comment right above it and the blank lines after it."""
    start, end = block.start, block.end
    while start > 0 and lines[start - 1].startswith("#"):
        start -= 1
    if start == 0 and start < block.start:
        start = block.start  # a comment at the head of the file speaks of the whole file
    while end < len(lines) and not lines[end].strip():
        end += 1
    if end == len(lines):
        while start > 0 and not lines[start - 1].strip():
            start -= 1
    del lines[start:end]


def _shortened(lines: list[str], block: _Block, gone: set[str], places: Iterable[str]) -> list[str]:
    """The lines of a repair less the ids in its ``after`` and the places in its ``at`` that are gone."""
    kept = lines[block.start : block.end]
    if block.after & gone:
        kept = _without(kept, "after", gone)
    return _without(kept, "at", set(places)) if places else kept


def _without(lines: list[str], key: str, gone: set[str]) -> list[str]:
    start = next((number for number, line in enumerate(lines) if re.match(rf"(?:- |  ){key}:", line)), None)
    if start is None:
        return lines  # written in a way that is not known here: what it leads to is checked afterwards
    end = start + 1
    while end < len(lines) and (not lines[end].strip() or re.match(r"\s{4}|  - |  \]|  #|#", lines[end])):
        end += 1
    made = [line for line in lines[start:end] if not _is_entry(line, gone)]
    flow = re.match(rf"((?:- |  ){key}: *)\[(.*)\](.*)", "".join(lines[start:end]), re.DOTALL)
    if flow:
        kept = [part.strip() for part in flow[2].split(",") if yaml12.load(part.strip()).data not in gone]
        made = [f"{flow[1]}[{', '.join(kept)}]{flow[3]}"] if kept else []
    elif not any(re.match(r"\s+- ", line) for line in made) and len(made) < end - start:
        made = []
    return [*lines[:start], *made, *lines[end:]]


def _is_entry(line: str, gone: set[str]) -> bool:
    entry = re.match(r"\s+- (.*?)\s*$", line)
    return bool(entry) and yaml12.load(line.strip()).data[0] in gone


def _unreadable(name: str) -> CodegenError:
    return CodegenError(
        "repairs here do not stand one below the other", file=name, remedy="begin each with '- ' in the first column"
    )


def _noted(text: str, defects: Defects, settled: list[Outcome], repairs: list[Repair], config: Any, spec: Path) -> str:
    """Give a reason to the rows that nothing settles any more."""
    touched = {n for outcome in settled for n in outcome.repair.defects}
    rows = [row.n for row in unsettled(defects, repairs, config) if row.n in touched]
    if not rows:
        return text
    digest = hashlib.sha256(spec.read_bytes()).hexdigest()
    end = "\r\n" if "\r\n" in text else "\n"
    note = (
        f"  - defects: [{', '.join(map(str, rows))}]",
        "    reason: >-",
        "      Settled upstream: the spec says it right by itself, since the version with the sha256",
        f"      {digest}.",
    )
    return _appended(text, "".join(line + end for line in note), end)


def _appended(text: str, note: str, end: str) -> str:
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    start = next((number for number, line in enumerate(lines) if line.startswith("reasons:")), None)
    if start is None:
        return "".join((*lines, end, f"reasons:{end}", note))
    if lines[start].split("#")[0].strip() != "reasons:":
        lines[start] = f"reasons:{end}"
    stop = start + 1
    while stop < len(lines) and not re.match(r"[^\s#-]", lines[stop]):
        stop += 1
    while stop > start + 1 and (not lines[stop - 1].strip() or lines[stop - 1].startswith("#")):
        stop -= 1
    if any(line.startswith("- ") for line in lines[start + 1 : stop]):
        note = "".join(line[2:] for line in note.splitlines(keepends=True))
    return "".join((*lines[:stop], note, *lines[stop:]))


def _diff(name: str, before: str, after: str) -> str:
    lines = unified_diff(before.splitlines(True), after.splitlines(True), f"a/{name}", f"b/{name}")
    return "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
