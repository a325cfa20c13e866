"""Nothing is dropped silently: operations of the document = rows of OPERATIONS = methods, sync and async."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from codegen.errors import CodegenError
from codegen.generate.resources import COLOURS, Colour
from codegen.generate.spec import Spec


def check_ledger(spec: Spec, package: Path) -> None:
    """Count operations in the generated source, which is parsed and never imported.

    Raises:
        CodegenError: Something is missing or too much; all of it is named.
    """
    expected = {operation.id for operation in spec.operations}
    ids = _constants(_parse(package / "operations.py"))
    books = {"OPERATIONS": _table(package)}
    for colour in COLOURS:
        books[f"methods behind {colour.prefix}Resources"] = _reachable(package, colour, ids)
    complaints = [line for book, found in books.items() for line in _differences(book, expected, found)]
    if complaints:
        raise CodegenError(
            "the generated code does not hold the operations of the document:\n" + "\n".join(complaints),
            file=spec.source,
            remedy="this is a fault of the generator or its templates: repair them, the spec is not to blame",
        )


def _differences(book: str, expected: set[str], found: set[str]) -> Iterator[str]:
    for name in sorted(expected - found):
        yield f"  - {name}: in the document, missing from {book}"
    for name in sorted(found - expected):
        yield f"  - {name}: in {book}, not in the document"


def _parse(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _table(package: Path) -> set[str]:
    """Keys of OPERATIONS."""
    for node in _parse(package / "operations.py").body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "OPERATIONS" and node.value:
            keys = [key for table in ast.walk(node.value) if isinstance(table, ast.Dict) for key in table.keys]
            return {str(ast.literal_eval(key)) for key in keys if key is not None}
    return set()


def _constants(module: ast.Module) -> dict[str, str]:
    """Id of the operation that each constant holds."""
    found: dict[str, str] = {}
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and isinstance(node.value, ast.Call):
            for keyword in node.value.keywords:
                if keyword.arg == "id":
                    found[ast.unparse(node.target)] = str(ast.literal_eval(keyword.value))
    return found


def _reachable(package: Path, colour: Colour, ids: dict[str, str]) -> set[str]:
    """Operations that the methods of the classes on a client call; classes of another colour do not count."""
    mixins = _classes(package / "resources" / "__init__.py", f"{colour.prefix}Resources")
    attached = {name for cls in mixins for name in _made(cls)}
    found: set[str] = set()
    for path in sorted((package / "resources").glob("*.py")):
        for cls in _classes(path):
            if cls.name in attached and [ast.unparse(base) for base in cls.bases] == [f"{colour.prefix}Resource"]:
                found |= {ids[name] for name in _called(cls) if name in ids}
    return found


def _classes(path: Path, name: str = "") -> Iterator[ast.ClassDef]:
    for node in _parse(path).body:
        if isinstance(node, ast.ClassDef) and name in ("", node.name):
            yield node


def _made(cls: ast.ClassDef) -> Iterator[str]:
    """Classes that are instantiated in a class."""
    for node in ast.walk(cls):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield node.func.id


def _called(cls: ast.ClassDef) -> Iterator[str]:
    """Constants of ``operations`` that the methods of a class use."""
    for node in ast.walk(cls):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "operations":
            yield node.attr
