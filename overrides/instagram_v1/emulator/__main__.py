"""``python -m instagram_v1.emulator``: the emulator by itself, until Ctrl-C."""

# ruff: noqa: T201 - a command line tells what it does
from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

try:
    from . import Emulator, worlds
    from .options import PROGRAM, parser
except ImportError as _error:
    sys.exit(f"error: {_error}")


def main(arguments: Sequence[str] | None = None, until: threading.Event | None = None, program: str = PROGRAM) -> int:
    """Run the emulator until Ctrl-C, or until an event is set; give the exit code."""
    options = parser(Emulator.REDIRECT_URI, program).parse_args(arguments)
    try:
        emulator = _made(options)
    except (ValueError, OverflowError) as error:
        return _refuse(str(error))
    try:
        return _dump(emulator, options.output) if options.command == "dump" else _serve(emulator, options.port, until)
    finally:
        emulator.close()


def _made(options: argparse.Namespace) -> Emulator:
    return Emulator(
        options.profile,
        seed=options.seed,
        db=options.db,
        world=options.world,
        clock="running",
        sandbox=options.sandbox,
        faults=options.fault,
        rate_limit=options.rate_limit,
        write_limit=options.write_limit,
        port=options.port,
        redirect_uri=options.redirect_uri,
        api=options.api,
    )


def _dump(emulator: Emulator, output: str) -> int:
    text = worlds.written(emulator.dump())
    if output == "-":
        sys.stdout.write(text)
        return 0
    try:
        Path(output).write_text(text, encoding="utf-8")
    except OSError as error:
        return _refuse(f"cannot write {output}: {error.strerror}")
    return 0


def _serve(emulator: Emulator, port: int, until: threading.Event | None) -> int:
    try:
        emulator.start()
    except OverflowError:
        return _refuse(f"cannot listen on port {port}: a number from 0 to 65535 is wanted")
    except OSError as error:
        return _refuse(f"cannot listen on port {port}: {error.strerror}; choose another with --port")
    _tell(emulator)
    try:
        (until or threading.Event()).wait()
    except KeyboardInterrupt:
        print("\nstopped", flush=True)
    return 0


def _tell(emulator: Emulator) -> None:
    """Say what is running, and what is needed to try it."""
    rows = (
        ("address", emulator.base_url),
        ("profile", emulator.profile),
        ("user", f"{emulator.username} (password: {emulator.password})"),
        *(_private_rows(emulator) if emulator.api == "private" else _public_rows(emulator)),
        ("console", f"{emulator.origin}/"),
        *([("world", emulator.database)] if emulator.database else []),
        *(("fault", str(fault)) for fault in emulator.faults),
    )
    for name, value in rows:
        print(f"{name + ':':<11}{value}")
    print("Stop it with Ctrl-C.", flush=True)


def _public_rows(emulator: Emulator) -> list[tuple[str, str]]:
    authorize = (
        f"{emulator.origin}/oauth/authorize/?client_id={emulator.client_id}"
        f"&redirect_uri={quote(emulator.redirect_uri, safe=':/')}&response_type=token"
    )
    return [
        ("client id", emulator.client_id),
        ("secret", emulator.client_secret),
        ("token", emulator.token()),
        ("try", f"{emulator.base_url}/users/self?access_token={emulator.token()}"),
        ("sign in", authorize),
        ("private", emulator.private.base_url),
    ]


def _private_rows(emulator: Emulator) -> list[tuple[str, str]]:
    cookie = emulator.private.cookie()
    return [("cookie", cookie), ("try", f"curl --cookie {cookie} {emulator.base_url}/feed/timeline/")]


def _refuse(text: str) -> int:
    print(f"error: {text}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
