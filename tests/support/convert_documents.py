"""Small Swagger 2.0 documents for the tests of the conversion, and the conversion with its usual checks."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from openapi_spec_validator import OpenAPIV2SpecValidator, OpenAPIV30SpecValidator

from codegen.convert import Conversion, convert

OK: dict[str, Any] = {"200": {"description": "fine"}}


def document(**parts: Any) -> dict[str, Any]:
    """Make a document that is valid as it is."""
    return {"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {}, **parts}


def operation(method: str = "get", path: str = "/x", **parts: Any) -> dict[str, Any]:
    """Make a document of one operation; members of the document itself are written with an underscore before them."""
    root = {key[1:]: value for key, value in parts.items() if key.startswith("_")}
    own = {key: value for key, value in parts.items() if not key.startswith("_")}
    return document(paths={path: {method: {"responses": OK, **own}}}, **root)


def with_schema(schema: Any, **definitions: Any) -> dict[str, Any]:
    """Make a document whose definition ``A`` is this schema."""
    return document(definitions={"A": schema, **definitions})


def source_errors(source: Any) -> Iterator[str]:
    """List what is wrong with a Swagger 2.0 document; the validator's complaint of file answers is its own fault."""
    for error in OpenAPIV2SpecValidator(source).iter_errors():
        if not error.message.startswith("'file' is not valid"):
            yield error.message


def result_errors(result: Any) -> list[str]:
    """List what is wrong with an OpenAPI 3.0 document."""
    return [error.message for error in OpenAPIV30SpecValidator(result).iter_errors()]


def conversion(source: Any, *, valid: bool = True) -> Conversion:
    """Convert a document; the source stays as it was, and a valid one gives a valid result."""
    before = copy.deepcopy(source)
    if valid:
        assert list(source_errors(source)) == []
    done = convert(source)
    assert source == before
    if valid:
        assert result_errors(done.document) == []
    return done


def converted(source: Any, *, valid: bool = True) -> Any:
    """Convert a document and give the result."""
    return conversion(source, valid=valid).document


def converted_operation(source: Any, *, valid: bool = True) -> Any:
    """Convert a document and give its first operation."""
    item = next(iter(converted(source, valid=valid)["paths"].values()))
    return next(value for key, value in item.items() if key in ("get", "put", "post", "delete", "patch"))


def converted_schema(schema: Any, *, valid: bool = True, **definitions: Any) -> Any:
    """Convert a schema."""
    return converted(with_schema(schema, **definitions), valid=valid)["components"]["schemas"]["A"]


def codes(done: Conversion) -> list[str]:
    """List the kinds of notes."""
    return [note.code for note in done.notes]
