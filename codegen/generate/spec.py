"""The OpenAPI document itself, for what the parser drops: scopes, deprecation, descriptions, vendor extensions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from codegen.errors import CodegenError
from codegen.generate.nodes import Node, is_node, node, nodes

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_SCHEMAS = "#/components/schemas/"


@dataclass(frozen=True)
class SpecOperation:
    """One operation with all that applies to it: parameters of its path, references resolved."""

    id: str
    method: str
    path: str
    tag: str
    data: Node
    parameters: tuple[Node, ...]

    @property
    def where(self) -> str:
        """How messages name it."""
        return f"{self.method.upper()} {self.path} ({self.id})"


class Spec:
    """A valid OpenAPI 3.0 document, asked by name instead of by pointer.

    Args:
        document: The document; it is not changed.
        source: Its file, as messages and heads of generated files name it.
    """

    def __init__(self, document: Mapping[str, Any], *, source: str) -> None:
        self.document = document
        self.source = source
        components = node(document.get("components"))
        self.schemas = node(components.get("schemas"))
        self.security_schemes = node(components.get("securitySchemes"))
        self.operations: tuple[SpecOperation, ...] = tuple(self._operations())

    def resolve(self, value: Any) -> Node:
        """Follow ``$ref`` to what it names, however many there are."""
        seen: list[str] = []
        while is_node(value) and isinstance(value.get("$ref"), str):
            reference: str = value["$ref"]
            if reference in seen:
                raise CodegenError(f"the reference {reference} leads back to itself", file=self.source)
            seen.append(reference)
            value = self._lookup(reference)
        return node(value)

    def _lookup(self, reference: str) -> Any:
        value: Any = self.document
        for part in reference.removeprefix("#/").split("/"):
            key = part.replace("~1", "/").replace("~0", "~")
            if not isinstance(value, Mapping) or key not in value:
                raise CodegenError(f"the reference {reference} names nothing", file=self.source)
            value = cast("Mapping[str, Any]", value)[key]
        return value

    def properties(self, schema: Any) -> Node:
        """Properties of an object schema, those of its ``allOf`` included, in their order."""
        schema = self.resolve(schema)
        found: Node = {}
        for part in nodes(schema.get("allOf")):
            found.update(self.properties(part))
        found.update(node(schema.get("properties")))
        return found

    def required(self, schema: Any) -> set[str]:
        """Names of the required properties of an object schema, those of its ``allOf`` included."""
        schema = self.resolve(schema)
        found: set[str] = set(schema.get("required") or ())
        return found.union(*(self.required(part) for part in nodes(schema.get("allOf"))))

    def facets(self, schema: Any) -> Iterator[Node]:
        """The schema and what it wraps for the sake of null or unions: each may carry a format, an enum or words."""
        schema = self.resolve(schema)
        yield schema
        for key in ("allOf", "anyOf", "oneOf"):
            for part in nodes(schema.get(key)):
                if "$ref" not in part:
                    yield from self.facets(part)

    def facet(self, schema: Any, key: str) -> Any:
        """First value of a key on the schema or on what it wraps."""
        return next((facet[key] for facet in self.facets(schema) if facet.get(key) is not None), None)

    def component(self, name: str) -> Node:
        """A named schema."""
        return self.resolve({"$ref": _SCHEMAS + name})

    def _operations(self) -> Iterator[SpecOperation]:
        for path, item in node(self.document.get("paths")).items():
            for method in METHODS:
                if method in item:
                    yield self._operation(path, method, item)

    def _operation(self, path: str, method: str, item: Node) -> SpecOperation:
        data = item[method]
        pointer = f"/paths/{path.replace('~', '~0').replace('/', '~1')}/{method}"
        if not data.get("operationId") or not data.get("tags"):
            missing = "tag" if data.get("operationId") else "operationId"
            raise CodegenError(
                f"{method.upper()} {path} has no {missing}, so there is no name for its method",
                file=self.source,
                pointer=pointer,
                remedy="declare [rules.tags] and [rules.operation-ids] in codegen.toml, or repair the operation",
            )
        return SpecOperation(
            id=data["operationId"],
            method=method,
            path=path,
            tag=data["tags"][0],
            data=data,
            parameters=tuple(self._parameters(path, item, data)),
        )

    def _parameters(self, path: str, item: Node, data: Node) -> list[Node]:
        """Parameters of path item and operation, the operation's own first choice; path parameters come first."""
        merged: dict[tuple[str, str], Node] = {}
        for entry in [*nodes(item.get("parameters")), *nodes(data.get("parameters"))]:
            parameter = self.resolve(entry)
            merged[parameter["in"], parameter["name"]] = parameter

        def place(parameter: Node) -> int:
            return path.find("{" + parameter["name"] + "}") if parameter["in"] == "path" else len(path)

        return sorted(merged.values(), key=place)
