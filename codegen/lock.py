"""``codegen.lock``: what a build was made from, so that a difference can be traced to the file that caused it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

TEMPLATES = Path(__file__).parent / "templates"
TOOLS = ("openapi-python-client", "datamodel-code-generator", "openapi-spec-validator", "ruff")
"""Tools whose version decides what is written."""


@dataclass(frozen=True)
class MadeOf:
    """What decides what a build writes, as its lock and its packages carry it.

    Attributes:
        api: Name of the API: of its folder under ``spec/``.
        supplied: What the supplied file says, as a digest.
        spec: The document that was built, as a digest.
        templates: All templates together, as a digest.
        tools: Versions of the tools that decide what is written.
        repairs: Ids of the repairs, in the order in which they ran.
    """

    api: str
    supplied: str
    spec: str
    templates: str
    tools: Mapping[str, str]
    repairs: tuple[str, ...]


def made_of(api: str, *, supplied: Any, openapi: str, repairs: Iterable[str]) -> MadeOf:
    """Name all that a build is made of.

    Args:
        api: Name of the API.
        supplied: The supplied document.
        openapi: The document that was built, as it is written.
        repairs: Ids of the repairs, in the order in which they ran.
    """
    tools = {tool: version(tool) for tool in TOOLS}
    return MadeOf(api, meaning(supplied), digest(openapi.encode()), templates_digest(), tools, tuple(repairs))


def lock_text(inputs: Mapping[str, Any], made: MadeOf) -> str:
    """Write the lock of a build.

    Args:
        inputs: What the build read, by the name of its file.
        made: What decides what it writes.

    Returns:
        JSON, the same for the same inputs.
    """
    lock = {
        "about": "Written by `python -m codegen build`; do not edit. Inputs are named by what they say, not by layout.",
        "inputs": {name: meaning(data) for name, data in sorted(inputs.items())},
        "built": {"openapi.yaml": made.spec},
        "templates": made.templates,
        "tools": dict(made.tools),
        "repairs": list(made.repairs),
    }
    return json.dumps(lock, indent=2, ensure_ascii=False) + "\n"


def meaning(data: Any) -> str:
    """Name data by what it says: comments, quotes, white space and the order of keys do not count."""
    return digest(json.dumps(data, sort_keys=True, default=str).encode())


def digest(content: bytes) -> str:
    """Name a content: SHA-256, less what git may do to line ends."""
    return "sha256:" + hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def templates_digest(folder: Path = TEMPLATES) -> str:
    """Name all templates together, by name and content."""
    lines = [f"{path.name} {digest(path.read_bytes())}" for path in sorted(folder.glob("*.jinja"))]
    return digest("\n".join(lines).encode())
