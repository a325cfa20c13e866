"""Comments: list, write, delete."""

from __future__ import annotations

import re
from typing import Final

from instagram_v1.emulator import faults
from instagram_v1.emulator.calls import Call, Reply, handles
from instagram_v1.emulator.identity import number

_SHOWN: Final = 150
_LENGTH: Final = 300
_HASHTAGS: Final = 4
_HASHTAG = re.compile(r"#\w+")
_URL = re.compile(r"https?://|\bwww\.", re.IGNORECASE)


@handles("comments_list")
def listed(call: Call) -> Reply:
    """Answer with the last comments of a media, in the order they were written."""
    comments = call.store.media.comments(call.media().pk, _SHOWN)
    authors = call.store.people.many(comment.author for comment in comments)
    renderer = call.renderer
    return Reply([renderer.comment(comment, authors[comment.author]) for comment in comments])


@handles("comments_create")
def create(call: Call) -> Reply:
    """Write a comment."""
    author, media = call.me, call.media()
    text = call.get("text")
    if text is None or not text.strip():
        raise faults.MISSING_PARAMETER(name="text")
    check_rules(text)
    call.store.media.add_comment(media.pk, author, text, int(call.now))
    return Reply(None)


def check_rules(text: str) -> None:
    """Refuse what the rules for comments forbid."""
    if len(text) > _LENGTH:
        raise faults.COMMENT_TOO_LONG()
    if len(_HASHTAG.findall(text)) > _HASHTAGS:
        raise faults.COMMENT_TOO_MANY_TAGS()
    if len(_URL.findall(text)) > 1:
        raise faults.COMMENT_TOO_MANY_URLS()
    if text.isupper():
        raise faults.COMMENT_ALL_CAPS()


@handles("comments_delete")
def delete(call: Call) -> Reply:
    """Delete a comment that the viewer wrote, or that stands below the viewer's media."""
    viewer, media = call.me, call.media()
    identity = number(call.path["comment-id"])
    comment = call.store.media.comment(identity) if identity is not None else None
    if comment is None or comment.pk != media.pk:
        raise faults.NO_SUCH_COMMENT()
    if viewer not in (comment.author, media.owner):
        raise faults.COMMENT_NOT_YOURS()
    call.store.media.delete_comment(comment.id)
    return Reply(None)
