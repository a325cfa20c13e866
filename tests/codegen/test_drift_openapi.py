"""A new file that is OpenAPI 3: read, compared and judged, with pointers into the file as it is; never taken over."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from codegen import yaml12
from codegen.canonical import canonical
from codegen.cli import main
from codegen.convert import convert
from codegen.openapi3 import as_swagger
from codegen.pointer import exists
from codegen.report.making import Comparison, make_report
from tests.support.supplied import API, ROOT, frozen
from tests.support.tiny_api import tree

Node = dict[str, Any]
Edit = Callable[[Node], object]
BUILT = sorted(path for path in (ROOT / "spec").glob("*/openapi.yaml"))


@functools.cache
def _built() -> str:
    return json.dumps(yaml12.load_file(API / "openapi.yaml").data)


def built() -> Node:
    """The built document, afresh."""
    document: Node = json.loads(_built())
    return document


def compared(folder: Path, document: Node) -> Comparison:
    """A document beside what is there."""
    path = folder / "new.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return Comparison(path, root=ROOT, api="instagram")


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.parent.name)
def test_the_way_back_loses_nothing(path: Path) -> None:
    """What was built, said in the words of Swagger 2.0 and converted again, is what was built."""
    document = yaml12.load_file(path).data
    assert convert(canonical(as_swagger(document).document)).document == document


@pytest.mark.parametrize("path", BUILT, ids=lambda path: path.parent.name)
def test_what_was_built_is_no_drift(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 0, every repair applied, and it is said with what the file was compared."""
    assert main(["drift", str(path), "--json"]) == 0
    captured = capsys.readouterr()
    told = json.loads(captured.out)
    assert (told["suggested"], told["drift"]) == ("none", [])
    assert {item["verdict"] for item in told["repairs"]} <= {"applied"}
    assert "carries repairs and rules" in captured.err


def at(*keys: str) -> Callable[[Node], Any]:
    """What stands at a place."""

    def step(node: Any, key: str) -> Any:
        return node[int(key) if isinstance(node, list) else key]

    return lambda document: functools.reduce(step, keys, document)


USER = ("components", "schemas", "User", "properties")
RECENT = ("paths", "/users/{user-id}/media/recent", "get")
FORM = ("post", "requestBody", "content", "application/x-www-form-urlencoded", "schema", "properties")
Q = {"name": "q", "in": "query", "required": True, "schema": {"type": "string"}}
NEW = {"operationId": "media_new", "tags": ["Media"], "responses": {"200": {"description": "OK"}}}
HTTP = {"url": "http://api.instagram.com/v1"}
SCHEMA = "/components/schemas/User/properties"
FLOW = ("components", "securitySchemes", "oauth", "flows", "implicit", "scopes")


def as_html(document: Node) -> None:
    """Answer HTML where JSON was answered."""
    answer = at(*RECENT, "responses", "200")(document)
    answer["content"] = {"text/html": answer["content"]["application/json"]}


EDITS: dict[str, tuple[Edit, str]] = {
    "a field becomes null": (
        lambda d: at(*USER, "id")(d).update(nullable=True),
        f"breaking nullable-added {SCHEMA}/id",
    ),
    "a field is gone": (lambda d: at(*USER)(d).pop("bio"), f"breaking property-removed {SCHEMA}/bio"),
    "a new field": (
        lambda d: at(*USER)(d).update(age={"type": "integer", "nullable": True}),
        f"additive property-added {SCHEMA}/age",
    ),
    "another type": (
        lambda d: at(*USER, "id")(d).update(type="boolean"),
        f"breaking type-changed {SCHEMA}/id/type",
    ),
    "a required parameter": (
        lambda d: at(*RECENT, "parameters")(d).append(Q),
        "breaking required-parameter-added recent/get/parameters/5",
    ),
    "a limit of a parameter": (
        lambda d: at(*RECENT, "parameters", "0", "schema")(d).update(maximum=5),
        "breaking limit-tightened recent/get/parameters/0/schema/maximum",
    ),
    "an operation is gone": (
        lambda d: d["paths"].pop("/media/popular"),
        "breaking operation-removed /paths/~1media~1popular/get",
    ),
    "a new operation": (
        lambda d: d["paths"].update({"/media/new": {"get": NEW}}),
        "additive operation-added /paths/~1media~1new/get",
    ),
    "another id": (
        lambda d: at(*RECENT)(d).update(operationId="users_latest"),
        "breaking method-renamed recent/get",
    ),
    "another cursor": (
        lambda d: at(*RECENT, "x-pagination")(d).update(style="cursor"),
        "breaking cursor-style-changed recent/get",
    ),
    "another scope": (
        lambda d: at(*RECENT)(d).update(security=[{"oauth": ["likes"]}]),
        "breaking security-removed recent/get/security",
    ),
    "another server": (
        lambda d: d.update(servers=[{"url": "https://example.org/v1"}]),
        "breaking server-changed /servers",
    ),
    "plain http too": (lambda d: d["servers"].append(HTTP), "additive scheme-added /servers"),
    "a scope is gone": (
        lambda d: at(*FLOW)(d).pop("likes"),
        "breaking scope-undeclared /components/securitySchemes/oauth/flows/implicit/scopes/likes",
    ),
    "another field of a form": (
        lambda d: at("paths", "/media/{media-id}/comments", *FORM)(d).update(extra={"type": "string"}),
        "additive parameter-added /schema/properties/extra",
    ),
    "another word": (
        lambda d: at(*RECENT)(d).update(description="New."),
        "documentation description-changed recent/get/description",
    ),
    "answers in another form": (as_html, "breaking media-type-removed recent/get/produces"),
}


