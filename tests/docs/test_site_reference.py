"""The references of the site are complete, and tell what was repaired, why and who says so."""

from __future__ import annotations

import html
import importlib
import importlib.util
import re

import pytest

from codegen.repair import Repair
from manual.apis import Api, Call, load_apis, table, tables
from manual.python_pages import MODULES
from tests.support.repository import ROOT
from tests.support.site import Site

APIS = load_apis(ROOT / "spec")
INSTAGRAM = next(api for api in APIS if api.name == "instagram")
CALLS = [pytest.param(api, call, id=call.label) for api in APIS for call in api.calls]
MODULE_NAMES = [name for name in MODULES if importlib.util.find_spec(f"instagram_v1.{name}")]


def words(markup: str) -> str:
    """What a reader sees of a piece of a page."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def part(site: Site, label: str, until: str = "<section") -> tuple[str, str]:
    """The page with a label, and what stands there up to the next part."""
    for page in site.pages.values():
        start = page.text.find(f'id="{label}"')
        if start >= 0:
            return page.name, page.text[start:].partition(until)[0]
    raise AssertionError(f"no page has {label}")


@pytest.mark.parametrize(("api", "call"), CALLS)
def test_operation_is_told(docs_site: Site, api: Api, call: Call) -> None:
    """Each operation has its place with method, path, parameters, answer and the Python call."""
    name, markup = part(docs_site, call.label)
    seen = words(markup)
    assert name.startswith(f"reference/http/{api.name}/tag-")
    assert call.method.upper() in seen
    assert call.path in seen
    for parameter in (*call.shared, *tables(call.node.get("parameters"))):
        assert f"{api.resolved(parameter)['name']} " in seen
    assert "Answer 200" in seen
    assert "In Python: " in seen
    assert "Errors: " in seen or len(table(call.node.get("responses"))) == 1


def test_an_operation_tells_what_its_parameters_allow(docs_site: Site) -> None:
    """Type, place, need, choices, default and bounds of a parameter are there."""
    search = words(part(docs_site, "instagram-media-search")[1])
    assert "lat number query required" in search
    modify = words(part(docs_site, "instagram-relationships-modify")[1])
    assert "action string form required" in modify
    assert "One of follow , unfollow , block" in modify
    places = words(part(docs_site, "instagram-locations-search")[1])
    assert "Default: 1000 . At most 5000 ." in places


def test_an_operation_tells_scopes_pages_envelope_and_errors(docs_site: Site) -> None:
    """What it needs, how it pages, how its answer is wrapped and what it refuses are there."""
    seen = words(part(docs_site, "instagram-users-recent-media")[1])
    assert "scope basic" in seen
    assert "pages by max_id" in seen
    assert "data list of Media always" in seen
    assert "pagination.next_max_id goes back as max_id" in seen
    assert "429 The hourly limit is used up" in seen
    assert "deprecated" in words(part(docs_site, "instagram-users-feed")[1])


@pytest.mark.parametrize("api", APIS, ids=lambda api: api.name)
def test_every_schema_is_told(docs_site: Site, api: Api) -> None:
    """Each named schema has its place, with its fields."""
    for name, schema in api.schemas.items():
        page, markup = part(docs_site, api.label("schema", name))
        assert page == f"reference/http/{api.name}/schemas.html"
        seen = words(markup)
        assert [field for field in table(schema.get("properties")) if f"{field} " not in seen] == []


@pytest.mark.parametrize("repair", INSTAGRAM.repairs.values(), ids=lambda repair: repair.id)
def test_repair_is_told_with_its_evidence(docs_site: Site, repair: Repair) -> None:
    """Each repair has its place; it says why, who says so, and links to its defects and to where it shows."""
    page, markup = part(docs_site, INSTAGRAM.label("repair", repair.id), 'class="repair ')
    assert page == "reference/http/instagram/repairs.html"
    seen = words(markup)
    for evidence in repair.evidence:
        assert " ".join((evidence.source or evidence.seed or "").split()) in seen
        assert " ".join((evidence.quote or "").split()) in seen
    links = re.findall(r'href="([^"]+)"', markup)
    assert {f"ledger.html#{INSTAGRAM.label('defect', str(n))}" for n in repair.defects} <= set(links)
    shown = INSTAGRAM.places[repair.id]
    assert shown
    assert any(link.endswith(f"#{shown[0].label}") for link in links)


def test_ledger_has_every_defect(docs_site: Site) -> None:
    """All rows are there, in order, each with what the file says, what is true, and what settles it."""
    text = docs_site.pages["reference/http/instagram/ledger.html"].text
    entries = re.split(r'(?=<div class="defect )', text)[1:]
    assert len(entries) == len(INSTAGRAM.defects.rows) >= 129
    for row, entry in zip(INSTAGRAM.defects.rows.values(), entries, strict=True):
        seen = words(entry)
        assert f"#{row.n} {row.severity} {row.category}" in seen
        assert "It says" in seen
        assert "True is" in seen
        settled = INSTAGRAM.settled[row.n]
        assert all(f"#{INSTAGRAM.label('repair', repair.id)}" in entry for repair in settled.repairs)
        assert all(f"#{INSTAGRAM.label('rule', name)}" in entry for name, _ in settled.rules)
        assert "Left as it is." in seen or not settled.reasons
    assert " hidden" not in "".join(re.findall(r"<div [^>]*class=\"defect[^>]*>", text))


def test_ledger_counts(docs_site: Site) -> None:
    """The counts above the ledger are those of its entries."""
    page = docs_site.pages["reference/http/instagram/ledger.html"].text
    above = words(page.partition('class="ledger')[0])
    for severity in ("high", "medium", "low"):
        assert f"{page.count(f'badge badge-{severity}')} {severity}" in above
    assert f"{page.count('badge badge-repair')} by a repair" in above


def test_what_is_repaired_leads_to_the_ledger_and_back(docs_site: Site) -> None:
    """The repaired path of media by shortcode is linked both ways."""
    page, markup = part(docs_site, "instagram-media-get-by-shortcode")
    assert 'href="ledger.html#instagram-defect-9"' in markup
    assert f'href="{page.rpartition("/")[2]}#instagram-media-get-by-shortcode"' in part(
        docs_site, "instagram-defect-9", 'class="defect '
    )[1]  # fmt: skip


def test_rules_are_told(docs_site: Site) -> None:
    """Each rule of an API has its place, with its reason and the defects that it settles."""
    for api in APIS:
        for name, rule in api.config.rules.items():
            page, markup = part(docs_site, api.label("rule", name))
            assert page == f"reference/http/{api.name}/index.html"
            assert " ".join(rule.because.split())[:30] in words(markup)
            assert all(f"#{api.label('defect', str(n))}" in markup for n in rule.defects)


@pytest.mark.parametrize("name", MODULE_NAMES)
def test_every_public_name_is_told(docs_site: Site, name: str) -> None:
    """Each public name of a module is in the Python reference, there or where another module has it."""
    module = importlib.import_module(f"instagram_v1.{name}")
    ids = {place for page in docs_site.pages.values() for place in page.ids}
    names = getattr(module, "__all__", [word for word in INSTAGRAM.schemas if hasattr(module, word)])
    assert names
    homes = [f"instagram_v1.{other}" for other in MODULE_NAMES if other != name]
    silent = [
        word
        for word in names
        if not {f"instagram_v1.{name}.{word}", f"module-instagram_v1.{name}.{word}"} & ids
        and not any(
            f"{home}.{word}" in ids and getattr(importlib.import_module(home), word) is getattr(module, word)
            for home in homes
        )
    ]
    # A table of operations is told by the HTTP reference.
    assert [word for word in silent if word != "OPERATIONS"] == []


def test_both_clients_are_told(docs_site: Site) -> None:
    """Both clients and each method of each resource, plain and awaited, are in the reference."""
    ids = {place for page in docs_site.pages.values() for place in page.ids}
    assert {"instagram_v1.Client.request", "instagram_v1.AsyncClient.resume"} <= ids
    resources = importlib.import_module("_instagram_v1.operations").OPERATIONS.values()
    for operation in resources:
        # Sphinx leaves out what an id must not start with.
        held = f"instagram_v1.resources.{operation.resource}."
        kind = operation.resource.capitalize()
        assert f"{held}{kind}Resource.{operation.name}" in ids
        assert f"{held}Async{kind}Resource.{operation.name}" in ids


def test_the_tree_of_errors_is_drawn(docs_site: Site) -> None:
    """The page of errors opens with the whole tree."""
    errors = importlib.import_module("instagram_v1.errors")
    drawn = words(docs_site.pages["reference/python/errors.html"].text.partition('<dl class="py')[0])
    classes = [name for name in errors.__all__ if name.endswith("Error")]
    assert [name for name in classes if f"─ {name}" not in drawn and name != "InstagramError"] == []


def test_fields_of_models_are_told(docs_site: Site) -> None:
    """A model's fields are there with their types and what the specification says of them."""
    _, markup = part(docs_site, "instagram_v1.models.Media", '<dl class="py class')
    seen = words(markup)
    assert "distance ( float | None ) \N{EN DASH} Metres from the point" in seen
    assert "images ( MediaImages )" in seen


def test_commands_are_told(docs_site: Site) -> None:
    """Each command of the shell has its place with its options."""
    click = pytest.importorskip("click", reason="the command line needs click: pip install 'instagram-v1[cli]'")
    program = importlib.import_module("instagram_v1.cli.program").program
    context = click.Context(program, info_name=program.name)
    for name in program.list_commands(context):
        _, markup = part(docs_site, f"command-instagram-v1-{name}")
        seen = words(markup)
        options = [option.opts[-1] for option in program.get_command(context, name).params if option.opts]
        assert [option for option in options if option.startswith("-") and option not in seen] == []
