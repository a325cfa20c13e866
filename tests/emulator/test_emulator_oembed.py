"""Showing a media inside a page of somebody else."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

import pytest

from instagram_v1.emulator import Emulator, Response, request
from instagram_v1.emulator.identity import shortcode
from tests.support.emulation import Api


def _ask(api: Api, **query: Any) -> Response:
    return api.emulator.handle(request("GET", f"/oembed?{urlencode(query)}"))


@pytest.mark.parametrize("profile", ["2015", "2017", "retired"])
def test_a_media_is_described(profile: str) -> None:
    """Each form of address leads to the media; the author's id is a number here."""
    old = Api(Emulator())
    media = old.get("/users/self/media/recent", count=1)[0]
    api, code = Api(Emulator(profile)), media["link"].split("/")[-2]
    if profile != "2015":
        code = _code(api)
    for link in (f"http://instagr.am/p/{code}/", f"https://www.instagram.com/p/{code}", f"https://x/p/{code}/?a=b"):
        answer = json.loads(_ask(api, url=link).body)
        assert (answer["type"], answer["version"], answer["width"], answer["height"]) == ("rich", "1.0", 658, None)
        assert str(answer["author_id"]) == answer["media_id"].partition("_")[2]
    if profile == "2015":
        assert answer["media_id"] == media["id"]
        assert answer["title"] == (media["caption"] or {"text": ""})["text"]
    assert json.loads(_ask(api, url=link, maxwidth=400).body)["width"] == 400
    assert json.loads(_ask(api, url=link, maxwidth="1").body)["width"] == 320
    assert json.loads(_ask(api, url=link, maxwidth="x").body)["width"] == 658


def _code(api: Api) -> str:
    sql = "SELECT pk FROM media JOIN people ON people.id = owner WHERE NOT private LIMIT 1"
    return shortcode(api.emulator.core.store.database.number(sql))


def test_what_is_not_there(still: Api) -> None:
    """Unknown and private media are answered with a text; markup in a caption stays text."""
    sql = "SELECT pk FROM media JOIN people ON people.id = owner WHERE private LIMIT 1"
    private = shortcode(still.emulator.core.store.database.number(sql))
    for link in ("", "http://instagr.am/p/AAAA/", f"http://instagr.am/p/{private}/", "http://instagr.am/x"):
        answer = _ask(still, url=link)
        assert (answer.status, answer.body) == (404, b"No Media Match")
    api = Api(Emulator())
    media = api.emulator.post(caption="<script>1</script>")
    link = api.get(f"/media/{media}")["link"]
    assert "<script>" not in json.loads(_ask(api, url=link).body)["html"]
