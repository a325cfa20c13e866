"""Media: comments and likes."""

from __future__ import annotations

from instagram_v1.emulator.faults import ApiFault
from instagram_v1.emulator.handlers.comments import check_rules
from instagram_v1.emulator.private import faults
from instagram_v1.emulator.private.calls import Call, Reply, handles
from instagram_v1.emulator.private.render import Renderer
from instagram_v1.emulator.store import Comment


@handles("media_comment")
def comment(call: Call) -> Reply:
    """Write a comment, by the rules that the public API has; answer with it."""
    author, media, text = call.me, call.media(), call.need("comment_text")
    if not text.strip():
        raise faults.MISSING_PARAMETER(name="comment_text")
    try:
        check_rules(text)
    except ApiFault as error:
        raise faults.BAD_COMMENT(reason=error.fault.text) from None
    created = int(call.now)
    identity = call.store.media.add_comment(media.pk, author, text, created)
    made = Comment(identity, media.pk, author, text, created)
    who = call.store.people.many([author])[author]
    return Reply({"comment": Renderer(call.store, call.origin).comment(made, who)})


@handles("media_like")
def like(call: Call) -> Reply:
    """Set a like; setting it twice changes nothing."""
    viewer, media = call.me, call.media()
    call.store.media.like(media.pk, viewer, call.store.stamp(call.now))
    return Reply()
