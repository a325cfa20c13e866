"""Servers and security schemes."""

from __future__ import annotations

import re

from codegen.convert.context import Context, Object, at, text
from codegen.convert.parameters import media_types
from codegen.yaml12 import Json

_FLOWS = {
    "implicit": ("implicit", ("authorizationUrl",)),
    "password": ("password", ("tokenUrl",)),
    "application": ("clientCredentials", ("tokenUrl",)),
    "accessCode": ("authorizationCode", ("authorizationUrl", "tokenUrl")),
}
_VARIABLE = re.compile(r"{([^{}/]+)}")


def servers(ctx: Context, schemes: Json, where: str) -> list[Json]:
    """Make the servers from host, base path and schemes.

    Args:
        ctx: The conversion.
        schemes: The schemes of the document, or an operation's own.
        where: JSON pointer of them.
    """
    host, base = text(ctx.source.get("host")), text(ctx.source.get("basePath"))
    names = media_types(ctx, schemes, where)
    if base and not base.startswith("/"):
        base = "/" + base
    base = base if base == "/" and not host else base.rstrip("/")
    if not host:
        if names:
            ctx.note(where, "schemes-without-host", "A server without a host cannot say its scheme; it is left out.")
        return [_server(ctx, base)] if base else []
    if "://" in host:
        ctx.note("/host", "malformed", "A host has no scheme; it is taken as written.")
        return [_server(ctx, host + base)]
    # Without schemes the one that the document came by is meant, which is what a server without a scheme says.
    return [_server(ctx, f"{name}://{host}{base}") for name in names] or [_server(ctx, f"//{host}{base}")]


def _server(ctx: Context, url: str) -> Object:
    variables: Object = {name: {"default": name} for name in dict.fromkeys(_VARIABLE.findall(url))}
    if variables:
        ctx.note("/host", "server-variable", f"Swagger 2.0 has no variables in {url}; their own names stand as values.")
        return {"url": url, "variables": variables}
    return {"url": url}


def requirements(ctx: Context, value: Json, where: str) -> list[Json]:
    """Convert security requirements; an empty list stays one, for it says that none is needed."""
    names = ctx.names["securityDefinitions"]
    out: list[Json] = []
    for index, one in enumerate(ctx.list(value, where)):
        wanted = ctx.object(one, at(where, index))
        out.append({names.get(name, name): scopes for name, scopes in wanted.items()})
    return out


def scheme(ctx: Context, value: Json, where: str) -> Object:
    """Convert a security scheme."""
    source = ctx.object(value, where)
    kind, flow = text(source.get("type")), text(source.get("flow"))
    if kind == "basic":
        return {"type": "http", "scheme": "basic", **ctx.keep(source, where, "description", "type")}
    if kind == "apiKey" and text(source.get("x-cookie")):
        # Swagger 2.0 knows no cookies; there one is part of the header that carries them all.
        kept = ctx.keep(source, where, "type description", "name in")
        return {"type": kind, "name": kept.pop("x-cookie"), "in": "cookie", **kept}
    if kind == "apiKey":
        return ctx.keep(source, where, "type name in description")
    if kind == "oauth2" and flow in _FLOWS:
        out = ctx.keep(source, where, "type description", "flow authorizationUrl tokenUrl scopes")
        out["flows"] = _flows(ctx, source, flow, where)
        return out
    ctx.note(where, "malformed", "This is no security scheme of Swagger 2.0; it is copied as it stands.")
    return source


def _flows(ctx: Context, source: Object, flow: str, where: str) -> Object:
    name, urls = _FLOWS[flow]
    out: Object = {url: source[url] for url in urls if url in source}
    for url in ("authorizationUrl", "tokenUrl"):
        if url in source and url not in urls:
            ctx.note(at(where, url), "unknown-key", f"The flow {flow} has no such address; it is left out.")
    scopes = ctx.object(source.get("scopes", {}), at(where, "scopes"))
    # An extension among the scopes must be a scope, whose value is a text, or stand beside them.
    beside = {key: value for key, value in scopes.items() if key.startswith("x-") and not isinstance(value, str)}
    out["scopes"] = {key: value for key, value in scopes.items() if key not in beside}
    return {name: {**out, **beside}}
