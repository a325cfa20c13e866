"""The commands ``drift``, ``report`` and ``regenerate``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from codegen.console import Console, harmless
from codegen.report.data import drift_json, report_json
from codegen.report.html import html
from codegen.report.making import Comparison, make_report
from codegen.report.markdown import markdown
from codegen.report.model import Report
from codegen.report.text import write_drift, write_repairs, write_text
from codegen.wording import counted


def drift(options: argparse.Namespace) -> int:
    """Tell differences and verdicts.

    Args:
        options: The command line.

    Returns:
        0 when there is nothing to tell, else 1.
    """
    found = _compare(options)
    outcomes, problems = found.new.run.outcomes, found.problems
    report = Report(api=found.api.name, source=found.path.name, drift=found.drift, outcomes=outcomes, problems=problems)
    if options.json:
        sys.stdout.write(drift_json(found.drift, outcomes))
    else:
        console = Console()
        console.line(f"{report.source} beside {report.api}: suggests {found.level}", style="bold")
        write_drift(report, console, everything=options.all)
        write_repairs(report, console, everything=options.all)
    for problem in problems:
        sys.stderr.write(harmless(f"in the way of a build: {problem.message}\n  to do: {problem.remedy}\n"))
    return 0 if report.clean else 1


def report(options: argparse.Namespace) -> int:
    """Tell everything, and change nothing.

    Args:
        options: The command line.

    Returns:
        0 when there is nothing to decide, else 1.
    """
    made = make_report(_compare(options))
    write = _RENDERINGS.get(options.format)
    if options.output:
        text = write(made) if write else _plain(made, everything=options.all)
        options.output.write_text(text, encoding="utf-8", newline="\n")
    elif write:
        sys.stdout.write(write(made))
    else:
        write_text(made, Console(), everything=options.all)
    return 0 if made.clean else 1


def regenerate(options: argparse.Namespace) -> int:
    """Report, take the new file over, and build.

    Args:
        options: The command line.

    Returns:
        0 when it is done, or there was nothing to do.
    """
    from codegen.build import fixed
    from codegen.report.regenerating import regenerate as run

    found, console = _compare(options), Console()
    if not found.same and not found.openapi:  # which is refused
        write_text(make_report(found), console, everything=options.all)
        console.line()
    done = run(
        found.api, found.path, root=found.root, accept=options.accept, upgrade=options.with_upgrade, watch=console
    )
    if done is None:
        console.line(f"{found.path.name} says what spec/{found.api.name} says: nothing was touched", style="bold")
        return 0
    console.line(done.diff, style="dim")
    console.line(f"Wrote {', '.join(done.targets)}: {counted(done.built.operations, 'operation')}", style="bold")
    left = [] if options.accept else fixed(done.built.run)
    if left:
        console.line(
            f"{counted(len(left), 'repair', 'is')} fixed upstream; to take out: python -m codegen accept {found.path}",
            style="yellow",
        )
    return 0


def _compare(options: argparse.Namespace) -> Comparison:
    found = Comparison(options.new, root=options.root.resolve(), api=options.api)
    for line in filter(None, (found.why, found.form)):
        sys.stderr.write(harmless(f"{line}\n"))
    return found


def _plain(made: Report, *, everything: bool) -> str:
    from io import StringIO

    stream = StringIO()
    write_text(made, Console(stream, drawn=False), everything=everything)
    return stream.getvalue()


_RENDERINGS: dict[str, Callable[[Report], str]] = {"markdown": markdown, "json": report_json, "html": html}
