"""Methods of the resource classes: one reading of an operation, written in four colours."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from codegen.generate import docs
from codegen.generate.arguments import Argument
from codegen.generate.endpoints import Method
from codegen.generate.names import pascal
from codegen.generate.nodes import Node
from codegen.generate.spec import Spec
from codegen.generate.text import Code, literal, one_line
from codegen.generate.types import NONE, Type, union


@dataclass(frozen=True)
class Colour:
    """One of the four ways a resource is called."""

    prefix: Code
    is_async: bool
    raw: bool
    words: str

    @property
    def page(self) -> str:
        """The class of its pages."""
        return "AsyncPage" if self.is_async else "Page"


COLOURS = (
    Colour(Code(""), False, False, "methods return unwrapped data and pages"),
    Colour(Code("Async"), True, False, "methods are awaited, pages can be iterated"),
    Colour(Code("Raw"), False, True, "methods return whole answers"),
    Colour(Code("AsyncRaw"), True, True, "methods are awaited and return whole answers"),
)


@dataclass(frozen=True)
class MethodView:
    """One method as the template prints it."""

    head: Code
    doc: Code
    body: Code


@dataclass(frozen=True)
class ClassView:
    """One resource class as the template prints it."""

    name: Code
    base: Code
    doc: Code
    methods: tuple[MethodView, ...]


def class_name(resource: str, colour: Colour) -> Code:
    """Name of a resource class, such as ``AsyncUsersResource``."""
    return Code(f"{colour.prefix}{pascal(resource)}Resource")


def classes(resource: str, methods: list[Method], spec: Spec) -> list[ClassView]:
    """The four classes of one resource."""
    hidden = {str(method.name) for method in methods}
    return [
        ClassView(
            name=class_name(resource, colour),
            base=Code(f"{colour.prefix}Resource"),
            doc=docs.build(4, f"Operations of `{methods[0].spec.tag}`: {colour.words}", _tag_words(spec, methods[0])),
            methods=tuple(_method(method, colour, spec, hidden) for method in methods),
        )
        for colour in COLOURS
    ]


def _tag_words(spec: Spec, method: Method) -> str:
    tags: list[Node] = spec.document.get("tags") or []
    return next((tag.get("description") or "" for tag in tags if tag.get("name") == method.spec.tag), "")


def _method(method: Method, colour: Colour, spec: Spec, hidden: Collection[str]) -> MethodView:
    paged = method.pagination is not None and not colour.raw
    keyword = "async def" if colour.is_async and not paged else "def"
    returns = _returns(method, colour, hidden, paged)
    return MethodView(
        head=Code(f"{keyword} {method.name}({_signature(method, hidden)}) -> {returns}:"),
        doc=_doc(method, colour, spec, paged),
        body=_body(method, colour, paged),
    )


def _signature(method: Method, hidden: Collection[str]) -> str:
    parts = ["self", *(f"{a.name}: {_annotation(a, hidden)}" for a in method.positional)]
    if method.keywords:
        parts += ["*", *(f"{a.name}: {_annotation(a, hidden)} = None" for a in method.keywords)]
    return ", ".join(parts)


def _annotation(argument: Argument, hidden: Collection[str]) -> Code:
    type_ = argument.type
    if type_.head == "list":
        type_ = Type("Sequence", type_.args)
    return (type_ if argument.required else union(type_, NONE)).write(module="models.", hidden=hidden)


def _returns(method: Method, colour: Colour, hidden: Collection[str], paged: bool) -> Code:
    if colour.raw:
        return Code(f"Response[{method.envelope.write(module='models.', hidden=hidden)}]")
    if paged and method.item:
        return Code(f"{colour.page}[{method.item.write(module='models.', hidden=hidden)}]")
    return method.data.write(module="models.", hidden=hidden)


def _body(method: Method, colour: Colour, paged: bool) -> Code:
    helper = "_raw" if colour.raw else "_pages" if paged else "_one"
    # Hidden at once, so that no frame of a traceback but the caller's and this one shows it.
    pairs = ", ".join(f"{literal(a.wire)}: {f'hide({a.name})' if a.secret else a.name}" for a in method.arguments)
    call = f"self.{helper}(operations.{method.const}, {{{pairs}}})"
    waiting = "await " if colour.is_async and not paged else ""
    # A checker refuses to return what is always None.
    returning = "" if method.data == NONE and not colour.raw else "return "
    return Code(f"{returning}{waiting}{call}")


def _doc(method: Method, colour: Colour, spec: Spec, paged: bool) -> Code:
    data = method.spec.data
    summary, body = docs.split_summary(data.get("summary") or "", data.get("description") or "")
    sections = [
        ("Args", [(str(a.name), _argument_words(a)) for a in (*method.positional, *method.keywords)]),
        ("Returns", [("", _return_words(method, colour, spec, paged))]),
        ("Raises", [("APIError", _error_words(method, spec))]),
    ]
    return docs.build(8, summary or f"{method.spec.method.upper()} {method.spec.path}", body, sections, _notes(method))


def _notes(method: Method) -> list[str]:
    notes: list[str] = []
    if method.deprecated:
        notes.append("Deprecated: the API announces that this operation will go.")
    if method.scopes:
        names = ", ".join(f"`{scope}`" for scope in method.scopes)
        notes.append(f"Scope{'s' if len(method.scopes) > 1 else ''}: {names}.")
    return notes


def _argument_words(argument: Argument) -> str:
    words = one_line(argument.description) or f"Sent as `{argument.wire}`"
    words = words if words[-1] in ".!?" else f"{words}."
    if argument.enum:
        words += f" One of {', '.join(str(value) for value in argument.enum)}."
    if argument.minimum is not None:
        words += f" At least {argument.minimum:g}."
    if argument.maximum is not None:
        words += f" At most {argument.maximum:g}."
    if argument.default is not None:
        words += f" The API assumes {argument.default} when it is not given."
    return words


def _return_words(method: Method, colour: Colour, spec: Spec, paged: bool) -> str:
    if colour.raw:
        return "The whole answer: status, headers, bytes and parsed envelope."
    if paged and colour.is_async:
        return "A page that loads when it is awaited; iterating it goes on through all following pages."
    if paged:
        return "The first page; iterating it goes on through all following pages."
    if method.data == NONE:
        return ""
    words = _response_words(method, spec, success=True)
    meaningful = [text for _, text in words if len(text.split()) > 1]
    return meaningful[0] if meaningful else "What the API answered, less its envelope."


def _response_words(method: Method, spec: Spec, *, success: bool) -> list[tuple[str, str]]:
    """Status and description of the answers that mean success, or of the others."""
    found: list[tuple[str, str]] = []
    for status, node in method.spec.data.get("responses", {}).items():
        if status[:1].isdigit() and (status[:1] in "123") == success:
            found.append((status, one_line(str(spec.resolve(node).get("description") or ""))))
    return found


def _error_words(method: Method, spec: Spec) -> str:
    errors = _response_words(method, spec, success=False)
    if not errors:
        return "The API refused the call."
    return "The API refused: " + "; ".join(f"{status} {_clause(words)}".rstrip() for status, words in errors)


def _clause(words: str) -> str:
    """The first clause of a description: it is told once for many operations, the rest is in the document."""
    return re.split(r"[.:;](?: |$)", words, maxsplit=1)[0]
