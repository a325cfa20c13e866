"""The site of the docs, built once for everybody."""

from __future__ import annotations

import os

import pytest

from tests.support.site import Site, shared


@pytest.fixture(scope="session")
def docs_site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """The whole site; workers of one test run share a build."""
    own = tmp_path_factory.getbasetemp()
    return shared(own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)
