"""The pictures of the README are there, show what they say, and can be taken again."""

from __future__ import annotations

import html
import re
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from PIL import Image

from tests.support.chromium import MISSING, PROGRAM
from tests.support.repository import ROOT, text

FOLDER = ROOT / "docs" / "pictures"
NAMES = ("console.png", "report.png", "run.svg")
STEPS = ("sign in", "own media, all pages", "search by place", "comment and delete", "a retired endpoint")


def letters(picture: Path) -> str:
    """What can be read in a picture of a terminal."""
    found = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text(encoding="utf-8"))
    return html.unescape("".join(found)).replace("\N{NO-BREAK SPACE}", " ")


def faults(folder: Path) -> list[str]:
    """What is wrong with the pictures in a folder: missing, too large, empty, or loading something."""
    found: list[str] = []
    for name in NAMES:
        picture = folder / name
        if not picture.exists() or not 5_000 < picture.stat().st_size < 150_000:
            found.append(f"{name}: missing, empty or too large")
        elif picture.suffix == ".png":
            with Image.open(picture) as image:
                shades = image.convert("L").getcolors() or []
                found += [f"{name}: one colour"] if len(shades) < 20 or image.width < 1000 else []
        else:
            content = picture.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            found += [f"{name}: loads something"] if re.search(r"@font-face|href|@import|url\((?!#)", content) else []
            found += [f"{name}: no {step!r}" for step in STEPS if step not in letters(picture)]
    return found


def test_pictures_are_there() -> None:
    """Each is small, and shows the real thing; none loads anything from elsewhere."""
    assert faults(FOLDER) == []


@pytest.mark.parametrize("name", NAMES)
def test_readme_shows_the_picture(name: str) -> None:
    """Each picture stands in the README, with words for those who do not see it."""
    found = re.findall(rf"!\[([^\]]*)\]\(docs/pictures/{re.escape(name)}\)", text("README.md"))
    assert len(found) == 1
    assert len(found[0].split()) > 5


def test_pictures_tell_no_secret() -> None:
    """The terminal shows no token and no path of somebody's machine."""
    shown = letters(FOLDER / "run.svg")
    assert "access_token" not in shown
    assert str(ROOT) not in shown
    assert str(Path.home()) not in shown


@pytest.mark.slow
@pytest.mark.skipif(PROGRAM is None, reason=MISSING)
def test_pictures_can_be_taken_again(tmp_path: Path) -> None:
    """`make pictures` takes all of them from the real thing."""
    command = [sys.executable, str(FOLDER / "make.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=180, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert faults(tmp_path) == []
    alike = SequenceMatcher(None, shape(tmp_path), shape(FOLDER), autojunk=False).ratio()
    assert alike > 0.9, "what make run prints has changed: make pictures"


def shape(folder: Path) -> list[str]:
    """The words of a picture of the run, without times, ports and what depends on them."""
    return re.findall(r"[a-z]{4,}", letters(folder / "run.svg"))
