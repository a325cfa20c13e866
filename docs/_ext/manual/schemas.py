"""Types of a document in words, and the page of its named schemas."""

from __future__ import annotations

import json
from collections.abc import Iterator

from docutils import nodes

from codegen.pointer import Json
from codegen.repair.marking import all_marks, marks
from manual.apis import Api, Table, table, tables, words_of
from manual.making import Part, badge, code, defined, joined, link, para, python, section
from manual.prose import prose
from manual.pythonic import model_name
from manual.repairs import evidence_box, mark_links

_BOUNDS = (
    ("minimum", "at least"),
    ("maximum", "at most"),
    ("minLength", "characters at least:"),
    ("maxLength", "characters at most:"),
    ("minItems", "items at least:"),
    ("maxItems", "items at most:"),
    ("pattern", "matches"),
)


def type_of(api: Api, schema: Table) -> list[Part]:
    """A type in a few words; named ones are links."""
    ref = words_of(schema.get("$ref"))
    if ref.startswith("#/components/schemas/"):
        name = ref.removeprefix("#/components/schemas/").replace("~1", "/").replace("~0", "~")
        return [link(api.label("schema", name), name)]
    if ref:
        return type_of(api, api.resolved(schema))
    for key, word in (("allOf", " and "), ("anyOf", " or "), ("oneOf", " or ")):
        if members := tables(schema.get(key)):
            return _joined_types(api, _distinct(members), word)
    if schema.get("type") == "array":
        return ["list of ", *type_of(api, table(schema.get("items")))]
    if schema.get("type") == "object" and "additionalProperties" in schema:
        return ["object of ", *type_of(api, table(schema["additionalProperties"]))]
    return [words_of(schema.get("type")) or ("object" if "properties" in schema else "anything")]


def _joined_types(api: Api, members: list[Table], word: str) -> list[Part]:
    return [part for made in joined_lists([type_of(api, member) for member in members], word) for part in made]


def joined_lists(items: list[list[Part]], between: str) -> Iterator[list[Part]]:
    """Lists with something between them."""
    for index, item in enumerate(items):
        yield [between, *item] if index else item


def _distinct(members: list[Table]) -> list[Table]:
    """Members that look different: an open enum is a string or a string."""
    found: list[Table] = []
    for member in members:
        plain = {"type": member["type"]} if "enum" in member and "type" in member else member
        if plain not in found:
            found.append(plain)
    return found


def facts_of(api: Api, schema: Table) -> list[Part]:
    """What else is known of a value: default, choices, bounds."""
    found: list[Part] = []
    values, opened = choices(schema)
    if values:
        found += ["one of ", *joined(map(code, values)), "; more may come. " if opened else ". "]
    if "default" in schema:
        found += ["Default: ", code(shown(schema["default"])), ". "]
    for key, words in _BOUNDS:
        if key in schema:
            found += [f"{words[:1].upper()}{words[1:]} ", code(shown(schema[key])), ". "]
    if found and isinstance(found[0], str):
        found[0] = found[0][:1].upper() + found[0][1:]
    if schema.get("type") == "array" and not found:
        return facts_of(api, table(schema.get("items")))
    return found


def choices(schema: Table) -> tuple[list[str], bool]:
    """Known values, and whether others may come."""
    members = tables(schema.get("anyOf"))
    held = [values for member in (schema, *members) if isinstance(values := member.get("enum"), list)]
    listed = [shown(value) for value in held[0] if value is not None] if held else []
    return listed, any("enum" not in member and member.get("type") == "string" for member in members)


def shown(value: Json) -> str:
    """A value as it would be written."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def fields_of(api: Api, schema: Table) -> nodes.definition_list | None:
    """The properties of an object."""
    properties = table(schema.get("properties"))
    needed = schema.get("required")
    required = needed if isinstance(needed, list) else []
    return (
        defined(
            (
                (_term(api, name, table(held), name in required), _said(api, table(held)))
                for name, held in properties.items()
            ),
            "fields",
        )
        if properties
        else None
    )


def _term(api: Api, name: str, schema: Table, required: bool) -> list[Part]:
    kind = nodes.inline("", "", *(nodes.Text(p) if isinstance(p, str) else p for p in type_of(api, schema)))
    kind["classes"].append("type")
    found: list[Part] = [code(name), " ", kind]
    if schema.get("nullable") is True:
        found += [" ", badge("or null", "quiet")]
    return [*found, " ", badge("always", "required")] if required else found


def _said(api: Api, schema: Table) -> list[nodes.Node]:
    found: list[nodes.Node] = prose(words_of(schema.get("description")))
    if facts := facts_of(api, schema):
        found.append(para(*facts, kind="facts"))
    if ids := marks(schema):
        found.append(mark_links(api, ids))
    return found


def schema_section(api: Api, document: nodes.document, name: str) -> nodes.section:
    """What is to be said of one named schema."""
    schema = api.schemas[name]
    made = section(document, api.label("schema", name), [name])
    made["classes"].append("schema")
    if model := model_name(api, name):
        made += para("In Python: ", python(model, model.rpartition(".")[2]), kind="in-python")
    made += prose(words_of(schema.get("description")))
    if fields := fields_of(api, schema):
        made += fields
    else:
        made += para("Type: ", *type_of(api, schema), ".")
        if facts := facts_of(api, schema):
            made += para(*facts, kind="facts")
    ids = list(dict.fromkeys(all_marks(schema)))
    if repairs := evidence_box(api, ids):
        made += repairs
    return made


def schemas_page(api: Api, document: nodes.document) -> nodes.section:
    """All named schemas."""
    made = section(document, api.label("", "schemas"), ["Schemas"])
    made += para(
        "What answers and requests are made of. ", badge("always", "required"), " marks what every answer has."
    )
    made += [schema_section(api, document, name) for name in api.schemas]
    return made
