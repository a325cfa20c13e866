"""Counting in words."""

from __future__ import annotations


def counted(number: int, noun: str, verb: str = "") -> str:
    """A number of things: ``1 repair is``, ``2 repairs are``.

    Args:
        number: How many.
        noun: What, for one of them; its plural ends in s.
        verb: ``is``, where they are something.
    """
    if number == 1:
        return f"1 {noun} {verb}".rstrip()
    return f"{number} {noun}s {'are' if verb else ''}".rstrip()
