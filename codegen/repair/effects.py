"""Carrying a repair out at one place, with everything that follows from it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final
from urllib.parse import unquote

from codegen.pointer import Json, Missing, Parts, copy, find, join, split
from codegen.repair.marking import METHODS, all_marks, mark
from codegen.repair.model import Repair

# Below these keys of a schema or response stands data, in which "$ref" is a word like any other.
_DATA: Final = frozenset({"example", "examples", "default", "enum"})
_NAMED: Final = frozenset({"properties", "definitions", "parameters", "responses"})


def carry_out(document: dict[str, Json], repair: Repair, places: Iterable[Parts]) -> None:
    """Change the document at all these places.

    Args:
        document: The document, which is changed.
        repair: What to do.
        places: Where, judged ``applied`` beforehand.
    """
    effect = _EFFECTS[repair.action]
    # Elements leave a list from its end, so that the indexes before them stay right.
    for parts in sorted(places, key=_place_order, reverse=True) if repair.action == "remove" else places:
        changed, orphans = effect(document, repair, parts)
        mark(document, changed, (*dict.fromkeys(orphans), repair.id))


def _place_order(parts: Parts) -> tuple[tuple[int, str], ...]:
    return tuple((int(part), "") if part.isdigit() and len(part) < 10 else (-1, part) for part in parts)


def _set(document: dict[str, Json], repair: Repair, parts: Parts) -> tuple[Parts, list[str]]:
    orphans = list(all_marks(find(document, parts)))
    _put(find(document, parts[:-1]), parts[-1], _value(repair))
    return parts, orphans


def _add(document: dict[str, Json], repair: Repair, parts: Parts) -> tuple[Parts, list[str]]:
    parent = find(document, parts[:-1])
    if isinstance(parent, list):
        parent.append(_value(repair))
        return (*parts[:-1], str(len(parent) - 1)), []
    _put(parent, parts[-1], _value(repair))
    return parts, []


def _remove(document: dict[str, Json], repair: Repair, parts: Parts) -> tuple[Parts, list[str]]:
    parent = find(document, parts[:-1])
    orphans = list(all_marks(find(document, parts)))
    if isinstance(parent, dict):
        del parent[parts[-1]]
    elif isinstance(parent, list):
        del parent[int(parts[-1])]
    return parts[:-1], orphans


def _rename(document: dict[str, Json], repair: Repair, parts: Parts) -> tuple[Parts, list[str]]:
    new = (*parts[:-1], str(repair.to))
    _relocate(document, parts, new)
    return new, []


def _move(document: dict[str, Json], repair: Repair, parts: Parts) -> tuple[Parts, list[str]]:
    new = split(str(repair.to))
    _relocate(document, parts, new)
    return new, []


def _value(repair: Repair) -> Json:
    return None if isinstance(repair.value, Missing) else copy(repair.value)


def _put(parent: Json | Missing, key: str, value: Json) -> None:
    if isinstance(parent, dict):
        parent[key] = value
    elif isinstance(parent, list):
        parent[int(key)] = value


def _relocate(document: dict[str, Json], old: Parts, new: Parts) -> None:
    if isinstance(find(document, new[:-1]), Missing):
        _put(find(document, new[:-2]), new[-2], {})
    source, target = find(document, old[:-1]), find(document, new[:-1])
    if not isinstance(source, dict) or not isinstance(target, dict):
        return
    if source is target:
        entries = [(new[-1] if key == old[-1] else key, value) for key, value in source.items()]
        source.clear()
        source.update(entries)
    else:
        target[new[-1]] = source.pop(old[-1])
    _follow_refs(document, old, new)
    if old[:-1] == new[:-1]:
        _follow_name(document, old, new[-1])


def _follow_name(document: dict[str, Json], old: Parts, name: str) -> None:
    """Follow a new name to where the old one is used without a ``$ref``."""
    if len(old) > 1 and old[-2] == "properties":
        schema = find(document, old[:-2])
        if isinstance(schema, dict):
            _reword(schema.get("required"), old[-1], name)
            if schema.get("discriminator") == old[-1]:
                schema["discriminator"] = name
    if old[:1] == ("securityDefinitions",) and len(old) == 2:
        for holder in (document, *_operations(document)):
            for requirement in _list(holder.get("security")):
                if isinstance(requirement, dict) and old[1] in requirement:
                    requirement[name] = requirement.pop(old[1])


def _reword(words: Json, old: str, new: str) -> None:
    if isinstance(words, list):
        words[:] = [new if word == old else word for word in words]


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _operations(document: dict[str, Json]) -> Iterable[dict[str, Json]]:
    paths = document.get("paths")
    for item in paths.values() if isinstance(paths, dict) else ():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if method in METHODS and isinstance(operation, dict):
                yield operation


def _follow_refs(node: Json, old: Parts, new: Parts, *, named: bool = False) -> None:
    if isinstance(node, list):
        for child in node:
            _follow_refs(child, old, new)
    if not isinstance(node, dict):
        return
    ref = node.get("$ref")
    if isinstance(ref, str) and not named:
        node["$ref"] = _redirect(ref, old, new)
    for key, child in node.items():
        if named or key not in _DATA:
            _follow_refs(child, old, new, named=key in _NAMED and not named)


def _redirect(ref: str, old: Parts, new: Parts) -> str:
    if not ref.startswith("#/"):
        return ref
    pointer = unquote(ref[1:])
    prefix = join(old)
    return "#" + join(new) + pointer[len(prefix) :] if f"{pointer}/".startswith(f"{prefix}/") else ref


_EFFECTS: Final[dict[str, Callable[[dict[str, Json], Repair, Parts], tuple[Parts, list[str]]]]] = {
    "set": _set,
    "add": _add,
    "remove": _remove,
    "rename": _rename,
    "move": _move,
    "replace-parameter": _set,
}
