"""Strict reading of ``codegen.toml``: a key that means nothing is a mistake, not a comment."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from codegen.errors import CodegenError
from codegen.fields import Fields, brief
from codegen.pointer import Json
from codegen.rules.config import (
    Config,
    Envelope,
    ErrorResponse,
    Errors,
    Generate,
    Hoist,
    IntegerFormat,
    Nullable,
    OpenEnums,
    OperationIds,
    Pagination,
    Rule,
    Rules,
    Security,
    Style,
)

_STATUS: Final = re.compile(r"[1-5][0-9]{2}|default")
_OPERATION: Final = re.compile(r"[A-Z]+ /\S*")
_NAMING: Final = ("resource", "action")


def parse_config(data: Mapping[str, Any], *, source: str = "codegen.toml") -> Config:
    """Make a configuration of plain data.

    Args:
        data: Tables ``generate`` and ``rules``.
        source: What to call the file in complaints.

    Returns:
        The configuration.

    Raises:
        CodegenError: A key means nothing, or a value cannot be meant.
    """
    top = Fields(_plain(data, source), source, "configuration", lambda _: None)
    top.only(("generate", "rules"))
    rules = _named(top, "rules", "rules")
    rules.only(_READERS)
    made: dict[str, Any] = {
        name.replace("-", "_"): _READERS[name](_named(rules, name, f"rules.{name}")) for name in rules.data
    }
    return Config(generate=_generate(_named(top, "generate", "generate")), rules=Rules(**made), file=source)


def _plain(data: Mapping[str, Any], source: str) -> dict[str, Json]:
    return {key: _plain_value(value, key, source) for key, value in data.items()}


def _plain_value(value: Any, key: str, source: str) -> Json:
    if isinstance(value, dict):
        return {str(k): _plain_value(v, f"{key}.{k}", source) for k, v in value.items()}  # pyright: ignore
    if isinstance(value, list):
        return [_plain_value(item, key, source) for item in value]  # pyright: ignore
    if value is None or isinstance(value, str | int | float | bool):
        return value
    raise CodegenError(f"{key} is a date or time", file=source, remedy="write it as a text, in quotes")


def _named(parent: Fields, key: str, name: str) -> Fields:
    table = parent.fields(key)
    return Fields(table.data, table.file, f"[{name}]", table.locate)


def _generate(table: Fields) -> Generate:
    table.only(("package", "schema-package", "runtime", "title"))
    return Generate(
        package=table.text("package", ""),
        schema_package=table.text("schema-package", ""),
        runtime=table.text("runtime", ""),
        title=table.text("title", ""),
    )


def _common(table: Fields, *keys: str) -> dict[str, Any]:
    table.only(("defects", "because", *keys))
    table.need(("because",))
    return {"defects": table.numbers("defects"), "because": table.text("because")}


def _plain_rule(table: Fields) -> Rule:
    return Rule(**_common(table))


def _integer_format(table: Fields) -> IntegerFormat:
    return IntegerFormat(**_common(table, "format"), format=table.text("format", "int64"))


def _operation_ids(table: Fields) -> OperationIds:
    common = _common(table, "style", "self-segments", "names")
    names = _texts_by_key(table, "names")
    _check_operations(table, "names", names)
    style = table.text("style", "resource")
    if style not in _NAMING:
        raise table.error(f"{style!r} is no way to name operations", f"use one of {', '.join(_NAMING)}", "style")
    return OperationIds(**common, style=style, self_segments=table.texts("self-segments"), names=names)


def _envelope(table: Fields) -> Envelope:
    common = _common(table, "style", "keys", "flat", "fine", "meta", "meta-optional", "definitions", "except")
    keys = _named(table, "keys", "rules.envelope.keys")
    keys.only(("data", "meta", "pagination"))
    excepted, optional = table.texts("except"), table.texts("meta-optional")
    _check_operations(table, "except", excepted)
    _check_operations(table, "meta-optional", optional)
    data, *alternatives = _data_keys(keys)
    if keys.data.get("meta") != "" and not table.mapping("meta"):
        raise table.error("'meta' is missing", "give the schema of the status, or 'keys.meta = \"\"' for none")
    return Envelope(
        **common,
        style=table.text("style", "meta"),
        data=data,
        alternatives=tuple(alternatives),
        flat=table.flag("flat"),
        meta="" if keys.data.get("meta") == "" else keys.text("meta", "meta"),
        fine=table.text("fine", ""),
        meta_optional=optional,
        pagination="" if keys.data.get("pagination") == "" else keys.text("pagination", "pagination"),
        meta_schema=table.mapping("meta"),
        definitions=table.mapping("definitions"),
        excepted=excepted,
    )


def _data_keys(keys: Fields) -> tuple[str, ...]:
    """One key, or a list of those that an answer may have."""
    if not isinstance(keys.data.get("data"), list):
        return (keys.text("data", "data"),)
    found = keys.texts("data")
    if not found:
        raise keys.error("'data' is an empty list", "name the keys that hold the data of answers", "data")
    return found


def _pagination(table: Fields) -> Pagination:
    common = _common(table, "styles", "schemas")
    styles = _named(table, "styles", "rules.pagination.styles")
    names = [_style(_named(styles, name, f"rules.pagination.styles.{name}"), name) for name in styles.data]
    schemas = table.mapping("schemas")
    for key, schema in schemas.items():
        if not isinstance(schema, dict):
            raise table.error(f"'schemas.{key}' is {brief(schema)}", "give it a schema, such as { type = 'string' }")
    return Pagination(**common, styles=tuple(names), schemas=schemas)


def _style(table: Fields, name: str) -> Style:
    table.only(
        ("parameters", "next-key", "next-parameter", "newer-key", "newer-parameter", "keys", "description"),
    )
    table.need(("next-key",))
    next_key, newer_key = table.text("next-key"), _word(table, "newer-key")
    keys = [*table.texts("keys"), next_key, *([newer_key] if newer_key else [])]
    return Style(
        name=name,
        parameters=table.texts("parameters"),
        next_key=next_key,
        next_parameter=_word(table, "next-parameter"),
        newer_key=newer_key,
        newer_parameter=_word(table, "newer-parameter"),
        keys=tuple(dict.fromkeys(keys)),
        description=table.text("description", ""),
    )


def _errors(table: Fields) -> Errors:
    common = _common(table, "responses", "definitions")
    responses = _named(table, "responses", "rules.errors.responses")
    for status in responses.data:
        if not _STATUS.fullmatch(status):
            raise responses.error(f"{status!r} is no status", "use a number from 100 to 599, or 'default'")
    made = {status: _error_response(responses, status) for status in responses.data}
    return Errors(**common, responses=made, definitions=table.mapping("definitions"))


def _error_response(responses: Fields, status: str) -> ErrorResponse:
    table = _named(responses, status, f"rules.errors.responses.{status}")
    table.only(("name", "description", "schema", "headers"))
    response: dict[str, Json] = {"description": table.text("description")}
    response |= {key: table.mapping(key) for key in ("schema", "headers") if key in table.data}
    return ErrorResponse(name=table.text("name", f"Error{status.capitalize()}"), response=response)


def _nullable(table: Fields) -> Nullable:
    return Nullable(**_common(table, "except"), excepted=table.texts("except"))


def _open_enums(table: Fields) -> OpenEnums:
    return OpenEnums(**_common(table, "except"), excepted=table.texts("except"))


def _hoist(table: Fields) -> Hoist:
    common = _common(table, "same")
    same = _named(table, "same", "rules.hoist.same")
    places = {name: same.texts(name) for name in same.data}
    taken = [place for shared in places.values() for place in shared]
    for place in taken:
        if taken.count(place) > 1:
            raise same.error(f"{place!r} is named twice", "name each place once")
    return Hoist(**common, same=places)


def _security(table: Fields) -> Security:
    return Security(**_common(table, "tokens"), tokens=_texts_by_key(table, "tokens"))


def _word(table: Fields, key: str) -> str:
    return "" if table.data.get(key, "") == "" else table.text(key)


def _texts_by_key(table: Fields, key: str) -> dict[str, str]:
    inner = table.fields(key)
    return {name: inner.text(name) for name in inner.data}


def _check_operations(table: Fields, key: str, names: Mapping[str, str] | tuple[str, ...]) -> None:
    for name in names:
        if not _OPERATION.fullmatch(name):
            raise table.error(f"{name!r} in {key!r} names no operation", "write it as 'GET /users/{user-id}'", key)


_READERS: Final[dict[str, Callable[[Fields], Rule]]] = {
    "response-codes": _plain_rule,
    "object-type": _plain_rule,
    "integer-format": _integer_format,
    "tags": _plain_rule,
    "operation-ids": _operation_ids,
    "summary": _plain_rule,
    "envelope": _envelope,
    "pagination": _pagination,
    "errors": _errors,
    "nullable": _nullable,
    "open-enums": _open_enums,
    "hoist": _hoist,
    "security": _security,
}
