"""What commands have in common: their form, and the options of those that talk to the API."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import click

from instagram_v1.cli.screen import Screen

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_PLAIN: Final = "instagram_v1.plain"


def _remember(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value:
        context.meta[_PLAIN] = True


def shared() -> list[click.Parameter]:
    """Options that every command has."""
    return [
        click.Option(
            ["--no-color"],
            is_flag=True,
            expose_value=False,
            callback=_remember,
            help="No colours; NO_COLOR does the same.",
        ),
        click.Option(
            ["--debug"], is_flag=True, expose_value=False, help="Show the whole trace of an unforeseen error."
        ),
    ]


class Command(click.Command):
    """A command with examples.

    Args:
        name: Its name.
        examples: Lines of examples, below the options.
        **settings: As click has them.
    """

    def __init__(self, name: str, *, examples: str = "", **settings: Any) -> None:
        settings["params"] = [*settings.get("params", ()), *shared()]
        super().__init__(name, **settings)
        self._examples = examples

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they stand."""
        if self._examples:
            with formatter.section("Examples"):
                for line in self._examples.splitlines():
                    formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def screen() -> Screen:
    """Where the command that runs writes."""
    return Screen(colour=not click.get_current_context().meta.get(_PLAIN, False))


def _profiles(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    from click.shell_completion import CompletionItem

    from instagram_v1.cli.store import Store

    return [CompletionItem(name) for name in Store().names() if name.startswith(incomplete)]


def base_url() -> click.Option:
    """The address of the API."""
    return click.Option(
        ["--base-url"], metavar="ADDRESS", envvar="INSTAGRAM_V1_BASE_URL",
        help="Address of the API with its version, such as http://127.0.0.1:8080/v1.",
    )  # fmt: skip


def profile(words: str) -> click.Option:
    """Which kept token."""
    return click.Option(
        ["--profile"], metavar="NAME", envvar="INSTAGRAM_V1_PROFILE", help=words, shell_complete=_profiles
    )


def client_id() -> click.Option:
    """The id of the application."""
    return click.Option(["--client-id"], metavar="ID", envvar="INSTAGRAM_V1_CLIENT_ID", help="Id of the application.")


def client_secret_file() -> click.Option:
    """Where the secret of the application stands."""
    return click.Option(
        ["--client-secret-file"], metavar="FILE", type=click.Path(dir_okay=False, allow_dash=True),
        help="File with the application's secret; - for standard input.",
    )  # fmt: skip


def connection() -> list[click.Parameter]:
    """Options of commands that talk to the API; ``session.opened`` takes their values."""
    return [
        base_url(),
        profile("Use the token that was kept under this name."),
        click.Option(["--emulator"], is_flag=True, help="Ask an emulator inside this process; nothing of it stays."),
        client_id(),
        client_secret_file(),
        click.Option(
            ["--timeout"], metavar="SECONDS", type=click.FloatRange(min=0, min_open=True), default=30.0,
            show_default=True, help="How long to wait for an answer.",
        ),
    ]  # fmt: skip
