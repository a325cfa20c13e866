"""Builds the world that a fresh emulator starts with: the same seed gives the same world, to the byte."""

from .build import PASSWORD, built, first_client, give_token
from .world import World

__all__ = ["PASSWORD", "World", "built", "first_client", "give_token"]
