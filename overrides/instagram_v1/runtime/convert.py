"""Models as plain data and back, whichever API they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from instagram_v1.runtime.errors import DecodeError, UsageError
from instagram_v1.runtime.model import Model, plain

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["asdict", "evolve", "fromdict", "publish"]

M = TypeVar("M", bound=Model)


def asdict(model: Model, *, wire: bool = False) -> dict[str, Any]:
    """Turn a model into plain data: dicts, lists, strings, numbers, ``None``.

    Args:
        model: Any model.
        wire: Use the API's names, and leave out optional fields that are ``None``, as the API mostly does; otherwise
            Python names with every field present. Names differ where the API's is a Python keyword (``from``, here
            ``from_``).
    """
    if not isinstance(model, Model):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise UsageError(f"asdict needs a model, not {type(model).__name__}.")
    return cast("dict[str, Any]", plain(model, wire=wire))


def fromdict(cls: type[M], data: dict[str, Any]) -> M:
    """Make a model of plain data: the inverse of ``asdict``, whichever names it used.

    Scalars of another form are bent as in an answer (``5`` to ``"5"``); unknown keys are left out.

    Args:
        cls: The model's class, such as ``models.User``.
        data: Plain data.

    Raises:
        DecodeError: A required field is missing, or a value does not fit; ``path`` says where.
    """
    from instagram_v1.runtime.reading import convert

    made, path, reason = convert(data, cls)
    if reason:
        raise DecodeError(f"{cls.__name__}: {reason}, at {path}.", operation=cls.__name__, path=path)
    return cast("M", made)


def evolve(model: M, **changes: Any) -> M:
    """Copy a model with some fields changed.

    Args:
        model: Any model.
        **changes: New values by Python name.

    Raises:
        UsageError: There is no such field.
    """
    unknown = sorted(changes.keys() - set(model.__struct_fields__))
    if unknown:
        raise UsageError(f"{type(model).__name__} has no field {', '.join(unknown)}.")
    return msgspec.structs.replace(model, **changes)


def publish(source: ModuleType, public: str) -> list[str]:
    """Give generated models the name of the module that users import them from.

    Tracebacks, reprs and pickles name the public module, so that the private one may change.

    Args:
        source: The generated module.
        public: Name of the public one.

    Returns:
        The names of the models.
    """
    names = list(source.__all__)
    for name in names:
        made = getattr(source, name)
        if isinstance(made, type):
            made.__module__ = public
    return names
