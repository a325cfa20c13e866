"""Documents that cannot become code as a whole: the error names the place, and nothing was rendered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.generate import generate, generate_client
from codegen.generate.ledger import check_ledger
from codegen.generate.spec import Spec
from tests.support.tiny_api import SETTINGS, openapi

Change = Callable[[dict[str, Any]], Any]


def _listing(document: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = document["paths"]["/things"]["get"]
    return operation


def _parameter(**more: Any) -> Change:
    return lambda document: _listing(document)["parameters"].append({"name": "new", "in": "query", **more})


def _property(name: str, schema: Any) -> Change:
    return lambda document: document["components"]["schemas"]["Thing"]["properties"].update({name: schema})


def _response(schema: Any) -> Change:
    content = {"application/json": {"schema": schema}}
    return lambda document: _listing(document)["responses"]["200"].update(content=content)


def _body(content: Any) -> Change:
    return lambda document: document["paths"]["/things"]["post"].update(requestBody={"content": content})


CASES: dict[str, tuple[Change, str]] = {
    "reference to nothing": (_property("odd", {"$ref": "#/components/schemas/Nobody"}), "Thing"),
    "enum of mixed types": (_property("odd", {"enum": ["a", 1]}), "Thing"),
    "array without items": (_property("odd", {"type": "array"}), "Thing"),
    "path without its parameter": (
        lambda d: d["paths"]["/owners/{id}"]["get"].update(parameters=[]),
        "GET /owners/{id}",
    ),
    "response of an unknown media type": (
        lambda d: _listing(d)["responses"]["200"].update(content={"image/x-odd": {"schema": {"type": "string"}}}),
        "GET /things",
    ),
    "no operationId": (lambda d: _listing(d).pop("operationId"), "GET /things has no operationId"),
    "no tag": (lambda d: _listing(d).pop("tags"), "GET /things has no tag"),
    "one id twice": (
        lambda d: _listing(d).update(operationId="things_get"),
        r"GET /things \(things_get\) and GET /things/\{thing-id\} \(things_get\) have one operationId",
    ),
    "two ids of one method": (
        lambda d: _listing(d).update(operationId="things-get"),
        r"GET /things \(things-get\) and GET /things/\{thing-id\} \(things_get\) have one operationId",
    ),
    "two tags of one resource": (
        lambda d: _listing(d).update(tags=["things"]),
        "'Things' and 'things' would both be called things|'things' and 'Things' would both be called things",
    ),
    "two fields of one name": (_property("user_name", {"type": "string"}), "user_name"),
    "two classes of one name": (
        lambda d: d["components"]["schemas"].update(thing=d["components"]["schemas"]["Owner"]),
        "Thing",
    ),
    "cookie": (
        lambda d: _listing(d)["parameters"].append({"name": "jar", "in": "cookie", "schema": {"type": "string"}}),
        r"GET /things \(things_list\): the cookie parameter 'jar' cannot be sent",
    ),
    "object in the query": (
        _parameter(schema={"type": "object", "properties": {"a": {"type": "string"}}}),
        "'new'|new",
    ),
    "deep object style": (
        _parameter(schema={"type": "array", "items": {"type": "string"}}, style="deepObject"),
        "'new' has the style 'deepObject'",
    ),
    "parameter at two places": (
        lambda d: _listing(d)["parameters"].append({"name": "q", "in": "header", "schema": {"type": "string"}}),
        "the parameter 'q' is declared at two places",
    ),
    "text as an answer": (_response({"type": "string"}), "GET /things .* answers str"),
    "paging without a list": (_response({"$ref": "#/components/schemas/ThingsGetResponse"}), "its data is no list"),
    "body that is no object": (_body({"application/json": {"schema": {"type": "string"}}}), "its body is no object"),
    "body of an unknown type": (_body({"application/x-odd": {"schema": {"type": "string"}}}), "POST /things"),
}


@pytest.mark.parametrize("case", CASES)
def test_what_cannot_be_generated_is_named(case: str, tmp_path: Path) -> None:
    """The error tells which operation or schema, and no file is written."""
    change, message = CASES[case]
    document = openapi()
    change(document)
    with pytest.raises(CodegenError, match=message) as caught:
        generate(document, SETTINGS, tmp_path)
    assert list(tmp_path.rglob("*")) == []
    assert caught.value.remedy or caught.value.file


def test_all_complaints_come_at_once(tmp_path: Path) -> None:
    """Two faults, two lines."""
    document = openapi()
    CASES["array without items"][0](document)
    CASES["path without its parameter"][0](document)
    with pytest.raises(CodegenError, match="GET /owners") as caught:
        generate_client(document, SETTINGS, tmp_path)
    assert "Thing" in str(caught.value)


def test_the_document_is_left_alone(tmp_path: Path) -> None:
    """Generation reads and does not write."""
    document = openapi()
    generate(document, SETTINGS, tmp_path)
    assert document == openapi()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A generated package to be damaged."""
    generate_client(openapi(), SETTINGS, tmp_path)
    return tmp_path / "_tiny"


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def test_a_whole_package_balances(package: Path) -> None:
    """Document, table and all four colours hold the same operations."""
    check_ledger(Spec(openapi(), source="x"), package)


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("operations.py", '"things_get": THINGS_GET,', "", "things_get: in the document, missing from OPERATIONS"),
        ("operations.py", '"things_get":', '"things_other":', "things_other: in OPERATIONS, not in the document"),
        (
            "resources/things.py",
            "operations.THINGS_DELETE",
            "operations.THINGS_GET",
            "things_delete: in the document, missing from methods behind Resources",
        ),
        (
            "resources/__init__.py",
            "return AsyncOwnersResource(",
            "return OwnersResource(",
            "owners_get: in the document, missing from methods behind AsyncResources",
        ),
        (
            "resources/__init__.py",
            "return AsyncRawOwnersResource(",
            "return print(",
            "owners_import: in the document, missing from methods behind AsyncRawResources",
        ),
    ],
)
def test_a_lost_operation_is_named(package: Path, file: str, old: str, new: str, complaint: str) -> None:
    """The ledger says which operation is missing where."""
    _edit(package / file, old, new)
    with pytest.raises(CodegenError, match=complaint):
        check_ledger(Spec(openapi(), source="x"), package)


def test_a_new_operation_in_the_document_is_missed(package: Path) -> None:
    """The document leads: what it gained must be in the code."""
    document = openapi()
    document["paths"]["/new"] = {"get": {"operationId": "things_new", "tags": ["Things"], "responses": {}}}
    with pytest.raises(CodegenError, match="things_new: in the document, missing from OPERATIONS"):
        check_ledger(Spec(document, source="x"), package)
