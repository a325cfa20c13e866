"""Reading recordings in all their forms; what cannot be read is said in one line, and the rest goes on."""

from __future__ import annotations

import base64
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from codegen.cli import main
from codegen.errors import CodegenError
from codegen.learn import Archive, read_archive
from tests.support.learn_lessons import ANSWERS, FIXTURES, store
from tests.support.supplied import API
from tests.support.tiny_api import make_root

BODY = {"data": {"id": "1"}}
TOKEN = "1234567.abcdef0.0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("content", "pointer"),
    [
        ({"operation": "users_get", "body": BODY}, "/body"),
        ({"operation": "users_get", "status": 200, "body": BODY}, "/body"),
        ({"method": "get", "path": "/users/1", "status": 200, "body": BODY}, "/body"),
        (
            {"method": "GET", "endpoint": "/users/{user-id}", "status": 200, "response": {"json": BODY}},
            "/response/json",
        ),
        ({"request": {"method": "GET", "url": "https://x.example/v1/users/1?a=b"}, "response": {"body": BODY}}, ""),
        ({"method": "GET", "url": "/v1/users/1", "body": json.dumps(BODY)}, "/body"),
        ([{"operation": "users_get", "body": BODY}], "/0/body"),
    ],
)
def test_forms_of_an_exchange(tmp_path: Path, content: Any, pointer: str) -> None:
    """Each gives one recording with its body and the place of it."""
    store(tmp_path / "one.json", content)
    (recording,) = read_archive(tmp_path).recordings
    assert recording.body == BODY
    assert recording.status == 200
    assert recording.operation or (
        recording.method == "GET" and recording.path in ("/users/1", "/users/{user-id}", "/v1/users/1")
    )
    assert recording.place.startswith(f"one.json#{pointer}")


def test_har_files(tmp_path: Path) -> None:
    """Entries with JSON are read, encoded ones too; the others are named."""
    encoded = base64.b64encode(json.dumps(BODY).encode()).decode()
    entries = [
        {
            "request": {"method": "GET", "url": "https://x.example/v1/users/1"},
            "response": {"status": 200, "content": content},
        }
        for content in ({"text": json.dumps(BODY)}, {"text": encoded, "encoding": "base64"}, {"text": "<html>"})
    ]
    store(tmp_path / "all.har", {"log": {"entries": entries}})
    archive = read_archive(tmp_path)
    assert [item.body for item in archive.recordings] == [BODY, BODY]
    assert archive.recordings[1].place == "all.har#/log/entries/1/response/content/text"
    assert archive.troubles == ["all.har#/log/entries/2: its body is no JSON"]


@pytest.mark.parametrize("name", ["users_get.json", "users_get-2015.json", "users_get/1.json"])
def test_bodies_called_by_their_operation(tmp_path: Path, name: str) -> None:
    """A body needs nothing around it when its file or folder is called by the operation's id."""
    store(tmp_path / name, BODY)
    assert read_archive(tmp_path).recordings == []
    (recording,) = read_archive(tmp_path, {"users_get"}).recordings
    assert (recording.operation, recording.body, recording.place) == ("users_get", BODY, f"{name}#")


def test_a_browsers_archive(tmp_path: Path) -> None:
    """Pictures and empty answers among the entries are named a few times, and counted."""
    request = {"method": "GET", "url": "https://x.example/a.png"}
    entry = {"request": request, "response": {"status": 200, "content": {"size": 0, "mimeType": "image/png"}}}
    store(tmp_path / "all.har", {"log": {"entries": [entry] * 10}})
    archive = read_archive(tmp_path)
    assert archive.recordings == []
    assert archive.troubles[0] == "all.har#/log/entries/0: holds no body"
    assert archive.troubles[3:] == ["all.har: 7 more entries are no recordings"]


def test_lines_of_json(tmp_path: Path) -> None:
    """One recording a line; a broken line is named by its number."""
    line = json.dumps({"operation": "users_get", "body": BODY})
    (tmp_path / "all.jsonl").write_text(f"{line}\n\n{{\n{line}\n")
    archive = read_archive(tmp_path)
    assert len(archive.recordings) == 2
    assert len(archive.troubles) == 1
    assert archive.troubles[0].startswith("all.jsonl:3:")


def test_a_manifest_beside_bodies(tmp_path: Path) -> None:
    """Bodies alone get their operation from it; samples that prove nothing are left out, and counted."""
    store(tmp_path / "set" / "user.json", BODY)
    store(tmp_path / "set" / "old.json", {"data": {"id": 1}})
    entry = {"kind": "body", "method": "GET", "endpoint": "/users/{user-id}", "status": 200}
    entries = [{**entry, "file": "user.json"}, {**entry, "file": "old.json", "conformance": False}]
    store(tmp_path / "set" / "manifest.json", [*entries, {**entry, "file": "../../etc.json"}, {"file": 1}])
    archive = read_archive(tmp_path)
    assert [(item.body, item.place) for item in archive.recordings] == [(BODY, "set/user.json#")]
    assert archive.left_out == 1
    assert archive.troubles == [
        "set/manifest.json#/2: names a file outside of the folder",
        "set/manifest.json#/3: names no file",
    ]


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (b"{", "one.json:1:2: is no JSON"),
        (b"\xff\xfe{", "one.json: is not UTF-8"),
        (b"[" * 100_000, "one.json: nests too deeply"),
        (b'{"body": {}}', "one.json#: is no recording: it names neither an operation nor method and path"),
        (b'{"operation": "users_get"}', "one.json#: holds no body"),
        (b"[3]", "one.json#/0: is no recording"),
        (b"[]", "one.json: holds no recordings"),
        (b'{"operation": "x", "status": "ok", "body": {}}', "one.json#: its status is no number"),
    ],
)
def test_what_cannot_be_read(tmp_path: Path, content: bytes, trouble: str) -> None:
    """One clear line, and the next file is read."""
    (tmp_path / "one.json").write_bytes(content)
    store(tmp_path / "two.json", {"operation": "users_get", "body": BODY})
    archive = read_archive(tmp_path)
    assert len(archive.recordings) == 1
    assert len(archive.troubles) == 1
    assert archive.troubles[0].startswith(trouble)
    assert "\n" not in archive.troubles[0]


