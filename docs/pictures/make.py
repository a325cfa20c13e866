"""Takes the pictures of the README from the real thing: `make pictures`. Needs Chromium, and no network.

The run is what `make run` prints, as letters in an SVG. The console and the report are what a browser shows.
"""

from __future__ import annotations

import argparse
import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from PIL import Image  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.terminal_theme import SVG_EXPORT_THEME  # noqa: E402
from rich.text import Text  # noqa: E402

from codegen import yaml12  # noqa: E402
from instagram_v1.emulator import Emulator  # noqa: E402
from tests.support.chromium import MISSING, PROGRAM, Chromium  # noqa: E402

COLUMNS = 100
SIZE = (1200, 600)
PARTS = ("codegen", "spec", "generated", "overrides", "examples", "pyproject.toml")
# Rich's own frame of a terminal, without the fonts that it would fetch.
FRAME = """\
<svg class="rich-terminal" viewBox="0 0 {terminal_width} {terminal_height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width }}
.{unique_id}-title {{ font-size: 18px; font-weight: bold; font-family: system-ui, sans-serif }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{width}" height="{height}" /></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def run(target: Path) -> None:
    """What a terminal shows of `make run`, in a copy of the repository."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "instagram-v1"
        for part in PARTS:
            _copy(ROOT / part, copy / part)
        parts = [_terminal(copy, "-m", "codegen", "build", "--verbose"), _terminal(copy, "examples/tour.py")]
    console = Console(record=True, width=COLUMNS, file=StringIO(), force_terminal=True, color_system="truecolor")
    console.print("[bold]$ make run[/]", highlight=False)
    console.print(Text.from_ansi("\n\n".join(parts)))
    picture = console.export_svg(title="make run", theme=SVG_EXPORT_THEME, code_format=FRAME, unique_id="run")
    target.write_text("".join(f"{line.rstrip()}\n" for line in picture.splitlines()), encoding="utf-8")


def _copy(source: Path, target: Path) -> None:
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__"))
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)


def _terminal(folder: Path, *command: str) -> str:
    """Run Python in a terminal, so that it shows its colours; give what is left on the screen."""
    paths = os.pathsep.join(map(str, (folder, folder / "overrides", folder / "generated")))
    variables = {**os.environ, "COLUMNS": str(COLUMNS), "LINES": "60", "TERM": "xterm-256color", "PYTHONPATH": paths}
    variables.pop("NO_COLOR", None)
    primary, secondary = pty.openpty()
    with subprocess.Popen(  # noqa: S603 - it runs what this file names
        [sys.executable, *command], cwd=folder, env=variables, stdout=secondary, stderr=secondary
    ) as process:
        os.close(secondary)
        said = b"".join(_chunks(primary)).decode()
    if process.returncode:
        raise SystemExit(f"error: python {' '.join(command)} ended with {process.returncode}:\n{said}")
    return screen(said)


def _chunks(descriptor: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(descriptor, 65536):
            yield chunk
    except OSError:
        # Linux says so when the other end of a terminal is closed.
        pass
    finally:
        os.close(descriptor)


def screen(said: str) -> str:
    """What a terminal still shows when a program has ended: lines that were erased are gone."""
    lines = [""]
    for piece in said.replace("\r\n", "\n").splitlines(keepends=True):
        for part in piece.rstrip("\n").split("\r"):
            # Erasing a line, and going up to the one before, is how a progress bar makes room for itself.
            for _ in range(part.count("\x1b[1A")):
                lines = lines[:-1] or [""]
            if "\x1b[2K" in part:
                lines[-1] = ""
            lines[-1] += _coloured(part)
        if piece.endswith("\n"):
            lines.append("")
    return "\n".join(lines).rstrip("\n")


def _coloured(text: str) -> str:
    return re.sub(r"\x1b\[(?![\d;]*m)\??[\d;]*[A-Za-z]", "", text)


def console(target: Path, browser: Chromium) -> None:
    """The console of an emulator that somebody uses."""
    with Emulator(seed=12) as emulator:
        with emulator.client() as ig:
            first = next(iter(ig.media.search(48.858844, 2.294351)))
            ig.likes.create(first.id)
            ig.comments.create(first.id, "What a view!")
            list(ig.users.recent_media("self"))
        browser.open(f"{emulator.origin}/#world")
        browser.until(
            "document.querySelectorAll('main img').length > 5 || document.querySelectorAll('main li').length > 5"
        )
        # Pictures below the edge of the screen are loaded when somebody scrolls to them.
        browser.until("[...document.images].every((i) => i.complete || i.getBoundingClientRect().top > innerHeight)")
        browser.picture(target)


def report(target: Path, browser: Chromium) -> None:
    """What `make report` says of a file that differs in a few places."""
    with tempfile.TemporaryDirectory() as folder:
        new, page = Path(folder) / "new.yaml", Path(folder) / "report.html"
        new.write_text(yaml12.dump(_newer()), encoding="utf-8")
        command = [
            sys.executable,
            "-m",
            "codegen",
            "report",
            str(new),
            "--api",
            "instagram",
            "--format",
            "html",
            "-o",
            str(page),
        ]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 - our own
        if not page.exists():
            raise SystemExit(f"error: the report was not made:\n{done.stdout}{done.stderr}")
        browser.open(page.as_uri())
        browser.picture(target)


def _newer() -> Any:
    """The supplied file as it might come next: a defect mended, a parameter gone, an operation more."""
    document: Any = yaml12.load_file(ROOT / "spec" / "instagram" / "swagger.yaml").data
    counts = document["definitions"]["User"]["properties"]["counts"]["properties"]
    counts["followed_by"] = counts.pop("follwed_by")
    search = document["paths"]["/tags/search"]["get"]
    search["parameters"] = [parameter for parameter in search["parameters"] if parameter.get("name") != "q"]
    document["paths"]["/media/{media-id}/saves"] = {
        "parameters": document["paths"]["/media/{media-id}/likes"]["parameters"],
        "get": {
            "tags": ["Media"],
            "description": "Get a list of users who saved this media.",
            "responses": {"200": {"description": "OK", "schema": {"type": "array", "items": {"type": "object"}}}},
        },
    }
    return document


@contextmanager
def _browser() -> Generator[Chromium]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        browser = Chromium(Path(folder))
        try:
            browser.resize(*SIZE)
            yield browser
        finally:
            browser.close()


def main() -> int:
    """Take all pictures; 2 when there is no browser."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).parent, help="where to put them")
    folder: Path = parser.parse_args().folder
    if PROGRAM is None:
        sys.stderr.write(f"error: {MISSING}\n")
        return 2
    run(folder / "run.svg")
    with _browser() as browser:
        console(folder / "console.png", browser)
        report(folder / "report.png", browser)
    for name in ("console.png", "report.png"):
        with Image.open(folder / name) as picture:
            # A table of colours makes a smaller file; mixing them keeps the skies smooth.
            small = picture.convert("RGB").quantize(256, dither=Image.Dither.FLOYDSTEINBERG)
        small.save(folder / name, optimize=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
