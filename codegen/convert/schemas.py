"""Schemas: names are names, data is data, and only the rest is converted."""

from __future__ import annotations

from collections.abc import Callable

from codegen.convert.context import Context, Object, at, text
from codegen.yaml12 import Json

_DATA = ("default", "example", "enum")
_NUMBERS = "multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength minLength pattern maxItems minItems"
_WORDS = "type format title description uniqueItems maxProperties minProperties readOnly xml externalDocs"
_SAME = f"{_NUMBERS} {_WORDS}".split()
_LATER = ("anyOf", "oneOf", "not", "nullable", "writeOnly", "deprecated")
# `default` is none: what an absent value means is no remark. Swagger 2.0 ignores all that stands beside a reference.
_REMARKS = ("title", "description", "example", "readOnly", "xml", "externalDocs")


def schema(ctx: Context, value: Json, where: str) -> Object:
    """Convert a schema and all schemas in it.

    Args:
        ctx: The conversion.
        value: The schema, or whatever stands in its place.
        where: JSON pointer of it.
    """
    source = ctx.object(value, where)
    ref = source.get("$ref")
    if isinstance(ref, str):
        return _referring(ctx, source, ref, where)
    out: Object = {}
    for key, member in source.items():
        _member(ctx, out, key, member, at(where, key))
    _early_required(ctx, source, out, where)
    _types(ctx, out, where)
    _extensions(out)
    return out


def _referring(ctx: Context, source: Object, ref: str, where: str) -> Object:
    """Convert a reference; what only remarks on it moves into a wrapper, all else beside it has no effect."""
    target = ctx.schema_reference(ref, at(where, "$ref"))
    beside = {key: value for key, value in source.items() if key in _REMARKS or key.startswith("x-")}
    for key in source:
        if key not in beside and key != "$ref":
            ctx.note(at(where, key), "beside-ref", "Swagger 2.0 ignores this beside a $ref; it is left out.")
    out = schema(ctx, beside, where)
    return {**out, "allOf": [target]} if out else target


def _member(ctx: Context, out: Object, key: str, value: Json, where: str) -> None:
    if key in _DATA or (key.startswith("x-") and key not in _NESTED):
        out[key] = value
        return
    if key in _LATER:
        ctx.note(where, "later-keyword", "This is a word of OpenAPI 3; it is taken as meant.")
    if value is None:
        ctx.note(where, "malformed", "There is no value here; the member is left out.")
    elif key in _NESTED:
        made = _NESTED[key](ctx, value, where)
        out.update({} if made is None else {key: made})
    elif key in _SAME or key in _LATER:
        out[key] = value
    elif key == "collectionFormat":
        ctx.note(where, "collection-format", "OpenAPI cannot say how inner values are joined; kept as an extension.")
        out["x-collectionFormat"] = value
    else:
        ctx.note(where, "unknown-key", "Swagger 2.0 has no such keyword; it is left out.")


def _properties(ctx: Context, value: Json, where: str) -> Json:
    return {name: schema(ctx, one, at(where, name)) for name, one in ctx.object(value, where).items()}


def _each(ctx: Context, value: Json, where: str) -> Json:
    return [schema(ctx, one, at(where, index)) for index, one in enumerate(ctx.list(value, where))]


def _items(ctx: Context, value: Json, where: str) -> Json:
    if not isinstance(value, list):
        return schema(ctx, value, where)
    ctx.note(where, "tuple", "OpenAPI knows no schema per position; every item may be any of them.")
    return {"anyOf": _each(ctx, value, where)} if value else {}


def _additional(ctx: Context, value: Json, where: str) -> Json:
    return value if isinstance(value, bool) else schema(ctx, value, where)


def _required(ctx: Context, value: Json, where: str) -> Json:
    if isinstance(value, bool):
        return None  # said of the property it stands in; its parent reads it
    names = list(dict.fromkeys(text(name) for name in ctx.list(value, where) if text(name)))
    return list[Json](names) or None


