"""What a fault on demand looks like, in code and as text."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Final

from attrs import field, frozen

from .kinds import KINDS, Kind, Value

COMMON: Final[Mapping[str, Value]] = MappingProxyType({"rate": 1.0, "operation": "*", "times": 0, "after": 0})


@frozen
class InjectedFault:
    """One fault, and when it strikes.

    Attributes:
        kind: Name of the fault, such as ``server-error``.
        rate: Which share of the requests it concerns is struck, from 0 to 1.
        operation: Which operations it concerns; ``*`` and ``?`` stand for anything, as in ``*_recent_media``.
        times: How often it strikes before it is spent; 0 for ever.
        after: How many of the requests it concerns go by first.
        options: What this kind can be told beyond that, such as ``{"status": 503}``.
    """

    kind: str
    rate: float = 1.0
    operation: str = "*"
    times: int = 0
    after: int = 0
    options: Mapping[str, Value] = field(factory=dict[str, Value])

    def concerns(self, operation: str) -> bool:
        """Tell whether it concerns an operation."""
        return fnmatchcase(operation, self.operation)

    def said(self) -> dict[str, Value]:
        """Give what it was told, all options together."""
        common: dict[str, Value] = {
            "rate": self.rate, "operation": self.operation, "times": self.times, "after": self.after,
        }  # fmt: skip
        return {**common, **self.options}

    def __str__(self) -> str:
        """Write it as the command line reads it."""
        usual = {**COMMON, **KINDS[self.kind].options}
        told = {name: value for name, value in self.said().items() if value != usual[name]}
        parts = ",".join(f"{name}={_text(value)}" for name, value in told.items())
        return f"{self.kind}:{parts}" if parts else self.kind


def parse(fault: str | InjectedFault, **options: Value) -> InjectedFault:
    """Read ``NAME`` or ``NAME:option=value,…``; options given beside it win.

    Raises:
        ValueError: There is no such fault or option, or a value does not fit.
    """
    if isinstance(fault, InjectedFault):
        return parse(fault.kind, **{**fault.said(), **options})
    name, _, rest = fault.partition(":")
    kind = KINDS.get(name.strip())
    if kind is None:
        raise ValueError(f"unknown fault {name!r}: choose one of {', '.join(KINDS)}")
    given: dict[str, Value] = {}
    for part in filter(None, rest.split(",")):
        key, equals, value = part.partition("=")
        if not equals:
            raise ValueError(f"fault {name}: {part!r} is no option: write option=value")
        given[key.strip()] = value.strip()
    return _made(kind, {**given, **options})


def _made(kind: Kind, given: Mapping[str, Value]) -> InjectedFault:
    known = {**COMMON, **kind.options}
    for name in given:
        if name not in known:
            raise ValueError(f"fault {kind.name} has no option {name!r}: it has {', '.join(known)}")
    values = {name: _like(kind.name, name, given.get(name, default), default) for name, default in known.items()}
    rate, times, after = float(values["rate"]), int(values["times"]), int(values["after"])
    if not 0 <= rate <= 1:
        raise ValueError(f"fault {kind.name}: rate is a share from 0 to 1, not {rate:g}")
    if times < 0 or after < 0:
        raise ValueError(f"fault {kind.name}: times and after cannot be negative")
    options = {name: values[name] for name in kind.options}
    if kind.check is not None:
        kind.check(options)
    return InjectedFault(kind.name, rate, str(values["operation"]), times, after, MappingProxyType(options))


def _like(kind: str, name: str, value: Value, default: Value) -> Value:
    """Read a value as what its default is."""
    try:
        read = type(default)(value)
        if isinstance(read, float) and not math.isfinite(read):
            raise ValueError(name)
        return read
    except (ValueError, OverflowError):
        wanted = "a whole number" if isinstance(default, int) else "a number"
        raise ValueError(f"fault {kind}: {name} is {wanted}, not {value!r}") from None


def _text(value: Value) -> str:
    short = f"{value:g}" if isinstance(value, float) else str(value)
    return short if type(value)(short) == value else repr(value)
