"""Archived JSON: what it is, what is odd about it."""

from __future__ import annotations

import base64
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import attrs
import pytest

from instagram_v1 import OPERATIONS
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.recognition.recognise import Recognition, recognise
from instagram_v1.cli.recognition.routes import routed
from instagram_v1.cli.recognition.salvage import salvage
from instagram_v1.cli.recognition.sources import documents
from tests.support.repository import ROOT
from tests.support.samples import answer
from tests.support.shell import Done, Shell

FIXTURES = ROOT.parent / "shared/fixtures"
ANSWERS = sorted((ROOT / "tests/data/answers").glob("*.json"))
MANIFEST = json.loads((FIXTURES / "manifest.json").read_text()) if FIXTURES.is_dir() else []

recorded = pytest.mark.skipif(not MANIFEST, reason="the recorded answers are not beside the repository")


def only(path: Path, named: str = "") -> Recognition:
    """What the one document of a file is; under another name, if that is to say nothing."""
    (document,) = documents([str(path)])
    return recognise(attrs.evolve(document, file=named) if named else document)


def expected(row: dict[str, Any]) -> str:
    """The operation of a recorded answer, as its manifest has it."""
    return routed(row["endpoint"].replace("{", "").replace("}", ""), row["method"])


def fits(found: Recognition, row: dict[str, Any]) -> bool:
    """Whether a recorded answer was taken for what it is, or for a choice that it is in."""
    if row["method"] == "CALLBACK":
        return "notification" in found.what
    if "/oauth/" in row["endpoint"]:
        return "access token" in found.what
    if row["status"] != 200:
        return found.kind == "error"
    return found.operation == expected(row) or expected(row) in found.alike


@recorded
@pytest.mark.parametrize("row", MANIFEST, ids=[row["file"] for row in MANIFEST])
def test_every_recorded_answer(row: dict[str, Any]) -> None:
    """Each recorded answer of 2011 to 2016 is recognised."""
    assert fits(only(FIXTURES / row["file"]), row)


@recorded
def test_most_of_them_exactly() -> None:
    """More than nine in ten are named exactly; the data of the others leaves a choice, which is told."""
    exact = [row for row in MANIFEST if only(FIXTURES / row["file"]).operation == expected(row)]
    assert len(exact) / len(MANIFEST) > 0.9
    for row in MANIFEST:
        found = only(FIXTURES / row["file"])
        if found.kind == "answer" and found.operation != expected(row):
            assert not found.sure


@pytest.mark.parametrize("path", ANSWERS, ids=[path.stem for path in ANSWERS])
def test_our_own_answers(path: Path) -> None:
    """Answers that stand with their request are what they were asked for; errors are errors."""
    found = only(path)
    if path.stem.startswith("error-"):
        assert found.kind == "error"
        return
    assert (found.kind, found.operation, found.sure) == ("answer", path.stem.split("-")[0], True)
    # In 2015 the counts of tags came as 38925656.0.
    drift = {finding.text for finding in found.odd if finding.code in ("unknown", "missing", "type")}
    assert drift <= {"is a number with a point, not a whole number"}


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_by_shape_alone(operation: Any, tmp_path: Path) -> None:
    """Whatever operation a specification has, an answer of its shape is recognised without any name."""
    body = answer(operation)
    (tmp_path / "x.json").write_text(json.dumps(body))
    found = only(tmp_path / "x.json", "y.json")
    assert found.kind == "answer"
    assert operation.id in found.alike
    assert not {finding.code for finding in found.odd} & {"unknown", "missing", "type"}


USER = {"id": "1", "username": "jo", "full_name": "Jo", "bio": "", "website": "", "profile_picture": "http://x/y.jpg"}
GOOD = {"meta": {"code": 200}, "data": {**USER, "counts": {"media": 1, "follows": 2, "followed_by": 3}}}


def odd(body: Any, tmp_path: Path, raw: bytes | None = None) -> dict[str, str]:
    """What is odd about a body: kind and words."""
    path = tmp_path / "body.json"
    path.write_bytes(json.dumps(body).encode() if raw is None else raw)
    return {finding.code: f"{finding.path} {finding.text}" for finding in only(path).odd}


