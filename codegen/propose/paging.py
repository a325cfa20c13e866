"""Lists that page, and lack a parameter to page with."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from codegen import yaml12
from codegen.pointer import Json, Missing, copy, join, same
from codegen.propose.model import Draft
from codegen.propose.places import Answer, answers, listed_item, tail
from codegen.rules import Config
from codegen.rules.config import Style
from codegen.rules.walk import items, parameters, spots, table

_COUNTS: Final = ("count", "limit", "per_page", "page_size", "max_results")
_QUOTED = re.compile(r"`(\w+)`")


@dataclass(frozen=True, slots=True, eq=False)
class _List:
    """An operation that answers a list."""

    answer: Answer
    item: Json | Missing
    names: frozenset[str]
    style: Style | None

    @property
    def parent(self) -> str:
        return self.answer.spot.path.rpartition("/")[0]


def paging(document: dict[str, Json], config: Config) -> Iterator[Draft]:
    """Parameters that a list should take: its siblings do, its text says so, or half of a pair is there.

    Args:
        document: A repaired document.
        config: Its rules; without a rule of paging nothing is known.

    Yields:
        Drafts.
    """
    styles = config.rules.pagination.styles if config.rules.pagination else ()
    lists = [_read(document, answer, styles) for answer in answers(document, config) if _is_list(document, answer)]
    for one in lists:
        wanted = _wanted(one, lists, styles)
        names = [name for name in wanted if name not in one.names]
        if names:
            yield from _drafts(document, one, names, wanted[names[0]])


def _is_list(document: dict[str, Json], answer: Answer) -> bool:
    return answer.spot.method == "get" and not isinstance(listed_item(document, answer), Missing)


def _read(document: dict[str, Json], answer: Answer, styles: tuple[Style, ...]) -> _List:
    names = frozenset(name for place, name in parameters(document, answer.spot) if place == "query")
    style = next((style for style in styles if style.parameters and names.issuperset(style.parameters)), None)
    return _List(answer, listed_item(document, answer), names, style)


def _wanted(one: _List, lists: list[_List], styles: tuple[Style, ...]) -> dict[str, str]:
    """Names of parameters with the reason why each is wanted."""
    found: dict[str, str] = {}
    style, reason = (one.style, "") if one.style else _missing_style(one, lists, styles)
    if style is None:
        return {}
    count = _usual_count(lists)
    if count and not one.names.intersection(_COUNTS):
        found[count] = reason or f"{_many(lists, count)} other lists that page take {count!r}"
    if style.newer_parameter and reason and style.newer_parameter in _mentioned(one):
        found[style.newer_parameter] = reason
    if reason:
        found.update(dict.fromkeys(style.parameters, reason))
    return found


def _missing_style(one: _List, lists: list[_List], styles: tuple[Style, ...]) -> tuple[Style | None, str]:
    for style in styles:
        said = style.parameters and set(style.parameters) <= _mentioned(one)
        if said:
            return style, f"its own description tells to page by {' and '.join(style.parameters)}"
        if style.newer_parameter in one.names and style.parameters:
            return style, f"it takes {style.newer_parameter!r}, which goes with {style.parameters[0]!r}"
    for other in lists:
        if other.style and _are_siblings(one, other):
            return other.style, f"{other.answer.spot.name} answers the same and pages by {other.style.parameters[0]!r}"
    return None, ""


def _are_siblings(one: _List, other: _List) -> bool:
    ends = tail(one.answer.spot.path)
    alike = len(ends) > 1 and ends == tail(other.answer.spot.path)
    beside = "{" in one.parent and one.parent == other.parent
    return (alike or beside) and not isinstance(one.item, Missing) and same(one.item, other.item)


def _mentioned(one: _List) -> set[str]:
    return set(_QUOTED.findall(str(one.answer.spot.operation.get("description", ""))))


def _usual_count(lists: list[_List]) -> str:
    paged = Counter(name for one in lists if one.style for name in one.names.intersection(_COUNTS))
    name, uses = paged.most_common(1)[0] if paged else ("", 0)
    return name if uses > 1 else ""


def _many(lists: list[_List], name: str) -> int:
    return sum(name in one.names for one in lists if one.style)


def _drafts(document: dict[str, Json], one: _List, names: list[str], reason: str) -> Iterator[Draft]:
    """A list of parameters is added as a whole where there is none, else each at its end."""
    operation = ("paths", one.answer.spot.path, one.answer.spot.method, "parameters")
    made: list[Json] = [_declaration(document, name, one.item) for name in names]
    if "parameters" in one.answer.spot.operation:
        for name, value in zip(names, made, strict=True):
            yield _draft(one, join((*operation, "-")), value, [name], reason)
    else:
        yield _draft(one, join(operation), made, names, reason)


def _draft(one: _List, at: str, value: Json, names: list[str], reason: str) -> Draft:
    return Draft(
        kind="paging",
        title=f"{one.answer.spot.name} answers a list and does not take {' and '.join(map(repr, names))}",
        op="add",
        at=at,
        value=value,
        because="The list pages.",
        sources=(f"the document itself: {reason}",),
    )


def _declaration(document: dict[str, Json], name: str, item: Json | Missing) -> dict[str, Json]:
    """What other operations say of a parameter of this name; most of all those that list the same."""
    said = [
        (entry, _lists_same(spot.operation, item))
        for spot in spots(document)
        for entry in items(spot.operation.get("parameters"))
        if isinstance(entry, dict) and entry.get("name") == name and entry.get("in") == "query"
    ]
    near = [entry for entry, alike in said if alike] or [entry for entry, _ in said]
    plain = [{key: child for key, child in entry.items() if not key.startswith("x-")} for entry in near]
    texts = Counter(yaml12.dump(entry) for entry in plain)
    if not texts:
        return {"name": name, "in": "query", "type": "string"}
    usual = texts.most_common(1)[0][0]
    return table(copy(next(entry for entry in plain if yaml12.dump(entry) == usual)))


def _lists_same(operation: dict[str, Json], item: Json | Missing) -> bool:
    ref = item.get("$ref") if isinstance(item, dict) else None
    return isinstance(ref, str) and ref in yaml12.dump(operation.get("responses"))
