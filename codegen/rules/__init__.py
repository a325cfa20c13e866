"""Rules: what holds for every operation of an API, declared once in ``codegen.toml``.

Rules work on the repaired Swagger 2.0 document. An operation that a new spec brings is complete without a
hand-written line; repairs only say what differs.
"""

from __future__ import annotations

from dataclasses import dataclass

from codegen.pointer import Json, copy_table
from codegen.rules.answers import nullable, open_enums
from codegen.rules.config import Config, Generate, Rule, Rules, load_config
from codegen.rules.envelope import envelope
from codegen.rules.errors import errors
from codegen.rules.hoisting import hoist
from codegen.rules.hygiene import integer_format, object_type, response_codes, security, summary, tags
from codegen.rules.naming import operation_ids
from codegen.rules.reading import parse_config
from codegen.rules.walk import Note

__all__ = ["Config", "Generate", "Note", "Rule", "Rules", "RulesRun", "apply", "load_config", "parse_config"]


@dataclass(frozen=True, slots=True, eq=False)
class RulesRun:
    """A document to which all rules were applied.

    Attributes:
        document: The document; the input is left alone.
        notes: What was decided on the way.
    """

    document: dict[str, Json]
    notes: tuple[Note, ...]


def apply(document: dict[str, Json], config: Config) -> RulesRun:
    """Apply the rules of an API.

    Args:
        document: A repaired Swagger 2.0 document; it is left alone.
        config: The declarations of the API.

    Returns:
        The finished document.

    Raises:
        FindingError: A declaration does not fit the document, or two things would get one name.
        CodegenError: The document is not built as Swagger 2.0 is.
    """
    made = copy_table(document)
    notes: list[Note] = []
    _form(made, config.rules, notes, config.file)
    _answers(made, config.rules, notes, config.file)
    return RulesRun(made, tuple(notes))


def _form(document: dict[str, Json], rules: Rules, notes: list[Note], file: str) -> None:
    if rules.response_codes:
        response_codes(document, rules.response_codes, notes)
    if rules.object_type:
        object_type(document, rules.object_type, notes)
    if rules.tags:
        tags(document, rules.tags, notes)
    if rules.operation_ids:
        operation_ids(document, rules.operation_ids, notes, file)
    if rules.summary:
        summary(document, rules.summary, notes)
    if rules.security:
        security(document, rules.security, notes, file)


def _answers(document: dict[str, Json], rules: Rules, notes: list[Note], file: str) -> None:
    """Envelopes first, since they bring schemas; nulls after hoisting, since they belong to the place."""
    if rules.envelope:
        envelope(document, rules.envelope, rules.pagination, notes, file)
    if rules.errors:
        errors(document, rules.errors, notes, file)
    if rules.hoist:
        hoist(document, rules.hoist, notes, file)
    if rules.nullable:
        nullable(document, rules.nullable, notes, file)
    if rules.open_enums:
        open_enums(document, rules.open_enums, notes, file)
    if rules.integer_format:
        integer_format(document, rules.integer_format, notes)
