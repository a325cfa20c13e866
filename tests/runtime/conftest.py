"""Every test here that asks for ``colour`` runs against both clients."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.engines import ENGINES, OverHttp, over_http_by
from tests.support.wire import Colour


@pytest.fixture(params=["sync", "async"])
def colour(request: pytest.FixtureRequest) -> Iterator[Colour]:
    """The blocking client, then the awaited one."""
    made = Colour(request.param)
    yield made
    made.close()


@pytest.fixture(params=ENGINES)
def over_http(request: pytest.FixtureRequest) -> OverHttp:
    """A call over real HTTP, by each engine."""
    return over_http_by(request.param)
