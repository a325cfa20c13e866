"""What the exit codes mean: the one table of them, which ``--help`` shows and errors are sorted into."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Exit(IntEnum):
    """How a command ended."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    SIGNED_OUT = 3
    NOT_ALLOWED = 4
    NOT_FOUND = 5
    REFUSED = 6
    RATE_LIMITED = 7
    TRANSPORT = 8
    SERVER = 9
    RETIRED = 10
    UNREADABLE = 11
    FILES = 12
    INTERRUPTED = 130
    PIPE = 141


MEANINGS: Final = {
    Exit.DONE: "done",
    Exit.FAILED: "something unforeseen; --debug shows it",
    Exit.USAGE: "the command line is not right, or breaks a rule of the API; nothing was sent",
    Exit.SIGNED_OUT: "not signed in, or the token was refused",
    Exit.NOT_ALLOWED: "signed in, but not allowed: a scope is missing, or the thing is private",
    Exit.NOT_FOUND: "there is no such user, media, tag, place or address",
    Exit.REFUSED: "the API refused what was sent",
    Exit.RATE_LIMITED: "the hourly budget of requests is used up",
    Exit.TRANSPORT: "no answer arrived",
    Exit.SERVER: "the server failed",
    Exit.RETIRED: "what was asked for is retired",
    Exit.UNREADABLE: "an answer or a file is not what it should be",
    Exit.FILES: "a file or folder cannot be used",
    Exit.INTERRUPTED: "interrupted with Ctrl-C",
    Exit.PIPE: "whoever read the output stopped",
}
"""Exit codes and what they mean, in the order of ``--help``."""
