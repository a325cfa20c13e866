"""Recordings to learn from, and repairs of response fields to forget."""

from __future__ import annotations

import functools
import json
from collections.abc import Collection
from pathlib import Path
from typing import Any

from codegen.learn import Lesson, Recording, learn, read_archive
from codegen.repair import Repair
from tests.support.supplied import ROOT, Document, config, frozen, repairs, run

ANSWERS = ROOT / "tests" / "data" / "answers"
FIXTURES = ROOT.parent / "shared" / "fixtures"

UNSEEN = {
    "like-username": "no operation answers a Like",
    "like-full-name": "no operation answers a Like",
    "like-profile-picture": "no operation answers a Like",
    "like-required": "no operation answers a Like",
    "likes-are-profiles": "a Like, once repaired, has all that a list of likes holds",
    "media-videos-renditions": "no recorded film carries an id",
    "media-search-plain-media": "both forms allow the same answers",
    "created-time-text": "words only",
    "mini-profile-text": "words only",
}
"""Repairs of response fields that no recorded answer can tell of, and why."""


def is_of_answers(repair: Repair) -> bool:
    """Whether a repair is about what operations answer."""
    return any(place.startswith("/definitions/") or "/responses/" in place for place in repair.at)


def learnable() -> list[Repair]:
    """Repairs of response fields that answers can tell of."""
    return [repair for repair in repairs() if is_of_answers(repair) and repair.id not in UNSEEN]


@functools.cache
def recordings() -> tuple[Recording, ...]:
    """The recorded answers of the repository, and those beside it where they are."""
    folders = [ANSWERS, *([FIXTURES] if FIXTURES.is_dir() else [])]
    return tuple(recording for folder in folders for recording in read_archive(folder).recordings)


def without(ids: Collection[str]) -> Document:
    """The supplied document, repaired by all repairs but these."""
    document: Document = run(frozen(), [repair for repair in repairs() if repair.id not in ids]).document
    return document


def learned(document: Document) -> Lesson:
    """What the recordings tell about a document."""
    return learn(document, config(), recordings())


def targets(repair: Repair) -> set[str]:
    """The places that a repair makes right."""
    renamed = (
        {f"{place.rpartition('/')[0]}/{repair.to}" for place in repair.at} if repair.op == "rename" else set[str]()
    )
    return {*repair.at, *renamed}


def store(path: Path, content: Any) -> Path:
    """Write JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(content), encoding="utf-8")
    return path
