"""Emulators for the tests of the emulator."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from instagram_v1.emulator import Emulator
from tests.support.emulation import Api


@pytest.fixture
def api() -> Api:
    """A fresh world that a test may change, without HTTP."""
    return Api(Emulator())


@pytest.fixture(scope="module")
def still() -> Api:
    """A world that the tests of a module only read."""
    return Api(Emulator())


@pytest.fixture(scope="module")
def later() -> Api:
    """A world of 2017 that the tests of a module only read."""
    return Api(Emulator("2017"))


@pytest.fixture
def served() -> Iterator[Emulator]:
    """A fresh world over HTTP."""
    with Emulator() as emulator:
        yield emulator
