"""What a person sees: tables where there is a terminal, plain text elsewhere, in any encoding."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from instagram_v1.cli import main
from instagram_v1.cli.columns import columns, fitting
from instagram_v1.cli.texts import harmless, json_line, one_line
from instagram_v1.models import Media, User
from tests.support.shell import Shell

LINE = [sys.executable, "-m", "instagram_v1.cli"]
RECENT = ["call", "--emulator", "users.recent_media", "self", "--count", "2"]

pty = pytest.importorskip("pty", reason="pseudo-terminals are those of POSIX")


def on_a_terminal(*arguments: str, width: int = 100, **variables: str) -> str:
    """What a command writes to a terminal."""
    ours, theirs = pty.openpty()
    known = {"TERM": "xterm-256color", "COLUMNS": str(width), "LINES": "50", **variables}
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | known
    child = subprocess.Popen([*LINE, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment)
    os.close(theirs)
    said = b""
    try:
        while chunk := os.read(ours, 65536):
            said += chunk
    except OSError:
        # Linux ends a terminal with an error.
        pass
    finally:
        os.close(ours)
        child.wait(20)
    return said.decode()


def test_a_table_on_a_terminal() -> None:
    """A terminal gets a table that is no wider than it is, with dates that can be read."""
    said = on_a_terminal(*RECENT)
    assert "\x1b[1m" in said
    assert "2015-06-12 10:04:20" in said
    assert "─" in said
    assert "more columns have no room here" in said
    assert "more follows" in said


@pytest.mark.parametrize("variables", [{"NO_COLOR": "1"}, {}], ids=["variable", "option"])
def test_no_colours(variables: dict[str, str]) -> None:
    """NO_COLOR and --no-color leave the table, and take every escape from it."""
    said = on_a_terminal(*RECENT, *([] if variables else ["--no-color"]), width=100, **variables)
    assert "\x1b" not in said
    assert "─" in said


def test_a_dumb_terminal() -> None:
    """A terminal that cannot draw gets plain rows."""
    said = on_a_terminal(*RECENT, TERM="dumb")
    assert "\x1b" not in said
    assert said.startswith("id\tcreated_time\t")


def test_progress_only_on_a_terminal(tmp_path: Path) -> None:
    """An export shows a bar where somebody can see it; its table says the rest."""
    script = (
        "import sys; from instagram_v1.cli.archive import exporter;"
        "exporter.PARTS = [p for p in exporter.PARTS if p.name in ('profile', 'follows')];"
        f"from instagram_v1.cli import main; sys.exit(main(['export', {str(tmp_path / 'a')!r}, '--emulator']))"
    )
    global LINE
    kept, LINE = LINE, [sys.executable, "-c", script]
    try:
        said = on_a_terminal()
    finally:
        LINE = kept
    assert "184/184" in said
    assert "follows.jsonl" in said
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_encodings(monkeypatch: pytest.MonkeyPatch, encoding: str) -> None:
    """A name in another script ends no command; JSON stays JSON."""
    for form in ([], ["--jsonl"], ["--raw"]):
        kept = io.BytesIO()
        with monkeypatch.context() as patch:
            patch.setattr("sys.stdout", io.TextIOWrapper(kept, encoding=encoding))
            assert main([*RECENT, *form]) == 0
            sys.stdout.flush()
            text = kept.getvalue().decode(encoding)
        if encoding == "utf-8":
            assert "🗼" in text
        else:
            assert ("\\ud83d\\uddfc" if form else "\\U0001f5fc") in text
        if form:
            assert all(json.loads(line) for line in text.splitlines())


def test_wide_characters() -> None:
    """Columns are as wide as what is seen, not as the number of characters."""
    paths = [("a",), ("b",)]
    assert fitting(paths, [["x" * 20, "y" * 20]], 46) == [0, 1]
    assert fitting(paths, [["漢" * 10, "字" * 10]], 46) == [0, 1]
    assert fitting(paths, [["漢" * 20, "字" * 20]], 46) == [0]
    assert fitting(paths, [["", "y"]], 10) == [1]


def test_columns_of_a_type() -> None:
    """Columns are those of the type: its plain fields, and what names the objects inside it."""
    names = [".".join(path) for path in columns(Media)]
    assert names[:4] == ["id", "created_time", "type", "user.username"]
    assert "caption.text" in names
    assert not any(name.startswith("images.") for name in names)
    assert "counts.media" in [".".join(path) for path in columns(User)] or columns(User)


@pytest.mark.parametrize("text", ["\x1b[31m", "\x00", "\x7f", "\x9b1m", "\u202e", "\u2028", "\ud800", "\r"])
def test_nothing_commands_a_terminal(text: str) -> None:
    """What a terminal would take for a command is written out, in every form."""
    for made in (harmless(text), one_line(text), json_line(text)):
        assert made.isprintable()
        made.encode()


def test_one_line_is_unambiguous() -> None:
    """A cell with a break and one that only looks so differ."""
    assert one_line("a\nb") != one_line("a\\nb")


@pytest.mark.parametrize(
    ("words", "position", "wanted"),
    [
        ("instagram-v1 ex", 1, {"export"}),
        ("instagram-v1 call users.re", 2, {"users.recent_media"}),
        ("instagram-v1 call users.recent_media self --co", 4, {"--count"}),
        ("instagram-v1 call relationships.modify 3 un", 4, {"unfollow", "unblock"}),
        ("instagram-v1 emulator --redirect", 2, {"--redirect-uri"}),
        ("instagram-v1 decode --operation tags_", 3, {"tags_get", "tags_search", "tags_recent_media"}),
        ("instagram-v1 completion z", 2, {"zsh"}),
    ],
)
def test_completion(shell: Shell, monkeypatch: pytest.MonkeyPatch, words: str, position: int, wanted: set[str]) -> None:
    """Commands, operations, options and choices complete."""
    monkeypatch.setenv("_INSTAGRAM_V1_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(position))
    done = shell()
    assert {line.partition(",")[2] for line in done.out.splitlines()} == wanted


def test_completion_of_profiles(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names of kept tokens complete."""
    from instagram_v1.cli.store import Entry, Store

    Store().put("work", Entry(base_url="http://x/v1", access_token="1234567.a.b"))
    monkeypatch.setenv("_INSTAGRAM_V1_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", "instagram-v1 logout --profile ")
    monkeypatch.setenv("COMP_CWORD", "3")
    assert shell().out == "plain,work\n"


@pytest.mark.parametrize("name", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell(shell: Shell, name: str) -> None:
    """`completion SHELL` prints a script that asks this program."""
    done = shell("completion", name)
    assert done.code == 0
    assert "_INSTAGRAM_V1_COMPLETE" in done.out
    assert "instagram-v1" in done.out
