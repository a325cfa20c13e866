"""Which pages an API has, and the directive that fills them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from manual.apis import Api, slug
from manual.http import tag_page
from manual.ledger import ledger_page, repairs_page
from manual.overview import overview_page
from manual.schemas import schemas_page

_KINDS: Mapping[str, Callable[[Api, nodes.document], nodes.section]] = {
    "overview": overview_page,
    "schemas": schemas_page,
    "ledger": ledger_page,
    "repairs": repairs_page,
}
_FOLDER = "reference/http"


class ApiPage(SphinxDirective):
    """``api-page NAME KIND``: one page of an API; ``tag-2`` is the page of its third tag."""

    required_arguments = 2
    has_content = True
    apis: ClassVar[Mapping[str, Api]] = {}

    def run(self) -> list[nodes.Node]:
        """Make the page."""
        api = self.apis[self.arguments[0]]
        for file in api.files:
            self.env.note_dependency(str(file))
        kind = self.arguments[1]
        if kind in _KINDS:
            made = _KINDS[kind](api, self.state.document)
        else:
            made = tag_page(api, self.state.document, list(api.tags)[int(kind.removeprefix("tag-"))])
        # The pages below stand inside the section, or they would be its neighbours in the menu.
        made += self.parse_content_to_nodes()
        return [made]


def api_pages(apis: Iterable[Api]) -> dict[str, str]:
    """The pages of all APIs.

    Args:
        apis: What was built.

    Returns:
        Markdown by page name.
    """
    found: dict[str, str] = {}
    for api in apis:
        pages = _pages_of(api)
        found |= {f"{_FOLDER}/{api.name}/{name}": _text(api, kind) for name, kind in pages.items()}
        below = "\n".join(["```{toctree}", ":hidden:", "", *pages, "```"])
        found[f"{_FOLDER}/{api.name}/index"] = _text(api, "overview", below)
    return found


def _pages_of(api: Api) -> dict[str, str]:
    # The label of a tag is unique, which its slug need not be.
    names = [api.label("tag", tag).removeprefix(f"{slug(api.name)}-") for tag in api.tags]
    pages = {name: f"tag-{index}" for index, name in enumerate(names)}
    pages["schemas"] = "schemas"
    if api.repairs:
        pages["repairs"] = "repairs"
    if api.defects.rows:
        pages["ledger"] = "ledger"
    return pages


def _text(api: Api, kind: str, inside: str = "") -> str:
    return f"````{{api-page}} {api.name} {kind}\n{inside}\n````\n"
