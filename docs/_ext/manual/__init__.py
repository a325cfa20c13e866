"""What this site makes of the sources: references of both APIs and the ledger of repairs, as Sphinx extensions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from manual.apis import load_apis
from manual.directives import ApiPage, api_pages
from manual.making import depart_details, details, visit_details
from manual.menu import hasten
from manual.objects import Names, Operations, rewrite, shorten
from manual.pages import install
from manual.python_pages import python_pages
from manual.pythonic import method_of
from manual.shell import ClickCommands, HelpOf

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the pages and directives of this site to Sphinx."""
    app.setup_extension("sphinx.ext.autodoc")
    app.add_config_value("manual_root", "", "env", (str,))
    app.add_config_value("manual_python", True, "env", (bool,))
    app.add_node(details, html=(visit_details, depart_details))
    app.add_directive("api-page", ApiPage)
    app.add_directive("click-commands", ClickCommands)
    app.add_directive("help-of", HelpOf)
    app.connect("builder-inited", _pages)
    app.connect("autodoc-process-docstring", rewrite)
    app.connect("autodoc-process-signature", shorten)
    app.add_post_transform(Names)
    # Before the theme makes its menu.
    app.connect("html-page-context", hasten, priority=400)
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}


def _pages(app: Sphinx) -> None:
    apis = load_apis(Path(app.config.manual_root) / "spec")
    ApiPage.apis = {api.name: api for api in apis}
    found = [(method_of(api, call), call) for api in apis for call in api.calls]
    Operations.labels = {method.target: (call.label, call.title) for method, call in found if method}
    install(app, {**api_pages(apis), **(python_pages(apis) if app.config.manual_python else {})})
