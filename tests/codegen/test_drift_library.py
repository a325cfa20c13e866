"""The drift of another API: inheritance, shared answers, forms, headers, maps, security of several kinds."""

from __future__ import annotations

import pytest

from codegen.drift import drift, suggested
from codegen.pointer import exists
from tests.support.drift_library import EDITS, LIBRARY, library


def test_the_document_is_no_drift_of_itself() -> None:
    """Nor in any other order of keys."""
    assert drift(LIBRARY, library()) == ()


@pytest.mark.parametrize("name", EDITS)
def test_an_edit(name: str) -> None:
    """Suggested version, kind and place; the place is found in the new document or in the old one."""
    edit, level, expected = EDITS[name]
    document = library()
    changed = edit(document)
    document = changed if isinstance(changed, dict) and "swagger" in changed else document
    found = drift(LIBRARY, document)
    told = [(item.cls, item.kind, item.pointer) for item in found]
    assert suggested(found) == level, told
    if expected:
        kind, pointer = expected.split()
        assert any(item.kind == kind and item.pointer.endswith(pointer) for item in found), told
    for item in found:
        parent = item.pointer.rpartition("/")[0]
        assert exists(document, parent) or exists(LIBRARY, parent), item.pointer
