"""The APIs of this repository as the site tells of them: built document, repairs, list of defects, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from codegen import yaml12
from codegen.pointer import Json, Missing, Parts, find, split
from codegen.repair import DefectRow, Defects, Reason, Repair, load_defects, load_repairs
from codegen.repair.marking import METHODS, all_marks
from codegen.rules import load_config
from codegen.rules.config import Config, Rule
from codegen.rules.words import words

Table = dict[str, Json]


def table(node: Json | Missing) -> Table:
    """A value as a table; empty when it is none."""
    return node if isinstance(node, dict) else {}


def tables(node: Json | Missing) -> list[Table]:
    """The tables in a list; empty when it is none."""
    return [item for item in node if isinstance(item, dict)] if isinstance(node, list) else []


def words_of(node: Json | Missing) -> str:
    """A value as text; empty when it is none."""
    return node if isinstance(node, str) else ""


def slug(text: str) -> str:
    """A name as a part of an address."""
    return "-".join(word.lower() for word in words(text))


@dataclass(frozen=True)
class Call:
    """One operation of a document.

    Attributes:
        path: Its path.
        method: Its HTTP method, small.
        node: The operation itself.
        shared: Parameters that its path declares for all methods.
        label: Where its description stands.
    """

    path: str
    method: str
    node: Table
    shared: tuple[Table, ...]
    label: str

    @property
    def id(self) -> str:
        """Its ``operationId``."""
        return words_of(self.node.get("operationId")) or f"{self.method} {self.path}"

    @property
    def tag(self) -> str:
        """The tag that it is filed under."""
        tags = self.node.get("tags")
        return str(tags[0]) if isinstance(tags, list) and tags else "Other"

    @property
    def title(self) -> str:
        """Method and path."""
        return f"{self.method.upper()} {self.path}"


@dataclass(frozen=True)
class Place:
    """Where a repair shows on the site.

    Attributes:
        label: The label to link to.
        title: What to call it.
    """

    label: str
    title: str


@dataclass(frozen=True)
class Api:
    """One folder of ``spec/``.

    Attributes:
        name: Name of the folder.
        folder: The folder.
        document: The built OpenAPI document.
        repairs: What was repaired, by id, in the order of the files.
        defects: What was wrong; no rows where nobody made a list.
        config: What holds for every operation.
    """

    name: str
    folder: Path
    document: Table
    repairs: Mapping[str, Repair]
    defects: Defects
    config: Config
    _labels: dict[str, str] = field(default_factory=dict[str, str], repr=False)

    @property
    def title(self) -> str:
        """What to call the API."""
        return self.config.generate.title or words_of(table(self.document.get("info")).get("title")) or self.name

    @property
    def files(self) -> tuple[Path, ...]:
        """What the pages are made of."""
        found = [*self.folder.glob("*.yaml"), *self.folder.glob("*.toml"), *self.folder.glob("repairs/*.yaml")]
        return tuple(sorted(found))

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """All operations, in the order of the document."""
        return tuple(self._calls())

    def _calls(self) -> Iterator[Call]:
        for path, value in table(self.document.get("paths")).items():
            item = table(value)
            for method in METHODS:
                if isinstance(node := item.get(method), dict):
                    name = words_of(node.get("operationId")) or f"{method} {path}"
                    shared = tuple(tables(item.get("parameters")))
                    yield Call(path, method, node, shared, self.label("", name))

    @cached_property
    def tags(self) -> Mapping[str, tuple[Call, ...]]:
        """Operations by tag: declared tags first, in their order."""
        declared = [words_of(tag.get("name")) for tag in tables(self.document.get("tags"))]
        found = [call.tag for call in self.calls]
        names = dict.fromkeys([*(name for name in declared if name in found), *found])
        return {name: tuple(call for call in self.calls if call.tag == name) for name in names}

    @cached_property
    def schemas(self) -> Mapping[str, Table]:
        """Named schemas."""
        held = table(find(self.document, ("components", "schemas")))
        return {name: table(schema) for name, schema in sorted(held.items(), key=lambda item: item[0].lower())}

    def label(self, kind: str, name: str) -> str:
        """The label of a thing: unique, also where two names differ in capitals or signs alone."""
        key = f"{kind}\n{name}"
        if key not in self._labels:
            wanted = base = "-".join(filter(None, (slug(self.name), kind, slug(name))))
            number = 1
            while wanted in self._labels.values():
                number += 1
                wanted = f"{base}-{number}"
            self._labels[key] = wanted
        return self._labels[key]

    def resolved(self, node: Table) -> Table:
        """What a reference stands for; anything else stands for itself."""
        seen: set[str] = set()
        while isinstance(ref := node.get("$ref"), str) and ref.startswith("#/") and ref not in seen:
            seen.add(ref)
            node = table(find(self.document, split(ref[1:])))
        return node

    @cached_property
    def places(self) -> Mapping[str, tuple[Place, ...]]:
        """Where each repair shows, by its id."""
        found: dict[str, dict[Place, None]] = {name: {} for name in self.repairs}
        for place, ids in self._marked():
            for name in ids:
                if name in found:
                    found[name][place] = None
        for name, repair in self.repairs.items():
            if not found[name]:
                found[name] = dict.fromkeys(self._named_by(repair))
        return {name: tuple(places) for name, places in found.items()}

    def _marked(self) -> Iterator[tuple[Place, Iterator[str]]]:
        paths = table(self.document.get("paths"))
        for call in self.calls:
            around = {key: value for key, value in table(paths[call.path]).items() if key not in METHODS}
            yield Place(call.label, call.title), all_marks([call.node, around])
        for name, schema in self.schemas.items():
            yield Place(self.label("schema", name), name), all_marks(schema)
        for tag in tables(self.document.get("tags")):
            if (name := words_of(tag.get("name"))) in self.tags:
                yield Place(self.label("tag", name), f"tag {name}"), all_marks(tag)
        top = {key: value for key, value in self.document.items() if key not in ("paths", "tags", "components")}
        parts = {key: value for key, value in table(self.document.get("components")).items() if key != "schemas"}
        yield Place(self.label("", "overview"), "the API as a whole"), all_marks([top, parts])

    def _named_by(self, repair: Repair) -> Iterator[Place]:
        """The definitions that a repair's own pointers name, where its mark was lost on the way."""
        for pointer in repair.at:
            parts: Parts = split(pointer)
            if parts[:1] == ("definitions",) and len(parts) > 1 and parts[1] in self.schemas:
                yield Place(self.label("schema", parts[1]), parts[1])

    @cached_property
    def settled(self) -> Mapping[int, Settled]:
        """What settles each defect."""
        rules = self.config.rules.items()
        return {
            n: Settled(
                tuple(repair for repair in self.repairs.values() if n in repair.defects),
                tuple((name, rule) for name, rule in rules if n in rule.defects),
                tuple(reason for reason in self.defects.reasons if n in reason.defects),
            )
            for n in sorted(self.defects.rows)
        }

    def row(self, n: int) -> DefectRow:
        """One defect."""
        return self.defects.rows[n]


