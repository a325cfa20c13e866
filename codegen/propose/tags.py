"""Tags that operations use and nobody declared: misspelt in one of the two places, or forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from codegen.pointer import Json, Parts, join
from codegen.propose.model import Draft
from codegen.propose.vocabulary import squash, tag_uses
from codegen.rules import Config
from codegen.rules.walk import items, table

_ALIKE = 0.8


def tags(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Used tags that are not among the declared ones; nothing when the document declares none at all.

    Args:
        document: A repaired document.
        config: Its rules.

    Yields:
        Drafts.
    """
    declared = [str(table(entry).get("name", "")) for entry in items(document.get("tags"))]
    uses = tag_uses(document)
    for tag, places in uses.items():
        if not declared or tag in declared:
            continue
        near = get_close_matches(tag, declared, n=1, cutoff=_ALIKE)
        if near and near[0] not in uses and _is_right(document, tag, near[0], declared):
            yield _declared_wrong(near[0], tag)
        elif near:
            yield from (_used_wrong(parts, tag, near[0]) for parts in places)
        else:
            yield _undeclared(tag)


def _is_right(document: dict[str, Json], used: str, declared: str, others: list[str]) -> bool:
    """Whether the operations spell it right, and the declaration wrong."""
    segments = {squash(part) for path in table(document.get("paths")) for part in path.split("/") if part}
    if (squash(used) in segments) != (squash(declared) in segments):
        return squash(used) in segments
    plural = sum(tag.endswith("s") for tag in others if tag != declared) * 2 >= len(others)
    if used.rstrip("s") == declared.rstrip("s"):
        return used.endswith("s") == plural
    return True


def _declared_wrong(declared: str, used: str) -> Draft:
    return Draft(
        kind="tag",
        title=f"tag {declared!r} is declared and not used; operations use {used!r}",
        op="set",
        at=join(("tags", f"name={declared}", "name")),
        expect=declared,
        value=used,
        because=f"Operations are filed under `{used}`.",
        sources=(f"the document itself: operations use {used!r}, none uses {declared!r}",),
    )


def _used_wrong(parts: Parts, used: str, declared: str) -> Draft:
    return Draft(
        kind="tag",
        title=f"tag {used!r} is not declared; {declared!r} is",
        op="set",
        at=join(parts),
        expect=used,
        value=declared,
        because=f"The tag is called `{declared}`.",
        sources=(f"the document itself: {declared!r} is declared",),
    )


def _undeclared(tag: str) -> Draft:
    return Draft(
        kind="tag",
        title=f"tag {tag!r} is used and not declared",
        op="add",
        at="/tags/-",
        value={"name": tag},
        because=f"Operations are filed under `{tag}`.",
        sources=(f"the document itself: operations use {tag!r}, and the others are declared",),
    )
