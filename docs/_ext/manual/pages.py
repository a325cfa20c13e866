"""Pages without a file among the sources: their text is made at every build and kept beside the cache."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.project import Project

if TYPE_CHECKING:
    import os

    from sphinx.application import Sphinx
    from sphinx.util._pathlib import _StrPath  # pyright: ignore[reportPrivateUsage]


class Site(Project):
    """The sources, and the pages that are made of other files.

    Args:
        project: The sources alone.
        folder: Where the text of the other pages is kept.
        pages: That text, by the page's name.
    """

    def __init__(self, project: Project, folder: Path, pages: Mapping[str, str]) -> None:
        super().__init__(project.srcdir, project.source_suffix)
        self._folder = folder
        self._pages = dict(pages)

    def discover(self, exclude_paths: Iterable[str] = (), include_paths: Iterable[str] = ("**",)) -> set[str]:
        """Find the sources, write the other pages, and give the names of all."""
        super().discover(exclude_paths, include_paths)
        for name, text in self._pages.items():
            _write(self._place(name), text)
            self.docnames.add(name)
        return self.docnames

    def doc2path(self, docname: str, absolute: bool) -> _StrPath:
        """Where a page stands; one that is made stands, to others, where its address says."""
        if absolute and docname in self._pages:
            return type(self.srcdir)(self._place(docname))
        return super().doc2path(docname, absolute)

    def path2doc(self, filename: str | os.PathLike[str]) -> str | None:
        """The page of a file."""
        path = Path(filename)
        if path.is_absolute() and path.is_relative_to(self._folder):
            return path.relative_to(self._folder).with_suffix("").as_posix()
        return super().path2doc(filename)

    def _place(self, name: str) -> Path:
        return self._folder / f"{name}.md"


def install(app: Sphinx, pages: Mapping[str, str]) -> None:
    """Give a build its pages.

    Args:
        app: The build, before it reads its sources.
        pages: Markdown by page name.
    """
    site = Site(app.project, Path(app.doctreedir) / "pages", pages)
    app.project = site
    app.env.project = site


def _write(path: Path, text: str) -> None:
    # An unchanged file keeps its time, so that its page is not read again.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
