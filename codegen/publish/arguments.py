"""What ``python -m codegen publish`` takes; apart, since the command line imports it for every command."""

from __future__ import annotations

import argparse
import os

PUBLISHING = """examples:
  python -m codegen publish https://packages.example.org/upload/   credentials from the environment or the keyring
  python -m codegen publish internal                               the section [internal] of ~/.pypirc
  python -m codegen publish internal --dry-run                     look at everything and send nothing"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what the command takes."""
    parser.add_argument(
        "index",
        nargs="?",
        metavar="INDEX",
        default=os.environ.get("INDEX", ""),
        help="address for uploads, or a name of ~/.pypirc; the variable INDEX by default, and nothing else",
    )
    parser.add_argument("--dry-run", action="store_true", help="look at everything and send nothing")
    parser.add_argument("--allow-public", action="store_true", help="do send it to a public index")
    parser.add_argument("--allow-plain", action="store_true", help="do send a password without TLS")
