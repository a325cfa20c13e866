"""From text to nodes with places: PyYAML's events, read by the rules of YAML 1.2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn, TypeAlias

import yaml
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from codegen.errors import CodegenError
from codegen.yaml12.schema import Scalar, resolve, resolve_as

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"
"""What a document is made of."""

Place: TypeAlias = tuple[int, int]
"""Line and column, counted from 1."""

MAX_DEPTH = 150
"""Deepest nesting read; real documents stay under 40, and every stage after this one walks recursively."""

MAX_ALIASED = 1_000_000
"""How many nodes aliases may add, counted as if each were written out."""

_TAGS = "tag:yaml.org,2002:"
_UNREADABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPED_PAIR = re.compile(r"\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def looks_like_json(text: str) -> bool:
    """Tell whether a text begins as a JSON document does."""
    return text.lstrip()[:1] in ("{", "[")


def place_after(text: str) -> Place:
    """Tell the place right after a text."""
    return text.count("\n") + 1, len(text) - text.rfind("\n")


@dataclass(slots=True)
class Node:
    """One node as written, with its place and its size and height when all aliases in it are written out."""

    place: Place
    text: str | None = None
    scalar: Scalar = None
    entries: dict[str, tuple[Place, Node]] | None = None
    items: list[Node] | None = None
    merge: bool = False
    size: int = 1
    height: int = 1

    def value(self) -> Json:
        """Build the data; an alias becomes a copy, so that a later edit changes one place only."""
        if self.entries is not None:
            return {key: node.value() for key, (_, node) in self.entries.items()}
        if self.items is not None:
            return [node.value() for node in self.items]
        return self.scalar

    def contain(self, child: Node) -> None:
        """Count a child in."""
        self.size += child.size
        self.height = max(self.height, child.height + 1)


class Reader:
    """Builds nodes from PyYAML's events (its own composer recurses in C, and crashes on deep nesting)."""

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self.anchors: dict[str, Node | None] = {}
        self.aliased = 0
        if bad := _UNREADABLE.search(text):
            self.fail(
                place_after(text[: bad.start()]),
                f"The character U+{ord(bad[0]):04X} may not stand in a YAML text.",
                "Remove it, or write it as an escape in double quotes.",
            )
        if looks_like_json(text):  # JSON writes characters beyond U+FFFF as two escapes, YAML as one
            text = _ESCAPED_PAIR.sub(_joined, text)
        self.text = text
        # The fallback is slower and reads the same.
        self.events: Iterator[Event] = yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))

    def root(self) -> Node | None:
        """Read the only document."""
        root: Node | None = None
        seen = False
        while (event := self.next()) is not None:
            if isinstance(event, DocumentStartEvent):
                if seen:
                    self.fail(_start(event), "A second document begins here.", "Keep one document per file.")
                seen = True
            elif isinstance(event, NodeEvent):
                root = self.node(event, 1)
        return root

    def next(self) -> Event | None:
        """Take the next event."""
        try:
            return next(self.events, None)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
            problem = " ".join(part for part in (error.context, error.problem) if part)
            if self.text.splitlines()[place[0] - 1 : place[0]] and self.at(place) == "\t":
                self.fail(place, "A tab may not indent YAML.", "Indent with spaces.")
            self.fail(place, f"This is not YAML: {problem}.", "Check indentation and quotes here and just above.")
        except yaml.YAMLError as error:
            self.fail((1, 1), f"This is not YAML: {error}.", "Check the encoding of the file.")

    def at(self, place: Place) -> str:
        """Give the character at a place."""
        return self.text.splitlines()[place[0] - 1][place[1] - 1 : place[1]]

    def node(self, event: Event, depth: int) -> Node:
        """Read one node and all in it."""
        assert isinstance(event, NodeEvent)
        if isinstance(event, AliasEvent):
            return self.alias(event, depth)
        if depth > MAX_DEPTH:
            self.too_deep(_start(event))
        if event.anchor:
            self.anchors[event.anchor] = None
        if isinstance(event, ScalarEvent):
            node = self.scalar(event)
        elif isinstance(event, MappingStartEvent):
            node = self.mapping(event, depth)
        else:
            assert isinstance(event, SequenceStartEvent)
            node = self.sequence(event, depth)
        if event.anchor:
            self.anchors[event.anchor] = node
        return node

    def alias(self, event: AliasEvent, depth: int) -> Node:
        """Find what an alias stands for."""
        place, name = _start(event), event.anchor
        if name not in self.anchors:
            self.fail(place, f"The alias *{name} has no anchor &{name} before it.", "Name an anchor that exists.")
        node = self.anchors[name]
        if node is None:
            self.fail(place, f"The alias *{name} stands inside its own anchor.", "Write the data without a circle.")
        self.aliased += node.size
        if self.aliased > MAX_ALIASED:
            self.fail(place, f"Aliases unfold into more than {MAX_ALIASED:,} nodes.", "Write less by alias.")
        if depth + node.height - 1 > MAX_DEPTH:
            self.too_deep(place)
        return node

    def mapping(self, start: MappingStartEvent, depth: int) -> Node:
        """Read a mapping."""
        self.collection(start, "map")
        entries: dict[str, tuple[Place, Node]] = {}
        node = Node(_start(start), entries=entries)
        while not isinstance(event := self.some(), MappingEndEvent):
            place = _start(event)
            key = self.node(event, depth + 1)
            if key.text is None:
                self.fail(place, "A key must be a string.", "Write the key as a string.")
            if key.text in entries:
                first = entries[key.text][0][0]
                self.fail(
                    place,
                    f"The key {key.text!r} stands here and in line {first} already.",
                    f"Keep one of the two (lines {first} and {place[0]}).",
                )
            child = self.node(self.some(), depth + 1)
            entries[key.text] = (place, child)
            node.contain(child)
            if key.merge:
                self.merged(place, child)
                node.merge = True
        if node.merge:
            node.entries = self.unfolded(entries)
        node.merge = False
        return node

    def merged(self, place: Place, node: Node) -> list[Node]:
        """Give the mappings that a merge key names."""
        found = [node] if node.items is None else node.items
        if any(one.entries is None for one in found):
            self.fail(place, "A merge key << takes a mapping or a list of mappings.", "Quote the key if it is a name.")
        return found

    def unfolded(self, entries: dict[str, tuple[Place, Node]]) -> dict[str, tuple[Place, Node]]:
        """Put merged members where the merge key stands; written ones win, then earlier ones."""
        found: dict[str, tuple[Place, Node]] = {}
        for key, (place, node) in entries.items():
            if key != "<<":
                found[key] = (place, node)
                continue
            for source in self.merged(place, node):
                for name, entry in (source.entries or {}).items():
                    if name not in entries:
                        found.setdefault(name, entry)
        return found

    def sequence(self, start: SequenceStartEvent, depth: int) -> Node:
        """Read a sequence."""
        self.collection(start, "seq")
        items: list[Node] = []
        node = Node(_start(start), items=items)
        while not isinstance(event := self.some(), SequenceEndEvent):
            items.append(self.node(event, depth + 1))
            node.contain(items[-1])
        return node

    def scalar(self, event: ScalarEvent) -> Node:
        """Read a scalar."""
        place, text = _start(event), event.value
        plain = bool(event.implicit[0]) and event.tag is None
        node = Node(place, text=text, merge=plain and text == "<<")
        try:
            if event.tag is None or event.tag == "!":
                node.scalar = resolve(text) if plain else text
            else:
                node.scalar = resolve_as(self.kind(event), text)
        except ValueError:
            self.fail(place, f"{text[:40]!r} cannot be read as a value.", "Quote it if it is a string.")
        return node

    def kind(self, event: ScalarEvent | MappingStartEvent | SequenceStartEvent) -> str:
        """Give the short name of a tag."""
        tag = event.tag or ""
        kind = tag.removeprefix(_TAGS)
        if kind not in ("str", "null", "bool", "int", "float", "map", "seq"):
            self.fail(_start(event), f"The tag {tag} means nothing in JSON data.", "Remove the tag.")
        return kind

    def collection(self, event: MappingStartEvent | SequenceStartEvent, kind: str) -> None:
        """Refuse a tag that does not fit a mapping or a sequence."""
        if event.tag not in (None, "!") and self.kind(event) != kind:
            self.fail(_start(event), f"The tag {event.tag} does not fit what follows.", "Remove the tag.")

    def some(self) -> Event:
        """Take the next event where a document cannot end."""
        event = self.next()
        assert event is not None
        return event

    def too_deep(self, place: Place) -> NoReturn:
        """Refuse what nests too deeply."""
        self.fail(place, f"The document nests deeper than {MAX_DEPTH} levels.", "Flatten it.")

    def fail(self, place: Place, message: str, remedy: str) -> NoReturn:
        """Refuse the document."""
        raise CodegenError(message, file=self.source, line=place[0], column=place[1], remedy=remedy)


def _start(event: Event) -> Place:
    mark = event.start_mark
    assert mark is not None
    return mark.line + 1, mark.column + 1


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[1], 16), int(pair[2], 16)
    return f"\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
