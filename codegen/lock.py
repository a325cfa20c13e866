"""``codegen.lock``: what a build was made from, so that a difference can be traced to the file that caused it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from codegen.generate import TEMPLATES

TOOLS = ("openapi-python-client", "datamodel-code-generator", "openapi-spec-validator", "ruff")
"""Tools whose version decides what is written."""


def lock_text(inputs: Mapping[str, Any], openapi: str, repairs: Iterable[str]) -> str:
    """Write the lock of a build.

    Args:
        inputs: What the build read, by the name of its file.
        openapi: The document that was built.
        repairs: Ids of the repairs, in the order in which they ran.

    Returns:
        JSON, the same for the same inputs.
    """
    lock = {
        "about": "Written by `python -m codegen build`; do not edit. Inputs are named by what they say, not by layout.",
        "inputs": {name: meaning(data) for name, data in sorted(inputs.items())},
        "built": {"openapi.yaml": digest(openapi.encode())},
        "templates": templates_digest(),
        "tools": {tool: version(tool) for tool in TOOLS},
        "repairs": list(repairs),
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
