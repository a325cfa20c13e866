"""The operations: rows of ``OPERATIONS`` and methods of the resources, from one reading."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.strings import PythonIdentifier

from codegen.errors import CodegenError
from codegen.generate.arguments import Argument, Arguments, body_of
from codegen.generate.models import Models
from codegen.generate.names import constant, identifier, unique
from codegen.generate.nodes import Node
from codegen.generate.spec import Spec, SpecOperation
from codegen.generate.text import Code
from codegen.generate.types import NONE, Type

_PREFIX = "field_"
METHOD_RESERVED = frozenset({"models", "operations"})


@dataclass(frozen=True)
class Method:
    """One operation with everything that templates print of it."""

    spec: SpecOperation
    resource: Code
    name: Code
    const: Code
    arguments: tuple[Argument, ...]
    envelope: Type
    data: Type
    body: str
    security: tuple[tuple[str, ...], ...]
    carried: tuple[tuple[str, str], ...]
    """Credentials that do not travel in the query: name and place of each."""
    scopes: tuple[str, ...]

    @property
    def pagination(self) -> Node | None:
        """What the document says of paging."""
        found: Node | None = self.spec.data.get("x-pagination") or None
        return found

    @property
    def item(self) -> Type | None:
        """Type of one element, when the data is a list."""
        data = self.data.without_none()
        return data.args[0] if data.head == "list" else None

    @property
    def deprecated(self) -> bool:
        """Whether the document calls it deprecated."""
        return bool(self.spec.data.get("deprecated"))

    @property
    def positional(self) -> list[Argument]:
        """Arguments that may be given by position."""
        return [argument for argument in self.arguments if argument.required]

    @property
    def keywords(self) -> list[Argument]:
        """Arguments that are given by name alone."""
        return [argument for argument in self.arguments if not argument.required]


class Endpoints:
    """All operations of a document, joined from the parser's reading and the document itself."""

    def __init__(self, data: GeneratorData, spec: Spec, models: Models) -> None:
        self._spec = spec
        self._models = models
        self._parsed = {
            endpoint.name: endpoint
            for collection in data.endpoint_collections_by_tag.values()
            for endpoint in collection.endpoints
        }
        _refuse_twins(spec)
        self.methods = tuple(self._method(operation) for operation in spec.operations)
        unique(((str(m.const), m.spec.id) for m in self.methods), where="/paths")
        self.tags()
        for resource, methods in self.by_resource().items():
            unique(((str(m.name), m.spec.id) for m in methods), where=f"tag {resource}")

    def by_resource(self) -> dict[str, list[Method]]:
        """Methods of each resource; resources in alphabetical order."""
        found: dict[str, list[Method]] = {}
        for method in self.methods:
            found.setdefault(str(method.resource), []).append(method)
        return dict(sorted(found.items()))

    def tags(self) -> dict[str, str]:
        """Tag of the document by resource."""
        tags = [(str(method.resource), method.spec.tag) for method in self.methods]
        unique(tags, where="/tags")
        return dict(sorted(tags))

    def _method(self, operation: SpecOperation) -> Method:
        endpoint = self._parsed.get(PythonIdentifier(operation.id, _PREFIX))
        if endpoint is None:
            raise CodegenError(f"the parser lost {operation.where}", file=self._spec.source)
        resource = identifier(operation.tag, prefix="tag_")
        envelope = self._answer(operation, endpoint)
        name = operation.id.removeprefix(f"{resource}_")
        method = Method(
            spec=operation,
            resource=resource,
            name=identifier(name, reserved=METHOD_RESERVED, prefix="operation_"),
            const=constant(operation.id),
            arguments=tuple(Arguments(self._spec, self._models, operation, endpoint)),
            envelope=envelope,
            data=self._data(operation, endpoint, envelope),
            body=body_of(self._spec, operation)[0],
            security=tuple(self._security(operation)),
            carried=tuple(dict.fromkeys(self._carried(operation))),
            scopes=tuple(self._scopes(operation)),
        )
        if method.pagination and method.item is None:
            raise CodegenError(
                f"{operation.where} pages, but its data is no list",
                file=self._spec.source,
                remedy="repair the response, or take its cursor parameters out of [rules.pagination]",
            )
        return method

    # Answers

    def _success(self, endpoint: Endpoint) -> PropertyProtocol | None:
        """The answer that means success: the lowest 2xx, else the default."""
        for response in endpoint.responses:
            code = response.status_code.range
            if code is None or 200 <= code[0] < 300:
                return response.prop if response.source["return_type"] != "None" else None
        return None

    def _answer(self, operation: SpecOperation, endpoint: Endpoint) -> Type:
        prop = self._success(endpoint)
        type_ = self._models.answer(prop) if prop is not None else NONE
        if type_.is_class or type_.head in ("list", "dict", "None"):
            return type_
        raise CodegenError(
            f"{operation.where} answers {type_.write()}, which is no object, list or nothing",
            file=self._spec.source,
            remedy="give the response a named object schema in a repair, or let [rules.envelope] wrap it",
        )

    def _data(self, operation: SpecOperation, endpoint: Endpoint, envelope: Type) -> Type:
        shape: Node = operation.data.get("x-envelope") or {}
        prop = self._success(endpoint)
        model = self._models.model(prop) if prop is not None else None
        if shape.get("nothing"):
            return NONE
        if not shape.get("data") or model is None:
            return envelope
        data = self._models.fields_of(model).get(shape["data"])
        if data is None:
            return NONE
        type_ = self._models.answer(data)
        # A list that is absent is an empty one to the caller; the runtime sees to it.
        return type_.without_none() if type_.without_none().head == "list" else type_

    # Security

    def _requirements(self, operation: SpecOperation) -> list[dict[str, list[str]]]:
        own = operation.data.get("security")
        found: list[dict[str, list[str]]] = self._spec.document.get("security") or [] if own is None else own
        return found

    def _security(self, operation: SpecOperation) -> list[tuple[str, ...]]:
        rows = [tuple(self._token(name) for name in row) for row in self._requirements(operation)]
        return list(dict.fromkeys(tuple(dict.fromkeys(row)) for row in rows))

    def _token(self, scheme: str) -> str:
        """Name of the parameter that a security scheme travels in."""
        found = self._spec.resolve(self._spec.security_schemes.get(scheme))
        return str(found.get("x-token-parameter") or found.get("name") or "Authorization")

    def _carried(self, operation: SpecOperation) -> Iterator[tuple[str, str]]:
        for row in self._requirements(operation):
            for scheme in row:
                found = self._spec.resolve(self._spec.security_schemes.get(scheme))
                if found.get("type") == "apiKey" and found.get("in") in ("header", "cookie"):
                    yield self._token(scheme), str(found["in"])

    def _scopes(self, operation: SpecOperation) -> list[str]:
        return list(
            dict.fromkeys(s for row in self._requirements(operation) for scopes in row.values() for s in scopes)
        )


def _refuse_twins(spec: Spec) -> None:
    seen: dict[str, SpecOperation] = {}
    for operation in spec.operations:
        twin = seen.setdefault(PythonIdentifier(operation.id, _PREFIX), operation)
        if twin is not operation:
            raise CodegenError(
                f"{twin.where} and {operation.where} have one operationId, as far as Python can tell",
                file=spec.source,
                remedy="name one of them in [rules.operation-ids] names of codegen.toml",
            )
