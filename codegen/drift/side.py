"""One version of a spec, made easy to compare: references followed, what applies to an operation collected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import unquote

from codegen import rules
from codegen.canonical import canonical
from codegen.drift.origin import Origins
from codegen.errors import CodegenError
from codegen.openapi3.places import located
from codegen.pointer import MISSING, Json, Missing, Parts, copy_table, find, join, split
from codegen.repair import Outcome, Repair, RepairRun, apply
from codegen.repair.aligning import Alignment, shared_names
from codegen.repair.marking import METHODS, all_marks
from codegen.repair.templates import shape, variables
from codegen.rules.config import Config
from codegen.rules.walk import items, table


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A value and where it stands in the repaired document."""

    node: dict[str, Json]
    parts: Parts

    def at(self, *keys: str) -> Parts:
        """The place of something inside it."""
        return (*self.parts, *keys)


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """An operation with what rules made of it.

    Attributes:
        path: Path template.
        method: HTTP method in small letters.
        place: The operation.
        item: Its path item.
        id: Its id; empty when the rules could not be applied.
        pagination: Its cursor style; empty when it does not page.
    """

    path: str
    method: str
    place: Place
    item: Place
    id: str
    pagination: str

    @property
    def key(self) -> tuple[str, str]:
        """What it is recognised by: variables of a path count by position."""
        return shape(self.path), self.method

    @property
    def name(self) -> str:
        """``GET /users/search``."""
        return f"{self.method.upper()} {self.path}"


@dataclass(frozen=True, slots=True, eq=False)
class Problem:
    """Something that stands in the way of a build, though differences can be told.

    Attributes:
        message: What is wrong.
        pointer: Where, when it is known.
        remedy: What to do about it.
    """

    message: str
    pointer: str = ""
    remedy: str = ""


@dataclass(eq=False)
class Side:
    """One version of a spec.

    Attributes:
        supplied: The document as supplied, path variables called as in the version before.
        run: The repairs and what becomes of them in a build.
        document: The document repaired as far as it goes.
        config: What holds for every operation.
        ruled: The repaired document with the rules carried out; empty when they cannot be.
        problems: What stands in the way of a build.
        operations: All operations, in the order of the document.
        paths: Path templates as they are here, and as the file has them.
        places: Where parts stand in a file that is OpenAPI 3; empty when the file is what was supplied.
        complete: Whether the rules are part of the document already, as in a document that was built.
    """

    supplied: dict[str, Json]
    run: RepairRun
    document: dict[str, Json]
    config: Config
    ruled: dict[str, Json] = field(default_factory=dict[str, Json])
    problems: list[Problem] = field(default_factory=list[Problem])
    operations: list[Operation] = field(default_factory=list[Operation])
    paths: dict[str, str] = field(default_factory=dict[str, str])
    places: dict[Parts, Parts] = field(default_factory=dict[Parts, Parts])
    complete: bool = False

    @cached_property
    def _origins(self) -> Origins:
        repairs = () if self.complete else (outcome.repair for outcome in self.run.outcomes)
        return Origins(self.supplied, _by_place(repairs))

    def as_written(self) -> dict[str, Json]:
        """The repaired document with the path variables called as the file calls them, as a build has it."""
        return Alignment(copy_table(self.document), self.paths.values(), {}).document

    def pointer(self, parts: Parts) -> str:
        """The pointer of a repaired place in the supplied file."""
        own = self._origins.parts(parts)
        if own[:1] == ("paths",) and len(own) > 1:
            own = ("paths", self.paths.get(own[1], own[1]), *own[2:])
        return join(located(self.places, own))

    def follow(self, node: Json | Missing, parts: Parts) -> tuple[Place, str]:
        """What a value stands for.

        Args:
            node: The value, perhaps a ``$ref``.
            parts: Where it stands.

        Returns:
            The object and the name by which it was referred to; an empty object when there is none.
        """
        seen: set[str] = set()
        name = ""
        while isinstance(node, dict) and isinstance(ref := node.get("$ref"), str) and ref not in seen:
            seen.add(ref)
            parts = _target(ref)
            name = parts[-1] if parts else ref
            node = find(self.document, parts) if parts else None
        return Place(table(node), parts), name

    def dangling(self, node: Json | Missing) -> bool:
        """Whether a value is a reference that leads nowhere."""
        ref = node.get("$ref") if isinstance(node, dict) else None
        return isinstance(ref, str) and not isinstance(find(self.document, _target(ref) or ("",)), dict)

    def parameters(self, operation: Operation) -> dict[tuple[str, str], Place]:
        """Parameters of an operation, those of its path included, by where they travel and their name.

        Variables of the path count by position; there is one body at most, whatever it is called.
        """
        found: dict[tuple[str, str], Place] = {}
        order = variables(operation.path)
        for holder in (operation.item, operation.place):
            for index, entry in enumerate(items(holder.node.get("parameters"))):
                place, _ = self.follow(entry, holder.at("parameters", str(index)))
                found[_key(place.node, order)] = place
        return found


