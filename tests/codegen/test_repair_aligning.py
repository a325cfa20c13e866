"""Repairs find their paths whatever the variables are called."""

from __future__ import annotations

from typing import Any

from codegen.repair import RepairRun, Verdict, apply, parse_repairs
from codegen.repair.aligning import Alignment


def document(path: str, name: str, **more: Any) -> dict[str, Any]:
    """A document with one operation, its variable among the parameters."""
    parameter: dict[str, Any] = {"name": name, "in": "path", "required": True, "type": "number"}
    item: dict[str, Any] = {"get": {"parameters": [parameter], "description": "old"}}
    paths: dict[str, Any] = {path: item, **more}
    return {"paths": paths}


def repairs(*entries: dict[str, Any]) -> Any:
    """Repairs with what all have in common."""
    common: dict[str, Any] = {"defects": [], "because": "It is so.", "evidence": [{"source": "somebody"}]}
    return parse_repairs([{"id": f"r{number}", **common, **entry} for number, entry in enumerate(entries)], source="x")


SET: dict[str, Any] = {"op": "set", "at": "/paths/~1a~1{id}/get/description", "expect": "old", "value": "new"}
TYPE: dict[str, Any] = {
    "op": "set",
    "at": "/paths/~1a~1{id}/get/parameters/name=id/type",
    "expect": "number",
    "value": "string",
}


def verdicts(run: RepairRun) -> list[Verdict]:
    """The verdicts in their order."""
    return [outcome.verdict for outcome in run.outcomes]


def tables(run: RepairRun) -> Any:
    """The repaired document, to look into."""
    return run.document


def test_they_apply_and_the_names_stay() -> None:
    """The path, its parameter by name, and the document has its own names afterwards."""
    run = apply(document("/a/{key}", "key"), repairs(SET, TYPE))
    assert verdicts(run) == ["applied", "applied"]
    operation = tables(run)["paths"]["/a/{key}"]["get"]
    assert operation["description"] == "new"
    assert operation["parameters"][0]["name"] == "key"
    assert operation["parameters"][0]["type"] == "string"


def test_all_verdicts_are_the_same_as_under_the_known_name() -> None:
    """Whatever is done to the place, the name of the variable makes no difference."""
    edits: list[Any] = [
        lambda get: None,
        lambda get: get.update(description="new"),
        lambda get: get.update(description="other"),
        lambda get: get.pop("description"),
        lambda get: get["parameters"][0].update(type="string"),
        lambda get: get["parameters"].clear(),
    ]
    for edit in edits:
        found = []
        for name in ("id", "key"):
            new = document(f"/a/{{{name}}}", name)
            edit(new["paths"][f"/a/{{{name}}}"]["get"])
            found.append(verdicts(apply(new, repairs(SET, TYPE))))
        assert found[0] == found[1]


def test_a_path_that_is_there_by_its_name_is_meant() -> None:
    """Where two templates differ in names alone, the repair means the one that it names; the other stays as it is."""
    other = {"get": {"description": "old"}}
    run = apply(document("/a/{id}", "id", **{"/a/{key}": other}), repairs(SET))
    assert verdicts(run) == ["applied"]
    assert tables(run)["paths"]["/a/{key}"] == other


def test_a_move_that_was_made_upstream_under_another_name() -> None:
    """It is fixed upstream; while the old path is there too, the new one is a path of its own."""
    item = document("/a/{id}", "id")["paths"]["/a/{id}"]
    move = {"op": "move", "at": "/paths/~1a~1{id}", "to": "/paths/~1b~1{id}", "expect": item}
    there = document("/b/{key}", "key")
    assert verdicts(apply(there, repairs(move))) == ["fixed-upstream"]
    both = document("/a/{id}", "id", **{"/b/{key}": there["paths"]["/b/{key}"]})
    run = apply(both, repairs(move))
    assert verdicts(run) == ["applied"]
    assert sorted(tables(run)["paths"]) == ["/b/{id}", "/b/{key}"]


def test_a_repair_may_give_a_variable_another_name() -> None:
    """A path that a repair names as it is written is not written otherwise, whatever other repairs call it."""
    item = document("/a/{key}", "key")["paths"]["/a/{key}"]
    move = {"op": "move", "at": "/paths/~1a~1{key}", "to": "/paths/~1a~1{id}", "expect": item}
    name = {"op": "set", "at": "/paths/~1a~1{id}/get/parameters/0/name", "expect": "key", "value": "id"}
    run = apply(document("/a/{key}", "key"), repairs(move, name, SET))
    assert verdicts(run) == ["applied", "applied", "applied"]
    assert list(tables(run)["paths"]) == ["/a/{id}"]


def test_shared_parameters_are_found_by_the_name_of_the_variable() -> None:
    """Key and name follow the path for the time of the repairs, and go back."""
    shared = {"key": {"name": "key", "in": "path", "required": True, "type": "number"}}
    operation = {"parameters": [{"$ref": "#/parameters/key"}], "description": "old"}
    new: dict[str, Any] = {"paths": {"/a/{key}": {"get": operation}}, "parameters": shared}
    kind = {"op": "set", "at": "/parameters/id/type", "expect": "number", "value": "string"}
    run = apply(new, repairs(SET, kind))
    assert verdicts(run) == ["applied", "applied"]
    assert list(tables(run)["parameters"]) == ["key"]
    assert tables(run)["parameters"]["key"]["type"] == "string"
    assert tables(run)["paths"]["/a/{key}"]["get"]["parameters"] == [{"$ref": "#/parameters/key"}]


def test_names_that_change_places() -> None:
    """Two variables under each other's names, in one shared parameter each, are exchanged once."""
    shared = {name: {"name": name, "in": "path", "required": True, "type": "string"} for name in ("x", "y")}
    use = [{"$ref": "#/parameters/x"}, {"$ref": "#/parameters/y"}]
    new: Any = {"paths": {"/a/{x}/{y}": {"get": {"parameters": use}, "put": {"parameters": use}}}, "parameters": shared}
    alignment = Alignment(new, ["/a/{y}/{x}"], {})
    assert list(new["paths"]) == ["/a/{y}/{x}"]
    assert [new["parameters"][key]["name"] for key in ("x", "y")] == ["y", "x"]
    alignment.undo()
    assert list(new["paths"]) == ["/a/{x}/{y}"]
    assert [new["parameters"][key]["name"] for key in ("x", "y")] == ["x", "y"]
