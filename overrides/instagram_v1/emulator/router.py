"""Finds the operation of a request by its raw path, from the table of operations alone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TypeAlias
from urllib.parse import unquote

from attrs import define, field, frozen

from instagram_v1.runtime.operation import Operation

AnyOperation: TypeAlias = Operation[Any, Any]


@frozen
class Match:
    """An operation, and what stood in the place of its path parameters (decoded)."""

    operation: AnyOperation
    arguments: dict[str, str]


@define
class _Node:
    literals: dict[str, _Node] = field(factory=dict[str, "_Node"])
    parameter: _Node | None = None
    operations: dict[str, AnyOperation] = field(factory=dict[str, AnyOperation])


class Router:
    """A tree of path segments; at each step a literal is tried before a parameter."""

    def __init__(self, operations: Iterable[AnyOperation]) -> None:
        self._root = _Node()
        for operation in operations:
            self._insert(operation)

    def match(self, method: str, path: str) -> Match | None:
        """Find the operation for a method and a raw path below the base path."""
        segments = _segments(path)
        for node in self._walk(self._root, segments, 0):
            operation = node.operations.get(method)
            if operation is not None:
                return Match(operation, _arguments(operation, segments))
        return None

    def methods(self, path: str) -> tuple[str, ...]:
        """Give the methods that the path knows; none for a path that does not exist."""
        nodes = self._walk(self._root, _segments(path), 0)
        return tuple(sorted({method for node in nodes for method in node.operations}))

    def _insert(self, operation: AnyOperation) -> None:
        node = self._root
        for segment in operation.path.strip("/").split("/"):
            if segment.startswith("{"):
                node.parameter = node.parameter or _Node()
                node = node.parameter
            else:
                node = node.literals.setdefault(segment, _Node())
        node.operations[operation.method] = operation

    def _walk(self, node: _Node, segments: list[str], at: int) -> Iterator[_Node]:
        if at == len(segments):
            if node.operations:
                yield node
            return
        literal = node.literals.get(segments[at])
        if literal is not None:
            yield from self._walk(literal, segments, at + 1)
        # An empty segment is no value: `/users//follows` leads nowhere.
        if node.parameter is not None and segments[at]:
            yield from self._walk(node.parameter, segments, at + 1)


def plain(path: str) -> str:
    """Take off what the API ignores at the end of a path: one slash, or ``.json``."""
    path = path.removesuffix("/")
    head, slash, last = path.rpartition("/")
    return head + slash + last.removesuffix(".json") if last != ".json" else path


def _segments(path: str) -> list[str]:
    """Split first, decode then: ``%2F`` belongs to its segment."""
    return [unquote(segment, errors="replace") for segment in plain(path).removeprefix("/").split("/")]


def _arguments(operation: AnyOperation, segments: list[str]) -> dict[str, str]:
    template = operation.path.strip("/").split("/")
    return {name[1:-1]: value for name, value in zip(template, segments, strict=True) if name.startswith("{")}
