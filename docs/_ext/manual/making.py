"""Small builders of nodes, so that pages read like what they show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.writers.html5 import HTML5Translator

Part: TypeAlias = "nodes.Node | str"


class details(nodes.General, nodes.Element):  # noqa: N801 - node classes are named like their tags
    """A part that is folded until somebody opens it; works without a script."""


def visit_details(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the opening tag and what is always shown."""
    attributes: dict[str, Any] = {"open": ""} if node.get("open") else {}
    tag: str = self.starttag(node, "details", "", **attributes)  # pyright: ignore[reportUnknownMemberType]
    self.body.append(tag)
    self.body.append(f"<summary>{self.encode(node['summary'])}</summary>")


def depart_details(self: HTML5Translator, node: nodes.Element) -> None:
    """Write the closing tag."""
    self.body.append("</details>\n")


def folded(summary: str, children: Iterable[nodes.Node], *, kind: str = "", opened: bool = False) -> nodes.Node:
    """A folded part.

    Args:
        summary: What is always shown.
        children: What it holds.
        kind: A class for the looks.
        opened: Whether it starts unfolded.
    """
    return details("", *children, summary=summary, open=opened, classes=[kind] if kind else [])


def spans(parts: Sequence[Part]) -> list[nodes.Node]:
    """Strings as text nodes, nodes as they are."""
    return [nodes.Text(part) if isinstance(part, str) else part for part in parts]


def para(*parts: Part, kind: str = "") -> nodes.paragraph:
    """A paragraph."""
    return nodes.paragraph("", "", *spans(parts), classes=[kind] if kind else [])


def code(text: str) -> nodes.literal:
    """A word of code."""
    return nodes.literal(text, text)


def listing(text: str, language: str) -> nodes.literal_block:
    """Lines of code."""
    return nodes.literal_block(text, text, language=language)


def badge(text: str, kind: str) -> nodes.inline:
    """A word in a coloured box."""
    return nodes.inline(text, text, classes=["badge", f"badge-{kind}"])


def box(kind: str, *children: nodes.Node) -> nodes.container:
    """A block with looks of its own."""
    return nodes.container("", *children, classes=[kind], is_div=True)


def link(label: str, *parts: Part) -> nodes.Node:
    """A link to a label, checked when the page is written."""
    wanted = {"refdomain": "std", "reftype": "ref", "reftarget": label, "refexplicit": True, "refwarn": True}
    return addnodes.pending_xref("", nodes.inline("", "", *spans(parts)), **wanted)


def python(target: str, text: str) -> nodes.Node:
    """A link to a thing of the Python reference."""
    wanted = {"refdomain": "py", "reftype": "obj", "reftarget": target, "refexplicit": True, "refwarn": True}
    return addnodes.pending_xref("", nodes.literal(text, text, classes=["xref", "py"]), **wanted)


def joined(items: Iterable[Part], between: str = ", ") -> list[Part]:
    """Things with something between them."""
    found: list[Part] = []
    for item in items:
        found += [between, item] if found else [item]
    return found


def listed(items: Iterable[Sequence[nodes.Node]], kind: str = "") -> nodes.bullet_list:
    """A list with a bullet for each item."""
    made = nodes.bullet_list(classes=[kind] if kind else [])
    made += [nodes.list_item("", *item) for item in items]
    return made


def defined(items: Iterable[tuple[Sequence[Part], Sequence[nodes.Node]]], kind: str = "") -> nodes.definition_list:
    """A list of terms and what is said of each."""
    made = nodes.definition_list(classes=[kind] if kind else [])
    for term, body in items:
        named = nodes.term("", "", *spans(term))
        made += nodes.definition_list_item("", named, nodes.definition("", *body))
    return made


def target(document: nodes.document, label: str, node: nodes.Element) -> nodes.Element:
    """Let others link to a node."""
    node["ids"].append(label)
    node["names"].append(label)
    document.note_explicit_target(node, node)
    return node


def section(document: nodes.document, label: str, title: Sequence[Part], *children: nodes.Node) -> nodes.section:
    """A section that others can link to."""
    made = nodes.section("", nodes.title("", "", *spans(title)), *children)
    target(document, label, made)
    return made
