"""The report: one model, four renderings, readable also when everything is different."""

from __future__ import annotations

import html as escaping
import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from codegen import yaml12
from codegen.cli import main
from codegen.drift import CLASSES, Drift, Problem, make_side
from codegen.repair import apply, load_repairs
from codegen.report.data import report_json
from codegen.report.html import html
from codegen.report.making import Comparison, make_report
from codegen.report.markdown import markdown
from codegen.report.model import Report
from codegen.rules.walk import table
from tests.support.drift_mutations import new_endpoint, variables
from tests.support.drift_stranger import stranger
from tests.support.plain_text import text_of
from tests.support.supplied import API, ROOT, Document, config, frozen, repairs
from tests.support.tiny_api import make_root, tree

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
EVIL = "</script><img src=x onerror=alert(1)>`|**[a](javascript:b)\x1b[2J"


def made(folder: Path, document: Any, root: Path = ROOT) -> Report:
    """A report of a document."""
    path = folder / "new.yaml"
    path.write_text(json.dumps(document), encoding="utf-8")
    return make_report(Comparison(path, root=root))


def few_differences() -> Document:
    """A few differences, one repair too many, and one new defect."""
    document = frozen()
    new_endpoint(document)
    counts = document["definitions"]["User"]["properties"]["counts"]["properties"]
    counts["followed_by"] = counts.pop("follwed_by")
    user = document["definitions"]["User"]["properties"]
    user["bio"] = {"type": "boolean"}
    user["profile_pitcure"] = user.pop("profile_picture")
    counts["meida;"] = {"type": "integer"}
    document["definitions"]["Location"]["properties"]["name"]["description"] = EVIL
    document["definitions"]["Story"]["properties"]["titel;"] = {"type": "string"}
    return document


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of a few differences."""
    return made(tmp_path_factory.mktemp("small"), few_differences())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Report:
    """A report of somebody else's description."""
    return made(tmp_path_factory.mktemp("large"), stranger())


def test_all_sections_are_there(small: Report) -> None:
    """Drift, repairs, ledger, Python API, proposals, version, provenance: in each rendering."""
    for rendered in (text_of(small), markdown(small), html(small)):
        assert "user-counts-followed-by" in rendered
        assert "delete this repair" in rendered
        assert "/definitions/User/properties/bio/type" in rendered
        assert "spec 31 = converted 31 = generated 31 = client 31" in rendered
        assert "the emulator answers from the schema alone: users" in rendered
        assert "instagram_v1.Client.users.stories" in rendered
        assert "0.2.0" in rendered
        assert "openapi-python-client" in rendered
        assert "titel" in rendered
    told = json.loads(report_json(small))
    assert told["suggested"] == told["version"]["level"] == "major"
    assert {book["operations"] for book in told["ledger"]} == {31}
    assert told["emulator"] == {"from schema": ["users_stories"]}
    assert any(change["name"] == "instagram_v1.Client.users.stories" for change in told["python"])
    assert any("titel" in proposal["pointer"] for proposal in told["proposals"])
    assert all(one["after"] for one in told["provenance"].values())


def test_reports_are_the_same_each_time(small: Report, tmp_path: Path) -> None:
    """No clock, no folder, no order of hashes in any of the renderings."""
    again = made(tmp_path, few_differences())
    for render in (text_of, markdown, html, report_json):
        assert render(again) == render(small)
        assert str(tmp_path) not in render(again)


def test_proposals_can_be_pasted(small: Report, tmp_path: Path) -> None:
    """Behind the repairs that are there: each says which of them it comes after, and fits the new file."""
    assert len({item.kind for item in small.proposals}) >= 2
    folder = tmp_path / "repairs"
    shutil.copytree(API / "repairs", folder)
    (folder / "zz-new.yaml").write_text("".join(item.repair for item in small.proposals), encoding="utf-8")
    pasted = load_repairs(folder)
    outcomes = apply(few_differences(), pasted).outcomes
    assert {outcome.verdict for outcome in outcomes[-len(small.proposals) :]} == {"applied"}


