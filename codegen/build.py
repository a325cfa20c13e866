"""The build: from a supplied spec, its repairs and rules to the document and the packages generated from it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from openapi_spec_validator import OpenAPIV30SpecValidator

from codegen import repair, rules, yaml12
from codegen.canonical import canonical
from codegen.convert import convert
from codegen.errors import CodegenError, FindingError
from codegen.fields import brief
from codegen.generate import Settings, generate_client, generate_schema
from codegen.generate.nodes import is_list, is_node
from codegen.generate.spec import METHODS
from codegen.lock import MadeOf, lock_text, made_of
from codegen.pointer import join
from codegen.rules.config import Config
from codegen.swap import NEW, locked, swap_in, workshop
from codegen.wording import counted

SUPPLIED = "swagger.yaml"
DECLARED = "codegen.toml"
BUILT = "openapi.yaml"
LOCK = "codegen.lock"
REPAIRS = "repairs"
DEFECTS = "defects.yaml"
GENERATED = "generated"
HEAD = "# Built from swagger.yaml, repairs/ and codegen.toml by `python -m codegen build`; do not edit.\n"


class Watch(Protocol):
    """Who is told how a build goes."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """A stage of the build begins; it ends with the context."""
        ...


class Silent:
    """A watch that says nothing."""

    def stage(self, name: str) -> AbstractContextManager[None]:
        """Say nothing."""
        return nullcontext()


@dataclass(frozen=True)
class Sources:
    """What a build starts from, read and checked, none of it changed.

    Attributes:
        api: Folder of the spec.
        swagger: The document as supplied.
        repairs: Its repairs.
        config: Its rules and names.
        defects: The known defects, where they are written down.
        inputs: What each file says, by its name.
    """

    api: Path
    swagger: dict[str, Any]
    repairs: tuple[repair.Repair, ...]
    config: Config
    defects: repair.Defects | None
    inputs: dict[str, Any]


@dataclass(frozen=True)
class Built:
    """What a build made.

    Attributes:
        name: Name of the API: of its folder under ``spec/``.
        targets: Files and folders that it writes, relative to the repository.
        run: The repairs and what became of them.
        notes: Assumptions and losses of rules and conversion, as (stage, where, text).
        operations: How many operations there are.
    """

    name: str
    targets: tuple[str, ...]
    run: repair.RepairRun
    notes: tuple[tuple[str, str, str], ...]
    operations: int


def find_apis(root: Path, names: Sequence[str] = ()) -> list[Path]:
    """Folders of the APIs to work on: those named, or all that have a ``codegen.toml``."""
    known = sorted(path.parent for path in (root / "spec").glob(f"*/{DECLARED}"))
    by_name = {path.name: path for path in known}
    unknown = [name for name in names if name not in by_name]
    if unknown or not known:
        raise CodegenError(
            f"there is no API called {unknown[0]!r}" if unknown else "there is no API to build",
            file="spec",
            remedy=f"known: {', '.join(by_name) or 'none'}; an API is a folder of spec/ with {SUPPLIED} and {DECLARED}",
        )
    return [by_name[name] for name in names] if names else known


def read_sources(api: Path, *, swagger: Path | None = None) -> Sources:
    """Read all that a build starts from.

    Args:
        api: Folder of the spec.
        swagger: Another document in place of the supplied one.
    """
    config = rules.load_config(api / DECLARED)
    supplied = swagger or api / SUPPLIED
    document = yaml12.load_file(supplied)
    if not is_node(document.data) or document.data.get("swagger") != "2.0":
        raise CodegenError(
            "this is no Swagger 2.0 document",
            file=document.source,
            remedy="a document starts with `swagger: '2.0'`; OpenAPI 3 has no build here yet",
        )
    files = repair.repair_files(api / REPAIRS)
    ledger = yaml12.load_file(api / DEFECTS) if (api / DEFECTS).exists() else None
    written = {name: file.data for name, file in {**files, **({DEFECTS: ledger} if ledger else {})}.items()}
    # Of tables in TOML the order counts, so they are kept as pairs.
    declared = _pairs(tomllib.loads((api / DECLARED).read_text(encoding="utf-8")))
    return Sources(
        api=api,
        swagger=document.data,
        repairs=repair.repairs_of(files),
        config=config,
        defects=repair.parse_defects(ledger.data, source=DEFECTS, position=ledger.position) if ledger else None,
        inputs={SUPPLIED: document.data, **written, DECLARED: declared},
    )


def _pairs(value: Any) -> Any:
    if is_node(value):
        return [[key, _pairs(item)] for key, item in value.items()]
    return [_pairs(item) for item in value] if is_list(value) else value


def to_openapi(document: dict[str, Any], config: Config) -> tuple[dict[str, Any], list[tuple[str, str, str]]]:
    """Turn a repaired document into OpenAPI 3.0: rules, canonical order, conversion.

    Returns:
        The document, and the notes of rules and conversion.
    """
    # Before the rules too: what they name and note must not depend on the order of keys either.
    ruled = rules.apply(canonical(document), config)
    conversion = convert(canonical(ruled.document))
    notes = [("rules", note.where, f"{note.code}: {note.text}") for note in ruled.notes]
    notes += [("convert", note.where, f"{note.code}: {note.text}") for note in conversion.notes]
    return conversion.document, notes


def validate(document: dict[str, Any], *, source: str) -> None:
    """Refuse a document that is no valid OpenAPI 3.0."""
    found = list(dict.fromkeys(_complaints(document)))
    if found:
        raise CodegenError(
            "the converted document is no valid OpenAPI 3.0:\n" + "\n".join(f"  - {line}" for line in found[:20]),
            file=source,
            remedy="repair these places in the Swagger document",
        )


def _complaints(document: dict[str, Any]) -> Iterator[str]:
    try:
        for error in OpenAPIV30SpecValidator(document).iter_errors():
            yield f"{join(str(part) for part in error.absolute_path) or '/'}: {error.message:.300}"
    except Exception as error:
        # The validator follows references and may stumble over one that leads nowhere.
        yield f"{type(error).__name__}: {error}"


def assemble(api: Path, *, root: Path, into: Path, watch: Watch, swagger: Path | None = None) -> Built:
    """Make everything that a build writes, in a folder that mirrors the repository.

    Args:
        api: Folder of the spec.
        root: The repository.
        into: The folder; created if need be.
        watch: Who is told how it goes.
        swagger: Another document in place of the supplied one.

    Raises:
        FindingError: A repair does not fit the document any more.
        CodegenError: Some input cannot be used.
    """
    with watch.stage("read"):
        sources = read_sources(api, swagger=swagger)
    with watch.stage("repair"):
        run = repair.apply(sources.swagger, sources.repairs)
        refuse_stopping(run)
        if sources.defects:
            repair.check_settled(sources.defects, sources.repairs, sources.config)
    with watch.stage("convert"):
        document, notes = to_openapi(run.document, sources.config)
    place = api.relative_to(root)
    with watch.stage("validate"):
        validate(document, source=(place / BUILT).as_posix())
    text = HEAD + yaml12.dump(document)
    repairs = [item.id for item in sources.repairs]
    made = made_of(api.name, supplied=sources.swagger, openapi=text, repairs=repairs)
    targets = [(place / name).as_posix() for name in _write_spec(sources, text, made, into / place)]
    settings = _settings(sources.config, source=(place / BUILT).as_posix())
    targets += _write_code(document, settings, made, into=into, watch=watch)
    return Built(api.name, tuple(targets), run, tuple(notes), _count_operations(document))


def _count_operations(document: dict[str, Any]) -> int:
    return sum(method in item for item in document["paths"].values() for method in METHODS)


def _write_spec(sources: Sources, text: str, made: MadeOf, folder: Path) -> list[str]:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in ((BUILT, text), (LOCK, lock_text(sources.inputs, made))):
        (folder / name).write_text(content, encoding="utf-8", newline="\n")
    return [BUILT, LOCK]


def _settings(config: Config, *, source: str) -> Settings:
    names = config.generate
    return Settings(names.package, names.schema_package, names.runtime, names.title, source)


def _write_code(document: dict[str, Any], settings: Settings, made: MadeOf, *, into: Path, watch: Watch) -> list[str]:
    folder = into / GENERATED
    folder.mkdir(parents=True, exist_ok=True)
    packages: list[str] = []
    if settings.package:
        with watch.stage("generate client"):
            generate_client(document, settings, folder, made)
        packages.append(settings.package)
    if settings.schema_package:
        with watch.stage("generate schema"):
            generate_schema(document, settings, folder)
        packages.append(settings.schema_package)
    return [f"{GENERATED}/{package}" for package in packages]


def build(api: Path, *, root: Path, strict: bool = False, watch: Watch | None = None) -> Built:
    """Build one API and put the result in place, all of it or nothing.

    Args:
        api: Folder of the spec.
        root: The repository.
        strict: Whether a repair that the spec no longer needs ends the build too.
        watch: Who is told how it goes.

    Raises:
        FindingError: A repair does not fit the document any more.
        CodegenError: Some input cannot be used, or another build is running.
    """
    watch = watch or Silent()
    with locked(root), workshop(root) as folder:
        built = assemble(api, root=root, into=folder / NEW, watch=watch)
        if strict:
            refuse_fixed(built.run)
        with watch.stage("put in place"):
            swap_in(root, folder, built.targets)
    return built


def refuse_stopping(run: repair.RepairRun) -> None:
    """Refuse repairs whose target is missing or whose precondition changed, naming all of them."""
    if run.stopping:
        raise FindingError(
            f"{len(run.stopping)} of {counted(len(run.outcomes), 'repair')} "
            f"{'does' if len(run.stopping) == 1 else 'do'} not fit the document any more:\n"
            + "\n".join(describe(outcome) for outcome in run.stopping),
            remedy="look at each place in the document, then correct the repair or delete it",
        )


def fixed(run: repair.RepairRun) -> list[repair.Outcome]:
    """Repairs that the document no longer needs."""
    return [outcome for outcome in run.outcomes if outcome.verdict == "fixed-upstream"]


def refuse_fixed(run: repair.RepairRun) -> None:
    """Refuse repairs that the document no longer needs, naming all of them."""
    if fixed(run):
        raise FindingError(
            f"{counted(len(fixed(run)), 'repair', 'is')} fixed upstream:\n"
            + "\n".join(describe(outcome) for outcome in fixed(run)),
            remedy="delete these repairs: the document is right without them",
        )


def describe(outcome: repair.Outcome) -> str:
    """Name a repair's file, pointer, what it expected and what it found."""
    item = outcome.repair
    return "\n".join(
        (
            f"  - {item.file}:{item.line} {item.id}: {outcome.verdict}",
            f"      at       {outcome.pointer}",
            f"      expected {brief(outcome.expected)}",
            f"      found    {brief(outcome.found)}",
            f"      to do    {outcome.remedy}",
        )
    )
