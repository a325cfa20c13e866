"""Valid answers and arguments for any operation, made from the table alone."""

from __future__ import annotations

from typing import Any

from msgspec import inspect

from instagram_v1.runtime.operation import Operation, Parameter

_SCALARS: dict[type[inspect.Type], Any] = {
    inspect.StrType: "1296710327",
    inspect.IntType: 7,
    inspect.FloatType: 0.5,
    inspect.BoolType: True,
    inspect.NoneType: None,
    inspect.AnyType: None,
}


def sample(wanted: Any) -> Any:
    """Plain data of a type, every field filled."""
    return _make(inspect.type_info(wanted))


def answer(operation: Operation[Any, Any]) -> dict[str, Any]:
    """The body of a successful answer, on its last page."""
    body = sample(operation.response)
    body["meta"] = {"code": 200}
    if operation.envelope.pagination:
        body["pagination"] = {}
    return dict(body)


def arguments(operation: Operation[Any, Any], *, optional: bool = True) -> dict[str, Any]:
    """A value for each parameter, by Python name, that no rule refuses."""
    return {p.name: argument(p) for p in operation.parameters if p.required or optional}


def argument(parameter: Parameter) -> Any:
    """A value for one parameter."""
    if parameter.enum:
        return parameter.enum[0]
    if parameter.type == "integer":
        return int(parameter.minimum or 3)
    return 2.5 if parameter.type == "number" else f"v {parameter.name[:3]}é"


def _make(info: inspect.Type) -> Any:
    if isinstance(info, inspect.StructType):
        return {field.encode_name: _make(field.type) for field in info.fields}
    if isinstance(info, inspect.ListType):
        return [_make(info.item_type), _make(info.item_type)]
    if isinstance(info, inspect.UnionType):
        return _make(info.types[0])
    if isinstance(info, inspect.EnumType):
        return next(iter(info.cls)).value
    return {} if isinstance(info, inspect.DictType) else _SCALARS[type(info)]
