"""Reading answers: tolerant where nothing is lost, exact about what does not fit, and light to import."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from instagram_v1 import OPERATIONS, Page, decode, errors, models
from instagram_v1.runtime.model import OpenEnum
from tests.support.samples import answer, sample
from tests.support.wire import Answer, Colour, Wire

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT.parent / "shared" / "fixtures"
MEDIA = sample(models.Media)


def body(data: Any, **more: Any) -> str:
    """A successful answer."""
    return json.dumps({"meta": {"code": 200}, "data": data, **more})


def test_reading_an_archive_imports_no_client() -> None:
    """Importing the package, and reading an answer with it, leaves out what only a client needs."""
    script = """
import sys
import instagram_v1
early = {"httpx", "attrs", "attr", "msgspec", "typing", "asyncio"} & set(sys.modules)
page = instagram_v1.decode("users_recent_media", '{"meta":{"code":200},"data":[],"pagination":{"next_max_id":"3"}}')
assert page.has_next
for wrong in ('{"meta":{"code":429,"error_type":"OAuthRateLimitException"}}', "<html>", '{"data":7}'):
    try:
        instagram_v1.decode("users_get", wrong)
    except instagram_v1.errors.InstagramError as error:
        repr(error)
late = {"httpx", "attrs", "attr", "asyncio", "ssl", "socket"} & set(sys.modules)
print(sorted(early), sorted(late))
"""
    # A bare interpreter, so that nothing but the script itself loads modules.
    path = f"import sys; sys.path[:0] = {[str(ROOT / 'overrides'), str(ROOT / 'generated')]!r}\n"
    done = subprocess.run(
        [sys.executable, "-c", path + script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.stdout.strip(), done.stderr) == ("[] []", "")


def test_data_a_list_nothing_and_a_page() -> None:
    """``decode`` returns what a method would."""
    assert decode("media_get", body(MEDIA)).id == MEDIA["id"]
    assert [type(found) for found in decode("comments_list", body([sample(models.Comment)]))] == [models.Comment]
    assert decode("likes_create", body(None)) is None
    page = decode("users_feed", body([MEDIA], pagination={"next_max_id": 77}).encode())
    assert isinstance(page, Page)
    assert page.cursor is not None
    assert (len(page.items), page.cursor.position, page.response.status) == (1, "77", 0)


def test_an_archived_page_can_be_resumed(colour: Colour) -> None:
    """With what it was asked with, an archived page leads on."""
    page = decode("users_recent_media", body([], pagination={"next_max_id": "5"}), arguments={"user_id": "3"})
    wire = Wire(Answer(status=200, content=body([MEDIA]).encode()))
    assert len(colour.items(lambda: colour.client(wire).resume(page.cursor))) == 1
    assert "/users/3/media/recent?max_id=5" in wire.requests[0].url
    with pytest.raises(errors.UsageError, match="parameter 'nobody'"):
        decode("users_feed", body([]), arguments={"nobody": 1})


def test_an_unknown_operation() -> None:
    """A misspelt operation is told with the closest names."""
    with pytest.raises(errors.UsageError, match="Did you mean users_recent_media"):
        decode("user_recent_media", "{}")
    with pytest.raises(errors.UsageError, match="OPERATIONS"):
        decode("zzz", "{}")


BENT = [
    ({"id": 5}, "id", "5", "$.data.id"),
    ({"id": 5.0}, "id", "5", "$.data.id"),
    ({"created_time": 1296710327}, "created_time", "1296710327", "$.data.created_time"),
    ({"user_has_liked": "true"}, "user_has_liked", True, None),
    ({"user_has_liked": 0}, "user_has_liked", False, None),
    ({"distance": "41.7"}, "distance", 41.7, None),
    ({"location": None}, "location", None, None),
    ({"location": []}, "location", None, "$.data.location"),
    ({"tags": [1, "b"]}, "tags", ["1", "b"], "$.data.tags[0]"),
    ({"type": "hologram"}, "type", "hologram", None),
    ({"caption": None}, "caption", None, None),
    ({"something": {"new": [1]}}, "id", MEDIA["id"], None),
]


@pytest.mark.parametrize(("change", "name", "wanted", "path"), BENT)
def test_drift_is_survived(colour: Colour, change: Any, name: str, wanted: Any, path: str | None) -> None:
    """Other forms of the same scalar, nulls, unknown keys and values do not fail; what was bent is told."""
    wire = Wire(Answer(status=200, content=body({**MEDIA, **change}).encode()))
    got = colour.do(lambda: colour.client(wire).raw.media.get("1"))
    assert getattr(got.data, name) == wanted
    assert type(getattr(got.data, name)) is type(wanted) or isinstance(getattr(got.data, name), OpenEnum)
    assert path is None or path in got.bent


def _nullable(cls: Any) -> set[str]:
    info = inspect.type_info(cls)
    assert isinstance(info, inspect.StructType)
    return {
        field.name
        for field in info.fields
        if isinstance(field.type, inspect.UnionType)
        and any(isinstance(kind, inspect.NoneType) for kind in field.type.types)
    }


@pytest.mark.parametrize("value", [38925656.0, "38925656", 38925656, "38925656.0"])
def test_counts_in_every_form(value: Any) -> None:
    """Counts came as integral floats and as strings."""
    assert decode("tags_get", body({"name": "snow", "media_count": value})).media_count == 38925656


@pytest.mark.parametrize(("change", "path"), [
    ({"id": {}}, "$.data.id"),
    ({"tags": {"a": 1}}, "$.data.tags"),
    ({"likes": {"count": "many"}}, "$.data.likes.count"),
    ({"user": 7}, "$.data.user"),
])  # fmt: skip
def test_what_does_not_fit_is_named(change: Any, path: str) -> None:
    """A value of another kind is an error with its JSON path."""
    with pytest.raises(errors.DecodeError) as caught:
        decode("media_get", body({**MEDIA, **change}))
    assert caught.value.path == path


def test_one_bad_item_does_not_lose_its_page(colour: Colour) -> None:
    """The caller chooses: an error, the others and a report, or plain data in its place."""
    bad = {**MEDIA, "user": 7}
    content = body([MEDIA, bad, {**MEDIA, "id": 9}], pagination={"next_max_id": "5"}).encode()
    ig = colour.client(Wire(Answer(status=200, content=content)))
    with pytest.raises(errors.DecodeError) as caught:
        colour.do(lambda: ig.users.feed())
    assert caught.value.path == "$.data[1].user"
    page = colour.do(lambda: ig.with_options(bad_items="skip").users.feed())
    assert [found.id for found in page.items] == [MEDIA["id"], "9"]
    assert [(item.path, item.item) for item in page.response.bad_items] == [("$.data[1].user", bad)]
    assert page.has_next
    assert "9" not in repr(page.response.bad_items)
    raw = colour.do(lambda: ig.with_options(bad_items="raw").users.feed())
    assert [type(found) for found in raw.items] == [models.Media, dict, models.Media]
    assert [found.id for found in decode("users_feed", content, bad_items="skip").items] == [MEDIA["id"], "9"]


def test_a_bad_envelope_is_no_bad_item() -> None:
    """Skipping is for items; what else is wrong is raised all the same."""
    with pytest.raises(errors.DecodeError):
        decode("users_feed", body([MEDIA], pagination=7), bad_items="skip")
    with pytest.raises(errors.DecodeError):
        decode("users_feed", body({"no": "list"}), bad_items="skip")


SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5))
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_mutated_answers_decode_or_say_why(data: st.DataObject) -> None:
    """Whatever happens to one place of a valid answer, the outcome is typed data or one of our errors."""
    operation = OPERATIONS[data.draw(st.sampled_from(sorted(OPERATIONS)))]
    whole = answer(operation)
    holder: Any = whole
    while True:
        key = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
        inner = holder[key]
        if not inner or not isinstance(inner, dict | list) or data.draw(st.booleans()):
            break
        holder = inner
    holder[key] = data.draw(JSON)
    outcome = outcome_of(operation.id, json.dumps(whole))
    assert getattr(outcome, "operation", operation.id) == operation.id
    assert getattr(outcome, "path", "$").startswith("$")


def outcome_of(operation: str, content: str) -> Any:
    """What a body is read as: data, or the error that was raised."""
    try:
        return decode(operation, content)
    except errors.InstagramError as error:
        return error


@settings(max_examples=100, deadline=None)
@given(
    content=st.one_of(
        st.binary(max_size=40), st.text(max_size=40).map(str.encode), JSON.map(json.dumps).map(str.encode)
    )
)
def test_any_bytes_decode_or_say_why(content: bytes) -> None:
    """No bytes make anything but one of our errors."""
    with pytest.raises(errors.InstagramError):
        decode("users_get", content)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_optional_fields_may_be_null_or_absent(data: st.DataObject) -> None:
    """Any set of optional fields may be missing or null."""
    optional = sorted(_nullable(models.Media))
    gone = data.draw(st.sets(st.sampled_from(optional)))
    null = data.draw(st.sets(st.sampled_from(optional)))
    names = dict(zip(models.Media.__struct_fields__, models.Media.__struct_encode_fields__, strict=True))
    media = {
        k: (None if k in {names[n] for n in null} else v) for k, v in MEDIA.items() if k not in {names[n] for n in gone}
    }
    found = decode("media_get", body(media))
    assert all(getattr(found, name) is None for name in gone | null)


def _recorded() -> list[Any]:
    if not FIXTURES.exists():
        return []
    known = json.loads((FIXTURES / "manifest.json").read_text())
    ours = [row for row in known if row["endpoint"].startswith("/") and not row["endpoint"].startswith("/oauth")]
    return [pytest.param(row, id=row["file"]) for row in ours]


@pytest.mark.skipif(not FIXTURES.exists(), reason="the recorded answers lie beside the repository")
@pytest.mark.parametrize("row", _recorded())
def test_recorded_answers(row: dict[str, Any]) -> None:
    """Recorded answers of launch shape decode; older ones decode or are refused with a clear error."""
    operation = _operation_of(row["method"], row["endpoint"])
    assert operation is not None
    content = json.loads((FIXTURES / row["file"]).read_text())
    if row["kind"] == "exchange":
        content = content["response"]["json"]
    outcome = outcome_of(operation, json.dumps(content))
    if isinstance(outcome, errors.APIError):
        assert row["status"] == outcome.code
    else:
        assert not (row["conformance"] and isinstance(outcome, errors.DecodeError)), outcome


def _operation_of(method: str, endpoint: str) -> str | None:
    def shape(path: str) -> str:
        return re.sub(r"\{[^}]*\}|(?<=/users/)self(?!/feed|/media/liked)", "*", path.split(" ")[0])

    found = [op.id for op in OPERATIONS.values() if (op.method, shape(op.path)) == (method, shape(endpoint))]
    return found[0] if found else None
