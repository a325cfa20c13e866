"""From an OpenAPI document to the generated packages.

Two generators read the document, each driven as a library: openapi-python-client for models, operations and resources
(by our own templates), datamodel-code-generator for strict pydantic models.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from codegen.generate.ledger import check_ledger
from codegen.generate.parse import parse
from codegen.generate.project import PackageProject
from codegen.generate.schema import write_schema
from codegen.generate.settings import Settings
from codegen.generate.spec import Spec
from codegen.generate.tidy import tidy
from codegen.lock import MadeOf

__all__ = ["Settings", "generate", "generate_client", "generate_schema"]


def generate(document: Mapping[str, Any], settings: Settings, folder: Path) -> None:
    """Write both packages of an API into a folder.

    Args:
        document: A valid OpenAPI 3.0 document.
        settings: Names of the packages and of what they build upon.
        folder: Where the two package folders are created.

    Raises:
        CodegenError: The document cannot be turned into code as a whole; nothing of it is to be used then.
    """
    generate_client(document, settings, folder)
    generate_schema(document, settings, folder)


def generate_client(document: Mapping[str, Any], settings: Settings, folder: Path, made: MadeOf | None = None) -> None:
    """Write the package of models, operations and resources, and hold it against the document.

    Args:
        document: A valid OpenAPI 3.0 document.
        settings: Names of the package and of what it builds upon.
        folder: Where the package's folder is created.
        made: What the package is made of, for it to carry; left out where nobody will ask.
    """
    spec = Spec(document, source=settings.source)
    data = parse(document, source=settings.source)
    package = folder / settings.package
    PackageProject(data, spec, settings, package, made).build()
    tidy(package, settings)
    check_ledger(spec, package)


def generate_schema(document: Mapping[str, Any], settings: Settings, folder: Path) -> None:
    """Write the package of strict pydantic models."""
    package = folder / settings.schema_package
    write_schema(document, settings, package)
    tidy(package, settings)
