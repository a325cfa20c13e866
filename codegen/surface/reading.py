"""Reading packages without importing them: what they export, and what can be reached from there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import griffe

from codegen.errors import CodegenError
from codegen.surface.model import Entry, Parameter, Surface

_BELOW: Final = ("overrides", "generated", "src")


def read_surface(folder: Path) -> Surface:
    """Read what callers of the packages in a folder can import and call.

    Public is a package without an underscore: what its ``__all__`` names, the same of each module right below it that
    has one, and the classes that attributes of all these lead to. Packages with an underscore are internals.

    Args:
        folder: Holds the packages, itself or in ``overrides/`` and ``generated/``.

    Raises:
        CodegenError: There is no public package, or its code cannot be parsed.
    """
    places = [place for name in _BELOW if (place := folder / name).is_dir()] or [folder]
    names = sorted({path.parent.name for place in places for path in place.glob("*/__init__.py")})
    for name in names:
        _check_code(places, name)
    loader = griffe.GriffeLoader(search_paths=places, allow_inspection=False)
    modules = [module for name in names if (module := _load(loader, name)) is not None]
    if not any(not module.name.startswith("_") for module in modules):
        raise CodegenError(
            "there is no package to look at", file=folder.name, remedy="name the folder that holds the packages"
        )
    loader.resolve_aliases(implicit=False, external=False)
    return _Reader(loader, modules).surface()


def _check_code(places: list[Path], name: str) -> None:
    # The loader leaves out modules that it cannot parse, and everything in them would count as removed.
    for path in sorted(found for place in places for found in (place / name).rglob("*.py")):
        try:
            ast.parse(path.read_bytes())
        except (SyntaxError, ValueError) as error:
            line = error.lineno if isinstance(error, SyntaxError) else None
            raise CodegenError(
                "this is no Python that can be read", file=f"{name}/{path.name}", line=line, remedy="look at the file"
            ) from None


def _load(loader: griffe.GriffeLoader, name: str) -> griffe.Module | None:
    try:
        module = loader.load(name)
    except (griffe.GriffeError, SyntaxError, ImportError) as error:
        raise CodegenError(
            f"the package cannot be read: {error}", file=name, remedy="look at the file that it names"
        ) from None
    return module if isinstance(module, griffe.Module) else None


class _Reader:
    def __init__(self, loader: griffe.GriffeLoader, modules: list[griffe.Module]) -> None:
        self._loader = loader
        self._private = [module for module in modules if module.name.startswith("_")]
        self._exported = [pair for module in modules if module not in self._private for pair in _exports(module)]
        self._names: dict[str, str] = {}
        for name, thing in sorted(self._exported, key=lambda pair: (pair[0].count("."), pair[0])):
            self._names.setdefault(thing.canonical_path, name)
        self._public: dict[str, Entry] = {}
        self._seen: set[str] = set()

    def surface(self) -> Surface:
        for name, thing in self._exported:
            if self._names[thing.canonical_path] == name:
                self._add(name, thing)
        internal: dict[str, Entry] = {}
        for module in self._private:
            for name, thing in _inside(module, module.name):
                if thing.canonical_path not in self._seen:
                    internal[name] = _entry(thing)
        return Surface(self._public, internal)

    def _add(self, name: str, thing: griffe.Object) -> None:
        self._public[name] = _entry(thing)
        self._seen.add(thing.canonical_path)
        if isinstance(thing, griffe.Class):
            for member in self._members(thing):
                self._add(f"{name}.{member.name}", member)
        elif isinstance(thing, griffe.Attribute):
            self._descend(name, thing)

    def _members(self, cls: griffe.Class) -> Iterator[griffe.Object]:
        """Public members of a class, those of its hidden bases included: public bases speak for themselves."""
        for name, found in cls.all_members.items():
            thing = _target(found)
            if thing is None or (name.startswith("_") and name != "__init__"):
                continue
            home = thing.parent.canonical_path if thing.parent else ""
            if home == cls.canonical_path or home not in self._names:
                yield thing

    def _descend(self, name: str, attribute: griffe.Attribute) -> None:
        """Go on into the class of an attribute, when no public name leads to it."""
        annotation = attribute.annotation
        path = annotation.canonical_path if isinstance(annotation, griffe.ExprName) else ""
        try:
            found = self._loader.modules_collection[path] if path else None
        except KeyError:
            return
        thing = _target(found) if isinstance(found, griffe.Object | griffe.Alias) else None
        hidden = isinstance(thing, griffe.Class) and thing.canonical_path not in {*self._names, *self._seen}
        if hidden and isinstance(thing, griffe.Class):
            self._seen.add(thing.canonical_path)
            for member in self._members(thing):
                # Only the package itself makes one of these.
                if member.name != "__init__":
                    self._add(f"{name}.{member.name}", member)


def _exports(module: griffe.Module) -> Iterator[tuple[str, griffe.Object]]:
    yield from _named(module)
    for name, child in module.members.items():
        # A subpackage or module is a Module here, a re-export of one an Alias: only the former lies below.
        if isinstance(child, griffe.Module) and not name.startswith("_") and child.exports:
            yield child.path, child
            yield from _named(child)


def _named(module: griffe.Module) -> Iterator[tuple[str, griffe.Object]]:
    for exported in module.exports or ():
        name = str(exported)
        thing = _target(module.members[name]) if name in module.members else None
        if thing is not None and not isinstance(thing, griffe.Module) and not name.startswith("__"):
            yield f"{module.path}.{name}", thing


def _inside(module: griffe.Module, path: str) -> Iterator[tuple[str, griffe.Object]]:
    for name, child in module.members.items():
        if isinstance(child, griffe.Module):
            yield from _inside(child, f"{path}.{name}")
        elif isinstance(child, griffe.Object) and not name.startswith("_"):
            yield f"{path}.{name}", child


def _target(found: griffe.Object | griffe.Alias) -> griffe.Object | None:
    try:
        return found.final_target if isinstance(found, griffe.Alias) else found
    except (griffe.AliasResolutionError, griffe.CyclicAliasError):
        return None


def _entry(thing: griffe.Object) -> Entry:
    doc = thing.docstring.value if thing.docstring else ""
    if isinstance(thing, griffe.Function):
        taken = tuple(_parameter(item) for item in thing.parameters if item.name not in ("self", "cls"))
        return Entry("function", parameters=taken, returns=_text(thing.returns), doc=doc)
    if isinstance(thing, griffe.Attribute):
        return Entry("attribute", returns=_text(thing.annotation), value=_value(thing), doc=doc)
    if isinstance(thing, griffe.Class):
        return Entry("class", bases=tuple(_text(base) for base in thing.bases), doc=doc)
    return Entry("module", doc=doc)


def _value(attribute: griffe.Attribute) -> str | None:
    # What a class's attribute holds is a default or a member of an enum; a module's own constants may vary.
    if not isinstance(attribute.parent, griffe.Class):
        return None
    return None if attribute.value is None else _text(attribute.value)


def _parameter(item: griffe.Parameter) -> Parameter:
    kind = item.kind.value if item.kind else ""
    return Parameter(item.name, kind, _text(item.annotation), None if item.required else _text(item.default))


def _text(expression: str | griffe.Expr | None) -> str:
    return "" if expression is None else str(expression)
