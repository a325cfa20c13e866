"""Making a report: compare, judge, build on trial, propose."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

from codegen import yaml12
from codegen.build import BUILT, LOCK, SUPPLIED, Sources, read_sources, to_openapi
from codegen.drift import Drift, Level, Side, compare, make_side, suggested
from codegen.drift.loading import choose_api, dangling, is_openapi3, load_new
from codegen.drift.side import Problem, make_built_side
from codegen.errors import CodegenError
from codegen.lock import TOOLS, digest, meaning, templates_digest
from codegen.openapi3 import Lowered, as_swagger, was_built
from codegen.propose import Proposal, propose
from codegen.report.model import Fact, Report
from codegen.report.trial import current_version, try_build
from codegen.rules.walk import items, table
from codegen.surface import Suggestion, SurfaceDiff, suggest
from codegen.surface import compare as compare_surfaces
from codegen.swap import PREFIX, locked, settled
from codegen.yaml12 import Document


class Comparison:
    """A new file beside the spec that is there.

    Args:
        path: The new file.
        root: The repository, which is only read.
        api: Name of the API; by default the one that the file is most like.

    Raises:
        CodegenError: The file, or something in the repository, cannot be used.
    """

    def __init__(self, path: Path, *, root: Path, api: str | None = None) -> None:
        self.path = path
        self.root = root
        with settled(root):
            self.document: Document = load_new(path)
            self.openapi = is_openapi3(self.document.data)
            lowered = as_swagger(self.document.data) if self.openapi else Lowered(self.document.data, {})
            choice = choose_api(root, api, lowered.document)
            self.api, self.why = choice.api, choice.why
            self.sources: Sources = read_sources(self.api)
        self.old, self.new = self._sides(lowered)
        built = self._as_built()
        self.rebuilt = built is not None
        self.drift: tuple[Drift, ...] = compare(*(built or (self.old, self.new)))

    def _sides(self, lowered: Lowered) -> tuple[Side, Side]:
        repairs, config = self.sources.repairs, self.sources.config
        old = make_side(self.sources.swagger, repairs, config)
        if not self.openapi or not was_built(lowered.document):
            new = make_side(lowered.document, repairs, config, like=self.sources.swagger)
            new.places = lowered.places
            return old, new
        before = as_swagger(to_openapi(old.document, config)[0])
        built = make_built_side(before.document, repairs, config)
        lowered = as_swagger(self.document.data, like=before.document)
        new = make_built_side(lowered.document, repairs, config, like=before.document)
        built.places, new.places = before.places, lowered.places
        return built, new

    def _as_built(self) -> tuple[Side, Side] | None:
        """Both sides as documents that were built, where today's repairs are not those of the last build.

        Somebody corrected or removed some for the new file. Read with those of today, the old file would differ from
        the new one in what they were about, although callers see no difference.
        """
        if self.openapi or not _built_with_others(self.api, self.sources, self.old):
            return None
        repairs, config = self.sources.repairs, self.sources.config
        before = as_swagger(yaml12.load_file(self.api / BUILT).data)
        try:
            lowered = as_swagger(to_openapi(self.new.as_written(), config)[0], like=before.document)
        except CodegenError:
            # The new file cannot be built yet. Its problems say why.
            return None
        sides = (
            make_built_side(before.document, repairs, config),
            make_built_side(lowered.document, repairs, config, like=before.document),
        )
        for side, places in zip(sides, (before.places, lowered.places), strict=True):
            side.places = places
        return sides

    @property
    def form(self) -> str:
        """How the file was compared, where it was not the usual way: both files of Swagger 2.0, repaired."""
        if self.rebuilt:
            return f"repairs changed since the last build: its {BUILT} was compared, with pointers into that document"
        if not self.openapi:
            return ""
        version = f"the file is OpenAPI {self.document.data['openapi']}"
        if self.new.complete:
            return f"{version} and carries repairs and rules: compared with {BUILT} as it would be built today"
        return f"{version}: repaired and compared in the words of Swagger 2.0, with pointers into the file as it is"

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What stands in the way of a build."""
        return (*dangling(self.document), *self.new.problems)

    @property
    def level(self) -> Level:
        """Which part of the version the differences ask to raise."""
        return suggested(self.drift)

    @property
    def same(self) -> bool:
        """Whether both files say the same, whatever their layout."""
        return not self.openapi and meaning(self.document.data) == meaning(self.sources.swagger)


