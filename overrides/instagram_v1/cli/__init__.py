"""``instagram-v1``: the client, the emulator and archives from the shell.

Everything here is built on the public names of ``instagram_v1`` alone, so what it can do a program can do too. Parts
are imported when their command runs: ``instagram-v1 --help`` loads click and nothing else.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: Command line without the program's name; that of this process by default.

    Returns:
        The exit code; ``instagram-v1 --help`` lists what each means.
    """
    missing = _missing()
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        sys.stderr.write(f"error: {' and '.join(missing)} {verb} not installed: pip install 'instagram-v1[cli]'\n")
        return 2
    from instagram_v1.cli.program import run

    return run(sys.argv[1:] if arguments is None else arguments)


def _missing() -> list[str]:
    from importlib.util import find_spec

    # Both at once: a table that cannot be drawn would be found out only after the work was done.
    return [name for name in ("click", "rich") if find_spec(name) is None]
