"""Types of the specification, as the generated Python code writes them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from openapi_python_client.parser.properties import (
    AnyProperty,
    LiteralEnumProperty,
    ModelProperty,
)
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.protocol import PropertyProtocol
from openapi_python_client.parser.properties.union import UnionProperty

from codegen.generate.text import Code, literal

_BUILTIN = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str"})


@dataclass(frozen=True)
class Type:
    """A type: a head such as ``list``, ``|``, ``Literal`` or a class name, and what stands in its brackets."""

    head: str
    args: tuple[Type, ...] = ()
    values: tuple[str | int, ...] = ()
    is_class: bool = False

    @property
    def nullable(self) -> bool:
        """Whether None is one of its values."""
        return self.head == "None" or (self.head == "|" and NONE in self.args)

    @property
    def is_text(self) -> bool:
        """Whether it is a string that may come as a number."""
        return self.head == "Text" or (self.head == "|" and TEXT in self.args)

    def without_none(self) -> Type:
        """The same type, less None."""
        return union(*(arg for arg in self.args if arg != NONE)) if self.head == "|" else self

    def classes(self) -> Iterator[str]:
        """Names of the generated classes it mentions."""
        if self.is_class:
            yield self.head
        for arg in self.args:
            yield from arg.classes()

    def heads(self) -> Iterator[str]:
        """Every name it mentions, for the imports it needs."""
        yield self.head
        for arg in self.args:
            yield from arg.heads()

    def write(self, *, module: str = "", hidden: Collection[str] = ()) -> Code:
        """Write it as an annotation.

        Args:
            module: What classes are qualified with, such as ``models.``.
            hidden: Names that a class body uses for something else, so that ``list`` must be ``builtins.list``.
        """
        if self.head == "|":
            return Code(" | ".join(arg.write(module=module, hidden=hidden) for arg in self.args))
        if self.head == "Literal":
            return Code(f"Literal[{', '.join(literal_of(value) for value in self.values)}]")
        head = f"builtins.{self.head}" if self.head in _BUILTIN and self.head in hidden else self.head
        inner = ", ".join(arg.write(module=module, hidden=hidden) for arg in self.args)
        prefix = module if self.is_class else ""
        return Code(f"{prefix}{head}[{inner}]" if inner else f"{prefix}{head}")


def literal_of(value: str | int) -> Code:
    """Write one member of a Literal; unlike other strings it must stay in one piece."""
    return Code(repr(value)) if isinstance(value, str) else literal(value)


NONE = Type("None")
ANY = Type("Any")
TEXT = Type("Text")
STR, INT, FLOAT, BOOL, BYTES = (Type(name) for name in ("str", "int", "float", "bool", "bytes"))
FREE_OBJECT = Type("dict", (STR, ANY))
JSON_OBJECT = Type("Mapping", (STR, ANY))
"""What may be given for a field that travels as JSON, beside the model of it."""


def union(*types: Type) -> Type:
    """Join types: each once, None last; Any swallows the others."""
    flat = [arg for type_ in types for arg in (type_.args if type_.head == "|" else (type_,))]
    kept = tuple(dict.fromkeys(type_ for type_ in flat if type_ != NONE))
    if ANY in kept:
        return ANY
    with_none = (*kept, NONE) if NONE in flat or not kept else kept
    return with_none[0] if len(with_none) == 1 else Type("|", with_none)


ClassType = Callable[[ModelProperty | LiteralEnumProperty], Type]
"""How the types of named things are found; differs between models and parameters."""

_SCALARS: tuple[tuple[type, Type], ...] = (
    (NoneProperty, NONE),
    (BooleanProperty, BOOL),
    (IntProperty, INT),
    (FloatProperty, FLOAT),
    (FileProperty, BYTES),
    (AnyProperty, ANY),
)


def type_of(prop: PropertyProtocol, named: ClassType, join: Callable[..., Type] = union) -> Type:
    """Translate what the parser understood.

    Args:
        prop: A property, parameter or response of the parser.
        named: Gives the type of a model or an enum.
        join: Gives the type of a union.
    """
    if isinstance(prop, UnionProperty):
        return join(*(type_of(inner, named, join) for inner in prop.inner_properties))
    if isinstance(prop, ListProperty):
        return Type("list", (type_of(prop.inner_property, named, join),))
    if isinstance(prop, (ModelProperty, LiteralEnumProperty)):
        return named(prop)
    if isinstance(prop, ConstProperty):
        return Type(type(prop.value.raw_value).__name__)
    # Dates, times and UUIDs stay strings: an odd one must not cost the whole page.
    return next((type_ for class_, type_ in _SCALARS if isinstance(prop, class_)), STR)


def join_answer(*types: Type) -> Type:
    """Join the types of a field in an answer, giving users one convenient type for what the API sends in several.

    String or number becomes `Text`; a number of either kind becomes int; a string or an enum becomes the (open) enum.
    Several objects cannot be told apart without a tag, so they stay plain data.
    """
    joined = union(*types)
    if joined.head != "|":
        return joined
    kinds = [arg for arg in joined.args if arg != NONE]
    enums = [arg for arg in kinds if arg.is_class and arg.values]
    numbers = [arg for arg in kinds if arg in (INT, FLOAT)]
    strings = [arg for arg in kinds if arg in (STR, TEXT)]
    rest = [arg for arg in kinds if arg not in enums + numbers + strings]
    if len(_containers(rest, "dict")) > 1 or len(_containers(rest, "list")) > 1:
        return ANY
    if ((strings or enums) and numbers) or len(enums) > 1:
        rest.append(TEXT)
    else:
        rest += enums or strings or ([INT] if INT in numbers else numbers)
    return union(*rest, *([NONE] if joined.nullable else []))


def _containers(types: list[Type], kind: str) -> list[Type]:
    if kind == "list":
        return [arg for arg in types if arg.head == "list"]
    return [arg for arg in types if arg.is_class or arg.head == "dict"]
