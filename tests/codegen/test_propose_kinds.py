"""Defects of each kind, and names that only look like defects, on an API of no meaning."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from codegen.propose import Proposal, parse, propose
from codegen.propose.vocabulary import misprint, one_edit
from codegen.repair import apply
from codegen.rules import Config, Rules
from codegen.rules.config import Envelope, Pagination, Style

STYLE = Style(
    name="max_id", parameters=("max_id",), next_key="next_max_id", next_parameter="max_id", newer_parameter="min_id"
)
CONFIG = Config(rules=Rules(envelope=Envelope(), pagination=Pagination(styles=(STYLE,))))
TEXT = {"type": "string"}
COUNT = {"name": "count", "in": "query", "type": "integer"}
MAX_ID = {"name": "max_id", "in": "query", "type": "string"}


def listing(*parameters: dict[str, Any], tag: str = "Things", **more: Any) -> dict[str, Any]:
    """An operation that lists things."""
    schema = {"type": "object", "properties": {"data": {"type": "array", "items": {"$ref": "#/definitions/Thing"}}}}
    answer = {"200": {"description": "", "schema": schema}}
    return {"tags": [tag], "parameters": [*map(dict, parameters)], "responses": answer, **more}


def sound() -> dict[str, Any]:
    """A document without defects."""
    return {
        "swagger": "2.0",
        "info": {"title": "Things", "version": "1"},
        "tags": [{"name": "Things"}, {"name": "Owners"}],
        "paths": {
            "/things/{thing-id}/parts/recent": {"get": listing(COUNT, MAX_ID)},
            "/owners/{owner-id}/parts/recent": {"get": listing(COUNT, MAX_ID, tag="Owners")},
            "/things/search": {"get": listing({"name": "query", "in": "query", "type": "string"})},
        },
        "definitions": {
            "Thing": {"type": "object", "properties": {"id": TEXT, "username": TEXT, "description": TEXT}},
            "Owner": {"type": "object", "properties": {"id": TEXT, "username": TEXT, "description": TEXT}},
            "Group": {"type": "object", "properties": {"id": TEXT, "owner_id": TEXT, "description": TEXT}},
        },
    }


def proposals(document: dict[str, Any], config: Config = CONFIG) -> tuple[Proposal, ...]:
    """What is proposed; all of it fits."""
    before = deepcopy(document)
    found = propose(document, config)
    assert document == before
    assert apply(document, [parse(item) for item in found]).ok
    return found


def one(document: dict[str, Any], config: Config = CONFIG) -> tuple[str, str, Any]:
    """Kind, place and aim of the only proposal."""
    (found,) = proposals(document, config)
    repair = parse(found)
    assert found.because
    assert found.title
    return found.kind, found.pointer, repair.to or repair.value


def rename(document: dict[str, Any], definition: str, old: str, new: str) -> dict[str, Any]:
    """Give a property another name."""
    properties = document["definitions"][definition]["properties"]
    properties[new] = properties.pop(old)
    return document


def test_a_sound_document() -> None:
    """Nothing is proposed."""
    assert proposals(sound()) == ()
    assert proposals(sound(), Config()) == ()


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("description", "description:", "punctuation"),
        ("description", "description ", "punctuation"),
        ("description", "desciption", "misprint"),
        ("description", "descritpion", "misprint"),
    ],
)
def test_names_of_properties(old: str, new: str, kind: str) -> None:
    """A key with punctuation, and a word with a letter missing or two swapped, is renamed."""
    assert one(rename(sound(), "Thing", old, new)) == (kind, f"/definitions/Thing/properties/{new}", old)


def test_a_spelling_of_its_own() -> None:
    """A name that all others spell without the separator."""
    document = sound()
    document["definitions"]["Group"]["properties"]["user_name"] = TEXT
    assert one(document) == ("spelling", "/definitions/Group/properties/user_name", "username")


@pytest.mark.parametrize("name", ["descriptions", "described", "describe", "subscription", "id2", "usernames"])
def test_other_words_are_no_misprints(name: str) -> None:
    """Plurals, forms of a verb and words of their own stay."""
    document = sound()
    document["definitions"]["Group"]["properties"][name] = TEXT
    assert proposals(document) == ()


def test_a_name_beside_the_right_one_stays() -> None:
    """A property whose right name is taken in the same object is another one."""
    document = sound()
    document["definitions"]["Thing"]["properties"]["user_name"] = TEXT
    assert proposals(document) == ()


def test_capitals() -> None:
    """A parameter in capitals, when the small form is known; a header keeps its case."""
    document = sound()
    document["paths"]["/things/search"]["get"]["parameters"] += [
        {"name": "COUNT", "in": "query", "type": "integer"},
        {"name": "USERNAME", "in": "header", "type": "string"},
        {"name": "SKU", "in": "query", "type": "string"},
    ]
    assert one(document) == ("capitals", "/paths/~1things~1search/get/parameters/name=COUNT/name", "count")


def test_types_of_ids() -> None:
    """An id that is a number among ids that are texts."""
    document = sound()
    document["definitions"]["Group"]["properties"]["owner_id"] = {"type": "integer"}
    assert one(document) == ("id-type", "/definitions/Group/properties/owner_id/type", "string")


def test_a_tag_that_is_misspelt_where_it_is_used() -> None:
    """The operation is corrected."""
    document = sound()
    document["paths"]["/things/search"]["get"]["tags"] = ["Thinsg"]
    assert one(document) == ("tag", "/paths/~1things~1search/get/tags/0", "Things")


def test_a_tag_that_is_misspelt_where_it_is_declared() -> None:
    """The declaration is corrected."""
    document = sound()
    document["tags"][1]["name"] = "Ownres"
    assert one(document) == ("tag", "/tags/name=Ownres/name", "Owners")


def test_an_undeclared_tag() -> None:
    """It is declared, where others are; where none is, nothing is missing."""
    document = sound()
    document["paths"]["/things/search"]["get"]["tags"] = ["Searches"]
    assert one(document) == ("tag", "/tags/-", {"name": "Searches"})
    del document["tags"]
    assert proposals(document) == ()


def test_a_list_whose_sibling_pages() -> None:
    """It gets what the sibling takes."""
    document = sound()
    document["paths"]["/owners/{owner-id}/parts/recent"]["get"]["parameters"] = [COUNT]
    place = "/paths/~1owners~1{owner-id}~1parts~1recent/get/parameters/-"
    assert one(document) == ("paging", place, MAX_ID)


def test_half_of_a_pair() -> None:
    """Who asks for newer items can ask for older ones."""
    document = sound()
    operation = listing(COUNT, {"name": "min_id", "in": "query", "type": "string"})
    document["paths"]["/feed"] = {"get": operation}
    assert one(document) == ("paging", "/paths/~1feed/get/parameters/-", MAX_ID)


def test_an_undeclared_answer() -> None:
    """An operation that declares none answers what all its siblings do."""
    document = sound()
    operation = listing(COUNT, MAX_ID)
    answer = operation["responses"]["200"].pop("schema")
    document["paths"]["/groups/{group-id}/parts/recent"] = {"get": operation}
    assert one(document) == ("envelope", "/paths/~1groups~1{group-id}~1parts~1recent/get/responses/200/schema", answer)


def test_an_envelope_with_a_misprint() -> None:
    """The key of the data is corrected."""
    document = sound()
    schema = document["paths"]["/things/search"]["get"]["responses"]["200"]["schema"]
    schema["properties"]["dta"] = schema["properties"].pop("data")
    assert one(document) == ("envelope", "/paths/~1things~1search/get/responses/200/schema/properties/dta", "data")


def test_a_date_is_no_envelope() -> None:
    """A field that is one letter off, and holds no data, is a field."""
    document = sound()
    document["paths"]["/today"] = {
        "get": {"responses": {"200": {"description": "", "schema": {"type": "object", "properties": {"date": TEXT}}}}}
    }
    assert proposals(document) == ()


@pytest.mark.parametrize(("declared", "used"), [("Thing", "Things"), ("Things", "Thing")])
def test_a_tag_in_the_plural(declared: str, used: str) -> None:
    """Where paths tell nothing, tags are in the plural when the others are."""
    document = sound()
    document["tags"] = [{"name": declared}, {"name": "Owners"}, {"name": "Groups"}]
    document["paths"] = {f"/x{path}": item for path, item in document["paths"].items() if "owners" in path}
    document["paths"]["/y"] = {"get": listing({"name": "query", "in": "query", "type": "string"}, tag=used)}
    place = "/tags/name=Thing/name" if declared == "Thing" else "/paths/~1y/get/tags/0"
    assert one(document) == ("tag", place, "Things")


def test_an_envelope_in_a_definition() -> None:
    """It is written where the rule sees it."""
    document = sound()
    response = document["paths"]["/things/search"]["get"]["responses"]["200"]
    document["definitions"]["Found"] = response["schema"]
    envelope, response["schema"] = response["schema"], {"$ref": "#/definitions/Found"}
    assert one(document) == ("envelope", "/paths/~1things~1search/get/responses/200/schema", envelope)


def test_a_bare_answer_among_wrapped_ones() -> None:
    """Without a rule that wraps, the odd one out is wrapped by a repair."""
    document = sound()
    document["paths"]["/owners/{owner-id}"] = {
        "get": {"responses": {"200": {"description": "", "schema": {"$ref": "#/definitions/Owner"}}}}
    }
    wrapped = {"type": "object", "properties": {"data": {"$ref": "#/definitions/Owner"}}}
    assert one(document, Config()) == ("envelope", "/paths/~1owners~1{owner-id}/get/responses/200/schema", wrapped)


def test_ids_are_not_taken_twice() -> None:
    """An id that a repair of the document has is not given again."""
    document = rename(sound(), "Thing", "description", "description:")
    (first,) = proposals(document)
    document["definitions"]["Owner"]["x-repaired-by"] = [parse(first).id]
    (second,) = proposals(document)
    assert parse(second).id == f"{parse(first).id}-2"


def test_a_broken_document_is_no_matter() -> None:
    """References in a circle, and things of another kind than they should be, stop nothing."""
    document = sound()
    document["definitions"]["Loop"] = {"$ref": "#/definitions/Loop"}
    document["paths"]["/loop"] = {"get": {"responses": {"200": {"schema": {"$ref": "#/definitions/Loop"}}}}}
    document["paths"]["/odd"] = {"get": {"parameters": "none", "responses": {"200": []}, "tags": 3}}
    document["definitions"]["Odd"] = []
    assert isinstance(propose(document, CONFIG), tuple)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("follwed", "followed", True),
        ("abdc", "abcd", True),
        ("abc", "abx", True),
        ("abc", "axy", False),
        ("a", "a", False),
    ],
)
def test_one_edit(left: str, right: str, expected: bool) -> None:
    """One letter too many, too few, wrong or swapped; not two, and not none."""
    assert one_edit(left, right) is expected


@pytest.mark.parametrize(
    ("word", "other"),
    [("image", "images"), ("create", "created"), ("start", "stars"), ("line", "lime"), ("rated", "dated")],
)
def test_misprint_is_careful(word: str, other: str) -> None:
    """Forms of a word, short words and other first letters are no misprints."""
    assert not misprint(word, other)
