"""The site in a browser: on a desk and on a phone, by day and by night, and without any other machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.chromium import MISSING, PROGRAM, Chromium
from tests.support.site import Site, served

pytestmark = pytest.mark.skipif(PROGRAM is None, reason=MISSING)

SIZES = {"desk": (1280, 900), "phone": (390, 844)}
LEDGER = "reference/http/instagram/ledger.html"


@pytest.fixture(scope="module")
def origin(docs_site: Site) -> Iterator[str]:
    """Where the site is served."""
    with served(docs_site) as address:
        yield address


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One browser for all screens."""
    chromium = Chromium(tmp_path_factory.mktemp("chromium"))
    yield chromium
    chromium.close()


@pytest.fixture(params=SIZES)
def screen(request: pytest.FixtureRequest, browser: Chromium) -> int:
    """The width of a desk's and of a phone's screen."""
    width, height = SIZES[request.param]
    browser.resize(width, height)
    browser.requested.clear()
    browser.complaints.clear()
    return width


def test_every_page_fits_and_keeps_to_itself(browser: Chromium, docs_site: Site, origin: str, screen: int) -> None:
    """Nothing sticks out, one heading is seen, no request leaves, and the browser complains of nothing."""
    wrong: list[str] = []
    # The page of searching has no heading until somebody searches.
    for page in sorted(docs_site.pages.keys() - {"search.html"}):
        browser.open(f"{origin}/{page}")
        width, heads, left, right, bottom = browser.run(_SHAPE)
        if width > screen or heads != 1 or left < 0 or right > screen or not 0 < bottom < 844:
            wrong.append(f"{page}: {width} wide, {heads} headings, the first at {left} to {right}, down to {bottom}")
    assert wrong == []
    assert browser.outside(origin) == []
    assert browser.complaints == []


# How wide the page is, how many titles it has, and where the title stands.
_SHAPE = """(() => {
  const heads = [...document.querySelectorAll('h1')], box = heads[0]?.getBoundingClientRect() ?? {};
  return [document.documentElement.scrollWidth, heads.length, box.left, box.right, box.bottom];
})()"""


def test_search_works_offline(browser: Chromium, origin: str, screen: int) -> None:
    """The search of the site finds an operation, a repair and an error by their names."""
    for words, expected in (
        ("recent_media", "reference/python/instagram-resources/users.html"),
        ("foursquare", "reference/http/instagram/tag-locations.html"),
        ("RetiredError", "reference/python/errors.html"),
    ):
        browser.open(f"{origin}/search.html?q={words}")
        browser.until(f"document.querySelector('#search-results li a[href*=\"{expected}\"]')")
    assert browser.outside(origin) == []


def test_search_works_from_a_folder(browser: Chromium, docs_site: Site, screen: int) -> None:
    """The site needs no server: its files can be opened as they lie there, and searched."""
    browser.open(f"{(docs_site.folder / 'search.html').as_uri()}?q=RetiredError")
    browser.until("document.querySelector('#search-results li a[href*=\"errors.html\"]')")


def test_ledger_is_filtered(browser: Chromium, origin: str, screen: int) -> None:
    """Words and kinds leave the defects that have them; a link to another one brings it back."""
    browser.open(f"{origin}/{LEDGER}")
    shown = "document.querySelectorAll('.defect:not([hidden])').length"
    every = browser.run(shown)
    assert every >= 129
    browser.type(".filter input", "FOLLOWED_by 14")
    few = browser.until(f"{shown} < {every} && {shown}")
    assert browser.run("document.querySelector('.filter output').textContent") == f"{few} of {every}"
    assert browser.run("document.getElementById('instagram-defect-14').hidden") is False
    browser.run("location.hash = '#instagram-defect-1'")
    assert browser.until(f"{shown} === {every}")
    browser.run("(() => { const s = document.querySelector('.filter select'); s.value = 'reason';"
                "s.dispatchEvent(new Event('change')) })()")  # fmt: skip
    left = browser.run("[...document.querySelectorAll('.defect')].filter(e => e.querySelector('.badge-reason')).length")
    assert 0 < left < every
    assert browser.until(f"{shown} === {left}")
    # Others may be late complaints of a page that was opened from a folder, where a search shows no pieces of pages.
    assert [complaint for complaint in browser.complaints if origin in complaint] == []


def test_night_and_day(browser: Chromium, origin: str, screen: int) -> None:
    """Both themes can be read: text and badges stand out from what is behind them."""
    grounds: set[str] = set()
    for theme in ("light", "dark"):
        browser.open(f"{origin}/{LEDGER}")
        browser.run(f"document.body.dataset.theme = '{theme}'")
        grounds.add(browser.run("getComputedStyle(document.body).backgroundColor"))
        for selector in ("article p", ".badge-high", ".badge-medium", ".badge-low, .badge-quiet", ".badge-repair"):
            assert browser.run(_CONTRAST % selector) >= 4.5, (theme, selector)
    assert len(grounds) == 2


def test_headings_under_a_link_are_not_covered(browser: Chromium, origin: str, screen: int) -> None:
    """A link to a defect shows its head below the bars that stay at the top."""
    browser.open(f"{origin}/{LEDGER}#instagram-defect-60")
    covered = (
        "(() => { const b = document.querySelector('#instagram-defect-60 .defect-head').getBoundingClientRect();"
        "const e = document.elementFromPoint(b.x + 5, b.y + b.height / 2);"
        "return !!e && !!e.closest('#instagram-defect-60') })()"
    )
    assert browser.until(covered)


# The contrast of the first element with a selector against the page, as the accessibility guidelines count it.
_CONTRAST = """(() => {
  const light = (c) => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map((v) => v / 255)
    .map((v) => v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b };
  const ground = getComputedStyle(document.querySelector('.main') ?? document.body).backgroundColor;
  const solid = /, 0\\)$/.test(ground) ? getComputedStyle(document.body).backgroundColor : ground;
  const [a, b] = [light(getComputedStyle(document.querySelector('%s')).color), light(solid)].sort((x, y) => y - x);
  return (a + 0.05) / (b + 0.05);
})()"""


def test_without_scripts_everything_is_there(docs_site: Site) -> None:
    """The ledger as it is sent shows all defects, and no box that would do nothing."""
    text = docs_site.pages[LEDGER].text
    assert text.count('<div class="defect ') >= 129
    assert 'class="filter"' not in text
