"""Any JSON, and any bytes, are decoded without an error of ours."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from instagram_v1 import OPERATIONS
from instagram_v1.cli.recognition import sources
from instagram_v1.cli.recognition.findings import LABELS
from instagram_v1.cli.recognition.recognise import recognise

KEYS = st.sampled_from([
    "meta", "data", "pagination", "code", "error_type", "error_message", "status", "id", "user", "username", "items",
    "log", "entries", "request", "response", "url", "body", "json", "content", "text", "operation", "paging", "cursors",
    "next_url", "access_token", "media_id", "changed_aspect", "created_time", "images", "type", "name", "format",
])  # fmt: skip
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
    st.sampled_from(["ok", "200", "https://api.instagram.com/v1/users/self", "http://[bad", "{}", "[1", "get"]),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=3), inner, max_size=6),
    max_leaves=25,
)


def looked_at(content: bytes, told: str = "") -> None:
    """Decode bytes, all the way."""
    for document in sources._read("x.json", content):
        found = recognise(document, told)
        assert found.what
        assert {finding.code for finding in found.odd} <= LABELS.keys()
        assert all(finding.brief == finding.brief.strip() for finding in found.odd)


@settings(max_examples=250, deadline=None)
@given(VALUES, st.sampled_from(["", *OPERATIONS]))
def test_any_json(value: Any, told: str) -> None:
    """Whatever is said with our words, or told to be an answer of ours."""
    looked_at(json.dumps(value).encode(), told)


@settings(max_examples=150, deadline=None)
@given(VALUES, st.integers(0, 400), st.binary(max_size=6))
def test_any_damage(value: Any, place: int, noise: bytes) -> None:
    """Whatever is cut off, and whatever noise follows."""
    looked_at(json.dumps(value).encode()[:place] + noise)
