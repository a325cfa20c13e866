"""What the documents show is there, and does what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from codegen.cli import main as codegen
from tests.support.markdown import Block, commands, links, python_blocks
from tests.support.repository import ROOT, files, text

DOCUMENTS = [name for name in files() if name.endswith(".md") and not name.startswith("generated/")]
TARGETS = re.findall(r"^([a-z][a-z-]*):(?!=)", text("Makefile"), re.MULTILINE)


@pytest.mark.parametrize("block", python_blocks("README.md"), ids=str)
def test_readme_python_runs(block: Block, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each Python block of the README runs as it stands, on its own."""
    monkeypatch.chdir(tmp_path)
    exec(compile("\n" * (block.line - 1) + block.code, ROOT / block.document, "exec"), {"__name__": "__main__"})


def test_readme_has_python() -> None:
    """The test above would pass on a README without code."""
    assert len(python_blocks("README.md")) >= 2


@pytest.mark.parametrize("document", DOCUMENTS)
def test_make_targets_exist(document: str) -> None:
    """Each `make …` of a document is a target of the Makefile."""
    named = {word for command in commands(document, "make") for word in command.split() if "=" not in word}
    assert named - set(TARGETS) == set()


def test_make_help_lists_what_people_type() -> None:
    """Every target but the parts of a part says in `make help` what it does."""
    described = set(re.findall(r"^([a-z-]+):.*## \S", text("Makefile"), re.MULTILINE))
    assert set(TARGETS) - described == {"mypy", "pyright"}


@pytest.mark.parametrize("document", DOCUMENTS)
def test_codegen_commands_exist(document: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Each `python -m codegen …` of a document is a command that knows its own --help."""
    lines = commands(document, "python -m codegen") + commands(document, ".venv/bin/python -m codegen")
    for name in sorted({name for line in lines for name in line.split()[0].split("|")}):
        with pytest.raises(SystemExit) as stopped:
            codegen([name, "--help"])
        assert stopped.value.code == 0, name
        assert name in capsys.readouterr().out


@pytest.mark.parametrize("document", DOCUMENTS)
def test_links_lead_somewhere(document: str) -> None:
    """Each link to a file of this repository leads to one."""
    targets = [link.partition("#")[0] for link in links(document) if "://" not in link]
    folder = (ROOT / document).parent
    assert [target for target in targets if target and not (folder / target).exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_named_paths_exist(document: str) -> None:
    """Each path below a top folder that a document names in code is there."""
    tops = "|".join(sorted({name.partition("/")[0] for name in files() if "/" in name}))
    named = re.findall(rf"`((?:{tops})/[\w./-]+)`", text(document))
    assert [path for path in named if not (ROOT / path).exists()] == []
