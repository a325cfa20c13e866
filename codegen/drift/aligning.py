"""Variables of paths under the names that they had before: what a variable is called is no change."""

from __future__ import annotations

from typing import Final

from codegen.drift.templates import shape, variables
from codegen.pointer import Json, copy_table
from codegen.repair.marking import METHODS
from codegen.rules.walk import items, table

_SHARED: Final = "#/parameters/"


class Aligned:
    """A document whose path templates are written as in another one, wherever only names of variables differ.

    Args:
        document: The document; it is left alone.
        like: The other one.

    Attributes:
        document: The copy.
        paths: Templates that were written anew: as they are in the copy, and as they were.
    """

    def __init__(self, document: dict[str, Json], like: dict[str, Json]) -> None:
        self.document = copy_table(document)
        self.paths: dict[str, str] = {}
        known = {shape(path): path for path in table(like.get("paths"))}
        paths = table(self.document.get("paths"))
        for path in [path for path in paths if path not in known.values()]:
            target = known.get(shape(path), path)
            if target not in paths:
                self.paths[target] = path
        renamed = {path: target for target, path in self.paths.items()}
        entries = [(renamed.get(path, path), item) for path, item in paths.items()]
        paths.clear()
        paths.update(entries)
        for target, path in self.paths.items():
            self._item(like, target, path)

    def _item(self, like: dict[str, Json], target: str, path: str) -> None:
        names = dict(zip(variables(path), variables(target), strict=True))
        item, before = (table(table(document.get("paths")).get(target)) for document in (self.document, like))
        shared = _references(like, before)
        for holder in _holders(item):
            for entry in items(holder.get("parameters")):
                parameter = self._parameter(entry, names, shared)
                if parameter.get("in") == "path" and parameter.get("name") in names:
                    parameter["name"] = names[str(parameter["name"])]

    def _parameter(self, entry: Json, names: dict[str, str], shared: dict[str, str]) -> dict[str, Json]:
        ref = table(entry).get("$ref")
        if not isinstance(ref, str) or not ref.startswith(_SHARED):
            return table(entry)
        key = ref.removeprefix(_SHARED)
        declared = table(self.document.get("parameters"))
        parameter = table(declared.get(key))
        name = names.get(str(parameter.get("name")), str(parameter.get("name")))
        if name in shared and shared[name] not in declared:
            declared[shared[name]] = declared.pop(key)
            _redirect(self.document, ref, _SHARED + shared[name])
        return parameter


def _holders(item: dict[str, Json]) -> list[dict[str, Json]]:
    return [item, *(table(item.get(method)) for method in METHODS)]


def _references(document: dict[str, Json], item: dict[str, Json]) -> dict[str, str]:
    """Keys of shared parameters by the name of the parameter."""
    found: dict[str, str] = {}
    for holder in _holders(item):
        for entry in items(holder.get("parameters")):
            ref = table(entry).get("$ref")
            if isinstance(ref, str) and ref.startswith(_SHARED):
                key = ref.removeprefix(_SHARED)
                found[str(table(table(document.get("parameters")).get(key)).get("name"))] = key
    return found


def _redirect(document: dict[str, Json], old: str, new: str) -> None:
    for item in table(document.get("paths")).values():
        for holder in _holders(table(item)):
            for entry in items(holder.get("parameters")):
                if isinstance(entry, dict) and entry.get("$ref") == old:
                    entry["$ref"] = new
