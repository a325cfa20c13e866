"""What a repair does beside the place that it names."""

from __future__ import annotations

from typing import Any

import pytest

from codegen.pointer import get
from codegen.repair import apply
from tests.support.swagger import load, repair


def repaired(document: str, *fields: dict[str, Any]) -> dict[str, Any]:
    """The document after some repairs, which all have to apply."""
    run = apply(load(document), [repair(**{"id": f"r{n}", **entry}) for n, entry in enumerate(fields)])
    assert [outcome.verdict for outcome in run.outcomes] == ["applied"] * len(fields)
    result: dict[str, Any] = run.document
    return result


def test_rename_keeps_the_order_and_its_followers() -> None:
    """A property keeps its place, and ``required`` and ``discriminator`` follow its name."""
    schema = repaired(
        "{definitions: {U: {required: [x, old], discriminator: old, properties: {a: {}, old: {}, b: {}}}}}",
        {"op": "rename", "at": "/definitions/U/properties/old", "expect": {}, "to": "new"},
    )["definitions"]["U"]
    assert list(schema["properties"]) == ["a", "new", "b"]
    assert (schema["required"], schema["discriminator"]) == (["x", "new"], "new")


def test_refs_follow_a_renamed_definition() -> None:
    """Every ``$ref`` to it follows, also into it and percent-encoded; data that looks like one does not."""
    document = repaired(
        """
        definitions:
          Old: {properties: {a: {}}}
          Older: {}
          properties: {properties: {$ref: {type: string}}}
          User:
            properties:
              whole: {$ref: "#/definitions/Old"}
              part: {$ref: "#/definitions/Old/properties/a"}
              other: {$ref: "#/definitions/Older"}
              away: {$ref: "other.yaml#/definitions/Old"}
              default: {$ref: "#/definitions/%4Fld"}
            example: {$ref: "#/definitions/Old"}
        """,
        {"op": "rename", "at": "/definitions/Old", "expect": {"properties": {"a": {}}}, "to": "New"},
    )
    assert document["definitions"]["User"]["properties"] == {
        "whole": {"$ref": "#/definitions/New"},
        "part": {"$ref": "#/definitions/New/properties/a"},
        "other": {"$ref": "#/definitions/Older"},
        "away": {"$ref": "other.yaml#/definitions/Old"},
        "default": {"$ref": "#/definitions/New"},
    }
    assert document["definitions"]["User"]["example"] == {"$ref": "#/definitions/Old"}


def test_requirements_follow_a_renamed_security_scheme() -> None:
    """Security requirements name schemes without a ``$ref``; they follow too."""
    document = repaired(
        """
        securityDefinitions: {a: {type: basic}}
        security: [{a: []}]
        paths: {/x: {get: {security: [{a: [], b: []}]}}}
        """,
        {"op": "rename", "at": "/securityDefinitions/a", "expect": {"type": "basic"}, "to": "c"},
    )
    assert document["security"] == [{"c": []}]
    assert document["paths"]["/x"]["get"]["security"] == [{"b": [], "c": []}]


def test_a_moved_path_keeps_its_place() -> None:
    """Paths stay in order, and a later repair uses the new pointer."""
    document = repaired(
        "{paths: {/a: {}, /b1: {get: {}}, /c: {}}}",
        {"op": "move", "at": "/paths/~1b1", "expect": {"get": {}}, "to": "/paths/~1b~12"},
        {"op": "add", "at": "/paths/~1b~12/get/deprecated", "value": True},
    )
    assert list(document["paths"]) == ["/a", "/b/2", "/c"]
    assert document["paths"]["/b/2"]["get"]["x-repaired-by"] == ["r1"]
    assert document["paths"]["/b/2"]["x-repaired-by"] == ["r0"]


def test_a_move_to_another_parent() -> None:
    """An operation can move to another path."""
    document = repaired(
        "{paths: {/a: {get: {}, delete: {x: 1}}, /a/b: {}}}",
        {"op": "move", "at": "/paths/~1a/delete", "expect": {"x": 1}, "to": "/paths/~1a~1b/delete"},
    )
    assert document["paths"] == {"/a": {"get": {}}, "/a/b": {"delete": {"x": 1, "x-repaired-by": ["r0"]}}}


def test_removals_from_one_list_do_not_disturb_each_other() -> None:
    """Indexes are those before the repair."""
    document = repaired(
        "{tags: [{name: a}, {name: b}, {name: a}, {name: c}, {name: a}]}",
        {"op": "remove", "at": ["/tags/0", "/tags/2", "/tags/4"], "expect": {"name": "a"}},
    )
    assert [tag["name"] for tag in document["tags"]] == ["b", "c"]


