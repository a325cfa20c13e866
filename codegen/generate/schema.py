"""The strict pydantic models: a second generator's reading of the same document."""

from __future__ import annotations

import copy
import json
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from datamodel_code_generator import generate
from datamodel_code_generator.enums import (
    DataModelType,
    InputFileType,
    OpenAPIScope,
    StrictTypes,
    TargetPydanticVersion,
)
from datamodel_code_generator.format import Formatter, PythonVersion

from codegen.errors import CodegenError
from codegen.generate import docs
from codegen.generate.nodes import Node, is_list, is_node, node, nodes
from codegen.generate.settings import Settings
from codegen.generate.text import WIDTH, comment

_REF = "#/components/schemas/"
_STRICT = (StrictTypes.str, StrictTypes.int, StrictTypes.float, StrictTypes.bool, StrictTypes.bytes)


def write_schema(document: Mapping[str, Any], settings: Settings, folder: Path) -> None:
    """Write the package of pydantic models that refuse what the document does not allow."""
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(_module(document, settings), encoding="utf-8", newline="\n")
    (folder / "py.typed").write_text("", encoding="utf-8")


def _module(document: Mapping[str, Any], settings: Settings) -> str:
    head = [
        *(comment(line) for line in settings.head()),
        docs.build(0, f"{settings.title}: strict models of what it answers"),
    ]
    try:
        # Without an empty folder of its own it would take settings from the pyproject.toml of whoever runs it.
        with tempfile.TemporaryDirectory() as empty:
            options: dict[str, Any] = {**_options("\n".join(head)), "settings_path": Path(empty)}
            text = generate(json.dumps(schemas_only(document)), **options)
    except Exception as error:
        raise CodegenError(
            f"datamodel-code-generator cannot read the document: {type(error).__name__}: {error}", file=settings.source
        ) from error
    return str(text)


def schemas_only(document: Mapping[str, Any]) -> Node:
    """Keep the named schemas, as the models are made of these alone, and make closed enums of the open ones.

    The generator would need two classes for an open enum; where it is used, "or any string" says the same.
    """
    schemas = copy.deepcopy(node(node(document.get("components")).get("schemas")))
    enums = {_REF + name: enum for name, schema in schemas.items() if (enum := _known_values(schema))}
    schemas = {name: _open(schema, set(enums)) for name, schema in schemas.items()}
    schemas.update({reference.removeprefix(_REF): enum for reference, enum in enums.items()})
    return {
        "openapi": document["openapi"],
        "info": {"title": "schemas", "version": "1"},
        "paths": {},
        "components": {"schemas": schemas},
    }


def _known_values(schema: Node) -> Node | None:
    """The closed part of an open enum: ``anyOf`` of an enum of strings and any string."""
    options = nodes(schema.get("anyOf"))
    if len(options) != 2 or {"type": "string"} not in options or schema.get("nullable"):
        return None
    enum = next((option for option in options if option.get("enum")), None)
    words = {key: schema[key] for key in ("description",) if key in schema}
    return {**enum, **words} if enum else None


def _open(value: Any, enums: set[str]) -> Any:
    if is_list(value):
        return [_open(item, enums) for item in value]
    if not is_node(value):
        return value
    parts = nodes(value.get("allOf"))
    if value.get("$ref") in enums:
        return {"anyOf": [value, {"type": "string"}]}
    if len(parts) == 1 and parts[0].get("$ref") in enums:
        rest = {key: item for key, item in value.items() if key != "allOf"}
        return {**rest, "anyOf": [*parts, {"type": "string"}]}
    return {key: _open(item, enums) for key, item in value.items()}


def _options(head: str) -> dict[str, Any]:
    """All that makes the models really strict; each was found necessary by a value that slipped through without it."""
    return {
        "input_file_type": InputFileType.OpenAPI,
        "input_filename": "openapi.yaml",
        "openapi_scopes": [OpenAPIScope.Schemas],
        "output_model_type": DataModelType.PydanticV2BaseModel,
        "target_python_version": PythonVersion.PY_311,
        "target_pydantic_version": TargetPydanticVersion.V2_14,
        "custom_file_header": head,
        "disable_timestamp": True,
        "formatters": [Formatter.BUILTIN],
        "builtin_format_line_length": WIDTH,
        "extra_fields": "forbid",
        "strict_types": list(_STRICT),
        "strict_nullable": True,
        "use_missing_sentinel": True,  # absent is allowed where null is not
        "field_constraints": True,
        "use_annotated": True,
        "use_subclass_enum": True,
        "use_double_quotes": True,
        "use_schema_description": False,
        "type_mappings": ["string+unixtime=string"],
        "allow_remote_refs": False,
    }