@dataclass(frozen=True)
class Settled:
    """What settles a defect.

    Attributes:
        repairs: The repairs that mend it.
        rules: The rules that mend it, with their names.
        reasons: Why it stays as it is.
    """

    repairs: tuple[Repair, ...]
    rules: tuple[tuple[str, Rule], ...]
    reasons: tuple[Reason, ...]

    @property
    def ways(self) -> tuple[str, ...]:
        """The kinds of it: ``repair``, ``rule``, ``reason``."""
        held = (("repair", self.repairs), ("rule", self.rules), ("reason", self.reasons))
        return tuple(name for name, things in held if things)


def load_apis(folder: Path) -> tuple[Api, ...]:
    """Read every API that has been built.

    Args:
        folder: ``spec/``.

    Returns:
        The APIs in the order of their names.
    """
    built = sorted(path.parent for path in folder.glob("*/codegen.toml") if (path.parent / "openapi.yaml").exists())
    return tuple(map(load_api, built))


def load_api(folder: Path) -> Api:
    """Read one API.

    Args:
        folder: Its folder below ``spec/``.
    """
    repairs = load_repairs(folder / "repairs") if (folder / "repairs").is_dir() else ()
    rows = folder / "defects.yaml"
    return Api(
        name=folder.name,
        folder=folder,
        document=table(yaml12.load_file(folder / "openapi.yaml").data),
        repairs={repair.id: repair for repair in repairs},
        defects=load_defects(rows) if rows.exists() else Defects({}, ()),
        config=load_config(folder / "codegen.toml"),
    )
