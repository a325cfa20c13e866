"""What holds for a whole API: where it is, how it is asked, what it refuses, and the rules behind its document."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from codegen.explain import RULES
from codegen.pointer import find
from codegen.repair.marking import all_marks, marks
from codegen.rules.config import Rule
from manual.apis import Api, Table, table, tables, words_of
from manual.http import errors_list
from manual.making import Part, badge, code, defined, folded, joined, link, listed, para, section
from manual.prose import line, prose
from manual.repairs import evidence_box, mark_links


def overview_page(api: Api, document: nodes.document) -> nodes.section:
    """The first page of an API."""
    made = section(document, api.label("", "overview"), [api.title])
    made += _summary(api)
    if text := words_of(table(api.document.get("info")).get("description")):
        made += folded("What the specification says of it", prose(text), kind="said")
    made += _operations(api, document)
    made += _schemes(api, document)
    made += _errors(api, document)
    made += _rules(api, document)
    return made


def _summary(api: Api) -> Iterator[nodes.Node]:
    servers = [words_of(server.get("url")) for server in tables(api.document.get("servers"))]
    yield para("Base address: ", *joined(map(code, servers)), ".")
    counts = f"{len(api.calls)} operations, {len(api.schemas)} schemas, {len(api.repairs)} repairs"
    links: list[Part] = [link(api.label("", "schemas"), "schemas")]
    links += [link(api.label("", "repairs"), "repairs")] if api.repairs else []
    links += [link(api.label("", "ledger"), "defects and what settles them")] if api.defects.rows else []
    yield para(f"{counts}. See also: ", *joined(links), ".")
    if repairs := evidence_box(api, marks(api.document) + marks(table(api.document.get("info")))):
        yield repairs


def _operations(api: Api, document: nodes.document) -> nodes.section:
    made = section(document, api.label("", "operations"), ["Operations"])
    for tag, calls in api.tags.items():
        made += para(link(api.label("tag", tag), tag), kind="part")
        made += listed(([_row(call.label, call.method, call.path, call.node)] for call in calls), kind="operations")
    return made


def _row(label: str, method: str, path: str, node: Table) -> nodes.paragraph:
    late: list[Part] = [" ", badge("deprecated", "warning")] if node.get("deprecated") is True else []
    words: list[Part] = [" ", *line(words_of(node.get("summary")))]
    return para(badge(method.upper(), method), " ", link(label, code(path)), *late, *words)


def _schemes(api: Api, document: nodes.document) -> Iterator[nodes.Node]:
    schemes = table(find(api.document, ("components", "securitySchemes")))
    if not schemes:
        return
    made = section(document, api.label("", "credentials"), ["Credentials"])
    made += [_scheme(api, document, name, table(scheme)) for name, scheme in schemes.items()]
    yield made


def _scheme(api: Api, document: nodes.document, name: str, scheme: Table) -> nodes.section:
    made = section(document, api.label("scheme", name), [code(name)])
    made += prose(words_of(scheme.get("description")))
    sent = words_of(scheme.get("x-token-parameter")) or words_of(scheme.get("name"))
    how: list[Part] = [", sent as ", code(sent)] if sent else []
    made += para("Kind: ", code(words_of(scheme.get("type"))), *how, ".")
    for flow, held in table(scheme.get("flows")).items():
        made += para(f"Flow {flow}: ", *_addresses(table(held)), ".")
        scopes = table(table(held).get("scopes"))
        made += defined((([badge(scope, "scope")], prose(words_of(text))) for scope, text in scopes.items()))
    if ids := [*dict.fromkeys(all_marks(scheme))]:
        made += mark_links(api, ids)
    return made


def _addresses(flow: Table) -> list[Part]:
    found = [words_of(flow.get(key)) for key in ("authorizationUrl", "tokenUrl")]
    return joined(code(address) for address in found if address)


def _errors(api: Api, document: nodes.document) -> Iterator[nodes.Node]:
    shared: dict[str, Table] = {}
    for call in api.calls:
        for status, written in table(call.node.get("responses")).items():
            if "$ref" in table(written) and not status.startswith("2"):
                shared.setdefault(status, table(written))
    if shared:
        made = section(document, api.label("", "errors"), ["Errors"])
        made += errors_list(api, dict(sorted(shared.items())))
        yield made


def _rules(api: Api, document: nodes.document) -> Iterator[nodes.Node]:
    rules = api.config.rules.items()
    if rules:
        made = section(document, api.label("", "rules"), ["Rules"])
        made += para("What holds for every operation is declared once; an operation of a newer file has it too.")
        made += [_rule(api, document, name, rule) for name, rule in rules]
        yield made


def _rule(api: Api, document: nodes.document, name: str, rule: Rule) -> nodes.section:
    made = section(document, api.label("rule", name), [code(name)])
    told = RULES.get(name, "")
    made += para(*([f"{told[:1].upper()}{told[1:]}. "] if told else []), *line(rule.because))
    rows = [n for n in rule.defects if n in api.defects.rows]
    if rows:
        made += para("Settles: ", *joined(link(api.label("defect", str(n)), f"#{n}") for n in rows), ".", kind="facts")
    return made
