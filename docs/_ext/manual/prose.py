"""Markdown of specifications as nodes: whatever they hold, a page stays a page.

Specifications are other people's texts. Their headings do not join the page's own, their pictures are not loaded, their
HTML is shown as it is written, and nothing in them is taken for a command to Sphinx.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_READER: Final = MarkdownIt("commonmark", {"html": False})


def prose(text: str) -> list[nodes.Node]:
    """Turn Markdown into paragraphs, lists and blocks.

    Args:
        text: Markdown of anybody.

    Returns:
        Nodes that can stand anywhere below a section.
    """
    return _blocks(SyntaxTreeNode(_READER.parse(text)).children)


def line(text: str) -> list[nodes.Node]:
    """Turn Markdown into what fits in one line.

    Args:
        text: Markdown of anybody; of several paragraphs, all are joined.

    Returns:
        Inline nodes.
    """
    found: list[nodes.Node] = []
    for node in SyntaxTreeNode(_READER.parse(text)).walk():
        if node.type == "inline":
            found += [nodes.Text(" ")] if found else []
            found += _spans(node.children)
    return found


def _blocks(tree: Sequence[SyntaxTreeNode]) -> list[nodes.Node]:
    return [made for node in tree for made in _block(node)]


def _block(node: SyntaxTreeNode) -> list[nodes.Node]:
    kind = node.type
    if kind == "paragraph":
        return [nodes.paragraph("", "", *_inline(node))]
    if kind == "heading":
        return [nodes.paragraph("", "", nodes.strong("", "", *_inline(node)), classes=["spec-heading"])]
    if kind in ("fence", "code_block"):
        return [nodes.literal_block(node.content, node.content.rstrip("\n"), language="text")]
    if kind in ("bullet_list", "ordered_list"):
        bullets = kind == "bullet_list"
        made: nodes.Element = nodes.bullet_list() if bullets else nodes.enumerated_list(enumtype="arabic", suffix=".")
        made += [nodes.list_item("", *_blocks(item.children)) for item in node.children]
        return [made]
    if kind == "blockquote":
        return [nodes.block_quote("", *_blocks(node.children))]
    return []


def _inline(node: SyntaxTreeNode) -> list[nodes.Node]:
    return [made for child in node.children if child.type == "inline" for made in _spans(child.children)]


def _spans(tree: Sequence[SyntaxTreeNode]) -> list[nodes.Node]:
    return [made for node in tree for made in _span(node)]


def _span(node: SyntaxTreeNode) -> list[nodes.Node]:
    kind = node.type
    if kind == "text":
        return [nodes.Text(node.content)]
    if kind in ("softbreak", "hardbreak"):
        return [nodes.Text(" ")]
    if kind == "code_inline":
        return [nodes.literal(node.content, node.content)]
    if kind == "strong":
        return [nodes.strong("", "", *_spans(node.children))]
    if kind == "em":
        return [nodes.emphasis("", "", *_spans(node.children))]
    if kind == "link" and str(node.attrs.get("href", "")).startswith(("https://", "http://")):
        return [nodes.reference("", "", *_spans(node.children), refuri=str(node.attrs["href"]))]
    if kind == "image":
        return [nodes.Text(node.content)]
    return _spans(node.children)
