"""The client that openapi-python-client writes from our document when it is left alone, to compare with."""

from __future__ import annotations

import importlib
import subprocess
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

DOCUMENT = Path(__file__).parents[1] / "spec" / "instagram" / "openapi.yaml"
PACKAGE = "stock_instagram"


@contextmanager
def stock() -> Generator[ModuleType, None, None]:
    """Generate it into a temporary folder and make it importable while the block runs."""
    with tempfile.TemporaryDirectory() as folder:
        _generate(Path(folder))
        sys.path.insert(0, folder)
        try:
            yield importlib.import_module(PACKAGE)
        finally:
            sys.path.remove(folder)


def member(path: str) -> ModuleType:
    """Import a module of the stock client, such as ``models``."""
    return importlib.import_module(f"{PACKAGE}.{path}")


def _generate(folder: Path) -> None:
    config = folder / "config.yaml"
    config.write_text("post_hooks: []\n", encoding="utf-8")
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"]
    where = ["--path", str(DOCUMENT), "--output-path", str(folder / PACKAGE), "--config", str(config)]
    done = subprocess.run([*command, *where], capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"openapi-python-client could not read {DOCUMENT.name}:\n{done.stdout}{done.stderr}")
