"""The classes of ``models.py``: which there are, in which order, with which fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.properties import LiteralEnumProperty, ModelProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol

from codegen.generate import docs
from codegen.generate.names import identifier, member, pascal, unique
from codegen.generate.nodes import Node
from codegen.generate.spec import Spec
from codegen.generate.text import Code, literal
from codegen.generate.types import ANY, FREE_OBJECT, INT, NONE, STR, TEXT, Type, join_answer, type_of, union

_PREFIX = "/components/schemas/"
RESERVED = frozenset({"Any", "Model", "OpenEnum", "Text", "Final", "Literal", "Operation"})
"""Names that the generated module gets from elsewhere."""


@dataclass(frozen=True)
class Field:
    """One field of a generated Struct."""

    name: Code
    wire: str
    type: Type
    annotation: Code
    required: bool
    moment: Code | None
    """Name of the property that gives a Unix timestamp as a datetime."""
    settled: Code | None
    """Expression that makes strings of the string-or-number values in a list or a dictionary."""

    @property
    def key(self) -> Code:
        """The Python name as a literal."""
        return literal(str(self.name))

    @property
    def is_text(self) -> bool:
        """Whether it is itself a string-or-number value."""
        return self.type.is_text


@dataclass(frozen=True)
class Class:
    """One generated class: a Struct with fields or an enum with members."""

    name: Code
    doc: Code
    fields: tuple[Field, ...] = ()
    members: tuple[tuple[Code, Code], ...] = ()
    property_name: Code = field(default_factory=lambda: Code("property"))

    @property
    def is_enum(self) -> bool:
        """Whether it is an enum."""
        return bool(self.members)

    @property
    def rename(self) -> Code | None:
        """Fields whose name on the wire is another, as a dictionary literal."""
        pairs = [f"{literal(str(f.name))}: {literal(f.wire)}" for f in self.fields if f.name != f.wire]
        return Code("{" + ", ".join(pairs) + "}") if pairs else None

    @property
    def texts(self) -> list[Field]:
        """Fields that are strings or numbers on the wire."""
        return [f for f in self.fields if f.is_text]

    @property
    def settled(self) -> list[Field]:
        """Fields that hold lists or dictionaries of such."""
        return [f for f in self.fields if f.settled and not f.is_text]

    @property
    def moments(self) -> list[Field]:
        """Fields that hold Unix timestamps."""
        return [f for f in self.fields if f.moment]


class Models:
    """All named types of a document, found by what the parser calls them."""

    def __init__(self, data: GeneratorData, spec: Spec) -> None:
        self.spec = spec
        self._parsed: dict[str, ModelProperty | LiteralEnumProperty] = {
            prop.class_info.name: prop
            for prop in [*data.enums, *data.models]
            if isinstance(prop, (LiteralEnumProperty, ModelProperty))
        }
        self._names = {name: pascal(name, reserved=RESERVED) for name in self._parsed}

    def answer(self, prop: PropertyProtocol) -> Type:
        """Type of something in an answer."""
        return type_of(prop, self._named, join_answer)

    def model(self, prop: PropertyProtocol) -> ModelProperty | None:
        """The object behind a property, complete, when it is one."""
        found = self._parsed.get(prop.class_info.name) if isinstance(prop, ModelProperty) else None
        return found if isinstance(found, ModelProperty) else None

    def fields_of(self, model: ModelProperty) -> dict[str, PropertyProtocol]:
        """Properties of a model by their name on the wire, in the order of the document."""
        props = [*(model.required_properties or ()), *(model.optional_properties or ())]
        by_wire: dict[str, PropertyProtocol] = {prop.name.get_untrusted_value(): prop for prop in props}
        order = list(self.spec.properties(self.schema_of(model)))
        return {wire: by_wire[wire] for wire in sorted(by_wire, key=order.index)}

    def _fields_first(self, model: ModelProperty) -> dict[str, PropertyProtocol]:
        """The same with the telling ones first: the id, then what is always there. A repr is cut short."""
        fields = self.fields_of(model)
        return dict(sorted(fields.items(), key=lambda item: (item[0] != "id", not item[1].required)))

    def schema_of(self, prop: ModelProperty | LiteralEnumProperty) -> Node:
        """The schema in the document that a class was made from."""
        name = prop.name.get_untrusted_value()
        if isinstance(prop, ModelProperty):
            # A reference to a named class carries the name of the property it stands in, the class itself its own.
            prop = self._parsed[prop.class_info.name]
            name = prop.name.get_untrusted_value()
        if name.startswith(_PREFIX) and name.removeprefix(_PREFIX) in self.spec.schemas:
            return self.spec.component(name.removeprefix(_PREFIX))
        if isinstance(prop, ModelProperty):
            dumped: Node = prop.data.model_dump(mode="json", by_alias=True, exclude_unset=True)
            return dumped
        return {}

    def _named(self, prop: ModelProperty | LiteralEnumProperty) -> Type:
        parsed = self._parsed[prop.class_info.name]
        if isinstance(parsed, LiteralEnumProperty):
            if parsed.value_type is int:
                return INT
            return Type(self._names[prop.class_info.name], values=self._values(parsed), is_class=True)
        if parsed.required_properties or parsed.optional_properties or parsed.additional_properties is None:
            return Type(self._names[prop.class_info.name], is_class=True)
        value = self.answer(parsed.additional_properties)
        return FREE_OBJECT if value == ANY else Type("dict", (STR, value))

    def _values(self, prop: LiteralEnumProperty) -> tuple[str, ...]:
        """Values of a string enum, in the order of the document where it is known."""
        known = [value for value in self.spec.facet(self.schema_of(prop), "enum") or () if value in prop.values]
        return tuple(str(value) for value in known or sorted(prop.values, key=str))

    def classes(self, roots: Iterable[Type]) -> list[Class]:
        """Classes to generate: all named schemas and what answers need, each after what it mentions."""
        named = [name for name, prop in self._parsed.items() if _is_component(prop)]
        wanted = [type_ for name in named for type_ in self._named(self._parsed[name]).classes()]
        wanted += [name for root in roots for name in root.classes()]
        by_name = {str(python): parsed for parsed, python in self._names.items()}
        unique(((python, parsed) for parsed, python in self._names.items()), where="/components/schemas")
        order = _Order({name: self._mentions(self._parsed[by_name[name]]) for name in _reach(wanted, self, by_name)})
        return [self._class(by_name[name], later=order.later(name)) for name in order.names]

    def _mentions(self, prop: ModelProperty | LiteralEnumProperty) -> list[str]:
        if isinstance(prop, LiteralEnumProperty):
            return []
        return [name for inner in self.fields_of(prop).values() for name in self.answer(inner).classes()]

    def mentions(self, parsed: str) -> list[str]:
        """Names of the classes that a class mentions."""
        return self._mentions(self._parsed[parsed])

    def _class(self, parsed: str, *, later: frozenset[str]) -> Class:
        prop, name = self._parsed[parsed], self._names[parsed]
        schema = self.schema_of(prop)
        if isinstance(prop, LiteralEnumProperty):
            return Class(name=name, doc=_enum_doc(name, schema), members=_members(self._values(prop)))
        fields = self._fields(prop, later)
        hidden = {str(f.name) for f in fields}
        return Class(
            name=name,
            doc=_class_doc(name, schema, [(str(f.name), self._words(schema, f.wire)) for f in fields]),
            fields=tuple(fields),
            property_name=Code("builtins.property" if "property" in hidden else "property"),
        )

    def _words(self, schema: Node, wire: str) -> str:
        prop = self.spec.properties(schema)[wire]
        # What a class is told of itself need not be told of each field that holds one.
        return "" if "$ref" in prop else str(self.spec.facet(prop, "description") or "")

    def _fields(self, model: ModelProperty, later: frozenset[str]) -> list[Field]:
        props = self._fields_first(model)
        names = {wire: identifier(wire) for wire in props}
        unique(((str(python), wire) for wire, python in names.items()), where=f"schema {model.class_info.name}")
        schema = self.schema_of(model)
        return [self._field(wire, prop, names, later, schema) for wire, prop in props.items()]

    def _field(
        self, wire: str, prop: PropertyProtocol, names: dict[str, Code], later: frozenset[str], schema: Node
    ) -> Field:
        type_ = self.answer(prop) if prop.required else union(self.answer(prop), NONE)
        annotation = type_.write(hidden=[str(name) for name in names.values()])
        if later.intersection(type_.classes()):
            annotation = literal(str(annotation))  # a class that comes later in the file
        return Field(
            name=names[wire],
            wire=wire,
            type=type_,
            annotation=annotation,
            required=prop.required,
            moment=self._moment(wire, type_, names, schema),
            settled=_settle(type_, Code(f"self.{names[wire]}")),
        )

    def _moment(self, wire: str, type_: Type, names: dict[str, Code], schema: Node) -> Code | None:
        """``created_time`` in Unix seconds also gives ``created_at``."""
        if type_.without_none() not in (STR, INT, TEXT) or not names[wire].endswith("_time"):
            return None
        if self.spec.facet(self.spec.properties(schema)[wire], "format") != "unixtime":
            return None
        moment = Code(names[wire].removesuffix("_time") + "_at")
        return None if moment in names.values() else moment


class _Order:
    """Puts classes after those they mention; where they mention each other, the document's order decides."""

    def __init__(self, mentions: dict[str, list[str]]) -> None:
        self._mentions = mentions
        self.names: list[str] = []
        self._seen: set[str] = set()
        for name in sorted(mentions):
            self._visit(name)

    def _visit(self, name: str) -> None:
        if name in self._seen:
            return
        self._seen.add(name)
        for other in sorted(self._mentions[name]):
            self._visit(other)
        self.names.append(name)

    def later(self, name: str) -> frozenset[str]:
        """The class itself and those that come after it."""
        return frozenset(self.names[self.names.index(name) :])


