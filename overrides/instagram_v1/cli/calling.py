"""``instagram-v1 call``: every operation of the table as a command of its own."""

from __future__ import annotations

import functools
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, Final, cast

import click

from instagram_v1.cli import arguments, options
from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure, understood
from instagram_v1.cli.options import Command, screen
from instagram_v1.cli.session import Session, opened

if TYPE_CHECKING:
    from instagram_v1 import Page, Response
    from instagram_v1.cli.screen import Screen
    from instagram_v1.cli.writing import Form, Writer
    from instagram_v1.runtime.operation import Operation

_EXAMPLES: Final = """\
instagram-v1 call users.get self
instagram-v1 call users.recent_media self --count 5
instagram-v1 call users.recent_media self --all --jsonl > media.jsonl
instagram-v1 call media.search 48.858844 2.294351 --distance 500 --json
instagram-v1 call comments.create MEDIA_ID "well seen"
instagram-v1 call relationships.modify USER_ID follow"""


def _operations() -> dict[str, Operation[Any, Any]]:
    from instagram_v1 import OPERATIONS

    named = {f"{found.resource}.{found.name}".strip("."): found for found in OPERATIONS.values()}
    return dict(sorted(named.items()))


class Operations(click.Group):
    """The operations, under the names that they have on a client."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        return list(_operations())

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of one, by its name on a client or by its id."""
        known = _operations()
        found = known.get(cmd_name) or next((one for one in known.values() if one.id == cmd_name), None)
        return None if found is None else _command(cmd_name, found)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the operation that was named."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            close = get_close_matches(args[0], self.list_commands(ctx), n=3)
            remedy = f"did you mean {', or '.join(close)}?" if close else "`instagram-v1 call --help` lists them."
            raise Failure(f"there is no operation {args[0]!r}.", Exit.USAGE, remedy)
        return super().resolve_command(ctx, args)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples."""
        with formatter.section("Examples"):
            for line in _EXAMPLES.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let connection options stand before the operation as well: they are moved behind it."""
        leading, rest = _leading(args)
        if not rest:
            leading, rest = [], ["--help"]
        return super().parse_args(ctx, [*rest[:1], *leading, *rest[1:]])


def _leading(args: list[str]) -> tuple[list[str], list[str]]:
    """Options before the name of the operation, and the rest."""
    known = [one for one in (*_common(paged=True), *options.shared()) if isinstance(one, click.Option)]
    flags = {name for option in known for name in option.opts if option.is_flag}
    values = {name for option in known for name in option.opts} - flags
    place = 0
    while place < len(args) and args[place].partition("=")[0] in flags | values:
        place += 2 if args[place] in values else 1
    return args[:place], args[place:]


