"""Python names for what a specification calls by other names."""

from __future__ import annotations

import builtins
import keyword
import re
from collections.abc import Collection, Iterable

from openapi_python_client import strings

from codegen.errors import CodegenError
from codegen.generate.text import Code


def identifier(name: str, *, reserved: Collection[str] = (), prefix: str = "field_") -> Code:
    """Snake-case identifier for a name on the wire; only keywords and reserved names get an underscore."""
    value = strings.snake_case(name)
    if not value.isidentifier() or name.startswith("_"):
        value = f"{prefix}{value}"
    if not value.isidentifier():
        raise CodegenError(
            f"no Python name can be made of {name!r}",
            remedy="rename it in a repair, to letters, digits and underscores",
        )
    return Code(f"{value}_" if keyword.iskeyword(value) or value in reserved else value)


def pascal(name: str, *, reserved: Collection[str] = ()) -> Code:
    """Class name for a name of the specification."""
    value = str(strings.ClassName(name, "Model"))
    plain = value.removesuffix("_")
    # The parser also moves the names of builtins out of the way; in a module of their own they are in nobody's way.
    if hasattr(builtins, plain) and not keyword.iskeyword(plain):
        value = plain
    return Code(f"{value}_" if value in reserved else value)


def constant(name: str) -> Code:
    """Name of a constant, such as ``USERS_GET``."""
    return Code(identifier(name, prefix="OP_").upper())


def member(value: str, taken: Collection[str]) -> Code:
    """Name of an enum's member; values that differ only in case or punctuation get a number."""
    base = re.sub(r"\W+", "_", value, flags=re.ASCII).strip("_").upper()
    if not base or not base.isidentifier():
        base = f"VALUE_{base}".rstrip("_")
    names = (base if number == 1 else f"{base}_{number}" for number in range(1, len(taken) + 2))
    return Code(next(name for name in names if name not in taken))


def unique(names: Iterable[tuple[str, str]], *, where: str) -> None:
    """Refuse two things of one Python name: (Python name, name in the specification) each."""
    seen: dict[str, str] = {}
    for python, wire in names:
        if python in seen and seen[python] != wire:
            raise CodegenError(
                f"{seen[python]!r} and {wire!r} would both be called {python} in Python",
                pointer=where,
                remedy="rename one of them in a repair",
            )
        seen[python] = wire
