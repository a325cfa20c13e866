"""Odd but lawful documents: types, names and answers that a small API would not have."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest

from codegen.errors import CodegenError
from codegen.generate import generate_client
from codegen.generate.spec import Spec
from codegen.generate.tidy import tidy
from codegen.generate.types import ANY, BOOL, FLOAT, INT, NONE, STR, Type, join_answer, union
from tests.support.tiny_api import SETTINGS, answer, importable, openapi, query, ref

BIG = Type("Big", values=("a",), is_class=True)
SMALL = Type("Small", values=("b",), is_class=True)
ONE, TWO = Type("One", is_class=True), Type("Two", is_class=True)
LIST = Type("list", (STR,))


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        ((STR, INT), "Text"),
        ((STR, INT, FLOAT, NONE), "Text | None"),
        ((INT, FLOAT), "int"),
        ((FLOAT, NONE), "float | None"),
        ((STR, BIG), "Big"),
        ((BIG, STR, NONE), "Big | None"),
        ((BIG, INT), "Text"),
        ((BIG, SMALL), "Text"),
        ((BOOL, STR), "bool | str"),
        ((ONE, TWO), "Any"),
        ((ONE, Type("dict", (STR, ANY)), NONE), "Any"),
        ((LIST, Type("list", (INT,))), "Any"),
        ((ONE, LIST, STR), "One | list[str] | str"),
        ((ANY, STR), "Any"),
        ((NONE,), "None"),
        ((STR, STR), "str"),
    ],
)
def test_one_convenient_type(types: tuple[Type, ...], expected: str) -> None:
    """What the API sends in several types has one for users."""
    assert join_answer(*types).write() == expected


def test_types_write_themselves() -> None:
    """Qualified, shielded from names that hide builtins, literals with their quotes."""
    type_ = union(Type("list", (ONE,)), Type("Literal", values=("list", 'a"b', 2)), NONE)
    assert type_.write(module="m.") == "list[m.One] | Literal['list', 'a\"b', 2] | None"
    assert type_.write(hidden=["list"]).startswith("builtins.list[One] | Literal['list',")
    assert list(type_.heads()) == ["|", "list", "One", "Literal", "None"]
    assert type_.without_none().nullable is False


def build(tmp_path: Path, document: dict[str, Any]) -> Path:
    """Generate the client of a document."""
    generate_client(document, SETTINGS, tmp_path)
    return tmp_path


def test_numbers_as_choices(tmp_path: Path) -> None:
    """An enum of integers is a Literal of integers in a signature, and an integer on the wire."""
    document = openapi()
    document["paths"]["/things"]["get"]["parameters"] += [
        query("size", {"type": "integer", "enum": [2, 1]}),
        query("any", {}),
        query("either", {"anyOf": [{"type": "integer"}, {"type": "string"}]}),
    ]
    build(tmp_path, document)
    assert "size: Literal[2, 1] | None = None" in (tmp_path / "_tiny" / "resources" / "things.py").read_text()
    with importable(tmp_path, "_tiny.operations") as (module,):
        row: Any = module.OPERATIONS["things_list"]
        assert (row.parameter("size").type, row.parameter("size").enum) == ("integer", ("2", "1"))
        assert row.parameter("any").type == "string"
        assert row.parameter("either").type == "string"


def test_array_styles(tmp_path: Path) -> None:
    """Delimiters of the styles; headers join by commas."""
    document = openapi()
    array = {"type": "array", "items": {"type": "string"}}
    document["paths"]["/things"]["get"]["parameters"] += [
        query("pipes", array, style="pipeDelimited", explode=False),
        query("spaces", array, style="spaceDelimited", explode=False),
        query("plain", array),
    ]
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.operations") as (module,):
        found: Any = module.OPERATIONS["things_list"].parameter
        assert [(found(n).explode, found(n).delimiter) for n in ("pipes", "spaces", "plain")] == [
            (False, "|"),
            (False, " "),
            (True, ","),
        ]


def test_a_json_body_is_given_field_by_field(tmp_path: Path) -> None:
    """Its media type tells the runtime how to send the fields."""
    document = openapi()
    document["paths"]["/things"]["post"]["requestBody"]["content"] = {
        "application/json": {"schema": {"type": "object", "required": ["b"], "properties": {"b": {"type": "string"}}}}
    }
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.operations") as (module,):
        row: Any = module.OPERATIONS["things_create"]
        assert (row.body, [p.wire for p in row.parameters]) == ("application/json", ["b"])


def test_an_answer_without_envelope_is_its_own_data(tmp_path: Path) -> None:
    """Lists and objects come as they are."""
    document = openapi()
    listing = document["paths"]["/things"]["get"]
    del listing["x-envelope"], listing["x-pagination"]
    schema = {"type": "array", "items": ref("Thing")}
    listing["responses"] = {"default": {"description": "All.", "content": {"application/json": {"schema": schema}}}}
    del document["paths"]["/owners/{id}"]["get"]["x-envelope"]
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.operations", "_tiny.models") as (operations, models):
        rows: Any = operations.OPERATIONS
        assert rows["things_list"].data == rows["things_list"].response == list[models.Thing]  # type: ignore[name-defined]
        assert rows["owners_get"].data is models.OwnersGetResponse


def test_an_envelope_without_data_gives_none(tmp_path: Path) -> None:
    """The key that the envelope names is not there: there is nothing to unwrap."""
    document = openapi()
    del document["components"]["schemas"]["ThingsDeleteResponse"]["properties"]["data"]
    document["components"]["schemas"]["ThingsDeleteResponse"]["required"] = ["meta"]
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.operations") as (module,):
        assert module.OPERATIONS["things_delete"].data is None


def test_a_class_called_like_an_import(tmp_path: Path) -> None:
    """Schemas called Model, Text or Any do not hide what the module is made of."""
    document = openapi()
    schemas = document["components"]["schemas"]
    for name in ("Model", "Text", "Any"):
        schemas[name] = {"type": "object", "properties": {"id": {"type": "string"}}}
        schemas["Thing"]["properties"][name.lower()] = ref(name)
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.models") as (module,):
        models: Any = module
        thing = msgspec.json.decode(b'{"id":"1","kind":"big","text":{"id":"2"},"place":3}', type=models.Thing)
        assert isinstance(thing.text, models.Text_)
        assert thing.place == "3"


def test_a_cycle_of_three(tmp_path: Path) -> None:
    """Classes that mention each other in a ring decode at any depth."""
    document = openapi()
    schemas = document["components"]["schemas"]
    for name, following in (("Alpha", "Beta"), ("Beta", "Gamma"), ("Gamma", "Alpha")):
        items = {"type": "array", "items": ref(following)}
        schemas[name] = {"type": "object", "properties": {"next": items, "one": ref(following)}}
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.models") as (module,):
        models: Any = module
        made = msgspec.json.decode(b'{"next":[{"one":{"next":[{"one":{}}]}}]}', type=models.Alpha)
        assert isinstance(made.next[0].one.next[0], models.Alpha)
        assert isinstance(made.next[0].one.next[0].one, models.Beta)


def test_an_inline_nullable_enum(tmp_path: Path) -> None:
    """Open and nullable at once, without a name of its own."""
    document = openapi()
    document["components"]["schemas"]["Thing"]["properties"]["mood"] = {
        "nullable": True,
        "anyOf": [{"type": "string", "enum": ["good", None]}, {"type": "string"}],
    }
    build(tmp_path, document)
    with importable(tmp_path, "_tiny.models") as (module,):
        models: Any = module
        for sent, expected in (("good", "good"), ("odd", "odd"), (None, None)):
            value = msgspec.json.encode({"id": "1", "kind": "big", "mood": sent})
            assert msgspec.json.decode(value, type=models.Thing).mood == expected


def test_two_apis_with_one_class_name(tmp_path: Path) -> None:
    """Descriptions of references are told once, where the class is."""
    build(tmp_path, openapi())
    text = (tmp_path / "_tiny" / "models.py").read_text()
    assert text.count("What a thing is.") == 1


@pytest.mark.parametrize("reference", ["#/components/schemas/A", "#/components/schemas/None"])
def test_references_in_a_ring_or_to_nothing(reference: str) -> None:
    """Neither loops for ever nor passes."""
    schemas = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    spec = Spec({"openapi": "3.0.3", "components": {"schemas": schemas}, "paths": {}}, source="x.yaml")
    with pytest.raises(CodegenError, match=r"leads back to itself|names nothing"):
        spec.resolve({"$ref": reference})


def test_code_that_is_no_python_is_refused(tmp_path: Path) -> None:
    """The formatter's complaint names the file."""
    (tmp_path / "broken.py").write_text("def f(:\n")
    with pytest.raises(CodegenError, match=r"broken\.py"):
        tidy(tmp_path, SETTINGS)


def test_no_document_at_all(tmp_path: Path) -> None:
    """What is no OpenAPI document is refused by name."""
    document = openapi()
    document["info"] = "none"
    with pytest.raises(CodegenError, match=r"spec/tiny/openapi\.yaml: Failed to parse OpenAPI document[\s\S]*info"):
        generate_client(document, SETTINGS, tmp_path)


def test_generators_are_pinned() -> None:
    """Other versions write other bytes: what is installed is what the repository was built with."""
    pins = (Path(__file__).parents[2] / "requirements" / "dev.in").read_text()
    for line in ("openapi-python-client==0.29.1", "datamodel-code-generator==0.89.0", "ruff==0.17.6"):
        assert line in pins


def test_the_generated_code_is_not_imported(tmp_path: Path) -> None:
    """The build reads what it wrote and runs none of it."""
    build(tmp_path, openapi())
    assert not {name for name in sys.modules if name.partition(".")[0] == "_tiny"}
    assert answer("X")["200"]["description"] == "OK"