def test_nothing_in_the_file_means_anything_to_a_rendering(small: Report) -> None:
    """Markup, scripts and terminal commands in a description stay words."""
    page = html(small)
    assert "<img" not in page
    assert escaping.escape("</script><img src=x onerror=alert(1)>") in page
    assert "\x1b" not in page + markdown(small) + text_of(small)
    body = markdown(small)
    assert "<img" not in body.replace("`", "") or "``" in body
    for line in body.splitlines():
        if "onerror" in line:
            assert line.count("``") == 2


class Page(HTMLParser):
    """Collects what a page would fetch, and checks that elements close."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.fetched += [f"{tag} {name}" for name, _ in attrs if name in ("src", "href", "srcset", "action", "data")]
        if tag not in ("meta", "input", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("size", ["small", "large"])
def test_the_page_stands_alone(size: str, request: pytest.FixtureRequest) -> None:
    """Nothing to fetch, elements well nested, a policy that forbids the rest."""
    text = html(request.getfixturevalue(size))
    page = Page()
    page.feed(text)
    assert (page.fetched, page.open) == ([], [])
    assert "default-src 'none'" in text
    assert not any(word in text.split("<body>")[0] for word in ("url(", "@import", "http:"))


def test_a_stranger_is_read(large: Report) -> None:
    """Hundreds of differences, grouped, the worst first, counted."""
    assert len(large.drift) >= 300
    assert [CLASSES.index(item.cls) for item in large.drift] == sorted(CLASSES.index(item.cls) for item in large.drift)
    groups = large.groups
    assert [CLASSES.index(group.cls) for group in groups] == sorted(CLASSES.index(group.cls) for group in groups)
    assert sum(len(group.drift) for group in groups) == len(large.drift)
    assert len(groups) < len(large.drift) / 3
    assert large.classes["breaking"] > 50


def test_a_stranger_stays_readable(large: Report) -> None:
    """A screenful or two in a terminal; what a pull request can hold; folded in the page."""
    short = text_of(large)
    assert len(short.splitlines()) < 700
    assert "… and" in short
    assert "what callers can import and call was not compared" in short
    assert f"{large.classes['breaking']} breaking" in short
    assert len(text_of(large, everything=True).splitlines()) > len(short.splitlines())
    assert len(markdown(large)) < 65_536
    assert "<details data-group open" not in html(large)
    assert html(large).count("<article") == len(large.drift)


def test_a_pull_request_holds_whatever_changed() -> None:
    """Thousands of long differences, problems and proposals: fewer of each are written out, and the rest is counted."""
    words = "long " * 40
    drift = tuple(
        Drift("breaking", f"/definitions/A{number}/description", "description-changed", words, words, f"A{number}")
        for number in range(3000)
    )
    problems = tuple(Problem(words, "/a", words) for _ in range(300))
    page = markdown(Report(api="a", source="new.yaml", drift=drift, outcomes=(), problems=problems))
    assert len(page) < 65_536
    assert "3000 differences" in page
    assert "more places" in page
    assert page.count("long") > 500


def test_what_cannot_be_built_is_said(tmp_path: Path) -> None:
    """A file that no build accepts: differences are told, and why there is no ledger."""
    document = frozen()
    document["paths"]["/tags/{name}"] = document["paths"]["/tags/{tag-name}"]
    report = made(tmp_path, document)
    assert report.problems
    assert report.ledger == ()
    assert "nothing could be generated" in text_of(report)
    assert "In the way of a build: 1" in text_of(report)
    assert "In the way of a build" in markdown(report)
    assert "In the way of a build" in html(report)
    assert not report.clean


def test_variables_of_other_names_are_told_beside_the_drift(tmp_path: Path) -> None:
    """They are no drift of the spec; that a method's argument has another name, callers have to know."""
    root = make_root(tmp_path / "root")
    text = (root / "spec" / "tiny" / "swagger.yaml").read_text().replace("thing-id", "key")
    report = made(tmp_path, yaml12.load(text).data, root)
    assert (report.drift, report.red) == ((), ())
    assert "/things/{key} (was /things/{thing-id})" in text_of(report)
    document = frozen()
    variables(document)
    side = make_side(document, repairs(), config(), like=frozen())
    assert "/tags/{tag-name}" in table(side.document["paths"])
    written = table(side.as_written()["paths"])
    assert "/tags/{tag}" in written
    assert "/tags/{tag-name}" not in written


