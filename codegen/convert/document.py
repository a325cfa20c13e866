"""The document as a whole: paths, operations and components."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from codegen.convert.context import Context, Found, Note, Object, at, plain, text
from codegen.convert.parameters import Sorted, body, form, media_types, parameter, place, sort
from codegen.convert.responses import response, responses
from codegen.convert.schemas import schema
from codegen.convert.security import requirements, scheme, servers
from codegen.errors import CodegenError
from codegen.yaml12 import Json

_METHODS = ("get", "put", "post", "delete", "options", "head", "patch")


@dataclass(frozen=True)
class Conversion:
    """A converted document.

    Attributes:
        document: The OpenAPI 3.0.3 document.
        notes: What was assumed and what is lost, in the order it was met.
    """

    document: dict[str, Any]
    notes: tuple[Note, ...]


def convert(document: Any) -> Conversion:
    """Convert a Swagger 2.0 document to OpenAPI 3.0.3.

    Args:
        document: The document, as `codegen.yaml12` reads it; it is not changed. Integer keys count as strings.

    Returns:
        The converted document, which shares nothing with the source, and the notes.

    Raises:
        CodegenError: It is no Swagger 2.0 document, or no JSON data.
    """
    source = plain(document)
    ctx = Context(_checked(source))
    return Conversion(_copy(_Document(ctx).convert()), tuple(ctx.notes))


def _checked(source: Json) -> Object:
    if not isinstance(source, dict):
        remedy = "Check that this is the API description itself."
        raise CodegenError("The document is no mapping, so it is no Swagger 2.0.", pointer="", remedy=remedy)
    version = source.get("swagger")
    if version in ("2.0", 2):
        return source
    other = source.get("openapi", source.get("swaggerVersion", version))
    if "openapi" in source:
        message, remedy = f"The document is OpenAPI {other} already.", "Use it as it is; there is nothing to convert."
    else:
        message = "The document does not say that it is Swagger 2.0" + (f", but {other!r}." if other else ".")
        remedy = 'Give a document with `swagger: "2.0"` at its top.'
    raise CodegenError(message, pointer="/swagger", remedy=remedy)


def _copy(value: Any) -> Any:
    """Copy, so that no two places of the result share an object."""
    if isinstance(value, dict):
        return {key: _copy(member) for key, member in cast("Object", value).items()}
    return [_copy(item) for item in cast("list[Json]", value)] if isinstance(value, list) else value


class _Document:
    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self.source = ctx.source
        self.consumes = media_types(ctx, self.source.get("consumes"), "/consumes")
        self.produces = media_types(ctx, self.source.get("produces"), "/produces")
        self.servers = servers(ctx, self.source.get("schemes"), "/schemes")
        self.responses: dict[str, Object] = {}
        self.bodies: dict[str, Object] = {}

    def convert(self) -> Object:
        """Convert the document; the components last, for paths add to them."""
        components = self.shared()
        paths = self.paths()
        kept = self.ctx.keep(
            self.source,
            "",
            "info tags externalDocs",
            "swagger host basePath schemes consumes produces paths definitions parameters responses"
            " securityDefinitions security",
        )
        out: Object = {"openapi": "3.0.3"}
        if "info" in kept:
            out["info"] = kept.pop("info")
        if self.servers:
            out["servers"] = self.servers
        if "security" in self.source:
            out["security"] = requirements(self.ctx, self.source["security"], "/security")
        out.update({key: kept.pop(key) for key in ("tags", "externalDocs") if key in kept})
        out["paths"] = paths
        self.hoisted(components)
        if any(components.values()):
            out["components"] = {key: part for key, part in components.items() if part}
        return {**out, **kept}

    def shared(self) -> dict[str, Json]:
        """Convert what is shared by name."""
        ctx = self.ctx
        schemas: Object = {}
        extensions: Object = {}
        for name, value in ctx.section("definitions").items():
            if name.startswith("x-") and not isinstance(value, dict):
                extensions[name] = value
            else:
                schemas[ctx.names["definitions"][name]] = schema(ctx, value, at("/definitions", name))
        schemes: Object = {}
        for name, value in ctx.section("securityDefinitions").items():
            key = ctx.names["securityDefinitions"][name]
            schemes[key] = scheme(ctx, value, at("/securityDefinitions", name))
        components: dict[str, Json] = {"schemas": schemas, "responses": self.shared_responses()}
        components["parameters"], components["requestBodies"] = self.shared_parameters()
        return {**components, "securitySchemes": schemes, **extensions}

    def shared_responses(self) -> Object:
        """Convert the shared responses, for the media types of the whole document."""
        out: Object = {}
        for name, found in self.members("responses"):
            self.responses[name] = response(self.ctx, found, self.produces)
            out[self.ctx.names["responses"][name]] = self.responses[name]
        return out

    def shared_parameters(self) -> tuple[Object, Object]:
        """Convert the shared parameters; those that are bodies become shared bodies."""
        ctx = self.ctx
        parameters: Object = {}
        for name, found in self.members("parameters"):
            key, where = ctx.names["parameters"][name], at("/parameters", name)
            location = place(found.value)
            if location == "body":
                self.bodies[name] = body(ctx, found, self.consumes)
            elif location == "formData":
                ctx.note(where, "shared-form-field", "OpenAPI shares no form fields; each operation has its own.")
            elif location in ("query", "header", "path"):
                parameters[key] = parameter(ctx, found)
            else:
                ctx.note(where, "malformed", "This is no parameter of Swagger 2.0; it is left out.")
        return parameters, {ctx.names["parameters"][name]: one for name, one in self.bodies.items()}

    def members(self, section: str) -> list[tuple[str, Found]]:
        """List the members of a map of shared parts, each followed to what it is."""
        members: list[tuple[str, Found]] = []
        for name, value in self.ctx.section(section).items():
            where = at("", section, name)
            ref = value.get("$ref") if isinstance(value, dict) else None
            found = self.ctx.follow(ref, where) if isinstance(ref, str) else Found(where, self.ctx.object(value, where))
            if found:
                members.append((name, found))
        return members

    def hoisted(self, components: dict[str, Json]) -> None:
        """Convert the schemas that references elsewhere made components; each may name further ones."""
        schemas = cast("Object", components["schemas"])
        done = 0
        while done < len(self.ctx.hoisted):
            parts, name = list(self.ctx.hoisted.items())[done]
            schemas[name] = schema(self.ctx, self.ctx.get(parts), at("", *parts))
            done += 1

    def paths(self) -> Object:
        """Convert all paths."""
        out: Object = {}
        for path, value in self.ctx.object(self.source.get("paths", {}), "/paths").items():
            where = at("/paths", path)
            if path.startswith("x-"):
                out[path] = value
            elif path.startswith("/"):
                out[path] = self.path_item(value, where)
            else:
                self.ctx.note(where, "malformed", "A path begins with a slash; it is written with one.")
                out.setdefault("/" + path, self.path_item(value, where))
        return out

    def path_item(self, value: Json, where: str) -> Object:
        """Convert a path and its operations."""
        source = self.ctx.object(value, where)
        ref = text(source.get("$ref"))
        if ref and not ref.startswith("#/paths/"):
            found = self.ctx.follow(ref, where)
            source = {**found.value, **{k: v for k, v in source.items() if k != "$ref"}} if found else source
        common = sort(self.ctx, source.get("parameters", []), at(where, "parameters"))
        out = self.ctx.keep(source, where, "$ref", f"parameters {' '.join(_METHODS)}")
        if common.plain:
            out["parameters"] = common.plain
        for method in source:
            operation = self.ctx.object(source[method], at(where, method)) if method in _METHODS else None
            if operation:
                out[method] = self.operation(operation, at(where, method), common)
        return out

    def operation(self, source: Object, where: str, common: Sorted) -> Object:
        """Convert an operation."""
        ctx = self.ctx
        out = ctx.keep(
            source,
            where,
            "tags summary description externalDocs operationId deprecated",
            "parameters responses consumes produces schemes security",
        )
        own = sort(ctx, source.get("parameters", []), at(where, "parameters"))
        if own.plain:
            out["parameters"] = own.plain
        sent = self.request_body(source, own, common, where)
        if sent:
            out["requestBody"] = sent
        produces = self.media(source, "produces", self.produces, where)
        out["responses"] = responses(ctx, source.get("responses", {}), at(where, "responses"), produces, self.responses)
        if "security" in source:
            out["security"] = requirements(ctx, source["security"], at(where, "security"))
        if source.get("schemes"):
            own_servers = servers(ctx, source["schemes"], at(where, "schemes"))
            out.update({"servers": own_servers} if own_servers not in ([], self.servers) else {})
        return out

    def request_body(self, source: Object, own: Sorted, common: Sorted, where: str) -> Object:
        """Make the request body of an operation, from its own parameters and those of its path."""
        ctx = self.ctx
        found = own.body or (None if own.form else common.body)
        fields = {} if own.body else {**common.form, **own.form}
        if found and (fields or own.form):
            ctx.note(where, "body-and-form", "A request has a body or a form, not both; the form fields are left out.")
        consumes = self.media(source, "consumes", self.consumes, where)
        if found is None:
            return form(ctx, fields, consumes, where) if fields else {}
        converted = body(ctx, found, consumes)
        if found.shared and self.bodies.get(found.shared[-1]) == converted:
            return ctx.reference("parameters", found.shared[-1], "requestBodies")
        return converted

    def media(self, source: Object, key: str, common: list[str], where: str) -> list[str]:
        """Give an operation's media types; an empty list of its own clears the document's."""
        return media_types(self.ctx, source[key], at(where, key)) if source.get(key) is not None else common
