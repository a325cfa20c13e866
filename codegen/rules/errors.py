"""Errors that every operation can answer, though the spec names them nowhere."""

from __future__ import annotations

from codegen.errors import FindingError
from codegen.pointer import Json, copy_table, same
from codegen.repair.marking import unmarked
from codegen.rules.config import Errors
from codegen.rules.walk import Note, add_definitions, check_refs, shared, spots


def errors(document: dict[str, Json], rule: Errors, notes: list[Note], file: str) -> None:
    """Every operation can answer the declared errors; what it says of a status itself stands."""
    responses = shared(document, "responses")
    for error in rule.responses.values():
        present = responses.get(error.name)
        if present is not None and not same(unmarked(present), error.response):
            raise FindingError(
                f"rules.errors: the document has another response {error.name!r}",
                file=file,
                remedy="give the error another 'name', or make both the same",
            )
        responses.setdefault(error.name, copy_table(error.response))
    for spot in spots(document):
        own = spot.operation.setdefault("responses", {})
        if isinstance(own, dict):
            for status, error in rule.responses.items():
                own.setdefault(status, {"$ref": f"#/responses/{error.name}"})
    add_definitions(document, rule.definitions, key="rules.errors.definitions", file=file)
    for error in rule.responses.values():
        check_refs(document, error.response.get("schema"), key=f"rules.errors.responses, {error.name}", file=file)
