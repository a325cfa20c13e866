"""``python -m instagram_v1.cli``: the same as ``instagram-v1``."""

from __future__ import annotations

import sys

from instagram_v1.cli import main

if __name__ == "__main__":
    sys.exit(main())
