"""The command line: ``python -m codegen COMMAND``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from codegen.console import Console, harmless
from codegen.errors import CodegenError, FindingError
from codegen.publish.arguments import PUBLISHING
from codegen.publish.arguments import add_arguments as declare
from codegen.report.arguments import EXAMPLES, add_arguments
from codegen.wording import counted

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
    "learn": """examples:
  python -m codegen learn recordings/                     bodies with a manifest, exchanges, HAR files
  python -m codegen learn recordings/ --json              for other programs""",
    "accept": """examples:
  python -m codegen accept new.yaml                       take out the repairs that new.yaml no longer needs
  python -m codegen accept new.yaml --dry-run             only show what would change""",
    "version": """examples:
  python -m codegen version --against v0.1.0              which version is next, and why
  python -m codegen version --against v0.1.0 --apply      set it and write the changelog
  python -m codegen version --against v0.1.0 --apply --date 2015-06-25   the same for a release of that day""",
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
    except BrokenPipeError:
        # Whoever reads has seen enough, as `| head` has; what is left goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt as stop:
        # A command that was sending something says what may have arrived.
        told = str(stop) or "what a build writes is there whole, or as it was"
        sys.stderr.write(harmless(f"interrupted; {told}\n"))
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
    for name, words, run in (
        ("drift", "tell what a new file changes and which repairs still fit; change nothing", _drift),
        ("report", "tell everything about a new file; change nothing", _report),
        ("regenerate", "report, put a new file in place of the supplied one, and build", _regenerate),
    ):
        add_arguments(_command(add, name, words, run), name)
    check = _command(add, "check", "compare the repository with a fresh build; change nothing", _check)
    check.add_argument("api", nargs="*", metavar="API", help="folder under spec/; all by default")
    explain = _command(add, "explain", "tell why the repaired document says what it says", _explain)
    explain.add_argument("api", nargs="?", metavar="API", help="folder under spec/; needed when several have the place")
    explain.add_argument(
        "pointer",
        metavar="POINTER",
        help="place in the built document: JSON pointer, User.counts, operation id, 'GET /path', or a repair's id",
    )
    convert = _command(add, "convert", "convert a Swagger 2.0 file, as it stands, to OpenAPI 3.0", _convert)
    convert.add_argument("file", type=Path, metavar="FILE", help="YAML or JSON")
    convert.add_argument("-o", "--output", type=Path, metavar="OUT", help="file to write; standard output by default")
    _add_upkeep(add)
    return parser


def _add_upkeep(add: Callable[..., argparse.ArgumentParser]) -> None:
    learn = _command(add, "learn", "compare recorded answers with the repaired spec; propose repairs", _learn)
    learn.add_argument("folder", type=Path, metavar="FOLDER", help="folder with recordings, or one file")
    learn.add_argument("--api", help="folder under spec/; by default the one that most recordings belong to")
    learn.add_argument("--json", action="store_true", help="print JSON")
    accept = _command(add, "accept", "take out the repairs that a new spec no longer needs", _accept)
    accept.add_argument("spec", type=Path, metavar="SPEC", help="the new Swagger 2.0 file")
    accept.add_argument("--api", help="folder under spec/; by default the one that the file is like")
    accept.add_argument("--dry-run", action="store_true", help="show the difference and write nothing")
    version = _command(add, "version", "tell which version is next; set it when asked to", _version)
    version.add_argument("--against", default="HEAD", help="what callers have: a folder, or a commit or tag of git")
    version.add_argument("--apply", action="store_true", help="set the version and write the changelog")
    version.add_argument("--date", type=_day, help="with --apply: the day of the release, as 2015-06-25")
    publish = _command(add, "publish", "build a release and put it on an index of your own", _publish)
    declare(publish)


def _learn(options: argparse.Namespace) -> int:
    from codegen.build import find_apis
    from codegen.learn.command import run

    apis = find_apis(options.root.resolve(), [options.api] if options.api else [])
    return run(apis, options.folder, as_json=options.json)


def _accept(options: argparse.Namespace) -> int:
    from codegen.accept import accept, plan
    from codegen.drift.loading import choose_api, load_new

    choice = choose_api(options.root.resolve(), options.api, load_new(options.spec).data)
    if choice.why:
        sys.stderr.write(harmless(f"{choice.why}\n"))
    result = (plan if options.dry_run else accept)(choice.api, options.spec)
    sys.stdout.write(harmless(result.diff) or "no repair is fixed upstream: nothing to change\n")
    return 0


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day such as 2015-06-25") from None


def _publish(options: argparse.Namespace) -> int:
    from codegen.publish.command import run

    return run(options)


def _version(options: argparse.Namespace) -> int:
    from codegen.surface.command import run

    return run(options)


def _command(
    add_parser: Callable[..., argparse.ArgumentParser], name: str, words: str, run: Callable[..., int]
) -> argparse.ArgumentParser:
    parser = add_parser(
        name,
        help=words,
        description=f"{words[0].upper()}{words[1:]}.",
        epilog={**_EXAMPLES, **EXAMPLES, "publish": PUBLISHING}[name],
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
        console.line(f"Wrote {', '.join(built.targets)}: {counted(built.operations, 'operation')}", style="bold")
    return 0


def _drift(options: argparse.Namespace) -> int:
    from codegen.report.commands import drift

    return drift(options)


def _report(options: argparse.Namespace) -> int:
    from codegen.report.commands import report

    return report(options)


def _regenerate(options: argparse.Namespace) -> int:
    from codegen.report.commands import regenerate

    return regenerate(options)


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
    from codegen.build import find_apis

    apis = find_apis(options.root.resolve(), [options.api] if options.api else [])
    told: dict[str, str] = {}
    troubles: list[CodegenError] = []
    for api in apis:
        try:
            told[api.name] = _explained(api, options.pointer)
        except CodegenError as error:
            troubles.append(error)
    if not told:
        raise troubles[0]
    if len(told) > 1:
        raise CodegenError(
            "there are several APIs that have this place", file="spec", remedy=f"name one of them: {', '.join(told)}"
        )
    sys.stdout.write("".join(f"{text}\n" for text in told.values()))
    return 0


def _explained(api: Path, pointer: str) -> str:
    from codegen import repair
    from codegen.build import read_sources, refuse_stopping, to_openapi
    from codegen.explain import explain

    sources = read_sources(api)
    run = repair.apply(sources.swagger, sources.repairs)
    refuse_stopping(run)
    document, _ = to_openapi(run.document, sources.config)
    return explain(document, sources.repairs, pointer, config=sources.config)


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
