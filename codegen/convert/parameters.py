"""Parameters: those of query, path and header stay parameters, bodies and form fields become request bodies."""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.convert.context import Context, Found, Object, at, text
from codegen.convert.schemas import schema
from codegen.yaml12 import Json

JSON = "application/json"
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
JSON_FIELD = "x-json-schema"
"""Extension of a form field of type string: the schema of the JSON that it holds."""

_SCHEMA = (
    "type format items default maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems"
    " minItems uniqueItems enum multipleOf x-nullable x-anyOf x-extensible-enum"
)
_TRANSLATED = ("x-nullable", "x-anyOf", "x-extensible-enum")
_STYLES = {
    "csv": ("form", False),
    "multi": ("form", True),
    "ssv": ("spaceDelimited", False),
    "pipes": ("pipeDelimited", False),
}


@dataclass
class Sorted:
    """The parameters of one list, by what becomes of them.

    Attributes:
        plain: Parameters of OpenAPI, converted.
        body: The body, with the name of the shared parameter it is, if any.
        form: The form fields by name.
    """

    plain: list[Json] = field(default_factory=list[Json])
    body: Found | None = None
    form: dict[str, Found] = field(default_factory=dict[str, Found])


def sort(ctx: Context, value: Json, where: str) -> Sorted:
    """Convert a list of parameters, each of which is kept exactly once."""
    found = Sorted()
    seen: set[tuple[str, str]] = set()
    for index, item in enumerate(ctx.list(value, where)):
        here = at(where, index)
        source = ctx.object(item, here)
        target = Found(here, source)
        if (ref := ctx.pointing(source, here)) is not None:
            followed = ctx.follow(ref, here)
            if followed is None:
                found.plain.append(ctx.unfollowed(ref))
                continue
            target = followed
        key = (place(target.value), text(target.value.get("name")))
        if key in seen:
            ctx.note(here, "duplicate-parameter", f"{key[1]!r} in {key[0]} is in this list already; the first is kept.")
            continue
        seen.add(key)
        _file(ctx, found, target, here)
    return found


def place(source: Object) -> str:
    """Tell where a parameter travels; ``form`` is what the version before 2.0 called form data."""
    location = text(source.get("in"))
    return "formData" if location == "form" else location


def _file(ctx: Context, found: Sorted, target: Found, here: str) -> None:
    location, name = place(target.value), text(target.value.get("name"))
    shared = target.shared if target.shared[:1] == ("parameters",) and len(target.shared) == 2 else ()
    if location == "body" and found.body is None:
        found.body = target._replace(shared=shared)
    elif location == "formData" and name:
        found.form[name] = target
    elif location in ("query", "header", "path") and name:
        found.plain.append(ctx.reference(*shared) if shared else parameter(ctx, target))
    else:
        ctx.note(here, "malformed", "This is no parameter of Swagger 2.0, or a second body; it is left out.")


def parameter(ctx: Context, found: Found) -> Object:
    """Convert a parameter of query, path or header."""
    source, where = found.value, found.where
    location = text(source.get("in"))
    out = ctx.keep(
        source, where, "name in description allowEmptyValue", f"required collectionFormat example {_SCHEMA} schema"
    )
    _untranslated(out)
    if location != "query" and out.pop("allowEmptyValue", None):
        ctx.note(at(where, "allowEmptyValue"), "lost", "OpenAPI has this for query parameters alone.")
    if location == "path" or required(source):
        out["required"] = True
    if location == "header" and text(source.get("name")).lower() in ("accept", "content-type", "authorization"):
        ctx.note(where, "ignored-header", "OpenAPI ignores a parameter of this name: media types and security say it.")
    out.update(serialisation(ctx, source, location, where))
    out["schema"] = value_schema(ctx, source, where)
    _example(out, source)
    return out


def required(source: Object) -> bool:
    """Tell whether a parameter is required."""
    return source.get("required") is True or text(source.get("required")).lower() == "true"


def value_schema(ctx: Context, source: Object, where: str) -> Object:
    """Gather the schema of a parameter, an item or a header, whose keywords stand among its other members."""
    if "type" not in source and isinstance(source.get("schema"), dict):
        ctx.note(where, "misplaced-schema", "Only a body has a schema in Swagger 2.0; it is taken as meant.")
        return schema(ctx, source["schema"], at(where, "schema"))
    return schema(ctx, {key: value for key, value in source.items() if key in _SCHEMA.split()}, where)


