"""Every test here that asks for ``colour`` runs against both clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.wire import Colour


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[Colour]:
    """The blocking client, then the awaited one."""
    made = Colour(request.param)
    yield made
    made.close()
