"""What several tests of the build share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.nursery import Nursery, nursery


@pytest.fixture(scope="session")
def children() -> Iterator[Nursery]:
    """Where commands run that get killed, or that run at the same time."""
    with nursery() as running:
        yield running
