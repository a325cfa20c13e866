"""For programs written for python-instagram: its names and options, over the client of this package.

    from instagram_v1.compat import InstagramAPI

    api = InstagramAPI(access_token=...)
    recent, next_url = api.user_recent_media(count=10)
    for media in recent:
        print(media.get_standard_resolution_url())

What differs is what was wrong there: generators end where the list ends (``max_pages`` has no hidden default), times
are aware, signatures are right, ``next_url`` carries no token, what is missing is ``None``, and a misspelt argument is
told. New code is better off with ``instagram_v1.Client``.
"""

from __future__ import annotations

from instagram_v1.compat.api import InstagramAPI
from instagram_v1.compat.faults import InstagramAPIError, InstagramClientError
from instagram_v1.compat.models import (
    ApiModel,
    Comment,
    Image,
    Location,
    Media,
    MediaShortcode,
    Point,
    Position,
    Relationship,
    Tag,
    User,
    UserInPhoto,
    Video,
)
from instagram_v1.compat.reactor import SubscriptionsReactor, SubscriptionType, SubscriptionVerifyError

__all__ = [
    "ApiModel",
    "Comment",
    "Image",
    "InstagramAPI",
    "InstagramAPIError",
    "InstagramClientError",
    "Location",
    "Media",
    "MediaShortcode",
    "Point",
    "Position",
    "Relationship",
    "SubscriptionType",
    "SubscriptionVerifyError",
    "SubscriptionsReactor",
    "Tag",
    "User",
    "UserInPhoto",
    "Video",
]
