"""The strict pydantic models: they take what the document allows and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from pydantic import ValidationError

from codegen.errors import CodegenError
from codegen.generate import generate_schema
from codegen.generate.schema import schemas_only
from tests.support.tiny_api import SETTINGS, importable, openapi


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ModuleType]:
    """The generated package."""
    folder = tmp_path_factory.mktemp("schema")
    generate_schema(openapi(), SETTINGS, folder)
    with importable(folder, "_tiny_schema") as (module,):
        yield module


THING: dict[str, Any] = {
    "id": "1",
    "kind": "big",
    "from": {"id": "2"},
    "place": 5,
    "marks": ["a", 1],
    "count": 7.5,
    "created_time": "1296251679",
    "parts": [{"id": "2", "kind": "BIG"}],
    "labels": {"a": "b"},
    "extra": {"anything": [1, None]},
    "level": 2,
}


def test_names_are_those_of_the_document(schema: Any) -> None:
    """Every named schema is a class of that name."""
    for name in openapi()["components"]["schemas"]:
        assert isinstance(getattr(schema, name), type), name


def test_what_the_document_allows_is_taken(schema: Any) -> None:
    """A whole object, and the least that is an object."""
    assert schema.Thing.model_validate(THING).place == 5
    assert schema.Thing.model_validate({"id": "1", "kind": "big"}).id == "1"


@pytest.mark.parametrize(
    "key", ["from", "place", "marks", "count", "created_time", "parts", "labels", "extra", "level"]
)
def test_null_is_taken_where_allowed(schema: Any, key: str) -> None:
    """Every nullable field takes null."""
    schema.Thing.model_validate({**THING, key: None})


def test_new_values_of_open_enums_are_taken(schema: Any) -> None:
    """An open enum takes any string; a known one equals its member."""
    assert schema.Thing.model_validate({**THING, "kind": "huge"}).kind == "huge"
    assert schema.Thing.model_validate(THING).kind == schema.Kind.big


@pytest.mark.parametrize(
    "change",
    [
        {"id": None},
        {"id": 1},
        {"kind": None},
        {"kind": 3},
        {"stray": 1},
        {"from_": {"id": "2"}},
        {"from": {"id": "2", "stray": 1}},
        {"place": 1.5},
        {"created_time": 1296251679},
        {"labels": {"a": 1}},
        {"level": 3},
        {"parts": [None]},
        {"marks": "a"},
    ],
)
def test_the_rest_is_refused(schema: Any, change: dict[str, Any]) -> None:
    """Null, other types, other keys, Python's names for the wire's."""
    with pytest.raises(ValidationError):
        schema.Thing.model_validate({**THING, **change})


def test_what_is_required_is_required(schema: Any) -> None:
    """Absence is refused, also of the data of an answer."""
    with pytest.raises(ValidationError, match="data"):
        schema.ThingsGetResponse.model_validate({"meta": {"code": 200}})
    with pytest.raises(ValidationError, match="code"):
        schema.Meta.model_validate({})


def test_optional_without_null_refuses_null(tmp_path: Any) -> None:
    """Absence is allowed where null is not."""
    document = openapi()
    document["components"]["schemas"]["Paging"]["properties"]["plain"] = {"type": "string"}
    generate_schema(document, SETTINGS, tmp_path)
    with importable(tmp_path, "_tiny_schema") as (module,):
        made: Any = module
        assert made.Paging.model_validate({}) is not None
        with pytest.raises(ValidationError):
            made.Paging.model_validate({"plain": None})


def test_open_enums_are_opened_where_they_are_used() -> None:
    """The named enum is closed, each use of it adds any string."""
    schemas = schemas_only(openapi())["components"]["schemas"]
    assert schemas["Kind"]["enum"] == ["big", "BIG", "very small", "1st"]
    assert schemas["Thing"]["properties"]["kind"] == {
        "anyOf": [{"$ref": "#/components/schemas/Kind"}, {"type": "string"}]
    }


def test_a_reference_to_nothing_is_named(tmp_path: Any) -> None:
    """The generator's complaint arrives as an error of ours."""
    document = openapi()
    document["components"]["schemas"]["Thing"]["properties"]["from"] = {"$ref": "#/components/schemas/Nobody"}
    with pytest.raises(CodegenError, match="Nobody"):
        generate_schema(document, SETTINGS, tmp_path)
