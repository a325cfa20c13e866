"""The site of the docs as its readers get it: built, read page by page, and served on this machine."""

from __future__ import annotations

import fcntl
import functools
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tests.support.repository import ROOT

LOADED = {("script", "src"), ("img", "src"), ("source", "src"), ("source", "srcset"), ("img", "srcset"),
          ("iframe", "src"), ("object", "data"), ("embed", "src"), ("video", "src"), ("audio", "src")}  # fmt: skip
"""Attributes by which a page makes a browser load something."""


@dataclass
class Link:
    """What a page points to."""

    tag: str
    attribute: str
    target: str
    loaded: bool


@dataclass
class Page:
    """One page, taken apart."""

    name: str
    text: str
    ids: set[str] = field(default_factory=set[str])
    links: list[Link] = field(default_factory=list[Link])


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.page.ids.update(found[name] for name in ("id", "name") if name in found and tag != "meta")
        relation = found.get("rel", "")
        for name in ("href", "src", "srcset", "data", "action"):
            if name in found:
                loaded = (tag, name) in LOADED or (
                    tag == "link" and relation not in ("index", "search", "next", "prev")
                )
                self.page.links.append(Link(tag, name, found[name], loaded))


@dataclass
class Site:
    """A built site."""

    folder: Path

    @functools.cached_property
    def pages(self) -> dict[str, Page]:
        """All pages by their address below the site's own."""
        return {path.relative_to(self.folder).as_posix(): self._page(path) for path in self.folder.rglob("*.html")}

    def _page(self, path: Path) -> Page:
        page = Page(path.relative_to(self.folder).as_posix(), path.read_text(encoding="utf-8"))
        _Reader(page).feed(page.text)
        return page


def build(source: Path, target: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Build a site as `make docs` does: warnings are errors."""
    switches = ["-W", "--keep-going", "-q", "-d", str(target.with_name(f"{target.name}-doctrees")), "-b", "html"]
    command = [sys.executable, "-m", "sphinx", *switches, str(source), str(target)]
    environment = os.environ | variables
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def shared(folder: Path) -> Site:
    """Build the site once for all workers of a test run."""
    with (folder / "docs-site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        target, done = folder / "docs-site", folder / "docs-site.done"
        if not done.exists():
            said = build(ROOT / "docs", target)
            assert said.returncode == 0, said.stdout + said.stderr
            done.touch()
    return Site(target)


class _Silent(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests."""


@contextmanager
def served(site: Site) -> Iterator[str]:
    """Serve a site on this machine alone; the address without a slash at its end."""
    handler = functools.partial(_Silent, directory=str(site.folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join(10)
