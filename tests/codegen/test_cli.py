"""The command line: what it prints, with which code it ends."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from codegen import yaml12
from codegen.cli import main
from codegen.console import Console
from tests.support.tiny_api import REPOSITORY, make_root, tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository with one API."""
    return make_root(tmp_path)


def edit(root: Path, old: str, new: str) -> None:
    """Change the supplied document."""
    path = root / "spec" / "tiny" / "swagger.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_build_then_check(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Stages with times, repairs by theme and verdict, notes, what was written; then nothing differs."""
    assert main(["build", "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert "Building tiny" in out
    for stage in ("read", "repair", "convert", "validate", "generate client", "generate schema", "put in place"):
        assert any(line.strip().startswith(stage) and line.endswith(" s") for line in out.splitlines()), stage
    assert "Repairs by theme and verdict\n  theme  applied  fixed-upstream" in out
    assert "\n  names        1               0" in out
    assert "Wrote spec/tiny/openapi.yaml, spec/tiny/codegen.lock, generated/_tiny, generated/_tiny_schema: 1 op" in out
    assert main(["check", "--root", str(root)]) == 0
    assert "equals a fresh build" in capsys.readouterr().out


def test_one_of_several_apis(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Named APIs alone are built; all by default."""
    root = make_root(tmp_path, "one", "two")
    assert main(["build", "two", "--root", str(root)]) == 0
    assert not (root / "generated" / "_one").exists()
    assert main(["build", "--root", str(root)]) == 0
    assert (root / "generated" / "_one").is_dir()
    assert main(["check", "--root", str(root)]) == 0
    capsys.readouterr()


def test_check_finds_a_hand_edit(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 1, the file and the remedy."""
    main(["build", "--root", str(root)])
    (root / "generated" / "_tiny" / "helper.py").write_text("x = 1\n")
    (root / "generated" / "notes.txt").write_text("x\n")
    capsys.readouterr()
    assert main(["check", "--root", str(root)]) == 1
    out = capsys.readouterr().out
    assert "extra: generated/_tiny/helper.py\n  to do: delete it" in out
    assert "extra: generated/notes.txt" in out
    assert "differs from a fresh build" in out


def test_a_repair_that_does_not_fit_is_code_1(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A message without a traceback."""
    edit(root, "nmae: {type: string}", "nmae: {type: integer}")
    assert main(["build", "--root", str(root)]) == 1
    err = capsys.readouterr().err
    assert err.startswith("error: ")
    assert "precondition-changed" in err
    assert "Traceback" not in err


def test_fixed_upstream_is_told_and_strict_refuses(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 0 with advice, code 1 with --strict and in a check."""
    edit(root, "nmae:", "name:")
    assert main(["build", "--root", str(root)]) == 0
    assert "delete this repair" in capsys.readouterr().out
    assert main(["build", "--strict", "--root", str(root)]) == 1
    assert main(["check", "--root", str(root)]) == 1
    capsys.readouterr()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["build", "nobody"], "no API called 'nobody'"),
        (["check", "nobody"], "no API called 'nobody'"),
        (["explain", "nobody", "Thing"], "no API called 'nobody'"),
        (["explain", "Nothing.like.it"], "Nothing"),
    ],
)
def test_unusable_arguments_are_code_2(
    root: Path, arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message says what is known."""
    assert main([*arguments, "--root", str(root)]) == 2
    assert words in capsys.readouterr().err


def test_unreadable_input_is_code_2(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File, line and column, no traceback."""
    edit(root, "swagger: '2.0'", "swagger: [")
    assert main(["build", "--root", str(root)]) == 2
    err = capsys.readouterr().err
    assert "swagger.yaml:" in err
    assert "Traceback" not in err


def test_explain(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Why the document says so; with one API its name may be left out."""
    assert main(["explain", "Thing.name", "--root", str(root)]) == 0
    out = capsys.readouterr().out
    assert "thing-name" in out
    assert "It is a name." in out
    assert main(["explain", "tiny", "Thing.name", "--root", str(root)]) == 0
    assert capsys.readouterr().out == out


def test_explain_wants_a_name_among_several(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which API is meant is not guessed."""
    root = make_root(tmp_path, "one", "two")
    assert main(["explain", "Thing.name", "--root", str(root)]) == 2
    assert "name one of them: one, two" in capsys.readouterr().err


def test_convert(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """To standard output or a file, as it stands: no repair, no rule."""
    source = root / "spec" / "tiny" / "swagger.yaml"
    assert main(["convert", str(source)]) == 0
    printed = capsys.readouterr().out
    document = yaml12.load(printed).data
    assert document["openapi"] == "3.0.3"
    assert "nmae" in document["components"]["schemas"]["Thing"]["properties"]
    assert main(["convert", str(source), "-o", str(tmp_path / "out.yaml")]) == 0
    assert (tmp_path / "out.yaml").read_text() == printed
    assert capsys.readouterr().out == ""


def test_convert_lists_its_notes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """On standard error, so that the document can be piped."""
    source = tmp_path / "in.yaml"
    source.write_text("swagger: '2.0'\ninfo: {title: t, version: '1'}\npaths: {/a: {get: {responses: {200: {}}}}}\n")
    assert main(["convert", str(source)]) == 0
    captured = capsys.readouterr()
    assert captured.err.startswith("note ")
    assert "note" not in captured.out


@pytest.mark.parametrize("text", ["openapi: 3.0.3\n", "- a\n", "a: [\n"])
def test_convert_refuses_other_files(text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Code 2, and the file is named or what it is."""
    source = tmp_path / "in.yaml"
    source.write_text(text)
    assert main(["convert", str(source)]) == 2
    assert capsys.readouterr().err.startswith("error: ")


def test_convert_of_a_missing_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback."""
    assert main(["convert", str(tmp_path / "nothing.yaml")]) == 2
    assert "nothing.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "check", "explain", "convert"])
def test_every_command_has_help_with_examples(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Examples that start with the command."""
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    assert f"python -m codegen {command} " in capsys.readouterr().out.partition("examples:")[2]


def test_no_command_is_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    """With the list of commands."""
    with pytest.raises(SystemExit) as ended:
        main([])
    assert ended.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_the_module_runs(root: Path) -> None:
    """`python -m codegen` from anywhere, plain where there is no terminal."""
    command = [sys.executable, "-m", "codegen", "build", "--root", str(root)]
    result = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True)
    assert result.returncode == 0, result.stderr
    assert "\x1b" not in result.stdout
    assert tree(root)["spec/tiny/openapi.yaml"]


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        """Claim it."""
        return True


def test_a_terminal_gets_colours_and_boxes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Drawn by rich, unless the user does not want it."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    drawn = Console(stream)
    assert drawn.drawn
    drawn.table("Title", ["a", "b"], [["x", "1"]])
    assert "─" in stream.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    assert not Console(Terminal()).drawn
    monkeypatch.delenv("NO_COLOR")
    monkeypatch.setenv("TERM", "dumb")
    assert not Console(Terminal()).drawn
    assert not Console(io.StringIO()).drawn


def test_words_are_not_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    """Brackets in a message are brackets, on a terminal too."""
    monkeypatch.setenv("TERM", "xterm-256color")
    stream = Terminal()
    console = Console(stream, drawn=True)
    console.line("[red]a[/red]", style="bold")
    console.table("Title", ["a"], [["[bold]b[/bold]"]])
    assert "[red]a[/red]" in stream.getvalue()
    assert "[bold]b[/bold]" in stream.getvalue()


def test_messages_hold_no_commands_for_a_terminal(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A specification cannot clear the screen or set its title through our messages."""
    edit(root, "nmae: {type: string}", 'nmae: {type: "\\e]0;title\\a"}')
    assert main(["build", "--root", str(root)]) == 1
    err = capsys.readouterr().err
    assert "]0;title" in err
    assert "\x1b" not in err
    assert "\x07" not in err


def test_many_notes_are_counted_and_listed_when_asked(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A screenful of notes hides the rest; --verbose shows it."""
    path = root / "spec" / "tiny" / "swagger.yaml"
    operation = (
        "  /n{n}:\n    get:\n      tags: [Things, Other]\n      responses: {{200: {{schema: {{type: object}}}}}}\n"
    )
    more = "".join(operation.format(n=n) for n in range(9))
    path.write_text(path.read_text().replace("definitions:", f"{more}definitions:"))
    toml = root / "spec" / "tiny" / "codegen.toml"
    toml.write_text(toml.read_text() + '\n[rules.tags]\nbecause = "One place."\n')
    assert main(["build", "--root", str(root)]) == 0
    assert "--verbose lists them" in capsys.readouterr().out
    assert main(["build", "--verbose", "--root", str(root)]) == 0
    assert "note (rules) GET /n1: " in capsys.readouterr().out


def test_ctrl_c(root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """The code is that of an interrupt, with one line and no traceback."""

    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("codegen.build.build", interrupted)
    assert main(["build", "--root", str(root)]) == 130
    assert capsys.readouterr().err == "interrupted; what a build writes is there whole, or as it was\n"
