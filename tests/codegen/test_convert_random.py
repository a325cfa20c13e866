"""The conversion of random documents: faithful where they are valid, calm where they are not."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from codegen.convert import convert
from codegen.errors import CodegenError
from codegen.yaml12 import load, load_file
from tests.support.convert_documents import result_errors, source_errors
from tests.support.convert_everything import EVERYTHING
from tests.support.convert_facts import differences, facts_of_openapi, facts_of_swagger
from tests.support.convert_strategies import damaged, documents

# Many rows through the same code: other tests cover it, and tracing takes four times as long as the rows themselves.
pytestmark = pytest.mark.no_cover

CORPUS = Path(__file__).parents[3] / "shared" / "corpus" / "ci_subset"
FILES = sorted(CORPUS.rglob("*.json"))


def judged(errors: Callable[[Any], Iterable[str]], document: Any) -> list[str]:
    """List what the validator finds; it walks some circles of references without end, and then has found nothing."""
    try:
        return list(errors(document))
    except RecursionError:
        return []


@given(documents())
@settings(
    max_examples=40, deadline=None, derandomize=True, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
)
def test_valid_documents(source: Any) -> None:
    """Valid in, valid and equal in meaning out."""
    assume(not judged(source_errors, source))
    result = convert(source).document
    assert judged(result_errors, result) == []
    assert list(differences(facts_of_swagger(source), facts_of_openapi(result))) == []


def survives(source: Any) -> bool:
    """Convert whatever this is; the only exception is ours, with a place and a remedy."""
    try:
        done = convert(source)
    except CodegenError as error:
        return error.pointer is not None and bool(error.remedy)
    return done.document["openapi"] == "3.0.3" and all(note.where[:1] in ("", "/") for note in done.notes)


@functools.cache
def _read(index: int) -> Any:
    return load_file(FILES[index]).data


@given(st.integers(0, 2**40))
@settings(max_examples=600, deadline=None, derandomize=True)
def test_damaged_documents(seed: int) -> None:
    """No damage to a valid document makes the conversion crash."""
    assert survives(damaged(load(EVERYTHING).data, seed))


@pytest.mark.skipif(not FILES, reason="the corpus of real documents is not beside the repository")
@given(st.integers(0, 2**40), st.integers(0, max(len(FILES) - 1, 0)))
@settings(max_examples=100, deadline=None, derandomize=True)
def test_damaged_real_documents(seed: int, index: int) -> None:
    """Nor does damage to a real one."""
    assert survives(damaged(_read(index), seed))


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=3),
        lambda inner: (
            st.lists(inner)
            | st.dictionaries(
                st.sampled_from(["swagger", "paths", "/a", "get", "parameters", "definitions", "$ref", "a"]), inner
            )
        ),
    )
)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_anything(source: Any) -> None:
    """Nor does anything at all."""
    assert survives({"swagger": "2.0", **source} if isinstance(source, dict) else source)
