"""What is generated from a small document, imported and used."""

from __future__ import annotations

import inspect
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, NoneType
from typing import Any

import msgspec
import pytest

from codegen.generate import generate_client
from tests.support.tiny_api import REPOSITORY, SETTINGS, importable, openapi


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The generated package."""
    made = tmp_path_factory.mktemp("code")
    generate_client(openapi(), SETTINGS, made)
    return made


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[tuple[ModuleType, ModuleType, ModuleType]]:
    """Its models, operations and resources."""
    with importable(folder, "_tiny.models", "_tiny.operations", "_tiny.resources") as (models, operations, resources):
        yield models, operations, resources


@pytest.fixture
def models(package: tuple[ModuleType, ModuleType, ModuleType]) -> Any:
    """The generated models."""
    return package[0]


@pytest.fixture
def operations(package: tuple[ModuleType, ModuleType, ModuleType]) -> Any:
    """The generated operations."""
    return package[1]


@pytest.fixture
def resources(package: tuple[ModuleType, ModuleType, ModuleType]) -> Any:
    """The generated resources."""
    return package[2]


THING: dict[str, Any] = {
    "id": "1",
    "kind": "big",
    "from": {"id": "2", "favourite": {"id": "3", "kind": "unheard of"}},
    "list": ["a"],
    "property": "p",
    "str": "s",
    "created_time": "1296251679",
    "place": 5,
    "marks": [1, "two", 3.0],
    "count": 7.0,
    "extra": {"any": [1]},
    "labels": {"a": "b"},
    "parts": [{"id": "4", "kind": "BIG"}],
    "level": 2,
    "userName": "u",
}


def decode(type_: Any, value: Any) -> Any:
    """Decode as the runtime does."""
    return msgspec.json.decode(msgspec.json.encode(value), type=type_, strict=False)


def test_a_whole_object_is_decoded(models: Any) -> None:
    """Keywords, names of builtins, numbers for strings, recursion: all in one."""
    thing = decode(models.Thing, THING)
    assert (thing.id, thing.from_.id, thing.list, thing.property, thing.str) == ("1", "2", ["a"], "p", "s")
    assert (thing.place, thing.marks, thing.count) == ("5", ["1", "two", "3"], 7)
    assert (thing.extra, thing.labels, thing.level, thing.user_name) == ({"any": [1]}, {"a": "b"}, 2, "u")
    assert thing.parts[0].kind is models.Kind.BIG_2


def test_absent_and_null_are_none(models: Any) -> None:
    """Optional fields take both."""
    for value in ({}, dict.fromkeys(("list", "place", "marks", "created_time", "from"))):
        thing = decode(models.Thing, {"id": "1", "kind": "big", **value})
        assert (thing.list, thing.place, thing.marks, thing.created_at, thing.from_) == (None,) * 5


def test_required_fields_are_required(models: Any) -> None:
    """An answer without them is refused."""
    with pytest.raises(msgspec.ValidationError, match="kind"):
        decode(models.Thing, {"id": "1"})


def test_unknown_enum_values_survive(models: Any) -> None:
    """An open enum takes a value that it does not list, and shows what was sent."""
    kind = decode(models.Thing, {"id": "1", "kind": "huge"}).kind
    assert isinstance(kind, models.Kind)
    assert kind == "huge"
    assert [member.value for member in models.Kind] == ["big", "BIG", "very small", "1st"]


def test_unix_time_is_also_a_datetime(models: Any) -> None:
    """`created_time` gives `created_at`."""
    assert decode(models.Thing, THING).created_at.isoformat() == "2011-01-28T21:54:39+00:00"


def test_all_of_is_one_class(models: Any) -> None:
    """Properties of the parts are there, and what they require is required."""
    special = decode(models.Special, {"id": "1", "power": 1})
    assert (special.id, special.power) == ("1", 1.0)
    with pytest.raises(msgspec.ValidationError, match="power"):
        decode(models.Special, {"id": "1"})


def test_structs_are_frozen_and_cheap(models: Any) -> None:
    """The settings on which speed and safety rest."""
    structs = [
        value for value in vars(models).values() if isinstance(value, type) and value.__module__ == "_tiny.models"
    ]
    made = [struct for struct in structs if issubclass(struct, msgspec.Struct)]
    assert len(made) == 9
    assert all(struct.__struct_config__.frozen and not struct.__struct_config__.gc for struct in made)
    with pytest.raises(TypeError, match="positional"):
        models.Meta(200)


def test_only_classes_with_such_fields_pay_for_texts(models: Any) -> None:
    """A __post_init__ costs on each object, so it is written where it is needed alone."""
    has = {name for name in models.__all__ if "__post_init__" in vars(getattr(models, name))}
    assert has == {"Thing", "Paging"}


def test_a_struct_goes_back_to_the_wire(models: Any) -> None:
    """Renamed fields keep their wire names."""
    wire = msgspec.to_builtins(decode(models.Thing, THING))
    assert {"from", "userName", "property"} <= wire.keys()


def test_documentation_is_from_the_document(models: Any) -> None:
    """Descriptions reach docstrings."""
    assert (
        inspect.getdoc(models.Thing)
        == "A thing.\n\nOf which there are many.\n\nAttributes:\n    str: A text called str."
    )


def test_rows_say_what_the_document_says(operations: Any) -> None:
    """What the parser drops is joined from the document."""
    row = operations.OPERATIONS["things_list"]
    assert (row.resource, row.name, row.method, row.path) == ("things", "list", "GET", "/things")
    assert row.security == (("token",), ("api_key", "api_secret"), ())
    assert row.scopes == ("read", "write")
    assert (row.pagination.style, row.pagination.next_key, row.pagination.next_parameter) == ("id", "next_id", "max_id")
    assert row.envelope.pagination == "pagination"
    assert (row.tag, row.summary, row.deprecated) == ("Things", "List *things*.", False)


def test_types_of_rows(operations: Any, models: Any) -> None:
    """Envelope, data and items as types."""
    rows = operations.OPERATIONS
    assert rows["things_list"].response is models.ThingsListResponse
    assert (rows["things_list"].data, rows["things_list"].item) == (list[models.Thing], models.Thing)
    assert rows["things_delete"].data is None
    assert rows["owners_get"].data == models.Special | None
    assert (rows["owners_import"].response, rows["owners_import"].data) == (NoneType, None)


def test_parameters_of_rows(operations: Any) -> None:
    """Types, bounds, styles, defaults and descriptions."""
    row = operations.OPERATIONS["things_list"]
    assert [(p.name, p.wire, p.location, p.type) for p in row.parameters] == [
        ("max_id", "max_id", "query", "string"),
        ("q", "q", "query", "string"),
        ("kinds", "kinds", "query", "array"),
        ("count", "count", "query", "integer"),
        ("class_", "class", "query", "boolean"),
        ("above", "above", "query", "integer"),
        ("x_trace", "X-Trace", "header", "string"),
    ]
    kinds, count, above = row.parameter("kinds"), row.parameter("count"), row.parameter("above")
    assert (kinds.enum, kinds.explode, kinds.delimiter) == (("a", "b"), False, ",")
    assert (count.minimum, count.maximum, count.default) == (1, 50, 20)
    assert above.minimum == 6
    assert row.parameter("q").description == "What to look for"


def test_form_fields_are_parameters(operations: Any) -> None:
    """A body is sent field by field."""
    row = operations.OPERATIONS["things_create"]
    assert (row.body, row.deprecated) == ("multipart/form-data", True)
    assert [(p.name, p.location, p.type, p.required) for p in row.parameters] == [
        ("name", "form", "string", True),
        ("picture", "form", "file", False),
        ("size", "form", "number", False),
    ]


def test_an_operation_without_envelope_says_so(operations: Any) -> None:
    """No keys are made up."""
    shape = operations.OPERATIONS["owners_import"].envelope
    assert (shape.style, shape.data, shape.meta, shape.pagination) == ("", "", "", "")


def test_signatures(resources: Any) -> None:
    """Required parameters by position, the others by name, None for not sent."""
    things = resources.ThingsResource
    assert str(inspect.signature(things.list)).startswith("(self, q: 'str', *, max_id: 'str | None' = None, kinds: ")
    assert list(inspect.signature(things.get).parameters) == ["self", "thing_id", "self_", "operations_"]
    assert str(inspect.signature(resources.OwnersResource.import_)) == "(self) -> 'None'"


class Recorder:
    """A caller that keeps what it was asked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, object]]] = []

    def call(self, operation: Any, arguments: dict[str, object], *, address: str = "") -> Any:
        """Remember and answer nothing."""
        self.calls.append((operation.id, dict(arguments)))
        return type("Answer", (), {"data": None, "envelope": None})()


