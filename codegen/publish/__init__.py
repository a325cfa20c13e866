"""Publishing a release: look whether it may go out, build it, and put on an index what is not there yet."""

from __future__ import annotations