def changed(**data: Any) -> dict[str, Any]:
    """A good answer with other data."""
    return {**GOOD, "data": {**GOOD["data"], **data}}  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("body", "code", "words"),
    [
        (changed(is_verified=True), "unknown", "$.data.is_verified"),
        (changed(id=1), "type", "$.data.id is a number, not a text"),
        (changed(counts={"media": "1"}), "type", "$.data.counts.media is a text, not a whole number"),
        (changed(bio=None), "null", "$.data.bio"),
        (changed(username=None), "null", "where something must be"),
        ({**GOOD, "extra": 1}, "unknown", "$.extra"),
        ({"data": GOOD["data"]}, "no-envelope", "has no meta"),
        (USER | {"counts": {"media": 1, "follows": 1, "followed_by": 1}}, "no-envelope", ""),
        ({"meta": {"code": 400, "error_type": "X", "error_message": "no"}}, "error", "X: no"),
        ({"code": 420, "error_type": "X", "error_message": "no"}, "error", "X: no"),
        ({"status": "ok", "items": [{"pk": 1}]}, "foreign", "private API"),
        ({"status": "fail", "message": "login_required"}, "foreign", "private API"),
        ({"data": [], "paging": {"cursors": {"after": "x"}}}, "foreign", "Graph API"),
        ({"access_token": "1.2.SENTINEL", "user": USER}, "secret", "credential"),
    ],
)
def test_what_is_odd(tmp_path: Path, body: Any, code: str, words: str) -> None:
    """Each kind of oddity is found where it is."""
    assert words in odd(body, tmp_path)[code]


def test_nothing_is_odd(tmp_path: Path) -> None:
    """A good answer has no findings."""
    assert odd(GOOD, tmp_path) == {}


def test_what_is_odd_about_a_list(tmp_path: Path) -> None:
    """One finding for all items, counted; doubles, times and cursors too."""
    item = {"id": "1", "created_time": "2011-01-01T00:00:00", "text": "x", "from": USER | {"new": 1}}
    path = tmp_path / "x.json"
    path.write_text(json.dumps({"meta": {"code": 200}, "data": [item, item], "pagination": {"next_max_id": "3"}}))
    found = {finding.code: finding for finding in only(path).odd}
    assert (found["unknown"].path, found["unknown"].count) == ("$.data[].from.new", 2)
    assert {"double", "time"} <= found.keys()


GZ = gzip.compress(json.dumps(GOOD).encode(), mtime=0)


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><p>gone", "not-json"),
        (b"what is this", "not-json"),
        (b"\x89PNG\r\n\x1a\n\x00\xff", "not-json"),
        (json.dumps(GOOD).encode()[:-30], "truncated"),
        (json.dumps(GOOD).encode("utf-16"), "encoding"),
        (b"\xef\xbb\xbf" + json.dumps(GOOD).encode(), "encoding"),
        (json.dumps(GOOD).encode().replace(b"Jo", b"J\xf6"), "encoding"),
        (b"cb(" + json.dumps(GOOD).encode() + b");", "wrapped"),
        (json.dumps(json.dumps(GOOD)).encode(), "wrapped"),
        (GZ[:-12], "truncated"),
        (GZ[:20] + b"\x00" * 30, "truncated"),
        (b"[" * 100_000, "truncated"),
    ],
)
def test_damage(tmp_path: Path, raw: bytes, code: str) -> None:
    """Whatever the bytes are, there is a finding and no trace."""
    assert code in odd(None, tmp_path, raw)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8, 0.99])
def test_cut_short(tmp_path: Path, share: float) -> None:
    """What is left of a list is still recognised, and its items are there."""
    text = (ROOT / "tests/data/answers/users_recent_media-2014.json").read_text()
    body = json.dumps(json.loads(text)["body"])
    path = tmp_path / "x.json"
    path.write_text(body[: int(len(body) * share)])
    found = only(path)
    assert "truncated" in {finding.code for finding in found.odd}
    assert found.model == "Media"
    assert found.items


@pytest.mark.parametrize("end", range(1, 60))
def test_salvage_at_every_place(end: int) -> None:
    """Wherever a text breaks off, what is saved is a beginning of what was there."""
    whole = '{"a": [1, 2, {"b": "x,]}\\""}], "c": {"d": null, "e": "f"}, "g": 1.5, "h": "i"}'
    saved = salvage(whole[:end])
    assert saved is None or isinstance(saved.value, dict)
    assert saved is not None or end == 0


