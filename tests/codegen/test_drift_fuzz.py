"""Whatever stands anywhere in a new file, the comparison ends with differences or one clear message."""

from __future__ import annotations

import copy
import random
from collections.abc import Iterator
from typing import Any

import pytest

from codegen.convert import convert
from codegen.drift import compare, make_side, renames
from codegen.errors import CodegenError
from codegen.openapi3 import as_swagger
from tests.support.drift_library import LIBRARY
from tests.support.supplied import config

# Many files through the same code: other tests cover it, and tracing takes four times as long as the files themselves.
pytestmark = pytest.mark.no_cover

JUNK: tuple[Any, ...] = (None, 1, "x", [], {}, [1], {"a": 1}, True, {"$ref": "#/definitions/None"}, [[]], {"$ref": 1})


def places(node: Any, place: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """All places of a document."""
    yield place
    children = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, child in children:
        yield from places(child, (*place, key))


def damaged(document: Any, seed: int) -> Any:
    """A document with something else at one of its places."""
    dice = random.Random(seed)
    place = dice.choice([each for each in places(document) if len(each) > 1])
    broken = copy.deepcopy(document)
    node = broken
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = copy.deepcopy(dice.choice(JUNK))
    return broken


@pytest.mark.parametrize("form", ["Swagger 2.0", "OpenAPI 3"])
def test_junk_anywhere(form: str) -> None:
    """On either side; no exception but our own."""
    good = make_side(LIBRARY, (), config())
    source = LIBRARY if form == "Swagger 2.0" else convert(LIBRARY).document
    told = 0
    for seed in range(300):
        broken = damaged(source, seed)
        try:
            bad = make_side(broken if source is LIBRARY else as_swagger(broken).document, (), config(), like=LIBRARY)
            drift = compare(good, bad)
            compare(bad, good)
        except CodegenError:
            continue
        renames(drift)
        told += bool(drift)
    assert told > 200
