"""The console: a page in the browser that shows what is running, and lets people play with it."""

from .desk import Console

__all__ = ["Console"]
