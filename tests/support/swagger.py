"""Small Swagger documents and repairs for the tests of codegen."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from typing import Any

from codegen import yaml12
from codegen.repair import Repair, parse_repairs
from codegen.rules import Config, parse_config
from codegen.rules import apply as apply_rules

WEATHER = """
swagger: "2.0"
info: {title: Weather, version: "1"}
tags: [{name: Stations}]
securityDefinitions:
  login: {type: oauth2, flow: implicit, authorizationUrl: "https://weather.example/login", scopes: {read: r}}
parameters:
  station: {name: station, in: path, type: string, required: true}
paths:
  /stations:
    get:
      tags: [Stations]
      description: List stations. In no order.
      parameters: [{name: after, in: query, type: string}]
      responses:
        "200":
          description: ok
          schema: {type: array, items: {$ref: "#/definitions/Station"}}
  /stations/{station}:
    parameters: [{$ref: "#/parameters/station"}]
    get:
      tags: [Stations]
      description: See **one** [station](https://weather.example), e.g. yours.
      responses:
        "200": {description: ok, schema: {$ref: "#/definitions/Station"}}
        "404": {description: none}
  /stations/{station}/readings:
    parameters: [{$ref: "#/parameters/station"}]
    post:
      responses:
        "201": {description: made}
definitions:
  Station:
    type: object
    required: [id]
    properties:
      id: {type: string}
      height: {type: integer}
      state: {type: string, enum: [up, down]}
      place:
        properties:
          lat: {type: number}
"""
"""An API that has nothing to do with the supplied one."""


def load(text: str) -> dict[str, Any]:
    """A document from YAML."""
    data: dict[str, Any] = yaml12.load(text).data
    return data


def weather() -> dict[str, Any]:
    """The weather API, afresh."""
    return load(WEATHER)


def repair(**fields: Any) -> Repair:
    """One repair, with what every repair has filled in."""
    entry = {"id": "it", "defects": [], "because": "So it is.", "evidence": [{"source": "somebody"}], **fields}
    return parse_repairs([entry], source="repairs/test.yaml")[0]


def rules(toml: str) -> Config:
    """A configuration from TOML; every rule gets its reason."""
    data = tomllib.loads(toml)
    for table in data.get("rules", {}).values():
        table.setdefault("because", "So it is.")
    return parse_config(data)


def ruled(document: str | dict[str, Any], toml: str) -> dict[str, Any]:
    """A document after the rules; the input has to be as it was."""
    before = load(document) if isinstance(document, str) else document
    kept = deepcopy(before)
    result: dict[str, Any] = apply_rules(before, rules(toml)).document
    assert before == kept
    return result


def notes(document: str | dict[str, Any], toml: str) -> list[tuple[str, str]]:
    """Where and what the rules noted."""
    before = load(document) if isinstance(document, str) else document
    return [(note.where, note.code) for note in apply_rules(before, rules(toml)).notes]
