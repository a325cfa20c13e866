"""Every test here that asks for ``colour`` runs against both private clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.private import PrivateColour


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[PrivateColour]:
    """The blocking client, then the awaited one."""
    made = PrivateColour(request.param)
    yield made
    made.close()
