"""The parameters of an operation as arguments and options of a command, read from the table of operations."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import click

if TYPE_CHECKING:
    from collections.abc import Iterable

    from instagram_v1.runtime.operation import Operation, Parameter

_NEGATIVE: Final = re.compile(r"-[0-9][0-9.]*(e[+-]?[0-9]+)?", re.IGNORECASE)
_MARK: Final = "\0"
_PREFIX: Final = "given_"
"""Before the names of parameters, so that none is taken for one of the command's own."""

_TYPES: Final[dict[str, click.ParamType[Any]]] = {"integer": click.INT, "number": click.FLOAT, "boolean": click.BOOL}


def marked(arguments: Iterable[str]) -> list[str]:
    """The arguments with negative numbers marked, which a parser would otherwise take for options."""
    return [_MARK + text if _NEGATIVE.fullmatch(text) else text for text in arguments]


if TYPE_CHECKING:
    _ParamType = click.ParamType[Any]
else:
    # Earlier versions of click have no brackets here.
    _ParamType = click.ParamType


class _Value(_ParamType):
    """The value of a parameter: the type that the table says, whatever sign it has.

    Args:
        inner: The type.
    """

    def __init__(self, inner: click.ParamType[Any]) -> None:
        self._inner = inner
        self.name = inner.name

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Read a text."""
        return self._inner.convert(value.removeprefix(_MARK) if isinstance(value, str) else value, param, ctx)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """What stands for the value in help."""
        return self._inner.get_metavar(param, ctx)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """What a shell offers."""
        return self._inner.shell_complete(ctx, param, incomplete)


class _Argument(click.Argument):
    """An argument whose name in messages is its name, whatever help shows in its place."""

    def get_error_hint(self, ctx: click.Context | None) -> str:
        """The name."""
        return (self.name or "").removeprefix(_PREFIX).upper()


def parameters(operation: Operation[Any, Any], taken: Iterable[str]) -> list[click.Parameter]:
    """Arguments and options: what is required by its place, in the order of the specification, the rest by name.

    Args:
        operation: The operation.
        taken: Option names that the command has already; a parameter of such a name gets ``arg-`` before it.
    """
    names = set(taken)
    return [
        _argument(parameter) if parameter.required else _option(parameter, names) for parameter in operation.parameters
    ]


def _argument(parameter: Parameter) -> click.Argument:
    # Not required for the parser: a stored cursor brings them along.
    name = parameter.name.upper()
    many = parameter.type == "array"
    shown = f"[{'|'.join(parameter.enum)}]" if parameter.enum else name
    return _Argument(
        [_PREFIX + parameter.name], required=False, metavar=shown + ("..." if many else ""), type=_type(parameter),
        nargs=-1 if many else 1,
    )  # fmt: skip


def _option(parameter: Parameter, taken: set[str]) -> click.Option:
    dashed = parameter.name.replace("_", "-").strip("-")
    dashed = f"arg-{dashed}" if f"--{dashed}" in taken else dashed
    # Both ways of writing it, since the documentation of the API has the other.
    ways = dict.fromkeys([f"--{dashed}", f"--{dashed.replace('-', '_')}"])
    return click.Option(
        [*ways, _PREFIX + parameter.name], type=_type(parameter), multiple=parameter.type == "array",
        help=_words(parameter), metavar=None if parameter.enum else _METAVARS.get(parameter.type, "TEXT"),
    )  # fmt: skip


_METAVARS: Final = {"integer": "INTEGER", "number": "NUMBER", "boolean": "TRUE|FALSE"}


def _type(parameter: Parameter) -> click.ParamType[Any]:
    if parameter.enum:
        return _Value(click.Choice(list(parameter.enum)))
    return _Value(_TYPES.get(parameter.type, click.STRING))


def _words(parameter: Parameter) -> str:
    words = " ".join(parameter.description.split())
    return words + (f" [{parameter.default} by default]" if parameter.default is not None else "")


def given(operation: Operation[Any, Any], values: dict[str, Any]) -> dict[str, Any]:
    """The arguments that were given, by Python name; empty lists were not."""
    found = {parameter.name: values.get(_PREFIX + parameter.name) for parameter in operation.parameters}
    return {name: _listed(value) for name, value in found.items() if _present(value)}


def _listed(value: Any) -> Any:
    return [*value] if isinstance(value, tuple) else value


def _present(value: Any) -> bool:
    return value is not None and value != ()
