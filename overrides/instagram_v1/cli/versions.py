"""What ``--version`` shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator


def versions() -> Iterator[str]:
    """The version, and what it was made from."""
    import instagram_v1

    made: Any = instagram_v1.__spec__
    yield f"instagram-v1 {instagram_v1.__version__}"
    yield f"specification sha256:{made.sha256}, {len(made.repairs)} repairs"
    yield f"made with {', '.join(f'{name} {version}' for name, version in made.tools.items())}"