@pytest.mark.no_cover  # many rows through the same code, which tracing would slow down by four
@pytest.mark.parametrize("name", EDITS)
def test_an_edit_of_what_was_built(name: str, tmp_path: Path) -> None:
    """Class, kind and place; the place can be found in this file or in the built one."""
    edit, expected = EDITS[name]
    cls, kind, pointer = expected.split()
    document = built()
    edit(document)
    found = compared(tmp_path, document)
    told = [(item.cls, item.kind, item.pointer) for item in found.drift]
    assert any((cls, kind) == one[:2] and one[2].endswith(pointer) for one in told), told
    assert told[0][0] == cls
    for item in found.drift:
        parent = item.pointer.rpartition("/")[0]
        assert exists(document, parent) or exists(built(), parent), item.pointer


def test_layout_and_names_of_variables_are_no_change(tmp_path: Path) -> None:
    """Order of keys, and what a variable of a path is called."""
    text = json.dumps(built(), sort_keys=True)
    for name in ('"/tags/{tag-name}', '"tag-name"', "parameters/tag-name"):
        text = text.replace(name, name.replace("tag-name", "tag"))
    assert compared(tmp_path, json.loads(text)).drift == ()


def test_a_repair_whose_place_is_gone_is_judged(tmp_path: Path) -> None:
    """What carries the mark of a repair has it applied; where the mark is gone, it is looked at what stands there."""
    document = built()
    del document["paths"]["/media/popular"]
    verdicts = {item.repair.id: item.verdict for item in compared(tmp_path, document).new.run.outcomes}
    assert verdicts["popular-media-count"] == "target-missing"
    assert sum(verdict == "applied" for verdict in verdicts.values()) > 135


def test_somebody_else_s_conversion_is_repaired_first(tmp_path: Path) -> None:
    """The supplied file, converted as it stands: repairs find their places, and what they correct is no drift."""
    found = compared(tmp_path, convert(frozen()).document)
    verdicts = [item.verdict for item in found.new.run.outcomes]
    assert verdicts.count("applied") > 0.9 * len(verdicts)
    # The supplied file calls form fields bodies, which no conversion can undo.
    assert {item.where for item in found.drift} == {
        "POST /media/{media-id}/comments",
        "POST /users/{user-id}/relationship",
    }
    assert all(exists(found.document.data, item.pointer) for item in found.drift if item.new is not None)


def test_the_report_of_an_openapi_file(tmp_path: Path) -> None:
    """It is built on trial as any other; repairs are not proposed, and it is said why."""
    document = built()
    at(*USER)(document).pop("bio")
    report = make_report(compared(tmp_path, document))
    assert report.classes["breaking"] == 1
    assert {book.count for book in report.ledger} == {30}
    assert any(change.breaking and change.name.endswith("User.bio") for change in report.changes or ())
    assert "Swagger 2.0" in report.notes["proposals"]
    assert "OpenAPI 3.0.3" in report.notes["form"]


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_it_cannot_be_taken_over(version: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 2, what is possible instead, and nothing is touched."""
    before = tree(ROOT / "spec")
    path = tmp_path / "new.json"
    path.write_text(json.dumps({**built(), "openapi": version}))
    assert main(["regenerate", str(path), "--api", "instagram"]) == 2
    err = capsys.readouterr().err
    assert f"OpenAPI {version} cannot take the place of spec/instagram/swagger.yaml" in err
    assert "drift and report" in err
    assert tree(ROOT / "spec") == before
