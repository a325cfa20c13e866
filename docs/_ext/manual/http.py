"""Pages of an HTTP API: one for each tag, and one for what holds everywhere."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from codegen.explain import RULES, shaping_rules
from codegen.pointer import find
from codegen.repair.marking import METHODS, all_marks, marks
from manual.apis import Api, Call, Table, table, tables, words_of
from manual.making import Part, badge, box, code, defined, folded, joined, link, listing, para, python, section
from manual.prose import line, prose
from manual.pythonic import method_of
from manual.repairs import evidence_box, mark_links
from manual.schemas import facts_of, fields_of, type_of


def tag_page(api: Api, document: nodes.document, tag: str) -> nodes.section:
    """The operations of one tag."""
    described = [held for held in tables(api.document.get("tags")) if held.get("name") == tag]
    made = section(document, api.label("tag", tag), [tag])
    made += [node for held in described for node in prose(words_of(held.get("description")))]
    if repairs := evidence_box(api, all_marks([*described])):
        made += repairs
    made += [_operation(api, document, call) for call in api.tags[tag]]
    return made


def _operation(api: Api, document: nodes.document, call: Call) -> nodes.section:
    method = badge(call.method.upper(), call.method)
    made = section(document, call.label, [method, " ", code(call.path)])
    made["classes"].append("operation")
    made += para(*_badges(api, call), kind="badges")
    made += prose(words_of(call.node.get("description")) or words_of(call.node.get("summary")))
    if found := method_of(api, call):
        made += para("In Python: ", python(found.target, found.shown), kind="in-python")
        made += listing(found.example, "python")
    made += _parts(api, call)
    return made


def _badges(api: Api, call: Call) -> Iterator[Part]:
    if call.node.get("deprecated") is True:
        yield badge("deprecated", "warning")
        yield " "
    for scope in _scopes(api, call):
        yield badge(f"scope {scope}", "scope")
        yield " "
    if style := words_of(table(call.node.get("x-pagination")).get("style")):
        yield badge(f"pages by {style}", "paging")
        yield " "
    if count := len(set(_ids(api, call)) & set(api.repairs)):
        yield badge("1 repair" if count == 1 else f"{count} repairs", "repaired")


def _parts(api: Api, call: Call) -> Iterator[nodes.Node]:
    """Parameters, credentials, answer, errors, repairs and rules, each under its word."""
    sent = [*_parameters(api, call), *_body(api, call)]
    yield para("Parameters", kind="part")
    yield defined(sent, "fields") if sent else para("None.")
    yield para("Credentials", kind="part")
    yield para(*_credentials(api, call))
    yield para("Answer", kind="part")
    yield from _answers(api, call)
    yield from _errors(api, call)
    if repairs := evidence_box(api, _ids(api, call)):
        yield repairs
    yield from _rules(api, call)


def _parameters(api: Api, call: Call) -> Iterator[tuple[list[Part], list[nodes.Node]]]:
    for written in (*call.shared, *tables(call.node.get("parameters"))):
        parameter = api.resolved(written)
        required = parameter.get("required") is True
        yield _sent(api, words_of(parameter.get("name")), words_of(parameter.get("in")), parameter, required)


def _body(api: Api, call: Call) -> Iterator[tuple[list[Part], list[nodes.Node]]]:
    body = api.resolved(table(call.node.get("requestBody")))
    for media, held in table(body.get("content")).items():
        schema = api.resolved(table(table(held).get("schema")))
        needed = schema.get("required")
        required = needed if isinstance(needed, list) else []
        where = "form" if "form" in media else media
        for name, field in table(schema.get("properties")).items():
            yield _sent(api, name, where, {**table(field), "schema": table(field)}, name in required)
        if "properties" not in schema:
            yield ["the body, ", code(media)], [para(*type_of(api, table(table(held).get("schema"))))]


def _sent(api: Api, name: str, where: str, node: Table, required: bool) -> tuple[list[Part], list[nodes.Node]]:
    schema = table(node.get("schema"))
    kind = nodes.inline("", "", classes=["type"])
    kind += [nodes.Text(part) if isinstance(part, str) else part for part in type_of(api, schema)]
    term: list[Part] = [code(name), " ", kind, " ", badge(where, "quiet")]
    term += [" ", badge("required", "required")] if required else []
    said: list[nodes.Node] = prose(words_of(node.get("description")))
    if facts := facts_of(api, schema):
        said.append(para(*facts, kind="facts"))
    if ids := [*dict.fromkeys((*marks(node), *all_marks(schema)))]:
        said.append(mark_links(api, ids))
    return term, said


def _alternatives(api: Api, call: Call) -> list[Table]:
    return tables(call.node.get("security", api.document.get("security")))


def _scopes(api: Api, call: Call) -> list[str]:
    found = [names for held in _alternatives(api, call) for names in held.values() if isinstance(names, list)]
    return list(dict.fromkeys(str(name) for names in found for name in names))


def _credentials(api: Api, call: Call) -> list[Part]:
    told: list[Part] = []
    for index, held in enumerate(_alternatives(api, call)):
        told += ["; or " if index else ""]
        told += joined((_scheme(api, name) for name in held), " with ") or ["nothing"]
        scopes = [str(scope) for names in held.values() if isinstance(names, list) for scope in names]
        told += [" granted ", *joined(map(code, scopes))] if scopes else []
    return [*told, "."] if told else ["None."]


def _scheme(api: Api, name: str) -> Part:
    scheme = table(find(api.document, ("components", "securitySchemes", name)))
    sent = words_of(scheme.get("x-token-parameter")) or words_of(scheme.get("name"))
    words = f"{sent} ({name})" if sent and sent != name else name
    return link(api.label("scheme", name), words)


def _answers(api: Api, call: Call) -> Iterator[nodes.Node]:
    for status, written in table(call.node.get("responses")).items():
        response = api.resolved(table(written))
        if not status.startswith("2"):
            continue
        said: list[Part] = [badge(status, "good"), " ", *line(words_of(response.get("description")))]
        schemas = [table(table(held).get("schema")) for held in table(response.get("content")).values()]
        said += [" · ", *joined(_types(api, schemas))] if schemas else []
        yield para(*said)
        for schema in schemas:
            yield from _envelope(api, call, schema)


def _types(api: Api, schemas: list[Table]) -> Iterator[Part]:
    for schema in schemas:
        yield nodes.inline("", "", *(nodes.Text(p) if isinstance(p, str) else p for p in type_of(api, schema)))


def _envelope(api: Api, call: Call, schema: Table) -> Iterator[nodes.Node]:
    if "x-envelope" in call.node and (fields := fields_of(api, api.resolved(schema))):
        yield box("envelope", fields)
    if paging := table(call.node.get("x-pagination")):
        key, parameter = words_of(paging.get("next-key")), words_of(paging.get("next-parameter"))
        ways: list[Part] = [" goes back as ", code(parameter)] if parameter else [" is the address of it"]
        yield para("The following page: ", code(f"pagination.{key}"), *ways, ". None: this is the last.", kind="facts")


def _errors(api: Api, call: Call) -> Iterator[nodes.Node]:
    held = {key: table(value) for key, value in table(call.node.get("responses")).items() if not key.startswith("2")}
    if held:
        words = ", ".join("any other" if status == "default" else status for status in held)
        yield folded(f"Errors: {words}", [errors_list(api, held)], kind="errors")


def errors_list(api: Api, held: dict[str, Table]) -> nodes.definition_list:
    """Errors with what they mean and hold."""
    return defined(
        ([badge("other" if status == "default" else status, "bad")], list(_error(api, api.resolved(written))))
        for status, written in held.items()
    )


def _error(api: Api, response: Table) -> Iterator[nodes.Node]:
    yield from prose(words_of(response.get("description")))
    for media in table(response.get("content")).values():
        yield para("Body: ", *type_of(api, table(table(media).get("schema"))), ".", kind="facts")
    if ids := marks(response):
        yield mark_links(api, ids)


def _ids(api: Api, call: Call) -> list[str]:
    """All that was repaired in an operation: at it, at its path, and in shared parts that it names."""
    item = table(table(api.document.get("paths")).get(call.path))
    around = {key: value for key, value in item.items() if key not in METHODS}
    shared = [api.resolved(parameter) for parameter in (*call.shared, *tables(call.node.get("parameters")))]
    return list(dict.fromkeys(all_marks([call.node, around, *shared])))


def _rules(api: Api, call: Call) -> Iterator[nodes.Node]:
    declared = dict(api.config.rules.items())
    found = [name for name in shaping_rules(api.document, ("paths", call.path, call.method)) if name in declared]
    if found:
        links = (link(api.label("rule", name), name) for name in dict.fromkeys(found) if name in RULES)
        yield para("Shaped by rules: ", *joined(links), ".", kind="facts")
