"""Reading a new file that somebody brings: whatever it is, there is one clear message, with line and column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from codegen import yaml12
from codegen.build import SUPPLIED, find_apis
from codegen.drift.side import Problem
from codegen.errors import CodegenError
from codegen.pointer import Json, Missing, find, join, split
from codegen.repair.templates import shape
from codegen.rules.walk import table
from codegen.yaml12 import Document

_KNOWN = ("definitions", "parameters", "responses", "components")
_OPENAPI: Final = re.compile(r"3\.[01](\.\d+)?")


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """The API that a file describes.

    Attributes:
        api: Folder of its spec.
        why: How it was chosen; empty when there was nothing to choose.
    """

    api: Path
    why: str = ""


def load_new(path: Path) -> Document:
    """Read a new version of a spec.

    Args:
        path: The file.

    Raises:
        CodegenError: It is neither Swagger 2.0 nor OpenAPI 3, or is cut off; with line and column.
    """
    document = yaml12.load_file(path)
    data: object = document.data
    if not isinstance(data, dict):
        what = "is empty" if data is None else "describes no API"
        raise _refusal(document, "", f"the file {what}", "give it a Swagger 2.0 document, in YAML or JSON")
    _check_kind(document)
    if not isinstance(document.data.get("paths"), dict):
        at = "/paths" if "paths" in document.data else ""
        raise _refusal(document, at, "there are no paths", "look whether the file is cut off", end=not at)
    first = next(_dangling(document.data), None)
    if first is not None and not {"definitions", "components"} & document.data.keys():
        ref = str(find(document.data, split(first)))
        message = f"{ref} is referred to, and the file ends without it"
        raise _refusal(document, first, message, "look whether the file is cut off")
    return document


def _check_kind(document: Document) -> None:
    said = document.data
    if "openapi" in said:
        version = said["openapi"]
        if is_openapi3(said):
            return
        remedy = "OpenAPI 3.0 and 3.1 can be read, as text: openapi: '3.0.3'"
        raise _refusal(document, "/openapi", f"this is OpenAPI {version}, which is not known here", remedy)
    version = said.get("swagger")
    if version == "2.0":
        return
    if version == 2:
        raise _refusal(document, "/swagger", "2.0 is written as a number here", "write it as text: swagger: '2.0'")
    message = "this is no Swagger 2.0 document" + (f": it says swagger: {version!r}" if "swagger" in said else "")
    raise _refusal(document, "/swagger" if "swagger" in said else "", message, "it starts with `swagger: '2.0'`")


def is_openapi3(data: dict[str, Any]) -> bool:
    """Whether a document is OpenAPI 3.0 or 3.1, which can be compared but not taken over.

    Args:
        data: The document.
    """
    version = data.get("openapi")
    return isinstance(version, str) and bool(_OPENAPI.fullmatch(version))


def _refusal(document: Document, pointer: str, message: str, remedy: str, *, end: bool = False) -> CodegenError:
    line, column = (document.text.rstrip("\n").count("\n") + 1, 1) if end else document.position(pointer)
    return CodegenError(message, file=document.source, line=line, column=column, remedy=remedy)


def dangling(document: Document) -> list[Problem]:
    """References of a file that lead nowhere.

    Args:
        document: The file.
    """
    found: list[Problem] = []
    for pointer in _dangling(document.data):
        line, column = document.position(pointer)
        ref = find(document.data, split(pointer))
        message = f"line {line}, column {column}: {ref} leads nowhere"
        found.append(Problem(message, pointer, "add what it names, or look whether the file is cut off"))
    return found


def _dangling(data: dict[str, Any]) -> Iterator[str]:
    for pointer, ref in _references(data, ()):
        parts = split(ref[1:]) if ref.startswith("#/") and "~" not in ref else ()
        if parts and parts[0] in _KNOWN and isinstance(find(data, parts), Missing):
            yield pointer


def _references(node: Json, parts: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(node, list):
        for index, child in enumerate(node):
            yield from _references(child, (*parts, str(index)))
    elif isinstance(node, dict):
        ref = node.get("$ref")
        if isinstance(ref, str):
            yield join((*parts, "$ref")), ref
        for key, child in node.items():
            if key not in ("example", "examples", "default", "enum"):
                yield from _references(child, (*parts, key))


def choose_api(root: Path, name: str | None, document: dict[str, Any]) -> Choice:
    """Find the API that a new file describes.

    Args:
        root: The repository.
        name: The one asked for; else the one that has most in common with the file: host, title, paths.
        document: The new file.
    """
    known = find_apis(root, [name] if name else [])
    if len(known) == 1:
        return Choice(known[0])
    scores = {api: _likeness(api, document) for api in known}
    best = max(known, key=lambda api: scores[api])
    reason = "has most in common with the file" if scores[best] else "is the first; the file is like none of them"
    return Choice(best, f"compared with {best.name}, which {reason}; --api names another")


def _likeness(api: Path, document: dict[str, Any]) -> float:
    supplied = api / SUPPLIED
    own = table(yaml12.load_file(supplied).data) if supplied.exists() else {}
    said = [(data.get("host"), table(data.get("info")).get("title")) for data in (own, document)]
    paths = [{shape(path) for path in table(data.get("paths"))} for data in (own, document)]
    common = len(paths[0] & paths[1]) / (len(paths[0] | paths[1]) or 1)
    return common + len([ours for ours, theirs in zip(*said, strict=True) if ours == theirs and ours is not None])
