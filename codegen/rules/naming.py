"""Operation ids: ``<resource>_<name>``, made of tag, method and path, so that a new operation names itself."""

from __future__ import annotations

import re
from typing import Final

from codegen.errors import FindingError
from codegen.pointer import Json
from codegen.rules.config import OperationIds
from codegen.rules.walk import Note, Spot, spots, texts, unknown
from codegen.rules.words import singular, snake

_ONE: Final = {"get": "get", "post": "modify", "put": "replace", "patch": "update", "delete": "delete"}
_MANY: Final = {"get": "list", "post": "create", "put": "replace", "patch": "update", "delete": "delete"}
_ID: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")


def operation_ids(document: dict[str, Json], rule: OperationIds, notes: list[Note], file: str) -> None:
    """Every operation gets an id, by which the client's method is named; one that the spec brings gives way.

    A path with a self segment stands beside the same path with a parameter as ``…_self``.
    """
    everything = list(spots(document))
    known = [spot.name for spot in everything]
    for name in rule.names:
        if name not in known:
            raise unknown("operation", name, known, key="rules.operation-ids.names", file=file)
    named = {spot.name: _named(spot, rule, file) for spot in everything}
    for spot in everything:
        name = _apart(spot, named, rule, everything)
        if spot.operation.get("operationId", name) != name:
            notes.append(Note(spot.name, "operation-id.replaced", f"{spot.operation['operationId']} became {name}"))
        spot.operation["operationId"] = name
    _check_unique(everything, file)


def resource(spot: Spot) -> str:
    """What an operation belongs to: its first tag, else the first literal segment of its path.

    Args:
        spot: The operation.

    Returns:
        A name in ``snake_case``.
    """
    own = texts(spot.operation.get("tags"))
    literal = next((part for part in spot.path.split("/") if part and "{" not in part), "")
    return snake(own[0] if own else literal) or "default"


def operation_name(path: str, method: str, belongs_to: str, self_segments: tuple[str, ...] = ()) -> str:
    """The method name of an operation.

    Args:
        path: Path template.
        method: HTTP method in small letters.
        belongs_to: The resource, in ``snake_case``.
        self_segments: Literal segments that stand for an id.

    Returns:
        A name such as ``recent_media``, without the resource.
    """
    parts = [part for part in path.split("/") if part]
    holes = [i for i, part in enumerate(parts) if "{" in part or part in self_segments]
    tail = [snake(part) for part in parts[holes[-1] + 1 if holes else 0 :]]
    if not tail:
        return _of_one(parts, holes, method, belongs_to, self_segments)
    if tail == [belongs_to]:
        return _MANY.get(method, method)
    if tail == [singular(belongs_to)]:
        return _ONE.get(method, method)
    own = tail[1:] if tail[0] == belongs_to else tail
    name = "_".join(reversed(own))
    return name if method == "get" else f"{_MANY.get(method, method)}_{name}"


def action_name(path: str, method: str, belongs_to: str) -> str:
    """The method name of an operation whose path says what is done.

    Args:
        path: Path template.
        method: HTTP method in small letters.
        belongs_to: The resource, in ``snake_case``.

    Returns:
        The literal segments of the path without the resource, such as ``like``; a verb where there are none.
    """
    parts = [part for part in path.split("/") if part]
    own = [snake(part) for part in parts if "{" not in part]
    own = own[1:] if own[:1] == [belongs_to] else own
    ends_in_one = bool(parts) and "{" in parts[-1]
    return "_".join(own) or (_ONE if ends_in_one else _MANY).get(method, method)


def _of_one(parts: list[str], holes: list[int], method: str, belongs_to: str, self_segments: tuple[str, ...]) -> str:
    verb = _ONE.get(method, method)
    if not parts:
        return verb
    if parts[-1] in self_segments:
        return f"{verb}_{snake(parts[-1])}"
    literals = [snake(part) for i, part in enumerate(parts) if i not in holes]
    if not literals or literals[-1] == belongs_to:
        return verb
    if literals[-1] == snake(parts[-1]):
        return f"{verb}_by_{literals[-1]}"
    return f"{verb}_{singular(literals[-1])}"


def _named(spot: Spot, rule: OperationIds, file: str) -> str:
    belongs_to = resource(spot)
    name = rule.names.get(spot.name)
    if name is None and rule.style == "action":
        return f"{belongs_to}_{action_name(spot.path, spot.method, belongs_to)}"
    if name is None:
        return f"{belongs_to}_{operation_name(spot.path, spot.method, belongs_to, rule.self_segments)}"
    if not _ID.fullmatch(name) or not name.startswith(f"{belongs_to}_"):
        raise FindingError(
            f"rules.operation-ids.names: {name!r} cannot be the id of {spot.name}",
            file=file,
            remedy=f"use small letters, digits and underscores, after '{belongs_to}_'",
        )
    return name


def _apart(spot: Spot, named: dict[str, str], rule: OperationIds, everything: list[Spot]) -> str:
    """Two paths that differ only in a self segment would share a name; the one without a choice says so."""
    name = named[spot.name]
    own = [part for part in spot.path.split("/") if part in rule.self_segments]
    if not own or spot.name in rule.names:
        return name
    twin = re.compile("/".join(r"\{[^/]*\}" if p in own else re.escape(p) for p in spot.path.split("/")))
    rivals = [other for other in everything if other is not spot and named[other.name] == name]
    met = any(other.method == spot.method and twin.fullmatch(other.path) for other in rivals)
    return f"{name}_{snake(own[-1])}" if met else name


def _check_unique(everything: list[Spot], file: str) -> None:
    owners: dict[str, Spot] = {}
    for spot in everything:
        other = owners.setdefault(spot.id, spot)
        if other is not spot:
            raise FindingError(
                f"{other.name} and {spot.name} would both be called {spot.id!r}",
                file=file,
                remedy=f'name one of them in [rules.operation-ids]: names = {{ "{spot.name}" = "{resource(spot)}_…" }}',
            )
