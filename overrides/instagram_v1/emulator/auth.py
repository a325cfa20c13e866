"""Decides whether a request may reach its handler: limits, signature, token, scope, in the API's order."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from . import faults, forms, signing
from .calls import Pairs
from .clock import Clock
from .identity import from_shortcode, same, split_media_id
from .limits import Limit, Window
from .messages import Request
from .profiles import Profile
from .router import AnyOperation, Match
from .sandbox import Sandbox
from .store import Application, Store, Token


@frozen
class Credentials:
    """What a request brings with it.

    Attributes:
        text: The access token as it was sent.
        token: What that token stands for, if it is known.
        client: The client, by token or by client id, if it is known.
        client_id: The client id as it was sent.
        secret: The client secret as it was sent.
    """

    text: str | None
    token: Token | None
    client: Application | None
    client_id: str | None
    secret: str | None

    @property
    def key(self) -> str:
        """What the limits count by; empty for credentials that nobody was given."""
        if self.token:
            return self.token.token
        return self.client.id if self.client and self.text is None else ""


class Gate:
    """The checks between the router and the handlers.

    Attributes:
        requests: All requests of the last hour, by token or client.
        writes: The requests of the last hour that change something, by token and kind of thing.
    """

    def __init__(
        self,
        store: Store,
        profile: Profile,
        clock: Clock,
        rate_limit: Limit,
        write_limit: int,
        sandbox: Sandbox | None = None,
    ) -> None:
        self._store = store
        self._sandbox = sandbox
        self._profile = profile
        self.requests: Window = Window(rate_limit, clock)
        self.writes: Window = Window(write_limit, clock)

    def read(self, given: Pairs) -> Credentials:
        """Find out who is asking."""
        text, client_id = forms.find(given, "access_token"), forms.find(given, "client_id")
        secret = forms.find(given, "client_secret")
        accounts = self._store.accounts
        token = accounts.token(text) if text else None
        # Whoever knows a secret speaks as that client, whatever else is sent along.
        known = client_id if token is None or secret else token.client
        client = accounts.client(known) if known else None
        return Credentials(text, token, client, client_id, secret)

    def count(self, credentials: Credentials) -> None:
        """Count the request; refuse it when there were too many in the last hour."""
        if not credentials.key:
            return
        made = self.requests.add(credentials.key)
        if made > self.requests.limit:
            raise faults.TOO_MANY_REQUESTS(made=made, limit=self.requests.limit)

    def remaining(self, credentials: Credentials) -> int:
        """Give how many requests are left."""
        return self.requests.remaining(credentials.key) if credentials.key else self.requests.limit

    def admit(self, match: Match, credentials: Credentials, request: Request) -> None:
        """Check signature, credentials, scope and the limit of writes."""
        self._check_signature(credentials, request)
        if match.operation.method != "GET":
            self._check_header(credentials, request)
        self._check_credentials(match.operation, credentials)
        self._check_scopes(match, credentials)
        if match.operation.method != "GET" and credentials.token is not None:
            made = self.writes.add(f"{credentials.token.token} {match.operation.resource}")
            if made > self.writes.limit:
                raise faults.TOO_MANY_WRITES(made=made, limit=self.writes.limit)

    def _check_signature(self, credentials: Credentials, request: Request) -> None:
        # Old clients send broken signatures: only those who asked for the check get it.
        client = credentials.client
        if client is None or not client.signed:
            return
        given = forms.arguments(request)
        sig = forms.find(given, "sig")
        if sig is None:
            raise faults.SIGNATURE_MISSING()
        # Of a POST the body is signed; clients that leave the token in the address sign that as well.
        signed = (given, forms.form(request)) if request.method == "POST" else (given,)
        endpoint = request.path.removeprefix("/v1")
        if not any(signing.matches(client.secret, endpoint, pairs, sig) for pairs in signed):
            raise faults.SIGNATURE_WRONG()

    def _check_header(self, credentials: Credentials, request: Request) -> None:
        client = credentials.client
        if client is None or not client.forwarded or not self._profile.signed_header:
            return
        given = request.header("X-Insta-Forwarded-For")
        if not given:
            raise faults.HEADER_MISSING()
        if not signing.header_matches(client.secret, given):
            raise faults.HEADER_WRONG()

    def _check_credentials(self, operation: AnyOperation, credentials: Credentials) -> None:
        ways = [set(way) for way in operation.security]
        if not ways:
            return
        if any("client_secret" in way for way in ways):
            self._check_pair(credentials)
        elif credentials.text is not None:
            if credentials.token is None:
                raise faults.INVALID_TOKEN()
            if self._sandbox is not None and credentials.token.person not in self._sandbox.people:
                raise faults.NOT_APPROVED()
        elif credentials.client_id is not None:
            self._check_client(credentials, allowed={"client_id"} in ways)
        elif {"client_id"} in ways:
            raise faults.MISSING_CREDENTIALS()
        else:
            raise faults.MISSING_TOKEN()

    def _check_pair(self, credentials: Credentials) -> None:
        if credentials.secret is None:
            raise faults.MISSING_SECRET()
        client = self._store.accounts.client(credentials.client_id or "")
        if client is None or not same(client.secret, credentials.secret):
            raise faults.BAD_CLIENT_PAIR()

    def _check_client(self, credentials: Credentials, allowed: bool) -> None:
        if not self._profile.client_id_reads:
            raise faults.INVALID_TOKEN()
        if not allowed:
            raise faults.MISSING_TOKEN()
        if credentials.client is None:
            raise faults.INVALID_CLIENT()

    def _check_scopes(self, match: Match, credentials: Credentials) -> None:
        token = credentials.token
        if token is None:
            return
        operation, profile = match.operation, self._profile
        wanted = list(operation.scopes)
        extra = profile.extra_scopes.get(operation.id)
        if extra and not (operation.id in profile.own_exempt and self._own(match.arguments, token.person)):
            wanted.append(extra)
        for scope in wanted:
            if scope not in token.scopes:
                raise faults.MISSING_SCOPE(scope=scope, granted=profile.granted)

    def _own(self, path: Mapping[str, str], person: int) -> bool:
        """Tell whether a path names the person's own things."""
        if "user-id" in path:
            return path["user-id"] in ("self", str(person))
        halves = split_media_id(path.get("media-id", ""))
        pk = halves[0] if halves else from_shortcode(path.get("shortcode", ""))
        media = self._store.media.get(pk) if pk is not None else None
        return media is not None and media.owner == person
