"""What all parts of the conversion share: the source, its component names, its references, and the notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias, cast
from urllib.parse import unquote

from codegen.errors import CodegenError
from codegen.yaml12 import MAX_DEPTH, Json

Object: TypeAlias = dict[str, Json]
Parts: TypeAlias = tuple[str, ...]

_LEGAL = re.compile(r"[A-Za-z0-9._-]+")
_ILLEGAL = re.compile(r"[^A-Za-z0-9._-]+")
_SECTIONS = {"definitions": "schemas", "parameters": "parameters", "responses": "responses"}


@dataclass(frozen=True, order=True)
class Note:
    """An assumption or a loss.

    Attributes:
        where: JSON pointer into the source.
        code: The kind of note, such as ``assumed-media-type``.
        text: What was assumed, or what is lost.
    """

    where: str
    code: str
    text: str


class Found(NamedTuple):
    """An object of the source, where it stands, and of which shared map it is a member, under which name."""

    where: str
    value: Object
    shared: Parts = ()


def at(where: str, *parts: str | int) -> str:
    """Extend a JSON pointer."""
    return where + "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def text(value: Json) -> str:
    """Give a string as it is, and anything else as an empty one."""
    return value if isinstance(value, str) else ""


def plain(value: object, where: str = "", depth: int = 1) -> Json:
    """Copy data, with string keys, and refuse what JSON cannot hold; no two places of the copy share an object."""
    if depth > MAX_DEPTH:
        raise CodegenError(f"The document nests deeper than {MAX_DEPTH} levels.", remedy="Flatten it.")
    if value is None or isinstance(value, (str, int, float)):
        return value
    if isinstance(value, list):
        items = enumerate(cast("list[object]", value))
        return [plain(item, at(where, index), depth + 1) for index, item in items]
    if not isinstance(value, dict):
        remedy = "Load the document with codegen.yaml12."
        raise CodegenError(f"A {type(value).__name__} is no JSON data.", pointer=where, remedy=remedy)
    members: Object = {}
    for key, member in cast("dict[object, object]", value).items():
        name = str(key) if type(key) is int else key
        if not isinstance(name, str) or name in members:
            remedy = "Load the document with codegen.yaml12, which keeps keys as they are written."
            raise CodegenError(f"The key {key!r} is no string, or is there twice.", pointer=where, remedy=remedy)
        members[name] = plain(member, at(where, name), depth + 1)
    return members


class Context:
    """One conversion under way."""

    def __init__(self, source: Object) -> None:
        self.source = source
        self.notes: dict[Note, None] = {}
        self.hoisted: dict[Parts, str] = {}
        self.located: dict[str, Parts | None] = {}
        self.names = {section: _legal_names(self.section(section)) for section in (*_SECTIONS, "securityDefinitions")}
        for section, names in self.names.items():
            for old, new in names.items():
                if old != new:
                    self.note(at("", section, old), "renamed", f"OpenAPI allows no such name; it is called {new}.")

    def note(self, where: str, code: str, text: str) -> None:
        """Take a note; the same one is kept once."""
        self.notes[Note(where, code, text)] = None

    def object(self, value: Json, where: str) -> Object:
        """Give an object, or an empty one and a note."""
        if isinstance(value, dict):
            return value
        self.note(where, "malformed", "An object belongs here; what stands here is left out.")
        return {}

    def list(self, value: Json, where: str) -> list[Json]:
        """Give a list, or an empty one and a note."""
        if isinstance(value, list):
            return value
        self.note(where, "malformed", "A list belongs here; what stands here is left out.")
        return []

    def section(self, name: str) -> Object:
        """Give one of the maps of shared parts."""
        return self.object(self.source.get(name, {}), at("", name))

    def keep(self, source: Object, where: str, keys: str, handled: str = "") -> Object:
        """Copy the members that mean the same in OpenAPI, and extensions; note what is neither these nor handled."""
        kept: Object = {}
        for key, value in source.items():
            if key.startswith("x-") or (key in keys.split() and value is not None):
                kept[key] = value
            elif key not in handled.split():
                self.note(
                    at(where, key),
                    "unknown-key",
                    "Swagger 2.0 has no such member here, or it has no value; it is left out.",
                )
        return kept

    def pointing(self, source: Object, where: str) -> str | None:
        """Give the reference that an object is, if it is one; what stands beside it has no effect, and is noted."""
        ref = source.get("$ref")
        if not isinstance(ref, str):
            return None
        for key in source:
            if key != "$ref":
                self.note(at(where, key), "beside-ref", "Swagger 2.0 ignores this beside a $ref; it is left out.")
        return ref

    def locate(self, ref: str) -> Parts | None:
        """Find what a local reference points at, reading names percent-encoded, as they stand, or with bare slashes."""
        if ref not in self.located:
            self.located[ref] = None  # what a reference that leads through itself finds
            self.located[ref] = next((parts for parts in self.readings(ref) if self.get(parts) is not None), None)
        return self.located[ref]

    def readings(self, ref: str) -> Iterator[Parts]:
        """List what a reference may mean."""
        if ref in self.names["definitions"]:
            yield ("definitions", ref)
        if ref.startswith("#/"):
            for pointer in (unquote(ref[2:]), ref[2:]):
                yield tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/"))
                section, _, rest = pointer.partition("/")
                yield (section, rest)

    def get(self, parts: Parts) -> Json:
        """Give what stands at a place, following references on the way; None when there is nothing."""
        value: Json = self.source
        for part in parts:
            if isinstance(value, dict) and part not in value and "$ref" in value:
                onward = self.locate(text(value["$ref"]))
                value = self.get(onward) if onward else None
            if isinstance(value, dict):
                value = value.get(part)
            elif isinstance(value, list) and part.isdecimal() and part.isascii() and int(part) < len(value):
                value = value[int(part)]
            else:
                return None
        return value

    def follow(self, ref: str, where: str) -> Found | None:
        """Follow a reference to the object it leads to in the end, or note that it leads nowhere in this document."""
        seen: set[Parts] = set()
        parts = self.locate(ref)
        while parts and parts not in seen:
            seen.add(parts)
            value = self.get(parts)
            if not isinstance(value, dict):
                break
            if not isinstance(value.get("$ref"), str):
                return Found(at("", *parts), value, parts)
            ref = text(value["$ref"])
            parts = self.locate(ref)
        self.lost(ref, where)
        return None

    def lost(self, ref: str, where: str) -> None:
        """Note a reference that cannot be followed."""
        if ref.startswith("#"):
            self.note(where, "dangling-ref", f"{ref} leads nowhere.")
        else:
            self.note(where, "external-ref", f"{ref} is another document; it is kept as it stands, unconverted.")

    def reference(self, section: str, name: str, kind: str | None = None) -> Object:
        """Make a reference to a component."""
        return {"$ref": f"#/components/{kind or _SECTIONS[section]}/{self.names[section][name]}"}

    def unfollowed(self, ref: str) -> Object:
        """Make the reference that stands for one that leads nowhere in this document."""
        for section, kind in _SECTIONS.items():
            ref = ref.replace(f"#/{section}/", f"#/components/{kind}/", 1) if ref.startswith("#/") else ref
        return {"$ref": ref}

    def schema_reference(self, ref: str, where: str) -> Object:
        """Make a reference to a schema; one that is no component of its own yet becomes one."""
        parts = self.locate(ref)
        if parts is None:
            self.lost(ref, where)
            return self.unfollowed(ref)
        if not ref.startswith("#"):
            self.note(where, "bare-ref", f"{ref} is taken for the definition of that name.")
        if len(parts) == 2 and parts[0] == "definitions":
            return self.reference(*parts)
        value = self.get(parts)
        if isinstance(value, dict) and "responses" in parts[-2:-1] and isinstance(value.get("schema"), dict):
            self.note(where, "response-as-schema", f"{ref} is a response; its schema is meant.")
            parts = (*parts, "schema")
        return {"$ref": f"#/components/schemas/{self.hoist(parts, where)}"}

    def hoist(self, parts: Parts, where: str) -> str:
        """Name the component that a schema from elsewhere in the document becomes."""
        if parts not in self.hoisted:
            taken = {*self.names["definitions"].values(), *self.hoisted.values()}
            self.hoisted[parts] = _unique("_".join(parts[1:] or parts).strip("/"), taken)
            self.note(where, "hoisted", f"{at('', *parts)} becomes the component {self.hoisted[parts]}.")
        return self.hoisted[parts]


def _legal_names(keys: Iterable[str]) -> dict[str, str]:
    """Give every key a legal name of its own; legal keys keep theirs."""
    names = {key: key for key in keys if _LEGAL.fullmatch(key)}
    taken = set(names)
    for key in keys:
        if key not in taken:
            names[key] = _unique(key, taken)
            taken.add(names[key])
    return names


def _unique(name: str, taken: set[str]) -> str:
    base = _ILLEGAL.sub("_", name) or "_"
    number, unique = 1, base
    while unique in taken:
        number += 1
        unique = f"{base}_{number}"
    return unique
