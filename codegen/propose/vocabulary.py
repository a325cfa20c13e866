"""The words of a document: which names it uses how often, and whether one looks like a misprint of another."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.pointer import Json
from codegen.propose.places import parameter_places, schemas
from codegen.rules.walk import spots, table, texts
from codegen.rules.words import words

_TEXT_WORD = re.compile(r"[a-z]{4,}|\w+_\w+")
_SHORTEST = 5
_HABIT = 2


def squash(name: str) -> str:
    """What is left of a name without case and separators: ``user_name`` and ``UserName`` are one."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def one_edit(left: str, right: str) -> bool:
    """Whether one letter too many, too few, wrong, or in its neighbour's place tells two words apart."""
    if len(left) == len(right):
        wrong = [index for index, pair in enumerate(zip(left, right, strict=True)) if pair[0] != pair[1]]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1
        swapped = swapped and left[wrong[0]] == right[wrong[1]] and left[wrong[1]] == right[wrong[0]]
        return len(wrong) == 1 or swapped
    short, long = sorted((left, right), key=len)
    return len(long) == len(short) + 1 and any(long[:i] + long[i + 1 :] == short for i in range(len(long)))


def misprint(word: str, other: str) -> bool:
    """Whether a word may be a misprint of another, and not its plural, its past, or another word altogether."""
    if min(len(word), len(other)) < _SHORTEST or word[0] != other[0] or not one_edit(word, other):
        return False
    related = word.startswith(other) or other.startswith(word) or word[:-1] == other[:-1]
    return not related and (len(word) != len(other) or sorted(word) == sorted(other) or len(word) > _SHORTEST + 1)


@dataclass(slots=True, eq=False)
class Vocabulary:
    """All names of a document.

    Attributes:
        properties: How many objects have a property of this name.
        others: Names of parameters, segments of paths, values of enums.
        words: How often each word stands in any of these names.
        texts: Words of descriptions.
    """

    properties: Counter[str] = field(default_factory=Counter[str])
    others: Counter[str] = field(default_factory=Counter[str])
    words: Counter[str] = field(default_factory=Counter[str])
    texts: set[str] = field(default_factory=set[str])

    def weight(self, name: str) -> int:
        """How well a property name is established."""
        return self.properties[name] + (name in self.others or name in self.texts)

    def spellings(self) -> dict[str, list[str]]:
        """Property names that differ in case and separators only, the best established first."""
        groups: defaultdict[str, list[str]] = defaultdict(list)
        for name in self.properties:
            groups[squash(name)].append(name)
        return {key: sorted(group, key=lambda name: (-self.weight(name), name)) for key, group in groups.items()}

    def corrected(self, name: str) -> str | None:
        """What a name with one misprinted word is to be called.

        Args:
            name: A name that stands in one place.

        Returns:
            The name with the right word in place of the wrong one; nothing when each word looks right.
        """
        for word in words(name):
            small = word.lower()
            if self.words[small] == 1 and small not in self.texts:
                right = self._right(name, word, small)
                if right:
                    return right
        return None

    def _right(self, name: str, word: str, small: str) -> str | None:
        near = sorted((known for known in self.words if misprint(small, known)), key=lambda w: (-self.words[w], w))
        for known in near:
            right = name.replace(word, _cased(known, word))
            elsewhere = right in self.others or right in self.texts
            if elsewhere or (self.words[known] > 1 and right in self.properties) or self.words[known] > _HABIT:
                return right
        return None


def _cased(word: str, like: str) -> str:
    return word.upper() if like.isupper() else word.capitalize() if like[0].isupper() else word


def read_vocabulary(document: dict[str, Json]) -> Vocabulary:
    """Gather the names of a document.

    Args:
        document: A Swagger 2.0 document.
    """
    made = Vocabulary()
    for _, schema in schemas(document):
        made.properties.update(table(schema.get("properties")).keys())
    made.others.update(_other_names(document))
    for name, count in (made.properties + made.others).items():
        for word in {word.lower() for word in words(name)}:
            made.words[word] += count
    made.texts.update(word for text in _descriptions(document) for word in _TEXT_WORD.findall(text.lower()))
    return made


def _other_names(document: dict[str, Json]) -> Iterator[str]:
    for place in parameter_places(document):
        yield place.name
        yield from texts(place.parameter.get("enum"))
    for _, schema in schemas(document):
        yield from texts(schema.get("enum"))
    for path in table(document.get("paths")):
        yield from (part.replace("-", "_") for part in path.split("/") if part and "{" not in part)


def _descriptions(node: Json) -> Iterator[str]:
    if isinstance(node, dict):
        for key, child in node.items():
            if key in ("description", "summary") and isinstance(child, str):
                yield child
            else:
                yield from _descriptions(child)
    elif isinstance(node, list):
        for child in node:
            yield from _descriptions(child)


def tag_uses(document: dict[str, Json]) -> dict[str, list[tuple[str, ...]]]:
    """Where operations use which tag.

    Args:
        document: A Swagger 2.0 document.

    Returns:
        Places by tag, in the order of the document.
    """
    uses: dict[str, list[tuple[str, ...]]] = {}
    for spot in spots(document):
        for index, tag in enumerate(texts(spot.operation.get("tags"))):
            uses.setdefault(tag, []).append(("paths", spot.path, spot.method, "tags", str(index)))
    return uses