# Where JSON stands.


def har(*entries: tuple[str, str, int, str, str]) -> dict[str, Any]:
    """A HAR file of some exchanges."""
    return {
        "log": {
            "entries": [
                {
                    "request": {"method": method, "url": url},
                    "response": {"status": status, "content": {"mimeType": kind, "text": text}},
                }
                for method, url, status, kind, text in entries
            ]
        }
    }


def decode(shell: Shell, *arguments: object) -> list[dict[str, Any]]:
    """What `decode --jsonl` says of documents."""
    return [line for line in shell("decode", "--jsonl", *arguments).lines if line["kind"] != "item"]


def test_har(shell: Shell, tmp_path: Path) -> None:
    """A browser's recording: answers by their request, pictures and others' pages left out."""
    good, kind, host = json.dumps(GOOD), "application/json", "https://api.instagram.com/v1"
    recording = har(
        ("GET", f"{host}/users/self?access_token=SENTINEL", 200, kind, good),
        ("GET", "https://x/logo.png", 200, "image/png", "…"),
        ("DELETE", f"{host}/media/1/likes", 200, kind, '{"meta": {"code": 200}, "data": null}'),
        ("GET", f"{host}/users/9", 200, kind, '{"meta": {"code": 400, "error_type": "E"}}'),
    )  # fmt: skip
    content = recording["log"]["entries"][0]["response"]["content"]
    content.update(text=base64.b64encode(good.encode()).decode(), encoding="base64")
    (tmp_path / "t.har").write_text(json.dumps(recording))
    found = decode(shell, tmp_path / "t.har")
    assert [(line["place"], line["operation"]) for line in found] == [
        ("#0", "users_get"), ("#2", "likes_delete"), ("#3", "users_get"),
    ]  # fmt: skip
    assert {"error", "status"} == {finding["code"] for finding in found[2]["odd"]}


@pytest.mark.parametrize(
    "value",
    [
        {"request": {"method": "GET", "url": "/v1/users/1"}, "response": {"status": 200, "json": GOOD}},
        {"request": {"method": "get", "uri": "https://h/v1/users/1/"}, "response": {"status_code": 200, "body": GOOD}},
        {"request": {"url": "https://h/v1/users/1.json"}, "response": {"body": json.dumps(GOOD)}},
        {"http_interactions": [
            {"request": {"method": "get", "uri": "https://h/v1/users/1"},
             "response": {"status": {"code": 200}, "body": {"string": json.dumps(GOOD)}}},
        ]},
        [{"operation": "users_get", "arguments": {}, "body": GOOD}],
        {"method": "GET", "path": "/users/1", "status": 200, "body": GOOD},
    ],
    ids=["exchange", "code", "text", "vcr", "named", "flat"],
)  # fmt: skip
def test_recordings(shell: Shell, tmp_path: Path, value: Any) -> None:
    """Every usual form of a recording is looked into."""
    (tmp_path / "x.json").write_text(json.dumps(value))
    (line,) = decode(shell, tmp_path / "x.json")
    assert (line["operation"], line["odd"]) == ("users_get", [])


def test_lines_and_folders(shell: Shell, tmp_path: Path) -> None:
    """JSON Lines, packed files and folders; alike lines share a row of the table."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub/many.jsonl").write_text("".join(f"{json.dumps(GOOD)}\n" for _ in range(3)) + "\n{\n")
    (tmp_path / "one.json.gz").write_bytes(GZ)
    (tmp_path / "readme.txt").write_text("no")
    done = shell("decode", tmp_path)
    assert [row[:3] for row in done.rows[1:]] == [
        [f"{tmp_path}/one.json.gz", "User", "users_get"],
        [f"{tmp_path}/sub/many.jsonl:1-3", "3 times User", "users_get"],
        [f"{tmp_path}/sub/many.jsonl:5", "nothing of this API", ""],
    ]
    assert done.code == Exit.UNREADABLE


def piped(shell: Shell, monkeypatch: pytest.MonkeyPatch, content: bytes, *more: str) -> Done:
    """Decode standard input."""
    stdin = io.TextIOWrapper(io.BytesIO(content))
    monkeypatch.setattr("sys.stdin", stdin)
    return shell("decode", "-", *more)


def test_standard_input(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-` is standard input."""
    done = piped(shell, monkeypatch, json.dumps(GOOD).encode())
    assert (done.code, done.rows[1][:3]) == (Exit.DONE, ["-", "User", "users_get"])


