"""The private API's document: every statement has its evidence, and nothing is written by hand per endpoint."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

import pytest

from _instagram_private.operations import OPERATIONS
from codegen import yaml12
from codegen.build import find_apis
from instagram_v1.private.filters import FILTERS
from tests.support.repository import ROOT

API = ROOT / "spec" / "private"
SEED = ROOT.parent / "shared" / "seeds" / "003-private-api-2010.txt"
SUPPLIED = (API / "supplied.txt").read_text(encoding="utf-8")
DOCUMENT: dict[str, Any] = yaml12.load_file(API / "swagger.yaml").data
BUILT: dict[str, Any] = yaml12.load_file(API / "openapi.yaml").data
CLIENTS = ("andgram", "mislav/instagram", "scottjacksonx/SJInstagramEngine")

ROWS = {
    "login": ("accounts_login", "accounts/login/"),
    "user details": ("users_info", "users/[pk]/info/"),
    "post comment": ("media_comment", "media/[pk]/comment"),
    "change media data": ("media_configure", "media/configure"),
    "like media": ("media_like", "media/[pk]/like/"),
    "upload media": ("media_upload", "media/upload"),
    "show friend details": ("friendships_show", "friendships/show/[pk]"),
    "show own feed": ("feed_timeline", "feed/timeline/"),
    "show feed of a user": ("feed_user", "feed/user/"),
}
"""The rows of the table: what each is called, and its path."""

ADDED = ("accounts_logout", "feed_popular", "feed_tag", "tags_search")


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    """All operations of the document by ``METHOD /path``."""
    for path, item in DOCUMENT["paths"].items():
        for method in ("get", "post"):
            if method in item:
                yield f"{method.upper()} {path}", item[method]


def evidence() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """Everything that has to have evidence, with it."""
    yield from ((name, operation.get("x-evidence", [])) for name, operation in operations())
    yield from ((name, schema.get("x-evidence", [])) for name, schema in DOCUMENT["definitions"].items())
    yield from ((name, scheme.get("x-evidence", [])) for name, scheme in DOCUMENT["securityDefinitions"].items())


QUOTES = [(name, entry["quote"]) for name, entries in evidence() for entry in entries if "quote" in entry]


def test_supplied_text_is_the_seed() -> None:
    """The text in the repository is the document that came with the task, to the byte."""
    if not SEED.is_file():
        pytest.skip("the seed documents are not here")
    assert SEED.read_bytes() == (API / "supplied.txt").read_bytes()


@pytest.mark.parametrize(("name", "quote"), QUOTES)
def test_quote_stands_in_the_text(name: str, quote: str) -> None:
    """A quote is short, and stands in the document word for word."""
    assert quote in SUPPLIED
    assert len(quote) < 120


@pytest.mark.parametrize(("name", "entries"), list(evidence()))
def test_everything_has_evidence(name: str, entries: list[dict[str, str]]) -> None:
    """Each statement is a quote of the named text, something that a client of the time shows, or a marked guess."""
    assert entries
    for entry in entries:
        kinds = entry.keys() - {"shows"}
        assert kinds in ({"seed", "quote"}, {"source"}, {"assumed"})
        assert entry.get("seed", SEED.name) == SEED.name
        assert entry.get("source", CLIENTS[0]) in CLIENTS
        assert ("shows" in entry) == ("source" in entry)


def test_guesses_alone_are_of_low_confidence() -> None:
    """What nobody has seen says so where a reader of the document looks."""
    everything = [*operations(), *DOCUMENT["definitions"].items(), *DOCUMENT["securityDefinitions"].items()]
    for name, node in everything:
        if all("assumed" in entry for entry in node["x-evidence"]):
            assert node.get("x-confidence") == "low", name
    feeds = [node for name, node in operations() if "/feed/" in name or "/tags/" in name]
    assert [node.get("x-confidence") for node in feeds] == ["low"] * 5


@pytest.mark.parametrize(("row", "expected"), list(ROWS.items()))
def test_each_row_of_the_table_is_an_operation(row: str, expected: tuple[str, str]) -> None:
    """The row stands in the text with this path, and an operation has the path."""
    operation, path = expected
    assert f"{row} {path}" in SUPPLIED
    template = OPERATIONS[operation].path.removeprefix("/").replace("{", "[").replace("}", "]")
    assert template.startswith(path)
    assert any(quote.startswith(f"{row} {path}") for _, quote in QUOTES)


def test_nothing_else_is_there_without_a_source() -> None:
    """What goes beyond the table names a client of the time that shows it."""
    assert OPERATIONS.keys() == {operation for operation, _ in ROWS.values()} | set(ADDED)
    for name, node in operations():
        if BUILT["paths"][name.split()[1]][name.split()[0].lower()]["operationId"] in ADDED:
            assert any("source" in entry for entry in node["x-evidence"]), name


def test_parameters_are_those_of_the_table() -> None:
    """What the table sends is what the operations take, under the same names."""
    expected = {
        "accounts_login": "username, password, device_id",
        "media_comment": "comment_text",
        "media_configure": "device_timestamp caption location source_type filter_type",
        "media_upload": "device_timestamp lat lng photo",
    }
    for operation, names in expected.items():
        sent = {parameter.wire for parameter in OPERATIONS[operation].parameters if parameter.location == "form"}
        assert sent == set(names.replace(",", "").split())
        assert all(name in SUPPLIED for name in sent)


def test_codes_are_those_of_the_document() -> None:
    """The names of the filters in the program are those in the document; only no filter at all is added."""
    declared = DOCUMENT["definitions"]["Media"]["properties"]["filter_type"]
    values = {int(number): name for number, name in declared["x-values"].items()}
    assert values == {number: name for number, name in FILTERS.items() if number}
    assert all(f"{number} {name}" in declared["description"] for number, name in values.items())


def test_no_host_is_named() -> None:
    """Nothing that reads the document can be led to a host of today."""
    assert "host" not in DOCUMENT
    assert BUILT["servers"] == [{"url": "/api/v1"}]


def test_both_apis_are_built_by_the_same_pipeline() -> None:
    """The build finds both by their folders, and its sources name neither."""
    assert [api.name for api in find_apis(ROOT)] == ["instagram", "private"]
    for file in (ROOT / "codegen").rglob("*.py"):
        names = {node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant)}
        assert not {"_instagram_private", "sessionid", "filter_type", "media_configure"} & names, file.name


def test_envelope_of_the_public_api_is_not_here() -> None:
    """No answer has the public API's status or data."""
    for name, schema in BUILT["components"]["schemas"].items():
        assert not {"meta", "data", "pagination"} & schema.get("properties", {}).keys(), name
    assert {operation.envelope.style for operation in OPERATIONS.values()} == {"status"}