def test_methods_hand_on_wire_names(resources: Any) -> None:
    """Arguments travel under the names of the document."""
    recorder = Recorder()
    resources.ThingsResource(recorder).get("7", self_="s", operations_="o")
    resources.RawOwnersResource(recorder).get("8")
    assert recorder.calls == [
        ("things_get", {"thing-id": "7", "self": "s", "operations": "o"}),
        ("owners_get", {"id": "8", "ID": None}),
    ]


def test_resources_hang_on_a_client(resources: Any) -> None:
    """A client inherits a mixin and gets each resource once, when it is first asked for."""
    for colour in ("", "Async", "Raw", "AsyncRaw"):
        client = type("Client", (getattr(resources, f"{colour}Resources"),), {})()
        client._caller = Recorder()
        assert type(client.things).__name__ == f"{colour}ThingsResource"
        assert client.things is client.things


def test_annotations_resolve_at_run_time(resources: Any, models: Any) -> None:
    """Tools that read annotations are not left with names of nowhere."""
    hints = typing.get_type_hints(resources.AsyncOwnersResource.get)
    assert hints["return"] == models.Special | None


def test_docstrings_have_all_parts(resources: Any) -> None:
    """Summary, rest of the description, scopes, arguments, result, errors; no links."""
    doc = inspect.getdoc(resources.ThingsResource.list) or ""
    assert doc.startswith("List *things*.\n\nAll of them, see the page.\n\nScopes: `read`, `write`.\n\nArgs:\n    q: ")
    assert "count: Sent as `count`. At least 1. At most 50. The API assumes 20 when it is not given." in doc
    assert "Raises:\n    APIError: The API refused: 400 No good." in doc
    assert "http" not in doc
    assert "Deprecated: " in (inspect.getdoc(resources.ThingsResource.create) or "")


