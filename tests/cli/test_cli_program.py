"""The program itself: its help, its version, how it ends, what it loads."""

from __future__ import annotations

import ast
import importlib
import io
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path

import click
import pytest

from instagram_v1 import __spec__ as made
from instagram_v1 import __version__, errors
from instagram_v1.cli import failures, program, signing
from instagram_v1.cli.codes import MEANINGS, Exit
from instagram_v1.cli.session import BASE_URL, at_the_end_of
from instagram_v1.emulator.__main__ import main as emulate
from tests.support.repository import ROOT, files, text
from tests.support.shell import Shell

HOME = "overrides/instagram_v1/cli/"


def test_help_has_a_line_for_each_command(shell: Shell) -> None:
    """`--help` lists every command with the first line of its own help, with examples and exit codes."""
    done = shell("--help")
    assert done.code == 0
    for name, (_, line) in program.COMMANDS.items():
        assert line in done.out
        assert f"instagram-v1 {name}" in done.out or name == "logout"
    for code, meaning in MEANINGS.items():
        assert f"  {int(code):<5}" in done.out
        assert meaning.split()[0] in done.out


def test_no_arguments_are_a_question_for_help(shell: Shell) -> None:
    """The name alone shows the help."""
    assert shell() == shell("--help")


@pytest.mark.parametrize("name", program.COMMANDS)
def test_every_command_has_help(shell: Shell, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each command tells its options and gives examples, and is what the list says that it is."""
    module, line = program.COMMANDS[name]
    command = getattr(importlib.import_module(f"instagram_v1.cli.{module}"), name)
    assert isinstance(command, click.Command)
    assert (command.help or "").split(".")[0].split(",")[0].split(":")[0][:12] == line[:12]
    if name == "emulator":
        return
    done = shell(name, "--help")
    assert done.code == 0
    assert "Usage: instagram-v1" in done.out
    assert "Examples:" in done.out or name == "logout"


def test_version(shell: Shell) -> None:
    """`--version` names the version, the digest of the specification and the tools."""
    done = shell("--version")
    assert done.code == 0
    facts = dict(made)  # type: ignore[call-overload]
    assert done.out.startswith(f"instagram-v1 {__version__}\n")
    assert facts["sha256"] in done.out
    assert all(version in done.out for version in facts["tools"].values())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["upload"], "No such command"),
        (["call", "users.gett"], "did you mean users.get"),
        (["call", "users.get"], "Missing argument USER_ID"),
        (["call", "users.get", "self", "--cuont", "3"], "--cuont"),
        (["call", "users.recent_media", "self", "--count", "many"], "many"),
        (["call", "users.recent_media", "self", "--json", "--jsonl"], "choose one"),
        (["call", "users.recent_media", "self", "--all", "--limit", "3"], "contradict"),
        (["call", "users.get", "self", "--emulator", "--base-url", "http://localhost/v1"], "--base-url"),
        (["call", "media.get_by_shortcode", "-x"], "after `--`"),
        (["export"], "DIR"),
        (["decode"], "FILE"),
        (["login", "--base-url", "http://localhost/v1"], "client id is missing"),
        (["login", "--base-url", "http://localhost/v1", "--client-id", "x"], "client secret is missing"),
        (["login", "--base-url", "http://localhost/v1", "--profile", "../x"], "client id is missing"),
        (["completion", "tcsh"], "tcsh"),
    ],
)
def test_wrong_use(shell: Shell, arguments: list[str], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot work is refused with code 2, in words, with what to do, and without a trace."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    done = shell(*arguments)
    assert done.code == Exit.USAGE
    assert done.out == ""
    assert done.err.startswith("error: ")
    assert words in done.err
    assert "  to do: " in done.err or "--base-url" in arguments


def test_the_page_about_it_has_the_same_codes() -> None:
    """The how-to's table of exit codes is the program's."""
    page = text("docs/how-to/shell.md").replace("`", "")
    for code, meaning in MEANINGS.items():
        assert f"| {int(code)} | {meaning}" in page


def test_the_live_address_by_name() -> None:
    """Whoever names the address of the retired API is let through, and told why it does not answer."""
    for error in (errors.TransportError("no such host"), errors.DecodeError("the body is HTML, not JSON")):
        with pytest.raises(failures.Failure, match="retired on 29 June 2020") as caught, at_the_end_of(BASE_URL):
            raise error
        assert caught.value.code == Exit.RETIRED
        with pytest.raises(type(error)), at_the_end_of("http://127.0.0.1:9/v1"):
            raise error


def test_the_emulator_is_the_same_command(shell: Shell) -> None:
    """`emulator` takes what `python -m instagram_v1.emulator` takes, and calls itself by its own name."""
    dumped = io.StringIO()
    with redirect_stdout(dumped):
        assert emulate(["dump", "--seed", "7", "--profile", "2017"]) == 0
    done = shell("emulator", "dump", "--seed", "7", "--profile", "2017", "--no-color")
    assert (done.code, done.out) == (Exit.DONE, dumped.getvalue())
    assert "instagram-v1 emulator --port" in shell("emulator", "--help").out
    wrong = shell("emulator", "--prot", "1")
    assert wrong.code == Exit.USAGE
    assert "instagram-v1 emulator" in wrong.err
    assert "python -m" not in wrong.err


def kinds(kind: type[BaseException]) -> Iterator[type[BaseException]]:
    """A class and all below it."""
    yield kind
    for below in kind.__subclasses__():
        yield from kinds(below)


def test_every_error_has_a_code() -> None:
    """No error of the package ends as something unforeseen, and every code is explained."""
    # Whichever other test ran before: the errors of all parts are looked at.
    for part in ("compat", "private.errors", "private.converters"):
        importlib.import_module(f"instagram_v1.{part}")
    found = (kind for kind in kinds(errors.InstagramError) if kind.__module__.startswith("instagram_v1."))
    own = [kind for kind in found if kind is not errors.InstagramError]
    assert len(own) > 20
    for kind in own:
        error = kind.__new__(kind)
        names = ("message", "help", "operation", "parameter", "rule", "error_type", "error_message")
        error.__dict__.update(dict.fromkeys(names, ""), scope=None, code=0, status=0)
        # Those that tell their code by a property, as those of `compat` do, have it from `code`.
        if not hasattr(kind, "status_code"):
            error.__dict__["status_code"] = None
        failure = failures.understood(error)
        assert failure is not None
        assert failure.code not in (Exit.FAILED, Exit.DONE), kind
    assert MEANINGS.keys() == set(Exit)


def test_the_unforeseen(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """A mistake of ours is one line without credentials; `--debug` has the trace."""

    def wrong(**_: object) -> None:
        raise ZeroDivisionError("at https://x/?access_token=1234567.abcdef.SENTINEL")

    monkeypatch.setattr(signing.logout, "callback", wrong)
    done = shell("logout")
    assert done.code == Exit.FAILED
    assert "ZeroDivisionError" in done.err
    assert "--debug" in done.err
    assert "SENTINEL" not in done.err
    with pytest.raises(ZeroDivisionError):
        shell("logout", "--debug")


def test_ctrl_c(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An interrupted command ends with 130 and one line."""

    def interrupted(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(signing.logout, "callback", interrupted)
    assert shell("logout") == shell("logout")
    done = shell("logout")
    assert (done.code, done.out, done.err) == (Exit.INTERRUPTED, "", "interrupted.\n")


def test_ctrl_c_at_a_question(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C where a value is asked for is Ctrl-C too; the end of the input is not."""
    monkeypatch.setattr("sys.stdin", io.StringIO())
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    for cause, code in ((KeyboardInterrupt, Exit.INTERRUPTED), (EOFError, Exit.USAGE)):

        def asked(*_: object, wrong: type[BaseException] = cause) -> str:
            raise wrong

        monkeypatch.setattr("click.termui.visible_prompt_func", asked)
        assert shell("login", "--base-url", "http://127.0.0.1:9/v1", "--implicit").code == code


@pytest.mark.parametrize(
    ("packages", "words"),
    [(["click"], "click is"), (["rich"], "rich is"), (["click", "rich"], "click and rich are")],
)
def test_without_the_extra(shell: Shell, packages: list[str], words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing package is named in one line, with what to install."""
    for package in packages:
        monkeypatch.setitem(sys.modules, package, None)
    done = shell("--help")
    assert done.code == Exit.USAGE
    assert done.err == f"error: {words} not installed: pip install 'instagram-v1[cli]'\n"


@pytest.mark.parametrize("arguments", [["emulator"], ["call", "--emulator", "users.get", "self"]])
def test_without_the_emulator(arguments: list[str]) -> None:
    """Commands that need the emulator's packages say what to install."""
    probe = (
        f"import sys; sys.modules['starlette'] = None; from instagram_v1.cli import main; sys.exit(main({arguments}))"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True)
    assert done.returncode == Exit.USAGE
    assert "starlette" in done.stderr
    assert "pip install 'instagram-v1[emulator]'" in done.stderr


def test_help_loads_little() -> None:
    """The list of commands costs click alone: no HTTP, no models, no drawing."""
    probe = (
        "import sys; from instagram_v1.cli import main; code = main(['--help']);"
        "heavy = {'httpx', 'attrs', 'attr', 'msgspec', 'rich', 'pydantic', 'json'} & set(sys.modules);"
        "print('LOADED', sorted(heavy), code)"
    )
    done = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "LOADED [] 0"


def test_a_reader_that_stops() -> None:
    """`| head -1` ends quietly."""
    command = f"{sys.executable} -m instagram_v1.cli call --emulator users.recent_media self --all --jsonl"
    done = subprocess.run(
        ["bash", "-c", f"{command} | head -1 | wc -l; echo ${{PIPESTATUS[0]}}"], capture_output=True, text=True
    )
    assert done.stdout.split() == ["1", str(int(Exit.PIPE))]
    assert done.stderr == ""


PUBLIC = {"errors", "models", "oauth", "private", "testing", "emulator", "emulator.options", "emulator.__main__"}
SHARED = {"runtime.redact", "runtime.plain"}
"""Not public, and without a meaning of their own: one place that hides credentials, and looks into plain data."""


def imported(node: ast.AST, below_checks: bool = False) -> Iterator[str]:
    """Modules that code imports at run time."""
    if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
        return
    if isinstance(node, ast.ImportFrom):
        yield node.module or ""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    for child in ast.iter_child_nodes(node):
        yield from imported(child)


def test_only_public_names() -> None:
    """What the commands can do, a program can do: they import what is public, and each other."""
    own = [name for name in files() if name.startswith(HOME) and name.endswith(".py")]
    assert len(own) > 30
    for name in own:
        found = {module for module in imported(ast.parse(text(name))) if "instagram_v1" in module}
        inner = {module.removeprefix("instagram_v1").removeprefix(".") for module in found}
        strange = {module for module in inner if module and not module.startswith("cli")} - PUBLIC - SHARED
        assert strange == set(), name


def test_print_is_not_used() -> None:
    """Everything is written through one place, which knows terminals, pipes and encodings."""
    assert [name for name in files() if name.startswith(HOME) and "print(" in text(name).replace(".print(", "")] == []


def test_the_entry_point() -> None:
    """The installed script is this program."""
    script = Path(sys.executable).with_name("instagram-v1")
    if not script.exists():
        pytest.skip("the package is not installed beside this Python")
    done = subprocess.run([script, "--version"], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.startswith("instagram-v1 ")
