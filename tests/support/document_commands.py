"""Commands that documents show: whether they exist, and what they print."""

from __future__ import annotations

import argparse
import re
import shlex
import tomllib
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

from tests.support.markdown import Block
from tests.support.repository import ROOT, text

_SEPARATORS = {"|", "||", "&&", ";", "&"}
PYTHONS = {"python", "python3", ".venv/bin/python"}
# Programs of the system: what they do is no matter of this repository.
_KNOWN = {
    "cat",
    "cd",
    "cp",
    "curl",
    "echo",
    "eval",
    "export",
    "git",
    "head",
    "ls",
    "mkdir",
    "rm",
    "sed",
    "set",
    "source",
    ".",
}
_ASSIGNMENT = re.compile(r"([A-Z_]+)=")
_REQUIREMENT = re.compile(r"instagram-v1(?:\[([a-z,]+)\])?")


@dataclass(frozen=True)
class Command:
    """One line of a shell, with the output that is shown below it."""

    line: str
    shown: str = ""


def commands(block: Block) -> Iterator[Command]:
    """The commands of a block: all its lines, or those after a ``$`` where output is shown too."""
    content = block.code.replace("\\\n", " ")
    if block.language != "console":
        yield from (Command(line.strip()) for line in content.splitlines() if line.strip())
        return
    for part in re.split(r"^\$ ", content, flags=re.MULTILINE)[1:]:
        line, _, shown = part.partition("\n")
        yield Command(line.strip(), shown)


def problems(line: str) -> list[str]:
    """What is wrong with a line: programs, targets, options and extras that are not there."""
    inner = re.search(r"\$\(([^()]*)\)", line)
    if inner:
        return problems(inner[1]) + problems(line.replace(inner[0], "it"))
    lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
    lexer.whitespace_split = True
    parts: list[list[str]] = [[]]
    for word in lexer:
        if word in _SEPARATORS:
            parts.append([])
        else:
            parts[-1].append(word)
    return [problem for part in parts for problem in _problems(_plain(part))]


def _plain(words: list[str]) -> list[str]:
    # Neither variables before a command nor where its output goes are its own.
    while words and _ASSIGNMENT.match(words[0]):
        words = words[1:]
    ends = [index for index, word in enumerate(words) if set(word) <= set("<>") and word]
    return words[: ends[0]] if ends else words


def _problems(words: list[str]) -> list[str]:
    if not words:
        return []
    program, *rest = words
    if program in PYTHONS:
        return _of_python(rest)
    if program in _CHECKS:
        return _CHECKS[program](rest)
    if program in _KNOWN or (program.startswith(".venv/bin/") and (ROOT / program).exists()):
        return []
    return [f"unknown program {program!r}"]


def _of_python(words: list[str]) -> list[str]:
    if words[:1] == ["-m"]:
        name, *rest = words[1:]
        found = _CHECKS.get(f"-m {name}")
        return found(rest) if found else [f"unknown module {name!r}"]
    if words and not words[0].startswith("-"):
        return [] if (ROOT / words[0]).exists() else [f"no file {words[0]!r}"]
    return []


def _of_make(words: list[str]) -> list[str]:
    makefile = text("Makefile")
    targets = set(re.findall(r"^([a-z][a-z-]*)(?: [a-z-]+)*:(?!=)", makefile, re.MULTILINE))
    variables = set(re.findall(r"\$[({]([A-Z_]+)", makefile))
    wrong = [
        f"no variable {found[1]}" for word in words if (found := _ASSIGNMENT.match(word)) and found[1] not in variables
    ]
    return wrong + [
        f"no target {word!r}" for word in words if word[0] != "-" and "=" not in word and word not in targets
    ]


def _of_installer(words: list[str]) -> list[str]:
    extras = tomllib.loads(text("pyproject.toml"))["project"]["optional-dependencies"]
    named = {extra for word in words if (found := _REQUIREMENT.match(word)) for extra in (found[1] or "").split(",")}
    return [f"no extra {extra!r}" for extra in sorted(named - {""} - set(extras))]


def _of_files(words: list[str]) -> list[str]:
    return [f"no file {word!r}" for word in words if "/" in word and not (ROOT / word.split("::")[0]).exists()]


def _parsed(make: Callable[[], argparse.ArgumentParser]) -> Callable[[list[str]], list[str]]:
    def check(words: list[str]) -> list[str]:
        try:
            make().parse_args(words)
        except SystemExit as end:
            return [f"not understood: {shlex.join(words)}"] if end.code else []
        return []

    return check


def _codegen() -> argparse.ArgumentParser:
    from codegen.cli import _parser

    return _parser()


def _emulator() -> argparse.ArgumentParser:
    from instagram_v1.emulator.options import parser

    return parser("http://127.0.0.1:8400/back")


def _of_shell(words: list[str]) -> list[str]:
    import click

    from instagram_v1.cli.failures import Failure
    from instagram_v1.cli.program import program

    try:
        with redirect_stdout(StringIO()):
            context = program.make_context("instagram-v1", list(words))
            while isinstance(context.command, click.Group):
                left = [*context._protected_args, *context.args]
                if not left:
                    break
                name, command, rest = context.command.resolve_command(context, left)
                assert command is not None
                context = command.make_context(name, rest, parent=context)
    except (click.exceptions.Exit, click.exceptions.NoArgsIsHelpError):
        return []
    except (click.UsageError, Failure) as error:
        # Files of examples need not be there.
        return [] if "does not exist" in str(error) else [str(error)]
    return _parsed(_emulator)(context.args) if context.info_name == "emulator" else []


_CHECKS: dict[str, Callable[[list[str]], list[str]]] = {
    "make": _of_make,
    "instagram-v1": _of_shell,
    "pip": _of_installer,
    "uv": _of_installer,
    "pytest": _of_files,
    "-m pip": _of_installer,
    "-m pytest": _of_files,
    "-m tests.support.document_refresh": _of_files,
    "-m venv": lambda words: [],
    "-m codegen": _parsed(_codegen),
    "-m instagram_v1.emulator": _parsed(_emulator),
}
