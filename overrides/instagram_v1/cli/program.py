"""The commands of ``instagram-v1``, and how each of them ends."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

import click

from instagram_v1.cli.codes import MEANINGS, Exit
from instagram_v1.cli.failures import lines, understood
from instagram_v1.cli.options import Command, shared
from instagram_v1.cli.screen import settle, unplug

if TYPE_CHECKING:
    from collections.abc import Sequence

NAME: Final = "instagram-v1"
COMPLETE: Final = "_INSTAGRAM_V1_COMPLETE"

COMMANDS: Final = {
    "call": ("calling", "Call one operation of the API."),
    "completion": ("completing", "Print what makes a shell complete commands."),
    "decode": ("decoding", "Tell what archived answers are and what is odd about them."),
    "emulator": ("emulating", "Serve the API on this machine, over an invented world."),
    "export": ("exporting", "Save everything of the signed-in user as JSON Lines."),
    "login": ("signing", "Sign in with a browser and keep the token."),
    "logout": ("signing", "Forget a token."),
}
"""Each command with the module that has it and the line that stands for it, so that the list loads none of them."""

_EXAMPLES: Final = """\
instagram-v1 emulator --port 8080                        the API, on this machine
instagram-v1 login --base-url http://127.0.0.1:8080/v1   sign in to it
instagram-v1 call users.recent_media self --count 5      a table, or --json, --jsonl
instagram-v1 call --emulator media.search 48.86 2.29     try a call without anything set up
instagram-v1 export archive/                             all that is yours; run it again to go on
instagram-v1 decode old/*.json                           what archived answers are
eval "$(instagram-v1 completion bash)"                   completion in this shell"""

_VARIABLES: Final = (
    ("INSTAGRAM_V1_BASE_URL", "address of the API with its version"),
    ("INSTAGRAM_V1_TOKEN", "an access token for that address, in place of one that was kept"),
    ("INSTAGRAM_V1_CLIENT_ID", "id of the application"),
    ("INSTAGRAM_V1_CLIENT_SECRET", "secret of the application"),
    ("INSTAGRAM_V1_PROFILE", "which of several kept tokens to use"),
    ("NO_COLOR", "no colours"),
)


class Program(click.Group):
    """The group of all commands, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names of the commands."""
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        found: Command = getattr(import_module(f"instagram_v1.cli.{COMMANDS[cmd_name][0]}"), cmd_name)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in sorted(COMMANDS.items())])

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Examples, variables and the meaning of the exit codes."""
        with formatter.section("Examples"):
            for line in _EXAMPLES.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")
        with formatter.section("Environment"):
            formatter.write_dl(_VARIABLES)
        with formatter.section("Exit codes"):
            formatter.write_dl([(str(int(code)), meaning) for code, meaning in MEANINGS.items()])


def _version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted or context.resilient_parsing:
        return
    from instagram_v1.cli.versions import versions

    for line in versions():
        click.echo(line)
    context.exit()


program: Final = Program(
    NAME,
    help="The Instagram API v1 from the shell: the client, an emulator of the retired service, and archives.",
    context_settings={"max_content_width": 110, "help_option_names": ["-h", "--help"]},
    params=[
        click.Option(
            ["--version"], is_flag=True, is_eager=True, expose_value=False, callback=_version,
            help="Show the version, and the specification that it was made from.",
        ),
        *shared(),
    ],
)  # fmt: skip
"""The program."""


def run(arguments: Sequence[str]) -> int:
    """Run a command line; give the exit code. Nothing is raised but what ends the process on purpose."""
    instruction = os.environ.get(COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(program, {}, NAME, COMPLETE, instruction)
    if sys.stdout is None:  # pyright: ignore[reportUnnecessaryComparison]
        # Python's own word for a standard output that was closed before it began.
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lasts
    debug = "--debug" in arguments
    try:
        code = _invoke(list(arguments))
        return code if settle() else Exit.PIPE
    except click.exceptions.Exit as end:
        return end.exit_code if settle() else Exit.PIPE
    except BrokenPipeError:
        unplug()
        return Exit.PIPE
    except KeyboardInterrupt as interruption:
        return _interrupted(interruption)
    except Exception as error:
        if debug:
            raise
        return _refused(error)


def _invoke(arguments: list[str]) -> int:
    if not arguments:
        arguments = ["--help"]
    with program.make_context(NAME, arguments) as context:
        result: Any = program.invoke(context)
        return result if isinstance(result, int) else Exit.DONE


def _interrupted(interruption: KeyboardInterrupt) -> int:
    # Whoever can be gone on with says so in the exception.
    words = interruption.args[0] if interruption.args else "interrupted."
    _say([str(words)])
    return Exit.INTERRUPTED


def _refused(error: Exception) -> int:
    if isinstance(error, click.Abort) and isinstance(error.__context__, KeyboardInterrupt):
        # At a question click makes this of Ctrl-C.
        return _interrupted(KeyboardInterrupt())
    failure = understood(error)
    if failure is not None:
        _say(lines(failure))
        return failure.code
    from instagram_v1.cli.hiding import hidden

    words = hidden(f"{type(error).__name__}: {error}".splitlines()[0])
    _say([f"error: this should not happen: {words}", "  to do: run the command again with --debug, and report it."])
    return Exit.FAILED


def _say(said: Any) -> None:
    try:
        settle()
        sys.stderr.write("".join(f"{line}\n" for line in said))
        sys.stderr.flush()
    except OSError:
        # Nobody listens to errors either; the code says it.
        return
