"""What is gone and what is new may be one thing: the report asks, and changes no class."""

from __future__ import annotations

import json
from typing import Any

import pytest

from codegen.drift import Drift, drift, renames
from codegen.report.data import drift_json
from codegen.report.html import html
from codegen.report.markdown import markdown
from codegen.report.model import Report
from tests.support.drift_library import LIBRARY, Document, library
from tests.support.plain_text import text_of


def differences(**changes: Any) -> tuple[Drift, ...]:
    """What is told when definitions or paths are replaced."""
    new = library()
    for key, value in changes.items():
        new[key] = value
    return drift(LIBRARY, new)


def renamed(holder: dict[str, Any], old: str, new: str, **more: Any) -> dict[str, Any]:
    """The same table with one key called something else."""
    return {new if key == old else key: {**value, **more} if key == old else value for key, value in holder.items()}


def fields(document: Document) -> dict[str, Any]:
    """The fields of a book."""
    found: dict[str, Any] = document["definitions"]["Book"]["allOf"][1]["properties"]
    return found


@pytest.mark.parametrize(
    ("old", "new", "more", "asked"),
    [
        ("year", "published_year", {}, True),
        ("labels", "lables", {}, True),
        ("authors", "author_list", {}, True),
        ("state", "standing", {}, True),
        ("year", "weight", {"format": "double", "type": "number"}, False),
        ("title", "isbn", {"maxLength": 13}, False),
        ("year", "years", {"type": "array"}, False),
    ],
)
def test_fields(old: str, new: str, more: dict[str, Any], asked: bool) -> None:
    """By name, or by a type that few have; never across types."""
    document = library()
    part = document["definitions"]["Book"]["allOf"][1]
    part["properties"] = renamed(part["properties"], old, new, **more)
    part["required"] = [new if name == old else name for name in part["required"]]
    pairs = [(pair.before, pair.name) for pair in renames(drift(LIBRARY, document))]
    assert pairs == ([(old, new)] if asked else [])


def test_parameters_operations_and_definitions() -> None:
    """Each of them, the most alike first, each once."""
    document = library()
    document["paths"]["/books"]["get"]["parameters"][2]["name"] = "order_by"
    document["paths"]["/loans/new"] = {"post": {**document["paths"].pop("/loans")["post"], "description": "Lend."}}
    document["paths"]["/loans/new"]["post"]["responses"] = {"200": {"description": "OK"}}
    document["definitions"]["Shelf"] = {"type": "object", "properties": {"a": {"type": "string"}}}
    document["definitions"]["Issue"] = document["definitions"].pop("Problem")
    del document["responses"]["Missing"]["schema"]
    pairs = {(pair.before, pair.name) for pair in renames(drift(LIBRARY, document))}
    assert pairs == {("order", "order_by"), ("POST /loans", "POST /loans/new"), ("Problem", "Issue")}


def test_the_renderings_ask_and_the_classes_stay() -> None:
    """In each rendering, on both sides; what other programs read is the same as without."""
    document = library()
    held = fields(document)
    held["published_year"] = held.pop("year")
    found = drift(LIBRARY, document)
    report = Report(api="library", source="new.yaml", drift=found, outcomes=())
    for page in (text_of(report), markdown(report).replace("\\", ""), html(report)):
        assert "(renamed to published_year?)" in page
        assert "(was year?)" in page
    assert [item.cls for item in found] == ["breaking", "additive"]
    assert all(
        set(item) == {"class", "pointer", "kind", "old", "new"} for item in json.loads(drift_json(found, ()))["drift"]
    )
