"""The filters of 2010: the private API numbers them, the public one names them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

__all__ = ["FILTERS", "translated"]

FILTERS: Final[Mapping[int, str]] = MappingProxyType(
    {
        0: "Normal",
        1: "X-Pro II",
        2: "Lomo-fi",
        3: "Earlybird",
        4: "Apollo",
        5: "Poprocket",
        10: "Inkwell",
        13: "Gotham",
        14: "1977",
        15: "Nashville",
        16: "Lord Kelvin",
        17: "Lily",
        18: "Sutro",
        19: "Toaster",
        20: "Walden",
        21: "Hefe",
    }
)
"""Name of a filter by ``Media.filter_type``; that 0 is none of them is assumed, all others were written down."""

_OTHER: Final = {str(code): name for code, name in FILTERS.items()} | {
    name: str(code) for code, name in FILTERS.items()
}


def translated(text: str) -> str:
    """Give the name of a filter's number, or the number of its name; anything else stays as it is.

    Done twice it gives back what it was given, whatever that is: also ``1977``, which is a name and could be a number.

    >>> translated("15"), translated("Nashville"), translated("Clarendon"), translated("99")
    ('Nashville', '15', 'Clarendon', '99')
    """
    return _OTHER.get(text, text)