def _target(ref: str) -> Parts:
    try:
        return split(unquote(ref[1:])) if ref.startswith("#/") else ()
    except CodegenError:
        return ()


def _key(parameter: dict[str, Json], order: list[str]) -> tuple[str, str]:
    place, name = str(parameter.get("in")), str(parameter.get("name"))
    if place == "path" and name in order:
        return place, f"#{order.index(name)}"
    return place, "" if place == "body" else name


def make_side(
    supplied: dict[str, Json],
    repairs: tuple[Repair, ...],
    config: Config,
    *,
    like: dict[str, Json] | None = None,
) -> Side:
    """Repair a version of a spec and carry the rules out, as far as it goes.

    Args:
        supplied: The document as supplied.
        repairs: The repairs; those that do not fit are left out, place by place.
        config: What holds for every operation.
        like: The version before.
    """
    aligned = _aligned(supplied, like or {})
    document = apply(aligned.document, _by_place(repairs)).document
    side = Side(aligned.document, apply(supplied, repairs), document, config, paths=aligned.paths)
    try:
        side.ruled = rules.apply(canonical(side.document), config).document
    except CodegenError as error:
        side.problems.append(Problem(error.message, error.pointer or "", error.remedy or ""))
    except (AttributeError, TypeError, ValueError, KeyError, IndexError) as error:
        # A stranger's document may hold anything anywhere.
        side.problems.append(Problem(f"the rules cannot be carried out: {error!r}", "", "look at the form of the file"))
    side.operations = list(_operations(side))
    return side


def make_built_side(
    built: dict[str, Json], repairs: tuple[Repair, ...], config: Config, *, like: dict[str, Json] | None = None
) -> Side:
    """A version that was built, or edited after it was: repairs and rules are part of it.

    Args:
        built: The document in the words of Swagger 2.0.
        repairs: The repairs; those whose marks it has are applied.
        config: What holds for every operation.
        like: The version before.
    """
    aligned = _aligned(built, like or {})
    document = aligned.document
    # A repair whose mark is gone, though it was there before, is judged by what stands there now.
    done = set(all_marks(document)) | ({repair.id for repair in repairs} - set(all_marks(like or document)))
    outcomes = [
        Outcome(repair, "applied", repair.at[0], MISSING, MISSING)
        if repair.id in done
        else apply(document, [repair]).outcomes[0]
        for repair in repairs
    ]
    run = RepairRun(document, tuple(outcomes))
    side = Side(document, run, document, config, ruled=document, paths=aligned.paths, complete=True)
    side.operations = list(_operations(side))
    return side


def _aligned(document: dict[str, Json], like: dict[str, Json]) -> Alignment:
    return Alignment(copy_table(document), table(like.get("paths")), shared_names(like))


def _by_place(repairs: Iterable[Repair]) -> list[Repair]:
    """Repairs of several places one by one: where one place is gone, the others are still in need of it."""
    return [
        replace(repair, at=(pointer,)) if repair.op != "each" else repair
        for repair in repairs
        for pointer in (repair.at if repair.op != "each" else repair.at[:1])
    ]


def _operations(side: Side) -> Iterator[Operation]:
    for path, item in table(side.document.get("paths")).items():
        for method in METHODS:
            operation = table(item).get(method) if path.startswith("/") and isinstance(item, dict) else None
            if isinstance(item, dict) and isinstance(operation, dict):
                ruled = table(find(side.ruled, ("paths", path, method)))
                style = table(ruled.get("x-pagination")).get("style", "")
                place = Place(operation, ("paths", path, method))
                name = str(ruled.get("operationId", ""))
                yield Operation(path, method, place, Place(item, ("paths", path)), name, str(style))
