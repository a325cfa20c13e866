"""OpenAPI 3 in the words of Swagger 2.0, construct by construct."""

from __future__ import annotations

from typing import Any

import pytest

from codegen import yaml12
from codegen.openapi3 import as_swagger
from codegen.openapi3.places import located
from codegen.pointer import Parts, split


def lowered(text: str, **more: Any) -> dict[str, Any]:
    """A document of 3.1 with these components or paths."""
    data = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, **yaml12.load(text).data, **more}
    return as_swagger(data).document


SCHEMAS: dict[str, Any] = {
    "{type: [string, 'null']}": {"type": "string", "x-nullable": True},
    "{type: [string, integer]}": {"type": ["string", "integer"]},
    "{type: string, nullable: true}": {"type": "string", "x-nullable": True},
    "{const: a}": {"enum": ["a"]},
    "{type: integer, exclusiveMinimum: 3}": {"type": "integer", "minimum": 3, "exclusiveMinimum": True},
    "{type: integer, minimum: 3, exclusiveMinimum: true}": {"type": "integer", "minimum": 3, "exclusiveMinimum": True},
    "{type: string, examples: [a, b]}": {"type": "string", "example": "a"},
    "{$ref: '#/components/schemas/B'}": {"$ref": "#/definitions/B"},
    "{nullable: true, allOf: [{$ref: '#/components/schemas/B'}]}": {"$ref": "#/definitions/B", "x-nullable": True},
    "{anyOf: [{$ref: '#/components/schemas/B'}, {type: 'null'}]}": {"$ref": "#/definitions/B", "x-nullable": True},
    "{oneOf: [{type: string}, {type: integer}]}": {"x-anyOf": [{"type": "string"}, {"type": "integer"}]},
    "{anyOf: [{type: string, enum: [a]}, {type: string}]}": {
        "type": "string",
        "enum": ["a"],
        "x-extensible-enum": True,
    },
    "{type: string, enum: [a, null], nullable: true}": {"type": "string", "enum": ["a"], "x-nullable": True},
    "{type: object, properties: {a: {nullable: true}}}": {"type": "object", "properties": {"a": {"x-nullable": True}}},
    "{discriminator: {propertyName: kind}}": {"discriminator": "kind"},
    "true": {},
}


@pytest.mark.parametrize("text", SCHEMAS)
def test_schemas(text: str) -> None:
    """Null, alternatives, open enums, bounds and references."""
    assert lowered(f"paths: {{}}\ncomponents: {{schemas: {{A: {text}}}}}")["definitions"]["A"] == SCHEMAS[text]


PARAMETERS: dict[str, Any] = {
    "{name: a, in: query, schema: {type: integer, minimum: 1}}": {"type": "integer", "minimum": 1},
    "{name: a, in: query, schema: {type: array, items: {type: string}}}": {
        "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"},
    "{name: a, in: query, explode: false, schema: {type: array, items: {}}}": {"type": "array", "items": {}},
    "{name: a, in: query, style: pipeDelimited, schema: {type: array, items: {}}}": {
        "type": "array", "items": {}, "collectionFormat": "pipes"},
    "{name: a, in: query, schema: {$ref: '#/components/schemas/S'}}": {"type": "string", "enum": ["x"]},
    "{name: a, in: query, content: {application/json: {schema: {type: object}}}}": {"type": "object"},
}  # fmt: skip


@pytest.mark.parametrize("text", PARAMETERS)
def test_parameters(text: str) -> None:
    """Their schema stands among their own words."""
    paths = f"paths: {{/a: {{get: {{parameters: [{text}], responses: {{}}}}}}}}"
    document = lowered(f"{paths}\ncomponents: {{schemas: {{S: {{type: string, enum: [x]}}}}}}")
    assert document["paths"]["/a"]["get"]["parameters"] == [{"name": "a", "in": "query", **PARAMETERS[text]}]


