"""Fixtures for pytest. Nothing is imported before one of them is used.

pytest itself is not imported here either, so that tools which load every module of a package do without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

    from instagram_v1 import AsyncClient, Client
    from instagram_v1.emulator import Emulator
    from instagram_v1.private import AsyncPrivateClient, PrivateClient


def pytest_configure(config: pytest.Config) -> None:
    """Make marker and fixtures known."""
    config.addinivalue_line(
        "markers", "instagram(**options): how the emulator of this test is made, such as profile='2017' or seed=7"
    )
    config.pluginmanager.register(_fixtures(), "instagram_v1.fixtures")
    config.pluginmanager.register(_fixtures_of_2010(), "instagram_v1.private.fixtures")


def _fixtures() -> object:
    import pytest

    class Fixtures:
        @pytest.fixture
        def instagram_emulator(self, request: pytest.FixtureRequest) -> Iterator[Emulator]:
            """The Instagram API v1 itself, offline, new for each test; the marker ``instagram`` gives its options."""
            made = _emulator(request)
            yield made
            made.close()

        @pytest.fixture
        def instagram_client(self, instagram_emulator: Emulator) -> Iterator[Client]:
            """A client for the main user of ``instagram_emulator``, answered in this process without a socket."""
            from instagram_v1 import testing

            with testing.client(instagram_emulator) as made:
                yield made

        @pytest.fixture
        def instagram_async_client(self, instagram_emulator: Emulator) -> AsyncClient:
            """The same for asynchronous code; it holds no connection, so that nothing has to be closed."""
            from instagram_v1 import testing

            return testing.async_client(instagram_emulator)

        @pytest.fixture
        def instagram_server(self, instagram_emulator: Emulator) -> Iterator[Emulator]:
            """``instagram_emulator`` on a free port of this machine, for programs that take an address."""
            yield instagram_emulator.start()
            instagram_emulator.stop()

    return Fixtures()


def _fixtures_of_2010() -> object:
    import pytest

    class Fixtures:
        @pytest.fixture
        def instagram_private_client(self, instagram_emulator: Emulator) -> Iterator[PrivateClient]:
            """A client of the private API of 2010 for the main user of ``instagram_emulator``, without a socket."""
            from instagram_v1 import testing

            with testing.private_client(instagram_emulator) as made:
                yield made

        @pytest.fixture
        def instagram_async_private_client(self, instagram_emulator: Emulator) -> AsyncPrivateClient:
            """The same for asynchronous code; it holds no connection, so that nothing has to be closed."""
            from instagram_v1 import testing

            return testing.async_private_client(instagram_emulator)

    return Fixtures()


def _emulator(request: pytest.FixtureRequest) -> Emulator:
    from instagram_v1.emulator import Emulator

    # The marker that is closest to the test wins, option by option.
    options: dict[str, object] = {}
    for marker in reversed(list(request.node.iter_markers("instagram"))):
        options.update(marker.kwargs)
    return Emulator(**options)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
