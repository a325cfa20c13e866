"""Going through a Swagger 2.0 document: operations, parameters, schemas, and what responses can reach."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote

from codegen.errors import CodegenError, FindingError
from codegen.pointer import Json, Missing, copy, find, same, split
from codegen.repair.marking import METHODS, unmarked


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a rule decided and a reader may want to know.

    Attributes:
        where: Place in the document, such as ``GET /users/search``.
        code: Which decision, such as ``tags.first``.
        text: What was decided.
    """

    where: str
    code: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """One operation where it stands.

    Attributes:
        path: Path template.
        method: HTTP method in small letters.
        item: The path item.
        operation: The operation.
    """

    path: str
    method: str
    item: dict[str, Json]
    operation: dict[str, Json]

    @property
    def name(self) -> str:
        """``GET /users/search``."""
        return f"{self.method.upper()} {self.path}"

    @property
    def id(self) -> str:
        """Its operation id.

        Raises:
            CodegenError: It has none.
        """
        value = self.operation.get("operationId")
        if isinstance(value, str):
            return value
        raise CodegenError(
            f"{self.name} has no operationId, by which its definitions are named",
            remedy="declare [rules.operation-ids] in codegen.toml",
        )


def table(value: Json | Missing) -> dict[str, Json]:
    """A mapping, empty when the value is none."""
    return value if isinstance(value, dict) else {}


def items(value: Json | Missing) -> list[Json]:
    """A list, empty when the value is none."""
    return value if isinstance(value, list) else []


def texts(value: Json | Missing) -> list[str]:
    """The texts of a list."""
    return [item for item in items(value) if isinstance(item, str)]


def spots(document: dict[str, Json]) -> Iterator[Spot]:
    """All operations in the order of the document."""
    for path, item in table(document.get("paths")).items():
        if isinstance(item, dict) and path.startswith("/"):
            for method, operation in item.items():
                if method in METHODS and isinstance(operation, dict):
                    yield Spot(path, method, item, operation)


def follow(document: dict[str, Json], node: Json | Missing) -> Json | Missing:
    """What a ``$ref`` stands for, through further ones; other values stand for themselves."""
    seen: set[str] = set()
    while isinstance(node, dict) and isinstance(ref := node.get("$ref"), str) and ref.startswith("#/"):
        if ref in seen:
            raise CodegenError(f"{ref} refers to itself", remedy="break the circle of '$ref's")
        seen.add(ref)
        node = find(document, split(unquote(ref[1:])))
    return node


def parameters(document: dict[str, Json], spot: Spot) -> dict[tuple[str, str], dict[str, Json]]:
    """The parameters of an operation by location and name, those of its path included."""
    found: dict[tuple[str, str], dict[str, Json]] = {}
    for holder in (spot.item, spot.operation):
        for entry in items(holder.get("parameters")):
            parameter = table(follow(document, entry))
            found[str(parameter.get("in")), str(parameter.get("name"))] = parameter
    return found


def responses(document: dict[str, Json], spot: Spot) -> Iterator[tuple[str, dict[str, Json]]]:
    """The responses of an operation by status, shared ones followed."""
    for status, response in table(spot.operation.get("responses")).items():
        if not status.startswith("x-"):
            yield status, table(follow(document, response))


