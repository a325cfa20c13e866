"""How well plain data fits a type of the specification, and where it does not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from msgspec import inspect

if TYPE_CHECKING:
    from instagram_v1.cli.recognition.findings import Findings

_KINDS: Final[dict[type[Any], str]] = {
    dict: "object", list: "list", str: "text", bool: "true or false", int: "number", float: "number with a point",
}  # fmt: skip
_NAMES: Final[dict[type[inspect.Type], str]] = {
    inspect.StrType: "text", inspect.EnumType: "text", inspect.IntType: "whole number", inspect.FloatType: "number",
    inspect.BoolType: "true or false", inspect.ListType: "list", inspect.DictType: "object", inspect.NoneType: "null",
}  # fmt: skip
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
_SECONDS: Final = re.compile(r"[0-9]{1,10}(\.[0-9]+)?")


def described(wanted: Any) -> inspect.Type:
    """A type as data."""
    known = _DESCRIBED.get(wanted)
    if known is None:
        known = _DESCRIBED[wanted] = inspect.type_info(wanted)
    return known


_DESCRIBED: Final[dict[Any, inspect.Type]] = {}


class Fit:
    """The fit of a value to a type: how much of it is known, and how much is not as it should be.

    Args:
        findings: Takes what is odd; without it only the numbers count.
        sample: How many items of a list to look at; ``None`` for all.
    """

    def __init__(self, findings: Findings | None = None, sample: int | None = None) -> None:
        self.known: float = 0.0
        self.wrong: float = 0.0
        self._findings = findings
        self._sample = sample

    @property
    def share(self) -> float:
        """From 0 for nothing to 1 for everything; 1 where there is nothing to look at."""
        whole = self.known + self.wrong
        return self.known / whole if whole else 1.0

    def take(self, info: inspect.Type, value: Any, path: str = "$") -> None:
        """Compare a value with a type."""
        kinds = info.types if isinstance(info, inspect.UnionType) else (info,)
        if value is None:
            self._null(kinds, path)
            return
        kind = next((one for one in kinds if _fits(one, value)), None)
        if kind is not None:
            self._inside(kind, value, path)
            return
        near = next((one for one in kinds if _near(one, value)), None)
        named = _named(next((one for one in kinds if not isinstance(one, inspect.NoneType)), kinds[0]))
        self._odd("type", path, f"is a {_KINDS[type(value)]}, not a {named}")
        # A number in quotes is still the thing; a text where an object should be is not.
        if near is None:
            self.wrong += 2
        else:
            self.known += 0.5

    def _null(self, kinds: tuple[inspect.Type, ...], path: str) -> None:
        if all(isinstance(kind, inspect.NoneType) for kind in kinds):
            # Nothing is all that is ever here.
            return
        allowed = any(isinstance(kind, inspect.NoneType | inspect.AnyType) for kind in kinds)
        self._odd("null", path, "" if allowed else "where something must be")
        if not allowed:
            self.wrong += 1

    def _inside(self, kind: inspect.Type, value: Any, path: str) -> None:
        if isinstance(kind, inspect.StructType):
            self._object(kind, value, path)
        elif isinstance(kind, inspect.ListType):
            items: list[Any] = value
            for item in items if self._sample is None else items[: self._sample]:
                self.take(kind.item_type, item, f"{path}[]")
        else:
            self.known += 1
            self._look(kind, value, path)

    def _object(self, kind: inspect.StructType, value: dict[str, Any], path: str) -> None:
        names = {field.encode_name: field for field in kind.fields}
        for name, item in value.items():
            field = names.get(name)
            if field is None:
                self.wrong += 1
                self._odd("unknown", f"{path}.{name}", "")
            else:
                self.take(field.type, item, f"{path}.{name}")
        for name, field in names.items():
            if field.required and name not in value:
                self.wrong += 2
                self._odd("missing", f"{path}.{name}", "")

    def _look(self, kind: inspect.Type, value: Any, path: str) -> None:
        if isinstance(kind, inspect.EnumType):
            known = {member.value for member in kind.cls}
            if value not in known:
                self._odd("value", path, f"is {value!r}, not one of {', '.join(map(str, known))}"[:120])
        elif path.endswith("_time") and isinstance(value, str) and not _SECONDS.fullmatch(value):
            self._odd("time", path, "is not in seconds since 1970")

    def _odd(self, code: str, path: str, text: str) -> None:
        if self._findings is not None:
            self._findings.add(code, path, text)


def _fits(kind: inspect.Type, value: Any) -> bool:
    if isinstance(kind, inspect.AnyType):
        return True
    if isinstance(value, bool):
        return isinstance(kind, inspect.BoolType)
    if isinstance(value, str):
        return isinstance(kind, inspect.StrType | inspect.EnumType)
    if isinstance(value, int):
        return isinstance(kind, inspect.IntType | inspect.FloatType)
    if isinstance(value, float):
        return isinstance(kind, inspect.FloatType)
    if isinstance(value, dict):
        return isinstance(kind, inspect.StructType | inspect.DictType)
    return isinstance(kind, inspect.ListType)


def _near(kind: inspect.Type, value: Any) -> bool:
    """Whether the client can bend a value to a type."""
    if isinstance(value, int | float):
        return isinstance(kind, inspect.StrType | inspect.IntType)
    number = isinstance(value, str) and _NUMBER.fullmatch(value) is not None
    return number and isinstance(kind, inspect.IntType | inspect.FloatType)


def _named(kind: inspect.Type) -> str:
    if isinstance(kind, inspect.StructType):
        return kind.cls.__name__
    return _NAMES.get(type(kind), "value")
