"""codegen.toml: read strictly."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen.errors import CodegenError
from codegen.rules import load_config

FULL = """
[generate]
package = "_weather"
schema-package = "_weather_schema"
runtime = "weather.runtime"
title = "Weather"
[rules.response-codes]
because = "x"
[rules.object-type]
because = "x"
defects = [3]
[rules.integer-format]
because = "x"
format = "int32"
[rules.tags]
because = "x"
[rules.operation-ids]
because = "x"
self-segments = ["self"]
names = { "GET /x" = "users_other" }
[rules.summary]
because = "x"
[rules.envelope]
because = "x"
style = "plain"
keys = { data = "result", meta = "status", pagination = "pages" }
meta = { "$ref" = "#/definitions/Meta" }
except = ["GET /oembed"]
definitions.Meta = { type = "object" }
[rules.pagination]
because = "x"
schemas.next_url = { type = "string" }
[rules.pagination.styles.cursor]
parameters = ["cursor"]
next-key = "next_cursor"
next-parameter = "cursor"
newer-key = "min"
newer-parameter = "min"
keys = ["next_url"]
description = "d"
[rules.errors]
because = "x"
definitions.Bad = { type = "object" }
[rules.errors.responses.400]
name = "BadRequest"
description = "d"
schema = { "$ref" = "#/definitions/Bad" }
headers.X-Left = { type = "integer" }
[rules.errors.responses.default]
description = "e"
[rules.nullable]
because = "x"
except = ["A.b"]
[rules.open-enums]
because = "x"
[rules.hoist]
because = "x"
same = { Place = ["A.b", "C.d"] }
[rules.security]
because = "x"
tokens = { oauth = "access_token" }
"""


def read(folder: Path, text: str) -> object:
    """The configuration in this text."""
    path = folder / "codegen.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path)


def test_reads_everything(tmp_path: Path) -> None:
    """Each key arrives where its rule looks for it."""
    (tmp_path / "codegen.toml").write_text(FULL, encoding="utf-8")
    config = load_config(tmp_path / "codegen.toml")
    assert (config.generate.package, config.generate.schema_package) == ("_weather", "_weather_schema")
    assert config.settled_by_rule()["object-type"] == (3,)
    assert len(config.rules.items()) == 13
    envelope, pagination, errors = config.rules.envelope, config.rules.pagination, config.rules.errors
    assert envelope
    assert pagination
    assert errors
    assert (envelope.style, envelope.data, envelope.meta, envelope.pagination) == ("plain", "result", "status", "pages")
    assert pagination.styles[0].keys == ("next_url", "next_cursor", "min")
    assert errors.responses["400"].name == "BadRequest"
    assert errors.responses["default"].name == "ErrorDefault"
    assert errors.responses["400"].response.keys() == {"description", "schema", "headers"}


def test_nothing_declared_is_nothing_held(tmp_path: Path) -> None:
    """An empty file has no rules."""
    (tmp_path / "codegen.toml").write_text("", encoding="utf-8")
    assert load_config(tmp_path / "codegen.toml").rules.items() == ()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[generate]", "[genrate]", "unknown key 'genrate'"),
        ('[rules.tags]\nbecause = "x"', "[rules]\ntags = 1", "'tags' has to be a table, not 1"),
        ("package =", "packages =", "[generate]: unknown key 'packages'"),
        ("[rules.tags]", "[rules.tag]", "[rules]: unknown key 'tag'"),
        ('format = "int32"', "format = 32", "[rules.integer-format]: 'format' has to be a text"),
        ("defects = [3]", 'defects = "3"', "[rules.object-type]: 'defects' has to be a list of row numbers"),
        ("defects = [3]", "defect = [3]", "[rules.object-type]: unknown key 'defect'"),
        ('because = "x"\ndefects = [3]', "defects = [3]", "[rules.object-type]: 'because' is missing"),
        ('"GET /x"', '"get x"', "[rules.operation-ids]: 'get x' in 'names' names no operation"),
        ("self-segments", "self_segments", "unknown key 'self_segments'"),
        ('data = "result"', 'date = "result"', "[rules.envelope.keys]: unknown key 'date'"),
        ('meta = { "$ref" = "#/definitions/Meta" }\n', "", "[rules.envelope]: 'meta' is missing"),
        ('next-key = "next_cursor"\n', "", "[rules.pagination.styles.cursor]: 'next-key' is missing"),
        ("next-parameter", "next-param", "[rules.pagination.styles.cursor]: unknown key 'next-param'"),
        ("schemas.next_url = { type", "schemas.next_url = 1 #", "'schemas.next_url' is 1"),
        ("responses.default", "responses.4XX", "'4XX' is no status"),
        ('description = "e"', 'descripton = "e"', "[rules.errors.responses.default]: unknown key 'descripton'"),
        ('description = "e"', "", "[rules.errors.responses.default]: 'description' has to be a text"),
        ('"C.d"]', '"A.b"]', "'Place' has to be a list of different texts"),
        ('"C.d"] }', '"C.d"], Spot = ["A.b"] }', "'A.b' is named twice"),
        ('tokens = { oauth = "access_token" }', "tokens = { oauth = 1 }", "'oauth' has to be a text"),
        ('title = "Weather"', "title = 2020-01-01", "generate.title is a date or time"),
        ("[generate]", "[generate", "cannot be read"),
    ],
)
def test_refusals_name_table_and_key(tmp_path: Path, old: str, new: str, message: str) -> None:
    """Each mistake is told with table, key, file and remedy."""
    assert old in FULL
    with pytest.raises(CodegenError) as caught:
        read(tmp_path, FULL.replace(old, new, 1))
    assert message in caught.value.message
    assert (caught.value.file, bool(caught.value.remedy)) == ("codegen.toml", True)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """No file, no build."""
    with pytest.raises(CodegenError, match="cannot be read"):
        load_config(tmp_path / "codegen.toml")


def test_an_api_without_a_status(tmp_path: Path) -> None:
    """An empty ``meta`` key means that answers carry no status, so no schema for it is needed."""
    (tmp_path / "codegen.toml").write_text('[rules.envelope]\nbecause = "x"\nkeys.meta = ""\n', encoding="utf-8")
    envelope = load_config(tmp_path / "codegen.toml").rules.envelope
    assert envelope
    assert envelope.meta == ""