def inner(schema: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """The schemas directly inside a schema."""
    children: list[Json] = [*table(schema.get("properties")).values(), schema.get("additionalProperties")]
    held = schema.get("items")
    children += held if isinstance(held, list) else [held]
    for key in ("allOf", "x-anyOf"):
        children += items(schema.get(key))
    yield from (child for child in children if isinstance(child, dict))


def nested(schema: Json | Missing) -> Iterator[dict[str, Json]]:
    """A schema and all schemas inside it; ``$ref``s are not followed."""
    if isinstance(schema, dict):
        yield schema
        for child in inner(schema):
            yield from nested(child)


def shared(document: dict[str, Json], section: str) -> dict[str, Json]:
    """A section of shared things, such as ``definitions``; made when it is not there."""
    section_table = document.setdefault(section, {})
    if isinstance(section_table, dict):
        return section_table
    raise CodegenError(f"'{section}' is no mapping", pointer=f"/{section}", remedy="look at the spec")


def all_schemas(document: dict[str, Json]) -> Iterator[dict[str, Json]]:
    """Every schema of the document, nested ones included."""
    roots: list[Json | Missing] = [*table(document.get("definitions")).values()]
    for holder in (document, *_path_items(document)):
        roots += [table(entry).get("schema") for entry in parameter_entries(holder)]
    roots += [table(response).get("schema") for response in table(document.get("responses")).values()]
    for spot in spots(document):
        roots += [table(entry).get("schema") for entry in parameter_entries(spot.operation)]
        roots += [table(response).get("schema") for response in table(spot.operation.get("responses")).values()]
    for root in roots:
        yield from nested(root)


def parameter_entries(holder: dict[str, Json]) -> list[dict[str, Json]]:
    """The parameters that stand in an operation, a path item or the root."""
    held = holder.get("parameters")
    return [entry for entry in (held.values() if isinstance(held, dict) else items(held)) if isinstance(entry, dict)]


def _path_items(document: dict[str, Json]) -> list[dict[str, Json]]:
    return [item for item in table(document.get("paths")).values() if isinstance(item, dict)]


def answered(document: dict[str, Json]) -> Iterator[tuple[str, dict[str, Json]]]:
    """The schemas that responses can reach.

    Yields:
        Name and schema: the definition's name, or for an inline schema the operation and status. Each once.
    """
    queue = [
        (f"{spot.name} {status}", schema)
        for spot in spots(document)
        for status, response in responses(document, spot)
        if isinstance(schema := response.get("schema"), dict)
    ]
    seen: set[int] = set()
    while queue:
        name, schema = queue.pop(0)
        if id(schema) in seen:
            continue
        seen.add(id(schema))
        yield name, schema
        queue += _referred(document, schema)


def _referred(document: dict[str, Json], schema: dict[str, Json]) -> list[tuple[str, dict[str, Json]]]:
    found: list[tuple[str, dict[str, Json]]] = []
    for node in nested(schema):
        ref = node.get("$ref")
        # A reference into another file stands for itself, and following it would never end.
        target = follow(document, {"$ref": ref}) if isinstance(ref, str) and ref.startswith("#/") else None
        if isinstance(ref, str) and isinstance(target, dict):
            found.append((split(unquote(ref[1:]))[-1], target))
    return found


def is_success(status: str) -> bool:
    """Whether a response key is 2xx."""
    return len(status) == 3 and status.startswith("2")


def unknown(kind: str, name: str, known: list[str], *, key: str, file: str) -> FindingError:
    """A complaint about a name in ``codegen.toml`` that names nothing."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    return FindingError(
        f"{key}: there is no {kind} {name!r}",
        file=file,
        remedy=f"did you mean {' or '.join(near)}?" if near else "delete it, or correct the name",
    )


def add_definitions(document: dict[str, Json], new: dict[str, Json], *, key: str, file: str) -> None:
    """Add definitions that ``codegen.toml`` declares.

    Raises:
        FindingError: The document has another one of that name.
    """
    definitions = shared(document, "definitions")
    for name, schema in new.items():
        if name in definitions and not same(unmarked(definitions[name]), schema):
            raise FindingError(
                f"{key}.{name}: the document has another definition of that name",
                file=file,
                remedy="make both the same, or give one of them another name",
            )
        definitions.setdefault(name, copy(schema))


def check_refs(document: dict[str, Json], schema: Json, *, key: str, file: str) -> None:
    """Refuse a schema of ``codegen.toml`` that refers to nothing.

    Raises:
        FindingError: A ``$ref`` in it leads nowhere.
    """
    for node in nested(schema):
        ref = node.get("$ref")
        if isinstance(ref, str) and isinstance(follow(document, {"$ref": ref}), Missing):
            raise FindingError(
                f"{key}: there is no {ref}",
                file=file,
                remedy="declare it in 'definitions' of the same table, or add it by a repair",
            )