def test_bodies() -> None:
    """A shared JSON body is a body; a form is fields, of which files are files."""
    document = lowered(
        """
        paths:
          /a:
            post: {requestBody: {$ref: '#/components/requestBodies/B'}, responses: {}}
            put:
              requestBody:
                content:
                  multipart/form-data:
                    schema:
                      required: [f]
                      properties: {f: {type: string, format: binary}, n: {type: integer, description: How many}}
              responses: {}
        components:
          requestBodies: {B: {required: true, content: {application/json: {schema: {type: object}}}}}
        """
    )
    assert document["paths"]["/a"]["post"]["parameters"] == [
        {"name": "body", "in": "body", "required": True, "schema": {"type": "object"}}
    ]
    assert document["paths"]["/a"]["put"]["parameters"] == [
        {"name": "f", "in": "formData", "required": True, "type": "file"},
        {"name": "n", "in": "formData", "required": False, "type": "integer", "description": "How many"},
    ]
    assert document["paths"]["/a"]["put"]["consumes"] == ["multipart/form-data"]


def test_answers_servers_and_security() -> None:
    """Media types, headers and examples of answers; host, path and schemes; each flow of a scheme."""
    document = lowered(
        """
        servers: [{url: 'https://{host}/v1', variables: {host: {default: a.example}}}, {url: 'http://a.example/v1'}]
        paths:
          /a:
            get:
              callbacks: {later: {}}
              responses:
                '200':
                  description: OK
                  headers: {X-Left: {schema: {type: integer}}}
                  content: {application/json: {schema: {type: string}, example: x}, text/plain: {}}
        components:
          securitySchemes:
            web:
              type: oauth2
              flows:
                authorizationCode: {authorizationUrl: u, tokenUrl: t, scopes: {a: ''}}
                clientCredentials: {tokenUrl: t, scopes: {}}
            basic: {type: http, scheme: basic}
            crumb: {type: apiKey, in: cookie, name: crumb}
            bearer: {type: http, scheme: bearer}
        """
    )
    assert (document["host"], document["basePath"], document["schemes"]) == ("a.example", "/v1", ["https", "http"])
    assert document["produces"] == ["application/json", "text/plain"]
    operation = document["paths"]["/a"]["get"]
    assert operation["x-callbacks"] == {"later": {}}
    assert operation["responses"]["200"] == {
        "description": "OK",
        "schema": {"type": "string"},
        "examples": {"application/json": "x"},
        "headers": {"X-Left": {"type": "integer"}},
    }
    schemes = document["securityDefinitions"]
    assert [schemes[name].get("flow") for name in ("web", "web_clientCredentials")] == ["accessCode", "application"]
    assert schemes["basic"] == {"type": "basic"}
    assert schemes["crumb"] == {"type": "apiKey", "name": "Cookie", "in": "header", "x-cookie": "crumb"}
    assert schemes["bearer"] == {"type": "http", "scheme": "bearer"}


def test_an_address_that_is_none() -> None:
    """It is kept as it is written."""
    assert lowered("servers: [{url: 'http://[x/'}]\npaths: {}")["x-servers"] == [{"url": "http://[x/"}]


def test_places_lead_back() -> None:
    """What is known leads to its place in the file; below it the same words are meant, above it nothing is."""
    places: dict[Parts, Parts] = {("definitions", "A"): ("components", "schemas", "A")}
    assert located(places, split("/definitions/A/properties/b")) == split("/components/schemas/A/properties/b")
    assert located(places, split("/info/title")) == split("/info/title")


@pytest.mark.parametrize("junk", [None, 1, "text", [], {}, [1], {"a": 1}, [[]], True])
@pytest.mark.parametrize("place", ["paths", "components", "servers", "security", "tags", "info"])
def test_junk_anywhere_is_no_crash(place: str, junk: Any) -> None:
    """Whatever stands where something else belongs."""
    assert as_swagger({"openapi": "3.0.3", "paths": {}, place: junk}).document["swagger"] == "2.0"
    inner: dict[str, Any] = {
        "parameters": junk,
        "requestBody": junk,
        "responses": junk,
        "get": junk,
        "schemas": {"A": junk},
    }
    as_swagger({"openapi": "3.0.3", "paths": {"/a": {"get": inner, **inner}, "/b": junk}, "components": inner})
