"""Path templates, in which a variable counts by its position and not by its name."""

from __future__ import annotations

import re
from typing import Final

_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")


def shape(path: str) -> str:
    """A path template without the names of its variables."""
    return _VARIABLE.sub("{}", path)


def variables(path: str) -> list[str]:
    """Names of the variables of a path template, in their order."""
    return _VARIABLE.findall(path)
