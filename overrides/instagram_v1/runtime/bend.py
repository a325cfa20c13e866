"""The slow path of reading: plain data bent to the declared types where only the form of a scalar differs.

It runs after a first, strict reading refused an answer, so that drift costs time but no answer.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from msgspec import inspect

from instagram_v1.runtime.plain import is_dict, is_list


class Bending:
    """One pass over one answer.

    Args:
        names: Accept the Python names of fields beside their names on the wire.

    Attributes:
        paths: JSON paths of the values that were changed.
    """

    def __init__(self, *, names: bool = False) -> None:
        self.paths: list[str] = []
        self._names = names

    def bend(self, value: Any, wanted: Any, path: str = "$") -> Any:
        """Make a value fit a type where that loses nothing; what cannot be bent is returned as it is.

        Args:
            value: Plain data, as JSON gives it.
            wanted: A type as msgspec understands types.
            path: JSON path of the value.
        """
        return self._walk(value, _describe(wanted), path)

    def _walk(self, value: Any, info: inspect.Type, path: str) -> Any:
        if isinstance(info, inspect.UnionType):
            return self._union(value, info, path)
        if isinstance(info, inspect.StructType):
            return self._struct(value, info, path)
        if isinstance(info, inspect.ListType | inspect.VarTupleType):
            return self._list(value, info, path)
        if isinstance(info, inspect.DictType):
            return self._dict(value, info, path)
        return self._noted(value, _scalar(value, info), path)

    def _noted(self, before: Any, after: Any, path: str) -> Any:
        if after is not before:
            self.paths.append(path)
        return after

    def _union(self, value: Any, info: inspect.UnionType, path: str) -> Any:
        others = [kind for kind in info.types if not isinstance(kind, inspect.NoneType)]
        optional = _nullable(info)
        if value is None and optional:
            return None
        if optional and value in ("", []) and all(isinstance(kind, inspect.StructType) for kind in others):
            return self._noted(value, None, path)
        if any(_is(value, kind) for kind in others if not isinstance(kind, inspect.StructType)):
            return value
        return self._walk(value, others[0], path) if len(others) == 1 else self._first(value, others, path)

    def _first(self, value: Any, kinds: list[inspect.Type], path: str) -> Any:
        for kind in kinds:
            bent = self._walk(value, kind, path)
            if bent is not value:
                return bent
        return value

    def _struct(self, value: Any, info: inspect.StructType, path: str) -> Any:
        if not is_dict(value):
            return value
        bent = dict(value)
        for field in info.fields:
            if self._names and field.name in bent and field.encode_name not in bent:
                bent[field.encode_name] = bent.pop(field.name)
            if field.encode_name in bent:
                place = f"{path}.{field.encode_name}"
                bent[field.encode_name] = self._walk(bent[field.encode_name], field.type, place)
            elif field.required and _nullable(field.type):
                bent[field.encode_name] = self._noted(..., None, f"{path}.{field.encode_name}")
        return bent

    def _list(self, value: Any, info: inspect.ListType | inspect.VarTupleType, path: str) -> Any:
        if value is None:
            return self._noted(value, [], path)
        if not is_list(value):
            return value
        return [self._walk(item, info.item_type, f"{path}[{i}]") for i, item in enumerate(value)]

    def _dict(self, value: Any, info: inspect.DictType, path: str) -> Any:
        if not is_dict(value):
            return value
        return {key: self._walk(item, info.value_type, f"{path}.{key}") for key, item in value.items()}


@lru_cache(maxsize=512)
def _describe(wanted: Any) -> inspect.Type:
    return inspect.type_info(wanted)


def _nullable(info: inspect.Type) -> bool:
    kinds = info.types if isinstance(info, inspect.UnionType) else (info,)
    return any(isinstance(kind, inspect.NoneType) for kind in kinds)


def _is(value: Any, info: inspect.Type) -> bool:
    return isinstance(value, _PLAIN.get(type(info), ())) and (
        not isinstance(value, bool) or isinstance(info, inspect.BoolType)
    )


_PLAIN: dict[type[inspect.Type], tuple[type, ...]] = {
    inspect.StrType: (str,),
    inspect.IntType: (int,),
    inspect.FloatType: (int, float),
    inspect.BoolType: (bool,),
    inspect.EnumType: (str,),
    inspect.AnyType: (object,),
}


def _scalar(value: Any, info: inspect.Type) -> Any:
    if _is(value, info) or not isinstance(value, str | int | float):
        return value
    if isinstance(info, inspect.StrType | inspect.EnumType):
        return _to_text(value)
    if isinstance(info, inspect.IntType):
        return _to_integer(value)
    if isinstance(info, inspect.FloatType):
        return _to_number(value)
    if isinstance(info, inspect.BoolType):
        return _TRUTHS.get(str(value).lower(), value)
    return value


_TRUTHS = {"true": True, "false": False, "1": True, "0": False}


def _to_text(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _to_integer(value: Any) -> Any:
    number = _to_number(value)
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    return int(number) if isinstance(number, int | float) and float(number).is_integer() else value


def _to_number(value: Any) -> Any:
    if isinstance(value, bool):
        return int(value)
    try:
        return float(value) if isinstance(value, str) else value
    except ValueError:
        return value
