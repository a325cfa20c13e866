"""The models, under their public names, and their conversion to plain data and back."""

from __future__ import annotations

from enum import Enum
from typing import Any, TypeVar, cast

import msgspec

from _instagram_v1 import models as _generated
from _instagram_v1.models import *  # noqa: F403
from instagram_v1.runtime.errors import DecodeError, UsageError
from instagram_v1.runtime.model import Model, OpenEnum
from instagram_v1.runtime.plain import is_dict, is_list

__all__ = ["Model", "OpenEnum", "asdict", "evolve", "fromdict"]
__all__ += _generated.__all__

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
    return cast("dict[str, Any]", _plain(model, wire))


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


def _plain(value: Any, wire: bool) -> Any:
    if isinstance(value, Model):
        found = ((field, getattr(value, field.name)) for field in msgspec.structs.fields(value))
        if not wire:
            return {field.name: _plain(item, wire) for field, item in found}
        return {field.encode_name: _plain(item, wire) for field, item in found if field.required or item is not None}
    if is_list(value):
        return [_plain(item, wire) for item in value]
    if is_dict(value):
        return {key: _plain(item, wire) for key, item in value.items()}
    return value.value if isinstance(value, Enum) else value


def _publish() -> None:
    # Tracebacks, reprs and pickles name the public module, so that the private one may change.
    for name in _generated.__all__:
        made = getattr(_generated, name)
        if isinstance(made, type):
            made.__module__ = __name__


_publish()
