"""Commands of the shell: those of click taken apart, those of argparse as their own help says it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from typing import Any

import click
from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from manual.apis import slug
from manual.making import Part, code, defined, link, listing, para, section
from manual.objects import Operations
from manual.prose import prose


class ClickCommands(SphinxDirective):
    """``click-commands MODULE:NAME``: a program and its commands."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Take the program apart."""
        program: click.Group = _found(self.arguments[0])
        with _plain():
            context = click.Context(program, info_name=program.name, **program.context_settings)
            made = [*_told(program, context)]
            for name in program.list_commands(context):
                if command := program.get_command(context, name):
                    inner = click.Context(command, info_name=name, parent=context)
                    made.append(_section(self.state.document, command, inner))
        return made


def _section(document: nodes.document, command: click.Command, context: click.Context) -> nodes.section:
    made = section(document, f"command-{slug(context.command_path)}", [code(context.command_path)])
    made += list(_told(command, context))
    return made


def _told(command: click.Command, context: click.Context) -> Iterator[nodes.Node]:
    yield from prose(command.help or "")
    yield listing(command.get_usage(context).removeprefix("Usage: "), "text")
    records = [parameter.get_help_record(context) for parameter in command.get_params(context)]
    known = [([code(record[0])], prose(record[1])) for record in records if record]
    if known:
        yield defined(known, "fields")
    if isinstance(command, click.Group) and context.parent is not None:
        yield defined(_below(command, context), "fields")
    formatter = context.make_formatter()
    command.format_epilog(context, formatter)
    if text := formatter.getvalue().strip("\n"):
        yield listing(text, "text")


def _below(group: click.Group, context: click.Context) -> Iterator[tuple[list[Part], list[nodes.Node]]]:
    """The commands of a command; those that stand for an operation lead to it."""
    labels = {target.rpartition(".resources.")[2]: label for target, (label, _) in Operations.labels.items()}
    calls = {".".join(target.split(".")[::2]): label for target, label in labels.items()}
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        term: Part = link(calls[name], code(name)) if name in calls else code(name)
        yield [term], [para(command.get_short_help_str(200) if command else "")]


class HelpOf(SphinxDirective):
    """``help-of MODULE:FUNCTION PROGRAM``: what a program says to ``--help``, and so each of its commands."""

    required_arguments = 2
    final_argument_whitespace = True

    def run(self) -> list[nodes.Node]:
        """Ask the program."""
        main: Callable[[list[str]], int] = _found(self.arguments[0])
        program = self.arguments[1]
        said = _said(main)
        made: list[nodes.Node] = [listing(said, "text")]
        for name in _COMMAND.findall(said.partition("\n\n")[2]):
            label = f"command-{slug(program)}-{slug(name)}"
            made.append(
                section(self.state.document, label, [code(f"{program} {name}")], listing(_said(main, name), "text"))
            )
        return made


# A line of the list of commands, as argparse indents it.
_COMMAND = re.compile(r"^ {4}([a-z][\w-]*) {2,}", re.MULTILINE)


def _said(main: Callable[[list[str]], int], *words: str) -> str:
    written = StringIO()
    with _plain(), redirect_stdout(written), suppress(SystemExit):
        main([*words, "--help"])
    return written.getvalue().strip("\n")


def _found(place: str) -> Any:
    module, _, name = place.partition(":")
    return getattr(import_module(module), name)


@contextmanager
def _plain() -> Generator[None]:
    """Make help the same on every terminal."""
    fixed = {"COLUMNS": "88", "NO_COLOR": "1", "TERM": "dumb"}
    before, name = {key: os.environ.get(key) for key in fixed}, sys.argv[0]
    os.environ.update(fixed)
    try:
        yield
    finally:
        sys.argv[0] = name
        for key, value in before.items():
            os.environ.pop(key, None)
            if value is not None:
                os.environ[key] = value
