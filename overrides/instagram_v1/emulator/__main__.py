"""``python -m instagram_v1.emulator``: the emulator by itself, until Ctrl-C."""

# ruff: noqa: T201 - a command line tells what it does
from __future__ import annotations

import argparse
import sys
import threading
from collections.abc import Sequence
from urllib.parse import quote

try:
    from . import Emulator, RunningClock, profiles
except ImportError as _error:
    sys.exit(f"error: {_error}")


def main(arguments: Sequence[str] | None = None, until: threading.Event | None = None) -> int:
    """Run the emulator until Ctrl-C, or until an event is set; give the exit code."""
    options = _parser().parse_args(arguments)
    try:
        profile = profiles.find(options.profile)
        emulator = Emulator(
            profile.name,
            seed=options.seed,
            clock=RunningClock(profile.starts),
            rate_limit=options.rate_limit,
            port=options.port,
            redirect_uri=options.redirect_uri,
        )
        emulator.start()
    except (ValueError, OverflowError) as error:
        return _refuse(str(error))
    except OSError as error:
        return _refuse(f"cannot listen on port {options.port}: {error.strerror}; choose another with --port")
    _tell(emulator)
    try:
        (until or threading.Event()).wait()
    except KeyboardInterrupt:
        print("\nstopped", flush=True)
    finally:
        emulator.stop()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m instagram_v1.emulator",
        description="Serve the Instagram API v1 on this machine, over an invented world.",
    )
    parser.add_argument("--port", type=int, default=0, help="port to listen on (default: a free one)")
    parser.add_argument(
        "--profile", default="2015", help=f"era of the API: {', '.join(profiles.PROFILES)} (default: 2015)"
    )
    parser.add_argument("--seed", type=int, default=0, help="what the world is made from (default: 0)")
    parser.add_argument(
        "--rate-limit", type=int, default=5000, help="requests per hour and token (default: %(default)s)"
    )
    parser.add_argument(
        "--redirect-uri",
        default=Emulator.REDIRECT_URI,
        help="where OAuth may send browsers back to (default: %(default)s)",
    )
    return parser


def _tell(emulator: Emulator) -> None:
    """Say what is running, and what is needed to try it."""
    authorize = (
        f"{emulator.origin}/oauth/authorize/?client_id={emulator.client_id}"
        f"&redirect_uri={quote(emulator.redirect_uri, safe=':/')}&response_type=token"
    )
    rows = (
        ("address", emulator.base_url),
        ("profile", emulator.profile),
        ("client id", emulator.client_id),
        ("user", f"{emulator.username} (password: {emulator.password})"),
        ("token", emulator.token()),
        ("try", f"{emulator.base_url}/users/self?access_token={emulator.token()}"),
        ("sign in", authorize),
    )
    for name, value in rows:
        print(f"{name + ':':<11}{value}")
    print("Stop it with Ctrl-C.", flush=True)


def _refuse(text: str) -> int:
    print(f"error: {text}", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main())
