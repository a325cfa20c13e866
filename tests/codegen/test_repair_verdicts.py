"""Every operation of a repair against everything that it can meet."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codegen.pointer import MISSING, Json
from codegen.repair import Outcome, Repair, apply, parse_repairs
from tests.support.swagger import load, repair, weather

APPLIED, FIXED, GONE, CHANGED = "applied", "fixed-upstream", "target-missing", "precondition-changed"


def one(document: str, **fields: Any) -> tuple[Outcome, dict[str, Any]]:
    """What becomes of one repair of one document, and of the document."""
    run = apply(load(document), [repair(**fields)])
    return run.outcomes[0], run.document


RENAME: dict[str, Any] = {
    "op": "rename",
    "at": "/properties/follwed_by",
    "expect": {"type": "integer"},
    "to": "followed_by",
}
SET: dict[str, Any] = {"op": "set", "at": "/info/title", "expect": "old", "value": "new"}
ADD: dict[str, Any] = {"op": "add", "at": "/info/contact", "value": {"url": "x"}}
APPEND: dict[str, Any] = {"op": "add", "at": "/parameters/-", "value": {"name": "q", "in": "query", "type": "string"}}
REMOVE: dict[str, Any] = {"op": "remove", "at": "/info/title", "expect": "old"}
MOVE: dict[str, Any] = {"op": "move", "at": "/paths/~1a1", "expect": {"get": {}}, "to": "/paths/~1a~1b"}
REPLACE: dict[str, Any] = {
    "op": "replace-parameter",
    "at": "/get/parameters/name=TEXT",
    "expect": {"name": "TEXT", "in": "body"},
    "value": {"name": "text", "in": "formData"},
}
RENAME_ELEMENT: dict[str, Any] = {
    "op": "set",
    "at": "/get/parameters/name=LAT,in=query/name",
    "expect": "LAT",
    "value": "lat",
}
EACH: dict[str, Any] = {
    "op": "each",
    "do": "set",
    "at": "/paths/*/*/code/type",
    "expect": "number",
    "value": "integer",
}

TABLE: list[tuple[dict[str, Any], str, str]] = [
    (RENAME, "{properties: {follwed_by: {type: integer}}}", APPLIED),
    (RENAME, "{properties: {followed_by: {type: string}}}", FIXED),
    (RENAME, "{properties: {}}", GONE),
    (RENAME, "{}", GONE),
    (RENAME, "{properties: [1]}", GONE),
    (RENAME, "{properties: {follwed_by: {type: string}}}", CHANGED),
    (RENAME, "{properties: {follwed_by: {type: integer}, followed_by: {type: integer}}}", CHANGED),
    (SET, "{info: {title: old}}", APPLIED),
    (SET, "{info: {title: new}}", FIXED),
    (SET, "{info: {}}", GONE),
    (SET, "{}", GONE),
    (SET, "{info: {title: other}}", CHANGED),
    (SET, "{info: {title: null}}", CHANGED),
    (ADD, "{info: {}}", APPLIED),
    (ADD, "{info: {contact: {url: x}}}", FIXED),
    (ADD, "{}", GONE),
    (ADD, "{info: 1}", GONE),
    (ADD, "{info: [1]}", GONE),
    (ADD, "{info: {contact: {url: y}}}", CHANGED),
    (ADD, "{info: {contact: {url: x, name: n}}}", CHANGED),
    ({**ADD, "match": "part"}, "{info: {contact: {url: x, name: n}}}", FIXED),
    ({**ADD, "match": "part"}, "{info: {contact: {name: n}}}", CHANGED),
    ({**ADD, "match": "part"}, "{info: {}}", APPLIED),
    ({**ADD, "match": "part", "value": [1]}, "{info: {contact: [2, 1]}}", FIXED),
    ({**ADD, "match": "part", "value": [1]}, "{info: {contact: [2]}}", CHANGED),
    (APPEND, "{parameters: []}", APPLIED),
    (APPEND, "{parameters: [{name: q, in: header, type: string}]}", APPLIED),
    (APPEND, "{parameters: [{name: q, in: query, type: string}]}", FIXED),
    (APPEND, "{}", GONE),
    (APPEND, "{parameters: [{name: q, in: query, type: integer}]}", CHANGED),
    (REMOVE, "{info: {title: old}}", APPLIED),
    (REMOVE, "{info: {}}", FIXED),
    (REMOVE, "{}", GONE),
    (REMOVE, "{info: {title: other}}", CHANGED),
    (MOVE, "{paths: {/a1: {get: {}}}}", APPLIED),
    (MOVE, "{paths: {/a/b: {get: {x: 1}}}}", FIXED),
    (MOVE, "{paths: {}}", GONE),
    (MOVE, "{}", GONE),
    (MOVE, "{paths: {/a1: {get: {x: 1}}}}", CHANGED),
    (MOVE, "{paths: {/a1: {get: {}}, /a/b: {}}}", CHANGED),
    ({**MOVE, "to": "/nowhere/x"}, "{paths: {/a1: {get: {}}}}", GONE),
    ({**MOVE, "at": "/paths/~1a1/get", "expect": {}, "to": "/paths/~1b/get"}, "{paths: {/a1: {get: {}}}}", APPLIED),
    ({**MOVE, "match": "kind"}, "{paths: {/a1: {put: {}}}}", APPLIED),
    ({**MOVE, "match": "kind"}, "{paths: {/a1: null}}", CHANGED),
    ({**SET, "match": "kind"}, "{info: {title: other}}", APPLIED),
    ({**SET, "match": "kind"}, "{info: {title: new}}", FIXED),
    ({**SET, "match": "kind"}, "{info: {title: 1}}", CHANGED),
    ({**SET, "match": "kind", "expect": 1}, "{info: {title: 1.5}}", APPLIED),
    ({**SET, "match": "kind", "expect": 1}, "{info: {title: true}}", CHANGED),
    ({**ADD, "match": "part"}, "{info: {}}", APPLIED),
    ({**ADD, "match": "part"}, "{info: {contact: {url: x, name: y}}}", FIXED),
    ({**ADD, "match": "part"}, "{info: {contact: {url: y, name: x}}}", CHANGED),
    ({**ADD, "match": "part", "value": [{"a": 1}]}, "{info: {contact: [{b: 2}, {a: 1, c: 3}]}}", FIXED),
    ({**ADD, "match": "part", "value": [{"a": 1}]}, "{info: {contact: [{a: 2}]}}", CHANGED),
    (RENAME_ELEMENT, "{get: {parameters: [{name: LAT, in: query}]}}", APPLIED),
    (RENAME_ELEMENT, "{get: {parameters: [{name: lat, in: query}]}}", FIXED),
    (RENAME_ELEMENT, "{get: {parameters: [{name: lat, in: body}]}}", GONE),
    (REPLACE, "{get: {parameters: [{name: TEXT, in: body}]}}", APPLIED),
    (REPLACE, "{get: {parameters: [{name: text, in: formData}]}}", FIXED),
    (REPLACE, "{get: {parameters: []}}", GONE),
    (REPLACE, "{get: {}}", GONE),
    (REPLACE, "{get: {parameters: [{name: TEXT, in: query}]}}", CHANGED),
    (REPLACE, "{get: {parameters: [{name: text, in: formData, type: file}]}}", CHANGED),
    (REPLACE, "{get: {parameters: [{name: TEXT, in: body}, {name: text, in: formData}]}}", CHANGED),
    (EACH, "{paths: {/a: {get: {code: {type: number}}}, /b: {get: {code: {type: number}}}}}", APPLIED),
    (EACH, "{paths: {/a: {get: {code: {type: number}}}, /b: {get: {code: {type: integer}}}}}", APPLIED),
    (EACH, "{paths: {/a: {get: {code: {type: integer}}}}}", FIXED),
    (EACH, "{paths: {/a: {get: {code: {}}}}}", GONE),
    (EACH, "{}", GONE),
    (EACH, "{paths: {/a: {get: {code: {type: number}}}, /b: {get: {code: {type: string}}}}}", CHANGED),
]


@pytest.mark.parametrize(("fields", "document", "verdict"), TABLE)
def test_verdict(fields: dict[str, Any], document: str, verdict: str) -> None:
    """Each operation tells defect, truth, something else and nothing apart; what does not fit changes nothing."""
    outcome, repaired = one(document, **fields)
    assert outcome.verdict == verdict
    assert (repaired == load(document)) is (verdict != APPLIED)
    assert outcome.stops is (verdict in (GONE, CHANGED))
    assert bool(outcome.remedy) is (verdict != APPLIED)


def test_same_parameter_with_the_value_wanted_is_fixed() -> None:
    """A replacement that keeps the name is fixed when the element itself says so."""
    fields = {**REPLACE, "expect": {"name": "TEXT", "in": "body"}, "value": {"name": "TEXT", "in": "formData"}}
    assert one("{get: {parameters: [{name: TEXT, in: formData}]}}", **fields)[0].verdict == FIXED


@pytest.mark.parametrize(
    ("do", "extra", "before", "after"),
    [
        (
            "add",
            {"at": "/paths/*/*/deprecated", "value": True},
            "{/a: {get: {}, parameters: []}}",
            {"deprecated": True},
        ),
        ("remove", {"at": "/paths/*/*/old", "expect": 1}, "{/a: {get: {old: 1}}}", {}),
        ("remove", {"at": "/paths/*/get/*", "expect": 1}, "{/a: {get: {old: 1}}}", {}),
        ("rename", {"at": "/paths/*/*/old", "expect": 1, "to": "new"}, "{/a: {get: {old: 1}, x-y: 1}}", {"new": 1}),
    ],
)
def test_each_does_every_action(do: str, extra: dict[str, Any], before: str, after: dict[str, Any]) -> None:
    """``each`` adds, removes and renames as well, only where that can be meant."""
    outcome, repaired = one("{paths: " + before + "}", op="each", do=do, **extra)
    operation = {key: value for key, value in repaired["paths"]["/a"]["get"].items() if key != "x-repaired-by"}
    assert (outcome.verdict, operation) == (APPLIED, after)


def test_each_removal_is_fixed_where_nothing_is_left() -> None:
    """Parents without the key are places that are right already."""
    outcome, _ = one("{paths: {/a: {get: {}}}}", op="each", do="remove", at="/paths/*/*/old", expect=1)
    assert outcome.verdict == FIXED
    assert outcome.settled == ("/paths/~1a/get/old",)


def test_several_places() -> None:
    """A list of places is one claim: partly fixed means out of date, and the rest is repaired nevertheless."""
    fields: dict[str, Any] = {"op": "set", "at": ["/a", "/b"], "expect": 1, "value": 2}
    assert one("{a: 1, b: 1}", **fields)[0].verdict == APPLIED
    assert one("{a: 2, b: 2}", **fields)[0].verdict == FIXED
    assert one("{a: 1}", **fields)[0].verdict == GONE
    assert one("{a: 1, b: 3}", **fields)[0].verdict == CHANGED
    outcome, repaired = one("{a: 1, b: 2}", **fields)
    assert (outcome.verdict, outcome.settled, outcome.applied, repaired["a"]) == (FIXED, ("/b",), ("/a",), 2)
    assert "take /b out" in outcome.remedy


def test_changed_outranks_missing_and_nothing_is_half_done() -> None:
    """When one place does not fit, no place is changed."""
    outcome, repaired = one("{a: 1, b: 3}", op="set", at=["/a", "/b", "/c"], expect=1, value=2)
    assert (outcome.verdict, outcome.pointer, repaired) == (CHANGED, "/b", {"a": 1, "b": 3})


def test_remedies_say_what_to_do() -> None:
    """Each verdict but ``applied`` comes with one sentence."""
    assert one("{info: {title: new}}", **SET)[0].remedy.startswith("delete this repair")
    assert "no longer has /info/title" in one("{}", **SET)[0].remedy
    changed = one("{info: {title: other}}", **SET)[0]
    assert changed.remedy == "expected 'old', found 'other': look at the spec, then change or delete the repair"
    assert (changed.expected, changed.found, changed.pointer) == ("old", "other", "/info/title")
    assert one("{}", **SET)[0].found is MISSING


def test_remedies_stay_short() -> None:
    """A whole object found in place of a word does not flood the terminal."""
    outcome, _ = one("{info: {title: {" + ", ".join(f"k{n}: {n}" for n in range(500)) + "}}}", **SET)
    assert outcome.verdict == CHANGED
    assert len(outcome.remedy) < 240


def test_all_verdicts_come_in_one_run() -> None:
    """A repair that does not fit stops neither those before nor those after it."""
    repairs = [
        repair(**{**SET, "id": "a", "expect": "x"}),
        repair(**{**ADD, "id": "b"}),
        repair(**{**RENAME, "id": "c"}),
    ]
    run = apply(load("{info: {title: old}, properties: {followed_by: {}}}"), repairs)
    assert [(o.repair.id, o.verdict) for o in run.outcomes] == [("a", CHANGED), ("b", APPLIED), ("c", FIXED)]
    assert not run.ok
    assert [outcome.repair.id for outcome in run.stopping] == ["a"]


def test_the_marks_of_earlier_repairs_do_not_disturb() -> None:
    """A repair expects what the spec says, not what earlier repairs left behind."""
    repairs = [
        repair(id="a", op="set", at="/definitions/X/description", expect="b", value="B"),
        repair(id="b", op="rename", at="/definitions/X", expect={"type": "object", "description": "B"}, to="Y"),
    ]
    run = apply(load("{definitions: {X: {type: object, description: b}}}"), repairs)
    assert run.ok
    assert run.document["definitions"] == {"Y": {"type": "object", "description": "B", "x-repaired-by": ["a", "b"]}}


WEATHER_REPAIRS: list[dict[str, Any]] = [
    {"op": "rename", "at": "/definitions/Station", "expect": weather()["definitions"]["Station"], "to": "Post"},
    {"op": "set", "at": "/definitions/Station/properties/id/type", "expect": "string", "value": "integer"},
    {"op": "add", "at": "/tags/-", "value": {"name": "Readings"}},
    {"op": "add", "at": "/paths/~1stations/get/deprecated", "value": True},
    {"op": "remove", "at": "/paths/~1stations/get/parameters/name=after/type", "expect": "string"},
    {"op": "move", "at": "/paths/~1stations/get", "expect": weather()["paths"]["/stations"]["get"], "to": "/paths/x"},
    {
        "op": "replace-parameter",
        "at": "/paths/~1stations/get/parameters/name=after",
        "expect": {"name": "after", "in": "query", "type": "string"},
        "value": {"name": "since", "in": "query", "type": "string"},
    },
    {"op": "each", "do": "add", "at": "/definitions/*/properties/*/x-seen", "value": True},
    {"op": "each", "do": "set", "at": "/paths/*/*/tags/*", "expect": "Stations", "value": "Posts"},
]

# Built afresh each time: the damage may go into what was drawn before.
containers: st.SearchStrategy[Any] = st.builds(dict) | st.builds(list) | st.builds(lambda: [{}])
junk: st.SearchStrategy[Any] = st.none() | st.integers() | st.text(max_size=3) | containers


def _containers(node: Json) -> list[Any]:
    children = node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
    own = [node] if isinstance(node, dict | list) and node else []
    return own + [found for child in children for found in _containers(child)]


@given(st.data())
def test_random_damage_never_raises(data: st.DataObject) -> None:
    """Whatever becomes of a document, every repair gets a verdict, and the input is left alone."""
    document = weather()
    for _ in range(data.draw(st.integers(0, 4))):
        victim = data.draw(st.sampled_from(_containers(document) or [document]))
        key = (
            data.draw(st.sampled_from(sorted(victim) if isinstance(victim, dict) else range(len(victim))))
            if victim
            else ""
        )
        if data.draw(st.booleans()) and victim:
            del victim[key]
        elif victim or isinstance(victim, dict):
            victim[key] = data.draw(junk)
    before = deepcopy(document)
    repairs: list[Repair] = [repair(**{**fields, "id": f"r{n}"}) for n, fields in enumerate(WEATHER_REPAIRS)]
    chosen = data.draw(st.permutations(repairs))
    run = apply(document, chosen)
    assert document == before
    assert [outcome.repair for outcome in run.outcomes] == list(chosen)
    assert all(outcome.verdict in (APPLIED, FIXED, GONE, CHANGED) for outcome in run.outcomes)
    assert apply(document, chosen).document == run.document


@pytest.mark.parametrize("fields", WEATHER_REPAIRS)
def test_applied_once_is_not_applied_twice(fields: dict[str, Any]) -> None:
    """Once applied, the defect is gone: the same repair is fixed upstream, or no longer finds its place."""
    first = apply(weather(), [repair(**fields)])
    assert first.outcomes[0].verdict == APPLIED
    assert apply(first.document, [repair(**fields)]).outcomes[0].verdict == FIXED


def test_loading_is_enough_to_run() -> None:
    """Parsed repairs run as they are."""
    entry = {"id": "a", "defects": [1], "because": "b", "evidence": [{"source": "c"}], **SET}
    run = apply(load("{info: {title: old}}"), parse_repairs([entry], source="x.yaml"))
    assert run.document["info"] == {"title": "new", "x-repaired-by": ["a"]}
