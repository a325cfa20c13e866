"""``instagram-v1 emulator``: ``python -m instagram_v1.emulator`` under another name, with the same options."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.options import Command, shared
from instagram_v1.cli.session import emulator_class

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem

PROGRAM: Final = "instagram-v1 emulator"


class _Passing(Command):
    """Hands everything but the shared options on: what the emulator takes is defined in one place, and not here."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Keep the arguments as they stand."""
        ours = {name for option in shared() for name in option.opts}
        ctx.args = [argument for argument in args if argument not in ours]
        return []

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the options that the emulator's own help lists."""
        from click.shell_completion import CompletionItem

        from instagram_v1.emulator.options import parser

        known = dict.fromkeys(re.findall(r"--[a-z][a-z-]*", parser("").format_usage()))
        return [CompletionItem(name) for name in known if name.startswith(incomplete)]

    def invoke(self, ctx: click.Context) -> int:
        """Serve until Ctrl-C, or write the world down."""
        emulator_class()
        from instagram_v1.emulator.__main__ import main

        try:
            return main(ctx.args, program=PROGRAM)
        except SystemExit as end:
            # That is how its parser ends, with help or with a complaint.
            return end.code if isinstance(end.code, int) else Exit.DONE if end.code is None else Exit.USAGE


emulator: Final = _Passing(
    "emulator", help="Serve the API on this machine, over an invented world.", add_help_option=False
)
"""The command."""
