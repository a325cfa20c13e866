"""Repairs of the supplied file that nobody has written: found again, and nothing found that is not there."""

from __future__ import annotations

from pathlib import Path

import pytest

from codegen import yaml12
from codegen.pointer import same
from codegen.propose import parse, propose
from codegen.repair import check_order
from codegen.repair.marking import unmarked
from codegen.rules import Config
from tests.support.supplied import ROOT, config, frozen, repairs, run

CORPUS = ROOT.parent / "shared" / "corpus" / "ci_subset"

FOUND = [
    "user-counts-followed-by",
    "media-comments-key",
    "mini-profile-username",
    "like-username",
    "media-search-lat",
    "media-search-lng",
    "media-search-min-timestamp",
    "media-search-max-timestamp",
    "media-search-distance",
    "comment-text-name",
    "user-id-is-text",
    "media-id-is-text",
    "mini-profile-id-is-text",
    "geo-id-type",
    "media-id-type",
    "location-id-type",
    "user-id-type",
    "feed-cursor-types",
    "liked-cursor-type",
    "geography-min-id-type",
    "location-search-foreign-ids",
    "user-search-count-type",
    "location-media-count",
    "geography-media-max-id",
    "geography-media-answer",
    "comments-tag-spelling",
    "subscriptions-tag-spelling",
    "locations-tag-plural",
    "locations-operations-plural",
]


@pytest.mark.parametrize("name", FOUND)
def test_a_missing_repair_is_proposed(name: str) -> None:
    """Pasted in place of the one left out, the proposals make the same document, and every other repair fits."""
    index = [repair.id for repair in repairs()].index(name)
    rest = [repair for repair in repairs() if repair.id != name]
    made = [parse(item) for item in propose(run(frozen(), rest).document, config())]
    everything = [*rest[:index], *made, *rest[index:]]
    check_order(everything)
    result = run(frozen(), everything)
    assert result.ok
    assert same(unmarked(result.document), unmarked(run(frozen(), repairs()).document))


def test_parameters_that_a_description_names() -> None:
    """The list of tagged media gets the three parameters, though nobody says what they are for."""
    rest = [repair for repair in repairs() if repair.id != "tag-media-paging"]
    (proposal,) = propose(run(frozen(), rest).document, config())
    value = parse(proposal).value
    assert isinstance(value, list)
    assert [item.get("name") for item in value if isinstance(item, dict)] == ["count", "min_tag_id", "max_tag_id"]


def test_nothing_is_proposed_for_the_repaired_document() -> None:
    """What repairs and rules settle is no defect any more."""
    assert propose(run(frozen(), repairs()).document, config()) == ()


def test_defects_of_the_file_as_supplied() -> None:
    """Without any repair, defects of most kinds are found at once, and all proposals fit together."""
    found = propose(frozen(), config())
    assert {"punctuation", "capitals", "tag", "misprint"} <= {item.kind for item in found}
    result = run(frozen(), [parse(item) for item in found])
    assert result.ok


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared corpus is not here")
@pytest.mark.parametrize("path", sorted(CORPUS.glob("*/*")) if CORPUS.is_dir() else [], ids=lambda path: path.name)
def test_other_documents(path: Path) -> None:
    """Documents of other publishers give few proposals, each of which fits."""
    document = yaml12.load_file(path).data
    found = propose(document, Config())
    assert len(found) <= 5
    assert run(document, [parse(item) for item in found]).ok
