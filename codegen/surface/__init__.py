"""What callers can import and call: read from the code, compared, and made into a version and a changelog."""

from __future__ import annotations

from codegen.surface.comparing import compare
from codegen.surface.model import Change, Entry, Level, Parameter, Surface, SurfaceDiff
from codegen.surface.reading import read_surface
from codegen.surface.versions import Suggestion, parse_version, suggest

__all__ = [
    "Change",
    "Entry",
    "Level",
    "Parameter",
    "Suggestion",
    "Surface",
    "SurfaceDiff",
    "compare",
    "parse_version",
    "read_surface",
    "suggest",
]