def _discriminator(ctx: Context, value: Json, where: str) -> Json:
    """Make the object of a discriminator; a definition that had to be renamed is still told by its old name."""
    if isinstance(value, dict) and isinstance(value.get("propertyName"), str):
        return value
    if not isinstance(value, str):
        ctx.note(where, "malformed", "The name of a property belongs here; the member is left out.")
        return None
    renamed: Object = {old: ctx.reference("definitions", old)["$ref"] for old in _renamed_kinds(ctx, where)}
    return {"propertyName": value, **({"mapping": renamed} if renamed else {})}


def _renamed_kinds(ctx: Context, where: str) -> list[str]:
    base = where.removesuffix("/discriminator")
    renamed = [old for old, new in ctx.names["definitions"].items() if old != new]
    return [old for old in renamed if base in _bases(ctx, old)]


def _bases(ctx: Context, name: str) -> list[str]:
    bases = ctx.get(("definitions", name, "allOf"))
    refs = [text(one.get("$ref")) for one in bases if isinstance(one, dict)] if isinstance(bases, list) else []
    return [at("", *parts) for parts in map(ctx.locate, refs) if parts]


def _early_required(ctx: Context, source: Object, out: Object, where: str) -> None:
    """Read ``required: true`` on a property as drafts before 4 of JSON Schema did."""
    properties = source.get("properties")
    for name, value in properties.items() if isinstance(properties, dict) else ():
        if isinstance(value, dict) and value.get("required") is True:
            ctx.note(at(where, "properties", name, "required"), "early-required", "Listed by the parent instead.")
            names = out.setdefault("required", [])
            if isinstance(names, list) and name not in names:
                names.append(name)


def _types(ctx: Context, out: Object, where: str) -> None:
    kinds = out.get("type")
    if kinds == "file":
        out.update(type="string", format="binary")
    elif kinds == "null":
        ctx.note(at(where, "type"), "null-type", "OpenAPI 3.0 has no type null; an enum of null says the same.")
        del out["type"]
        out.update(nullable=True, enum=[None])
    elif isinstance(kinds, list):
        _type_list(ctx, out, kinds, where)
    elif kinds is not None and not isinstance(kinds, str):
        ctx.note(at(where, "type"), "malformed", "The name of a type belongs here; the member is left out.")
        del out["type"]
    if out.get("type") == "array":
        out.setdefault("items", {})


def _type_list(ctx: Context, out: Object, kinds: list[Json], where: str) -> None:
    named = list(dict.fromkeys(text(kind) for kind in kinds if kind != "null" and text(kind)))
    ctx.note(at(where, "type"), "type-list", "OpenAPI 3.0 allows one type; several are alternatives, null is nullable.")
    del out["type"]
    if "null" in kinds:
        out["nullable"] = True
    if len(named) == 1:
        out["type"] = named[0]
    elif named:
        options: list[Json] = []
        for kind in named:
            options.append({"type": kind, "items": out.pop("items", {})} if kind == "array" else {"type": kind})
        _either(out, options)
    elif "null" in kinds:
        out["enum"] = [None]


def _extensions(out: Object) -> None:
    """Translate the three extensions that say what Swagger 2.0 cannot."""
    nullable, values = out.get("x-nullable"), out.get("enum")
    if isinstance(nullable, bool):
        del out["x-nullable"]
        out.update({"nullable": True} if nullable else {})
    options = out.pop("x-anyOf", None)
    if isinstance(options, list) and options:
        _either(out, options)
    if out.get("x-extensible-enum") is True and isinstance(values, list):
        del out["x-extensible-enum"]
        kind: Object = {key: out.pop(key) for key in ("type", "format") if key in out}
        _either(out, [{**kind, "enum": out.pop("enum")}, kind])
    elif nullable is True and isinstance(values, list) and None not in values:
        out["enum"] = [*values, None]


def _either(out: Object, options: list[Json]) -> None:
    if "anyOf" not in out:
        out["anyOf"] = options
        return
    others = out.setdefault("allOf", [])
    if isinstance(others, list):
        others.append({"anyOf": options})


_NESTED: dict[str, Callable[[Context, Json, str], Json]] = {
    "properties": _properties,
    "items": _items,
    "additionalProperties": _additional,
    "required": _required,
    "discriminator": _discriminator,
    "not": schema,
    **dict.fromkeys(("allOf", "anyOf", "oneOf", "x-anyOf"), _each),
}
