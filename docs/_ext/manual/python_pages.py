"""Pages of the Python reference: one for each public module and for each resource of the clients."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from functools import cached_property
from importlib import import_module
from importlib.util import find_spec

from manual.apis import Api
from manual.pythonic import PACKAGE, models_of

MODULES = (
    "models", "errors", "oauth", "subscriptions", "signing", "budget", "testing", "emulator", "compat", "schema",
    "fast", "private",
)  # fmt: skip
_FOLDER = "reference/python"


def python_pages(apis: Iterable[Api]) -> dict[str, str]:
    """The pages whose text follows from the packages.

    Args:
        apis: What was built.

    Returns:
        Markdown by page name.
    """
    tops = [f"{PACKAGE}.{name}" for name in MODULES if find_spec(f"{PACKAGE}.{name}")]
    modules = [name for top in tops for name in (top, *_inner(top))]
    found = {
        f"{_FOLDER}/{name.removeprefix(PACKAGE + '.')}": _module(name, _foreign(name, modules)) for name in modules
    }
    for api in apis:
        package = api.config.generate.package
        if package and find_spec(f"{package}.resources"):
            found |= _resources(api, package, modules)
        if f"{_FOLDER}/schema" in found:
            found[f"{_FOLDER}/schema"] += _strict(api, f"{PACKAGE}.schema")
    return found


def _resources(api: Api, package: str, told: list[str]) -> dict[str, str]:
    """Pages of one generated package: its resources, and its models where no public module shows them."""
    folder = f"{_FOLDER}/{api.name}-resources"
    held: type = import_module(f"{package}.resources").Resources
    names = [name for name, value in inspect.getmembers_static(held) if type(value) is cached_property]
    pages = {f"{folder}/{name}": _resource(f"{package}.resources.{name}", name) for name in names}
    if (models := models_of(package)) not in told:
        pages[f"{folder}/models"] = _module(models)
    inside = "\n".join(page.rpartition("/")[2] for page in pages)
    words = "What the clients can do, by resource. `ig.raw` has the same methods; they give the whole answer."
    pages[f"{folder}/index"] = f"# Resources: {api.title}\n\n{words}\n\n```{{toctree}}\n:maxdepth: 1\n\n{inside}\n```\n"
    return pages


def _inner(name: str) -> list[str]:
    """Public modules of a public package."""
    return [f"{name}.{word}" for word, value in _exported(name).items() if inspect.ismodule(value)]


def _resource(module: str, name: str) -> str:
    """The plain and the awaited class of a resource."""
    classes = [value.__name__ for value in vars(import_module(module)).values() if _own_class(value, module)]
    shown = [one for one in classes if "Raw" not in one]
    return _page(name, "\n\n".join(f".. autoclass:: {module}.{one}\n   :members:" for one in shown))


def _own_class(value: object, module: str) -> bool:
    return inspect.isclass(value) and value.__module__ == module


def _foreign(name: str, modules: Sequence[str]) -> list[str]:
    """Names of a module that an earlier page explains."""
    earlier = [thing for other in modules[: modules.index(name)] for thing in _exported(other).values()]
    return [word for word, thing in _exported(name).items() if any(thing is one for one in earlier)]


def _exported(name: str) -> dict[str, object]:
    module = import_module(name)
    return {word: getattr(module, word) for word in getattr(module, "__all__", ())}


def _module(name: str, foreign: Sequence[str] = ()) -> str:
    without = f"\n   :exclude-members: {', '.join(foreign)}" if foreign else ""
    title = name.removeprefix(f"{PACKAGE}.")
    return _page(title, f"``{name}``\n\n.. automodule:: {name}\n   :members:\n   :show-inheritance:{without}")


def _strict(api: Api, name: str) -> str:
    """Strict models: what each of them holds is told where the HTTP reference tells of its schema."""
    held = vars(import_module(name))
    package = api.config.generate.schema_package
    own = [word for word in api.schemas if getattr(held.get(word), "__module__", None) == package]
    lines = [f".. py:class:: {word}\n\n   :ref:`{word} <{api.label('schema', word)}>`\n" for word in own]
    return "\n".join(["", "```{eval-rst}", f".. py:currentmodule:: {name}\n", *lines, "```", ""]) if own else ""


def _page(title: str, directives: str) -> str:
    return f"# {title}\n\n```{{eval-rst}}\n{directives}\n```\n"
