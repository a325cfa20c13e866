"""``InstagramAPI``: the methods of python-instagram as a table of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from instagram_v1 import oauth
from instagram_v1.client import Client
from instagram_v1.compat.bound import Method
from instagram_v1.compat.faults import InstagramClientError, translated
from instagram_v1.models import asdict
from instagram_v1.runtime.redact import Secret
from instagram_v1.settings import BASE_URL

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["InstagramAPI"]

_MEDIA: Final = ("count", "max_id")
_SEARCH: Final = ("q", "count")
_SUBSCRIPTION: Final = ("object", "aspect", "object_id", "callback_url", "lat", "lng", "radius", "verify_token")


class InstagramAPI:
    """python-instagram's client.

    Each method takes, beside its arguments, ``as_generator`` (give page after page, as ``(items, next_url)``),
    ``max_pages`` (of a generator; all by default), ``with_next_url`` (go on from there), ``return_json`` (plain data in
    place of models) and ``pagination_format`` (``"dict"`` for all that the API says of the following page).

    Args:
        client_id: Id of the application.
        client_secret: Secret of the application; with it, requests are signed.
        client_ips: The user's IP address, or several joined by commas, for applications that enforce the signed header.
        access_token: The token of a signed-in user.
        redirect_uri: Where users come back to after signing in.
        base_url: Address of the API with its version, such as that of an emulator.
        **options: Those of ``Client``, such as ``timeout`` and ``retry``.

    Attributes:
        client: The client behind it.
    """

    media_popular: Method = Method("media_popular", *_MEDIA)
    media_search: Method = Method("media_search", *_SEARCH, "lat", "lng", "min_timestamp", "max_timestamp", "distance")
    media_shortcode: Method = Method("media_get_by_shortcode", "shortcode")
    media_likes: Method = Method("likes_list", "media_id")
    like_media: Method = Method("likes_create", "media_id")
    unlike_media: Method = Method("likes_delete", "media_id")
    create_media_comment: Method = Method("comments_create", "media_id", "text")
    delete_comment: Method = Method("comments_delete", "media_id", "comment_id")
    media_comments: Method = Method("comments_list", "media_id")
    media: Method = Method("media_get", "media_id")

    user_media_feed: Method = Method("users_feed", *_MEDIA)
    user_liked_media: Method = Method("users_liked_media", *_MEDIA, also={"max_id": "max_like_id"})
    user_recent_media: Method = Method(
        "users_recent_media", *_MEDIA, "user_id", "min_id", "max_timestamp", "min_timestamp"
    )
    user_search: Method = Method("users_search", *_SEARCH)
    user_follows: Method = Method("relationships_follows", "user_id")
    user_followed_by: Method = Method("relationships_followed_by", "user_id")
    user: Method = Method("users_get", "user_id")

    location_recent_media: Method = Method("locations_recent_media", *_MEDIA, "location_id")
    location_search: Method = Method("locations_search", *_SEARCH, "lat", "lng", "foursquare_id", "foursquare_v2_id")
    location: Method = Method("locations_get", "location_id")
    geography_recent_media: Method = Method(
        "geographies_recent_media", *_MEDIA, "geography_id", also={"geography_id": "geo_id"}
    )
    tag_recent_media: Method = Method(
        "tags_recent_media", *_MEDIA, "tag_name", also={"max_id": "max_tag_id", "min_id": "min_tag_id"}
    )
    tag_search: Method = Method("tags_search", *_SEARCH, pages=True)
    tag: Method = Method("tags_get", "tag_name")

    user_incoming_requests: Method = Method("relationships_requested_by")
    change_user_relationship: Method = Method("relationships_modify", "user_id", "action", target=True)
    user_relationship: Method = Method("relationships_get", "user_id", target=True)
    follow_user: Method = Method("relationships_modify", "user_id", fixed={"action": "follow"}, target=True)
    unfollow_user: Method = Method("relationships_modify", "user_id", fixed={"action": "unfollow"}, target=True)
    block_user: Method = Method("relationships_modify", "user_id", fixed={"action": "block"}, target=True)
    unblock_user: Method = Method("relationships_modify", "user_id", fixed={"action": "unblock"}, target=True)
    approve_user_request: Method = Method("relationships_modify", "user_id", fixed={"action": "approve"}, target=True)
    ignore_user_request: Method = Method("relationships_modify", "user_id", fixed={"action": "ignore"}, target=True)

    create_subscription: Method = Method("subscriptions_create", *_SUBSCRIPTION, whole=True)
    list_subscriptions: Method = Method("subscriptions_list", whole=True)
    delete_subscriptions: Method = Method("subscriptions_delete", "object", "id", whole=True)

    def __init__(
        self,
        client_id: str | None = None,
        client_secret: str | None = None,
        client_ips: str | None = None,
        access_token: str | None = None,
        redirect_uri: str | None = None,
        *,
        base_url: str = BASE_URL,
        **options: Any,
    ) -> None:
        given: dict[str, Any] = {
            "client_id": client_id,
            "client_secret": client_secret,
            "base_url": base_url,
            "sign_requests": client_secret is not None,
            "forwarded_for": client_ips or "",
            **options,
        }
        with translated():
            self.client: Client = Client(access_token, **given)
        self.redirect_uri: str | None = redirect_uri
        self._client_id = client_id
        self._client_secret = None if client_secret is None else Secret(client_secret)
        self._base_url = base_url
        # A code is exchanged over the same connections as everything else.
        self._ways = {name: options[name] for name in ("http_client", "transport") if name in options}

    @property
    def x_ratelimit_remaining(self) -> int | None:
        """Requests that are left to this token in this hour, as the API last said."""
        return self.client.rate.remaining

    @property
    def x_ratelimit(self) -> int | None:
        """Requests that this token may make in an hour, as the API last said."""
        return self.client.rate.limit

    def get_authorize_url(self, scope: Iterable[str] | None = None) -> str:
        """The address to send a user to.

        Raises:
            InstagramClientError: ``client_id`` or ``redirect_uri`` is missing.
        """
        with translated():
            client_id, redirect_uri = self._client_id or "", self.redirect_uri or ""
            return oauth.authorize_url(client_id, redirect_uri, scopes=scope or (), base_url=self._base_url)

    get_authorize_login_url = get_authorize_url

    def exchange_code_for_access_token(self, code: str) -> tuple[str, dict[str, Any]]:
        """Exchange the code that a user came back with; gives the token and its owner as plain data.

        Raises:
            InstagramAPIError: The code is not right.
            InstagramClientError: ``client_id``, ``client_secret`` or ``redirect_uri`` is missing.
        """
        if self._client_secret is None or not (self._client_id and self.redirect_uri):
            raise InstagramClientError("Exchanging a code needs client_id, client_secret and redirect_uri.")
        with translated():
            token = oauth.exchange_code(
                code,
                client_id=self._client_id,
                client_secret=self._client_secret.reveal(),
                redirect_uri=self.redirect_uri,
                base_url=self._base_url,
                **self._ways,
            )
        return token.access_token, asdict(token.user, wire=True)
