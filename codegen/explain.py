"""Why does the built document say so? The repairs and rules behind a place, with who says it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import Final
from urllib.parse import unquote

from codegen.errors import CodegenError
from codegen.fields import brief
from codegen.pointer import Json, Missing, Parts, find, join, settle, split
from codegen.repair.marking import METHODS, all_marks, marks
from codegen.repair.model import Repair
from codegen.rules.config import Config
from codegen.rules.words import pascal

_SCHEMAS: Final[Parts] = ("components", "schemas")
RULES: Final = {
    "envelope": "every successful answer is wrapped in a named definition",
    "pagination": "its parameters make it page in this style",
    "nullable": "an optional property of an answer can be null",
    "open-enums": "enums of answers are open: unknown values are allowed",
    "hoist": "an inline object or enum became a definition, named after its place",
    "errors": "every operation can answer the declared errors",
    "integer-format": "integers have a declared length",
    "tags": "an operation has one declared tag",
    "operation-ids": "operations are named by tag, method and path",
    "summary": "the summary is the first sentence of the description",
    "security": "the token travels as a parameter",
}
"""What each rule does to a place."""


def explain(document: dict[str, Json], repairs: Iterable[Repair], place: str, *, config: Config | None = None) -> str:
    """Say which repairs and rules shaped a place of the built document.

    Args:
        document: The built OpenAPI document.
        repairs: All repairs of the API.
        place: A JSON pointer; a name such as ``User.counts.followed_by``; an operation id, or ``GET /path``; or the
            id of a repair.
        config: The declarations of the API, to give the rules' reasons.

    Returns:
        Some lines of text.

    Raises:
        CodegenError: There is no such place; it names near ones.
    """
    by_id = {repair.id: repair for repair in repairs}
    if place in by_id:
        return "\n".join(_full(by_id[place]))
    parts = _locate(document, place, list(by_id))
    node = find(document, parts)
    lines = [f"{join(parts) or 'the whole document'}", f"  is {brief(_plain(node), 100)}"]
    lines += _repair_lines(document, by_id, parts)
    rules = dict.fromkeys(shaping_rules(document, parts))
    lines += _rule_lines(rules, config)
    if len(lines) == 2:
        lines.append("  It stands as the supplied spec has it: no repair and no rule touched it.")
    return "\n".join(lines)


def _plain(node: Json | Missing) -> Json | Missing:
    return {key: value for key, value in node.items() if not key.startswith("x-")} if isinstance(node, dict) else node


def _repair_lines(document: dict[str, Json], by_id: dict[str, Repair], parts: Parts) -> list[str]:
    node = find(document, parts)
    target = _target(document, node)
    own = list(dict.fromkeys((*marks(node), *marks(target))))
    below = dict.fromkeys((*all_marks(node), *all_marks(target)))
    around = _around(document, by_id, parts, fallback=not below)
    lines: list[str] = []
    for title, ids in (("repaired by", own), ("repaired from around it by", [i for i in around if i not in own])):
        known = [by_id[i] for i in ids if i in by_id]
        lines += [f"  {title}:", *(f"    {line}" for repair in known for line in _full(repair))] if known else []
    inside = [by_id[i] for i in below if i in by_id and i not in (*own, *around)]
    if inside:
        lines += ["  repaired inside it by:", *(f"    {repair.id}: {repair.because}" for repair in inside)]
    return lines


def _around(document: dict[str, Json], by_id: dict[str, Repair], parts: Parts, *, fallback: bool) -> list[str]:
    """Ids on the nearest marked ancestor: those that name this very place; when none does, perhaps all."""
    for depth in range(len(parts) - 1, -1, -1):
        ids = marks(find(document, parts[:depth]))
        if ids and (depth or parts[0] not in ("paths", "components")):
            naming = [i for i in ids if i in by_id and _names(by_id[i], parts[-1])]
            return naming or (list(ids) if fallback and depth else [])
    return []


def _names(repair: Repair, word: str) -> bool:
    places = [split(pointer) for pointer in repair.at]
    if repair.to:
        places.append(split(repair.to) if repair.to.startswith("/") else (repair.to,))
    return any(word in place for place in places)


def _full(repair: Repair) -> list[str]:
    where = ", ".join(repair.at) + (f" → {repair.to}" if repair.to else "")
    lines = [
        f"{repair.id} ({repair.op}, {repair.file}:{repair.line})",
        f"  at: {where}",
        f"  because: {repair.because}",
    ]
    lines += [f"  evidence: {evidence}" for evidence in repair.evidence]
    return [*lines, f"  defects: {', '.join(map(str, repair.defects))}"] if repair.defects else lines


def _rule_lines(rules: Iterable[str], config: Config | None) -> list[str]:
    declared = dict(config.rules.items()) if config else {}
    held = [name for name in rules if config is None or name in declared]
    lines = ["  shaped by rules of codegen.toml:"] if held else []
    for name in held:
        because = f" ({declared[name].because})" if name in declared else ""
        lines.append(f"    {name}: {RULES[name]}{because}")
    return lines


def shaping_rules(document: dict[str, Json], parts: Parts) -> Iterator[str]:
    """Find the rules that shaped a place.

    Args:
        document: The built OpenAPI document.
        parts: The place.

    Yields:
        Names of rules of ``codegen.toml``, perhaps twice.
    """
    node = find(document, parts)
    if len(parts) >= 3 and parts[0] == "paths" and parts[2] in METHODS:
        yield from _operation_rules(document, parts)
    if parts[:2] == _SCHEMAS and len(parts) > 2:
        yield from _schema_rules(document, parts)
    if parts[:2] == ("components", "responses") and len(parts) > 2 and _is_shared_error(document, parts[2]):
        yield "errors"
    if isinstance(node, dict):
        yield from _value_rules(node)


def _value_rules(node: dict[str, Json]) -> Iterator[str]:
    choices = node.get("anyOf")
    options = [choice for choice in choices if isinstance(choice, dict)] if isinstance(choices, list) else []
    if node.get("nullable") is True:
        yield "nullable"
    if len(options) == 2 and "enum" in options[0] and set(options[1]) == {"type"}:
        yield "open-enums"
    if node.get("type") == "integer" and "format" in node:
        yield "integer-format"
    if "x-token-parameter" in node:
        yield "security"


def _operation_rules(document: dict[str, Json], parts: Parts) -> Iterator[str]:
    operation = find(document, parts[:3])
    if not isinstance(operation, dict):
        return
    part = parts[3] if len(parts) > 3 else ""
    if "x-envelope" in operation and part in ("", "x-envelope", "responses"):
        yield "envelope"
    if "x-pagination" in operation and part in ("", "x-pagination"):
        yield "pagination"
    for key, rule in (("operationId", "operation-ids"), ("tags", "tags"), ("summary", "summary")):
        if key in operation and part in ("", key):
            yield rule
    if part in ("", "responses") and any(_is_shared_error(document, name) for name in _shared_responses(operation)):
        yield "errors"


def _schema_rules(document: dict[str, Json], parts: Parts) -> Iterator[str]:
    name = parts[2]
    for operation in _operations(document):
        style = operation.get("x-pagination")
        if isinstance(style, dict) and name == f"{pascal(str(style.get('style')))}Pagination":
            yield "pagination"
        if "x-envelope" in operation and name.startswith(f"{pascal(str(operation.get('operationId')))}Response"):
            yield "envelope"
    if any(_hoisted_from(parent, schema, name) for parent, schema in _schemas(document).items()):
        yield "hoist"


def _hoisted_from(parent: str, schema: Json, name: str) -> bool:
    properties = schema.get("properties") if isinstance(schema, dict) else None
    held = properties.items() if isinstance(properties, dict) else ()
    return any(name.startswith(f"{parent}{pascal(key)}") and name in _mentioned(value) for key, value in held)


def _mentioned(node: Json) -> Iterator[str]:
    """Names of the schemas that a schema refers to."""
    if isinstance(node, dict) and isinstance(ref := node.get("$ref"), str):
        yield ref.rpartition("/")[2]
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _mentioned(child)


def _is_shared_error(document: dict[str, Json], name: str) -> bool:
    """Whether several operations share a response: what one operation declares for itself is not shared."""
    return sum(name in _shared_responses(operation) for operation in _operations(document)) > 1


def _shared_responses(operation: dict[str, Json]) -> list[str]:
    answers = operation.get("responses")
    held = [answer for answer in answers.values() if isinstance(answer, dict)] if isinstance(answers, dict) else []
    refs = [str(answer["$ref"]) for answer in held if "$ref" in answer]
    return [ref.rpartition("/")[2] for ref in refs if ref.startswith("#/components/responses/")]


def _operations(document: dict[str, Json]) -> Iterator[dict[str, Json]]:
    for _, operation in _named_operations(document):
        yield operation


def _named_operations(document: dict[str, Json]) -> Iterator[tuple[Parts, dict[str, Json]]]:
    paths = document.get("paths")
    for path, item in paths.items() if isinstance(paths, dict) else ():
        for method, operation in item.items() if isinstance(item, dict) else ():
            if method in METHODS and isinstance(operation, dict):
                yield ("paths", path, method), operation


def _schemas(document: dict[str, Json]) -> dict[str, Json]:
    schemas = find(document, _SCHEMAS)
    return schemas if isinstance(schemas, dict) else {}


def _target(document: dict[str, Json], node: Json | Missing) -> Json | Missing:
    """What a node stands for: a ``$ref``, or the single ``$ref`` that an allOf wraps to say more about it."""
    members = node.get("allOf") if isinstance(node, dict) else None
    if isinstance(members, list) and len(members) == 1:
        node = members[0]
    ref = node.get("$ref") if isinstance(node, dict) else None
    return find(document, split(unquote(ref[1:]))) if isinstance(ref, str) and ref.startswith("#/") else node


def _locate(document: dict[str, Json], place: str, ids: list[str]) -> Parts:
    if place.startswith(("/", "#/")) or not place:
        return _by_pointer(document, place.removeprefix("#"))
    for parts, operation in _named_operations(document):
        if place in (operation.get("operationId"), f"{parts[2].upper()} {parts[1]}"):
            return parts
    name, *properties = place.split(".")
    schemas = _schemas(document)
    if name not in schemas:
        operations = [str(operation.get("operationId")) for operation in _operations(document)]
        raise _unknown(place, name, [*schemas, *operations, *ids])
    parts = (*_SCHEMAS, name)
    for key in properties:
        parts = _property(document, parts, key, place)
    return parts


def _property(document: dict[str, Json], parts: Parts, key: str, place: str) -> Parts:
    known: list[str] = []
    for holder in _holders(document, parts, set()):
        held = find(document, (*holder, "properties"))
        if isinstance(held, dict):
            if key in held:
                return (*holder, "properties", key)
            known += held
    raise _unknown(place, key, known)


def _holders(document: dict[str, Json], parts: Parts, seen: set[Parts]) -> Iterator[Parts]:
    """Where the properties of a schema may stand: in itself, behind its ``$ref``, in the items of a list, in allOf."""
    node = find(document, parts)
    if parts in seen or not isinstance(node, dict):
        return
    seen.add(parts)
    yield parts
    ref = node.get("$ref")
    if isinstance(ref, str) and ref.startswith("#/"):
        yield from _holders(document, split(unquote(ref[1:])), seen)
    if "items" in node:
        yield from _holders(document, (*parts, "items"), seen)
    members = node.get("allOf")
    for index in range(len(members) if isinstance(members, list) else 0):
        yield from _holders(document, (*parts, "allOf", str(index)), seen)


def _by_pointer(document: dict[str, Json], pointer: str) -> Parts:
    parts = split(pointer)
    for depth, part in enumerate(parts):
        if isinstance(find(document, parts[: depth + 1]), Missing):
            parent = find(document, parts[:depth])
            known = list(parent) if isinstance(parent, dict) else []
            count = len(parent) if isinstance(parent, list) else 0
            known += [str(index) for index in range(count)]
            raise _unknown(pointer, part, known, join(settle(document, parts[:depth])))
    return settle(document, parts)


def _unknown(place: str, word: str, known: Iterable[str], above: str = "") -> CodegenError:
    everything = sorted(dict.fromkeys(known))
    near = get_close_matches(word, everything, n=3, cutoff=0.4) or everything[:8]
    if above:
        near = [above + join((name,)) for name in near]
    return CodegenError(
        f"the built document has no {place!r}",
        remedy=f"did you mean {' or '.join(near)}?" if near else "name a place that it has",
    )