def test_no_such_folder(tmp_path: Path) -> None:
    """It is named, and what to do."""
    with pytest.raises(CodegenError, match="there is no such folder"):
        read_archive(tmp_path / "nowhere")


def test_the_recordings_of_this_repository() -> None:
    """All of them can be read."""
    archive: Archive = read_archive(ANSWERS)
    assert archive.troubles == []
    assert len(archive.recordings) == len(list(ANSWERS.glob("*.json")))


@pytest.mark.skipif(not FIXTURES.is_dir(), reason="the shared recordings are not here")
def test_the_shared_recordings() -> None:
    """The manifest claims every file, and those of a later shape are read."""
    archive = read_archive(FIXTURES)
    assert archive.troubles == []
    assert archive.recordings
    assert archive.left_out


def test_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Findings, proposals and what could not be read, as text and as JSON; code 1. Secrets appear in neither."""
    media = json.loads((ANSWERS / "media_get-2016.json").read_text(encoding="utf-8"))
    media["body"]["data"].update({"boosts": 3, TOKEN: 1})
    media["body"]["data"]["filter"] = TOKEN
    media["path"] = f"https://api.example/v1/media/1?access_token={TOKEN}"
    store(tmp_path / "media.json", media)
    store(tmp_path / "lost.json", {"method": "GET", "url": f"/v1/nowhere/{TOKEN}?sig={TOKEN}", "body": {"a": TOKEN}})
    (tmp_path / "broken.json").write_text(f'{{"access_token": "{TOKEN}"')
    assert main(["learn", str(tmp_path), "--api", "instagram"]) == 1
    text = capsys.readouterr().out
    assert "/definitions/Media/properties/boosts" in text
    assert "not read: broken.json:1:" in text
    assert main(["learn", str(tmp_path), "--api", "instagram", "--json"]) == 1
    said = capsys.readouterr().out
    report = json.loads(said)
    assert {"answers", "findings", "proposals", "hints", "unreadable", "left-out"} == set(report)
    assert any(item["pointer"] == "/definitions/Media/properties/boosts" for item in report["proposals"])
    for output in (text, said):
        assert "0123456789abcdef" not in output


def test_proposals_can_be_pasted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """At the end of the last file of repairs they are in order, fit, and leave nothing to be learned."""
    shutil.copytree(API, tmp_path / "spec" / "instagram")
    media = json.loads((ANSWERS / "media_get-2016.json").read_text(encoding="utf-8"))
    media["body"]["data"].update({"boosts": [{"id": "1"}], "created_time": 1.5, "type": "reel"})
    media["body"]["data"]["location"]["id"] = 1.5
    store(tmp_path / "answers" / "media.json", media)
    command = ["learn", str(tmp_path / "answers"), "--root", str(tmp_path), "--json"]
    assert main(command) == 1
    proposals = json.loads(capsys.readouterr().out)["proposals"]
    assert len(proposals) == 4
    assert any("after:\n    - location-id-both-ways" in item["repair"] for item in proposals)
    last = max((tmp_path / "spec" / "instagram" / "repairs").glob("*.yaml"))
    last.write_text(last.read_text(encoding="utf-8") + "".join("\n" + item["repair"] for item in proposals))
    assert main(command) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []


def test_command_line_when_all_is_well(capsys: pytest.CaptureFixture[str]) -> None:
    """Code 0, and it says so."""
    assert main(["learn", str(ANSWERS), "--api", "instagram"]) == 0
    assert "no answer contradicts the spec" in capsys.readouterr().out


def test_of_several_apis_the_one_that_was_recorded_is_meant(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Most recordings decide, and it is said; a name given by hand wins."""
    root = make_root(tmp_path / "root", "one", "two")
    spec = root / "spec" / "two" / "swagger.yaml"
    spec.write_text(spec.read_text().replace("/things/", "/doors/"))
    body = {"data": {"id": "1", "name": "front", "kind": "a"}}
    store(tmp_path / "answers" / "door.json", {"method": "GET", "url": "/doors/1", "body": body})
    assert main(["learn", str(tmp_path / "answers"), "--root", str(root)]) == 0
    captured = capsys.readouterr()
    assert "1 answer held against the spec" in captured.out
    assert "held against two" in captured.err
    assert main(["learn", str(tmp_path / "answers"), "--root", str(root), "--api", "one"]) == 1
    assert "0 answers" in capsys.readouterr().out
