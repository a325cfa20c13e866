"""The command line: ``python -m codegen build | check | explain | convert``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from codegen.console import Console, harmless
from codegen.errors import CodegenError, FindingError

ROOT = Path(__file__).resolve().parent.parent

_EXAMPLES = {
    "build": """examples:
  python -m codegen build                      every API under spec/
  python -m codegen build instagram --strict   one, and no repair may be out of date
  python -m codegen build --verbose            with every note of rules and conversion""",
    "check": """examples:
  python -m codegen check
  python -m codegen check instagram""",
    "explain": """examples:
  python -m codegen explain User.counts.followed_by
  python -m codegen explain 'GET /users/{user-id}'
  python -m codegen explain instagram /components/schemas/Media/properties/type""",
    "convert": """examples:
  python -m codegen convert swagger.yaml                  to standard output
  python -m codegen convert swagger.yaml -o openapi.yaml  notes go to standard error""",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command.

    Args:
        arguments: Command line without the program's name.

    Returns:
        0 when all is well, 1 when something was found, 2 when the input cannot be used.
    """
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
    except CodegenError as error:
        sys.stderr.write(f"error: {harmless(str(error))}\n")
        return 1 if isinstance(error, FindingError) else 2
    except KeyboardInterrupt:
        sys.stderr.write("interrupted; nothing was changed\n")
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m codegen",
        description="From supplied Swagger files to repaired documents and generated packages.",
        epilog="exit codes: 0 all is well, 1 something was found, 2 the input cannot be used",
    )
    parser.set_defaults(root=ROOT)
    add = parser.add_subparsers(required=True, metavar="COMMAND").add_parser
    build = _command(add, "build", "repair, convert and generate; put the result in place", _build)
    build.add_argument("api", nargs="*", metavar="API", help="folder under spec/; all by default")
    build.add_argument("--strict", action="store_true", help="refuse repairs that the spec no longer needs")
    build.add_argument("--verbose", action="store_true", help="list every note")
    check = _command(add, "check", "compare the repository with a fresh build; change nothing", _check)
    check.add_argument("api", nargs="*", metavar="API", help="folder under spec/; all by default")
    explain = _command(add, "explain", "tell why the repaired document says what it says", _explain)
    explain.add_argument("api", nargs="?", metavar="API", help="folder under spec/; needed when there are several")
    explain.add_argument(
        "pointer",
        metavar="POINTER",
        help="place in the built document: JSON pointer, User.counts, operation id, 'GET /path', or a repair's id",
    )
    convert = _command(add, "convert", "convert a Swagger 2.0 file, as it stands, to OpenAPI 3.0", _convert)
    convert.add_argument("file", type=Path, metavar="FILE", help="YAML or JSON")
    convert.add_argument("-o", "--output", type=Path, metavar="OUT", help="file to write; standard output by default")
    return parser


def _command(
    add_parser: Callable[..., argparse.ArgumentParser], name: str, words: str, run: Callable[..., int]
) -> argparse.ArgumentParser:
    parser = add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog=_EXAMPLES[name],
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--root", type=Path, default=argparse.SUPPRESS, help="another repository to work on")
    parser.set_defaults(run=run)
    return parser


def _build(options: argparse.Namespace) -> int:
    from codegen.build import build, describe, find_apis, fixed

    root = options.root.resolve()
    for api in find_apis(root, options.api):
        console = Console()
        console.line(f"Building {api.name}", style="bold")
        built = build(api, root=root, strict=options.strict, watch=console)
        console.total()
        console.repairs(built.run.outcomes)
        console.notes(built, all_of_them=options.verbose)
        for outcome in fixed(built.run):
            console.line(f"delete this repair, the spec is right without it:\n{describe(outcome)}", style="yellow")
        console.line(f"Wrote {', '.join(built.targets)}: {built.operations} operations", style="bold")
    return 0


def _check(options: argparse.Namespace) -> int:
    from codegen.build import find_apis
    from codegen.check import check, strays

    root, console = options.root.resolve(), Console()
    found: list[str] = []
    targets: set[str] = set()
    for api in find_apis(root, options.api):
        console.line(f"Checking {api.name}", style="bold")
        checked = check(api, root=root, watch=console)
        targets |= set(checked.built.targets)
        found += [*map(str, checked.differences), *checked.findings]
    if not options.api:
        found += map(str, strays(root, targets))
    for text in found:
        console.line(text, style="red")
    console.line("differs from a fresh build" if found else "equals a fresh build", style="bold")
    return 1 if found else 0


def _explain(options: argparse.Namespace) -> int:
    from codegen import repair
    from codegen.build import read_sources, refuse_stopping, to_openapi
    from codegen.explain import explain

    sources = read_sources(_only(options))
    run = repair.apply(sources.swagger, sources.repairs)
    refuse_stopping(run)
    document, _ = to_openapi(run.document, sources.config)
    sys.stdout.write(f"{explain(document, sources.repairs, options.pointer, config=sources.config)}\n")
    return 0


def _only(options: argparse.Namespace) -> Path:
    from codegen.build import find_apis

    apis = find_apis(options.root.resolve(), [options.api] if options.api else [])
    if len(apis) > 1:
        raise CodegenError(
            "there are several APIs", file="spec", remedy=f"name one of them: {', '.join(api.name for api in apis)}"
        )
    return apis[0]


def _convert(options: argparse.Namespace) -> int:
    from codegen import yaml12
    from codegen.convert import convert

    conversion = convert(yaml12.load_file(options.file).data)
    text = yaml12.dump(conversion.document)
    if options.output:
        options.output.write_text(text, encoding="utf-8", newline="\n")
    else:
        sys.stdout.write(text)
    for note in conversion.notes:
        sys.stderr.write(harmless(f"note {note.where}: {note.code}: {note.text}\n"))
    return 0
