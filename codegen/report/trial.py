"""A build on trial: as much of it as goes, in a temporary folder, so that a report can tell what would come of it."""

from __future__ import annotations

import ast
import shutil
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from codegen import yaml12
from codegen.build import BUILT, GENERATED, HEAD, to_openapi, validate
from codegen.canonical import canonical
from codegen.convert import convert
from codegen.drift import Side
from codegen.errors import CodegenError
from codegen.generate import Settings, generate_client
from codegen.generate.spec import METHODS
from codegen.lock import digest, made_of
from codegen.pointer import Json
from codegen.report.model import Book
from codegen.rules.walk import table

_OVERRIDES = "overrides"


@dataclass(frozen=True, slots=True, eq=False)
class Trial:
    """What a build of the new file would give.

    Attributes:
        folder: Holds the packages as they would be.
        ledger: How many operations each stage has.
        openapi: Name of the content of the document that would be built.
        unhandled: Operations that the emulator answers from their schema; ``None`` when there is no emulator.
    """

    folder: Path
    ledger: tuple[Book, ...]
    openapi: str
    unhandled: tuple[str, ...] | None = None


def try_build(side: Side, *, root: Path, api: Path, into: Path) -> Trial:
    """Build a version of a spec with the repairs that fit, for the sake of the report.

    Args:
        side: The version.
        root: The repository, which is only read.
        api: Folder of its spec.
        into: An empty folder.

    Raises:
        CodegenError: It cannot be built.
    """
    document = _converted(side)
    source = (api.relative_to(root) / BUILT).as_posix()
    validate(document, source=source)
    text = HEAD + yaml12.dump(document)
    names = side.config.generate
    _lay_out(root, into)
    if names.package:
        shutil.rmtree(into / GENERATED / names.package, ignore_errors=True)
        settings = Settings(names.package, names.schema_package, names.runtime, names.title, source)
        repairs = [outcome.repair.id for outcome in side.run.outcomes]
        made = made_of(api.name, supplied=side.supplied, openapi=text, repairs=repairs)
        generate_client(document, settings, into / GENERATED, made)
    ledger = tuple(_ledger(side, document, into / GENERATED / names.package)) if names.package else ()
    return Trial(into, ledger, digest(text.encode()), _unhandled(side, root))


def _converted(side: Side) -> dict[str, Json]:
    document = side.as_written()
    return convert(canonical(document)).document if side.complete else to_openapi(document, side.config)[0]


def _unhandled(side: Side, root: Path) -> tuple[str, ...] | None:
    """Operations without a function marked ``@handles("their id")``."""
    files = sorted((root / _OVERRIDES).glob("*/emulator/**/*.py"))
    handled = {name for path in files for name in _handled(ast.parse(path.read_text(encoding="utf-8")))}
    mine = {operation.id for operation in side.operations}
    # An emulator of another API handles none of these.
    return tuple(sorted(mine - handled)) if mine & handled else None


def _handled(module: ast.Module) -> Iterator[str]:
    marks = [mark for node in module.body if isinstance(node, ast.FunctionDef) for mark in node.decorator_list]
    for mark in marks:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "handles":
            yield from (str(ast.literal_eval(name)) for name in mark.args if isinstance(name, ast.Constant))


def _lay_out(root: Path, into: Path) -> None:
    for name in (_OVERRIDES, GENERATED):
        (into / name).mkdir(parents=True, exist_ok=True)
        if (root / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(root / name, into / name, dirs_exist_ok=True, ignore=ignored)


def _ledger(side: Side, document: dict[str, Json], package: Path) -> Iterator[Book]:
    """Operations by their names in the spec, by their ids everywhere else."""
    expected = {operation.id for operation in side.operations}
    yield Book("spec", len(side.operations))
    converted = {
        str(table(operation).get("operationId"))
        for item in table(document.get("paths")).values()
        for method, operation in table(item).items()
        if method in METHODS
    }
    yield _book("converted", expected, converted)
    yield _book("generated", expected, _listed(package))
    constants = {name.upper(): name for name in expected}
    for title, prefix in (("client", ""), ("async client", "Async")):
        called = set(_called(package, prefix))
        yield _book(title, expected, {constants.get(name, name) for name in called})


def _book(name: str, expected: set[str], found: set[str]) -> Book:
    return Book(name, len(found), tuple(sorted(expected - found)), tuple(sorted(found - expected)))


def _listed(package: Path) -> set[str]:
    """Keys of the table of operations, read without importing it."""
    module = ast.parse((package / "operations.py").read_text(encoding="utf-8"))
    for node in module.body:
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "OPERATIONS" and node.value:
            keys = [key for found in ast.walk(node.value) if isinstance(found, ast.Dict) for key in found.keys]
            return {str(ast.literal_eval(key)) for key in keys if key is not None}
    return set()


def _called(package: Path, prefix: str) -> Iterator[str]:
    """Constants that the methods of one colour of client use."""
    for path in sorted((package / "resources").glob("*.py")):
        for cls in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(cls, ast.ClassDef) and [ast.unparse(base) for base in cls.bases] == [f"{prefix}Resource"]:
                for node in ast.walk(cls):
                    if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "operations":
                        yield node.attr


def current_version(root: Path) -> str:
    """The version that callers have.

    Args:
        root: The repository.

    Raises:
        CodegenError: It is not declared.
    """
    path = root / "pyproject.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    version = table(data.get("project")).get("version")
    if isinstance(version, str):
        return version
    raise CodegenError("no version is declared", file="pyproject.toml", remedy="declare it in [project]")
