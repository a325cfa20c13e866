"""Every link of the site leads somewhere, and no page loads anything from elsewhere."""

from __future__ import annotations

import posixpath
import re
from urllib.parse import unquote, urlsplit

from tests.support.site import Site

# Hosts that pages may name. None of them is asked for anything, neither by a page nor by this test.
HOSTS = {
    "developers.facebook.com",
    "en.wikipedia.org",
    "github.com",
    "instagram.com",
    "www.instagram.com",
}


def outside(target: str) -> bool:
    """Whether an address leaves the site."""
    return bool(urlsplit(target).scheme or urlsplit(target).netloc)


def test_links_inside_lead_to_a_page_and_a_place_on_it(docs_site: Site) -> None:
    """Each file that a page points to is there, and so is each place that it names."""
    lost: list[str] = []
    for page in docs_site.pages.values():
        for link in page.links:
            if outside(link.target) or link.attribute == "srcset":
                continue
            path, _, place = link.target.partition("#")
            path = unquote(path.partition("?")[0])
            name = posixpath.normpath(posixpath.join(posixpath.dirname(page.name), path)) if path else page.name
            if not (docs_site.folder / name).is_file():
                lost.append(f"{page.name}: {link.target}: no such file")
            elif place and name in docs_site.pages and unquote(place) not in docs_site.pages[name].ids:
                lost.append(f"{page.name}: {link.target}: no such place")
    assert lost == []


def test_there_are_links_to_look_at(docs_site: Site) -> None:
    """The test above would pass on pages without links."""
    assert len(docs_site.pages) > 40
    inside = [link for page in docs_site.pages.values() for link in page.links if not outside(link.target)]
    assert len([link for link in inside if "#" in link.target]) > 1000


def test_links_outside_are_well_formed_and_known(docs_site: Site) -> None:
    """A link to elsewhere is a whole address of a host that is known here."""
    wrong = {
        f"{page.name}: {link.target}"
        for page in docs_site.pages.values()
        for link in page.links
        if outside(link.target)
        and (urlsplit(link.target).scheme not in ("http", "https") or urlsplit(link.target).hostname not in HOSTS)
    }
    assert wrong == set()


def test_pages_load_nothing_from_elsewhere(docs_site: Site) -> None:
    """Scripts, styles, pictures and fonts lie beside the pages."""
    loaded = [
        f"{page.name}: {link.target}"
        for page in docs_site.pages.values()
        for link in page.links
        if link.loaded and outside(link.target) and not link.target.startswith("data:")
    ]
    assert loaded == []


def test_styles_load_nothing_from_elsewhere(docs_site: Site) -> None:
    """No style sheet imports or shows what lies elsewhere."""
    pattern = re.compile(r"(?:@import\s+|url\()\s*['\"]?(?:https?:)?//", re.IGNORECASE)
    sheets = [*docs_site.folder.rglob("*.css")]
    assert [sheet.name for sheet in sheets if pattern.search(sheet.read_text(encoding="utf-8"))] == []
    assert len(sheets) > 3
