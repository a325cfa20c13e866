"""The answers that the table itself shows are read, as they stand there."""

from __future__ import annotations

import json
import re

import pytest

from _instagram_private.operations import OPERATIONS
from instagram_v1.private import decode, models
from instagram_v1.private.errors import APIError
from instagram_v1.runtime.convert import asdict
from tests.support.repository import ROOT

TEXT = (ROOT / "spec" / "private" / "supplied.txt").read_text(encoding="utf-8")


def example(start: str) -> str:
    """The JSON that follows some words of the table.

    It is made readable, and nothing else: straight quotation marks, a number for ``pk``, and the brace that the row of
    comments lacks at its end.
    """
    rest = TEXT[TEXT.index(start) + len(start) :]
    rest = re.sub("[“”]", '"', rest[rest.index("{") :])
    rest = re.sub(r'("(?:pk|media_id)"): pk', r"\1: 7", rest)
    found, depth = "", 0
    for char in rest.partition("\n")[0]:
        found += char
        depth += {"{": 1, "}": -1}.get(char, 0)
        if depth == 0:
            return found
    return found + "}" * depth


ROWS = {
    "accounts_login": "device_id ",
    "users_info": "users/[pk]/info/ ",
    "media_comment": "comment_text ",
    "media_configure": "&source_type=0&filter_type=15 ",
    "media_like": "media/[pk]/like/ ",
    "friendships_show": "friendships/show/[pk] ",
}


@pytest.mark.parametrize("operation", ROWS)
def test_example_of_the_table_is_read(operation: str) -> None:
    """Every field of it is a field of the model with the same value; the foreign id, of either type, is a text."""
    body = example(ROWS[operation]).replace('"external_id": 0', '"external_id": "0"')
    shape = OPERATIONS[operation].envelope
    expected = json.loads(body)[shape.data] if shape.data else json.loads(body)
    found = decode(operation, body)
    if OPERATIONS[operation].data is None:
        assert (found, expected) == (None, {"status": "ok"})
    else:
        assert asdict(found, wire=True) == expected


def test_failure_of_the_table_is_an_error() -> None:
    """The message is the one that stands there."""
    start = TEXT.index("{“status”:”failed”")
    body = re.sub("[“”]", '"', TEXT[start : TEXT.index("}", start) + 1])
    with pytest.raises(APIError, match="some error message"):
        decode("accounts_login", body)


def test_feed_of_the_table_is_read() -> None:
    """A feed holds what a change of media data answers, and its length."""
    media = json.loads(example(ROWS["media_configure"]))["media"]
    overview = re.sub("[“”]", '"', TEXT[TEXT.index("{“status”:”ok”, “items”:[") :]).partition("\n")[0]
    body = re.sub(r"\[— .* —\]", f"[{json.dumps(media)}]", overview)
    for operation in ("feed_timeline", "feed_user"):
        [found] = decode(operation, body)
        assert found == models.fromdict(models.Media, media)
        assert [version.width for version in found.image_versions] == [150, 306, 612]
