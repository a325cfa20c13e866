"""``instagram-v1 completion``: completion of commands, operations and options in bash, zsh and fish."""

from __future__ import annotations

from typing import Final

import click

from instagram_v1.cli.options import Command, screen

_EXAMPLES: Final = """\
eval "$(instagram-v1 completion bash)"                                   in ~/.bashrc
eval "$(instagram-v1 completion zsh)"                                    in ~/.zshrc
instagram-v1 completion fish > ~/.config/fish/completions/instagram-v1.fish"""


def _run(shell: str) -> None:
    from click.shell_completion import get_completion_class

    from instagram_v1.cli.program import COMPLETE, NAME, program

    found = get_completion_class(shell)
    assert found is not None
    completion = found(program, {}, NAME, COMPLETE)
    # `source` would ask bash for its version in a process of its own; whoever evaluates this has a bash.
    screen().line(completion.source_template % completion.source_vars())


completion: Final = Command(
    "completion",
    help="Print what makes a shell complete commands, operations and options; bash needs version 4.4 or later.",
    params=[click.Argument(["shell"], type=click.Choice(["bash", "zsh", "fish"]))],
    callback=_run,
    examples=_EXAMPLES,
)
"""The command."""
