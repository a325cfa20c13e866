"""What a schema says, in Swagger 2.0 or OpenAPI 3.0 words, as the same plain facts."""

from __future__ import annotations

import hashlib
import json
from typing import Any
from urllib.parse import unquote

LIMITS: tuple[str, ...] = (
    "multipleOf",
    "maximum",
    "exclusiveMaximum",
    "minimum",
    "exclusiveMinimum",
    "maxLength",
    "minLength",
)
LIMITS += ("pattern", "maxItems", "minItems", "uniqueItems")
REMARKS = ("title", "description", "readOnly", "xml", "externalDocs", "example")
KEPT = ("format", "default", "maxProperties", "minProperties", *LIMITS, *REMARKS)
DEPTH = 4


def said(part: Any, *keys: str) -> dict[str, Any]:
    """Gather what is only said, with extensions."""
    return {key: part[key] for key in part if key in keys or key.startswith("x-")}


class Reader:
    """Reads schemas of one document; references are followed a few steps and then compared by what is there."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.known: dict[tuple[str, int], str] = {}

    def target(self, ref: str) -> Any:
        """Give what a reference leads to; None when it leads nowhere in this document."""
        if not ref.startswith("#/"):
            return None
        for pointer in (unquote(ref[2:]), ref[2:]):
            value = self.document
            for part in pointer.split("/"):
                key = part.replace("~1", "/").replace("~0", "~")
                if isinstance(value, list):
                    value = value[int(key)] if key.isdigit() and int(key) < len(value) else None
                else:
                    value = value.get(key) if isinstance(value, dict) else None
            if value is not None:
                return value
        return None

    def resolved(self, part: Any) -> Any:
        """Follow references to what they lead to in the end."""
        for _ in range(10):
            if not isinstance(part, dict) or not isinstance(part.get("$ref"), str):
                break
            found = self.target(part["$ref"])
            part = {"external": part["$ref"]} if found is None else found
        return part

    def digest(self, ref: str, depth: int) -> str:
        """Give a short name for all that a reference leads to."""
        if (ref, depth) not in self.known:
            self.known[ref, depth] = "..."
            found = self.target(ref)
            facts = self.schema(found, depth - 1) if isinstance(found, dict) else {"external": ref}
            text = json.dumps(facts, sort_keys=True, default=str)
            self.known[ref, depth] = hashlib.sha256(text.encode()).hexdigest()[:12]
        return self.known[ref, depth]

    def schema(self, schema: Any, depth: int = DEPTH) -> dict[str, Any]:
        """Read a schema."""
        if "$ref" in schema and isinstance(schema["$ref"], str):
            beside = {key: value for key, value in schema.items() if key in REMARKS or key.startswith("x-")}
            if isinstance(beside.get("x-nullable"), bool) and not beside["x-nullable"]:
                del beside["x-nullable"]
            if beside:
                return self.schema({**beside, "allOf": [{"$ref": schema["$ref"]}]}, depth)
            return {"ref": self.digest(schema["$ref"], depth) if depth else "..."}
        facts: dict[str, Any] = {key: schema[key] for key in KEPT if key in schema}
        facts.update({key: value for key, value in schema.items() if key.startswith("x-")})
        for key in ("x-nullable", "x-anyOf", "x-extensible-enum", "x-collectionFormat"):
            facts.pop(key, None)
        self.parts(schema, facts, depth)
        facts.update(self.kinds(schema, depth))
        return facts

    def parts(self, schema: Any, facts: dict[str, Any], depth: int) -> None:
        """Read the schemas in a schema."""
        if "properties" in schema:
            facts["properties"] = {name: self.schema(one, depth) for name, one in schema["properties"].items()}
        if schema.get("required"):
            facts["required"] = sorted(schema["required"])
        extra = schema.get("additionalProperties")
        if extra is not None:
            facts["additional"] = self.schema(extra, depth) if isinstance(extra, dict) else extra
        if schema.get("allOf"):
            facts["allOf"] = [self.schema(one, depth) for one in schema["allOf"]]
        discriminator = schema.get("discriminator")
        if discriminator:
            facts["discriminator"] = discriminator["propertyName"] if isinstance(discriminator, dict) else discriminator

    def kinds(self, schema: Any, depth: int) -> dict[str, Any]:
        """Read the types, and what else alternatives say in either format."""
        types, items, enum = schema.get("type"), schema.get("items"), schema.get("enum")
        options = schema.get("anyOf", schema.get("x-anyOf"))
        options = options and [{k: v for k, v in one.items() if (k, v) != ("x-nullable", False)} for one in options]
        nullable = bool(schema.get("nullable") or schema.get("x-nullable") is True)
        facts: dict[str, Any] = {}
        is_open = schema.get("x-extensible-enum") is True and enum is not None
        if options and len(options) == 2 and {k: v for k, v in options[0].items() if k != "enum"} == options[1]:
            is_open, enum, types = True, options[0]["enum"], options[0].get("type")
            facts.update({"format": options[1]["format"]} if "format" in options[1] else {})
        elif options and all(
            set(one) <= {"type", "items"} and isinstance(one.get("type"), str) and one["type"] != "null"
            for one in options
        ):
            types = [one["type"] for one in options]
            items = next((one["items"] for one in options if "items" in one), items)
        elif options:
            facts["anyOf"] = [self.schema(one, depth) for one in options]
        return {**facts, **self.named(schema, types, items, enum, nullable, is_open, depth)}

    def named(
        self, schema: Any, types: Any, items: Any, enum: Any, nullable: bool, is_open: bool, depth: int
    ) -> dict[str, Any]:
        """Put types, items and values into words."""
        named = set([types] if isinstance(types, str) else types or [])
        facts: dict[str, Any] = {"types": sorted({"binary" if one == "file" else one for one in named} - {"null"})}
        if "null" in named:
            nullable = True
        if facts["types"] == ["string"] and schema.get("format") == "binary":
            facts["types"] = ["binary"]
        if "binary" in facts["types"]:
            facts["format"] = "binary"
        if enum is not None and not (enum == [None] and not facts["types"]):
            facts["enum"] = [one for one in enum if one is not None]
        if nullable:
            facts["nullable"] = True
        if is_open:
            facts["open"] = True
        inner = self.schema(items, depth) if isinstance(items, dict) else {}
        if inner not in ({}, {"types": []}):
            facts["items"] = inner
        return facts
