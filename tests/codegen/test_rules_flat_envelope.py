"""Envelopes whose fields stand beside the status, and operations named by what their paths say."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.errors import CodegenError
from codegen.rules.naming import action_name
from tests.support.swagger import ruled, rules

ACTIONS = "[rules.operation-ids]\nstyle = 'action'\n"
FLAT = (
    ACTIONS
    + """
[rules.envelope]
style = "word"
keys = { data = ["boat", "boats"], meta = "state", pagination = "" }
flat = true
fine = "good"
meta = { type = "string" }
meta-optional = ["GET /boats/{id}/bare"]
[rules.pagination]
[rules.pagination.styles.from]
parameters = ["from"]
next-key = "next_from"
next-parameter = "from"
"""
)

BOATS = """
definitions:
  Boat: {type: object, properties: {name: {type: string}}}
  Fleet: {type: object, properties: {size: {type: integer}, state: {type: string}}}
  Depth: {type: object, properties: {metres: {type: integer}}}
paths:
  /boats/{id}/show:
    get: {tags: [Boats], responses: {"200": {description: ok, schema: {
      type: object, required: [extra], properties: {boat: {$ref: "#/definitions/Boat"}, extra: {type: string}}}}}}
  /boats/{id}/bare:
    get: {tags: [Boats], responses: {"200": {description: ok, schema: {
      type: object, properties: {boat: {$ref: "#/definitions/Boat"}}}}}}
  /boats/list:
    get:
      tags: [Boats]
      parameters: [{name: from, in: query, type: string}]
      responses: {"200": {description: ok, schema: {
        type: object, properties: {boats: {type: array, items: {$ref: "#/definitions/Boat"}}}}}}
  /boats/{id}/sink/:
    post: {tags: [Boats], responses: {"200": {description: ok}}}
  /fleet/:
    get: {tags: [Fleet], responses: {"200": {description: ok, schema: {$ref: "#/definitions/Fleet"}}}}
  /fleet/depth/:
    get: {tags: [Fleet], responses: {"200": {description: ok, schema: {$ref: "#/definitions/Depth"}}}}
  /fleet/names/:
    get: {tags: [Fleet], responses: {"200": {description: ok, schema: {type: array, items: {type: string}}}}}
"""


def answered(path: str, method: str = "get") -> tuple[dict[str, Any], dict[str, Any], str]:
    """The envelope of an operation, the schema of its answer, and the schema's name."""
    document = ruled(BOATS, FLAT)
    operation = document["paths"][path][method]
    name = operation["responses"]["200"]["schema"]["$ref"].rpartition("/")[2]
    return operation["x-envelope"], document["definitions"][name], name


def test_data_stands_beside_the_status() -> None:
    """The first key that is declared holds the data; what else was there stays and the status joins them."""
    envelope, schema, name = answered("/boats/{id}/show")
    assert envelope == {"style": "word", "data": "boat", "meta": "state", "pagination": ""}
    assert name == "BoatsShowResponse"
    assert list(schema["properties"]) == ["boat", "extra", "state"]
    assert schema["required"] == ["state", "boat", "extra"]


def test_status_may_be_missing_where_that_is_declared() -> None:
    """The status of such an answer is known, and not required."""
    _, schema, _ = answered("/boats/{id}/bare")
    assert schema["required"] == ["boat"]
    assert schema["properties"]["state"] == {"type": "string"}


def test_another_key_and_cursors_beside_the_data() -> None:
    """Without a key for cursors they stand beside the data."""
    envelope, schema, _ = answered("/boats/list")
    assert (envelope["data"], envelope["pagination"]) == ("boats", "")
    assert list(schema["properties"]) == ["boats", "state", "next_from"]
    operation = ruled(BOATS, FLAT)["paths"]["/boats/list"]["get"]
    assert operation["x-pagination"]["next-key"] == "next_from"


def test_status_alone_is_nothing() -> None:
    """An answer that declares nothing has no data."""
    envelope, schema, _ = answered("/boats/{id}/sink/", "post")
    assert envelope == {"style": "word", "data": "", "meta": "state", "pagination": "", "nothing": True}
    assert schema["properties"] == {"state": {"type": "string"}}


def test_whole_answer_that_names_its_status() -> None:
    """A definition with a status of its own stays as it is, under its name."""
    envelope, schema, name = answered("/fleet/")
    assert (envelope["data"], name) == ("", "Fleet")
    assert "nothing" not in envelope
    assert list(schema["properties"]) == ["size", "state"]


def test_whole_answer_that_does_not() -> None:
    """A definition without one is joined with it in an answer of the operation's own, and left alone itself."""
    envelope, schema, name = answered("/fleet/depth/")
    assert (envelope["data"], name) == ("", "FleetDepthResponse")
    assert list(schema["properties"]) == ["metres", "state"]
    assert list(ruled(BOATS, FLAT)["definitions"]["Depth"]["properties"]) == ["metres"]


def test_list_gets_a_key() -> None:
    """What is no object cannot stand beside a status: it is the data under the usual key."""
    envelope, schema, _ = answered("/fleet/names/")
    assert envelope["data"] == "boat"
    assert schema["properties"]["boat"]["type"] == "array"


@pytest.mark.parametrize(
    ("method", "path", "resource", "name"),
    [
        ("post", "/boats/{id}/sink/", "boats", "sink"),
        ("post", "/boats/rename", "boats", "rename"),
        ("get", "/boats/show/{id}", "boats", "show"),
        ("get", "/fleet/of/{owner}/ships/", "fleet", "of_ships"),
        ("get", "/boats/{id}", "boats", "get"),
        ("delete", "/boats/{id}/", "boats", "delete"),
        ("get", "/boats/", "boats", "list"),
        ("post", "/boats/", "boats", "create"),
        ("post", "/harbour/enter", "boats", "harbour_enter"),
    ],
)
def test_names_of_actions(method: str, path: str, resource: str, name: str) -> None:
    """The literal segments without the resource are the name; where there are none, the method gives a verb."""
    assert action_name(path, method, resource) == name


def test_ids_of_actions() -> None:
    """The rule names all operations so, whatever their method."""
    document = ruled(BOATS, ACTIONS)
    assert [operation["operationId"] for item in document["paths"].values() for operation in item.values()] == [
        "boats_show",
        "boats_bare",
        "boats_list",
        "boats_sink",
        "fleet_list",
        "fleet_depth",
        "fleet_names",
    ]


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[rules.operation-ids]\nstyle = 'poetry'\n", "'poetry' is no way to name operations"),
        ("[rules.envelope]\nmeta = {type = 'string'}\nkeys = {data = []}\n", "empty list"),
        ("[rules.envelope]\nmeta = {type = 'string'}\nflat = 'yes'\n", "'flat' has to be true or false"),
        ("[rules.envelope]\nmeta = {type = 'string'}\nmeta-optional = ['sink']\n", "names no operation"),
    ],
)
def test_declarations_that_mean_nothing(toml: str, message: str) -> None:
    """A declaration that cannot be meant is refused."""
    with pytest.raises(CodegenError, match=message):
        rules(toml)


def test_optional_status_of_an_unknown_operation() -> None:
    """An exception for an operation that is not there is refused, with those that are near."""
    with pytest.raises(CodegenError, match="there is no operation 'GET /boats/bare'"):
        ruled(BOATS, FLAT.replace("GET /boats/{id}/bare", "GET /boats/bare"))
