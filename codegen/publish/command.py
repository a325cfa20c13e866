"""``python -m codegen publish``: look, build, compare with the index, send what is missing."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from packaging.utils import canonicalize_name

from codegen.console import Console
from codegen.errors import CodegenError, FindingError
from codegen.publish.address import Address, find
from codegen.publish.gates import Verdict, look
from codegen.publish.index import Index, Known
from codegen.surface.changelog import current_version, project_name


def run(options: argparse.Namespace) -> int:
    """Publish.

    Args:
        options: ``root``, ``index``, ``dry_run``, ``allow_public`` and ``allow_plain``.

    Returns:
        0: all files are there now, or would be.

    Raises:
        FindingError: Something speaks against it; nothing was sent then, unless the message names a file.
        CodegenError: The index cannot be used.
    """
    root: Path = options.root.resolve()
    console, address = Console(), find(options.index, allow_public=options.allow_public)
    _refuse(address, options)
    name, version = canonicalize_name(project_name(root)), current_version(root)
    console.line(f"Publishing {name} {version} to {address}", style="bold")
    index = Index(address)
    try:
        there, reached = _reached(index, name)
        _pass(console, [*look(root, version), reached])
        with tempfile.TemporaryDirectory(prefix="publish-") as folder:
            made = build(root, Path(folder))
            _send(console, index, made, there, dry=options.dry_run)
    finally:
        index.close()
    return 0


def _refuse(address: Address, options: argparse.Namespace) -> None:
    if address.is_exposed and not options.allow_plain:
        raise CodegenError(
            f"{address} is no https address: the password would travel for all to see",
            remedy="use https; on a network that is safe for it, add --allow-plain (make: ALLOW_PLAIN=1)",
        )


def _reached(index: Index, name: str) -> tuple[dict[str, Known], Verdict]:
    try:
        there = index.files(name)
    except FindingError as error:
        return {}, Verdict(error.message, error.remedy or "ask who runs the index")
    if there is None:
        return {}, Verdict("the index answers; it does not tell what it has")
    return there, Verdict(f"the index answers; it has {len(there)} files of {name}")


def _pass(console: Console, verdicts: list[Verdict]) -> None:
    for verdict in verdicts:
        console.line(f"  {'ok' if verdict.ok else 'no'}  {verdict.text}", style="green" if verdict.ok else "red")
        if verdict.remedy:
            console.line(f"      to do: {verdict.remedy}")
    refused = sum(not verdict.ok for verdict in verdicts)
    if refused:
        raise FindingError(f"{refused} of {len(verdicts)} checks refuse: nothing was sent", remedy="see above")


def build(root: Path, folder: Path) -> list[Path]:
    """Make wheel and sdist as ``make build`` does, away from what lies in ``dist/``.

    Args:
        root: The repository.
        folder: Where to.

    Raises:
        CodegenError: They cannot be made.
    """
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(root)]
    # The builder has one time for whoever tells it none: a wheel made of the sdist has the same bytes then.
    variables = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(command, env=variables, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = (done.stdout + done.stderr).strip().splitlines()
        raise CodegenError(f"the archives cannot be made: {said[-1] if said else ''}", remedy="make build says more")
    return sorted(folder.iterdir())


def _send(console: Console, index: Index, made: list[Path], there: dict[str, Known], *, dry: bool) -> None:
    """Send what is missing; what differs is refused before anything is sent."""
    differing = [path.name for path in made if path.name in there and not index.has_same(there[path.name], path)]
    if differing:
        raise FindingError(
            f"the index has other bytes of {', '.join(differing)}: nothing was sent",
            remedy="a version goes out once: raise it with `python -m codegen version --apply`",
        )
    missing = [path for path in made if path.name not in there]
    for path in made:
        if path not in missing:
            console.line(f"  {path.name}: there already, the same bytes")
    for path in missing:
        if not dry:
            _send_one(index, path)
        console.line(f"  {path.name}: {'would be sent' if dry else 'sent'}", style="green")
    console.line(
        "nothing to send" if not missing else f"{len(missing)} files {'to send' if dry else 'sent'}", style="bold"
    )


def _send_one(index: Index, path: Path) -> None:
    try:
        index.send(path)
    except KeyboardInterrupt:
        # How much of it arrived, only the index knows.
        raise KeyboardInterrupt(
            f"{path.name} may have been sent; run it again: what is there already is left as it is"
        ) from None
