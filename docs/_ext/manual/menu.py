"""The menu beside each page, made of the titles of pages alone.

The theme asks Sphinx for the whole tree on every page, and Sphinx copies every heading, class and method of every page
for it, only to leave them out again. Taking them out once saves a quarter of the build.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx import addnodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def hasten(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Give a page's template a quicker way to make the menu."""
    make: Callable[..., str] = context["toctree"]

    def menu(**options: Any) -> str:
        if not options.get("titles_only"):
            return make(**options)
        with _titles_only(app.env):
            return make(**options)

    context["toctree"] = menu


@contextmanager
def _titles_only(env: BuildEnvironment) -> Generator[None]:
    full = env.tocs
    if not hasattr(env, "manual_titles"):
        env.manual_titles = {name: _pruned(toc) for name, toc in full.items()}  # type: ignore[attr-defined]
    env.tocs = env.manual_titles  # type: ignore[attr-defined]
    try:
        yield
    finally:
        env.tocs = full


def _pruned(toc: nodes.bullet_list) -> nodes.bullet_list:
    """The headings of a page without those that are only places on it."""
    made: nodes.bullet_list = toc.deepcopy()
    for item in list(made.findall(nodes.list_item)):
        place = next((node["anchorname"] for node in item.findall(nodes.reference)), "")
        below = next(iter(item.findall(addnodes.toctree)), None)
        if place and below is None and item.parent is not None:
            item.parent.remove(item)
    for inner in list(made.findall(nodes.bullet_list)):
        if not inner.children and inner.parent is not None:
            inner.parent.remove(inner)
    return made