def test_the_same_file_gives_a_quiet_report(tmp_path: Path) -> None:
    """Nothing to decide, and it says so."""
    report = made(tmp_path, frozen())
    assert report.clean
    assert "no drift; every repair applied" in text_of(report)
    assert "0.1.0 (stays)" in text_of(report)
    assert "### Drift\n\nNone." in markdown(report)


@pytest.mark.parametrize("form", ["text", "markdown", "json", "html"])
def test_the_command(form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To standard output or a file, with code 1 when there is something to read; the repository stays as it is."""
    root = make_root(tmp_path / "root")
    assert main(["build", "--root", str(root)]) == 0
    capsys.readouterr()
    before = tree(root)
    new = tmp_path / "new.yaml"
    supplied = (root / "spec" / "tiny" / "swagger.yaml").read_text()
    new.write_text(supplied.replace("kind: {type: string, enum: [a, b]}", "kind: {type: string, enum: [a]}"))
    assert main(["report", str(new), "--format", form, "--root", str(root)]) == 1
    printed = capsys.readouterr().out
    assert "enum" in printed
    assert main(["report", str(new), "--format", form, "--root", str(root), "-o", str(tmp_path / "out")]) == 1
    assert (tmp_path / "out").read_text(encoding="utf-8") == printed
    assert main(["report", str(root / "spec" / "tiny" / "swagger.yaml"), "--root", str(root)]) == 0
    capsys.readouterr()
    assert tree(root) == before


def dom(page: str, folder: Path, fragment: str = "", width: int = 1000) -> str:
    """What a browser makes of a page."""
    assert CHROMIUM is not None
    path = folder / "report.html"
    path.write_text(page, encoding="utf-8")
    command = [CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={folder / 'profile'}"]
    command += [f"--window-size={width},900", "--virtual-time-budget=2000", "--dump-dom", f"file://{path}{fragment}"]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True).stdout


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_browser_filters_the_page(small: Report, tmp_path: Path) -> None:
    """The script runs under the policy; a filter hides what does not fit."""
    page = html(small)
    assert f"{len(small.drift)} shown" in dom(page, tmp_path)
    assert f"{small.classes['breaking']} shown" in dom(page, tmp_path, "#class=breaking")
    found = dom(page, tmp_path, "#q=stories+operation-added")
    assert "1 shown" in found
    assert found.count("<article") == len(small.drift)
    assert "0 shown" in dom(page, tmp_path, "#q=nothing-like-it")


@pytest.mark.slow
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
def test_a_phone_shows_the_page(large: Report, tmp_path: Path) -> None:
    """Nothing sticks out to the right of a narrow window, with everything unfolded."""
    measure = (
        "<script>for (const one of document.querySelectorAll('details')) one.open = true;"
        "const wide = [...document.querySelectorAll('body *')].filter("
        "(one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.side'));"
        "document.title = `${document.documentElement.scrollWidth} of ${innerWidth}, ${wide.length} out`;</script>"
    )
    found = dom(html(large).replace("</body>", f"{measure}</body>"), tmp_path, width=500)
    title = found.partition("<title>")[2].partition("</title>")[0]
    scroll, _, window = title.partition(",")[0].partition(" of ")
    assert int(scroll) <= int(window), title
    assert title.endswith(", 0 out"), title
