"""Where the operations and schemas of an API are in Python."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from manual.apis import Api, Call

PACKAGE = "instagram_v1"
"""What people import."""

_WIDTH = 60


@dataclass(frozen=True)
class Method:
    """What a caller writes for an operation.

    Attributes:
        target: Full name of the method, for links.
        shown: How it is called: ``users.get``.
        example: The whole call with its signature.
    """

    target: str
    shown: str
    example: str


def method_of(api: Api, call: Call) -> Method | None:
    """The method of an operation; nothing where no package was generated."""
    package = api.config.generate.package
    operation = _operations(package).get(call.id)
    if operation is None:
        return None
    module = _module(f"{package}.resources.{operation.resource}")
    holder = _holder(module, operation.name) if module else None
    if holder is None:
        return None
    target = f"{holder.__module__}.{holder.__qualname__}.{operation.name}"
    shown = f"{operation.resource}.{operation.name}"
    return Method(target, shown, f"ig.{shown}{signature(getattr(holder, operation.name))}")


def model_name(api: Api, schema: str) -> str:
    """Public name of the class of a schema; empty where there is none."""
    package = api.config.generate.package
    public = models_of(package) if package else ""
    module = _module(public) if package else None
    return f"{public}.{schema}" if module is not None and inspect.isclass(getattr(module, schema, None)) else ""


def models_of(package: str) -> str:
    """The module that shows the models of a generated package: a public one where there is one."""
    generated = _module(f"{package}.models")
    inner = PACKAGE + package.removeprefix("_instagram").replace("_", ".")
    for public in (f"{package.removeprefix('_')}.models", f"{inner}.models", inner):
        module = _module(public)
        if generated is not None and module is not None and set(generated.__all__) <= set(dir(module)):
            return public
    return f"{package}.models"


def signature(method: Any) -> str:
    """What a method takes and gives, in lines that fit a page."""
    found = inspect.signature(method)
    parts: list[str] = []
    for name, parameter in found.parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY and "*" not in parts:
            parts.append("*")
        parts += [_argument(parameter)] if name != "self" else []
    end = f" -> {_words(found.return_annotation)}"
    whole = f"({', '.join(parts)}){end}"
    inside = "".join(f"    {part},\n" for part in parts)
    return whole if len(whole) <= _WIDTH else f"(\n{inside}){end}"


def _argument(parameter: inspect.Parameter) -> str:
    default = "" if parameter.default is parameter.empty else f" = {parameter.default!r}"
    return f"{parameter.name}: {_words(parameter.annotation)}{default}"


def _words(annotation: Any) -> str:
    text = annotation if isinstance(annotation, str) else inspect.formatannotation(annotation)
    return re.sub(r"\b(?:models|builtins)\.", "", text)


def _holder(module: ModuleType, name: str) -> type | None:
    """The plain resource class of a module: neither the awaited nor the raw one."""
    classes: list[type] = [held for held in vars(module).values() if isinstance(held, type)]
    plain = [held for held in classes if not held.__name__.startswith(("Async", "Raw"))]
    own = (held for held in plain if held.__module__ == module.__name__ and hasattr(held, name))
    return next(own, None)


@functools.cache
def _operations(package: str) -> Mapping[str, Any]:
    module = _module(f"{package}.operations") if package else None
    return getattr(module, "OPERATIONS", {})


@functools.cache
def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ModuleNotFoundError:
        return None
