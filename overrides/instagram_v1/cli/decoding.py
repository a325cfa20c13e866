"""``instagram-v1 decode``: what archived answers are, and what is odd about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs
import click

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure, lines, understood
from instagram_v1.cli.hiding import hidden_within
from instagram_v1.cli.options import Command, screen
from instagram_v1.runtime.plain import is_dict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from click.shell_completion import CompletionItem

    from instagram_v1.cli.recognition.findings import Finding
    from instagram_v1.cli.recognition.recognise import Recognition
    from instagram_v1.cli.recognition.sources import Document
    from instagram_v1.cli.screen import Screen

_HELP: Final = """Tell what archived answers are and what is odd about them.

FILE is JSON, JSON Lines, a HAR file or another recording of traffic, packed with gzip or not; a folder stands for all
of these inside it, and - for standard input. Nothing is changed, and nothing is asked of any server. Without --jsonl
there is a table: what each document is, which operation it answers (? where others would do as well), what is odd."""

_EXAMPLES: Final = """\
instagram-v1 decode old/users_get.json
instagram-v1 decode archive/ --jsonl > typed.jsonl       a line for each answer, and for each of its items
instagram-v1 decode traffic.har
gzip -dc dump.json.gz | instagram-v1 decode - --operation users_recent_media"""

_NOTHING: Final = "no JSON was found there."

_SHOWN: Final = 4
"""Findings of one kind that a table has room for."""


@attrs.define
class Row:
    """What a table says of a document, or of several of one file that are alike."""

    file: str
    first: str
    last: str
    recognition: Recognition
    number: int = 1
    odd: dict[tuple[str, str, str], Finding] = attrs.Factory(dict[tuple[str, str, str], "Finding"])

    @property
    def where(self) -> str:
        """The file, and the places in it."""
        if self.number == 1:
            return f"{self.file}{self.first}"
        return f"{self.file}{self.first}-{self.last.lstrip(':#')}"

    @property
    def what(self) -> str:
        """What it is, and how often."""
        return self.recognition.what if self.number == 1 else f"{self.number} times {self.recognition.what}"

    @property
    def operation(self) -> str:
        """The operation, with a mark where others would do as well."""
        return self.recognition.operation + ("" if self.recognition.sure else "?")


def _decode(*, files: tuple[str, ...], operation: str | None, as_lines: bool) -> int:
    from instagram_v1.cli.recognition.sources import documents

    here = screen()
    told = _told(operation)
    missing: list[Failure] = []
    found = _recognised(_read(documents, files, missing), told)
    unknown = _write_lines(here, found) if as_lines else _write_table(here, found)
    for failure in missing:
        here.note("\n".join(lines(failure)))
    if missing:
        return Exit.FILES
    return Exit.UNREADABLE if unknown else Exit.DONE


def _read(documents: Any, files: Iterable[str], missing: list[Failure]) -> Iterator[Document]:
    """Documents of all files; one that cannot be read does not keep the others from it."""
    for file in files:
        try:
            yield from documents([file])
        except OSError as error:
            failure = understood(error)
            if failure is None or isinstance(error, BrokenPipeError):
                raise
            missing.append(failure)


def _recognised(found: Iterable[Document], told: str) -> Iterator[tuple[Document, Recognition]]:
    from instagram_v1.cli.recognition.recognise import recognise

    for document in found:
        yield document, recognise(document, told)


def _told(name: str | None) -> str:
    """The operation that was named, by its id or as it is called on a client."""
    if name is None:
        return ""
    from difflib import get_close_matches

    from instagram_v1 import OPERATIONS

    wanted = name.replace(".", "_").replace("-", "_")
    if wanted in OPERATIONS:
        return wanted
    close = get_close_matches(wanted, OPERATIONS, n=3)
    remedy = f"did you mean {', or '.join(close)}?" if close else "`instagram-v1 call --help` lists them."
    raise Failure(f"there is no operation {name!r}.", Exit.USAGE, remedy)


def _write_table(here: Screen, found: Iterable[tuple[Document, Recognition]]) -> bool:
    rows = list(_rows(found))
    here.table(["file", "what", "operation", "odd"], [(row.where, row.what, row.operation, _odd(row)) for row in rows])
    if not rows:
        here.note(_NOTHING)
    return not rows or any(row.recognition.kind == "unknown" for row in rows)


def _rows(found: Iterable[tuple[Document, Recognition]]) -> Iterator[Row]:
    """A row for each document; those of one file that are alike, and follow each other, share one."""
    row: Row | None = None
    for document, recognition in found:
        alike = row is not None and document.place and row.file == document.file
        if row is None or not alike or _key(row.recognition) != _key(recognition):
            if row is not None:
                yield row
            row = Row(document.file, document.place, document.place, recognition, number=0)
        row.last, row.number = document.place, row.number + 1
        for finding in recognition.odd:
            key = (finding.code, finding.path, finding.text)
            known = row.odd.get(key)
            row.odd[key] = finding if known is None else attrs.evolve(finding, count=finding.count + known.count)
    if row is not None:
        yield row


def _key(recognition: Recognition) -> tuple[str, ...]:
    return recognition.kind, recognition.what, recognition.operation


def _odd(row: Row) -> str:
    from instagram_v1.cli.recognition.findings import LABELS

    parts: list[str] = []
    for code, label in LABELS.items():
        briefs = list(dict.fromkeys(finding.brief for finding in row.odd.values() if finding.code == code))
        if briefs:
            more = f" and {len(briefs) - _SHOWN} more" if len(briefs) > _SHOWN else ""
            parts.append(f"{label}: {', '.join(briefs[:_SHOWN])}{more}" if any(briefs) else label)
    return str(hidden_within("; ".join(parts)))


def _write_lines(here: Screen, found: Iterable[tuple[Document, Recognition]]) -> bool:
    unknown, some = False, False
    for document, recognition in found:
        some, unknown = True, unknown or recognition.kind == "unknown"
        where = {"file": document.file, "place": document.place}
        here.json(hidden_within({"kind": recognition.kind, **where, **_answer(recognition)}))
        for item in recognition.items:
            name, value = _typed(recognition.model, item)
            line = {"kind": "item", **where, "operation": recognition.operation, "type": name, "value": value}
            here.json(hidden_within(line))
        here.flush()
    if not some:
        here.note(_NOTHING)
    return unknown or not some


def _answer(recognition: Recognition) -> dict[str, Any]:
    return {
        "what": recognition.what,
        "operation": recognition.operation,
        "how": recognition.how,
        "alike": list(recognition.alike),
        "type": recognition.model,
        "items": len(recognition.items),
        "odd": [attrs.asdict(finding) for finding in recognition.odd],
    }


def _typed(name: str, item: Any) -> tuple[str, Any]:
    """An item as its model has it, unknown fields left out; as it came, without a name, where it does not fit."""
    from instagram_v1 import asdict, fromdict
    from instagram_v1.cli.recognition.recognise import model_of
    from instagram_v1.errors import DecodeError

    model = model_of(name)
    if model is None or not is_dict(item):
        return "", item
    try:
        return name, asdict(fromdict(model, item), wire=True)
    except DecodeError:
        return "", item


def _operations(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from instagram_v1 import OPERATIONS

    return [CompletionItem(name) for name in OPERATIONS if name.startswith(incomplete)]


decode: Final = Command(
    "decode",
    help=_HELP,
    callback=_decode,
    examples=_EXAMPLES,
    params=[
        click.Argument(["files"], metavar="FILE...", nargs=-1, required=True, type=click.Path(allow_dash=True)),
        click.Option(
            ["--operation"], metavar="OPERATION", shell_complete=_operations,
            help="What everything here answers, where you know it.",
        ),
        click.Option(["--jsonl", "as_lines"], is_flag=True, help="JSON Lines: answers, and their items with types."),
    ],
)  # fmt: skip
"""The command."""