def serialisation(ctx: Context, source: Object, location: str, where: str) -> Object:
    """Say how a list is written; joined by commas unless the source says otherwise."""
    if source.get("type") != "array":
        return {}
    written = text(source.get("collectionFormat")) or "csv"
    in_form = location in ("query", "formData")
    if in_form and written in _STYLES:
        style, explode = _STYLES[written]
        return {"style": style, "explode": explode}
    out: Object = {"style": "form" if in_form else "simple", "explode": False}
    if written != "csv":
        ctx.note(
            at(where, "collectionFormat"), "collection-format", f"OpenAPI has no {written} here; kept as an extension."
        )
        out["x-collectionFormat"] = written
    return out


def _untranslated(out: Object) -> None:
    """Leave the three extensions that go into the schema to it."""
    for key in _TRANSLATED:
        out.pop(key, None)


def _example(out: Object, source: Object) -> None:
    for key in ("x-example", "example"):
        if key in source:
            out["example"] = source[key]


def media_types(ctx: Context, value: Json, where: str) -> list[str]:
    """Read a list of media types; each once."""
    types = [] if value is None else ctx.list(value, where)
    return list(dict.fromkeys(text(one).strip() for one in types if text(one).strip()))


def body(ctx: Context, found: Found, consumes: list[str]) -> Object:
    """Convert a body parameter: the same schema for every media type that may be sent."""
    source, where = found.value, found.where
    if not consumes:
        ctx.note(where, "assumed-media-type", f"No media type is named for the body; {JSON} is assumed.")
    if text(source.get("name")) != "body":
        ctx.note(at(where, "name"), "body-name", "A body has no name in OpenAPI.")
    out = ctx.keep(source, where, "description", "name in required schema")
    content = _body_schema(ctx, source, where)
    _untranslated(out)
    out["content"] = {media: dict(content) for media in consumes or [JSON]}
    if required(source):
        out["required"] = True
    return out


def _body_schema(ctx: Context, source: Object, where: str) -> Object:
    if "schema" not in source:
        ctx.note(where, "malformed", "A body without a schema; anything may be sent.")
        return {}
    inner = ctx.object(source["schema"], at(where, "schema"))
    lifted: Object = {key: source[key] for key in _TRANSLATED if key in source}
    return {"schema": schema(ctx, {**inner, **lifted}, at(where, "schema"))}


def form(ctx: Context, fields: dict[str, Found], consumes: list[str], where: str) -> Object:
    """Convert form fields: together they are the properties of one body."""
    properties: Object = {}
    encoding: Object = {}
    names: list[Json] = []
    for name, found in fields.items():
        properties[name], encoded = _form_field(ctx, found)
        if encoded:
            encoding[name] = encoded
        if required(found.value):
            names.append(name)
    sent: Object = {"type": "object", "properties": properties}
    if names:
        sent["required"] = names
    content: Object = {"schema": sent}
    if encoding:
        content["encoding"] = encoding
    media = _form_types(ctx, fields, consumes, where)
    return {"content": {one: dict(content) for one in media}, **({"required": True} if names else {})}


def _form_field(ctx: Context, found: Found) -> tuple[Object, Object]:
    source, where = found.value, found.where
    out = ctx.keep(
        source, where, "description", f"name in required allowEmptyValue collectionFormat example schema {_SCHEMA}"
    )
    if source.get("allowEmptyValue"):
        ctx.note(at(where, "allowEmptyValue"), "lost", "OpenAPI has this for query parameters alone.")
    _untranslated(out)
    _example(out, source)
    if JSON_FIELD in out:
        # Swagger 2.0 can only say that such a field is a text; here it is the object that the text holds.
        value: Object = schema(ctx, out.pop(JSON_FIELD), at(where, JSON_FIELD))
        encoding: Object = {"contentType": JSON}
    else:
        value = value_schema(ctx, source, where)
        encoding = serialisation(ctx, source, "formData", where)
    if "x-collectionFormat" in encoding:
        out["x-collectionFormat"] = encoding.pop("x-collectionFormat")
    if out and "$ref" in value:
        out["allOf"] = [value]
        value = {}
    return {**out, **value}, encoding


def _form_types(ctx: Context, fields: dict[str, Found], consumes: list[str], where: str) -> list[str]:
    """Choose among the media types those that can carry a form."""
    fitting = [media for media in consumes if media.lower().startswith((URLENCODED, "multipart/"))]
    for media in consumes:
        if media not in fitting and fitting:
            ctx.note(where, "form-media-type", f"{media} cannot carry a form; it is left out.")
    if fitting:
        return fitting
    has_file = any(found.value.get("type") == "file" for found in fields.values())
    assumed = MULTIPART if has_file else URLENCODED
    ctx.note(where, "assumed-media-type", f"No media type named here can carry a form; {assumed} is assumed.")
    return [assumed]
