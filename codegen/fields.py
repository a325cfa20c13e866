"""Reading hand-written tables strictly: every complaint names file, line, entry and key, and says what to do."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TypeAlias

from codegen.errors import CodegenError
from codegen.pointer import MISSING, Json, Missing

Position: TypeAlias = "tuple[int, int] | None"
"""Line and column from 1, where they are known."""


@dataclass(frozen=True, slots=True)
class Fields:
    """One table of named values.

    Attributes:
        data: The table.
        file: File it stands in.
        name: What to call it in a complaint.
        locate: Where a key stands; with ``None`` where the table starts.
    """

    data: dict[str, Json]
    file: str
    name: str
    locate: Callable[[str | None], Position]

    @property
    def line(self) -> int:
        """Line at which the table starts, 0 when unknown."""
        position = self.locate(None)
        return position[0] if position else 0

    def error(self, message: str, remedy: str, key: str | None = None) -> CodegenError:
        """A complaint, to be raised.

        Args:
            message: What is wrong.
            remedy: What to do about it.
            key: The key at fault, when it is there.

        Returns:
            The complaint.
        """
        position = self.locate(key if key in self.data else None)
        line, column = position or (None, None)
        return CodegenError(f"{self.name}: {message}", file=self.file, line=line, column=column, remedy=remedy)

    def only(self, allowed: Iterable[str]) -> None:
        """Refuse keys that mean nothing.

        Args:
            allowed: Keys that mean something.
        """
        known = sorted(allowed)
        for key in self.data:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                meant = f"did you mean {near[0]!r}? " if near else ""
                raise self.error(f"unknown key {key!r}", f"{meant}known keys: {', '.join(known)}", key)

    def need(self, keys: Iterable[str]) -> None:
        """Refuse a table that lacks something.

        Args:
            keys: Keys that have to be there.
        """
        for key in keys:
            if key not in self.data:
                raise self.error(f"{key!r} is missing", f"add '{key}:' to it")

    def text(self, key: str, default: str | None = None) -> str:
        """A text that is not empty.

        Args:
            key: Its key.
            default: What to take when the key is not there; without it the key has to be there.

        Returns:
            The text.
        """
        if key not in self.data and default is not None:
            return default
        value = self.data.get(key)
        if isinstance(value, str) and value.strip():
            return value.strip()
        raise self.error(f"{key!r} has to be a text, not {brief(value)}", f"write '{key}: some words'", key)

    def choice(self, key: str, allowed: Collection[str]) -> str:
        """One of a few words.

        Args:
            key: Its key.
            allowed: The words.

        Returns:
            The word.
        """
        value = self.data.get(key)
        if isinstance(value, str) and value in allowed:
            return value
        raise self.error(f"{key!r} is {brief(value)}", f"it can be: {', '.join(allowed)}", key)

    def texts(self, key: str, *, single: bool = False) -> tuple[str, ...]:
        """A list of different texts.

        Args:
            key: Its key; when it is not there the list is empty.
            single: Whether one text may stand for a list of one.

        Returns:
            The texts.
        """
        value = self.data.get(key, [])
        items: list[Json] = [value] if single and isinstance(value, str) else value if isinstance(value, list) else [0]
        texts = tuple(item for item in items if isinstance(item, str))
        if len(texts) == len(items) == len(set(texts)):
            return texts
        raise self.error(
            f"{key!r} has to be a list of different texts, not {brief(value)}", f"write '{key}: [one, two]'", key
        )

    def numbers(self, key: str) -> tuple[int, ...]:
        """A list of different numbers from 1.

        Args:
            key: Its key; when it is not there the list is empty.

        Returns:
            The numbers.
        """
        value = self.data.get(key, [])
        items: list[Json] = value if isinstance(value, list) else [0]
        numbers = tuple(n for n in items if isinstance(n, int) and not isinstance(n, bool) and n > 0)
        if len(numbers) == len(items) == len(set(numbers)):
            return numbers
        raise self.error(f"{key!r} has to be a list of row numbers, not {brief(value)}", f"write '{key}: [1, 2]'", key)

    def flag(self, key: str) -> bool:
        """Yes or no.

        Args:
            key: Its key; when it is not there the answer is no.
        """
        value = self.data.get(key, False)
        if isinstance(value, bool):
            return value
        raise self.error(f"{key!r} has to be true or false, not {brief(value)}", "write true or false", key)

    def mapping(self, key: str) -> dict[str, Json]:
        """A table inside the table.

        Args:
            key: Its key; when it is not there the table is empty.

        Returns:
            The table.
        """
        value = self.data.get(key, {})
        if isinstance(value, dict):
            return value
        raise self.error(f"{key!r} has to be a table, not {brief(value)}", f"give '{key}' keys and values", key)

    def fields(self, key: str) -> Fields:
        """A table inside the table, to be read as strictly.

        Args:
            key: Its key; when it is not there the table is empty.

        Returns:
            The table.
        """
        return Fields(self.mapping(key), self.file, f"{self.name}.{key}", lambda _: self.locate(key))


def brief(value: Json | Missing, limit: int = 72) -> str:
    """Show data in a sentence.

    Args:
        value: The data.
        limit: Longest text that comes back.

    Returns:
        JSON-like text, cut in the middle when it is long.
    """
    if value is MISSING:
        return "nothing"
    text = _flat(value)
    head = limit * 2 // 3
    return text if len(text) <= limit else f"{text[:head]} … {text[head + 3 - limit :]}"


def _flat(value: Json | Missing) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flat(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flat, value)) + "]"
    if isinstance(value, str):
        return repr(value)
    return (
        {None: "null", True: "true", False: "false"}[value]
        if value is None or value is True or value is False
        else str(value)
    )