MARKED = """
info: {title: t, contact: {name: n}}
consumes: [a]
tags: [{name: t, description: d}]
securityDefinitions: {o: {type: oauth2, scopes: {read: r}}}
security: [{o: [read]}]
parameters: {p: {name: p, in: query, type: string}}
responses: {bad: {description: d}}
definitions:
  D:
    properties:
      plain: {type: string}
      ref: {$ref: "#/definitions/E"}
      list: {type: array, items: {type: string}}
      both: {allOf: [{$ref: "#/definitions/E"}, {description: d}]}
      properties: {type: string}
    enum: [x]
paths:
  /a:
    parameters: [{$ref: "#/parameters/p"}, {name: q, in: body, schema: {type: string}}]
    get:
      tags: [t]
      responses: {"200": {description: d, schema: {properties: {data: {type: string}}}, headers: {h: {type: string}}}}
"""


@pytest.mark.parametrize(
    ("at", "carrier"),
    [
        ("/info/title", "/info"),
        ("/info/contact/name", "/info"),
        ("/consumes", ""),
        ("/tags/0/description", "/tags/0"),
        ("/securityDefinitions/o/scopes/read", "/securityDefinitions/o"),
        ("/security/0/o", ""),
        ("/parameters/p/type", "/parameters/p"),
        ("/responses/bad/description", "/responses/bad"),
        ("/definitions/D/enum", "/definitions/D"),
        ("/definitions/D/properties/plain/type", "/definitions/D/properties/plain"),
        ("/definitions/D/properties/ref/$ref", "/definitions/D"),
        ("/definitions/D/properties/list/items/type", "/definitions/D/properties/list/items"),
        ("/definitions/D/properties/both/allOf/0/$ref", "/definitions/D/properties/both"),
        ("/definitions/D/properties/both/allOf/1/description", "/definitions/D/properties/both/allOf/1"),
        ("/definitions/D/properties/properties/type", "/definitions/D/properties/properties"),
        ("/paths/~1a/parameters/0/$ref", "/paths/~1a"),
        ("/paths/~1a/parameters/1/in", "/paths/~1a/parameters/1"),
        ("/paths/~1a/parameters/1/schema/type", "/paths/~1a/parameters/1/schema"),
        ("/paths/~1a/get/tags/0", "/paths/~1a/get"),
        ("/paths/~1a/get/responses/200/description", "/paths/~1a/get/responses/200"),
        ("/paths/~1a/get/responses/200/headers/h/type", "/paths/~1a/get/responses/200"),
        (
            "/paths/~1a/get/responses/200/schema/properties/data/type",
            "/paths/~1a/get/responses/200/schema/properties/data",
        ),
    ],
)
def test_where_the_mark_is_left(at: str, carrier: str) -> None:
    """The mark stands on the nearest object that may carry an extension, not in a map of names or beside a ``$ref``."""
    expect = get(load(MARKED), at)
    document = repaired(MARKED, {"op": "set", "at": at, "expect": expect, "value": ["new"]})
    holder = get(document, carrier)
    assert isinstance(holder, dict)
    assert holder["x-repaired-by"] == ["r0"]
    assert str(document).count("x-repaired-by") == 1


def test_marks_are_in_order_and_once() -> None:
    """Ids stand in the order of application, each once."""
    document = repaired(
        "{info: {a: 1, b: 1, c: 1}}",
        {"id": "z", "op": "set", "at": ["/info/a", "/info/b"], "expect": 1, "value": 2},
        {"id": "a", "op": "set", "at": "/info/c", "expect": 1, "value": 2},
    )
    assert document["info"]["x-repaired-by"] == ["z", "a"]


def test_marks_survive_what_they_stand_on() -> None:
    """A repair of something that a later one replaces or removes is still told of."""
    document = repaired(
        "{definitions: {D: {properties: {a: {type: string}, b: {type: string}}}}}",
        {"op": "add", "at": "/definitions/D/properties/a/format", "value": "date"},
        {"op": "set", "at": "/definitions/D/properties/a", "expect": {"type": "string", "format": "date"}, "value": {}},
        {"op": "add", "at": "/definitions/D/properties/b/format", "value": "date"},
        {"op": "remove", "at": "/definitions/D/properties/b", "expect": {"type": "string", "format": "date"}},
    )
    schema = document["definitions"]["D"]
    assert schema["properties"] == {"a": {"x-repaired-by": ["r0", "r1"]}}
    assert schema["x-repaired-by"] == ["r2", "r3"]


def test_a_value_set_at_two_places_is_no_shared_object() -> None:
    """A later repair of one place leaves the other alone."""
    document = repaired(
        "{definitions: {A: {x: 1}, B: {x: 1}}}",
        {"op": "set", "at": ["/definitions/A/x", "/definitions/B/x"], "expect": 1, "value": {"y": 1}},
        {"op": "set", "at": "/definitions/A/x/y", "expect": 1, "value": 2},
    )
    assert (document["definitions"]["A"]["x"], document["definitions"]["B"]["x"]) == ({"y": 2}, {"y": 1})


def test_aliases_are_no_shared_objects() -> None:
    """Places that a YAML alias made one are repaired one by one."""
    run = apply(
        load("{definitions: {A: &a {type: string}, B: *a}}"),
        [repair(op="set", at="/definitions/A/type", expect="string", value="integer")],
    )
    assert run.document["definitions"] == {
        "A": {"type": "integer", "x-repaired-by": ["it"]},
        "B": {"type": "string"},
    }
