"""Variables of paths under other names for a while: what a variable is called is no change, and hides no place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from codegen.pointer import Json, Missing, find
from codegen.repair.marking import METHODS
from codegen.repair.templates import shape, variables

_SHARED: Final = "#/parameters/"


class Alignment:
    """Writes path templates as somebody else writes them, wherever only names of variables differ.

    Args:
        document: A Swagger 2.0 document, which is changed.
        templates: The templates to write.
        shared: Keys to give to shared parameters, by the name that the parameter then has.

    Attributes:
        paths: Templates that were written anew: as they are now, and as they were.
    """

    def __init__(self, document: dict[str, Json], templates: Iterable[str], shared: Mapping[str, str]) -> None:
        self.document = document
        self.paths: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        paths = _table(document.get("paths"))
        known = list(templates)
        wanted = {shape(template): template for template in known}
        for path in paths:
            target = wanted.get(shape(path), path) if "{" in path and path not in known else path
            if target not in paths:
                self.paths.setdefault(target, path)
        self._write({path: target for target, path in self.paths.items()})
        self._share({name: key for name, key in shared.items() if key not in _table(document.get("parameters"))})

    def undo(self) -> None:
        """Write the templates as they were, as far as they are still there."""
        for key, before in self._keys.items():
            self._rename_key(key, before)
        self._write(
            {target: path for target, path in self.paths.items() if path not in _table(self.document.get("paths"))}
        )

    def _write(self, names: Mapping[str, str]) -> None:
        if not names:
            return
        paths = _table(self.document.get("paths"))
        entries = [(names.get(path, path), item) for path, item in paths.items()]
        paths.clear()
        paths.update(entries)
        seen: set[int] = set()
        for path, target in names.items():
            renamed = dict(zip(variables(path), variables(target), strict=True))
            for parameter in self._parameters(_table(paths.get(target))):
                # One shared parameter is met on many operations, and has one name to be changed once.
                if parameter.get("in") == "path" and parameter.get("name") in renamed and id(parameter) not in seen:
                    seen.add(id(parameter))
                    parameter["name"] = renamed[str(parameter["name"])]

    def _parameters(self, item: dict[str, Json]) -> Iterator[dict[str, Json]]:
        for holder in (item, *(_table(item.get(method)) for method in METHODS)):
            for entry in _list(holder.get("parameters")):
                ref = _table(entry).get("$ref")
                shared = isinstance(ref, str) and ref.startswith(_SHARED)
                yield _table(find(self.document, ("parameters", str(ref).removeprefix(_SHARED))) if shared else entry)

    def _share(self, wanted: Mapping[str, str]) -> None:
        """Give shared parameters of aligned paths the keys that they are looked for under."""
        if not self.paths or not wanted:
            return
        for key, parameter in list(_table(self.document.get("parameters")).items()):
            target = wanted.get(str(_table(parameter).get("name")))
            if target and _table(parameter).get("in") == "path" and target not in self._keys:
                self._keys[target] = key
                self._rename_key(key, target)

    def _rename_key(self, key: str, target: str) -> None:
        declared = _table(self.document.get("parameters"))
        if key not in declared or target in declared:
            return
        entries = [(target if name == key else name, parameter) for name, parameter in declared.items()]
        declared.clear()
        declared.update(entries)
        for item in _table(self.document.get("paths")).values():
            for holder in (_table(item), *(_table(_table(item).get(method)) for method in METHODS)):
                for entry in _list(holder.get("parameters")):
                    if isinstance(entry, dict) and entry.get("$ref") == _SHARED + key:
                        entry["$ref"] = _SHARED + target


def shared_names(document: Mapping[str, Json]) -> dict[str, str]:
    """Keys of the shared path parameters of a document, by the names of the parameters.

    Args:
        document: A Swagger 2.0 document.
    """
    found: dict[str, str] = {}
    for key, parameter in _table(document.get("parameters")).items():
        if _table(parameter).get("in") == "path":
            found.setdefault(str(_table(parameter).get("name")), key)
    return found


def _table(value: Json | Missing) -> dict[str, Json]:
    return value if isinstance(value, dict) else {}


def _list(value: Json | Missing) -> list[Json]:
    return value if isinstance(value, list) else []
