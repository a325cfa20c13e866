"""``codegen.toml``: what holds for every operation of an API, declared once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from codegen.errors import CodegenError
from codegen.pointer import Json


def _table() -> dict[str, Json]:
    return {}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rule:
    """What every rule declares.

    Attributes:
        defects: Rows of the list of defects that it settles.
        because: Why it holds.
    """

    defects: tuple[int, ...] = ()
    because: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class IntegerFormat(Rule):
    """Integers without a format get one.

    Attributes:
        format: The format.
    """

    format: str = "int64"


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OperationIds(Rule):
    """Operations are named by tag and path.

    Attributes:
        style: ``resource``: a path names things, and the HTTP method says what is done to them; ``action``: the literal
            segments of a path say it themselves, as in ``/media/{id}/like``.
        self_segments: Literal segments that stand for an id, such as ``self``.
        names: Exceptions: operation id by ``METHOD /path``.
    """

    style: str = "resource"
    self_segments: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Envelope(Rule):
    """Successful answers are wrapped.

    Attributes:
        style: Name of the envelope style.
        data: Key of the data.
        alternatives: Other keys of the data: an answer has the first of all of them that it declares.
        flat: Whether fields stand beside the status: an answer without a key of the data is the data as a whole, and
            one that declares nothing but its status has none.
        meta: Key of the status of the answer; empty when the API has none.
        fine: The status that means success, where it is a word.
        meta_optional: Operations whose answers may come without the status, as ``METHOD /path``.
        pagination: Key of the cursors; empty when they stand beside the data.
        meta_schema: Schema of the status.
        definitions: Definitions that the schemas of this rule refer to.
        excepted: Operations without an envelope, as ``METHOD /path``.
    """

    style: str = "meta"
    data: str = "data"
    alternatives: tuple[str, ...] = ()
    flat: bool = False
    meta: str = "meta"
    fine: str = ""
    meta_optional: tuple[str, ...] = ()
    pagination: str = "pagination"
    meta_schema: dict[str, Json] = field(default_factory=_table)
    definitions: dict[str, Json] = field(default_factory=_table)
    excepted: tuple[str, ...] = ()

    @property
    def data_keys(self) -> tuple[str, ...]:
        """All keys of the data, the usual one first."""
        return (self.data, *self.alternatives)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Style:
    """One way to page.

    Attributes:
        name: Its name.
        parameters: Parameters that an operation of this style has; none: it declares a pagination object instead.
        next_key: Key that holds the cursor, or the address, of the following page.
        next_parameter: Parameter that takes the cursor; empty when ``next_key`` holds an address.
        newer_key: Key that marks the newest item.
        newer_parameter: Parameter that asks for items newer than a mark.
        keys: All keys of the pagination object.
        description: What to say of the pagination object.
    """

    name: str
    parameters: tuple[str, ...] = ()
    next_key: str
    next_parameter: str = ""
    newer_key: str = ""
    newer_parameter: str = ""
    keys: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Pagination(Rule):
    """Which parameters make which cursor style.

    Attributes:
        styles: The styles; the first that fits an operation wins.
        schemas: Schemas of pagination keys that are no cursors.
    """

    styles: tuple[Style, ...] = ()
    schemas: dict[str, Json] = field(default_factory=_table)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class ErrorResponse:
    """One error that every operation can answer.

    Attributes:
        name: Name of the shared response.
        response: The response object.
    """

    name: str
    response: dict[str, Json]


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Errors(Rule):
    """Which errors every operation can answer.

    Attributes:
        responses: Response by status or ``default``.
        definitions: Definitions that their schemas refer to.
    """

    responses: Mapping[str, ErrorResponse] = field(default_factory=dict[str, ErrorResponse])
    definitions: dict[str, Json] = field(default_factory=_table)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Nullable(Rule):
    """Optional response properties can be null.

    Attributes:
        excepted: ``Definition`` or ``Definition.property`` that cannot.
    """

    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class OpenEnums(Rule):
    """String enums of responses can have values that nobody declared.

    Attributes:
        excepted: ``Definition`` or ``Definition.property`` that cannot.
    """

    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Hoist(Rule):
    """Inline objects and enums become definitions.

    Attributes:
        same: Name of a definition and the places that share it, as ``Definition.property``.
    """

    same: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Security(Rule):
    """Tokens travel as parameters.

    Attributes:
        tokens: Name of the query parameter by security scheme.
    """

    tokens: Mapping[str, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Rules:
    """The rules of an API; one that is not declared does not hold.

    Attributes:
        response_codes: Response keys are status codes.
        object_type: Schemas with properties are objects.
        integer_format: Integers have a format.
        tags: Operations have one declared tag.
        operation_ids: Operations are named by tag and path.
        summary: Operations have a one-line summary.
        envelope: Successful answers are wrapped.
        pagination: Which parameters make which cursor style.
        errors: Which errors every operation can answer.
        nullable: Optional response properties can be null.
        open_enums: Enums of responses are open.
        hoist: Inline objects and enums become definitions.
        security: Tokens travel as parameters.
    """

    response_codes: Rule | None = None
    object_type: Rule | None = None
    integer_format: IntegerFormat | None = None
    tags: Rule | None = None
    operation_ids: OperationIds | None = None
    summary: Rule | None = None
    envelope: Envelope | None = None
    pagination: Pagination | None = None
    errors: Errors | None = None
    nullable: Nullable | None = None
    open_enums: OpenEnums | None = None
    hoist: Hoist | None = None
    security: Security | None = None

    def items(self) -> tuple[tuple[str, Rule], ...]:
        """The rules that hold, by the name they have in the file."""
        named = ((entry.name.replace("_", "-"), getattr(self, entry.name)) for entry in fields(self))
        return tuple((name, rule) for name, rule in named if isinstance(rule, Rule))


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Generate:
    """What is generated.

    Attributes:
        package: Folder of models, resources and operations under ``generated/``.
        schema_package: Folder of the strict models; empty when none are wanted.
        runtime: Package that generated code imports.
        title: What to call the API.
    """

    package: str = ""
    schema_package: str = ""
    runtime: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Config:
    """All of ``codegen.toml``.

    Attributes:
        generate: What is generated.
        rules: What holds for every operation.
        file: Name of the file.
    """

    generate: Generate = field(default_factory=Generate)
    rules: Rules = field(default_factory=Rules)
    file: str = "codegen.toml"

    def settled_by_rule(self) -> Mapping[str, tuple[int, ...]]:
        """Rows of the list of defects that each rule settles, by the rule's name."""
        return {name: rule.defects for name, rule in self.rules.items()}


def load_config(path: Path) -> Config:
    """Read the declarations of an API.

    Args:
        path: Its ``codegen.toml``.

    Returns:
        What it declares.

    Raises:
        CodegenError: The file cannot be read, or has a key that means nothing.
    """
    from codegen.rules.reading import parse_config

    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CodegenError(f"cannot be read: {error}", file=path.name, remedy="make it a valid TOML file") from error
    return parse_config(data, source=path.name)
