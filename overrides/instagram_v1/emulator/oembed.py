"""Answers what other sites asked to show a media inside a page of theirs: no envelope, no token."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any, Final

from . import forms
from .identity import from_shortcode
from .messages import Request, Response
from .profiles import Profile
from .render import Renderer
from .store import Media, Store

PATHS: Final = ("/oembed", "/oembed/")

_LINK = re.compile(r"/p/([A-Za-z0-9_-]{1,39})/?(?:[?#]|$)")
_WIDEST: Final = 658
_NARROWEST: Final = 320


def answer(store: Store, profile: Profile, request: Request) -> Response:
    """Answer with what shows the media of an address; private ones do not exist here."""
    link = _LINK.search(forms.find(forms.query(request), "url") or "")
    pk = from_shortcode(link[1]) if link else None
    media = store.media.get(pk) if pk is not None else None
    if media is None or store.people.hidden_owners([media.owner], None):
        return Response(404, (("Content-Type", "text/plain; charset=utf-8"),), b"No Media Match")
    body = json.dumps(_described(store, Renderer(profile, request.origin), media, _width(request))).encode()
    return Response(200, (("Content-Type", "application/json; charset=utf-8"),), body)


def _width(request: Request) -> int:
    wanted = forms.find(forms.query(request), "maxwidth") or ""
    given = int(wanted) if re.fullmatch("[0-9]{1,6}", wanted) else _WIDEST
    return min(_WIDEST, max(_NARROWEST, given))


def _described(store: Store, renderer: Renderer, media: Media, width: int) -> dict[str, Any]:
    details = store.media.details([media], None, inline=False)
    shown, owner = renderer.media(media, details), details.people[media.owner]
    picture, title = shown["images"]["standard_resolution"], media.caption or ""
    quoted = f'<a href="{escape(shown["link"])}">{escape(title)}</a>'
    return {
        "provider_url": "https://www.instagram.com",
        "media_id": media.id,
        "title": title,
        "author_name": owner.username,
        "author_url": f"https://www.instagram.com/{owner.username}",
        "author_id": owner.id,
        "html": f'<blockquote class="instagram-media"><p>{quoted}</p></blockquote>',
        "thumbnail_url": picture["url"],
        "thumbnail_width": picture["width"],
        "thumbnail_height": picture["height"],
        "provider_name": "Instagram",
        "width": width,
        "height": None,
        "version": "1.0",
        "type": "rich",
    }