def test_typed_lines(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--jsonl`: a line for the answer, one for each item, with declared types and without unknown fields."""
    body = {"meta": {"code": 200}, "data": [{"id": 5, "username": "jo", "new": 1}, {"id": "6"}]}
    done = piped(shell, monkeypatch, json.dumps(body).encode(), "--jsonl", "--operation", "users.search")
    head, first, second = done.lines
    assert (head["kind"], head["operation"], head["items"], head["how"]) == ("answer", "users_search", 2, "as told")
    assert (first["type"], first["value"]) == ("MiniProfile", {"id": "5", "username": "jo"})
    assert (second["type"], second["value"]) == ("", {"id": "6"})


def test_an_operation_that_is_none(shell: Shell) -> None:
    """A wrong name is told before anything is read."""
    done = shell("decode", "nowhere.json", "--operation", "users.serch")
    assert done.code == Exit.USAGE
    assert "users_search" in done.err


def test_files_that_are_not_there(shell: Shell, tmp_path: Path) -> None:
    """One missing file does not keep the others from being read."""
    (tmp_path / "x.json").write_text(json.dumps(GOOD))
    done = shell("decode", tmp_path / "nowhere.json", tmp_path / "x.json")
    assert done.code == Exit.FILES
    assert "nowhere.json" in done.err
    assert len(done.rows) == 2
    (tmp_path / "empty").mkdir()
    assert shell("decode", tmp_path / "empty").code == Exit.UNREADABLE


@pytest.mark.parametrize("more", [[], ["--jsonl"]])
def test_no_credentials(shell: Shell, monkeypatch: pytest.MonkeyPatch, more: list[str]) -> None:
    """An archive's tokens are reported, not repeated."""
    token = "1234567.abcdef.SENTINEL00of00a00token"
    page = {
        "meta": {"code": 200},
        "data": [],
        "pagination": {"next_url": f"https://api.instagram.com/v1/users/1/media/recent?access_token={token}&max_id=3"},
    }
    done = piped(shell, monkeypatch, json.dumps([page, {"access_token": token, "user": USER}])[1:-1].replace(
        '}, {"access', '}\n{"access').encode(), *more)  # fmt: skip
    assert "SENTINEL" not in done.out + done.err
    assert "keep the file to yourself" in done.out


def test_an_export_is_read_back(shell: Shell, tmp_path: Path) -> None:
    """Lines of an export are what they were."""
    user = {"id": "1", "username": "jo"}
    comment = {"id": "2", "created_time": "1433103308", "text": "x", "from": user}
    (tmp_path / "comments.jsonl").write_text(json.dumps({"media_id": "1_1", "comment": comment}) + "\n")
    (tmp_path / "likes.jsonl").write_text(json.dumps({"media_id": "1_1", "user": user}) + "\n")
    assert [line["type"] for line in decode(shell, tmp_path)] == ["Comment", "MiniProfile"]


HOSTILE: list[Callable[[], Any]] = [
    lambda: {"meta": [], "data": {}}, lambda: {"meta": None, "data": 3}, lambda: {"data": {"data": {"data": []}}},
    lambda: [[]], lambda: [None], lambda: {"pagination": {"next_url": "http://[bad"}, "data": []},
    lambda: {"log": {"entries": [None, 3, {"request": 5}]}}, lambda: {"response": {"status": "x", "body": {}}},
    lambda: {"meta": {"code": "x"}, "data": [1, "a", None]}, lambda: 10**400, lambda: {"status": "ok"},
    lambda: {"code": {}, "error_type": []}, lambda: {"media_id": 1, "x": None}, lambda: "[" * 3,
]  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE)
def test_strange_json(shell: Shell, monkeypatch: pytest.MonkeyPatch, make: Callable[[], Any]) -> None:
    """JSON that has our keys and none of our meaning is told apart without a trace."""
    for more in ([], ["--jsonl"]):
        done = piped(shell, monkeypatch, json.dumps(make()).encode() if make() != 10**400 else b"1" * 400, *more)
        assert done.code in (Exit.DONE, Exit.UNREADABLE)
        assert done.out or "no JSON" in done.err
