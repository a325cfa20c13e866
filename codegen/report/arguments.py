"""What the commands ``drift``, ``report`` and ``regenerate`` take; loaded with every command, so it imports little."""

from __future__ import annotations

import argparse
from pathlib import Path

FORMATS = ("text", "markdown", "json", "html")

_NEW = ("the new file: Swagger 2.0 or OpenAPI 3, YAML or JSON", "the new file: Swagger 2.0, YAML or JSON")

EXAMPLES = {
    "drift": """examples:
  python -m codegen drift new.yaml           differences and verdicts, in seconds
  python -m codegen drift new.yaml --json    the same for other programs""",
    "report": """examples:
  python -m codegen report new.yaml                              everything, and nothing is changed
  python -m codegen report new.yaml --format markdown            for a pull request
  python -m codegen report new.yaml --format html -o report.html""",
    "regenerate": """examples:
  python -m codegen regenerate new.yaml                  report, then take the file over and build
  python -m codegen regenerate new.yaml --accept         and take out what is fixed upstream
  python -m codegen regenerate new.yaml --with-upgrade   although generators changed too""",
}


def add_arguments(parser: argparse.ArgumentParser, command: str) -> None:
    """Declare what a command takes.

    Args:
        parser: Its parser.
        command: Its name.
    """
    parser.add_argument("new", type=Path, metavar="NEW", help=_NEW[command == "regenerate"])
    parser.add_argument("--api", metavar="API", help="folder under spec/; by default the one that the file is like")
    parser.add_argument("--all", action="store_true", help="write out all of a long list")
    if command == "drift":
        parser.add_argument("--json", action="store_true", help="for other programs")
    if command == "report":
        parser.add_argument("--format", choices=FORMATS, default="text", help="text by default")
        parser.add_argument(
            "-o", "--output", type=Path, metavar="OUT", help="file to write; standard output by default"
        )
    if command == "regenerate":
        parser.add_argument("--accept", action="store_true", help="take out the repairs that the file does not need")
        parser.add_argument("--with-upgrade", action="store_true", help="also when generators or templates changed")