def make_report(found: Comparison) -> Report:
    """Tell everything about a new file; nothing in the repository is changed.

    Args:
        found: The new file beside the spec that is there.
    """
    said = (("api", found.why), ("form", found.form), ("variables", _variables(found.new)))
    notes = {name: words for name, words in said if words}
    problems = list(found.problems)
    report: dict[str, Any] = {}
    with locked(found.root, shared=True), tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        surface: SurfaceDiff | None = None
        built = ""
        try:
            trial = try_build(found.new, root=found.root, api=found.api, into=Path(folder))
            report["ledger"], report["unhandled"], built = trial.ledger, trial.unhandled, trial.openapi
            surface = _surface(found, trial.folder, notes)
        except CodegenError as error:
            notes["ledger"] = notes["surface"] = "nothing could be generated from this file"
            problems += [] if found.new.problems else [Problem(error.message, error.pointer or "", error.remedy or "")]
        except Exception as error:
            # Generators stumble in ways of their own over what a stranger writes; the rest of the report stands.
            notes["ledger"] = notes["surface"] = "nothing could be generated from this file"
            problems.append(Problem(f"the generators end with {error!r:.300}", "", "look at the form of the file"))
        provenance = tuple(_provenance(found, built))
    report["suggestion"] = _suggestion(found, surface, notes)
    return Report(
        api=found.api.name,
        source=found.path.name,
        drift=found.drift,
        outcomes=found.new.run.outcomes,
        problems=tuple(problems),
        changes=surface.changes if surface else None,
        internal=len(surface.internal) if surface else 0,
        proposals=_proposals(found, notes),
        provenance=provenance,
        notes=notes,
        **report,
    )


def _variables(side: Side) -> str:
    """What the file calls otherwise, which is no drift, but gives arguments of methods another name."""
    told = ", ".join(f"{path} (was {before})" for before, path in side.paths.items())
    return (
        told and f"variables have other names, and so have arguments of methods: {told}; repairs can keep the old ones"
    )


def _surface(found: Comparison, folder: Path, notes: dict[str, str]) -> SurfaceDiff | None:
    try:
        return compare_surfaces(found.root, folder)
    except CodegenError as error:
        notes["surface"] = error.message
        return None


def _suggestion(found: Comparison, surface: SurfaceDiff | None, notes: dict[str, str]) -> Suggestion | None:
    try:
        made = suggest(current_version(found.root), found.level, surface.level if surface else "none")
    except CodegenError as error:
        notes["version"] = error.message
        return None
    if surface is not None:
        return made
    # The last words are about what was not looked at.
    alone = suggest(current_version(found.root), found.level, found.level).reasons
    kept = tuple(reason for reason in made.reasons if reason in alone)
    return replace(made, reasons=(*kept, "what callers can import and call was not compared"))


def _proposals(found: Comparison, notes: dict[str, str]) -> tuple[Proposal, ...]:
    """What is new in this file alone: defects that were there before are nobody's news."""
    if found.openapi:
        notes["proposals"] = "No repairs are proposed: they would be pointers into a file of Swagger 2.0"
        return ()
    try:
        repairs, config = found.sources.repairs, found.sources.config
        known = {(item.kind, item.pointer) for item in propose(found.old.document, config, repairs)}
        new = propose(found.new.document, config, repairs)
    except Exception as error:
        notes["proposals"] = f"no repairs could be proposed: {error!r:.300}"
        return ()
    return tuple(item for item in new if (item.kind, item.pointer) not in known)


def _provenance(found: Comparison, built: str) -> Iterator[Fact]:
    before = found.api / (BUILT if found.new.complete else SUPPLIED)
    yield Fact("file", digest(before.read_bytes()) if before.exists() else "", digest(found.path.read_bytes()))
    if not found.openapi:
        yield Fact("what it says", meaning(found.sources.swagger), meaning(found.document.data))
    lock = read_lock(found.api)
    if built:
        yield Fact("openapi.yaml", str(table(lock.get("built")).get("openapi.yaml", "")), built)
    yield Fact("templates", str(lock.get("templates", "")), templates_digest())
    tools = table(lock.get("tools"))
    for tool in TOOLS:
        yield Fact(tool, str(tools.get(tool, "")), version(tool))


def _built_with_others(api: Path, sources: Sources, old: Side) -> bool:
    """Whether the last build of this very file had repairs that are gone, or that no longer fit it."""
    lock, built = read_lock(api), api / BUILT
    gone = set(items(lock.get("repairs"))) - {repair.id for repair in sources.repairs}
    if not gone and all(outcome.verdict == "applied" for outcome in old.run.outcomes):
        return False
    return (
        built.exists()
        and table(lock.get("inputs")).get(SUPPLIED) == meaning(sources.swagger)
        and table(lock.get("built")).get(BUILT) == digest(built.read_bytes())
    )


def read_lock(api: Path) -> dict[str, Any]:
    """What the last build was made from; empty when there was none.

    Args:
        api: Folder of the spec.
    """
    path = api / LOCK
    return table(yaml12.load_file(path).data) if path.exists() else {}


def upgrades(api: Path) -> list[str]:
    """What decides about the generated code and changed since the last build, in words.

    Args:
        api: Folder of the spec.
    """
    lock = read_lock(api)
    if not lock:
        return []
    tools = table(lock.get("tools"))
    found = [
        f"{tool} {tools[tool]} → {version(tool)}" for tool in TOOLS if tools.get(tool, version(tool)) != version(tool)
    ]
    return found + (["the templates"] if lock.get("templates") != templates_digest() else [])
