"""Telling two surfaces apart, and which differences break callers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from codegen.surface.model import Change, Entry, Parameter, SurfaceDiff
from codegen.surface.reading import read_surface

_LITERAL = re.compile(r"(?:typing\.)?Literal\[(.*)\]")


def compare(before: Path, after: Path) -> SurfaceDiff:
    """Compare what callers could reach before with what they can reach now.

    Args:
        before: Folder that holds the packages as they were, itself or in ``overrides/`` and ``generated/``.
        after: The same as they are now.

    Raises:
        CodegenError: One of them holds no public package, or code that cannot be parsed.
    """
    old, new = read_surface(before), read_surface(after)
    changes = sorted(_compare(old.public, new.public), key=lambda change: (not change.breaking, change.name))
    return SurfaceDiff(tuple(changes), tuple(_compare(old.internal, new.internal)))


def _compare(old: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        was, now = old.get(name), new.get(name)
        # What a class or module holds goes and comes with it.
        if was is None and now is not None and not _arrives_with(name, old, new):
            yield Change("added", name, f"new {now.kind}{_shown(now)}", breaking=False)
        elif now is None and was is not None and not _arrives_with(name, new, old):
            yield Change("removed", name, f"the {was.kind} is gone", breaking=True)
        elif was is not None and now is not None:
            yield from _differences(name, was, now)


def _arrives_with(name: str, there: Mapping[str, Entry], here: Mapping[str, Entry]) -> bool:
    parent = name.rpartition(".")[0]
    return parent in here and parent not in there


def _shown(entry: Entry) -> str:
    if entry.kind == "function":
        return f" ({', '.join(map(_declared, entry.parameters))}) -> {entry.returns or 'unknown'}"
    return f": {entry.returns}" if entry.returns else ""


def _declared(parameter: Parameter) -> str:
    default = "" if parameter.default is None else f" = {parameter.default}"
    return f"{parameter.name}: {parameter.annotation}{default}"


def _differences(name: str, was: Entry, now: Entry) -> Iterator[Change]:
    if was.kind != now.kind:
        yield Change("kind", name, f"was a {was.kind}, is a {now.kind}", breaking=True)
        return
    yield from _parameters(name, was.parameters, now.parameters)
    if was.returns != now.returns:
        breaking = not (was.kind == "attribute" and _narrowed(was.returns, now.returns))
        yield Change("type", name, f"{was.returns or 'unknown'} became {now.returns or 'unknown'}", breaking=breaking)
    if was.kind == "attribute" and was.value != now.value:
        yield from _value(name, was, now)
    gone = [base for base in was.bases if base not in now.bases]
    if gone:
        yield Change("base", name, f"derives no longer from {', '.join(gone)}", breaking=True)
    if was.doc != now.doc:
        yield Change("docstring", name, "its description changed", breaking=False)


def _value(name: str, was: Entry, now: Entry) -> Iterator[Change]:
    if was.returns and now.returns:
        # An annotated attribute is a field: its value is a default.
        if now.value is None:
            yield Change("required", name, "is required now", breaking=True)
        elif was.value is None:
            yield Change("optional", name, "can be left out now", breaking=False)
        else:
            yield Change("default", name, f"default {was.value} became {now.value}", breaking=True)
    else:
        yield Change("value", name, f"{was.value} became {now.value}", breaking=True)


def _parameters(name: str, was: tuple[Parameter, ...], now: tuple[Parameter, ...]) -> Iterator[Change]:
    old, new = {item.name: item for item in was}, {item.name: item for item in now}
    for item in was:
        if item.name not in new:
            yield Change("parameter-removed", name, f"takes {item.name!r} no longer", breaking=True)
        else:
            yield from _parameter(name, item, new[item.name])
    for item in now:
        if item.name not in old:
            yield _added(name, item)
    before, after = _by_position(was), _by_position(now)
    if set(before) <= set(after) and after[: len(before)] != before:
        text = f"was ({', '.join(before)}), is ({', '.join(after)})"
        yield Change("parameter-order", name, f"the order of its parameters changed: {text}", breaking=True)


def _by_position(parameters: tuple[Parameter, ...]) -> list[str]:
    return [item.name for item in parameters if item.kind.startswith("positional")]


def _added(name: str, item: Parameter) -> Change:
    needed = item.default is None and not item.kind.startswith("variadic")
    kind = "parameter-required" if needed else "parameter-added"
    return Change(kind, name, f"takes {item.name!r}: {_declared(item)}", breaking=needed)


def _parameter(name: str, was: Parameter, now: Parameter) -> Iterator[Change]:
    if was.default is not None and now.default is None:
        yield Change("parameter-required", name, f"{was.name!r} is required now", breaking=True)
    elif was.default is None and now.default is not None:
        yield Change("parameter-optional", name, f"{was.name!r} can be left out now", breaking=False)
    elif was.default != now.default:
        yield Change("parameter-default", name, f"{was.name!r}: {was.default} became {now.default}", breaking=True)
    if was.kind != now.kind:
        looser = now.kind == "positional or keyword"
        yield Change("parameter-kind", name, f"{was.name!r} was {was.kind}, is {now.kind}", breaking=not looser)
    if was.annotation != now.annotation:
        text = f"{was.name!r}: {was.annotation or 'unknown'} became {now.annotation or 'unknown'}"
        yield Change("parameter-type", name, text, breaking=not _narrowed(now.annotation, was.annotation))


def _narrowed(wide: str, narrow: str) -> bool:
    """Whether one type is part of another: members of a union, values of a ``Literal``."""
    return _members(narrow) <= _members(wide)


def _members(annotation: str) -> set[str]:
    found: set[str] = set()
    for member in _split(annotation, "|"):
        literal = _LITERAL.fullmatch(member)
        found.update(_split(literal[1], ",") if literal else (member,))
    return found


def _split(text: str, separator: str) -> list[str]:
    """Split at separators outside of brackets."""
    parts, depth = [""], 0
    for character in text:
        depth += (character == "[") - (character == "]")
        if character == separator and not depth:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]
