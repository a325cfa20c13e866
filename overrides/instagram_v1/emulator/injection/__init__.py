"""Faults on demand: what networks, servers and years do to answers, done on purpose and repeatably."""

from .engine import Faults
from .kinds import KINDS
from .spec import InjectedFault, parse

__all__ = ["KINDS", "Faults", "InjectedFault", "parse"]
