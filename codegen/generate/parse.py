"""openapi-python-client as a library: its reading of the document, or an error that names what it could not read."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from openapi_python_client.config import Config, MetaType
from openapi_python_client.parser import GeneratorData
from openapi_python_client.parser.errors import GeneratorError, ParseError

from codegen.errors import CodegenError
from codegen.generate.nodes import Node, is_list, is_node, nodes

_DATA_KEYS = frozenset({"default", "enum", "example", "examples", "const"})
_MAPS = frozenset(
    (
        *("properties", "patternProperties", "schemas", "parameters", "responses", "requestBodies", "headers"),
        *("securitySchemes", "links", "callbacks", "content", "paths", "encoding", "variables", "scopes", "mapping"),
    )
)


def parser_config() -> Config:
    """Settings of the parser, all of them: nothing depends on its defaults or on files it might find."""
    return Config(
        meta_type=MetaType.NONE,
        class_overrides={},
        project_name_override=None,
        package_name_override="generated",
        package_version_override=None,
        use_path_prefixes_for_title_model_names=True,
        post_hooks=[],
        docstrings_on_attributes=False,
        field_prefix="field_",
        generate_all_tags=False,
        http_timeout=0,
        literal_enums=True,  # plain enums end in a traceback when two values differ only in case
        document_source="",
        file_encoding="utf-8",
        content_type_overrides={},
        overwrite=False,
        output_path=None,
    )


def parse(document: Mapping[str, Any], *, source: str) -> GeneratorData:
    """Let the parser read the document; whatever it would drop or could not read is an error here."""
    data = GeneratorData.from_dict(parser_view(document), config=parser_config())
    if isinstance(data, GeneratorError):
        raise CodegenError(f"{data.header}: {data.detail}", file=source)
    errors: list[GeneratorError] = list(data.errors)
    for collection in data.endpoint_collections_by_tag.values():
        errors += collection.parse_errors
    if errors:
        raise CodegenError(
            "the generator cannot read all of the document:\n" + "\n".join(_describe(error) for error in errors),
            file=source,
            remedy="repair these places: nothing is generated from a document that is only partly understood",
        )
    return data


def _describe(error: GeneratorError) -> str:
    words = " ".join(f"{error.header} {error.detail or ''}".split()).removeprefix("WARNING ")
    if isinstance(error, ParseError) and error.data is not None:
        at = json.dumps(error.data.model_dump(mode="json", exclude_unset=True, by_alias=True), ensure_ascii=False)
        words += f" | at: {at:.200}"
    return f"  - {words}"


def parser_view(document: Mapping[str, Any]) -> dict[str, Any]:
    """Copy the document without what the parser names or reads in another way than we do.

    It would name classes by their title, and call an enum that is open (``anyOf`` of the enum and any string)
    ``…Type0``; generated enums are open in any case.
    """
    view = copy.deepcopy(dict(document))
    _walk(view, is_map=False)
    return view


def _walk(node: Any, *, is_map: bool) -> None:
    if is_list(node):
        for item in node:
            _walk(item, is_map=False)
    elif is_node(node):
        if not is_map and _is_schema(node):
            node.pop("title", None)
            _close_enum(node)
        for key, value in node.items():
            if is_map or not (key in _DATA_KEYS or key.startswith("x-")):
                _walk(value, is_map=not is_map and key in _MAPS)


def _is_schema(node: Node) -> bool:
    return "openapi" not in node and "version" not in node and "operationId" not in node


def _close_enum(schema: Node) -> None:
    options = nodes(schema.get("anyOf"))
    enums = [option for option in options if option.get("enum")]
    if len(options) != 2 or len(enums) != 1 or {"type": "string"} not in options or enums[0].get("type") != "string":
        return
    del schema["anyOf"]
    values = [value for value in enums[0]["enum"] if value is not None]
    if schema.pop("nullable", False) or enums[0].get("nullable"):
        schema["anyOf"] = [{"type": "string", "enum": values}, {"enum": [None]}]
    else:
        schema.update(type="string", enum=values)
