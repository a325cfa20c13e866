"""The Instagram API v1 itself, offline: the same routes, rules, errors and eras, over an invented world.

Needs the extra ``emulator``. ``python -m instagram_v1.emulator --help`` tells how to run it by itself.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from .clock import ManualClock, RunningClock
    from .emulator import Emulator
    from .injection import Faults, InjectedFault
    from .messages import Request, Response, request
    from .store import WorldError

__all__ = [
    "Emulator",
    "Faults",
    "InjectedFault",
    "ManualClock",
    "Request",
    "Response",
    "RunningClock",
    "WorldError",
    "request",
]

_HOMES = {
    "Emulator": "emulator",
    "Faults": "injection",
    "InjectedFault": "injection",
    "ManualClock": "clock",
    "Request": "messages",
    "Response": "messages",
    "RunningClock": "clock",
    "WorldError": "store",
    "request": "messages",
}
_NEEDED = ("PIL", "pydantic", "starlette", "uvicorn")


def _installed(package: str) -> bool:
    from importlib.util import find_spec

    try:
        return find_spec(package) is not None
    except ValueError:
        # What a program put in its place has no place itself.
        return False


def __getattr__(name: str) -> object:
    from importlib import import_module

    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    # Some of them are loaded late: it is said now, and not in the middle of a request.
    missing = next((package for package in _NEEDED if not _installed(package)), None)
    if missing is not None:
        text = f"the emulator needs {missing}, which is not installed: pip install 'instagram-v1[emulator]'"
        raise ImportError(text, name=missing)
    value = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
