"""The conversion of real documents says on the wire what their sources say."""

from __future__ import annotations

import copy
import functools
import json
from pathlib import Path
from typing import Any

import pytest

from codegen.convert import convert
from codegen.yaml12 import dump, load
from tests.support.convert_damage import DAMAGES
from tests.support.convert_documents import result_errors, source_errors
from tests.support.convert_everything import EVERYTHING
from tests.support.convert_facts import differences, facts_of_openapi, facts_of_swagger

# Many rows through the same code: other tests cover it, and tracing takes four times as long as the rows themselves.
pytestmark = pytest.mark.no_cover

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "ci_subset"
FILES = sorted(CORPUS.rglob("*.json"))
real = pytest.mark.skipif(not FILES, reason="the corpus of real documents is not beside the repository")


@functools.cache
def prepared(path: Path | None) -> tuple[Any, str]:
    """Give the facts of a document, or of the one that uses everything, and its conversion as text."""
    source = load(path.read_text(encoding="utf-8") if path else EVERYTHING).data
    return facts_of_swagger(source), json.dumps(convert(source).document)


def noticed(damage: str, path: Path | None) -> bool | None:
    """Damage the conversion of a document; tell whether the facts show it, or None where there is nothing to damage."""
    facts, result = prepared(path)
    damaged = json.loads(result)
    return bool(list(differences(facts, facts_of_openapi(damaged)))) if DAMAGES[damage](damaged) else None


def check(source: Any) -> None:
    """Convert a valid document without loss, validly, the same each time, leaving the source as it was."""
    before = copy.deepcopy(source)
    done = convert(source)
    assert source == before
    assert convert(source) == done
    assert list(differences(facts_of_swagger(source), facts_of_openapi(done.document))) == []
    assert list(source_errors(source)) == []
    assert result_errors(done.document) == []
    assert load(dump(done.document)).data == done.document


@real
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem[-40:])
def test_real_document(path: Path) -> None:
    """A real document says the same after its conversion."""
    check(load(path.read_text(encoding="utf-8")).data)


def test_document_of_everything() -> None:
    """So does the document that uses every feature."""
    check(load(EVERYTHING).data)


@pytest.mark.parametrize("damage", DAMAGES)
def test_facts_notice_damage(damage: str) -> None:
    """The comparison of facts is worth something: it sees every kind of damage."""
    assert noticed(damage, None) is True


@real
@pytest.mark.parametrize("damage", DAMAGES)
def test_facts_notice_damage_of_real_documents(damage: str) -> None:
    """It sees it in every real document that it can befall."""
    assert [path.stem for path in FILES if noticed(damage, path) is False] == []
