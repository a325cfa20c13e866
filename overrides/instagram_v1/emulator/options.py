"""The options of the command line."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from . import profiles
from .injection import KINDS

_EPILOG = """\
examples:
  {program} --port 8080                     an invented world of 2015, gone when it ends
  {program} --db world.db                   a world that lasts, whatever ends the emulator
  {program} --world archive/                a world made of recorded answers
  {program} --fault server-error:rate=0.2 --fault slow:per_second=500
  {program} dump --db world.db -o world.json    the same world as JSON, for --world

Everybody in an invented world is invented. It serves this machine only, and asks no other one for anything.
"""


PROGRAM = "python -m instagram_v1.emulator"


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, as everything else here does."""

    def error(self, message: str) -> NoReturn:
        print(f"error: {message}; see {self.prog} --help", file=sys.stderr)  # noqa: T201 - a command line tells it
        sys.exit(2)


def parser(redirect_uri: str, program: str = PROGRAM) -> argparse.ArgumentParser:
    """Make the parser; ``redirect_uri`` is what applies when none is given, ``program`` what people typed."""
    made = _Parser(
        prog=program,
        description="Serve the Instagram API v1 on this machine, over an invented world.",
        epilog=_EPILOG.format(program=program),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    made.add_argument(
        "command", nargs="?", choices=("serve", "dump"), default="serve",
        help="serve a world (default), or write it down as JSON and end",
    )  # fmt: skip
    made.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    made.add_argument(
        "--api", choices=("public", "private"), default="public",
        help="which of the two APIs to tell about; both are served, over the same world (default: public)",
    )  # fmt: skip
    _add_world(made, redirect_uri)
    _add_limits(made)
    _add_faults(made)
    made.add_argument(
        "-o", "--output", metavar="FILE", default="-", help="where dump writes (default: standard output)"
    )
    return made


def _add_world(made: argparse.ArgumentParser, redirect_uri: str) -> None:
    group = made.add_argument_group("world")
    names = ", ".join(profiles.PROFILES)
    group.add_argument("--profile", help=f"era of the API: {names} (default: the world's; 2015 for a new one)")
    group.add_argument("--seed", type=int, help="what a new world is made from (default: 0)")
    group.add_argument("--db", metavar="FILE", help="file that the world lives in (default: in memory)")
    group.add_argument(
        "--world",
        metavar="FILE",
        help="make the new world of this JSON file, or of recorded answers: a folder, a HAR file, a VCR cassette",
    )
    group.add_argument(
        "--redirect-uri", metavar="URI", help=f"where OAuth may send browsers back to (default: {redirect_uri})"
    )


def _add_limits(made: argparse.ArgumentParser) -> None:
    group = made.add_argument_group("limits")
    group.add_argument(
        "--sandbox", action="store_true",
        help="clients are in a sandbox: ten people, 20 media of each, 500 requests and 30 writes an hour (2017)",
    )  # fmt: skip
    group.add_argument(
        "--rate-limit",
        type=int,
        metavar="N",
        help="requests per hour and token (default: 5000; 200 from 2018-04-04 on)",
    )
    group.add_argument(
        "--write-limit", type=int, metavar="N", help="changing requests per hour, token and kind of thing (default: 60)"
    )


def _add_faults(made: argparse.ArgumentParser) -> None:
    kinds = "\n".join(
        f"  {kind.name:<17} {kind.summary}" + "".join(f" [{name}={value}]" for name, value in kind.options.items())
        for kind in KINDS.values()
    )
    text = (
        "What goes wrong on purpose, the same way each time: NAME, or NAME:option=value,option=value. Every fault\n"
        "knows rate (share of requests, 0 to 1), operation (such as users_get or *_recent_media), times, after.\n\n"
    ) + kinds
    group = made.add_argument_group("faults", text)
    group.add_argument("--fault", action="append", default=[], metavar="FAULT", help="switch one on; can be repeated")
