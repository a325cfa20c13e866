"""What the documents name is there: targets, links, files."""

from __future__ import annotations

import re

import pytest

from tests.support.markdown import DOCUMENTS, links
from tests.support.repository import ROOT, files, text

TARGETS = re.findall(r"^([a-z][a-z-]*):(?!=)", text("Makefile"), re.MULTILINE)


def test_make_help_lists_what_people_type() -> None:
    """Every target but the parts of a part says in `make help` what it does."""
    described = set(re.findall(r"^([a-z-]+):.*## \S", text("Makefile"), re.MULTILINE))
    assert set(TARGETS) - described == {"mypy", "pyright"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    """Each link to a file of this repository leads to one, and none leads out of it."""
    targets = [link.partition("#")[0] for link in links(document) if "://" not in link]
    places = {target: (ROOT / document).parent / target for target in targets if target}
    wrong = [
        target for target, place in places.items() if not place.exists() or not place.resolve().is_relative_to(ROOT)
    ]
    assert wrong == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_paths_exist(document: str) -> None:
    """Each path below a top folder that a document names in code is there, or is made by `make docs`."""
    tops = "|".join(sorted({name.partition("/")[0] for name in files() if "/" in name}))
    named = re.findall(rf"`((?:{tops})/[\w./-]+)`", text(document))
    assert [path for path in named if not (ROOT / path).exists() and not path.startswith("docs/_build/")] == []
