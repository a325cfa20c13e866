"""All rules together, on an API that the rules were not written for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV2SpecValidator

from codegen.errors import CodegenError
from codegen.rules import apply
from tests.support.swagger import ruled, rules, weather

TOML = """
[rules.response-codes]
[rules.object-type]
[rules.integer-format]
format = "int32"
[rules.tags]
[rules.operation-ids]
[rules.summary]
[rules.envelope]
style = "boxed"
keys = { data = "content", meta = "status", pagination = "pages" }
meta = { "$ref" = "#/definitions/Status" }
definitions.Status = { type = "object", properties.ok = { type = "boolean" } }
[rules.pagination]
[rules.pagination.styles.after]
parameters = ["after"]
next-key = "last"
next-parameter = "after"
[rules.errors]
definitions.Problem = { type = "object", properties.text = { type = "string" } }
[rules.errors.responses.404]
description = "Not there."
schema = { "$ref" = "#/definitions/Problem" }
[rules.errors.responses.default]
description = "Any problem."
schema = { "$ref" = "#/definitions/Problem" }
[rules.nullable]
[rules.open-enums]
[rules.hoist]
[rules.security]
tokens = { login = "ticket" }
"""


@pytest.fixture(scope="module")
def made() -> dict[str, Any]:
    """The weather API after all rules."""
    return ruled(weather(), TOML)


def test_is_valid_swagger(made: dict[str, Any]) -> None:
    """What comes out is what went in: a Swagger 2.0 document."""
    assert [error.message for error in OpenAPIV2SpecValidator(made).iter_errors()] == []


def test_operations_are_complete(made: dict[str, Any]) -> None:
    """Names, summaries, tags, envelopes, pages and errors, without a line about any of them in the file."""
    operations = {
        operation["operationId"]: operation
        for item in made["paths"].values()
        for method, operation in item.items()
        if method in ("get", "post")
    }
    assert list(operations) == ["stations_list", "stations_get", "stations_create_readings"]
    assert operations["stations_list"]["x-pagination"]["next-key"] == "last"
    assert operations["stations_get"]["summary"] == "See one station, e.g. yours."
    assert operations["stations_get"]["responses"]["404"] == {"description": "none"}
    assert operations["stations_create_readings"]["tags"] == ["Stations"]
    assert operations["stations_create_readings"]["responses"]["404"] == {"$ref": "#/responses/Error404"}
    assert operations["stations_create_readings"]["x-envelope"] == {
        "style": "boxed", "data": "content", "meta": "status", "pagination": "",
    }  # fmt: skip


def test_definitions_are_complete(made: dict[str, Any]) -> None:
    """Envelopes, cursors and hoisted schemas have names, and places say where null may stand."""
    assert set(made["definitions"]) == {
        "Station", "StationState", "StationPlace", "StationsListResponse", "StationsGetResponse",
        "StationsCreateReadingsResponse", "AfterPagination", "Status", "Problem",
    }  # fmt: skip
    station = made["definitions"]["Station"]["properties"]
    assert station["id"] == {"type": "string"}
    assert station["height"] == {"type": "integer", "x-nullable": True, "format": "int32"}
    assert station["place"] == {"$ref": "#/definitions/StationPlace", "x-nullable": True}
    assert made["definitions"]["StationState"]["x-extensible-enum"] is True
    assert made["securityDefinitions"]["login"]["x-token-parameter"] == "ticket"


def test_nothing_is_shared_with_the_configuration() -> None:
    """Two runs of one configuration come to the same: a document never grows into its declarations."""
    config = rules(TOML)
    assert apply(weather(), config).document == apply(weather(), config).document


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        ({"definitions": []}, "'definitions' is no mapping"),
        ({"definitions": {"Station": {"$ref": "#/definitions/Station"}}}, "refers to itself"),
    ],
)
def test_what_is_not_built_like_swagger_is_told(damage: dict[str, Any], message: str) -> None:
    """A broken document ends in a message, not in a traceback or without an end."""
    with pytest.raises(CodegenError, match=message):
        ruled(weather() | damage, TOML)


def test_no_rule_no_change() -> None:
    """Without declarations the document stays as it is."""
    assert ruled(weather(), "") == weather()


def test_same_bytes_for_another_hash_seed() -> None:
    """The order of everything comes from the document, not from hashing."""
    program = (
        "import json; from tests.support.swagger import ruled, weather; "
        "from tests.codegen.test_rules_stranger import TOML; print(json.dumps(ruled(weather(), TOML)))"
    )
    texts = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=Path(__file__).parents[2],
            env={"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(texts) == 1