def test_every_file_says_that_it_is_generated(folder: Path) -> None:
    """Head with command and source."""
    files = sorted((folder / "_tiny").rglob("*.py"))
    assert len(files) == 6
    for path in files:
        head = path.read_text().splitlines()[:2]
        assert head[0].startswith("# Generated by `python -m codegen build`; do not edit")
        assert head[1] == "# Source: spec/tiny/openapi.yaml"
    assert (folder / "_tiny" / "py.typed").read_text() == ""


def test_nothing_is_imported_in_vain(folder: Path) -> None:
    """Ruff finds no unused name and nothing to sort or to lay out."""
    for command in (["check", "--select", "F,E9,E7"], ["format", "--check"]):
        options = ["--isolated", "--no-cache", "--line-length", "120", "--target-version", "py311"]
        result = subprocess.run([sys.executable, "-m", "ruff", *command, *options, str(folder)], capture_output=True)
        assert result.returncode == 0, result.stdout


def test_the_type_checker_agrees(folder: Path, tmp_path: Path) -> None:
    """Mypy in strict mode, over the generated code and a user of it."""
    user = tmp_path / "user.py"
    user.write_text(
        "from typing import assert_type\n"
        "from _tiny import models\n"
        "from _tiny.resources import Resources\n"
        "from instagram_v1.runtime.pages import Page\n"
        "def use(client: Resources) -> None:\n"
        "    assert_type(client.things.list('q', kinds=['a']), Page[models.Thing])\n"
        "    assert_type(client.things.get('1').place, str | None)\n"
        "    assert_type(client.things.get('1').list, list[str] | None)\n"
        "    assert_type(client.owners.get('1'), models.Special | None)\n"
    )
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache"), "--config-file", ""]
    paths = f"{REPOSITORY / 'overrides'}:{folder}"
    result = subprocess.run(
        [*command, str(user), str(folder / "_tiny")],
        env={"MYPYPATH": paths},
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert result.returncode == 0, result.stdout
