"""Responses: the same schema for every media type that an operation produces, with the examples beside it."""

from __future__ import annotations

import re

from codegen.convert.context import Context, Found, Object, at, text
from codegen.convert.parameters import JSON, serialisation, value_schema
from codegen.convert.schemas import schema
from codegen.yaml12 import Json

_STATUS = re.compile(r"default|[1-5](?:[0-9]{2}|XX)")
_BINARY = "application/octet-stream"
_VALUE = (
    "type format items collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength"
    " pattern maxItems minItems uniqueItems enum multipleOf schema"
)


def responses(ctx: Context, value: Json, where: str, produces: list[str], shared: dict[str, Object]) -> Object:
    """Convert the responses of an operation.

    Args:
        ctx: The conversion.
        value: The responses by status code.
        where: JSON pointer of them.
        produces: The operation's media types.
        shared: The response components, to refer to where the operation's media types are theirs.
    """
    out: Object = {}
    source = ctx.object(value, where)
    for code, one in source.items():
        here = at(where, code)
        if code.startswith("x-"):
            out[code] = one
        elif key := _code(ctx, code, source, here):
            out[key] = _one(ctx, one, here, produces, shared)
    if not any(not code.startswith("x-") for code in out):
        ctx.note(where, "no-response", "OpenAPI wants a response; one without content is written.")
        out["default"] = {"description": ""}
    return out


def _code(ctx: Context, code: str, source: Object, where: str) -> str:
    """Give the key a response keeps; OpenAPI has codes from 100 to 599, and classes of them."""
    if _STATUS.fullmatch(code):
        return code
    stand_in = not any(_STATUS.fullmatch(other) for other in source)
    ctx.note(
        where,
        "status-code",
        f"OpenAPI has no status {code}; it {'becomes the default' if stand_in else 'is left out'}.",
    )
    return "default" if stand_in else ""


def _one(ctx: Context, value: Json, where: str, produces: list[str], shared: dict[str, Object]) -> Object:
    found = Found(where, ctx.object(value, where))
    if (ref := ctx.pointing(found.value, where)) is not None:
        followed = ctx.follow(ref, where)
        if followed is None:
            return ctx.unfollowed(ref)
        if followed.shared[0] == "definitions":
            ctx.note(where, "schema-as-response", f"{ref} is a schema; a response of that schema is meant.")
            followed = Found(where, {"description": "", "schema": {"$ref": ref}})
        found = followed
    converted = response(ctx, found, produces)
    if found.shared[:1] == ("responses",) and shared.get(found.shared[-1]) == converted:
        return ctx.reference(*found.shared)
    return converted


def response(ctx: Context, found: Found, produces: list[str]) -> Object:
    """Convert one response for the media types it may come in."""
    source, where = found.value, found.where
    out = ctx.keep(source, where, "description", "schema examples headers")
    if "description" not in out:
        ctx.note(where, "no-description", "OpenAPI wants a description; an empty one is written.")
        out = {"description": "", **out}
    headers = ctx.object(source.get("headers", {}), at(where, "headers"))
    if headers:
        here = at(where, "headers")
        out["headers"] = {name: header(ctx, one, at(here, name)) for name, one in headers.items()}
    content = _content(ctx, source, where, produces)
    if content:
        out["content"] = content
    return out


def header(ctx: Context, value: Json, where: str) -> Object:
    """Convert a response header."""
    source = ctx.object(value, where)
    out = ctx.keep(source, where, "description", _VALUE)
    for key in ("x-nullable", "x-anyOf", "x-extensible-enum"):
        out.pop(key, None)
    out.update(serialisation(ctx, source, "header", where))
    out["schema"] = value_schema(ctx, source, where)
    return out


def _content(ctx: Context, source: Object, where: str, produces: list[str]) -> Object:
    examples = ctx.object(source.get("examples", {}), at(where, "examples"))
    if "schema" not in source and not examples:
        return {}
    typed = [key for key in examples if "/" in key]
    media = produces or typed or [_assumed(ctx, source, where)]
    shape: Object = {"schema": schema(ctx, source["schema"], at(where, "schema"))} if "schema" in source else {}
    content: dict[str, Object] = {}
    for one in dict.fromkeys([*media, *typed]):
        content[one] = {**shape, "example": examples[one]} if one in typed else dict(shape)
    _named_examples(ctx, content, {key: one for key, one in examples.items() if key not in typed}, where)
    return dict[str, Json](content)


def _assumed(ctx: Context, source: Object, where: str) -> str:
    inner = source.get("schema")
    assumed = _BINARY if isinstance(inner, dict) and text(inner.get("type")) == "file" else JSON
    ctx.note(where, "assumed-media-type", f"No media type is named for the answer; {assumed} is assumed.")
    return assumed


def _named_examples(ctx: Context, content: dict[str, Object], named: Object, where: str) -> None:
    """Keep examples whose keys are no media types, under these keys."""
    for key, value in named.items():
        ctx.note(
            at(where, "examples", key), "named-example", "The key is no media type; it becomes the example's name."
        )
        for media in content.values():
            if "example" in media:
                media["examples"] = {"example": {"value": media.pop("example")}}
            others = media.setdefault("examples", {})
            if isinstance(others, dict):
                others[key] = {"value": value}
