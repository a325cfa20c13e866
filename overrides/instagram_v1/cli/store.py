"""Where tokens are kept: one file for each profile, readable by its owner alone, each bound to one address.

The folder is ``$XDG_CONFIG_HOME/instagram-v1/tokens``, or ``~/.config/instagram-v1/tokens`` without that variable.
"""

from __future__ import annotations

import json
import os
import re
import stat
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

import attrs

from instagram_v1.cli.codes import Exit
from instagram_v1.cli.failures import Failure
from instagram_v1.runtime.plain import is_dict

if TYPE_CHECKING:
    from collections.abc import Callable

DEFAULT: Final = "default"
"""The profile that is used where none is named."""

_VERSION: Final = 1
_NAME: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")
_POSIX: Final = sys.platform != "win32"


@attrs.frozen(kw_only=True)
class Entry:
    """A kept token.

    Attributes:
        base_url: The address that it was obtained from; it is sent nowhere else.
        access_token: The token.
        username: Whose it is.
        scopes: What was asked for.
    """

    base_url: str
    access_token: str = attrs.field(repr=False)
    username: str = ""
    scopes: tuple[str, ...] = ()


class Store:
    """The kept tokens.

    Args:
        folder: Where they are; the user's own configuration folder by default.
        warn: Told of a store that others could read, which is mended.
    """

    def __init__(self, folder: Path | None = None, warn: Callable[[str], object] = lambda text: None) -> None:
        self.folder: Path = folder or home() / "tokens"
        self._warn = warn

    def names(self) -> list[str]:
        """Profiles that have a token."""
        try:
            found = sorted(self.folder.glob("*.json"))
        except OSError:
            return []
        return [path.stem for path in found if _NAME.fullmatch(path.stem)]

    def get(self, name: str) -> Entry | None:
        """The token of a profile, or ``None``.

        Raises:
            Failure: The file cannot be trusted or read.
        """
        path = self._path(name)
        if not path.exists():
            return None
        self._guard_folders()
        self._guard(path)
        return _read(path)

    def put(self, name: str, entry: Entry) -> Path:
        """Keep a token in place of what the profile had, all or nothing; give the file.

        Raises:
            Failure: The place cannot be trusted.
        """
        path = self._path(name)
        # One by one: the mode is only ever that of the last.
        self.folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.folder.mkdir(exist_ok=True, mode=0o700)
        self._guard_folders()
        text = json.dumps({"version": _VERSION, **attrs.asdict(entry)}, indent=1)
        _replace(path, text.encode())
        return path

    def drop(self, name: str) -> bool:
        """Forget a token; tell whether there was one."""
        path = self._path(name)
        present = path.exists()
        path.unlink(missing_ok=True)
        return present

    def _path(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise Failure(
                f"{name!r} cannot be the name of a profile.",
                Exit.USAGE,
                "use letters, digits, dots, dashes and underscores, 64 at most.",
            )
        return self.folder / f"{name}.json"

    def _guard_folders(self) -> None:
        self._guard(self.folder.parent, secret=False)
        self._guard(self.folder)

    def _guard(self, path: Path, *, secret: bool = True) -> None:
        """Refuse what another could have written; mend what another could read but should not."""
        if not _POSIX:
            return
        found = path.stat()
        mode = stat.S_IMODE(found.st_mode)
        if found.st_uid != os.geteuid() or mode & 0o022:
            raise Failure(
                f"{path} belongs to somebody else, or others can write to it: what it says cannot be trusted.",
                Exit.FILES,
                f"remove {self.folder}, then run `instagram-v1 login` again.",
            )
        if secret and mode & 0o077:
            path.chmod(mode & 0o700)
            self._warn(f"warning: others could read {path}; mended. Sign in again if others use this machine.")


def home() -> Path:
    """The folder of this program's settings."""
    # The rules of XDG: a relative path there is to be ignored.
    given = os.environ.get("XDG_CONFIG_HOME", "")
    base = Path(given) if os.path.isabs(given) else Path.home() / ".config"
    return base / "instagram-v1"


def same_place(one: str, other: str) -> bool:
    """Whether two addresses are one, whatever the case of the host and a slash at the end."""
    return _plain(one) == _plain(other)


def _plain(address: str) -> tuple[str, str, int | None, str]:
    parts = urlsplit(address)
    ports = {"http": 80, "https": 443}
    return parts.scheme, (parts.hostname or "").lower(), parts.port or ports.get(parts.scheme), parts.path.rstrip("/")


def _read(path: Path) -> Entry:
    try:
        data: Any = json.loads(path.read_bytes())
        held = data if is_dict(data) else {}
        texts = [held[name] for name in ("base_url", "access_token", "username")]
        if held["version"] != _VERSION or not all(isinstance(text, str) for text in texts):
            raise ValueError
        return Entry(
            base_url=texts[0], access_token=texts[1], username=texts[2], scopes=tuple(map(str, held["scopes"]))
        )
    except (ValueError, KeyError, TypeError, RecursionError):
        raise Failure(
            f"{path} is not what `instagram-v1 login` writes.", Exit.FILES, "remove it, then sign in again."
        ) from None


def _replace(path: Path, content: bytes) -> None:
    """Write a file under another name first, so that the old one stays until the new one is complete."""
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