class _Call(Command):
    """One operation."""

    def __init__(self, name: str, operation: Operation[Any, Any]) -> None:
        common = _common(paged=operation.pagination is not None)
        taken = {option for parameter in [*common, *options.shared()] for option in parameter.opts} | {"--help"}
        super().__init__(
            name,
            help=_help(operation),
            short_help=operation.summary,
            params=[*arguments.parameters(operation, taken), *common],
            callback=functools.partial(_run, operation),
        )

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take negative numbers for values."""
        return super().parse_args(ctx, arguments.marked(args))


def _command(name: str, operation: Operation[Any, Any]) -> Command:
    return _Call(name, operation)


def _help(operation: Operation[Any, Any]) -> str:
    words = (operation.description or operation.summary).strip()
    scopes = f"\n\nNeeds the scope {', '.join(operation.scopes)}." if operation.scopes else ""
    old = "\n\nDeprecated: it was switched off before the rest of the API." if operation.deprecated else ""
    return f"{words}\n\n{operation.method} {operation.path}{scopes}{old}"


def _common(*, paged: bool) -> list[click.Parameter]:
    walking: list[click.Parameter] = [
        click.Option(["--all", "everything"], is_flag=True, help="Go on through all following pages."),
        click.Option(["--limit"], metavar="N", type=click.IntRange(min=1), help="Go on until there are N items."),
        click.Option(["--cursor"], metavar="TEXT", help="Go on where an earlier call said that more follows."),
    ]
    return [
        click.Option(["--json", "as_json"], is_flag=True, help="One JSON document."),
        click.Option(["--jsonl", "as_lines"], is_flag=True, help="JSON Lines, one for each item."),
        click.Option(["--raw"], is_flag=True, help="The whole answer as JSON: status, headers, body as it was sent."),
        *(walking if paged else ()),
        click.Option(["--unchecked"], is_flag=True, help="Send values that break a documented rule all the same."),
        *options.connection(),
    ]  # fmt: skip


def _run(operation: Operation[Any, Any], **values: Any) -> None:
    here = screen()
    form = _form(values)
    given = arguments.given(operation, values)
    _complete(operation, given, bool(values.get("cursor")))
    names = ("base_url", "profile", "emulator", "client_id", "client_secret_file", "timeout")
    connection = {name: values[name] for name in names}
    with opened(here, check_parameters=not values["unchecked"], **connection) as session:
        call = Call(here, session, operation, given, form)
        if operation.pagination is not None:
            call.pages(values["everything"], values["limit"], values["cursor"], raw=values["raw"])
        elif values["raw"]:
            call.raw()
        else:
            call.one()


def _form(values: dict[str, Any]) -> Form:
    if values["as_json"] + values["as_lines"] + values["raw"] > 1:
        raise click.UsageError("--json, --jsonl and --raw are three forms of one answer: choose one.")
    if values.get("everything") and values.get("limit") is not None:
        raise click.UsageError("--all and --limit contradict each other: choose one.")
    return "json" if values["as_json"] else "jsonl" if values["as_lines"] else "table"


def _complete(operation: Operation[Any, Any], given: dict[str, Any], resumed: bool) -> None:
    if resumed:
        if given:
            raise click.UsageError("--cursor brings its arguments along: give none beside it.")
        return
    missing = [parameter for parameter in operation.parameters if parameter.required and parameter.name not in given]
    if missing:
        context = click.get_current_context()
        raise click.MissingParameter(ctx=context, param_type="argument", param_hint=missing[0].name.upper())


class Call:
    """One call, and the writing of what it brings.

    Args:
        screen: Where to.
        session: The client.
        operation: What is called.
        given: With which arguments.
        form: How it is written.
    """

    def __init__(
        self, screen: Screen, session: Session, operation: Operation[Any, Any], given: dict[str, Any], form: Form
    ) -> None:
        self._screen = screen
        self._session = session
        self._operation = operation
        self._given = given
        self._form: Form = form

    def one(self) -> None:
        """An answer without pages."""
        from instagram_v1.cli.writing import write_one, writer

        found = self._method(self._session.client)(**self._given)
        if self._operation.item is None:
            write_one(self._screen, self._form, found, self._operation.data)
            return
        out = writer(self._screen, self._form, self._operation.item)
        out.write(found)
        out.finish()

    def raw(self) -> None:
        """An answer without pages, whole."""
        self._whole(self._method(self._session.client.raw)(**self._given))

    def pages(self, everything: bool, limit: int | None, cursor: str | None, *, raw: bool) -> None:
        """An answer with pages, and those that follow as far as they are wanted."""
        from instagram_v1.cli.writing import writer

        page = self._resumed(cursor) if cursor else self._method(self._session.client)(**self._given)
        out = None if raw else writer(self._screen, self._form, self._operation.item)
        last = self._walk(cast("Page[Any]", page), out, 10**12 if everything else limit)
        if out is not None:
            out.finish()
        if last.has_next and not everything:
            self._more(last, limit)

    def _walk(self, page: Page[Any], out: Writer | None, limit: int | None) -> Page[Any]:
        left = limit
        while True:
            items = page.items if left is None else page.items[:left]
            self._whole(page.response) if out is None else out.write(items)
            left = None if left is None else left - len(items)
            if not left or not page.has_next:
                return page
            page = self._next(page)

    def _next(self, page: Page[Any]) -> Page[Any]:
        try:
            return page.next()
        except Exception as error:
            failure = understood(error)
            if failure is None or page.cursor is None:
                raise
            again = f"go on with --cursor {page.cursor.dumps()}"
            remedy = f"{failure.remedy.rstrip('.')}; then {again}." if failure.remedy else f"{again}."
            raise Failure(failure.what, failure.code, remedy) from error

    def _more(self, page: Page[Any], limit: int | None) -> None:
        cursor = page.cursor
        # In the middle of a page there is no place that the API could go on from.
        if cursor is not None and limit is None:
            self._screen.note(f"more follows: --all, or --cursor {cursor.dumps()}")

    def _resumed(self, text: str) -> Page[Any]:
        from instagram_v1 import Cursor

        cursor = Cursor.loads(text)
        if cursor.operation != self._operation.id:
            raise Failure(f"the cursor belongs to {cursor.operation}.", Exit.USAGE, "give it to that operation.")
        return self._session.client.resume(cursor)

    def _method(self, client: Any) -> Any:
        return getattr(getattr(client, self._operation.resource), self._operation.name)

    def _whole(self, response: Response[Any]) -> None:
        from instagram_v1.cli.hiding import hidden_within
        from instagram_v1.cli.writing import decoded

        answer = {
            "operation": response.operation,
            "status": response.status,
            "headers": dict(response.headers),
            "body": decoded(response.content),
        }
        self._screen.json(hidden_within(answer, self._session.secrets))


call: Final = Operations(
    "call",
    help="Call one operation of the API, and write what it answers: a table on a terminal, cells parted by tabs "
    "elsewhere, or JSON. `instagram-v1 call OPERATION --help` tells its arguments.",
    subcommand_metavar="OPERATION [ARGUMENTS]...",
)  # fmt: skip
"""The command."""
