"""Where worlds come from and go to: seeds, files, JSON, recorded answers."""

from .dumping import dumped, written
from .opening import REDIRECT_URI, Opened, Source, Wish, open_world

__all__ = ["REDIRECT_URI", "Opened", "Source", "Wish", "dumped", "open_world", "written"]