def _reach(wanted: list[str], models: Models, by_name: dict[str, str]) -> list[str]:
    reached: dict[str, None] = {}
    while wanted:
        name = wanted.pop()
        if name not in reached:
            reached[name] = None
            wanted += models.mentions(by_name[name])
    return list(reached)


def _is_component(prop: ModelProperty | LiteralEnumProperty) -> bool:
    return prop.name.get_untrusted_value().startswith(_PREFIX)


def _members(values: Iterable[str]) -> tuple[tuple[Code, Code], ...]:
    members: dict[Code, Code] = {}
    for value in values:
        members[member(value, members)] = literal(value)
    return tuple(members.items())


def _settle(type_: Type, expression: Code) -> Code | None:
    """Expression that makes strings of all `Text` in a value, or None when there is none in it."""
    plain = type_.without_none()
    if plain.is_text:
        return Code(f"text({expression})")
    inner = _settle(plain.args[-1], Code("item")) if plain.head in ("list", "dict") and plain.args else None
    if inner is None:
        return None
    made = f"[{inner} for item in {expression}]"
    if plain.head == "dict":
        made = f"{{key: {inner} for key, item in {expression}.items()}}"
    return Code(f"None if {expression} is None else {made}" if type_.nullable else made)


def _enum_doc(name: str, schema: Node) -> Code:
    summary, body = docs.first_sentence(schema.get("description") or f"Values of {name}.")
    return docs.build(4, summary, body, notes=["Open: a value that is not listed here survives as it was sent."])


def _class_doc(name: str, schema: Node, words: list[tuple[str, str]]) -> Code:
    summary, body = docs.first_sentence(schema.get("description") or f"{name}, as the API sends it.")
    return docs.build(4, summary, body, [("Attributes", [(field, text) for field, text in words if text])])
