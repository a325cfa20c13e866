"""The parameters of an operation: how a caller gives them and how they travel."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from openapi_python_client.parser.openapi import Endpoint
from openapi_python_client.parser.properties import LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from codegen.errors import CodegenError
from codegen.generate.models import Models
from codegen.generate.names import identifier, unique
from codegen.generate.nodes import Node, node
from codegen.generate.spec import Spec, SpecOperation
from codegen.generate.text import Code, literal
from codegen.generate.types import ANY, BOOL, BYTES, FLOAT, INT, JSON_OBJECT, STR, Type, type_of, union

RESERVED = frozenset({"self", "operations", "hide"})
"""Names that the body of a generated method uses."""

_WIRE_TYPES = {STR: "string", INT: "integer", FLOAT: "number", BOOL: "boolean", BYTES: "file"}
_DELIMITERS = {"form": ",", "simple": ",", "spaceDelimited": " ", "pipeDelimited": "|"}


@dataclass(frozen=True)
class Argument:
    """One parameter of an operation, on the wire and in the signature."""

    name: Code
    wire: str
    location: str
    type: Type
    required: bool
    description: str
    enum: tuple[Any, ...]
    default: str | int | float | bool | None
    minimum: float | None
    maximum: float | None
    explode: bool
    delimiter: str
    secret: bool

    @property
    def wire_type(self) -> str:
        """The type as the runtime knows it."""
        if JSON_OBJECT in self.type.args:
            return "json"
        if self.type.head == "list":
            return "array"
        if self.type.head == "Literal" and not any(isinstance(value, str) for value in self.enum):
            return "integer"
        return _WIRE_TYPES.get(self.type, "string")

    @property
    def row(self) -> list[tuple[Code, Code]]:
        """Keyword arguments of its `Parameter`; what equals a default is left out."""
        values: list[tuple[str, Any, Any]] = [
            ("name", str(self.name), None),
            ("wire", self.wire, None),
            ("location", self.location, None),
            ("type", self.wire_type, None),
            ("required", self.required, False),
            ("enum", tuple(str(value) for value in self.enum), ()),
            ("default", self.default, None),
            ("minimum", self.minimum, None),
            ("maximum", self.maximum, None),
            ("explode", self.explode, True),
            ("delimiter", self.delimiter, ","),
            ("secret", self.secret, False),
            ("description", self.description, ""),
        ]
        return [(Code(name), literal(value)) for name, value, default in values if value != default or name == "name"]


def body_of(spec: Spec, operation: SpecOperation) -> tuple[str, Node]:
    """Media type and description of a request body; both empty when there is none."""
    body = spec.resolve(operation.data.get("requestBody"))
    content = [(name, node(media)) for name, media in node(body.get("content")).items()]
    return content[0] if content else ("", {})


class Arguments:
    """Iterates over the parameters of one operation: path, query and header, then the fields of its body."""

    def __init__(self, spec: Spec, models: Models, operation: SpecOperation, endpoint: Endpoint) -> None:
        self._spec = spec
        self._models = models
        self._operation = operation
        self._endpoint = endpoint

    def __iter__(self) -> Iterator[Argument]:
        found = [*self._declared(), *self._fields()]
        names = _argument_names([parameter for parameter, _ in found], self._operation.where)
        for (parameter, prop), name in zip(found, names, strict=True):
            if prop is None or parameter["in"] == "cookie":
                raise self._error(
                    parameter, "cannot be sent", "give it a schema and a place: path, query, header or form"
                )
            yield self._argument(parameter, prop, name)

    def _error(self, parameter: Node, words: str, remedy: str) -> CodegenError:
        what = f"{self._operation.where}: the {parameter['in']} parameter {parameter['name']!r}"
        return CodegenError(f"{what} {words}", file=self._spec.source, remedy=remedy)

    def _declared(self) -> Iterator[tuple[Node, PropertyProtocol | None]]:
        props: dict[tuple[str, str], PropertyProtocol] = {
            (location.value, prop.name.get_untrusted_value()): prop
            for location, prop in self._endpoint.iter_all_parameters()
        }
        for parameter in self._operation.parameters:
            yield parameter, props.get((parameter["in"], parameter["name"]))

    def _fields(self) -> Iterator[tuple[Node, PropertyProtocol | None]]:
        """Fields of the body as parameters of their own."""
        media_type, media = body_of(self._spec, self._operation)
        if not media_type:
            return
        model = self._models.model(self._endpoint.bodies[0].prop)
        if model is None:
            raise CodegenError(
                f"{self._operation.where}: its body is no object, so it has no fields to send",
                file=self._spec.source,
                remedy="make form fields of it in a repair",
            )
        required = self._spec.required(media["schema"])
        schemas = self._spec.properties(media["schema"])
        encoding = node(media.get("encoding"))
        for wire, prop in self._models.fields_of(model).items():
            parameter = {"name": wire, "in": "form", "required": wire in required, "schema": schemas[wire]}
            yield {**parameter, **node(encoding.get(wire))}, prop

    def _argument(self, parameter: Node, prop: PropertyProtocol, name: Code) -> Argument:
        schema = self._spec.resolve(parameter["schema"])
        values = self._spec.facet(self._spec.facet(schema, "items") or schema, "enum") or ()
        enum = tuple(value for value in values if value is not None)
        type_ = self._type(parameter, prop, enum)
        if not _sendable(type_):
            raise self._error(parameter, f"is {type_.write()}, which cannot be sent", "repair its type")
        low, high = _bounds(schema)
        explode, delimiter = self._style(parameter) if type_.head == "list" else (True, ",")
        default = self._spec.facet(schema, "default")
        return Argument(
            name=name,
            wire=parameter["name"],
            location=parameter["in"],
            type=type_,
            required=bool(parameter.get("required")),
            description=(parameter.get("description") or self._spec.facet(schema, "description") or "").strip(),
            enum=enum,
            default=default if isinstance(default, (str, int, float)) else None,
            minimum=low,
            maximum=high,
            explode=explode,
            delimiter=delimiter,
            secret=self._spec.facet(schema, "format") == "password",
        )

    def _type(self, parameter: Node, prop: PropertyProtocol, enum: tuple[Any, ...]) -> Type:
        """The type of a value; a field of a form that travels as JSON takes its model, or the same as plain data."""
        if parameter["in"] == "form" and parameter.get("contentType") == "application/json":
            return union(self._models.answer(prop).without_none(), JSON_OBJECT)
        return type_of(prop, lambda named: _named(named, enum)).without_none()

    def _style(self, parameter: Node) -> tuple[bool, str]:
        style = parameter.get("style") or ("form" if parameter["in"] in ("query", "form") else "simple")
        if style not in _DELIMITERS:
            raise self._error(parameter, f"has the style {style!r}", f"repair it to one of {', '.join(_DELIMITERS)}")
        explode = parameter.get("explode", style == "form")
        return bool(explode) and style != "simple", _DELIMITERS[style]


def _named(prop: ModelProperty | LiteralEnumProperty, enum: tuple[Any, ...]) -> Type:
    """Enums of parameters are closed: what may be sent is known."""
    if isinstance(prop, ModelProperty):
        return Type("object")
    return Type("Literal", values=enum if prop.values == set(enum) else tuple(sorted(prop.values, key=str)))


def _sendable(type_: Type) -> bool:
    if JSON_OBJECT in type_.args:
        return True
    inner = type_.args[0] if type_.head == "list" else type_
    kinds = inner.args if inner.head == "|" else (inner,)
    return all(kind == ANY or kind in _WIRE_TYPES or kind.head == "Literal" for kind in kinds)


def _argument_names(parameters: list[Node], where: str) -> list[Code]:
    """Python names; parameters of one name at two places get the place appended."""
    names = [identifier(parameter["name"], reserved=RESERVED, prefix="parameter_") for parameter in parameters]
    places = [str(parameter["in"]) for parameter in parameters]
    wires = [str(parameter["name"]) for parameter in parameters]
    doubled = sorted({wire for wire in wires if wires.count(wire) > 1})
    if doubled:
        raise CodegenError(
            f"{where}: the parameter {doubled[0]!r} is declared at two places",
            remedy="remove or rename one of them in a repair: arguments are told apart by their name",
        )
    twins = {name for name in names if names.count(name) > 1}
    names = [Code(f"{name}_{place}") if name in twins else name for name, place in zip(names, places, strict=True)]
    unique(zip(names, wires, strict=True), where=where)
    return names


def _bounds(schema: Node) -> tuple[float | None, float | None]:
    """Inclusive bounds; an exclusive one is moved to the next value that is allowed."""
    low, high = schema.get("minimum"), schema.get("maximum")
    whole = schema.get("type") == "integer"
    if low is not None and schema.get("exclusiveMinimum") is True:
        low = low + 1 if whole else math.nextafter(low, math.inf)
    if high is not None and schema.get("exclusiveMaximum") is True:
        high = high - 1 if whole else math.nextafter(high, -math.inf)
    return low, high
