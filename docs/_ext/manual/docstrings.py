"""Docstrings as Sphinx reads them: Google's sections become fields, Markdown becomes reStructuredText.

What a specification says ends up in docstrings of generated code, so they are read as the Markdown that they are.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_READER: Final = MarkdownIt("commonmark", {"html": False})
_HEAD: Final = re.compile(r"(Args|Attributes|Returns|Yields|Raises):\s*$")
_ENTRY: Final = re.compile(r"(\*{0,2}[\w.]+)(?: \(.*?\))?:(?:\s+|$)(.*)", re.DOTALL)
_FIELDS: Final = {"Args": "param", "Raises": "raises", "Attributes": "ivar"}
# Stands for what parts markup from a word beside it; a space that is none, so it must not be folded with others.
_EDGE: Final = "\N{WORD JOINER}"
_SPECIAL: Final = re.compile(r"([\\*`_|<>:])")


def to_rst(lines: Sequence[str], types: Mapping[str, str] | None = None) -> list[str]:
    """Rewrite a docstring.

    Args:
        lines: The docstring without its indentation.
        types: Fields of a class with their types; those that the docstring does not explain are listed too.

    Returns:
        Lines of reStructuredText.
    """
    sections = list(_sections(lines))
    made = [line for name, held in sections if not name for line in markdown("\n".join(held))]
    told = {"Attributes": types} if types else {}
    for name, held in sections:
        made += [*_fields(name, held, told.get(name, {})), ""] if name else []
    if types and not any(name == "Attributes" for name, _ in sections):
        made += _fields("Attributes", [], types)
    return made


def markdown(text: str) -> list[str]:
    """Markdown as lines of reStructuredText."""
    return [line.replace(_EDGE, r"\ ") for line in _markdown(text)]


def inline(text: str) -> str:
    """Markdown of one paragraph as one line of reStructuredText."""
    return " ".join(" ".join(_markdown(text)).split()).replace(_EDGE, r"\ ")


def _markdown(text: str) -> list[str]:
    return [line for node in SyntaxTreeNode(_READER.parse(text)).children for line in (*_block(node), "")]


def _sections(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The parts of a docstring by their heads; what stands under no head has none."""
    name, held = "", list[str]()
    for line in lines:
        head = _HEAD.match(line)
        if head or (name and line and not line.startswith(" ")):
            yield name, held
            name, held = (head[1], []) if head else ("", [line])
        else:
            held.append(line)
    yield name, held


def _fields(name: str, lines: Sequence[str], types: Mapping[str, str]) -> Iterator[str]:
    text = textwrap.dedent("\n".join(lines)).strip()
    if name in ("Returns", "Yields"):
        yield f":{name.lower()}: {inline(text)}"
        return
    told: dict[str, str] = {}
    for entry in re.split(r"\n(?! |$)", text) if text else ():
        found = _ENTRY.match(entry)
        told[found[1] if found else entry] = found[2] if found else ""
    for key in dict.fromkeys((*types, *told)):
        words = inline(re.sub(r"\n\s*", " ", told.get(key, "")))
        named = _SPECIAL.sub(r"\\\1", key)
        yield f":{_FIELDS[name]} {named}: {words}".rstrip()
        if key in types:
            yield f":vartype {named}: {types[key]}"


def _block(node: SyntaxTreeNode) -> Iterable[str]:
    if node.type == "paragraph":
        return _lines(node)
    if node.type == "heading":
        return [f"**{' '.join(_lines(node))}**"]
    if node.type in ("fence", "code_block"):
        return [f".. code-block:: {_language(node.content)}", "", *textwrap.indent(node.content, "   ").splitlines()]
    if node.type in ("bullet_list", "ordered_list"):
        return [line for item in node.children for line in _item(item, "*" if node.type == "bullet_list" else "#.")]
    if node.type == "blockquote":
        return [f"   {line}" for child in node.children for line in (*_block(child), "")]
    return []


def _item(node: SyntaxTreeNode, mark: str) -> Iterator[str]:
    first, *rest = [line for child in node.children for line in (*_block(child), "")] or [""]
    yield f"{mark} {first}"
    for line in rest:
        yield f"{' ' * (len(mark) + 1)}{line}".rstrip()


def _lines(node: SyntaxTreeNode) -> list[str]:
    spans = [_span(child) for held in node.children for child in held.children]
    return "".join(spans).splitlines()


def _span(node: SyntaxTreeNode) -> str:
    if node.type == "text":
        return _SPECIAL.sub(r"\\\1", node.content)
    if node.type in ("softbreak", "hardbreak"):
        return "\n"
    if node.type == "code_inline":
        return f"{_EDGE}``{node.content}``{_EDGE}"
    inside = "".join(map(_span, node.children))
    if node.type in ("strong", "em") and inside.strip():
        sign = "**" if node.type == "strong" else "*"
        return f"{_EDGE}{sign}{inside}{sign}{_EDGE}"
    if node.type == "link" and str(node.attrs.get("href", "")).startswith(("https://", "http://")) and inside.strip():
        return f"{_EDGE}`{inside} <{node.attrs['href']}>`__{_EDGE}"
    return inside


def _language(text: str) -> str:
    try:
        compile(textwrap.dedent(text), "", "exec")
    except SyntaxError:
        return "text"
    return "python"
