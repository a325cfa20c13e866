"""What a description says on the wire, read from Swagger 2.0 or OpenAPI 3.0 into the same plain facts.

This knows nothing of the converter, and each format has a reader of its own, so that a mistake in one place has to be
made in another way a second time to stay unseen. References are not compared by name but by what they lead to.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

from tests.support.convert_schema_facts import LIMITS, Reader, said

METHODS = ("get", "put", "post", "delete", "options", "head", "patch")
UNNAMED = "(no media type named)"
VALUE_KEYS = {"type", "items", "default", "enum", "x-nullable", "x-anyOf", "x-extensible-enum"} | {*LIMITS, "format"}
FLOWS = {"clientCredentials": "application", "authorizationCode": "accessCode"}
JOINED = {("form", True): "multi", ("form", False): "csv", ("simple", False): "csv", ("simple", True): "csv"}
JOINED |= {("spaceDelimited", False): "ssv", ("pipeDelimited", False): "pipes"}


def legal(name: str) -> str:
    """Give the name that a component of this name has."""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", name)


def differences(source: Any, result: Any, where: str = "") -> Iterator[str]:
    """List where two sets of facts differ."""
    if isinstance(source, dict) and isinstance(result, dict):
        if UNNAMED in source and len(result) == 1:  # any one media type may have been assumed
            result = {UNNAMED: next(iter(result.values()))}
        for key in {**source, **result}:
            if key not in result or key not in source:
                yield f"{where}/{key}: only in the {'source' if key in source else 'result'}"
            else:
                yield from differences(source[key], result[key], f"{where}/{key}")
    elif source != result or type(source) is not type(result):
        yield f"{where}: {str(source)[:90]} became {str(result)[:90]}"


def facts_of_swagger(document: Any) -> dict[str, Any]:
    """Read a Swagger 2.0 document."""
    return _Swagger(document).facts()


def facts_of_openapi(document: Any) -> dict[str, Any]:
    """Read an OpenAPI 3.0 document."""
    return _OpenAPI(document).facts()


class _Reading(Reader, ABC):
    def facts(self) -> dict[str, Any]:
        """Read the whole document."""
        root = self.document
        paths = {path: item for path, item in root.get("paths", {}).items() if not path.startswith("x-")}
        return {
            "said": said(root, "info", "tags", "externalDocs"),
            "paths": {path: self.path(item) for path, item in paths.items()},
            "schemas": self.schemas(),
            "security": {legal(name): self.scheme(one) for name, one in self.schemes().items()},
        }

    def schemas(self) -> dict[str, Any]:
        """Read the definitions; those whose names differ only in what OpenAPI forbids are put together."""
        names = {name: legal(name) for name in self.definitions()}
        found: dict[str, Any] = {}
        for name, schema in self.definitions().items():
            base = re.sub(r"_\d+$", "", names[name])
            found.setdefault(base if base in names.values() else names[name], []).append(self.schema(schema))
        return {
            name: several[0] if len(several) == 1 else sorted(map(_text, several)) for name, several in found.items()
        }

    def path(self, item: Any) -> Any:
        """Read a path and its operations."""
        if "$ref" in item and not item["$ref"].startswith("#/x-"):
            return item["$ref"]
        item = self.resolved(item)
        operations = {method: self.operation(item, one) for method, one in item.items() if method in METHODS}
        return {**operations, "said": said(item)}

    def operation(self, item: Any, operation: Any) -> dict[str, Any]:
        """Read an operation with all that its path and document say of it."""
        required = operation.get("security", self.document.get("security"))
        answers = {key: one for key, one in operation.get("responses", {}).items() if not key.startswith("x-")}
        return {
            "said": said(operation, "tags", "summary", "description", "externalDocs", "operationId", "deprecated"),
            "answers said": said(operation.get("responses", {})),
            "servers": self.servers(operation),
            "security": required and [{legal(key): scopes for key, scopes in one.items()} for one in required],
            "responses": {code: self.response(operation, one) for code, one in answers.items()},
            **self.parameters(item, operation),
        }

    def merged(self, item: Any, operation: Any) -> dict[tuple[str, str], Any]:
        """Gather the parameters of an operation, its own before those of its path."""
        found: dict[tuple[str, str], Any] = {}
        for one in [*operation.get("parameters", []), *item.get("parameters", [])]:
            resolved = self.resolved(one)
            key = (resolved.get("in", "?"), resolved.get("name", str(one)))
            found.setdefault(key, resolved)
        return found

    @abstractmethod
    def definitions(self) -> Any:
        """Give the schemas by name."""

    @abstractmethod
    def schemes(self) -> Any:
        """Give the security schemes by name."""

    @abstractmethod
    def scheme(self, one: Any) -> Any:
        """Read a security scheme."""

    @abstractmethod
    def servers(self, operation: Any) -> set[str]:
        """Read the addresses of an operation."""

    @abstractmethod
    def response(self, operation: Any, one: Any) -> Any:
        """Read a response."""

    @abstractmethod
    def parameters(self, item: Any, operation: Any) -> dict[str, Any]:
        """Read parameters, body and form."""


class _Swagger(_Reading):
    def definitions(self) -> Any:
        return {name: one for name, one in self.document.get("definitions", {}).items() if isinstance(one, dict)}

    def schemes(self) -> Any:
        return self.document.get("securityDefinitions", {})

    def scheme(self, one: Any) -> Any:
        facts = {**said(one, "type", "description"), **{k: one[k] for k in ("in", "name") if k in one}}
        if one["type"] == "oauth2":
            flow = one["flow"]
            uses = {"implicit": ["authorizationUrl"], "accessCode": ["authorizationUrl", "tokenUrl"]}.get(
                flow, ["tokenUrl"]
            )
            facts["flow"] = [flow, {url: one[url] for url in uses}, one.get("scopes", {})]
        return facts

    def servers(self, operation: Any) -> set[str]:
        host, base = self.document.get("host"), self.document.get("basePath", "").rstrip("/")
        if not host:
            return {base}
        schemes = operation.get("schemes") or self.document.get("schemes") or []
        return {f"{scheme}://{host}{base}" for scheme in schemes} or {f"//{host}{base}"}

    def media(self, operation: Any, key: str) -> list[str]:
        named = operation[key] if operation.get(key) is not None else self.document.get(key) or []
        return list(dict.fromkeys(named))

    def response(self, operation: Any, one: Any) -> Any:
        one = self.resolved(one)
        if "external" in one:
            return one
        examples = one.get("examples", {})
        typed = {key: value for key, value in examples.items() if "/" in key}
        media = self.media(operation, "produces") or list(typed) or [UNNAMED]
        content = {}
        if "schema" in one or examples:
            for key in [*media, *typed]:
                content[key] = {"schema": self.schema(one.get("schema", {})), "example": _text(typed.get(key, "none"))}
                content[key]["others"] = {name: _text(value) for name, value in examples.items() if name not in typed}
        headers = {name: self.value(header, "answer") for name, header in one.get("headers", {}).items()}
        return {"said": said(one, "description"), "content": content, "headers": headers}

    def value(self, one: Any, location: str) -> dict[str, Any]:
        """Read what a parameter, a form field or a header may hold."""
        facts = {"schema": self.schema({key: one[key] for key in one if key in VALUE_KEYS}), **said(one, "description")}
        for key in ("x-nullable", "x-anyOf", "x-extensible-enum"):
            facts.pop(key, None)
        for key in ("x-example", "example"):
            if key in one and location != "answer":
                facts["example"] = _text(one[key])
        if one.get("type") == "array":
            facts["joined"] = one.get("collectionFormat", "csv")
        return facts

    def parameters(self, item: Any, operation: Any) -> dict[str, Any]:
        plain: dict[str, Any] = {}
        form: dict[str, Any] = {}
        body = None
        for (place, name), one in self.merged(item, operation).items():
            facts = {**self.value(one, place), "required": one.get("required", False)}
            if place == "body":
                body = body or self.body(operation, one)
            elif place == "formData":
                form[name] = one
            else:
                plain[f"{place} {name}"] = {**facts, "empty": place == "query" and one.get("allowEmptyValue", False)}
        if form:
            body = self.form(operation, form)
        return {"parameters": plain, "body": body}

    def body(self, operation: Any, one: Any) -> dict[str, Any]:
        """Read a body."""
        lifted = {key: one[key] for key in ("x-nullable",) if key in one}
        facts = {"schema": self.schema({**one["schema"], **lifted}), "joined": {}}
        beside = {key: value for key, value in said(one, "description").items() if key != "x-nullable"}
        content = dict.fromkeys(self.media(operation, "consumes") or [UNNAMED], facts)
        return {"required": one.get("required", False), "content": content, "said": beside}

    def form(self, operation: Any, fields: dict[str, Any]) -> dict[str, Any]:
        """Read a form: an object whose properties are the fields."""
        media = [
            m for m in self.media(operation, "consumes") if m.lower().startswith(("multipart/", "application/x-www"))
        ]
        schema: dict[str, Any] = {
            "types": ["object"],
            "properties": {name: self.field(one) for name, one in fields.items()},
        }
        needed = sorted(name for name, one in fields.items() if one.get("required"))
        schema |= {"required": needed} if needed else {}
        joined = {k: one.get("collectionFormat", "csv") for k, one in fields.items() if one.get("type") == "array"}
        content = {key: {"schema": schema, "joined": joined} for key in media or [UNNAMED]}
        return {"required": bool(needed), "content": content, "said": {}}

    def field(self, one: Any) -> dict[str, Any]:
        """Read a form field."""
        known = {*VALUE_KEYS, "description", *(key for key in one if key.startswith("x-"))}
        examples = [one[key] for key in ("example", "x-example") if key in one]
        kept = {key: one[key] for key in one if key in known}
        return self.schema({**kept, "example": examples[0]} if examples else kept)


class _OpenAPI(_Reading):
    def definitions(self) -> Any:
        hoisted = re.compile(r".*(_properties_|_responses_|_schema$|_items$|_allOf_)")
        return {k: v for k, v in self.document.get("components", {}).get("schemas", {}).items() if not hoisted.match(k)}

    def schemes(self) -> Any:
        return self.document.get("components", {}).get("securitySchemes", {})

    def scheme(self, one: Any) -> Any:
        facts = {**said(one, "type", "description"), **{k: one[k] for k in ("in", "name") if k in one}}
        if one["type"] == "http":
            assert one["scheme"] == "basic"
            facts["type"] = "basic"
        if one["type"] == "oauth2":
            [(flow, parts)] = one["flows"].items()
            urls = {key: value for key, value in parts.items() if key.endswith("Url")}
            facts["flow"] = [FLOWS.get(flow, flow), urls, parts["scopes"]]
        return facts

    def servers(self, operation: Any) -> set[str]:
        servers = operation.get("servers", self.document.get("servers", [{"url": ""}]))
        return {server["url"].rstrip("/") for server in servers}

    def response(self, operation: Any, one: Any) -> Any:
        one = self.resolved(one)
        if "external" in one:
            return one
        content = {key: self.content(part) for key, part in one.get("content", {}).items()}
        headers = {name: self.value(header, "header") for name, header in one.get("headers", {}).items()}
        return {"said": said(one, "description"), "content": content, "headers": headers}

    def content(self, part: Any) -> dict[str, Any]:
        """Read what comes in one media type."""
        named = {name: _text(one["value"]) for name, one in part.get("examples", {}).items()}
        example = named.pop("example", _text(part.get("example", "none")))
        return {"schema": self.schema(part.get("schema", {})), "example": example, "others": named}

    def joined(self, one: Any, location: str) -> str:
        """Tell how a list is written."""
        style = one.get("style", "form" if location in ("query", "cookie", "form") else "simple")
        return one.get("x-collectionFormat") or JOINED.get((style, one.get("explode", style == "form")), "nonsense")

    def value(self, one: Any, location: str) -> dict[str, Any]:
        """Read what a parameter or a header may hold."""
        facts = {"schema": self.schema(one["schema"]), **said(one, "description")}
        facts.pop("x-collectionFormat", None)
        if one["schema"].get("type") == "array":
            facts["joined"] = self.joined(one, location)
        if "example" in one:
            facts["example"] = _text(one["example"])
        return facts

    def parameters(self, item: Any, operation: Any) -> dict[str, Any]:
        plain = {}
        for (place, name), one in self.merged(item, operation).items():
            facts = {**self.value(one, place), "required": one.get("required", False)}
            plain[f"{place} {name}"] = {**facts, "empty": one.get("allowEmptyValue", False)}
        body = operation.get("requestBody")
        return {"parameters": plain, "body": body and self.body(self.resolved(body))}

    def body(self, body: Any) -> dict[str, Any]:
        """Read a body or a form."""
        content = {key: self.sent(part) for key, part in body["content"].items()}
        return {"required": body.get("required", False), "content": content, "said": said(body, "description")}

    def sent(self, part: Any) -> dict[str, Any]:
        """Read what is sent in one media type."""
        schema = part.get("schema", {})
        joined = {}
        for name, style in part.get("encoding", {}).items():
            tabs = schema["properties"][name].get("x-collectionFormat")
            joined[name] = tabs or self.joined(style, "form")
        return {"schema": self.schema(schema), "joined": joined}


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, default=str)
